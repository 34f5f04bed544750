// Package mem defines how values lie in memory and the Operand through which
// library rows see them.
//
// A value is a flat []float64, integers included. A matrix is column-major. An
// array lies with its last array index fastest, each element whole: an
// array[2] matrix[3,4] is two runs of 12. A vector, row vector or
// one-dimensional array of n numbers is n numbers in order.
package mem

import "hm/lang/types"

// An Operand is an argument or result bound to memory.
type Operand struct {
	Val []float64 // the value
	// Adj is where derivatives of the log density by Val are added; nil for
	// data, whose derivatives nobody wants.
	Adj  []float64
	Dims []int // array sizes, then length, or rows and columns; empty for a scalar
	Type types.Type
}

// Size returns the product of dims: 1 for a scalar.
func Size(dims []int) int {
	n := 1
	for _, d := range dims {
		n *= d
	}
	return n
}

// Scalar returns an operand over one number; adj may be nil.
func Scalar(val, adj []float64) Operand {
	return Operand{Val: val, Adj: adj, Type: types.TReal}
}

// At returns element i of a possibly broadcast operand.
func (o Operand) At(i int) float64 {
	if len(o.Val) == 1 {
		return o.Val[0]
	}
	return o.Val[i]
}

// Add adds d to the adjoint of element i of a possibly broadcast operand.
func (o Operand) Add(i int, d float64) {
	switch {
	case o.Adj == nil:
	case len(o.Adj) == 1:
		o.Adj[0] += d
	default:
		o.Adj[i] += d
	}
}

// Elem returns element i of the operand's outermost array dimension.
func (o Operand) Elem(i int) Operand {
	n := Size(o.Dims[1:])
	e := Operand{Val: o.Val[i*n : (i+1)*n : (i+1)*n], Dims: o.Dims[1:], Type: o.Type.Elem(1)}
	if o.Adj != nil {
		e.Adj = o.Adj[i*n : (i+1)*n : (i+1)*n]
	}
	return e
}

// Rows returns the first, and Cols the second, size of a matrix; a vector has
// one column and a row vector one row.
func (o Operand) Rows() int {
	if o.Type.Kind == types.RowVector {
		return 1
	}
	return o.Dims[len(o.Dims)-max(1, o.Type.Kind.Rank())]
}

// Cols returns the number of columns of a matrix, vector or row vector.
func (o Operand) Cols() int {
	if o.Type.Kind == types.Vector {
		return 1
	}
	return o.Dims[len(o.Dims)-1]
}
