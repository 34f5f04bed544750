package dist

import (
	"fmt"
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
	"hm/lang/types"
)

var dirichlet = Dist{
	Name: "dirichlet",
	Doc:  "Dirichlet distribution of a simplex theta with concentrations alpha.",
	Args: []Arg{
		{Name: "theta", Domain: mem.Nonnegative, Type: vectorType, Broad: types.Vectors},
		{Name: "alpha", Domain: mem.Positive, Type: vectorType, Broad: types.Vectors},
	},
	BindMulti: bindDirichlet,
	RandMulti: func(rng *rand.Rand, p []mem.Operand, out []float64) error {
		drawDirichlet(rng, p[0].Val, out)
		return nil
	},
	RandSize: func(p []mem.Operand) []int { return []int{len(p[0].Val)} },
	RandArgs: []Arg{{Name: "alpha", Domain: mem.Positive, Type: vectorType}},
}

func bindDirichlet(args []mem.Operand) (Eval, error) {
	theta, alpha := newSeries(args[0]), newSeries(args[1])
	n, k, err := pair("dirichlet_lpdf", "theta", theta, "alpha", alpha)
	if err != nil || n == 0 {
		return nothing, err
	}
	if k == 0 {
		return nil, fmt.Errorf("dirichlet_lpdf: theta is empty, but a simplex has at least one element")
	}
	check := newSimplex("dirichlet_lpdf", "theta")
	return func() (float64, error) {
		lp := 0.0
		for i := range n {
			if err := check.run(theta.at(i)); err != nil {
				return math.Inf(-1), err
			}
			lp += dirichletOne(theta.at(i), alpha.at(i), theta.adjAt(i), alpha.adjAt(i))
		}
		return lp, nil
	}, nil
}

func dirichletOne(theta, alpha, dtheta, dalpha []float64) float64 {
	total := sum(alpha)
	lp := special.Lgamma(total)
	for j, a := range alpha {
		t := theta[j]
		lp -= special.Lgamma(a)
		if a != 1 {
			lp += (a - 1) * math.Log(t)
		}
		if dtheta != nil {
			dtheta[j] += times(a-1, 1/t)
		}
		if dalpha != nil {
			dalpha[j] += math.Log(t) + special.DigammaDiff(a, total-a)
		}
	}
	return lp
}

// drawDirichlet normalises gamma variates by their logs, since those of small
// concentrations are often below the range of floats.
func drawDirichlet(rng *rand.Rand, alpha, out []float64) {
	for i, a := range alpha {
		out[i] = drawLogGamma(rng, a)
	}
	l := special.LogSumExp(out)
	for i := range out {
		out[i] = math.Exp(out[i] - l)
	}
	total := sum(out)
	for i := range out {
		out[i] /= total
	}
}

// A simplex checks that numbers, each known to be in its domain, sum to one.
type simplex struct{ err *mem.DomainError }

// simplexTolerance is Stan's.
const simplexTolerance = 1e-8

func newSimplex(name, arg string) simplex {
	return simplex{&mem.DomainError{Func: name, Arg: "the sum of " + arg, Want: "1"}}
}

func (s simplex) run(x []float64) error {
	total := sum(x)
	if math.Abs(total-1) <= simplexTolerance {
		return nil
	}
	s.err.Value = total
	return s.err
}
