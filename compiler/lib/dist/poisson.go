package dist

import (
	"math"
	"math/rand/v2"
	"slices"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var poisson = Dist{
	Name:       "poisson",
	Doc:        "Poisson distribution with rate lambda.",
	CumVariate: mem.Integer,
	Args:       []Arg{{Name: "n", Domain: mem.Count}, {Name: "lambda", Domain: mem.Nonnegative}},
	LogPDF: Kernel2(func(n, lambda float64) (lp, dn, dlambda float64) {
		switch {
		case n == 0:
			return -lambda, 0, -1
		case lambda == 0 || math.IsInf(lambda, 1):
			return math.Inf(-1), 0, 0
		}
		lp, _ = special.GammaPrefix(n, lambda)
		return lp, 0, (n - lambda) / lambda
	}),
	LogCDF: Kernel2(func(n, lambda float64) (l, dn, dlambda float64) {
		if n < 0 {
			return math.Inf(-1), 0, 0
		}
		t := special.IncGamma(n+1, lambda)
		return t.LogQ, 0, t.LogQx
	}),
	LogCCDF: Kernel2(func(n, lambda float64) (l, dn, dlambda float64) {
		if n < 0 {
			return 0, 0, 0
		}
		t := special.IncGamma(n+1, lambda)
		return t.LogP, 0, t.LogPx
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return drawPoisson(rng, p[0]) },
	Bind:   bindPoisson,
	Vector: poissonVector,
}

// logFactorials returns Σ log n! over as many elements as the call has.
func logFactorials(n []float64, elements int) float64 {
	s := 0.0
	for _, v := range n {
		s += special.Lgamma(v + 1)
	}
	if len(n) == 1 {
		return s * float64(elements)
	}
	return s
}

func bindPoisson(args []mem.Operand) Eval {
	n, lambda := args[0], args[1]
	if slices.Max(n.Val) > largeCount {
		return nil
	}
	m := size(args)
	if !scalar(lambda) && m >= short {
		return nil // batches are faster
	}
	factorials := logFactorials(n.Val, m)
	if scalar(lambda) {
		total := sum(n.Val)
		return func() (float64, error) {
			l := lambda.Val[0]
			if lambda.Adj != nil {
				lambda.Adj[0] += times(total, 1/l) - float64(m)
			}
			return times(total, math.Log(l)) - float64(m)*l - factorials, nil
		}
	}
	return func() (float64, error) {
		lp := 0.0
		for i, l := range lambda.Val {
			k := n.At(i)
			lp -= l
			if k > 0 {
				lp += k * math.Log(l)
			}
			if lambda.Adj != nil {
				lambda.Adj[i] += times(k, 1/l) - 1
			}
		}
		return lp - factorials, nil
	}
}
