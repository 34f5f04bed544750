package fn

import (
	"errors"
	"fmt"
	"math"

	blas "gonum.org/v1/gonum/blas/gonum"

	"hm/compiler/lib/mem"
)

// reals are the containers of reals that reductions take.
var reals = []string{"vector", "row_vector", "matrix", "array[] real"}

// across returns the signature pattern with each of some types in place of T.
func across(pattern string, kinds ...string) []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = replaceT(pattern, k)
	}
	return out
}

var reductions = []*Func{
	row("sum", "Sum of all elements, 0 for none.", append(reduces(nil, bindSum, reals...), sig("array[] int x => int").calls(nil, bindSum))...),
	row("prod", "Product of all elements, 1 for none.", append(reduces(nil, bindProd, reals...), sig("array[] int x => int").calls(nil, bindProd))...),
	row("min", "Smallest element; of no reals, positive infinity.", extremes("min", math.Inf(1), func(a, b float64) bool { return a < b })...),
	row("max", "Largest element; of no reals, negative infinity.", extremes("max", math.Inf(-1), func(a, b float64) bool { return a > b })...),
	row("mean", "Arithmetic mean.", reduces(notEmpty, bindMean, reals...)...),
	row("variance", "Sample variance, with n - 1 below; 0 for one element.", reduces(notEmpty, bindVariance, reals...)...),
	row("sd", "Sample standard deviation, with n - 1 below; 0 for one element.", reduces(notEmpty, bindSD, reals...)...),
	row("norm1", "Sum of absolute values.", reduces(nil, bindNorm1, "vector", "row_vector", "array[] real")...),
	row("norm2", "Euclidean length.", reduces(nil, bindNorm2, "vector", "row_vector", "array[] real")...),
}

func reduces(dims dimFn, b binds, kinds ...string) []Overload {
	return sigs(func(o Overload) Overload { return o.calls(dims, b) }, across("T x => real", kinds...)...)
}

func notEmpty(args []mem.Operand) ([]int, error) {
	if len(args[0].Val) == 0 {
		return nil, errors.New("needs at least one element")
	}
	return nil, nil
}

func bindSum(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	return always(func() { out.Val[0] = sumOf(x.Val) }), func() { addConst(x.Adj, out.Adj[0]) }
}

func bindMean(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, n := args[0], float64(len(args[0].Val))
	return always(func() { out.Val[0] = sumOf(x.Val) / n }), func() { addConst(x.Adj, out.Adj[0]/n) }
}

// bindProd multiplies what stands before an element by what stands after it:
// dividing the product by the element would fail at zero.
func bindProd(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	before := make([]float64, len(x.Val))
	forward := func() {
		p := 1.0
		for i, v := range x.Val {
			before[i] = p
			p *= v
		}
		out.Val[0] = p
	}
	return always(forward), func() {
		after := out.Adj[0]
		for i := len(x.Val) - 1; i >= 0; i-- {
			x.Adj[i] += before[i] * after
			after *= x.Val[i]
		}
	}
}

// extremes are the overloads of min or max; better says which of two wins.
func extremes(name string, none float64, better func(a, b float64) bool) []Overload {
	bind := func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		return bindExtreme(out, args[0], none, better)
	}
	two := func(x, y float64) (f, dx, dy float64) {
		if better(y, x) {
			return y, 0, 1
		}
		return x, 1, 0
	}
	return append(reduces(nil, bind, reals...),
		sig("array[] int x => int").calls(func(args []mem.Operand) ([]int, error) {
			if len(args[0].Val) == 0 {
				return nil, fmt.Errorf("the %s of no integers is not defined", name)
			}
			return nil, nil
		}, bind),
		sig(bothInt).map2(two))
}

// bindExtreme gives the whole adjoint to the first element that wins, and a
// NaN wins over everything.
func bindExtreme(out, x mem.Operand, none float64, better func(a, b float64) bool) (func() error, func()) {
	at := 0
	forward := func() {
		out.Val[0], at = none, 0
		for i, v := range x.Val {
			if i == 0 || better(v, out.Val[0]) || v != v {
				out.Val[0], at = v, i
			}
			if v != v {
				return
			}
		}
	}
	return always(forward), func() {
		if len(x.Adj) > 0 {
			x.Adj[at] += out.Adj[0]
		}
	}
}

// meanAndSquares returns the mean and the sum of squares about it.
func meanAndSquares(x []float64) (mean, ss float64) {
	mean = sumOf(x) / float64(len(x))
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return mean, ss
}

func bindVariance(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	df := max(1, float64(len(x.Val)-1))
	mean := 0.0
	forward := func() {
		var ss float64
		mean, ss = meanAndSquares(x.Val)
		out.Val[0] = ss / df
	}
	return always(forward), func() {
		c := 2 * out.Adj[0] / df
		for i, v := range x.Val {
			x.Adj[i] += c * (v - mean)
		}
	}
}

func bindSD(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	df := max(1, float64(len(x.Val)-1))
	mean := 0.0
	forward := func() {
		var ss float64
		mean, ss = meanAndSquares(x.Val)
		out.Val[0] = math.Sqrt(ss / df)
	}
	return always(forward), func() {
		if out.Val[0] == 0 {
			return // a kink: no slope is right, and 0/0 would be NaN
		}
		c := out.Adj[0] / (df * out.Val[0])
		for i, v := range x.Val {
			x.Adj[i] += c * (v - mean)
		}
	}
}

func bindNorm1(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	forward := func() {
		out.Val[0] = 0
		for _, v := range x.Val {
			out.Val[0] += math.Abs(v)
		}
	}
	return always(forward), func() {
		for i, v := range x.Val {
			_, d := absMap(v)
			x.Adj[i] += out.Adj[0] * d
		}
	}
}

// euclid has the Euclidean length that neither overflows nor underflows.
var euclid blas.Implementation

func bindNorm2(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	return always(func() { out.Val[0] = euclid.Dnrm2(len(x.Val), x.Val, 1) }), func() {
		if out.Val[0] != 0 { // the slope at the origin is taken as zero
			axpy(x.Adj, out.Adj[0]/out.Val[0], x.Val)
		}
	}
}
