package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
)

var doubleExponential = Dist{
	Name:       "double_exponential",
	Doc:        "Double exponential (Laplace) distribution with location mu and scale sigma.",
	CumVariate: mem.Real,
	Args: []Arg{
		{Name: "y", Domain: mem.Finite, Shows: true},
		{Name: "mu", Domain: mem.Finite, Shows: true},
		{Name: "sigma", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(func(y, mu, sigma float64) (lp, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		g := sign(z)
		return -math.Abs(z) - math.Log(2*sigma), -g / sigma, g / sigma, (z*g - 1) / sigma
	}),
	LogCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz := laplaceLower(z)
		return locScaleTail(l, dz, z, sigma)
	}),
	LogCCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz := laplaceLower(-z)
		return locScaleTail(l, -dz, z, sigma)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		e := p[1] * rng.ExpFloat64()
		if rng.Uint64()&1 == 0 {
			e = -e
		}
		return p[0] + e
	},
	Bind: func(args []mem.Operand) Eval {
		return newLocScale(args[0], args[1], args[2], math.Ln2, laplaceBlock).eval
	},
	Vector: locScaleVector(math.Ln2, laplaceVector),
}

func sign(z float64) float64 {
	switch {
	case z > 0:
		return 1
	case z < 0:
		return -1
	}
	return z // 0, where the density has a corner, and NaN
}

func laplaceBlock(z, g, _ []float64) float64 {
	for i, v := range z {
		g[i] = sign(v)
	}
	return -dot(z, g)
}

// laplaceLower returns the log of the distribution function at z and its
// derivative.
func laplaceLower(z float64) (l, dz float64) {
	if z < 0 {
		return z - math.Ln2, 1
	}
	e := 0.5 * math.Exp(-z)
	return math.Log1p(-e), e / (1 - e)
}
