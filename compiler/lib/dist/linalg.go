package dist

import "math"

// Matrices here are k by k and column-major.

// choleskyOf writes the lower Cholesky factor of a into l and returns -1, or
// the row where the pivot is not positive and the pivot.
func choleskyOf(a, l []float64, k int) (row int, pivot float64) {
	for j := range k {
		for i := j; i < k; i++ {
			s := a[i+j*k]
			for m := range j {
				s -= l[i+m*k] * l[j+m*k]
			}
			switch {
			case i > j:
				l[i+j*k] = s / l[j+j*k]
			case s > 0 && !math.IsInf(s, 1):
				l[i+j*k] = math.Sqrt(s)
			default:
				return j, s
			}
		}
	}
	return -1, 0
}

// solveLower replaces x by the solution of L z = x.
func solveLower(l, x []float64, k int) {
	for j := range k {
		x[j] /= l[j+j*k]
		for i := j + 1; i < k; i++ {
			x[i] -= l[i+j*k] * x[j]
		}
	}
}

// solveLowerT replaces x by the solution of Lᵀ z = x.
func solveLowerT(l, x []float64, k int) {
	for j := k - 1; j >= 0; j-- {
		s := x[j]
		for i := j + 1; i < k; i++ {
			s -= l[i+j*k] * x[i]
		}
		x[j] = s / l[j+j*k]
	}
}

// inverseOf writes the inverse of L Lᵀ into inv.
func inverseOf(l, inv []float64, k int) {
	for j := range k {
		col := inv[j*k : (j+1)*k]
		clear(col)
		col[j] = 1
		solveLower(l, col, k)
		solveLowerT(l, col, k)
	}
}
