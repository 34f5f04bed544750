package dist

import (
	"math"
	"math/rand/v2"
	"slices"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var withinTrials = []Relation{{Of: 0, To: 1, Want: "at most N", Holds: func(n, N float64) bool { return n <= N }}}

var binomial = Dist{
	Name:       "binomial",
	Doc:        "Binomial distribution: successes among N trials, each with probability theta.",
	CumVariate: mem.Integer,
	Args:       []Arg{{Name: "n", Domain: mem.Count}, {Name: "N", Domain: mem.Count}, {Name: "theta", Domain: mem.Unit}},
	Relations:  withinTrials,
	LogPDF: Kernel3(func(n, N, theta float64) (lp, dn, dN, dtheta float64) {
		lp = binomialMass(n, N, theta, 1-theta)
		switch {
		case n == 0:
			return lp, 0, 0, -times(N, 1/(1-theta))
		case n == N:
			return lp, 0, 0, n / theta
		}
		return lp, 0, 0, n/theta - (N-n)/(1-theta)
	}),
	LogCDF: Kernel3(func(n, N, theta float64) (l, dn, dN, dtheta float64) {
		switch {
		case n < 0:
			return math.Inf(-1), 0, 0, 0
		case n >= N:
			return 0, 0, 0, 0
		}
		t := special.IncBeta(N-n, n+1, 1-theta, theta)
		return t.LogP, 0, 0, -t.LogPx
	}),
	LogCCDF: Kernel3(func(n, N, theta float64) (l, dn, dN, dtheta float64) {
		switch {
		case n < 0:
			return 0, 0, 0, 0
		case n >= N:
			return math.Inf(-1), 0, 0, 0
		}
		t := special.IncBeta(N-n, n+1, 1-theta, theta)
		return t.LogQ, 0, 0, -t.LogQx
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return drawBinomial(rng, p[0], p[1]) },
	Bind:   bindBinomial,
	Vector: binomialVector,
}

// bindBinomial sums the plain terms with the binomial coefficients of the data
// taken once; see bindBinomialLogit.
func bindBinomial(args []mem.Operand) Eval {
	n, trials, theta := args[0], args[1], args[2]
	if slices.Max(trials.Val) > largeCount {
		return nil
	}
	m := size(args)
	if !scalar(theta) && m >= short {
		return nil // batches are faster
	}
	hits, misses := make([]float64, m), make([]float64, m)
	choose := 0.0
	for i := range m {
		hits[i], misses[i] = n.At(i), trials.At(i)-n.At(i)
		choose += special.LChoose(trials.At(i), n.At(i))
	}
	if scalar(theta) { // then the sums of both are all that matters
		hits, misses = []float64{sum(hits)}, []float64{sum(misses)}
	}
	return func() (float64, error) {
		lp := choose
		for i, t := range theta.Val {
			h, m := hits[i], misses[i]
			lp += times(h, math.Log(t)) + times(m, math.Log1p(-t))
			if theta.Adj != nil {
				theta.Adj[i] += times(h, 1/t) - times(m, 1/(1-t))
			}
		}
		return lp, nil
	}
}

// binomialMass returns the log mass for probabilities p and q = 1-p.
func binomialMass(n, N, p, q float64) float64 {
	switch {
	case n == 0:
		return times(N, log1m(q, p))
	case n == N:
		return N * log1m(p, q)
	}
	l, _, _ := special.BetaPrefix(n, N-n, p, q)
	return l - math.Log(n*((N-n)/N))
}

// log1m returns log(p), given q = 1-p.
func log1m(p, q float64) float64 {
	if p > 0.5 {
		return math.Log1p(-q)
	}
	return math.Log(p)
}
