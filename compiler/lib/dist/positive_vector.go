package dist

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

// The Vectors of densities of positive numbers, and of those between 0 and 1.

// logsOf returns a function that gives the logs of argument 0 in a batch, of
// data taken once.
func logsOf(args []mem.Operand) func(b *Batch, tmp []float64) []float64 {
	y := args[0]
	if !constant(y) || scalar(y) {
		return func(b *Batch, tmp []float64) []float64 {
			b.log(tmp, 0)
			return tmp
		}
	}
	logs := make([]float64, len(y.Val))
	for i, v := range y.Val {
		logs[i] = math.Log(v)
	}
	return func(b *Batch, _ []float64) []float64 { return b.part(logs) }
}

func exponentialVector([]mem.Operand) Vector {
	return func(b *Batch) {
		y, beta, t := b.x[0], b.x[1], b.tmp[0]
		b.log(t, 1)
		kernel.Mul(b.lp, y, beta)
		kernel.Sub(b.lp, t, b.lp)
		if d := b.d[0]; d != nil {
			kernel.Scale(d, -1, beta)
		}
		if d := b.d[1]; d != nil {
			b.inv(d, 1)
			kernel.Sub(d, d, y)
		}
	}
}

func lognormalVector(args []mem.Operand) Vector {
	logs := logsOf(args)
	return func(b *Batch) {
		y, z, g, c := b.x[0], b.tmp[0], b.tmp[1], b.tmp[2]
		ly := logs(b, b.tmp[3])
		kernel.Sub(z, ly, b.x[1])
		b.over(z, z, 2)
		b.scaleTerm(c, 2, halfLog2Pi)
		kernel.Sub(c, c, ly)
		normalVector(b.lp, g, z, c)
		b.locScaleSlopes(1, 2, g, z)
		if d := b.d[0]; d != nil { // by log(y) so far
			kernel.Sub(d, d, ones[:len(d)])
			kernel.Div(d, d, y)
		}
	}
}

// gammaVector is for one shape.
func gammaVector(args []mem.Operand) Vector {
	if !scalar(args[1]) {
		return nil
	}
	logs := logsOf(args)
	return func(b *Batch) {
		y, a, beta, lb, t := b.x[0], b.x[1][0], b.x[2], b.tmp[0], b.tmp[1]
		if a > largeShape {
			b.refuse()
			return
		}
		ly := logs(b, b.tmp[3])
		b.log(lb, 2)
		spread(t, -special.Lgamma(a))
		kernel.Axpy(a-1, ly, t)
		kernel.Axpy(a, lb, t)
		kernel.Mul(b.lp, beta, y)
		kernel.Sub(b.lp, t, b.lp)
		if d := b.d[0]; d != nil {
			spread(t, a-1)
			kernel.Div(d, t, y)
			kernel.Sub(d, d, beta)
		}
		if d := b.d[1]; d != nil {
			spread(t, -special.Digamma(a))
			kernel.Add(d, ly, lb)
			kernel.Add(d, d, t)
		}
		if d := b.d[2]; d != nil {
			b.inv(t, 2)
			kernel.Scale(t, a, t)
			kernel.Sub(d, t, y)
		}
	}
}

// betaVector is for one pair of shapes.
func betaVector(args []mem.Operand) Vector {
	if !scalar(args[1]) || !scalar(args[2]) {
		return nil
	}
	logs := logsOf(args)
	return func(b *Batch) {
		y, shape1, shape2, lc, t := b.x[0], b.x[1][0], b.x[2][0], b.tmp[0], b.tmp[1]
		if shape1 > largeShape || shape2 > largeShape {
			b.refuse()
			return
		}
		l, da, db := betaNorm(shape1, shape2)
		ly := logs(b, b.tmp[3])
		kernel.Scale(lc, -1, y)
		kernel.Log1p(lc, lc)
		spread(b.lp, l)
		kernel.Axpy(shape1-1, ly, b.lp)
		kernel.Axpy(shape2-1, lc, b.lp)
		if d := b.d[0]; d != nil {
			spread(d, shape1-1)
			spread(t, shape2-1)
			b.countSlope(d, d, t, y, b.tmp[2])
		}
		if d := b.d[1]; d != nil {
			spread(t, da)
			kernel.Add(d, ly, t)
		}
		if d := b.d[2]; d != nil {
			spread(t, db)
			kernel.Add(d, lc, t)
		}
	}
}

// weibullVector is for one shape.
func weibullVector(args []mem.Operand) Vector {
	if !scalar(args[1]) {
		return nil
	}
	return func(b *Batch) {
		y, a, lr, over := b.x[0], b.x[1][0], b.tmp[0], b.tmp[1] // over: h - 1, for the hazard h
		if a > largeShape {
			b.refuse()
			return
		}
		b.over(lr, y, 2)
		kernel.Log(lr, lr)
		kernel.Scale(over, a, lr)
		kernel.Expm1(over, over)
		b.scaleTerm(b.lp, 2, 1-math.Log(a))
		kernel.Axpy(a-1, lr, b.lp)
		kernel.Sub(b.lp, b.lp, over)
		if d := b.d[0]; d != nil {
			kernel.Scale(d, -a, over)
			kernel.Sub(d, d, ones[:len(d)])
			kernel.Div(d, d, y)
		}
		if d := b.d[1]; d != nil {
			spread(d, 1/a)
			kernel.Mul(b.tmp[2], over, lr)
			kernel.Sub(d, d, b.tmp[2])
		}
		if d := b.d[2]; d != nil {
			kernel.Scale(d, a, over)
			b.over(d, d, 2)
		}
	}
}

func stdNormalVector([]mem.Operand) Vector {
	return func(b *Batch) {
		y, t := b.x[0], b.tmp[0]
		kernel.Scale(t, -0.5, y)
		spread(b.lp, -halfLog2Pi)
		kernel.MulAdd(b.lp, t, y, b.lp)
		if d := b.d[0]; d != nil {
			kernel.Scale(d, -1, y)
		}
	}
}
