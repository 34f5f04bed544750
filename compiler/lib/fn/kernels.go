package fn

import "hm/compiler/lib/kernel"

// The loops that the rows below are made of: vector kernels where there are
// enough numbers to be worth a call. Matrices are column-major.

// short is the length below which a loop beats the kernel of an elementary
// function, few that for plain arithmetic.
const (
	short = 8
	few   = 24
)

// sumOf returns the sum of x.
func sumOf(x []float64) float64 {
	if len(x) >= few {
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
	if len(x) >= few {
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
	if len(x) >= few {
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
	if len(x) >= few {
		kernel.Sub(y, y, x)
		return
	}
	for i, v := range x {
		y[i] -= v
	}
}

// addConst adds c to every element of y.
func addConst(y []float64, c float64) {
	if len(y) >= few {
		addMany(y, c)
		return
	}
	for i := range y {
		y[i] += c
	}
}

func addMany(y []float64, c float64) {
	for len(y) > 0 {
		n := min(batch, len(y))
		kernel.Axpy(c, one(y[:n]), y[:n])
		y = y[n:]
	}
}

// axpy adds c*x to y.
func axpy(y []float64, c float64, x []float64) {
	y = y[:len(x)]
	if len(x) >= few {
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
	if len(a) >= few {
		kernel.MulAdd(y, a, b, y)
		return
	}
	for i, v := range a {
		y[i] += v * b[i]
	}
}

// gemv adds A x to y, where A is m x k.
func gemv(m, k int, a, x, y []float64) {
	if m*k >= fewTerms {
		kernel.Gemv(y, kernel.NewMatrix(a, m, k), x)
		return
	}
	for j, v := range x {
		col := a[j*m : (j+1)*m]
		y := y[:len(col)]
		for i, c := range col {
			y[i] += c * v
		}
	}
}

// gemvT adds A'x to y, where A is m x k.
func gemvT(m, k int, a, x, y []float64) {
	if m*k >= fewTerms {
		kernel.GemvT(y, kernel.NewMatrix(a, m, k), x)
		return
	}
	for j := range y {
		col, s := a[j*m:(j+1)*m], 0.0
		x := x[:len(col)]
		for i, c := range col {
			s += c * x[i]
		}
		y[j] += s
	}
}

// fewTerms is the number of elements of a matrix below which loops multiply
// it with a vector.
const fewTerms = 128

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
