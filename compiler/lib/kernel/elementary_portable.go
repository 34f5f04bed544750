package kernel

import "math"

// The portable bodies. Each is the sequence of operations that the assembly
// follows too; where a product is not fused into a sum it is converted to
// float64, which the language specification says prevents fusing.

// expTail returns (e^r - 1 - r)/r² for |r| <= log(2)/2, given z = r².
func expTail(r, z float64) float64 {
	even := math.FMA(math.FMA(math.FMA(math.FMA(expC8, z, expC6), z, expC4), z, expC2), z, expC0)
	odd := math.FMA(math.FMA(math.FMA(math.FMA(expC9, z, expC7), z, expC5), z, expC3), z, expC1)
	return math.FMA(odd, r, even)
}

// expReduce splits x into k log(2) + r and returns e^r - 1 and k.
func expReduce(x float64) (p float64, k int32) {
	t := math.FMA(x, log2e, roundInt)
	n := t - roundInt
	r := math.FMA(-n, ln2Lo, math.FMA(-n, ln2Hi, x))
	z := float64(r * r)
	return math.FMA(expTail(r, z), z, r), int32(math.Float64bits(t))
}

// twoTo returns 2^k for -1022 <= k <= 1023.
func twoTo(k int32) float64 {
	return math.Float64frombits(uint64(int64(k)+expBias) << mantissaBits)
}

// exp returns e^x.
func exp(x float64) float64 {
	if x > expHigh {
		x = expHigh
	}
	if x < expLow {
		x = expLow
	}
	p, k := expReduce(x)
	half := k >> 1 // in two steps, since 2^k alone may be 0 or infinite
	return float64(float64((1+p)*twoTo(half)) * twoTo(k-half))
}

// expm1 returns e^x - 1.
func expm1(x float64) float64 {
	if !(math.Abs(x) >= tiny) {
		return x
	}
	if x > expHigh {
		x = expHigh
	}
	if x < expm1Low {
		x = expm1Low
	}
	t := math.FMA(x, log2e, roundInt)
	n := t - roundInt
	r1 := math.FMA(-n, ln2Hi, x)
	r := math.FMA(-n, ln2Lo, r1)
	lost := math.FMA(-n, ln2Lo, r1-r) // where 2^k - 1 nearly cancels r, its rounding would show
	z := float64(r * r)
	s := twoTo(int32(math.Float64bits(t)) - 1) // half, since 2^k may be infinite
	return 2 * math.FMA(math.FMA(expTail(r, z), z, lost), s, math.FMA(r, s, s-0.5))
}

// tanh returns the hyperbolic tangent of x.
func tanh(x float64) float64 {
	a := math.Abs(x)
	if a < tanhSmall {
		z := float64(a * a)
		zz := float64(z * z)
		even := math.FMA(math.FMA(math.FMA(math.FMA(math.FMA(tanhC10, zz, tanhC8), zz, tanhC6), zz, tanhC4), zz, tanhC2), zz, tanhC0)
		odd := math.FMA(math.FMA(math.FMA(math.FMA(tanhC9, zz, tanhC7), zz, tanhC5), zz, tanhC3), zz, tanhC1)
		return math.Copysign(math.FMA(float64(a*z), math.FMA(odd, z, even), a), x)
	}
	if a > tanhHigh {
		a = tanhHigh
	}
	p, k := expReduce(a + a)
	e := float64((1 + p) * twoTo(k))
	return math.Copysign(1-2/(e+1), x)
}

// logReduced returns log((1+f) 2^n) for 1+f in [√½, √2].
func logReduced(f, n float64) float64 {
	s := f / (2 + f)
	z := float64(s * s)
	zz := float64(z * z)
	even := math.FMA(math.FMA(math.FMA(logC6, zz, logC4), zz, logC2), zz, logC0)
	odd := math.FMA(math.FMA(logC5, zz, logC3), zz, logC1)
	w := math.FMA(-z, math.FMA(odd, z, even), f)
	return math.FMA(n, ln2Hi, math.FMA(n, ln2Lo, math.FMA(-s, w, f)))
}

// logSplit splits a normal x into m in [√½, √2] and an exponent with a bias.
func logSplit(x float64) (m float64, exponent uint64) {
	b := math.Float64bits(x) + (bitsOne - bitsSqrtHalf)
	return math.Float64frombits(b&bitsMantissa + bitsSqrtHalf), b >> mantissaBits
}

// log returns the natural logarithm of x.
func log(x float64) float64 {
	if !(x > 0) || x > math.MaxFloat64 {
		return logEdge(x)
	}
	bias := float64(two52 + expBias)
	if x < minNormal {
		x *= toNormal
		bias = two52 + expBias + 54
	}
	m, e := logSplit(x)
	return logReduced(m-1, math.Float64frombits(e|bitsTwo52)-bias)
}

// logEdge is log where it has no finite value.
func logEdge(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	}
	return x
}

// log1p returns log(1 + x).
func log1p(x float64) float64 {
	if !(math.Abs(x) >= tiny) || x > math.MaxFloat64 {
		return x
	}
	if x <= -1 {
		return logEdge(1 + x)
	}
	u := 1 + x
	lost := x - (u - 1) // what rounding took from u
	m, e := logSplit(u)
	twice := math.Float64frombits((2*expBias + 1 - e) << mantissaBits) // 2 m/u
	f := math.FMA(0.5*lost, twice, m-1)
	return logReduced(f, math.Float64frombits(e|bitsTwo52)-(two52+expBias))
}

// log1pUnit returns log(1 + t) for t in [0, 1].
func log1pUnit(t float64) float64 {
	s := t / (2 + t)
	z := float64(s * s)
	zz := float64(z * z)
	even := math.FMA(math.FMA(math.FMA(math.FMA(softC8, zz, softC6), zz, softC4), zz, softC2), zz, softC0)
	odd := math.FMA(math.FMA(math.FMA(math.FMA(softC9, zz, softC7), zz, softC5), zz, softC3), zz, softC1)
	w := math.FMA(-z, math.FMA(odd, z, even), t)
	return math.FMA(-s, w, t)
}

// positive returns x where it is positive, else 0.
func positive(x float64) float64 {
	if x > 0 {
		return x
	}
	return 0
}

// log1pExp returns log(1 + e^x).
func log1pExp(x float64) float64 {
	return positive(x) + log1pUnit(exp(-math.Abs(x)))
}

// logistic returns 1/(1 + e^-x), given t = e^-|x|.
func logistic(x, t float64) float64 {
	u := 1 + t
	lost := t - (u - 1) // what rounding took from u
	q := t / u
	q = math.FMA(-float64(q*lost), 1-q, q) // 1-q is 1/u
	if x >= 0 {
		return 1 - q
	}
	return q
}

// logisticFast is logistic to 2.5 ulp, good enough for a derivative.
func logisticFast(x, t float64) float64 {
	if x >= 0 {
		return 1 / (1 + t)
	}
	return t / (1 + t)
}

func expPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = exp(v)
	}
}

func expm1Portable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = expm1(v)
	}
}

func logPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = log(v)
	}
}

func log1pPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = log1p(v)
	}
}

func log1pExpPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = log1pExp(v)
	}
}

func invLogitPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = logistic(v, exp(-math.Abs(v)))
	}
}

func softplusLogitPortable(softplus, prob, x []float64) {
	softplus, prob = softplus[:len(x)], prob[:len(x)]
	for i, v := range x {
		t := exp(-math.Abs(v))
		softplus[i], prob[i] = positive(v)+log1pUnit(t), logistic(v, t)
	}
}

func sqrtPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = math.Sqrt(v)
	}
}

func tanhPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = tanh(v)
	}
}
