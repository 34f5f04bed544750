package dist

import (
	"math"
	"math/rand/v2"
	"slices"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var beta = Dist{
	Name: "beta",
	Doc:  "Beta distribution with shapes alpha and beta (prior successes and failures).",
	Args: []Arg{
		{Name: "y", Domain: mem.Unit},
		{Name: "alpha", Domain: mem.PositiveFin},
		{Name: "beta", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(betaDensity),
	LogCDF: Kernel3(func(y, a, b float64) (l, dy, da, db float64) {
		t := special.IncBeta(a, b, y, 1-y)
		return t.LogP, t.LogPx, t.LogPa, t.LogPb
	}),
	LogCCDF: Kernel3(func(y, a, b float64) (l, dy, da, db float64) {
		t := special.IncBeta(a, b, y, 1-y)
		return t.LogQ, t.LogQx, t.LogQa, t.LogQb
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return drawBeta(rng, p[0], p[1]) },
	Bind:   bindBeta,
	Vector: betaVector,
}

func betaDensity(y, a, b float64) (lp, dy, da, db float64) {
	if y == 0 || y == 1 {
		return betaEdge(y, a, b)
	}
	l, da, db := special.BetaPrefix(a, b, y, 1-y)
	return l - math.Log(y) - math.Log1p(-y), (a-1)/y - (b-1)/(1-y), da, db
}

// bindBeta is for data strictly between 0 and 1, whose logs are taken once.
func bindBeta(args []mem.Operand) Eval {
	y, alpha, beta := args[0], args[1], args[2]
	if !constant(y) || scalar(y) || slices.Contains(y.Val, 0) || slices.Contains(y.Val, 1) {
		return nil
	}
	n := len(y.Val)
	logs, complements := make([]float64, n), make([]float64, n)
	for i, v := range y.Val {
		logs[i], complements[i] = math.Log(v), math.Log1p(-v)
	}
	exact := Kernel3(betaDensity).Bind(n, args)
	if scalar(alpha) && scalar(beta) {
		return betaSummary(alpha, beta, float64(n), sum(logs), sum(complements), exact)
	}
	return func() (float64, error) {
		if slices.Max(alpha.Val) > largeShape || slices.Max(beta.Val) > largeShape {
			return exact()
		}
		lp := 0.0
		for i := range n {
			a, b := alpha.At(i), beta.At(i)
			l, da, db := betaNorm(a, b)
			lp += (a-1)*logs[i] + (b-1)*complements[i] + l
			alpha.Add(i, logs[i]+da)
			beta.Add(i, complements[i]+db)
		}
		return lp, nil
	}
}

// betaSummary is for shared shapes: the sums of the logs are all that matters.
func betaSummary(alpha, beta mem.Operand, n, logs, complements float64, exact Eval) Eval {
	return func() (float64, error) {
		a, b := alpha.Val[0], beta.Val[0]
		if a > largeShape || b > largeShape {
			return exact()
		}
		l, da, db := betaNorm(a, b)
		alpha.Add(0, logs+n*da)
		beta.Add(0, complements+n*db)
		return (a-1)*logs + (b-1)*complements + n*l, nil
	}
}

// betaNorm returns -log B(a, b) and its derivatives, plainly.
func betaNorm(a, b float64) (l, da, db float64) {
	psi := special.Digamma(a + b)
	return special.Lgamma(a+b) - special.Lgamma(a) - special.Lgamma(b),
		psi - special.Digamma(a), psi - special.Digamma(b)
}

// betaEdge is the density at 0 or 1: infinite, or zero, or finite where the
// shape is 1.
func betaEdge(y, a, b float64) (lp, dy, da, db float64) {
	near, far := a, b
	if y == 1 {
		near, far = b, a
	}
	if near == 1 {
		return math.Log(far), 0, 0, 0
	}
	return math.Inf(int(sign(1 - near))), 0, 0, 0
}
