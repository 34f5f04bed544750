package fn

import "hm/compiler/lib/kernel"

// The loops that the rows below are made of: vector kernels where there are
// enough numbers to be worth a call. Matrices are column-major.

// short is the length below which a loop beats the call of a kernel.
const short = 8

// sumOf returns the sum of x.
func sumOf(x []float64) float64 {
	if len(x) >= short {
		return kernel.Sum(x)
	}
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// dot returns x'y.
func dot(x, y []float64) float64 {
	y = y[:len(x)]
	if len(x) >= short {
		return kernel.Dot(x, y)
	}
	s := 0.0
	for i, v := range x {
		s += v * y[i]
	}
	return s
}

// addTo adds x to y.
func addTo(y, x []float64) {
	y = y[:len(x)]
	if len(x) >= short {
		kernel.Add(y, y, x)
		return
	}
	for i, v := range x {
		y[i] += v
	}
}

// subFrom subtracts x from y.
func subFrom(y, x []float64) {
	y = y[:len(x)]
	if len(x) >= short {
		kernel.Sub(y, y, x)
		return
	}
	for i, v := range x {
		y[i] -= v
	}
}

// addConst adds c to every element of y.
func addConst(y []float64, c float64) {
	for len(y) >= short {
		n := min(batch, len(y))
		kernel.Axpy(c, one(y[:n]), y[:n])
		y = y[n:]
	}
	for i := range y {
		y[i] += c
	}
}

// axpy adds c*x to y.
func axpy(y []float64, c float64, x []float64) {
	y = y[:len(x)]
	if len(x) >= short {
		kernel.Axpy(c, x, y)
		return
	}
	for i, v := range x {
		y[i] += c * v
	}
}

// mulAdd adds the elementwise product of a and b to y.
func mulAdd(y, a, b []float64) {
	y, b = y[:len(a)], b[:len(a)]
	if len(a) >= short {
		kernel.MulAdd(y, a, b, y)
		return
	}
	for i, v := range a {
		y[i] += v * b[i]
	}
}

// gemv adds A x to y, where A is m x k.
func gemv(m, k int, a, x, y []float64) { kernel.Gemv(y, kernel.NewMatrix(a, m, k), x) }

// gemvT adds A'x to y, where A is m x k.
func gemvT(m, k int, a, x, y []float64) { kernel.GemvT(y, kernel.NewMatrix(a, m, k), x) }

// ger adds x y' to A, which is m x k.
func ger(m, k int, x, y, a []float64) {
	for j, v := range y[:k] {
		axpy(a[j*m:(j+1)*m], v, x)
	}
}

// gemm adds A B to C, where A is m x k and B is k x n.
func gemm(m, k, n int, a, b, c []float64) {
	if n == 1 {
		gemv(m, k, a, b, c)
		return
	}
	kernel.Gemm(kernel.NewMatrix(c, m, n), kernel.NewMatrix(a, m, k), kernel.NewMatrix(b, k, n))
}

// gemmTN adds A'B to C, where A is k x m and B is k x n.
func gemmTN(m, k, n int, a, b, c []float64) {
	if n == 1 {
		gemvT(k, m, a, b, c)
		return
	}
	kernel.GemmTN(kernel.NewMatrix(c, m, n), kernel.NewMatrix(a, k, m), kernel.NewMatrix(b, k, n))
}

// gemmNT adds A B' to C, where A is m x k and B is n x k.
func gemmNT(m, k, n int, a, b, c []float64) {
	if k == 1 {
		ger(m, n, a, b, c)
		return
	}
	kernel.GemmNT(kernel.NewMatrix(c, m, n), kernel.NewMatrix(a, m, k), kernel.NewMatrix(b, n, k))
}

// put adds d to y[i], unless y is the missing adjoint of data.
func put(y []float64, i int, d float64) {
	if y != nil {
		y[i] += d
	}
}
