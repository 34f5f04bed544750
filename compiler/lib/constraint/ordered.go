package constraint

import (
	"math"

	"hm/compiler/lib/mem"
)

var ordered = Constraint{
	Name: "ordered", Doc: "Strictly increasing vector: the first number is free, each next one adds exp(x).",
	Free: mem.Size, Bind: bindOrdered(false), From: fromOrdered(false),
	Check: func(y []float64, dims []int, _ []mem.Operand) error { return increasing(y, dims, math.Inf(-1)) },
}

var positiveOrdered = Constraint{
	Name: "positive_ordered", Doc: "Strictly increasing vector of positive numbers: each number adds exp(x) to the last, the first to 0.",
	Free: mem.Size, Bind: bindOrdered(true), From: fromOrdered(true),
	Check: checkPositiveOrdered,
}

// checkPositiveOrdered lets the first number be 0, as Stan does.
func checkPositiveOrdered(y []float64, dims []int, _ []mem.Operand) error {
	if len(y) > 0 && !(y[0] >= 0) {
		return &Violation{0, dims, y[0], "must be at least 0"}
	}
	return increasing(y, dims, math.Inf(-1))
}

// bindOrdered adds up exp(x); the first number of an ordered vector is x
// itself.
func bindOrdered(positive bool) func(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	return func(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
		step := make([]float64, len(x.Val))
		forward := func() float64 {
			sum, lj := 0.0, 0.0
			for i, v := range x.Val {
				if i == 0 && !positive {
					step[0], sum = 1, v
				} else {
					step[i] = math.Exp(v)
					sum += step[i]
					lj += v
				}
				y.Val[i] = sum
			}
			return lj
		}
		return forward, func() {
			after := 0.0
			for i := len(x.Val) - 1; i >= 0; i-- {
				after += y.Adj[i]
				d := after * step[i]
				if i > 0 || positive {
					d++
				}
				x.Add(i, d)
			}
		}
	}
}

func fromOrdered(positive bool) func(x, y []float64, dims []int, _ []mem.Operand) error {
	return func(x, y []float64, dims []int, _ []mem.Operand) error {
		last := math.Inf(-1)
		if positive {
			last = 0
		}
		if err := increasing(y, dims, last); err != nil {
			return err
		}
		if err := finite(y, dims); err != nil {
			return err
		}
		for i, v := range y {
			if i == 0 && !positive {
				x[0] = v
			} else {
				x[i] = math.Log(v - last)
			}
			last = v
		}
		return nil
	}
}
