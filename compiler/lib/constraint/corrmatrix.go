package constraint

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
)

// A correlation matrix is built from partial correlations z = tanh(x) through
// its Cholesky factor (Lewandowski, Kurowicka and Joe 2009): element [i,j] is
// z[i,j] times what earlier elements left of the row's unit length, which is
// the product of sqrt(1 - z^2) = sech(x) over them. Working with sech keeps the
// digits that 1 minus a sum of squares would lose near correlations of one.
// The two constraints differ in the order of x and in the Jacobian.

var choleskyFactorCorr = Constraint{
	Name: "cholesky_factor_corr", Doc: "Cholesky factor of a correlation matrix: partial correlations tanh(x), row by row.",
	Free:  pairs,
	Sizes: squareMatrix,
	Bind: func(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
		p := newPartials(y.Dims[0], byRow)
		// row i has two factors sech for dz/dx, and one for every later element
		weight := func(i, j int) float64 { return float64(i + 1 - j) }
		return func() float64 { return p.forward(y.Val, x.Val, weight) },
			func() { p.pull(x.Adj, y.Val, y.Adj, weight) }
	},
	From: func(x, y []float64, dims []int, _ []mem.Operand) error {
		if err := isCorrFactor(y, dims); err != nil {
			return err
		}
		return toFree(x, y, dims[0], byRow)
	},
	Check: func(y []float64, dims []int, _ []mem.Operand) error { return isCorrFactor(y, dims) },
}

var corrMatrix = Constraint{
	Name: "corr_matrix", Doc: "Correlation matrix: partial correlations tanh(x), column by column of the lower triangle.",
	Free:  pairs,
	Sizes: squareMatrix,
	Bind:  bindCorr,
	From: func(x, y []float64, dims []int, _ []mem.Operand) error {
		l, err := corrFactor(y, dims)
		if err != nil {
			return err
		}
		return toFree(x, l, dims[0], byColumn)
	},
	Check: func(y []float64, dims []int, _ []mem.Operand) error {
		_, err := corrFactor(y, dims)
		return err
	},
}

func pairs(dims []int) int { return dims[0] * (dims[0] - 1) / 2 }

// byRow and byColumn return where x holds element [i,j], i > j, of the lower
// triangle of a k x k matrix.
func byRow(_, i, j int) int    { return i*(i-1)/2 + j }
func byColumn(k, i, j int) int { return j*(2*k-j-1)/2 + i - j - 1 }

// partials is the map from x to a Cholesky factor with rows of length one.
type partials struct {
	k          int
	at         func(k, i, j int) int
	z, s, left []float64 // tanh(x), sech(x), and the length left before [i,j]
}

func newPartials(k int, at func(k, i, j int) int) *partials {
	n := k * (k - 1) / 2
	return &partials{k: k, at: at, z: make([]float64, n), s: make([]float64, n), left: make([]float64, n)}
}

// forward fills l and returns the sum of weight(i,j) log sech(x), the form that
// both log Jacobians have.
func (p *partials) forward(l, x []float64, weight func(i, j int) float64) float64 {
	clear(l)
	lj, k := 0.0, p.k
	for i := range k {
		left := 1.0
		for j := range i {
			n := p.at(k, i, j)
			e := math.Exp(-2 * math.Abs(x[n]))
			p.z[n], p.s[n], p.left[n] = math.Tanh(x[n]), 2*math.Exp(-math.Abs(x[n]))/(1+e), left
			lj += weight(i, j) * (math.Ln2 - math.Abs(x[n]) - math.Log1p(e))
			l[i+j*k] = left * p.z[n]
			left *= p.s[n]
		}
		l[i+i*k] = left
	}
	return lj
}

// pull adds to x what the adjoint g of l and the log Jacobian say: sech(x) is a
// factor of all later elements of the row, and its log has the slope -tanh(x).
func (p *partials) pull(x, l, g []float64, weight func(i, j int) float64) {
	k := p.k
	for i := range k {
		later := g[i+i*k] * l[i+i*k]
		for j := i - 1; j >= 0; j-- {
			n := p.at(k, i, j)
			x[n] += g[i+j*k]*p.left[n]*p.s[n]*p.s[n] - p.z[n]*(later+weight(i, j))
			later += g[i+j*k] * l[i+j*k]
		}
	}
}

// bindCorr has the weights K-j: two factors sech for dz/dx, and K-j-2 from
// equation 11 of the paper (j from 0).
func bindCorr(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	k := y.Dims[0]
	p := newPartials(k, byColumn)
	l, g := make([]float64, k*k), make([]float64, k*k)
	weight := func(_, j int) float64 { return float64(k - j) }
	forward := func() float64 {
		lj := p.forward(l, x.Val, weight)
		outer(y.Val, l, k)
		for i := range k {
			y.Val[i+i*k] = 1 // exactly
		}
		return lj
	}
	return forward, func() {
		pullOuter(g, l, y.Adj, k)
		p.pull(x.Adj, l, g, weight)
	}
}

// toFree inverts partials.
func toFree(x, l []float64, k int, at func(k, i, j int) int) error {
	for i := range k {
		left := 1.0
		for j := range i {
			z := l[i+j*k] / left
			if !(math.Abs(z) < 1) {
				return fmt.Errorf("row %d and row %d are perfectly correlated", i+1, j+1)
			}
			x[at(k, i, j)] = math.Atanh(z)
			left *= math.Sqrt((1 - z) * (1 + z))
		}
	}
	return nil
}

func isCorrFactor(y []float64, dims []int) error {
	if err := lowerTriangular(y, dims); err != nil {
		return err
	}
	k := dims[0]
	row := make([]float64, k)
	for i := range k {
		gather(row, y[i:], k)
		if err := isUnitVector(row, dims[:1]); err != nil {
			return fmt.Errorf("row %d %w", i+1, err)
		}
	}
	return nil
}

// corrFactor returns the Cholesky factor of a correlation matrix, or says why
// y is none.
func corrFactor(y []float64, dims []int) ([]float64, error) {
	k := dims[0]
	for i := range k {
		if v := y[i+i*k]; !(math.Abs(v-1) <= tolerance) {
			return nil, &Violation{i + i*k, dims, v, "must be 1: it stands on the diagonal"}
		}
	}
	return factor(y, dims)
}
