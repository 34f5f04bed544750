package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
)

var bernoulli = Dist{
	Name:       "bernoulli",
	Doc:        "Bernoulli distribution: 1 with probability theta, otherwise 0.",
	CumVariate: mem.Integer,
	Args:       []Arg{{Name: "y", Domain: mem.Binary}, {Name: "theta", Domain: mem.Unit}},
	LogPDF: Kernel2(func(y, theta float64) (lp, dy, dtheta float64) {
		if y == 1 {
			return math.Log(theta), 0, 1 / theta
		}
		return math.Log1p(-theta), 0, -1 / (1 - theta)
	}),
	LogCDF: Kernel2(func(y, theta float64) (l, dy, dtheta float64) {
		switch {
		case y < 0:
			return math.Inf(-1), 0, 0
		case y >= 1:
			return 0, 0, 0
		}
		return math.Log1p(-theta), 0, -1 / (1 - theta)
	}),
	LogCCDF: Kernel2(func(y, theta float64) (l, dy, dtheta float64) {
		switch {
		case y < 0:
			return 0, 0, 0
		case y >= 1:
			return math.Inf(-1), 0, 0
		}
		return math.Log(theta), 0, 1 / theta
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return drawBernoulli(rng, p[0]) },
	Bind:   bindBernoulli,
	Vector: bernoulliVector,
}

// bindBernoulli is for one probability: the data count.
func bindBernoulli(args []mem.Operand) Eval {
	y, theta := args[0], args[1]
	if !scalar(theta) {
		return nil
	}
	ones := sum(y.Val)
	zeros := float64(len(y.Val)) - ones
	return func() (float64, error) {
		t := theta.Val[0]
		if theta.Adj != nil {
			theta.Adj[0] += times(ones, 1/t) - times(zeros, 1/(1-t))
		}
		return times(ones, math.Log(t)) + times(zeros, math.Log1p(-t)), nil
	}
}
