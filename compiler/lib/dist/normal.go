package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
)

const halfLog2Pi = 0.918938533204672741780329736406 // log(2π)/2

var normal = Dist{
	Name: "normal",
	Doc:  "Normal distribution with mean mu and standard deviation sigma.",
	Args: []Arg{{Name: "y", Domain: mem.Real}, {Name: "mu", Domain: mem.Finite}, {Name: "sigma", Domain: mem.Positive}},
	LogPDF: Kernel3(func(y, mu, sigma float64) (lp, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		return -0.5*z*z - math.Log(sigma) - halfLog2Pi, -z / sigma, z / sigma, (z*z - 1) / sigma
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 { return p[0] + p[1]*rng.NormFloat64() },
	Bind: normalSharedScale,
}

// normalSharedScale handles n variates with n means (or one) and one scale.
func normalSharedScale(args []mem.Operand) Eval {
	y, mu, sigma := args[0], args[1], args[2]
	if len(y.Val) < 2 || len(y.Val) != len(mu.Val) || len(sigma.Val) != 1 {
		return nil
	}
	n := float64(len(y.Val))
	return func() (float64, error) {
		inv := 1 / sigma.Val[0]
		ss := 0.0
		for i, yi := range y.Val {
			z := (yi - mu.Val[i]) * inv
			ss += z * z
			if y.Adj != nil {
				y.Adj[i] -= z * inv
			}
			if mu.Adj != nil {
				mu.Adj[i] += z * inv
			}
		}
		if sigma.Adj != nil {
			sigma.Adj[0] += (ss - n) * inv
		}
		return -0.5*ss - n*(math.Log(sigma.Val[0])+halfLog2Pi), nil
	}
}
