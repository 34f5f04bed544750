// Package special computes the special functions that the library's rows are
// made of, to about one unit in the fifteenth digit, with derivatives where
// gradients need them. Functions that lose digits in double precision when
// written plainly (differences of log gammas, tails of distributions) have
// their own forms here, so that no row needs to know how.
//
// The derivations are from the NIST Digital Library of Mathematical Functions
// (DLMF, https://dlmf.nist.gov) unless a comment names another source.
package special

import "math"

const (
	halfLog2Pi = 0.918938533204672741780329736406 // log(2π)/2
	ln2        = math.Ln2
)

// Log1pExp returns log(1 + exp(x)) without overflow or loss of small results.
func Log1pExp(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// Log1mExp returns log(1 - exp(x)) for x <= 0 and NaN for x > 0.
// See Mächler (2012), "Accurately computing log(1 - exp(-|a|))".
func Log1mExp(x float64) float64 {
	switch {
	case x > 0:
		return math.NaN()
	case x > -ln2:
		return math.Log(-math.Expm1(x))
	}
	return math.Log1p(-math.Exp(x))
}

// Log1m returns log(1 - x).
func Log1m(x float64) float64 { return math.Log1p(-x) }

// InvLogit returns 1/(1 + exp(-x)).
func InvLogit(x float64) float64 {
	if x < 0 {
		e := math.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-x))
}

// LogInvLogit returns log(1/(1 + exp(-x))).
func LogInvLogit(x float64) float64 { return -Log1pExp(-x) }

// Log1mInvLogit returns log(1 - 1/(1 + exp(-x))).
func Log1mInvLogit(x float64) float64 { return -Log1pExp(x) }

// Logit returns log(x/(1 - x)).
func Logit(x float64) float64 {
	if math.Abs(x-0.5) < 0.25 {
		return 2 * math.Atanh(2*x-1) // x/(1-x) is near 1, where log loses digits
	}
	return math.Log(x / (1 - x))
}

// LogSumExp2 returns log(exp(x) + exp(y)).
func LogSumExp2(x, y float64) float64 {
	if x < y {
		x, y = y, x
	}
	if math.IsInf(x, 0) || x != x || y != y {
		return x + 0*nanOf(y) // the larger one decides unless one is NaN
	}
	return x + math.Log1p(math.Exp(y-x))
}

// nanOf returns NaN for NaN and 1 otherwise.
func nanOf(y float64) float64 {
	if y != y {
		return y
	}
	return 1
}

// LogSumExp returns log(Σ exp(x)); -Inf for no terms.
func LogSumExp(x []float64) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		if v != v {
			return v
		}
		top = max(top, v)
	}
	if math.IsInf(top, 0) {
		return top
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

// LogDiffExp returns log(exp(x) - exp(y)): -Inf for x = y, NaN for x < y.
func LogDiffExp(x, y float64) float64 {
	if x <= y {
		if x == y && x < math.Inf(1) {
			return math.Inf(-1)
		}
		return math.NaN()
	}
	return x + Log1mExp(y-x)
}

// LogMix returns log(p exp(x) + (1-p) exp(y)).
func LogMix(p, x, y float64) float64 {
	return LogSumExp2(math.Log(p)+x, math.Log1p(-p)+y)
}

// Log1pMx returns log(1 + x) - x without cancellation near zero.
func Log1pMx(x float64) float64 {
	if x < -0.4 || x > 0.6 {
		return math.Log1p(x) - x
	}
	// With r = x/(2+x), log(1+x) = 2 atanh(r) and x = 2r/(1-r).
	r := x / (2 + x)
	r2 := r * r
	s, p := 0.0, 1.0
	for k := 3; k < 60; k += 2 {
		t := p / float64(k)
		s += t
		if t < 1e-17*s {
			break
		}
		p *= r2
	}
	return r * (2*r2*s - x)
}

// XLogY returns x log(y), and 0 where x is 0.
func XLogY(x, y float64) float64 {
	if x == 0 && y == y {
		return 0
	}
	return x * math.Log(y)
}

// XLog1pY returns x log(1 + y), and 0 where x is 0.
func XLog1pY(x, y float64) float64 {
	if x == 0 && y == y {
		return 0
	}
	return x * math.Log1p(y)
}

// chebyshev sums c[k] T_k(t) by Clenshaw's recurrence.
func chebyshev(c []float64, t float64) float64 {
	var b1, b2 float64
	for k := len(c) - 1; k > 0; k-- {
		b1, b2 = 2*t*b1-b2+c[k], b1
	}
	return t*b1 - b2 + c[0]
}

// horner evaluates c[0] + c[1] x + c[2] x² ...
func horner(c []float64, x float64) float64 {
	s := 0.0
	for k := len(c) - 1; k >= 0; k-- {
		s = s*x + c[k]
	}
	return s
}
