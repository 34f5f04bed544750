package dist

import (
	"math/rand/v2"

	"hm/compiler/lib/kernel"
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
	Bind:   bindBernoulliLogit,
	Vector: bernoulliLogitVector,
}

func bindBernoulliLogit(args []mem.Operand) Eval {
	y, alpha := args[0], args[1]
	if scalar(alpha) {
		return bernoulliLogitCount(y, alpha)
	}
	n := len(alpha.Val)
	b := &bernoulliLogits{y: elementsOf(y, n), alpha: alpha, slope: scratch(n), away: scratch(n), loss: scratch(n)}
	return b.eval
}

// A bernoulliLogits is the fused mass of outcomes with log odds of their own.
type bernoulliLogits struct {
	y                 []float64
	alpha             mem.Operand
	slope, away, loss []float64
}

func (b *bernoulliLogits) eval() (float64, error) {
	lp := 0.0
	for i := 0; i < len(b.y); i += block {
		m := min(block, len(b.y)-i)
		y, alpha, slope := b.y[i:i+m], b.alpha.Val[i:i+m], b.slope[:m]
		l := kernel.BernoulliLogit(y, alpha, slope)
		if l > -0.01*float64(m) { // so near 0 that an error in proportion to m would show
			l = b.nearlySure(y, alpha, slope)
		}
		lp += l
		if b.alpha.Adj != nil {
			axpy(1, slope, b.alpha.Adj[i:i+m])
		}
	}
	return lp, nil
}

// nearlySure takes the logarithm of each element by itself.
func (b *bernoulliLogits) nearlySure(y, alpha, slope []float64) float64 {
	away, loss := b.away[:len(y)], b.loss[:len(y)]
	for i, v := range y {
		away[i] = (1 - 2*v) * alpha[i]
	}
	kernel.SoftplusLogit(loss, slope, away)
	for i, v := range y {
		slope[i] *= 2*v - 1
	}
	return -sum(loss)
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
