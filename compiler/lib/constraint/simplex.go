package constraint

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
)

var simplex = Constraint{
	Name: "simplex",
	Doc: "Vector of numbers zero or more that sum to one: the softmax of a sum_to_zero_vector. " +
		"This is the isometric log-ratio transform of Stan 2.37 and later; earlier versions broke sticks.",
	Free:  func(dims []int) int { return max(0, dims[0]-1) },
	Sizes: atLeastOne,
	Bind: func(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
		g := make([]float64, len(y.Val))
		return func() float64 { return toSimplex(y.Val, x.Val) }, func() { pullSimplex(x.Adj, y.Val, y.Adj, g) }
	},
	From:  func(x, y []float64, dims []int, _ []mem.Operand) error { return fromSimplex(x, y, dims) },
	Check: func(y []float64, dims []int, _ []mem.Operand) error { return isSimplex(y, dims) },
}

var columnStochasticMatrix = Constraint{
	Name: "column_stochastic_matrix", Doc: "Matrix whose columns are simplexes.",
	Free:  func(dims []int) int { return max(0, dims[0]-1) * dims[1] },
	Sizes: atLeastOne, Bind: bindColumns, From: fromColumns, Check: checkColumns,
}

var rowStochasticMatrix = Constraint{
	Name: "row_stochastic_matrix", Doc: "Matrix whose rows are simplexes.",
	Free:  func(dims []int) int { return dims[0] * max(0, dims[1]-1) },
	Sizes: atLeastOne, Bind: bindRows, From: fromRows, Check: checkRows,
}

// toSimplex sets y to softmax(H x) and returns the log Jacobian: the sum of
// log(y) plus log(K)/2, where the logs sum to -K log(Σ exp z) since z = H x
// sums to zero.
func toSimplex(y, x []float64) float64 {
	applyBasis(y, x)
	top := math.Inf(-1)
	for _, z := range y {
		top = max(top, z)
	}
	sum := 0.0
	for i, z := range y {
		y[i] = math.Exp(z - top)
		sum += y[i]
	}
	for i := range y {
		y[i] /= sum
	}
	k := float64(len(y))
	return -k*(top+math.Log(sum)) + 0.5*math.Log(k)
}

// pullSimplex adds to x what the adjoint of y and the log Jacobian say; g is
// scratch for the adjoint of z.
func pullSimplex(x, y, yadj, g []float64) {
	mean := 0.0
	for i, v := range y {
		mean += v * yadj[i]
	}
	k := float64(len(y))
	for i, v := range y {
		g[i] = v * (yadj[i] - mean - k)
	}
	pullBasis(x, g)
}

func fromSimplex(x, y []float64, dims []int) error {
	if err := isSimplex(y, dims); err != nil {
		return err
	}
	z := make([]float64, len(y))
	for i, v := range y {
		if v == 0 {
			return &Violation{i, dims, v, "must be above 0"}
		}
		z[i] = math.Log(v)
	}
	clear(x)
	pullBasis(x, z) // the basis sums to zero, so the mean of z drops out
	return nil
}

func isSimplex(y []float64, dims []int) error {
	for i, v := range y {
		if !(v >= 0) {
			return &Violation{i, dims, v, "must be zero or more"}
		}
	}
	return sumsTo(y, 1)
}

func bindColumns(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	m, n := y.Dims[0], y.Dims[1]
	g := make([]float64, m)
	forward := func() float64 {
		lj := 0.0
		for j := range n {
			lj += toSimplex(y.Val[j*m:(j+1)*m], x.Val[j*(m-1):(j+1)*(m-1)])
		}
		return lj
	}
	return forward, func() {
		for j := range n {
			pullSimplex(x.Adj[j*(m-1):(j+1)*(m-1)], y.Val[j*m:(j+1)*m], y.Adj[j*m:(j+1)*m], g)
		}
	}
}

func fromColumns(x, y []float64, dims []int, _ []mem.Operand) error {
	m := dims[0]
	for j := range dims[1] {
		if err := fromSimplex(x[j*(m-1):(j+1)*(m-1)], y[j*m:(j+1)*m], dims[:1]); err != nil {
			return fmt.Errorf("column %d: %w", j+1, err)
		}
	}
	return nil
}

func checkColumns(y []float64, dims []int, _ []mem.Operand) error {
	m := dims[0]
	for j := range dims[1] {
		if err := isSimplex(y[j*m:(j+1)*m], dims[:1]); err != nil {
			return fmt.Errorf("column %d: %w", j+1, err)
		}
	}
	return nil
}

// bindRows gathers each row, whose numbers lie m apart in x and in y.
func bindRows(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	m, n := y.Dims[0], y.Dims[1]
	free, row, adj, g := make([]float64, n-1), make([]float64, n), make([]float64, n), make([]float64, n)
	forward := func() float64 {
		lj := 0.0
		for i := range m {
			gather(free, x.Val[i:], m)
			lj += toSimplex(row, free)
			scatter(y.Val[i:], row, m)
		}
		return lj
	}
	return forward, func() {
		for i := range m {
			gather(row, y.Val[i:], m)
			gather(adj, y.Adj[i:], m)
			gather(free, x.Adj[i:], m)
			pullSimplex(free, row, adj, g)
			scatter(x.Adj[i:], free, m)
		}
	}
}

func fromRows(x, y []float64, dims []int, _ []mem.Operand) error {
	m, n := dims[0], dims[1]
	free, row := make([]float64, n-1), make([]float64, n)
	for i := range m {
		gather(row, y[i:], m)
		if err := fromSimplex(free, row, dims[1:]); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
		scatter(x[i:], free, m)
	}
	return nil
}

func checkRows(y []float64, dims []int, _ []mem.Operand) error {
	m := dims[0]
	row := make([]float64, dims[1])
	for i := range m {
		gather(row, y[i:], m)
		if err := isSimplex(row, dims[1:]); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return nil
}
