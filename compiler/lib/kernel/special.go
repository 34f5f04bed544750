package kernel

import (
	"math"

	"hm/compiler/lib/special"
)

// The functions in this file have a portable body only.

// Lgamma sets dst to log|Γ(x)|.
func Lgamma(dst, x []float64) {
	same(len(dst), len(x))
	for i, v := range x {
		dst[i] = special.Lgamma(v)
	}
}

// Digamma sets dst to the derivative of log Γ at x.
func Digamma(dst, x []float64) {
	same(len(dst), len(x))
	for i, v := range x {
		dst[i] = special.Digamma(v)
	}
}

// Pow sets dst to x to the power y.
func Pow(dst, x, y []float64) {
	same(len(dst), len(x))
	same(len(x), len(y))
	for i, v := range x {
		dst[i] = math.Pow(v, y[i])
	}
}

// Erf sets dst to the error function of x.
func Erf(dst, x []float64) {
	same(len(dst), len(x))
	for i, v := range x {
		dst[i] = math.Erf(v)
	}
}
