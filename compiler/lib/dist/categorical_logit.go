package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var categoricalLogit = Dist{
	Name: "categorical_logit",
	Doc:  "Categorical distribution by log odds: category n, from 1, with probability softmax(beta)[n].",
	Args: []Arg{
		{Name: "n", Domain: mem.Category},
		{Name: "beta", Domain: mem.Finite, Type: vectorType},
	},
	BindMulti: func(args []mem.Operand) (Eval, error) {
		counts, total, err := countCategories("categorical_logit_lpmf", args[0], args[1])
		if err != nil || len(args[0].Val) == 0 {
			return nothing, err
		}
		beta := args[1]
		return func() (float64, error) {
			lse := special.LogSumExp(beta.Val)
			lp := 0.0
			for k, c := range counts {
				b := beta.Val[k] - lse
				lp += c * b
				if beta.Adj != nil {
					beta.Adj[k] += c - total*math.Exp(b)
				}
			}
			return lp, nil
		}, nil
	},
	RandMulti: func(rng *rand.Rand, p []mem.Operand, out []float64) error {
		out[0] = drawLogits(rng, p[0].Val)
		return nil
	},
	RandSize: func([]mem.Operand) []int { return nil },
}

// drawLogits returns the category with the largest log odds plus Gumbel noise,
// which has the probabilities of their softmax.
func drawLogits(rng *rand.Rand, beta []float64) float64 {
	best, category := math.Inf(-1), 1
	for k, b := range beta {
		if g := b - math.Log(rng.ExpFloat64()); g > best {
			best, category = g, k+1
		}
	}
	return float64(category)
}
