package kernel

// Sum returns the sum of x, 0 if empty.
func Sum(x []float64) float64 { return sumBody(x) }

// SumSq returns the sum of the squares of x.
func SumSq(x []float64) float64 { return sumSqBody(x) }

// Dot returns the sum of the products of x and y.
func Dot(x, y []float64) float64 {
	same(len(x), len(y))
	return dotBody(x, y)
}

// Max returns the largest element of x: -Inf if there is none, NaN if there is
// a NaN.
func Max(x []float64) float64 { return maxPortable(x) }

// ExpShiftSum sets dst to e^(x - shift) and returns the sum of dst. With the
// maximum of x as shift it is the work of log_sum_exp and softmax.
func ExpShiftSum(dst, x []float64, shift float64) float64 {
	same(len(dst), len(x))
	return expShiftSumBody(dst, x, shift)
}
