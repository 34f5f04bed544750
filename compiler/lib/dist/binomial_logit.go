package dist

import (
	"math"
	"math/rand/v2"
	"slices"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var binomialLogit = Dist{
	Name: "binomial_logit",
	Doc:  "Binomial distribution with log odds alpha: successes among N trials.",
	Args: []Arg{
		{Name: "n", Domain: mem.Count},
		{Name: "N", Domain: mem.Count},
		{Name: "alpha", Domain: mem.Finite},
	},
	Relations: withinTrials,
	LogPDF: Kernel3(func(n, N, alpha float64) (lp, dn, dN, dalpha float64) {
		p, q := special.InvLogit(alpha), special.InvLogit(-alpha)
		switch {
		case n == 0:
			lp = N * special.LogInvLogit(-alpha)
		case n == N:
			lp = N * special.LogInvLogit(alpha)
		case math.Abs(alpha) > 600:
			lp = special.LChoose(N, n) + binomialOdds(n, N, alpha)
		default:
			lp = binomialMass(n, N, p, q)
		}
		return lp, 0, 0, binomialScore(n, N, alpha, p, q)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		return drawBinomial(rng, p[0], special.InvLogit(p[1]))
	},
	Unnamed: true,
	Bind:    bindBinomialLogit,
	Vector:  binomialLogitVector,
}

// binomialScore returns n - N p. Near even odds it is taken about the half, so
// that large counts cancel there and not after rounding.
func binomialScore(n, N, alpha, p, q float64) float64 {
	if math.Abs(alpha) < 1 {
		return (n - N/2) - N/2*math.Tanh(alpha/2)
	}
	return n*q - (N-n)*p
}

// binomialOdds returns n log(p) + (N-n) log(1-p) for log odds alpha.
func binomialOdds(n, N, alpha float64) float64 {
	if alpha > 0 {
		return -(N-n)*alpha - N*math.Log1p(math.Exp(-alpha))
	}
	return n*alpha - N*math.Log1p(math.Exp(alpha))
}

// bindBinomialLogit sums the plain terms, whose rounding is harmless while
// counts are small, with the binomial coefficients of the data taken once.
func bindBinomialLogit(args []mem.Operand) Eval {
	n, trials, alpha := args[0], args[1], args[2]
	if scalar(alpha) || slices.Max(trials.Val) > largeCount {
		return nil
	}
	choose, m := 0.0, len(alpha.Val)
	for i := range m {
		choose += special.LChoose(trials.At(i), n.At(i))
	}
	successes, all, slope := elementsOf(n, m), elementsOf(trials, m), scratch(m)
	return func() (float64, error) {
		lp := choose
		for i := 0; i < m; i += block {
			j := min(i+block, m)
			d := slope[:j-i]
			lp += kernel.BinomialLogit(successes[i:j], all[i:j], alpha.Val[i:j], d)
			if alpha.Adj != nil {
				axpy(1, d, alpha.Adj[i:j])
			}
		}
		return lp, nil
	}
}

// largeCount is where the terms of a count's log mass, each of the size of the
// count, cancel to fewer digits than the definition keeps.
const largeCount = 1000
