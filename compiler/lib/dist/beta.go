package dist

import (
	"math"
	"math/rand/v2"

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
	LogPDF: Kernel3(func(y, a, b float64) (lp, dy, da, db float64) {
		if y == 0 || y == 1 {
			return betaEdge(y, a, b)
		}
		l, da, db := special.BetaPrefix(a, b, y, 1-y)
		return l - math.Log(y) - math.Log1p(-y), (a-1)/y - (b-1)/(1-y), da, db
	}),
	LogCDF: Kernel3(func(y, a, b float64) (l, dy, da, db float64) {
		t := special.IncBeta(a, b, y, 1-y)
		return t.LogP, t.LogPx, t.LogPa, t.LogPb
	}),
	LogCCDF: Kernel3(func(y, a, b float64) (l, dy, da, db float64) {
		t := special.IncBeta(a, b, y, 1-y)
		return t.LogQ, t.LogQx, t.LogQa, t.LogQb
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 { return drawBeta(rng, p[0], p[1]) },
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
