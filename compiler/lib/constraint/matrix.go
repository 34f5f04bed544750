package constraint

import (
	"errors"
	"math"
)

// outer sets s to L L' for a lower triangular k x k matrix L.
func outer(s, l []float64, k int) {
	for i := range k {
		for j := range i + 1 {
			sum := 0.0
			for p := range j + 1 {
				sum += l[i+p*k] * l[j+p*k]
			}
			s[i+j*k], s[j+i*k] = sum, sum
		}
	}
}

// pullOuter sets the lower triangle of g to the adjoint of L, given that of
// L L': (A + A') L.
func pullOuter(g, l, a []float64, k int) {
	for j := range k {
		for i := j; i < k; i++ {
			sum := 0.0
			for p := j; p < k; p++ {
				sum += (a[i+p*k] + a[p+i*k]) * l[p+j*k]
			}
			g[i+j*k] = sum
		}
	}
}

// factor returns the Cholesky factor of y, or says why y has none.
func factor(y []float64, dims []int) ([]float64, error) {
	k := dims[0]
	if err := finite(y, dims); err != nil {
		return nil, err
	}
	if err := symmetric(y, k); err != nil {
		return nil, err
	}
	l := make([]float64, k*k)
	for j := range k {
		for i := j; i < k; i++ {
			sum := y[i+j*k]
			for p := range j {
				sum -= l[i+p*k] * l[j+p*k]
			}
			switch {
			case i > j:
				l[i+j*k] = sum / l[j+j*k]
			case sum > 0:
				l[j+j*k] = math.Sqrt(sum)
			default:
				return nil, errors.New("is not positive definite")
			}
		}
	}
	return l, nil
}
