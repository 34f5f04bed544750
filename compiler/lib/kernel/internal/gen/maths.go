package main

import (
	"fmt"
	"math"
)

// A writer writes programs; its methods are the functions of the package's
// *_portable.go, operation by operation.
type writer struct {
	*program
	consts constants
}

func (w writer) num(x float64) value    { return w.constant(math.Float64bits(x)) }
func (w writer) named(s string) value   { return w.constant(w.consts.float(s)) }
func (w writer) bits(s string) value    { return w.constant(w.consts.integer(s)) }
func (w writer) abs(x value) value      { return w.and(x, w.constant(1<<63-1)) }
func (w writer) sign() value            { return w.constant(1 << 63) }
func (w writer) negate(x value) value   { return w.xor(x, w.sign()) }
func (w writer) negAbs(x value) value   { return w.or(x, w.sign()) }
func (w writer) positive(x value) value { return w.max(x, w.num(0)) }

// horner evaluates the coefficients prefixC(from), prefixC(from-2), ... of a
// polynomial at z.
func (w writer) horner(prefix string, from int, z value) value {
	return w.hornerTo(prefix, from, 0, z)
}

// hornerTo is horner down to a coefficient.
func (w writer) hornerTo(prefix string, from, to int, z value) value {
	at := func(i int) value { return w.named(fmt.Sprintf("%sC%d", prefix, i)) }
	s := at(from)
	for i := from - 2; i >= to; i -= 2 {
		s = w.fma(s, z, at(i))
	}
	return s
}

// expSplit returns n, n + roundInt, and r for x = n log(2) + r, also before the
// low part of the logarithm is taken from it (r1).
func (w writer) expSplit(x value) (n, t, r1, r value) {
	t = w.fma(x, w.named("log2e"), w.named("roundInt"))
	n = w.minus(t, w.named("roundInt"))
	r1 = w.fnma(n, w.named("ln2Hi"), x)
	return n, t, r1, w.fnma(n, w.named("ln2Lo"), r1)
}

// expTail returns (e^r - 1 - r)/r², given z = r².
func (w writer) expTail(r, z value) value {
	return w.fma(w.horner("exp", 9, z), r, w.horner("exp", 8, z))
}

// expReduce returns e^r - 1, n and n + roundInt for x = n log(2) + r.
func (w writer) expReduce(x value) (p, n, t value) {
	n, t, _, r := w.expSplit(x)
	z := w.times(r, r)
	return w.fma(w.expTail(r, z), z, r), n, t
}

func (w writer) exp(x value) value {
	return w.expNegative(w.min(w.named("expHigh"), x))
}

// expNegative is exp for arguments that do not overflow.
func (w writer) expNegative(x value) value {
	p, n, t := w.expReduce(w.max(w.named("expLow"), x))
	return w.scale(w.plus(p, w.num(1)), n, t)
}

func (w writer) expm1(x value) value {
	n, t, r1, r := w.expSplit(w.max(w.named("expm1Low"), w.min(w.named("expHigh"), x)))
	lost := w.fnma(n, w.named("ln2Lo"), w.minus(r1, r))
	z := w.times(r, r)
	s := w.power(t, -1)
	y := w.fma(w.fma(w.expTail(r, z), z, lost), s, w.fma(r, s, w.minus(s, w.num(0.5))))
	return w.choose(w.cmp(notGreaterOrEq, w.abs(x), w.named("tiny")), x, w.plus(y, y))
}

func (w writer) tanh(x value) value {
	a := w.abs(x)
	z := w.times(a, a)
	zz := w.times(z, z)
	tail := w.fma(w.horner("tanh", 9, zz), z, w.horner("tanh", 10, zz))
	small := w.fma(w.times(a, z), tail, a)
	b := w.min(w.named("tanhHigh"), a)
	p, _, t := w.expReduce(w.plus(b, b))
	e := w.times(w.plus(p, w.num(1)), w.power(t, 0))
	large := w.minus(w.num(1), w.over(w.num(2), w.plus(e, w.num(1))))
	return w.or(w.choose(w.cmp(less, a, w.named("tanhSmall")), small, large), w.and(x, w.sign()))
}

// logReduced returns log((1+f) 2^n).
func (w writer) logReduced(f, n value) value {
	r := w.atanhSeries("log", 5, 6, f)
	return w.fma(n, w.named("ln2Hi"), w.fma(n, w.named("ln2Lo"), r))
}

// atanhSeries returns log(1+f) by a polynomial in s², s = f/(2+f).
func (w writer) atanhSeries(prefix string, odd, even int, f value) value {
	s := w.over(f, w.plus(f, w.num(2)))
	z := w.times(s, s)
	zz := w.times(z, z)
	tail := w.fma(w.horner(prefix, odd, zz), z, w.horner(prefix, even, zz))
	return w.fnma(s, w.fnma(z, tail, f), f)
}

func (w writer) logSplit(x value) (m, exponent value) {
	b := w.addI(x, w.constant(w.consts.integer("bitsOne")-w.consts.integer("bitsSqrtHalf")))
	m = w.addI(w.and(b, w.bits("bitsMantissa")), w.bits("bitsSqrtHalf"))
	return m, w.shr(b, 52)
}

func (w writer) log(x value) value {
	below := w.cmp(less, x, w.named("minNormal"))
	scaled := w.choose(below, w.times(x, w.named("toNormal")), x)
	bias := w.choose(below, w.num(1<<52+1023+54), w.num(1<<52+1023))
	m, e := w.logSplit(scaled)
	y := w.logReduced(w.minus(m, w.num(1)), w.minus(w.or(e, w.bits("bitsTwo52")), bias))
	y = w.choose(w.cmp(notLessOrEqual, x, w.num(math.MaxFloat64)), x, y)
	y = w.choose(w.cmp(equal, x, w.num(0)), w.num(math.Inf(-1)), y)
	return w.choose(w.cmp(less, x, w.num(0)), w.num(math.NaN()), y)
}

func (w writer) log1p(x value) value {
	u := w.plus(x, w.num(1))
	lost := w.minus(x, w.minus(u, w.num(1)))
	m, e := w.logSplit(u)
	twice := w.shl(w.subI(w.constant(2*1023+1), e), 52)
	f := w.fma(w.times(lost, w.num(0.5)), twice, w.minus(m, w.num(1)))
	y := w.logReduced(f, w.minus(w.or(e, w.bits("bitsTwo52")), w.num(1<<52+1023)))
	y = w.choose(w.cmp(notGreaterOrEq, w.abs(x), w.named("tiny")), x, y)
	y = w.choose(w.cmp(greater, x, w.num(math.MaxFloat64)), x, y)
	y = w.choose(w.cmp(equal, x, w.num(-1)), w.num(math.Inf(-1)), y)
	return w.choose(w.cmp(less, x, w.num(-1)), w.num(math.NaN()), y)
}

// log1pUnit returns log(1+t) for t in [0, 1].
func (w writer) log1pUnit(t value) value { return w.atanhSeries("soft", 9, 8, t) }

// softplus returns log(1 + e^x), given t = e^-|x|.
func (w writer) softplus(x, t value) value { return w.plus(w.positive(x), w.log1pUnit(t)) }

// logistic returns 1/(1 + e^-x), given t = e^-|x|.
func (w writer) logistic(x, t value) value {
	one := w.num(1)
	u := w.plus(t, one)
	lost := w.minus(t, w.minus(u, one))
	q := w.over(t, u)
	q = w.fnma(w.times(q, lost), w.minus(one, q), q)
	return w.choose(w.cmp(greaterOrEqual, x, w.num(0)), w.minus(one, q), q)
}

// logisticFast is logistic to 2.5 ulp.
func (w writer) logisticFast(x, t value) value {
	num := w.choose(w.cmp(greaterOrEqual, x, w.num(0)), w.num(1), t)
	return w.over(num, w.plus(t, w.num(1)))
}

// phi returns the standard normal distribution function and density at x.
func (w writer) phi(x value) (p, density value) {
	a := w.min(w.named("phiHigh"), w.abs(x))
	square := w.times(a, a)
	lost := w.fms(a, a, square)
	e := w.expNegative(w.times(square, w.num(-0.5)))
	e = w.fma(w.times(lost, w.num(-0.5)), e, e)
	d := w.plus(a, w.num(5))
	v := w.over(w.num(1), d)
	rest := w.fnma(d, v, w.num(1))
	rest = w.fnma(w.minus(a, w.minus(d, w.num(5))), v, rest)
	t := w.fma(w.times(v, w.num(-10)), rest, w.fma(v, w.num(-10), w.num(1)))
	tail := w.times(w.times(e, w.fma(v, rest, v)), w.mills(t))
	p = w.choose(w.cmp(greater, x, w.num(0)), w.minus(w.num(1), tail), tail)
	return p, w.times(e, w.named("invRoot2Pi"))
}

// mills returns exp(a²/2) Φ(-a) (a+5) for t = (a-5)/(a+5).
func (w writer) mills(t value) value {
	z := w.times(t, t)
	s := w.fma(w.hornerTo("phi", 23, 5, z), t, w.hornerTo("phi", 22, 4, z))
	for _, c := range []string{"phiC3", "phiC2", "phiC1", "phiC0"} {
		s = w.fma(s, t, w.named(c))
	}
	return s
}
