package dist

import (
	"math"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

// one binds One, or returns nil where it is not offered.
func (d *Dist) one(args []mem.Operand, n int) Eval {
	if d.One == nil || n != 1 || args[0].Adj == nil {
		return nil
	}
	var p []float64
	for _, a := range args[1:] {
		if a.Adj != nil || !scalar(a) {
			return nil
		}
		p = append(p, a.Val[0])
	}
	f, y := d.One(p), args[0]
	return func() (float64, error) {
		lp, dy := f(y.Val[0])
		y.Adj[0] += dy
		return lp, nil
	}
}

// oneLocScale makes One of a location-scale family: body is the log density of
// z = (y-mu)/sigma but for its constant, with its derivative.
func oneLocScale(mu, sigma, constant float64, body func(z float64) (lp, dz float64)) func(y float64) (lp, dy float64) {
	c, inv := constant-math.Log(sigma), 1/sigma
	return func(y float64) (lp, dy float64) {
		lp, dz := body((y - mu) * inv)
		return c + lp, dz * inv
	}
}

func oneNormal(p []float64) func(y float64) (lp, dy float64) {
	return oneLocScale(p[0], p[1], -halfLog2Pi, func(z float64) (lp, dz float64) { return -0.5 * z * z, -z })
}

func oneCauchy(p []float64) func(y float64) (lp, dy float64) {
	return oneLocScale(p[0], p[1], -math.Log(math.Pi), func(z float64) (lp, dz float64) {
		if math.IsInf(z, 0) {
			return math.Inf(-1), 0
		}
		l, g := log1pSquare(z)
		return -l, -g
	})
}

func oneStudentT(p []float64) func(y float64) (lp, dy float64) {
	c, _ := studentTNorm(p[0])
	return oneLocScale(p[1], p[2], c, func(z float64) (lp, dz float64) {
		l, g, _ := studentTBody(z, p[0])
		if math.IsInf(l, -1) {
			return l, 0
		}
		return l, -g
	})
}

func oneExponential(p []float64) func(y float64) (lp, dy float64) {
	beta, c := p[0], math.Log(p[0])
	return func(y float64) (lp, dy float64) { return c - beta*y, -beta }
}

func oneUniform(p []float64) func(y float64) (lp, dy float64) {
	a, b, c := p[0], p[1], -math.Log(p[1]-p[0])
	return func(y float64) (lp, dy float64) {
		if y < a || y > b {
			return math.Inf(-1), 0
		}
		return c, 0
	}
}

func oneGamma(p []float64) func(y float64) (lp, dy float64) {
	alpha, beta := p[0], p[1]
	c := alpha*math.Log(beta) - special.Lgamma(alpha)
	return func(y float64) (lp, dy float64) {
		if !(y > 1e-300 && y < 1e300) || alpha > 1e3 { // the definition keeps digits that this loses
			lp, dy, _, _ := gammaDensity(y, alpha, beta)
			return lp, dy
		}
		return c + (alpha-1)*math.Log(y) - beta*y, (alpha-1)/y - beta
	}
}
