package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var weibull = Dist{
	Name:       "weibull",
	Doc:        "Weibull distribution with shape alpha and scale sigma.",
	CumVariate: mem.Nonnegative,
	Args: []Arg{
		{Name: "y", Domain: mem.Finite},
		{Name: "alpha", Domain: mem.PositiveFin},
		{Name: "sigma", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(func(y, alpha, sigma float64) (lp, dy, dalpha, dsigma float64) {
		if y < 0 {
			return math.Inf(-1), 0, 0, 0
		}
		lr := logQuotient(y, sigma)
		h := math.Exp(alpha * lr) // (y/sigma)^alpha, the cumulative hazard
		lp = math.Log(alpha) - math.Log(sigma) - h
		if alpha != 1 {
			lp += (alpha - 1) * lr
		}
		if math.IsInf(lp, 0) || y == 0 {
			return lp, 0, 0, 0
		}
		over := math.Expm1(alpha * lr) // h - 1
		return lp, -(alpha*over + 1) / y, 1/alpha - over*lr, alpha * over / sigma
	}),
	LogCDF: Kernel3(func(y, alpha, sigma float64) (l, dy, dalpha, dsigma float64) {
		lr := logQuotient(y, sigma)
		h := math.Exp(alpha * lr)
		l = special.Log1mExp(-h)
		if h == 0 {
			return alpha * lr, alpha / y, lr, -alpha / sigma // so far left that 1-exp(-h) is h
		}
		if math.IsInf(h, 1) {
			return l, 0, 0, 0
		}
		odds := h / math.Expm1(h)
		return l, alpha / y * odds, lr * odds, -alpha / sigma * odds
	}),
	LogCCDF: Kernel3(func(y, alpha, sigma float64) (l, dy, dalpha, dsigma float64) {
		lr := logQuotient(y, sigma)
		h := math.Exp(alpha * lr)
		if h == 0 || math.IsInf(h, 1) {
			return -h, 0, 0, 0
		}
		return -h, -alpha / y * h, -lr * h, alpha / sigma * h
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		return p[1] * math.Pow(rng.ExpFloat64(), 1/p[0])
	},
	Vector: weibullVector,
}

// logQuotient returns log(a/b), exact where a is near b.
func logQuotient(a, b float64) float64 {
	if d := a - b; math.Abs(d) < 0.5*b {
		return math.Log1p(d / b)
	}
	if q := a / b; q > 1e-300 && q < 1e300 {
		return math.Log(q)
	}
	return math.Log(a) - math.Log(b)
}
