package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var exponential = Dist{
	Name: "exponential",
	Doc:  "Exponential distribution with rate (inverse scale) beta.",
	Args: []Arg{{Name: "y", Domain: mem.Nonnegative}, {Name: "beta", Domain: mem.PositiveFin}},
	One:  oneExponential,
	LogPDF: Kernel2(func(y, beta float64) (lp, dy, dbeta float64) {
		return math.Log(beta) - beta*y, -beta, 1/beta - y
	}),
	LogCDF: Kernel2(func(y, beta float64) (l, dy, dbeta float64) {
		l = special.Log1mExp(-beta * y)
		if y == 0 || math.IsInf(y, 1) {
			return l, 0, 0
		}
		odds := 1 / math.Expm1(beta*y)
		return l, beta * odds, y * odds
	}),
	LogCCDF: Kernel2(func(y, beta float64) (l, dy, dbeta float64) {
		return -beta * y, -beta, -y
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return rng.ExpFloat64() / p[0] },
	Bind:   bindExponential,
	Vector: exponentialVector,
}

func bindExponential(args []mem.Operand) Eval {
	y, beta := args[0], args[1]
	if !scalar(beta) {
		return nil
	}
	n := float64(len(y.Val))
	if constant(y) {
		total := sum(y.Val) // of data: all that matters
		return func() (float64, error) {
			b := beta.Val[0]
			if beta.Adj != nil {
				beta.Adj[0] += n/b - total
			}
			return n*math.Log(b) - b*total, nil
		}
	}
	return func() (float64, error) {
		b, total := beta.Val[0], sum(y.Val)
		for i := range y.Adj {
			y.Adj[i] -= b
		}
		if beta.Adj != nil {
			beta.Adj[0] += n/b - total
		}
		return n*math.Log(b) - b*total, nil
	}
}
