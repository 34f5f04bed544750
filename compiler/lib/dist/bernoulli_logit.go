package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var bernoulliLogit = Dist{
	Name: "bernoulli_logit",
	Doc:  "Bernoulli distribution with log odds alpha: 1 with probability inv_logit(alpha).",
	Args: []Arg{{Name: "y", Domain: mem.Binary}, {Name: "alpha", Domain: mem.Real, Shows: true}},
	LogPDF: Kernel2(func(y, alpha float64) (lp, dy, dalpha float64) {
		if y == 1 {
			return special.LogInvLogit(alpha), 0, special.InvLogit(-alpha)
		}
		return special.LogInvLogit(-alpha), 0, -special.InvLogit(alpha)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		return drawBernoulli(rng, special.InvLogit(p[0]))
	},
	Bind: bindBernoulliLogit,
}

func bindBernoulliLogit(args []mem.Operand) Eval {
	y, alpha := args[0], args[1]
	if scalar(alpha) {
		return bernoulliLogitCount(y, alpha)
	}
	signs := make([]float64, len(alpha.Val)) // 1 for a success, -1 for a failure
	for i := range signs {
		signs[i] = 2*y.At(i) - 1
	}
	return func() (float64, error) {
		var logs logProduct
		var miss float64
		for i, a := range alpha.Val {
			x := a * signs[i]
			e := math.Exp(-math.Abs(x))
			logs.add(e)
			p := 1 / (1 + e)
			if x < 0 {
				miss += x
			} else {
				p *= e
			}
			if alpha.Adj != nil {
				alpha.Adj[i] += signs[i] * p
			}
		}
		return miss - logs.sum(), nil
	}
}

// bernoulliLogitCount is for one log odds: the data count.
func bernoulliLogitCount(y, alpha mem.Operand) Eval {
	ones := sum(y.Val)
	zeros := float64(len(y.Val)) - ones
	return func() (float64, error) {
		a := alpha.Val[0]
		if alpha.Adj != nil {
			alpha.Adj[0] += ones*special.InvLogit(-a) - zeros*special.InvLogit(a)
		}
		return times(ones, special.LogInvLogit(a)) + times(zeros, special.LogInvLogit(-a)), nil
	}
}
