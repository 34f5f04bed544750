package fn

import (
	"math"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var gammas = []*Func{
	unary("lgamma", "Logarithm of the absolute value of the gamma function.", func(x float64) (f, dx float64) {
		return special.Lgamma(x), special.Digamma(x)
	}),
	unary("tgamma", "Gamma function.", func(x float64) (f, dx float64) { f = math.Gamma(x); return f, f * special.Digamma(x) }),
	unary("digamma", "Derivative of lgamma.", func(x float64) (f, dx float64) { return special.Digamma(x), special.Trigamma(x) }),
	unary("trigamma", "Derivative of digamma.", func(x float64) (f, dx float64) { return special.Trigamma(x), tetragamma(x) }),
	binary("beta", "Beta function.", func(x, y float64) (f, dx, dy float64) {
		l, dx, dy := lbetaMap(x, y)
		f = math.Exp(l)
		return f, f * dx, f * dy
	}),
	binary("lbeta", "Logarithm of the beta function.", lbetaMap),
	binary("lchoose", "Logarithm of the binomial coefficient, for real n and k.", lchooseMap),
	row("choose", "Binomial coefficient of n over k.", sig("each int n, each int k => int").map2(func(n, k float64) (f, dn, dk float64) {
		return choose(n, k), 0, 0
	}).domain(intRange, intRange)),
	row("lmgamma", "Logarithm of the multivariate gamma function of dimension k.", sig("each int k, each real x => real").map2(lmgammaMap)),
	row("falling_factorial", "x (x-1) ... (x-n+1).", factorial(-1)...),
	row("rising_factorial", "x (x+1) ... (x+n-1).", factorial(1)...),
	binary("log_falling_factorial", "lgamma(x + 1) - lgamma(x - n + 1).", logFalling),
	row("gamma_p", "Regularised lower incomplete gamma function of shape a at z.",
		sig("each real a, each real z => real").map2(func(a, z float64) (f, da, dz float64) {
			t := special.IncGamma(a, z)
			return scaled(t.LogP, t.LogPa, t.LogPx)
		}).domain(mem.PositiveFin, mem.Nonnegative)),
	row("gamma_q", "Regularised upper incomplete gamma function of shape a at z.",
		sig("each real a, each real z => real").map2(func(a, z float64) (f, da, dz float64) {
			t := special.IncGamma(a, z)
			return scaled(t.LogQ, t.LogQa, t.LogQx)
		}).domain(mem.PositiveFin, mem.Nonnegative)),
	row("inc_beta", "Regularised incomplete beta function of a and b at x.", sig("real a, real b, real x => real").map3(incBetaMap).
		domain(mem.PositiveFin, mem.PositiveFin, mem.Unit)),
	binary("log_rising_factorial", "lgamma(x + n) - lgamma(x).", logRising),
}

// scaled turns a logarithm and its derivatives into the number and its.
func scaled(l, da, dx float64) (f, fa, fx float64) {
	f = math.Exp(l)
	if f == 0 {
		return 0, 0, 0 // the tail is below the smallest double, whatever its slope
	}
	return f, f * da, f * dx
}

func incBetaMap(a, b, x float64) (f, da, db, dx float64) {
	t := special.IncBeta(a, b, x, 1-x)
	f, da, dx = scaled(t.LogP, t.LogPa, t.LogPx)
	if f != 0 {
		db = f * t.LogPb
	}
	return f, da, db, dx
}

func lbetaMap(x, y float64) (f, dx, dy float64) {
	return special.LBeta(x, y), -special.DigammaDiff(x, y), -special.DigammaDiff(y, x)
}

func lchooseMap(n, k float64) (f, dn, dk float64) {
	rest := n - k
	if rest >= k {
		dk = special.DigammaDiff(k+1, rest-k)
	} else {
		dk = -special.DigammaDiff(rest+1, k-rest)
	}
	return special.LChoose(n, k), digammaDiff(rest+1, k), dk
}

// digammaDiff is digamma(x+d) - digamma(x) for d of either sign.
func digammaDiff(x, d float64) float64 {
	switch {
	case d < 0 && x+d > 0:
		return -special.DigammaDiff(x+d, -d)
	case d >= 0 && x > 0:
		return special.DigammaDiff(x, d)
	}
	return special.Digamma(x+d) - special.Digamma(x)
}

// lgammaDiff is lgamma(x+d) - lgamma(x) for d of either sign.
func lgammaDiff(x, d float64) float64 {
	switch {
	case d < 0 && x+d > 0:
		return -special.LgammaDiff(x+d, -d)
	case d >= 0 && x > 0:
		return special.LgammaDiff(x, d)
	}
	return special.Lgamma(x+d) - special.Lgamma(x)
}

func logFalling(x, n float64) (f, dx, dn float64) {
	return lgammaDiff(x-n+1, n), digammaDiff(x-n+1, n), special.Digamma(x - n + 1)
}

func logRising(x, n float64) (f, dx, dn float64) {
	return lgammaDiff(x, n), digammaDiff(x, n), special.Digamma(x + n)
}

// choose multiplies fractions that are whole at every step.
func choose(n, k float64) float64 {
	if k < 0 || k > n {
		return 0
	}
	c := 1.0
	for i := 1.0; i <= min(k, n-k); i++ {
		c = c * (n - i + 1) / i
	}
	return math.Round(c)
}

func lmgammaMap(k, x float64) (f, dk, dx float64) {
	for j := range int(k) {
		dx += special.Digamma(x - float64(j)/2)
	}
	return special.LMultiGamma(int(k), x), 0, dx
}

// factorial returns the overloads of a product of n factors that begins with
// x and goes on by step.
func factorial(step float64) []Overload {
	m := func(x, n float64) (f, dx, dn float64) {
		f = 1
		for i := range int(n) {
			factor := x + step*float64(i)
			f, dx = f*factor, dx*factor+f
		}
		return f, dx, 0
	}
	return []Overload{
		sig("each int x, each int n => int").map2(m),
		sig("each real x, each int n => real").map2(m),
	}
}

// tetragamma is the derivative of trigamma: the reflection formula below zero,
// upward recurrence to 20, then the asymptotic series (DLMF 5.15.8).
func tetragamma(x float64) float64 {
	if x <= 0 {
		if x == math.Trunc(x) {
			return math.NaN()
		}
		away := x - math.Round(x)
		s, c := math.Sin(math.Pi*away), math.Sin(math.Pi*(0.5-math.Abs(away)))
		return tetragamma(1-x) - 2*math.Pi*math.Pi*math.Pi*c/(s*s*s)
	}
	sum := 0.0
	for ; x < 20; x++ {
		sum -= 2 / (x * x * x)
	}
	v := 1 / (x * x)
	series := 1 + 1/x + v*(1./2-v*(1./6-v*(1./6-v*(3./10-v*(5./6-v*(691./210-v*(35./2)))))))
	return sum - v*series
}
