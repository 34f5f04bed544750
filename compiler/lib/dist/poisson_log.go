package dist

import (
	"math"
	"math/rand/v2"
	"slices"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var poissonLog = Dist{
	Name: "poisson_log",
	Doc:  "Poisson distribution with log rate alpha.",
	Args: []Arg{{Name: "n", Domain: mem.Count}, {Name: "alpha", Domain: mem.Real, Shows: true}},
	LogPDF: Kernel2(func(n, alpha float64) (lp, dn, dalpha float64) {
		rate := math.Exp(alpha)
		if math.IsInf(rate, 1) {
			return math.Inf(-1), 0, 0
		}
		if n < 10 {
			return times(n, alpha) - rate - special.Lgamma(n+1), 0, n - rate
		}
		// n alpha - rate - log n!, with n (log n - 1) taken off both ends.
		d := alpha - math.Log(n)
		e := math.Expm1(d)
		if math.Abs(d) > 1 {
			lp = n*d - (rate - n)
		} else {
			lp = -n * (e - d)
		}
		return lp - halfLog2Pi - 0.5*math.Log(n) - special.Stirling(n), 0, -n * e
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return drawPoisson(rng, math.Exp(p[0])) },
	Bind:   bindPoissonLog,
	Vector: poissonLogVector,
}

func bindPoissonLog(args []mem.Operand) Eval {
	n, alpha := args[0], args[1]
	if slices.Max(n.Val) > largeCount {
		return nil
	}
	m := size(args)
	factorials := logFactorials(n.Val, m)
	if scalar(alpha) {
		total := sum(n.Val)
		return func() (float64, error) {
			rate := float64(m) * math.Exp(alpha.Val[0])
			if alpha.Adj != nil {
				alpha.Adj[0] += total - rate
			}
			return times(total, alpha.Val[0]) - rate - factorials, nil
		}
	}
	counts, slope := elementsOf(n, m), scratch(m)
	return func() (float64, error) {
		lp := -factorials
		for i := 0; i < m; i += block {
			j := min(i+block, m)
			d := slope[:j-i]
			lp += kernel.PoissonLog(counts[i:j], alpha.Val[i:j], d)
			if alpha.Adj != nil {
				axpy(1, d, alpha.Adj[i:j])
			}
		}
		return lp, nil
	}
}
