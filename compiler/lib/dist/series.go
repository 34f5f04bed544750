package dist

import (
	"fmt"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A series is an argument of a multivariate density over which Stan
// vectorises: n vectors of k numbers, or one vector that repeats.
type series struct {
	val, adj []float64
	k, n     int // n is -1 for one vector outside any array
}

func newSeries(o mem.Operand) series {
	s := series{val: o.Val, adj: o.Adj, k: o.Dims[len(o.Dims)-1], n: -1}
	if len(o.Dims) > 1 {
		s.n = o.Dims[0]
	}
	return s
}

func (s *series) at(i int) []float64 {
	if s.n < 0 {
		return s.val
	}
	return s.val[i*s.k : (i+1)*s.k]
}

// adjAt returns the adjoints of vector i, or nil for data.
func (s *series) adjAt(i int) []float64 {
	if s.adj == nil || s.n < 0 {
		return s.adj
	}
	return s.adj[i*s.k : (i+1)*s.k]
}

// pair returns how many variates two series broadcast to and the length of
// their vectors.
func pair(name string, aName string, a series, bName string, b series) (n, k int, err error) {
	n = max(a.n, b.n, 1)
	switch {
	case a.n == 0 || b.n == 0:
		return 0, a.k, nil
	case a.n > 0 && b.n > 0 && a.n != b.n:
		err = fmt.Errorf("%s: %s has %d elements, but %s has %d; arrays must have the same size", name, aName, a.n, bName, b.n)
	case a.k != b.k:
		err = fmt.Errorf("%s: %s has length %d, but %s has length %d", name, aName, a.k, bName, b.k)
	}
	return n, a.k, err
}

// square says that a matrix has k rows and columns, or why not.
func square(name, arg string, o mem.Operand, k int, of string) error {
	if r, c := o.Rows(), o.Cols(); r != k || c != k {
		return fmt.Errorf("%s: %s is %d by %d, but %s has length %d", name, arg, r, c, of, k)
	}
	return nil
}

// The types of multivariate arguments.
var (
	vectorType = types.TVector
	matrixType = types.TMatrix
)
