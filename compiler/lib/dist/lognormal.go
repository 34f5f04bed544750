package dist

import (
	"math"
	"math/rand/v2"
	"slices"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var lognormal = Dist{
	Name: "lognormal",
	Doc:  "Lognormal distribution: log(y) is normal with mean mu and standard deviation sigma.",
	Args: []Arg{
		{Name: "y", Domain: mem.Nonnegative},
		{Name: "mu", Domain: mem.Finite, Shows: true},
		{Name: "sigma", Domain: mem.PositiveFin},
	},
	LogPDF: Kernel3(func(y, mu, sigma float64) (lp, dy, dmu, dsigma float64) {
		if y == 0 || math.IsInf(y, 1) {
			return math.Inf(-1), 0, 0, 0
		}
		ly := math.Log(y)
		z := (ly - mu) / sigma
		return -0.5*z*z - math.Log(sigma) - ly - halfLog2Pi, -(1 + z/sigma) / y, z / sigma, (z*z - 1) / sigma
	}),
	LogCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (math.Log(y) - mu) / sigma
		l, dz := special.LogPhi(z)
		return lognormalTail(l, dz, y, z, sigma)
	}),
	LogCCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (math.Log(y) - mu) / sigma
		l, dz := special.LogPhic(z)
		return lognormalTail(l, dz, y, z, sigma)
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return math.Exp(p[0] + p[1]*rng.NormFloat64()) },
	Bind:   bindLognormal,
	Vector: lognormalVector,
}

func lognormalTail(l, dz, y, z, sigma float64) (_, dy, dmu, dsigma float64) {
	l, dly, dmu, dsigma := locScaleTail(l, dz, z, sigma)
	if dly == 0 {
		return l, 0, dmu, dsigma
	}
	return l, dly / y, dmu, dsigma
}

// bindLognormal is the normal density of log(y), the logs of data taken once.
func bindLognormal(args []mem.Operand) Eval {
	y := args[0]
	if !constant(y) || slices.Contains(y.Val, 0) || slices.Contains(y.Val, math.Inf(1)) {
		return nil
	}
	logs := make([]float64, len(y.Val))
	for i, v := range y.Val {
		logs[i] = math.Log(v)
	}
	inner := bindNormal([]mem.Operand{{Val: logs, Dims: y.Dims, Type: y.Type}, args[1], args[2]})
	jacobian := sum(logs)
	if scalar(y) {
		jacobian *= float64(size(args))
	}
	return func() (float64, error) {
		lp, err := inner()
		return lp - jacobian, err
	}
}
