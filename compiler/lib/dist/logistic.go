package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var logistic = Dist{
	Name:       "logistic",
	Doc:        "Logistic distribution with location mu and scale sigma.",
	CumVariate: mem.Real,
	Args: []Arg{
		{Name: "y", Domain: mem.Finite, Shows: true},
		{Name: "mu", Domain: mem.Finite, Shows: true},
		{Name: "sigma", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(func(y, mu, sigma float64) (lp, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		g := math.Tanh(z / 2)
		a := math.Abs(z)
		return -a - 2*math.Log1p(math.Exp(-a)) - math.Log(sigma), -g / sigma, g / sigma, (z*g - 1) / sigma
	}),
	LogCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		return locScaleTail(special.LogInvLogit(z), special.InvLogit(-z), z, sigma)
	}),
	LogCCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		return locScaleTail(special.LogInvLogit(-z), -special.InvLogit(z), z, sigma)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		u := openUnit(rng)
		return p[0] + p[1]*(math.Log(u)-math.Log1p(-u))
	},
	Bind: func(args []mem.Operand) Eval {
		return newLocScale(args[0], args[1], args[2], 0, logisticBlock).eval
	},
	Vector: locScaleVector(0, logisticVector),
}

func logisticBlock(z, g, tmp []float64) float64 {
	if len(z) >= few {
		for i, v := range z {
			tmp[i] = -math.Abs(v)
		}
		l := sum(tmp)
		kernel.Log1pExp(tmp, tmp)
		kernel.Scale(g, 0.5, z)
		kernel.Tanh(g, g)
		return l - 2*sum(tmp)
	}
	var logs logProduct
	total := 0.0
	for i, v := range z {
		a := math.Abs(v)
		e := math.Exp(-a)
		logs.add(e)
		total += a
		if a < 0.5 { // where 1-e loses digits
			g[i] = math.Tanh(v / 2)
		} else {
			g[i] = math.Copysign((1-e)/(1+e), v)
		}
	}
	return -total - 2*logs.sum()
}
