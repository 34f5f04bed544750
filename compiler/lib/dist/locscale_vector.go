package dist

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// locScaleVector is the Vector of a location-scale family with arguments y, mu
// and sigma. For each standardised z, std sets lp to f(z) + c and g to -f'(z);
// pad is the constant in f, negated.
func locScaleVector(pad float64, std func(lp, g, z, c []float64)) func([]mem.Operand) Vector {
	return func([]mem.Operand) Vector {
		return func(b *Batch) { b.locScale(1, 2, pad, std) }
	}
}

// locScale takes the variate from argument 0 and the location and scale from
// arguments mu and sigma.
func (b *Batch) locScale(mu, sigma int, pad float64, std func(lp, g, z, c []float64)) {
	z, g, c := b.tmp[0], b.tmp[1], b.tmp[2]
	kernel.Sub(z, b.x[0], b.x[mu])
	b.over(z, z, sigma)
	b.scaleTerm(c, sigma, pad)
	std(b.lp, g, z, c)
	b.locScaleSlopes(mu, sigma, g, z)
}

// scaleTerm sets c to -log(sigma) - pad.
func (b *Batch) scaleTerm(c []float64, sigma int, pad float64) {
	if b.one[sigma] {
		spread(c, -math.Log(b.x[sigma][0])-pad)
		return
	}
	kernel.Log(c, b.x[sigma])
	for i, v := range c {
		c[i] = -v - pad
	}
}

func (b *Batch) locScaleSlopes(mu, sigma int, g, z []float64) {
	if d := b.d[sigma]; d != nil {
		kernel.MulAdd(d, z, g, minusOnes[:len(d)])
		b.over(d, d, sigma)
	}
	if d := b.d[mu]; d != nil {
		b.over(d, g, sigma)
	}
	if d := b.d[0]; d != nil {
		b.over(d, g, sigma)
		kernel.Scale(d, -1, d)
	}
}

func normalVector(lp, g, z, c []float64) {
	kernel.Scale(g, -0.5, z)
	kernel.MulAdd(lp, z, g, c)
	copy(g, z)
}

func cauchyVector(lp, g, z, c []float64) {
	kernel.Mul(g, z, z)
	kernel.Log1p(lp, g)
	kernel.Sub(lp, c, lp)
	kernel.Add(g, g, ones[:len(g)])
	kernel.Div(g, z, g)
	kernel.Scale(g, 2, g)
}

func laplaceVector(lp, g, z, c []float64) {
	for i, v := range z {
		lp[i] = c[i] - math.Abs(v)
		g[i] = math.Copysign(1, v)
		if v == 0 {
			g[i] = 0
		}
	}
}

func logisticVector(lp, g, z, c []float64) {
	for i, v := range z {
		lp[i] = -math.Abs(v)
	}
	kernel.Log1pExp(g, lp)
	kernel.Add(lp, lp, c)
	kernel.Scale(g, -2, g)
	kernel.Add(lp, lp, g)
	kernel.Scale(g, 0.5, z)
	kernel.Tanh(g, g)
}
