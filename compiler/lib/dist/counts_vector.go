package dist

import (
	"math"
	"slices"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

// The Vectors of masses of data counts: what depends on the data alone is
// computed when they are bound.

// refuse leaves the batch to the definition.
func (b *Batch) refuse() { b.lp[0] = math.NaN() }

// part returns what belongs to the batch of numbers for all elements.
func (b *Batch) part(x []float64) []float64 { return x[b.at : b.at+len(b.lp)] }

// logFactorialOf returns log n! for each of m elements.
func logFactorialOf(n mem.Operand, m int) []float64 {
	f := make([]float64, m)
	for i := range f {
		f[i] = special.Lgamma(n.At(i) + 1)
	}
	return f
}

func bernoulliLogitVector([]mem.Operand) Vector {
	return func(b *Batch) {
		y, alpha, side, p := b.x[0], b.x[1], b.tmp[0], b.tmp[1]
		kernel.Scale(side, -2, y) // side: -1 for a success, 1 for a failure
		kernel.Add(side, side, ones[:len(side)])
		kernel.Mul(p, side, alpha)
		kernel.SoftplusLogit(b.lp, p, p)
		kernel.Scale(b.lp, -1, b.lp)
		if d := b.d[1]; d != nil {
			kernel.Mul(d, side, p)
			kernel.Scale(d, -1, d)
		}
	}
}

func bernoulliVector([]mem.Operand) Vector {
	return func(b *Batch) {
		y, theta, rest, fail := b.x[0], b.x[1], b.tmp[0], b.tmp[1]
		kernel.Sub(fail, ones[:len(y)], y)
		kernel.Scale(rest, -1, theta)
		kernel.Log1p(rest, rest)
		kernel.Mul(rest, rest, fail)
		b.log(b.lp, 1)
		kernel.MulAdd(b.lp, b.lp, y, rest)
		if d := b.d[1]; d != nil {
			b.countSlope(d, y, fail, theta, rest)
		}
	}
}

// countSlope sets d to s/theta - f/(1-theta), for s successes and f failures.
func (b *Batch) countSlope(d, s, f, theta, tmp []float64) {
	kernel.Sub(tmp, ones[:len(theta)], theta)
	kernel.Div(tmp, f, tmp)
	kernel.Div(d, s, theta)
	kernel.Sub(d, d, tmp)
}

func poissonVector(args []mem.Operand) Vector {
	n := args[0]
	if slices.Max(n.Val) > largeCount {
		return nil
	}
	factorials := logFactorialOf(n, size(args))
	return func(b *Batch) {
		n, lambda, t := b.x[0], b.x[1], b.tmp[0]
		b.log(t, 1)
		kernel.Mul(b.lp, n, t)
		kernel.Add(t, lambda, b.part(factorials))
		kernel.Sub(b.lp, b.lp, t)
		if d := b.d[1]; d != nil {
			kernel.Sub(d, n, lambda)
			kernel.Div(d, d, lambda)
		}
	}
}

func poissonLogVector(args []mem.Operand) Vector {
	n := args[0]
	if slices.Max(n.Val) > largeCount {
		return nil
	}
	factorials := logFactorialOf(n, size(args))
	return func(b *Batch) {
		n, alpha, rate, t := b.x[0], b.x[1], b.tmp[0], b.tmp[1]
		kernel.Exp(rate, alpha)
		kernel.Add(t, rate, b.part(factorials))
		kernel.Scale(t, -1, t)
		kernel.MulAdd(b.lp, n, alpha, t)
		if d := b.d[1]; d != nil {
			kernel.Sub(d, n, rate)
		}
	}
}

// chooseOf returns the logs of the binomial coefficients of m elements, or
// false if the counts are too large for plain terms.
func chooseOf(n, trials mem.Operand, m int) ([]float64, bool) {
	if slices.Max(trials.Val) > largeCount {
		return nil, false
	}
	c := make([]float64, m)
	for i := range c {
		c[i] = special.LChoose(trials.At(i), n.At(i))
	}
	return c, true
}

func binomialVector(args []mem.Operand) Vector {
	choose, ok := chooseOf(args[0], args[1], size(args))
	if !ok {
		return nil
	}
	return func(b *Batch) {
		n, theta, fail, t := b.x[0], b.x[2], b.tmp[0], b.tmp[1]
		kernel.Sub(fail, b.x[1], n)
		kernel.Scale(t, -1, theta)
		kernel.Log1p(t, t)
		kernel.MulAdd(t, t, fail, b.part(choose))
		b.log(b.lp, 2)
		kernel.MulAdd(b.lp, b.lp, n, t)
		if d := b.d[2]; d != nil {
			b.countSlope(d, n, fail, theta, t)
		}
	}
}

// binomialLogitVector counts from the outcome that the log odds favour, so
// that nothing cancels where they are large.
func binomialLogitVector(args []mem.Operand) Vector {
	choose, ok := chooseOf(args[0], args[1], size(args))
	if !ok {
		return nil
	}
	return func(b *Batch) {
		n, trials, alpha, soft, p := b.x[0], b.x[1], b.x[2], b.tmp[0], b.tmp[1]
		for i, a := range alpha {
			b.lp[i] = max(a, 0)*(n[i]-trials[i]) + min(a, 0)*n[i]
			p[i] = -math.Abs(a)
		}
		kernel.Log1pExp(soft, p)
		kernel.Mul(soft, soft, trials)
		kernel.Sub(soft, soft, b.part(choose))
		kernel.Sub(b.lp, b.lp, soft)
		if d := b.d[2]; d != nil {
			kernel.InvLogit(p, alpha)
			kernel.Mul(p, p, trials)
			kernel.Sub(d, n, p)
		}
	}
}
