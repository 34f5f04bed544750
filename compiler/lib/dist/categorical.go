package dist

import (
	"math"
	"math/rand/v2"
	"strconv"

	"hm/compiler/lib/mem"
)

var categorical = Dist{
	Name: "categorical",
	Doc:  "Categorical distribution: category n, from 1, with probability theta[n].",
	Args: []Arg{
		{Name: "n", Domain: mem.Category},
		{Name: "theta", Domain: mem.Unit, Type: vectorType},
	},
	BindMulti: func(args []mem.Operand) (Eval, error) {
		counts, _, err := countCategories("categorical_lpmf", args[0], args[1])
		if err != nil || len(args[0].Val) == 0 {
			return nothing, err
		}
		theta, check := args[1], newSimplex("categorical_lpmf", "theta")
		return func() (float64, error) {
			if err := check.run(theta.Val); err != nil {
				return math.Inf(-1), err
			}
			lp := 0.0
			for k, c := range counts {
				if c == 0 {
					continue
				}
				lp += c * math.Log(theta.Val[k])
				if theta.Adj != nil {
					theta.Adj[k] += c / theta.Val[k]
				}
			}
			return lp, nil
		}, nil
	},
	RandMulti: func(rng *rand.Rand, p []mem.Operand, out []float64) error {
		if err := newSimplex("categorical_rng", "theta").run(p[0].Val); err != nil {
			return err
		}
		out[0] = drawCategory(rng, p[0].Val)
		return nil
	},
	RandSize: func([]mem.Operand) []int { return nil },
}

// countCategories returns how often each category occurs, and how many there
// are together.
func countCategories(name string, n, of mem.Operand) (counts []float64, total float64, err error) {
	counts = make([]float64, len(of.Val))
	for i, v := range n.Val {
		if k := int(v); k < 1 || k > len(counts) {
			e := &mem.DomainError{Func: name, Arg: "n", Value: v, Want: "between 1 and " + strconv.Itoa(len(counts))}
			if len(n.Val) > 1 {
				e.Index = i + 1
			}
			return nil, 0, e
		}
		counts[int(v)-1]++
	}
	return counts, float64(len(n.Val)), nil
}

// drawCategory inverts the cumulative sum of weights that add up to about 1.
func drawCategory(rng *rand.Rand, theta []float64) float64 {
	u := rng.Float64() * sum(theta)
	last := 0
	for k, t := range theta {
		if t > 0 {
			last = k
			if u < t {
				break
			}
		}
		u -= t
	}
	return float64(last + 1)
}
