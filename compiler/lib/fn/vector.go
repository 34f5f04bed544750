package fn

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// batch is how many elements pass through the kernels of one function at a
// time: few enough that they stay in the first cache.
const batch = 256

// A vectorMap is a map of one argument through vector kernels.
type vectorMap struct {
	// value sets out to the function of x; tmp is scratch.
	value func(out, x, tmp []float64)
	// slope sets d to the derivative at x, where the value is out.
	slope func(d, out, x []float64)
	from  int // the length from which it pays
}

// bind serves containers that are worth a kernel; shorter ones have few, or
// the definition if that is nil.
func (v vectorMap) bind(few binds) binds {
	return func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		n := len(out.Val)
		switch {
		case n >= v.from:
			return v.forward(out.Val, args[0].Val), v.reverse(out, args[0])
		case few != nil:
			return few(out, args)
		}
		return nil, nil
	}
}

func (v vectorMap) forward(out, x []float64) func() error {
	tmp := make([]float64, min(batch, len(out)))
	return always(func() {
		for i := 0; i < len(out); i += batch {
			j := min(i+batch, len(out))
			v.value(out[i:j], x[i:j], tmp[:j-i])
		}
	})
}

func (v vectorMap) reverse(out, x mem.Operand) func() {
	if x.Adj == nil {
		return nil
	}
	tmp := make([]float64, min(batch, len(out.Val)))
	return func() {
		for i := 0; i < len(out.Val); i += batch {
			j := min(i+batch, len(out.Val))
			d, adj := tmp[:j-i], x.Adj[i:j]
			v.slope(d, out.Val[i:j], x.Val[i:j])
			kernel.MulAdd(adj, out.Adj[i:j], d, adj)
		}
	}
}

var allOnes = func() (x [batch]float64) {
	for i := range x {
		x[i] = 1
	}
	return x
}()

// one returns as many ones as x has elements.
func one(x []float64) []float64 { return allOnes[:len(x)] }

func negate(dst, x []float64) { kernel.Scale(dst, -1, x) }

// reciprocal sets dst to 1/x.
func reciprocal(dst, x []float64) { kernel.Div(dst, one(x), x) }

var (
	vectorExp = vectorMap{
		func(out, x, _ []float64) { kernel.Exp(out, x) },
		func(d, out, _ []float64) { copy(d, out) },
		short,
	}
	vectorExpm1 = vectorMap{
		func(out, x, _ []float64) { kernel.Expm1(out, x) },
		func(d, _, x []float64) { kernel.Exp(d, x) },
		short,
	}
	vectorLog = vectorMap{
		func(out, x, _ []float64) { kernel.Log(out, x) },
		func(d, _, x []float64) { reciprocal(d, x) },
		short,
	}
	vectorLog1p = vectorMap{
		func(out, x, _ []float64) { kernel.Log1p(out, x) },
		func(d, _, x []float64) { kernel.Add(d, one(x), x); reciprocal(d, d) },
		short,
	}
	vectorLog1m = vectorMap{
		func(out, x, _ []float64) { negate(out, x); kernel.Log1p(out, out) },
		func(d, _, x []float64) { kernel.Sub(d, x, one(x)); reciprocal(d, d) },
		short,
	}
	vectorSqrt = vectorMap{
		func(out, x, _ []float64) { kernel.Sqrt(out, x) },
		func(d, out, _ []float64) { kernel.Scale(d, 2, out); reciprocal(d, d) },
		few,
	}
	vectorSquare = vectorMap{
		func(out, x, _ []float64) { kernel.Mul(out, x, x) },
		func(d, _, x []float64) { kernel.Scale(d, 2, x) },
		few,
	}
	vectorInv = vectorMap{
		func(out, x, _ []float64) { reciprocal(out, x) },
		func(d, out, _ []float64) { kernel.Mul(d, out, out); negate(d, d) },
		few,
	}
	vectorInvSqrt = vectorMap{
		func(out, x, _ []float64) { kernel.Sqrt(out, x); reciprocal(out, out) },
		func(d, out, x []float64) { kernel.Scale(d, -0.5, out); kernel.Div(d, d, x) },
		few,
	}
	// The slope of inv_logit is no 1 - value, which cancels near 1.
	vectorInvLogit = vectorMap{
		func(out, x, _ []float64) { kernel.InvLogit(out, x) },
		func(d, out, x []float64) { negate(d, x); kernel.InvLogit(d, d); kernel.Mul(d, d, out) },
		short,
	}
	vectorLogit = vectorMap{
		logitValue,
		func(d, _, x []float64) { kernel.Sub(d, one(x), x); kernel.Mul(d, d, x); reciprocal(d, d) },
		short,
	}
	vectorLog1pExp = vectorMap{
		func(out, x, _ []float64) { kernel.Log1pExp(out, x) },
		func(d, _, x []float64) { kernel.InvLogit(d, x) },
		short,
	}
	vectorLogInvLogit = vectorMap{
		func(out, x, _ []float64) { negate(out, x); kernel.Log1pExp(out, out); negate(out, out) },
		func(d, _, x []float64) { negate(d, x); kernel.InvLogit(d, d) },
		short,
	}
	vectorLog1mInvLogit = vectorMap{
		func(out, x, _ []float64) { kernel.Log1pExp(out, x); negate(out, out) },
		func(d, _, x []float64) { kernel.InvLogit(d, x); negate(d, d) },
		short,
	}
	vectorPhi = vectorMap{
		func(out, x, _ []float64) { kernel.Phi(out, x) },
		func(d, _, x []float64) {
			kernel.Scale(d, -0.5, x)
			kernel.Mul(d, d, x)
			kernel.Exp(d, d)
			kernel.Scale(d, invSqrt2Pi, d)
		},
		short,
	}
	vectorLog1mExp = vectorMap{log1mExpValue, log1mExpSlope, short}
	vectorTanh     = vectorMap{
		func(out, x, _ []float64) { kernel.Tanh(out, x) },
		tanhSlope,
		short,
	}
)

// logitValue takes log(1 + (2x-1)/(1-x)) in the middle, where the logarithm of
// a number near 1 would lose digits.
func logitValue(out, x, tmp []float64) {
	kernel.Sub(tmp, one(x), x)
	kernel.Div(out, x, tmp)
	kernel.Log(out, out)
	for i, c := range tmp {
		tmp[i] = (2*x[i] - 1) / c
	}
	kernel.Log1p(tmp, tmp)
	for i, v := range x {
		if v > 0.25 && v < 0.75 {
			out[i] = tmp[i]
		}
	}
}

// tanhSlope is the density of the logistic distribution, 4 p (1-p) for
// p = inv_logit(2x), of which the smaller factor is computed by itself.
func tanhSlope(d, out, x []float64) {
	for i, v := range x {
		d[i] = -2 * max(v, -v)
	}
	kernel.InvLogit(d, d)
	for i, p := range d {
		d[i] = 4 * p * (1 - p)
	}
}

// log1mExpValue takes one of two formulas for each element; see log1mExp.
func log1mExpValue(out, x, tmp []float64) {
	kernel.Exp(tmp, x)
	negate(tmp, tmp)
	kernel.Log1p(tmp, tmp)
	kernel.Expm1(out, x)
	negate(out, out)
	kernel.Log(out, out)
	for i, v := range x {
		if v <= -math.Ln2 {
			out[i] = tmp[i]
		}
	}
}

func log1mExpSlope(d, _, x []float64) {
	negate(d, x)
	kernel.Expm1(d, d)
	negate(d, d)
	reciprocal(d, d)
	for i, v := range x {
		if v > 0 {
			d[i] = math.NaN()
		}
	}
}
