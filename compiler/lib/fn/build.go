package fn

import (
	"fmt"

	"hm/compiler/lib/mem"
)

// builds returns a row that fills a new container, of n numbers or sized as
// dims says, once: what is in it does not depend on parameters.
func builds(name, doc, signature string, dims dimFn, fill func(out []float64, args []mem.Operand)) *Func {
	return row(name, doc, sig(signature).calls(dims, func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		return always(func() { fill(out.Val, args) }), nil
	}))
}

var (
	nDims     = sizesFrom(0, "n")
	oneHot    = func(out []float64, args []mem.Operand) { clear(out); out[whole(args[1])-1] = 1 }
	ones      = func(out []float64, _ []mem.Operand) { setAll(out, 1) }
	zeros     = func(out []float64, _ []mem.Operand) { clear(out) }
	linspaced = func(out []float64, args []mem.Operand) { spaced(out, args[1].Val[0], args[2].Val[0]) }
)

var builders = []*Func{
	builds("ones_vector", "Vector of n ones.", "int n => vector", nDims, ones),
	builds("ones_row_vector", "Row vector of n ones.", "int n => row_vector", nDims, ones),
	builds("ones_array", "Array of n ones.", "int n => array[] real", nDims, ones),
	builds("ones_int_array", "Array of n integers 1.", "int n => array[] int", nDims, ones),
	builds("zeros_vector", "Vector of n zeros.", "int n => vector", nDims, zeros),
	builds("zeros_row_vector", "Row vector of n zeros.", "int n => row_vector", nDims, zeros),
	builds("zeros_array", "Array of n zeros.", "int n => array[] real", nDims, zeros),
	builds("zeros_int_array", "Array of n integers 0.", "int n => array[] int", nDims, zeros),
	builds("one_hot_vector", "Vector of n zeros but for a 1 at k.", "int n, int k => vector", oneHotDims, oneHot),
	builds("one_hot_row_vector", "Row vector of n zeros but for a 1 at k.", "int n, int k => row_vector", oneHotDims, oneHot),
	builds("one_hot_array", "Array of n zeros but for a 1 at k.", "int n, int k => array[] real", oneHotDims, oneHot),
	builds("one_hot_int_array", "Array of n integers 0 but for a 1 at k.", "int n, int k => array[] int", oneHotDims, oneHot),
	builds("linspaced_vector", "Vector of n equally spaced numbers from lower to upper.",
		"int n, data real lower, data real upper => vector", spacedDims, linspaced),
	builds("linspaced_row_vector", "Row vector of n equally spaced numbers from lower to upper.",
		"int n, data real lower, data real upper => row_vector", spacedDims, linspaced),
	builds("linspaced_array", "Array of n equally spaced numbers from lower to upper.",
		"int n, data real lower, data real upper => array[] real", spacedDims, linspaced),
	builds("linspaced_int_array", "Array of n equally spaced integers from lower; upper is reached only where the spacing allows.",
		"int n, int lower, int upper => array[] int", spacedDims, func(out []float64, args []mem.Operand) {
			spacedInts(out, whole(args[1]), whole(args[2]))
		}),
	builds("uniform_simplex", "Simplex of n equal numbers.", "int n => vector", atLeastOne, func(out []float64, _ []mem.Operand) {
		setAll(out, 1/float64(len(out)))
	}),
	builds("identity_matrix", "Matrix of n x n with ones on the diagonal.", "int n => matrix", func(args []mem.Operand) ([]int, error) {
		n, err := sizeArg(args[0], "n")
		return []int{n, n}, err
	}, func(out []float64, args []mem.Operand) {
		clear(out)
		for i := 0; i < len(out); i += whole(args[0]) + 1 {
			out[i] = 1
		}
	}),
}

func setAll(x []float64, c float64) {
	for i := range x {
		x[i] = c
	}
}

func atLeastOne(args []mem.Operand) ([]int, error) {
	if n := whole(args[0]); n < 1 {
		return nil, fmt.Errorf("n is %d, must be 1 or more", n)
	}
	return nDims(args)
}

func oneHotDims(args []mem.Operand) ([]int, error) {
	dims, err := nDims(args)
	if err != nil {
		return nil, err
	}
	return dims, index(args[1], "k", dims[0])
}

func spacedDims(args []mem.Operand) ([]int, error) {
	if lo, hi := args[1].Val[0], args[2].Val[0]; !(lo <= hi) {
		return nil, fmt.Errorf("lower is %g, must be at most upper, which is %g", lo, hi)
	}
	return nDims(args)
}

// spaced ends at hi exactly, and is hi alone for one number, as in Stan.
func spaced(out []float64, lo, hi float64) {
	last := len(out) - 1
	for i := range out {
		out[i] = lo + float64(i)*((hi-lo)/float64(last))
	}
	if last >= 0 {
		out[last] = hi
	}
}

// spacedInts steps by a whole number, or repeats each integer equally often
// where there are more numbers than integers.
func spacedInts(out []float64, lo, hi int) {
	n, width := len(out), hi-lo+1
	for i := range out {
		switch {
		case n == 1:
			out[0] = float64(hi)
		case width < n:
			out[i] = float64(lo + i/((n+hi-lo)/width))
		default:
			out[i] = float64(lo + i*((hi-lo)/(n-1)))
		}
	}
}

var diagonals = []*Func{
	row("diagonal", "Diagonal of a matrix.", sig("matrix x => vector").calls(func(args []mem.Operand) ([]int, error) {
		return []int{min(args[0].Rows(), args[0].Cols())}, nil
	}, moving(func(out mem.Operand, args []mem.Operand) []move {
		return []move{{by: args[0].Rows() + 1, toBy: 1, n: len(out.Val)}}
	}))),
	row("diag_matrix", "Matrix with x on its diagonal and zeros elsewhere.",
		sigs(func(o Overload) Overload {
			return o.calls(func(args []mem.Operand) ([]int, error) {
				n := len(args[0].Val)
				return []int{n, n}, nil
			}, moving(func(_ mem.Operand, args []mem.Operand) []move {
				n := len(args[0].Val)
				return []move{{by: 1, toBy: n + 1, n: n}}
			}))
		}, "vector x => matrix", "row_vector x => matrix")...),
	row("add_diag", "Matrix x with d added to its diagonal.",
		sigs(func(o Overload) Overload { return o.calls(addDiagDims, bindAddDiag) },
			"matrix x, real d => matrix", "matrix x, vector d => matrix", "matrix x, row_vector d => matrix")...),
	row("symmetrize_from_lower_tri", "Symmetric matrix with the lower triangle of x.",
		sig("matrix x => matrix").calls(squareDims, moving(symmetrize))),
	row("trace", "Sum of the diagonal of a matrix.", sig("matrix x => real").calls(nil, bindTrace)),
}

// squareDims is the Dims of functions from a square matrix to one like it.
func squareDims(args []mem.Operand) ([]int, error) {
	_, err := squareSize(args[0])
	return args[0].Dims, err
}

func addDiagDims(args []mem.Operand) ([]int, error) {
	x, d := args[0], args[1]
	if n := min(x.Rows(), x.Cols()); len(d.Dims) > 0 && len(d.Val) != n {
		return nil, fmt.Errorf("d has %d numbers, the diagonal %d", len(d.Val), n)
	}
	return x.Dims, nil
}

func bindAddDiag(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, d := args[0], args[1]
	n, step := min(x.Rows(), x.Cols()), x.Rows()+1
	forward := func() {
		copy(out.Val, x.Val)
		for i := range n {
			out.Val[i*step] += d.At(i)
		}
	}
	return always(forward), func() {
		if x.Adj != nil {
			addTo(x.Adj, out.Adj)
		}
		for i := range n {
			d.Add(i, out.Adj[i*step])
		}
	}
}

func symmetrize(_ mem.Operand, args []mem.Operand) []move {
	n := args[0].Rows()
	var moves []move
	for j := range n {
		d := j + j*n
		moves = append(moves, run(0, d, d, n-j), move{from: d + 1, by: 1, to: d + n, toBy: n, n: n - j - 1})
	}
	return moves
}

func bindTrace(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	n, step := min(x.Rows(), x.Cols()), x.Rows()+1
	forward := func() {
		out.Val[0] = 0
		for i := range n {
			out.Val[0] += x.Val[i*step]
		}
	}
	return always(forward), func() {
		for i := range n {
			x.Adj[i*step] += out.Adj[0]
		}
	}
}
