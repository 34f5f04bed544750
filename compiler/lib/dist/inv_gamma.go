package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var invGamma = Dist{
	Name:       "inv_gamma",
	Doc:        "Inverse gamma distribution with shape alpha and scale beta: 1/y is gamma with rate beta.",
	CumVariate: mem.Nonnegative,
	Args: []Arg{
		{Name: "y", Domain: mem.Real},
		{Name: "alpha", Domain: mem.PositiveFin},
		{Name: "beta", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(func(y, alpha, beta float64) (lp, dy, dalpha, dbeta float64) {
		if y <= 0 || math.IsInf(y, 1) {
			return math.Inf(-1), 0, 0, 0
		}
		x := beta / y
		if math.IsInf(x, 1) {
			return math.Inf(-1), 0, 0, 0
		}
		l, da := special.GammaPrefix(alpha, x)
		da += 1 / alpha
		return l + math.Log(alpha) - math.Log(y), (x - alpha - 1) / y, da, (alpha - x) / beta
	}),
	LogCDF: Kernel3(func(y, alpha, beta float64) (l, dy, dalpha, dbeta float64) {
		t := special.IncGamma(alpha, beta/y)
		return invGammaTail(t.LogQ, t.LogQa, t.LogQx, y, beta)
	}),
	LogCCDF: Kernel3(func(y, alpha, beta float64) (l, dy, dalpha, dbeta float64) {
		t := special.IncGamma(alpha, beta/y)
		return invGammaTail(t.LogP, t.LogPa, t.LogPx, y, beta)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 { return p[1] / drawGamma(rng, p[0]) },
}

// invGammaTail turns derivatives by x = beta/y into those by y and beta.
func invGammaTail(l, da, dx, y, beta float64) (_, dy, dalpha, dbeta float64) {
	if y == 0 || math.IsInf(y, 1) {
		return l, 0, 0, 0
	}
	return l, -dx * beta / y / y, da, dx / y
}
