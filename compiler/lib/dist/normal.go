package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

const halfLog2Pi = 0.918938533204672741780329736406 // log(2π)/2

var normal = Dist{
	Name: "normal",
	Doc:  "Normal distribution with mean mu and standard deviation sigma.",
	Args: []Arg{
		{Name: "y", Domain: mem.Real, Shows: true},
		{Name: "mu", Domain: mem.Finite, Shows: true},
		{Name: "sigma", Domain: mem.Positive, Shows: true},
	},
	One: oneNormal,
	LogPDF: Kernel3(func(y, mu, sigma float64) (lp, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		return -0.5*z*z - math.Log(sigma) - halfLog2Pi, -z / sigma, z / sigma, (z*z - 1) / sigma
	}),
	LogCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz := special.LogPhi(z)
		return locScaleTail(l, dz, z, sigma)
	}),
	LogCCDF: Kernel3(func(y, mu, sigma float64) (l, dy, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz := special.LogPhic(z)
		return locScaleTail(l, dz, z, sigma)
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return p[0] + p[1]*rng.NormFloat64() },
	Bind:   bindNormal,
	Vector: locScaleVector(halfLog2Pi, normalVector),
}

// locScaleTail turns the derivative of a log tail by z = (y-mu)/sigma into
// those by y, mu and sigma. Where z is infinite or the tail is empty they are
// zero.
func locScaleTail(l, dz, z, sigma float64) (_, dy, dmu, dsigma float64) {
	if l == 0 || math.IsInf(l, -1) || math.IsInf(z, 0) {
		return l, 0, 0, 0
	}
	return l, dz / sigma, -dz / sigma, -dz * z / sigma
}

func bindNormal(args []mem.Operand) Eval {
	y, mu, sigma := args[0], args[1], args[2]
	switch {
	case scalar(sigma) && constant(y) && scalar(mu):
		return normalSummary(y, mu, sigma)
	case scalar(sigma) && constant(y) && !scalar(y) && !constant(mu):
		return normalRegression(y, mu, sigma)
	}
	return newLocScale(y, mu, sigma, halfLog2Pi, normalBlock).eval
}

func normalBlock(z, g, _ []float64) float64 {
	copy(g, z)
	return -0.5 * dot(z, z)
}

// normalSummary is for data under one mean and one scale: the number of data,
// their mean and their sum of squares about it are all that matters.
func normalSummary(y, mu, sigma mem.Operand) Eval {
	n := float64(len(y.Val))
	mean := sum(y.Val) / n
	ss := 0.0
	for _, v := range y.Val {
		ss += (v - mean) * (v - mean)
	}
	return func() (float64, error) {
		inv := 1 / sigma.Val[0]
		d := (mean - mu.Val[0]) * inv
		total := ss*inv*inv + n*d*d
		if mu.Adj != nil {
			mu.Adj[0] += n * d * inv
		}
		if sigma.Adj != nil {
			sigma.Adj[0] += (total - n) * inv
		}
		return -0.5*total - n*(math.Log(sigma.Val[0])+halfLog2Pi), nil
	}
}

// normalRegression is for data with a mean each and one scale: a regression's
// likelihood.
func normalRegression(y, mu, sigma mem.Operand) Eval {
	n := len(y.Val)
	slope := scratch(n)
	return func() (float64, error) {
		inv, ss := 1/sigma.Val[0], 0.0
		for i := 0; i < n; i += block {
			j := min(i+block, n)
			d := slope[:j-i]
			ss += residuals(y.Val[i:j], mu.Val[i:j], mu.Adj[i:j], d, inv)
		}
		if sigma.Adj != nil {
			sigma.Adj[0] += (ss - float64(n)) * inv
		}
		return -0.5*ss - float64(n)*(math.Log(sigma.Val[0])+halfLog2Pi), nil
	}
}

// residuals returns the sum of z² for z = (y-mu) inv and adds z inv to adj; d
// is scratch.
func residuals(y, mu, adj, d []float64, inv float64) (ss float64) {
	if len(y) >= few {
		ss = kernel.NormalResid(y, mu, inv, d)
		kernel.Add(adj, adj, d)
		return ss
	}
	mu, adj = mu[:len(y)], adj[:len(y)]
	for i, v := range y {
		z := (v - mu[i]) * inv
		ss += z * z
		adj[i] += z * inv
	}
	return ss
}
