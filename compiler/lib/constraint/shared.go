package constraint

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// The constraints that programs use most, for many numbers under one bound:
// the same as their curves, without a point for each number.

// binds is the type of Constraint.Bind.
type binds = func(x, y mem.Operand, args []mem.Operand) (func() float64, func())

// faster uses fast where it has something for the arguments, and the
// definition elsewhere.
func faster(fast, definition binds) binds {
	return func(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
		if forward, reverse := fast(x, y, args); forward != nil {
			return forward, reverse
		}
		return definition(x, y, args)
	}
}

// exponential is bound ± exp(x) for a finite bound that is data and shared.
func exponential(sign float64) binds {
	return func(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
		if len(args[0].Val) != 1 || args[0].Adj != nil || math.IsInf(args[0].Val[0], 0) {
			return nil, nil
		}
		a, e := args[0].Val[0], make([]float64, len(x.Val))
		return func() float64 {
				exps(e, x.Val)
				lj := 0.0
				for i, d := range e {
					y.Val[i] = a + sign*d
					lj += x.Val[i]
				}
				return lj
			}, func() {
				if x.Adj == nil {
					return
				}
				for i, d := range e {
					g := 1.0
					if y.Adj != nil {
						g += sign * y.Adj[i] * d
					}
					x.Adj[i] += g
				}
			}
	}
}

// exps fills dst with exponentials; few are not worth a kernel.
func exps(dst, x []float64) {
	if len(x) >= 8 {
		kernel.Exp(dst, x)
		return
	}
	for i, v := range x {
		dst[i] = math.Exp(v)
	}
}

// scaled is offset + multiplier·x with both shared.
func scaled(x, y mem.Operand, offset, multiplier mem.Operand) (func() float64, func()) {
	if len(offset.Val) != 1 || len(multiplier.Val) != 1 {
		return nil, nil
	}
	n := float64(len(x.Val))
	return func() float64 {
			a, b := offset.Val[0], multiplier.Val[0]
			for i, v := range x.Val {
				y.Val[i] = a + b*v
			}
			return n * math.Log(b)
		}, func() {
			b, sum, dot := multiplier.Val[0], 0.0, 0.0
			if y.Adj != nil {
				sum, dot = kernel.Sum(y.Adj), kernel.Dot(y.Adj, x.Val)
				if x.Adj != nil {
					kernel.Axpy(b, y.Adj, x.Adj)
				}
			}
			offset.Add(0, sum)
			multiplier.Add(0, dot+n/b)
		}
}

var (
	none = mem.Operand{Val: []float64{0}}
	unit = mem.Operand{Val: []float64{1}}
)

func sharedOffset(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
	return scaled(x, y, args[0], unit)
}

func sharedMultiplier(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
	return scaled(x, y, none, args[0])
}

func sharedBoth(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
	return scaled(x, y, args[0], args[1])
}
