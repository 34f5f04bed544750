package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var negBinomial2Log = Dist{
	Name: "neg_binomial_2_log",
	Doc:  "Negative binomial distribution with log mean eta and precision phi.",
	Args: []Arg{
		{Name: "n", Domain: mem.Count},
		{Name: "eta", Domain: mem.Finite},
		{Name: "phi", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(negBinomialLog),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		return drawPoisson(rng, drawGamma(rng, p[1])/p[1]*math.Exp(p[0]))
	},
	Bind: func(args []mem.Operand) Eval { return bindNegBinomial(args, negBinomialLog, true) },
}

func negBinomialLog(n, eta, phi float64) (lp, dn, deta, dphi float64) {
	lo := eta - math.Log(phi) // log odds of mu/(mu+phi)
	if math.Abs(lo) > 600 {
		return negBinomialFar(n, lo, phi)
	}
	mu := math.Exp(eta)
	lp, dphi = negBinomialMass(n, mu, phi)
	return lp, 0, (n - mu) * (phi / (mu + phi)), dphi
}

// negBinomialFar is the log mass where exp(eta) may leave the range of floats:
// the plain terms, by the log odds of mu/(mu+phi).
func negBinomialFar(n, lo, phi float64) (lp, dn, deta, dphi float64) {
	ly, lx := special.LogInvLogit(lo), special.LogInvLogit(-lo)
	y, x := special.InvLogit(lo), special.InvLogit(-lo)
	lp = n*ly + phi*lx + special.LgammaDiff(phi, n) - special.Lgamma(n+1)
	return lp, 0, n*x - phi*y, lx + y + n/phi*y + special.DigammaExcess(phi, n)
}
