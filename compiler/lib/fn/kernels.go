package fn

import (
	"gonum.org/v1/gonum/blas"
	blasgo "gonum.org/v1/gonum/blas/gonum"
)

// The loops that the rows below are made of. Matrices are column-major, which
// the row-major kernels of gonum see as their transposes.

var kernel blasgo.Implementation

// sumOf returns the sum of x.
func sumOf(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// dot returns x'y.
func dot(x, y []float64) float64 { return kernel.Ddot(len(x), x, 1, y, 1) }

// addTo adds x to y.
func addTo(y, x []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += v
	}
}

// subFrom subtracts x from y.
func subFrom(y, x []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] -= v
	}
}

// addConst adds c to every element of y.
func addConst(y []float64, c float64) {
	for i := range y {
		y[i] += c
	}
}

// axpy adds c*x to y.
func axpy(y []float64, c float64, x []float64) {
	if len(x) >= 16 { // worth a call
		kernel.Daxpy(len(x), c, x, 1, y, 1)
		return
	}
	y = y[:len(x)]
	for i, v := range x {
		y[i] += c * v
	}
}

// mulAdd adds the elementwise product of a and b to y.
func mulAdd(y, a, b []float64) {
	y, b = y[:len(a)], b[:len(a)]
	for i, v := range a {
		y[i] += v * b[i]
	}
}

// gemv adds A x to y, where A is m x k.
func gemv(m, k int, a, x, y []float64) {
	if m > 0 && k > 0 {
		kernel.Dgemv(blas.Trans, k, m, 1, a, m, x, 1, 1, y, 1)
	}
}

// gemvT adds A'x to y, where A is m x k.
func gemvT(m, k int, a, x, y []float64) {
	if m > 0 && k > 0 {
		kernel.Dgemv(blas.NoTrans, k, m, 1, a, m, x, 1, 1, y, 1)
	}
}

// ger adds x y' to A, which is m x k.
func ger(m, k int, x, y, a []float64) {
	if m > 0 && k > 0 {
		kernel.Dger(k, m, 1, y, 1, x, 1, a, m)
	}
}

// gemm adds A B to C, where A is m x k and B is k x n.
func gemm(m, k, n int, a, b, c []float64) {
	for j := range n {
		gemv(m, k, a, b[j*k:(j+1)*k], c[j*m:(j+1)*m])
	}
}

// gemmTN adds A'B to C, where A is k x m and B is k x n.
func gemmTN(m, k, n int, a, b, c []float64) {
	for j := range n {
		gemvT(k, m, a, b[j*k:(j+1)*k], c[j*m:(j+1)*m])
	}
}

// gemmNT adds A B' to C, where A is m x k and B is n x k.
func gemmNT(m, k, n int, a, b, c []float64) {
	for p := range k {
		ger(m, n, a[p*m:(p+1)*m], b[p*n:(p+1)*n], c)
	}
}

// put adds d to y[i], unless y is the missing adjoint of data.
func put(y []float64, i int, d float64) {
	if y != nil {
		y[i] += d
	}
}
