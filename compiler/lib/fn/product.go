package fn

import (
	"fmt"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// matrixProducts are the overloads of * from linear algebra.
func matrixProducts() []Overload {
	matrix := func(o Overload) Overload { return o.calls(productDims, bindProduct) }
	return []Overload{
		sig("row_vector x, vector y => real").calls(sameSizes, bindDot),
		matrix(sig("vector x, row_vector y => matrix")),
		matrix(sig("matrix x, vector y => vector")),
		matrix(sig("row_vector x, matrix y => row_vector")),
		matrix(sig("matrix x, matrix y => matrix")),
	}
}

// productDims leaves out the rows of a product with a row vector on the left
// and the columns of one with a vector on the right.
func productDims(args []mem.Operand) ([]int, error) {
	x, y := args[0], args[1]
	if x.Cols() != y.Rows() {
		return nil, fmt.Errorf("the %d columns of the left side do not fit the %d rows of the right side", x.Cols(), y.Rows())
	}
	var dims []int
	if x.Type.Kind != types.RowVector {
		dims = append(dims, x.Rows())
	}
	if y.Type.Kind != types.Vector {
		dims = append(dims, y.Cols())
	}
	return dims, nil
}

func bindProduct(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	m, k, n := x.Rows(), x.Cols(), y.Cols()
	if m == 1 { // a row vector times a matrix: one pass over the columns
		forward := func() { clear(out.Val); gemvT(k, n, y.Val, x.Val, out.Val) }
		return always(forward), func() {
			if x.Adj != nil {
				gemv(k, n, y.Val, out.Adj, x.Adj)
			}
			if y.Adj != nil {
				ger(k, n, x.Val, out.Adj, y.Adj)
			}
		}
	}
	forward := func() { clear(out.Val); gemm(m, k, n, x.Val, y.Val, out.Val) }
	return always(forward), func() {
		if x.Adj != nil {
			gemmNT(m, n, k, out.Adj, y.Val, x.Adj)
		}
		if y.Adj != nil {
			gemmTN(k, m, n, x.Val, out.Adj, y.Adj)
		}
	}
}
