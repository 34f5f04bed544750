package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var gamma = Dist{
	Name:       "gamma",
	Doc:        "Gamma distribution with shape alpha and rate (inverse scale) beta.",
	CumVariate: mem.Nonnegative,
	Args: []Arg{
		{Name: "y", Domain: mem.PositiveFin},
		{Name: "alpha", Domain: mem.PositiveFin},
		{Name: "beta", Domain: mem.PositiveFin},
	},
	One:    oneGamma,
	LogPDF: Kernel3(gammaDensity),
	LogCDF: Kernel3(func(y, alpha, beta float64) (l, dy, dalpha, dbeta float64) {
		t := special.IncGamma(alpha, beta*y)
		return t.LogP, beta * t.LogPx, t.LogPa, times(y, t.LogPx)
	}),
	LogCCDF: Kernel3(func(y, alpha, beta float64) (l, dy, dalpha, dbeta float64) {
		t := special.IncGamma(alpha, beta*y)
		return t.LogQ, beta * t.LogQx, t.LogQa, times(y, t.LogQx)
	}),
	Rand:   func(rng *rand.Rand, p []float64) float64 { return drawGamma(rng, p[0]) / p[1] },
	Bind:   bindGamma,
	Vector: gammaVector,
}

func gammaDensity(y, alpha, beta float64) (lp, dy, dalpha, dbeta float64) {
	l, da := special.GammaPrefix(alpha, beta*y)
	return l + math.Log(alpha) - math.Log(y), (alpha-1)/y - beta, da + 1/alpha, (alpha - beta*y) / beta
}

// times is a product in which an exact zero wins over infinity.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// largeShape is where the terms of a gamma density, each of the size of the
// shape, cancel to a few digits less than the definition keeps.
const largeShape = 100

// bindGamma is for one shape; the rate may be one or many.
func bindGamma(args []mem.Operand) Eval {
	y, alpha, beta := args[0], args[1], args[2]
	n := size(args)
	if !scalar(alpha) || scalar(y) {
		return nil
	}
	exact := Kernel3(gammaDensity).Bind(n, args)
	logs := make([]float64, n)
	logSum, total := gammaLogs(y.Val, logs)
	return func() (float64, error) {
		a := alpha.Val[0]
		if a > largeShape {
			return exact()
		}
		if !constant(y) {
			logSum, total = gammaLogs(y.Val, logs)
		}
		lp, logBeta := gammaRates(y, beta, a, total, float64(n))
		if y.Adj != nil {
			for i, v := range y.Val {
				y.Adj[i] += (a-1)/v - beta.At(i)
			}
		}
		if alpha.Adj != nil {
			alpha.Adj[0] += logBeta + logSum - float64(n)*special.Digamma(a)
		}
		return lp + (a-1)*logSum + a*logBeta - float64(n)*special.Lgamma(a), nil
	}
}

// gammaLogs returns the sums of log(y) and of y.
func gammaLogs(y, logs []float64) (logSum, total float64) {
	for i, v := range y {
		logs[i] = math.Log(v)
	}
	return sum(logs), sum(y)
}

// gammaRates returns -Σ beta y and Σ log(beta), and adds the derivatives by
// beta.
func gammaRates(y, beta mem.Operand, alpha, total, n float64) (lp, logBeta float64) {
	if scalar(beta) {
		b := beta.Val[0]
		if beta.Adj != nil {
			beta.Adj[0] += n*alpha/b - total
		}
		return -b * total, n * math.Log(b)
	}
	for i, b := range beta.Val {
		logBeta += math.Log(b)
		if beta.Adj != nil {
			beta.Adj[i] += alpha/b - y.Val[i]
		}
	}
	return -dot(beta.Val, y.Val), logBeta
}
