package fn

import (
	"math"

	"hm/compiler/lib/mem"
)

// pairs are the shapes of two lists of numbers.
var pairs = []string{
	"vector x, vector y => real", "vector x, row_vector y => real", "row_vector x, vector y => real", "row_vector x, row_vector y => real",
}

var dots = []*Func{
	row("dot_product", "Sum of the products of corresponding elements.",
		sigs(func(o Overload) Overload { return o.calls(sameSizes, bindDot) }, append(pairs[:4:4], "array[] real x, array[] real y => real")...)...),
	row("dot_self", "Sum of squares.", reduces(nil, bindDotSelf, "vector", "row_vector", "array[] real")...),
	row("columns_dot_product", "Dot product of each column of x with that of y.", dotAlong("row_vector", true, 2)...),
	row("rows_dot_product", "Dot product of each row of x with that of y.", dotAlong("vector", false, 2)...),
	row("columns_dot_self", "Sum of squares of each column.", dotAlong("row_vector", true, 1)...),
	row("rows_dot_self", "Sum of squares of each row.", dotAlong("vector", false, 1)...),
	row("squared_distance", "Square of the Euclidean distance.",
		append(sigs(func(o Overload) Overload { return o.calls(sameSizes, bindSquaredDistance) }, pairs...),
			sig("real x, real y => real").map2(func(x, y float64) (f, dx, dy float64) { d := x - y; return d * d, 2 * d, -2 * d }))...),
	row("distance", "Euclidean distance.", sigs(func(o Overload) Overload { return o.calls(sameSizes, bindDistance) }, pairs...)...),
	row("cumulative_sum", "Running sums.", sigs(func(o Overload) Overload { return o.calls(likeFirst, bindCumulative) },
		"vector x => vector", "row_vector x => row_vector", "array[] real x => array[] real", "array[] int x => array[] int")...),
}

func bindDot(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	return always(func() { out.Val[0] = dot(x.Val, y.Val) }), func() {
		g := out.Adj[0]
		if x.Adj != nil {
			axpy(x.Adj, g, y.Val)
		}
		if y.Adj != nil {
			axpy(y.Adj, g, x.Val)
		}
	}
}

func bindDotSelf(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	return always(func() { out.Val[0] = dot(x.Val, x.Val) }), func() { axpy(x.Adj, 2*out.Adj[0], x.Val) }
}

// dotAlong are the overloads of dot products along columns or rows, of n
// matrices: two, or one with itself.
func dotAlong(result string, columns bool, n int) []Overload {
	pattern := "T x => " + result
	if n == 2 {
		pattern = "T x, T y => " + result
	}
	return sigs(func(o Overload) Overload {
		return o.calls(
			func(args []mem.Operand) ([]int, error) { return alongDims(args, columns) },
			func(out mem.Operand, args []mem.Operand) (func() error, func()) {
				return bindAlong(out, args[0], args[len(args)-1], columns)
			})
	}, across(pattern, "vector", "row_vector", "matrix")...)
}

func alongDims(args []mem.Operand, columns bool) ([]int, error) {
	x := args[0]
	if columns {
		return []int{x.Cols()}, sameSizesExactly(args)
	}
	return []int{x.Rows()}, sameSizesExactly(args)
}

func sameSizesExactly(args []mem.Operand) error {
	_, err := broadcastDims(args)
	return err
}

func bindAlong(out, x, y mem.Operand, columns bool) (func() error, func()) {
	m, n := x.Rows(), x.Cols()
	at := func(i, j int) int { return i }
	if columns {
		at = func(i, j int) int { return j }
	}
	forward := func() {
		clear(out.Val)
		for j := range n {
			for i := range m {
				out.Val[at(i, j)] += x.Val[i+j*m] * y.Val[i+j*m]
			}
		}
	}
	return always(forward), func() {
		for j := range n {
			for i := range m {
				k, g := i+j*m, out.Adj[at(i, j)]
				put(x.Adj, k, g*y.Val[k])
				put(y.Adj, k, g*x.Val[k])
			}
		}
	}
}

func squaredDistance(x, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += (v - y[i]) * (v - y[i])
	}
	return s
}

// pullDistance adds c times the difference to x and takes it from y.
func pullDistance(x, y mem.Operand, c float64) {
	for i, v := range x.Val {
		d := c * (v - y.Val[i])
		put(x.Adj, i, d)
		put(y.Adj, i, -d)
	}
}

func bindSquaredDistance(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	return always(func() { out.Val[0] = squaredDistance(x.Val, y.Val) }), func() { pullDistance(x, y, 2*out.Adj[0]) }
}

func bindDistance(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	return always(func() { out.Val[0] = math.Sqrt(squaredDistance(x.Val, y.Val)) }), func() {
		if out.Val[0] != 0 { // the slope where the points meet is taken as zero
			pullDistance(x, y, out.Adj[0]/out.Val[0])
		}
	}
}

func bindCumulative(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	forward := func() {
		s := 0.0
		for i, v := range x.Val {
			s += v
			out.Val[i] = s
		}
	}
	return always(forward), func() {
		s := 0.0
		for i := len(out.Adj) - 1; i >= 0; i-- {
			s += out.Adj[i]
			x.Adj[i] += s
		}
	}
}
