package dist

import (
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var stdNormal = Dist{
	Name: "std_normal",
	Doc:  "Standard normal distribution: normal with mean 0 and standard deviation 1.",
	Args: []Arg{{Name: "y", Domain: mem.Real, Shows: true}},
	LogPDF: Kernel1(func(y float64) (lp, dy float64) {
		return -0.5*y*y - halfLog2Pi, -y
	}),
	LogCDF:  Kernel1(special.LogPhi),
	LogCCDF: Kernel1(special.LogPhic),
	Rand:    func(rng *rand.Rand, _ []float64) float64 { return rng.NormFloat64() },
	Bind: func(args []mem.Operand) Eval {
		y := args[0]
		pad := float64(len(y.Val)) * halfLog2Pi
		return func() (float64, error) {
			if y.Adj != nil {
				for i, v := range y.Val {
					y.Adj[i] -= v
				}
			}
			return -0.5*dot(y.Val, y.Val) - pad, nil
		}
	},
	Vector: stdNormalVector,
}
