package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

var cauchy = Dist{
	Name: "cauchy",
	Doc:  "Cauchy distribution with location mu and scale sigma.",
	Args: []Arg{
		{Name: "y", Domain: mem.Real, Shows: true},
		{Name: "mu", Domain: mem.Finite, Shows: true},
		{Name: "sigma", Domain: mem.PositiveFin},
	},
	One: oneCauchy,
	LogPDF: Kernel3(func(y, mu, sigma float64) (lp, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		if math.IsInf(z, 0) {
			return math.Inf(-1), 0, 0, 0
		}
		l, g := log1pSquare(z)
		return -l - math.Log(sigma) - math.Log(math.Pi), -g / sigma, g / sigma, (z*g - 1) / sigma
	}),
	LogCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz := cauchyLower(z)
		return locScaleTail(l, dz, z, sigma)
	}),
	LogCCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz := cauchyLower(-z)
		return locScaleTail(l, -dz, z, sigma)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		return p[0] + p[1]*rng.NormFloat64()/rng.NormFloat64() // a ratio of normals
	},
	Bind: func(args []mem.Operand) Eval {
		return newLocScale(args[0], args[1], args[2], math.Log(math.Pi), cauchyBlock).eval
	},
	Vector: locScaleVector(math.Log(math.Pi), cauchyVector),
}

// log1pSquare returns log(1 + z²) and its derivative, also where z² overflows.
func log1pSquare(z float64) (l, dz float64) {
	if math.Abs(z) > 1e150 {
		return 2 * math.Log(math.Abs(z)), 2 / z
	}
	return math.Log1p(z * z), 2 * z / (1 + z*z)
}

// largeSquares is the sum of squares above which the fused densities with
// heavy tails look at each of them.
const largeSquares = 1e300

func cauchyBlock(z, g, tmp []float64) float64 {
	if len(z) >= few {
		kernel.Mul(tmp, z, z)
		if sum(tmp) < largeSquares {
			kernel.Add(g, tmp, ones[:len(g)])
			kernel.Div(g, z, g)
			kernel.Scale(g, 2, g)
			kernel.Log1p(tmp, tmp)
			return -sum(tmp)
		}
	}
	var logs logProduct
	for i, v := range z {
		e := v * v
		if e > 1e300 {
			l, d := log1pSquare(v)
			logs.logs += l
			g[i] = d
			continue
		}
		logs.add(e)
		g[i] = 2 * v / (1 + e)
	}
	return -logs.sum()
}

// cauchyLower returns the log of the distribution function at z and its
// derivative.
func cauchyLower(z float64) (l, dz float64) {
	if z == 0 {
		return -math.Ln2, 2 / math.Pi
	}
	a := math.Abs(z)
	angle := math.Atan2(1, a) // π times the tail beyond |z|
	dz = 1 / (a + 1/a) / a    // 1/(1+z²), the density times π
	if z > 0 {
		return math.Log1p(-angle / math.Pi), dz / (math.Pi - angle)
	}
	return math.Log(angle / math.Pi), 1 / (a + 1/a) / (a * angle)
}
