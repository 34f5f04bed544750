package constraint

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
)

// The sum-to-zero transforms multiply by an orthonormal basis H of the
// vectors that sum to zero, in its pivot form (Filzmoser, Hron and Templ 2018,
// chapter 3): basis vector n, from 1, is 1 at places 1 to n, -n at place n+1,
// and 0 after that, over sqrt(n(n+1)). Being linear they add no log Jacobian.

var sumToZeroVector = Constraint{
	Name: "sum_to_zero_vector", Doc: "Vector that sums to zero: an orthonormal basis (isometric log-ratio, pivot form) times the free numbers.",
	Free:  func(dims []int) int { return max(0, dims[0]-1) },
	Sizes: atLeastOne, Bind: bindSumToZero,
	From: func(x, y []float64, dims []int, _ []mem.Operand) error {
		if err := checkSumToZero(y, dims, nil); err != nil {
			return err
		}
		clear(x)
		pullBasis(x, y)
		return nil
	},
	Check: checkSumToZero,
}

var sumToZeroMatrix = Constraint{
	Name: "sum_to_zero_matrix", Doc: "Matrix whose rows and columns all sum to zero: the transform of sum_to_zero_vector along both.",
	Free:  func(dims []int) int { return max(0, dims[0]-1) * max(0, dims[1]-1) },
	Sizes: atLeastOne, Bind: bindSumToZeroMatrix, From: fromSumToZeroMatrix, Check: checkSumToZeroMatrix,
}

// atLeastOne is the Sizes of elements that exist only with every size 1 or
// more.
func atLeastOne(dims []int) error {
	for _, d := range dims {
		if d < 1 {
			return fmt.Errorf("has size %d, must have 1 or more", d)
		}
	}
	return nil
}

// applyBasis sets z, longer by one, to H x.
func applyBasis(z, x []float64) {
	sum := 0.0
	z[len(x)] = 0
	for n := len(x); n > 0; n-- {
		w := x[n-1] / math.Sqrt(float64(n)*float64(n+1))
		sum += w
		z[n] -= w * float64(n)
		z[n-1] = sum
	}
}

// pullBasis adds H'g to x. Since H is orthonormal it is also the inverse of
// applyBasis.
func pullBasis(x, g []float64) {
	sum := 0.0
	for n := 1; n <= len(x); n++ {
		sum += g[n-1]
		x[n-1] += (sum - float64(n)*g[n]) / math.Sqrt(float64(n)*float64(n+1))
	}
}

func bindSumToZero(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	forward := func() float64 { applyBasis(y.Val, x.Val); return 0 }
	return forward, func() { pullBasis(x.Adj, y.Adj) }
}

func checkSumToZero(y []float64, dims []int, _ []mem.Operand) error {
	if err := finite(y, dims); err != nil {
		return err
	}
	return sumsTo(y, 0)
}

// bindSumToZeroMatrix applies the basis to the columns of x, then to the rows
// of what results.
func bindSumToZeroMatrix(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	m, n := y.Dims[0]-1, y.Dims[1]-1
	tall := make([]float64, (m+1)*n) // the columns transformed
	row, wide := make([]float64, n), make([]float64, n+1)
	forward := func() float64 {
		for j := range n {
			applyBasis(tall[j*(m+1):(j+1)*(m+1)], x.Val[j*m:(j+1)*m])
		}
		for i := range m + 1 {
			gather(row, tall[i:], m+1)
			applyBasis(wide, row)
			scatter(y.Val[i:], wide, m+1)
		}
		return 0
	}
	return forward, func() {
		for i := range m + 1 {
			gather(wide, y.Adj[i:], m+1)
			clear(row)
			pullBasis(row, wide)
			scatter(tall[i:], row, m+1)
		}
		for j := range n {
			pullBasis(x.Adj[j*m:(j+1)*m], tall[j*(m+1):(j+1)*(m+1)])
		}
	}
}

// gather fills dst with every step-th number of src, and scatter does the
// opposite.
func gather(dst, src []float64, step int) {
	for i := range dst {
		dst[i] = src[i*step]
	}
}

func scatter(dst, src []float64, step int) {
	for i, v := range src {
		dst[i*step] = v
	}
}

func fromSumToZeroMatrix(x, y []float64, dims []int, _ []mem.Operand) error {
	if err := checkSumToZeroMatrix(y, dims, nil); err != nil {
		return err
	}
	clear(x)
	_, pull := bindSumToZeroMatrix(mem.Operand{Adj: x}, mem.Operand{Adj: y, Dims: dims}, nil)
	pull()
	return nil
}

func checkSumToZeroMatrix(y []float64, dims []int, _ []mem.Operand) error {
	if err := finite(y, dims); err != nil {
		return err
	}
	m, n := dims[0], dims[1]
	row := make([]float64, n)
	for i := range m {
		gather(row, y[i:], m)
		if err := sumsTo(row, 0); err != nil {
			return fmt.Errorf("row %d %w", i+1, err)
		}
	}
	for j := range n {
		if err := sumsTo(y[j*m:(j+1)*m], 0); err != nil {
			return fmt.Errorf("column %d %w", j+1, err)
		}
	}
	return nil
}
