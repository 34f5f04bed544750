package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var negBinomial2 = Dist{
	Name:       "neg_binomial_2",
	Doc:        "Negative binomial distribution with mean mu and precision phi: the variance is mu + mu²/phi.",
	CumVariate: mem.Integer,
	Args: []Arg{
		{Name: "n", Domain: mem.Count},
		{Name: "mu", Domain: mem.PositiveFin},
		{Name: "phi", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(negBinomial),
	LogCDF: Kernel3(func(n, mu, phi float64) (l, dn, dmu, dphi float64) {
		if n < 0 {
			return math.Inf(-1), 0, 0, 0
		}
		l, _, dmu, dphi, _, _ = negBinomialTails(n, mu, phi)
		return l, 0, dmu, dphi
	}),
	LogCCDF: Kernel3(func(n, mu, phi float64) (l, dn, dmu, dphi float64) {
		if n < 0 {
			return 0, 0, 0, 0
		}
		_, l, _, _, dmu, dphi = negBinomialTails(n, mu, phi)
		return l, 0, dmu, dphi
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		return drawPoisson(rng, drawGamma(rng, p[1])*(p[0]/p[1]))
	},
	Bind: func(args []mem.Operand) Eval { return bindNegBinomial(args, negBinomial, false) },
}

func negBinomial(n, mu, phi float64) (lp, dn, dmu, dphi float64) {
	lp, dphi = negBinomialMass(n, mu, phi)
	return lp, 0, (n - mu) / mu * (phi / (mu + phi)), dphi
}

// negBinomialShares returns phi/(mu+phi), mu/(mu+phi) and 1/(mu+phi).
func negBinomialShares(mu, phi float64) (x, y, w float64) {
	w = 1 / (mu + phi)
	return phi * w, mu * w, w
}

// negBinomialMass returns the log mass and its derivative by phi.
func negBinomialMass(n, mu, phi float64) (lp, dphi float64) {
	x, y, w := negBinomialShares(mu, phi)
	// log(phi/(mu+phi)) + (mu-n)/(mu+phi) + ψ(n+phi) - ψ(phi), with the logs
	// that ψ is near to joined, so that what remains is small by itself.
	u := (n - mu) * w
	dphi = special.Log1pMx(u)
	if math.Abs(u) > 0.5 {
		dphi = math.Log((n+phi)*w) - u
	}
	dphi += special.PsiMinusLogDiff(phi, n)
	if n == 0 {
		return -phi * math.Log1p(mu/phi), dphi
	}
	l, _, _ := special.BetaPrefix(n, phi, y, x)
	return l - math.Log(n), dphi
}

// negBinomialTails returns the logs of I_x(phi, n+1), x = phi/(mu+phi), which
// is the distribution function, and of its complement, with the derivatives of
// both by mu and phi.
func negBinomialTails(n, mu, phi float64) (p, q, pmu, pphi, qmu, qphi float64) {
	x, y, _ := negBinomialShares(mu, phi)
	d, _, _ := special.BetaPrefix(phi, n+1, x, y)
	f, fphi := special.BetaFraction(phi, n+1, mu)
	small := d - math.Log(f)
	dphi, dmu := special.BetaMeanScore(phi, n+1, mu)-fphi/f, f/mu
	other := special.Log1mExp(min(small, 0))
	odds := -math.Exp(small - other)
	if mu >= n+1 {
		return small, other, -dmu, dphi, times(odds, -dmu), times(odds, dphi)
	}
	return other, small, times(odds, dmu), times(odds, dphi), dmu, dphi
}
