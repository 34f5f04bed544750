package constraint

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
)

var choleskyFactorCov = Constraint{
	Name: "cholesky_factor_cov", Doc: "Lower triangular matrix with positive diagonal, row by row, the diagonal as exp(x).",
	Free: func(dims []int) int {
		m, n := dims[0], dims[1]
		return n*(n+1)/2 + (m-n)*n
	},
	Sizes: func(dims []int) error {
		if dims[0] < dims[1] {
			return fmt.Errorf("is %d x %d, must not have more columns than rows", dims[0], dims[1])
		}
		return nil
	},
	Bind: bindCholeskyCov, From: fromCholeskyCov,
	Check: func(y []float64, dims []int, _ []mem.Operand) error { return lowerTriangular(y, dims) },
}

var covMatrix = Constraint{
	Name: "cov_matrix", Doc: "Covariance matrix: L L' of a cholesky_factor_cov.",
	Free:  func(dims []int) int { return dims[0] * (dims[0] + 1) / 2 },
	Sizes: squareMatrix, Bind: bindCov,
	From: func(x, y []float64, dims []int, _ []mem.Operand) error {
		l, err := factor(y, dims)
		if err != nil {
			return err
		}
		return fromCholeskyCov(x, l, dims, nil)
	},
	Check: func(y []float64, dims []int, _ []mem.Operand) error {
		_, err := factor(y, dims)
		return err
	},
}

// toFactor fills the lower triangle of the m x n matrix l from x, row by row,
// and 0 above it.
func toFactor(l, x []float64, m, n int) {
	clear(l)
	pos := 0
	for i := range m {
		for j := range min(i+1, n) {
			l[i+j*m] = x[pos]
			if i == j {
				l[i+j*m] = math.Exp(x[pos])
			}
			pos++
		}
	}
}

// pullFactor adds to x the adjoint g of l, and weight(i) times the diagonal's
// part of the log Jacobian, which is x itself.
func pullFactor(x, l, g []float64, m, n int, weight func(i int) float64) {
	pos := 0
	for i := range m {
		for j := range min(i+1, n) {
			if i == j {
				x[pos] += g[i+j*m]*l[i+j*m] + weight(i)
			} else {
				x[pos] += g[i+j*m]
			}
			pos++
		}
	}
}

// diagonal returns where x holds the logarithm of diagonal element i.
func diagonal(i int) int { return i * (i + 3) / 2 }

func bindCholeskyCov(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	m, n := y.Dims[0], y.Dims[1]
	one := func(int) float64 { return 1 }
	forward := func() float64 {
		toFactor(y.Val, x.Val, m, n)
		lj := 0.0
		for i := range n {
			lj += x.Val[diagonal(i)]
		}
		return lj
	}
	return forward, func() { pullFactor(x.Adj, y.Val, y.Adj, m, n, one) }
}

// bindCov has the log Jacobian K log 2 + Σ (K-k+2) log L_kk, k from 1.
func bindCov(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	k := y.Dims[0]
	l, g := make([]float64, k*k), make([]float64, k*k)
	weight := func(i int) float64 { return float64(k - i + 1) }
	forward := func() float64 {
		toFactor(l, x.Val, k, k)
		outer(y.Val, l, k)
		lj := float64(k) * math.Ln2
		for i := range k {
			lj += weight(i) * x.Val[diagonal(i)]
		}
		return lj
	}
	return forward, func() {
		pullOuter(g, l, y.Adj, k)
		pullFactor(x.Adj, l, g, k, k, weight)
	}
}

func fromCholeskyCov(x, y []float64, dims []int, _ []mem.Operand) error {
	if err := lowerTriangular(y, dims); err != nil {
		return err
	}
	m, n := dims[0], dims[1]
	pos := 0
	for i := range m {
		for j := range min(i+1, n) {
			x[pos] = y[i+j*m]
			if i == j {
				x[pos] = math.Log(y[i+j*m])
			}
			pos++
		}
	}
	return nil
}
