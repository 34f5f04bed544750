package fn

import "math"

// power is x^y. math.Pow multiplies x by itself, which costs a digit for every
// tenfold of y; far out the logarithm is taken to more digits instead.
func power(x, y float64) float64 {
	switch {
	case y == 2:
		return x * x
	case math.Abs(y) < 256 || math.IsInf(y, 0) || math.IsInf(x, 0) || x == 0 || y != y || x != x:
		return math.Pow(x, y)
	case x > 0:
		return powFar(x, y)
	case y != math.Trunc(y):
		return math.NaN()
	case math.Mod(y, 2) == 0:
		return powFar(-x, y)
	}
	return -powFar(-x, y)
}

// powFar is exp(y log(x)) for x > 0, with y log(x) in two parts.
func powFar(x, y float64) float64 {
	hi, lo := logTwo(x)
	p := y * hi
	rest := math.FMA(y, hi, -p) + y*lo
	e := math.Exp(p)
	if e == 0 || math.IsInf(e, 0) {
		return e
	}
	return math.FMA(e, math.Expm1(rest), e)
}

// logTwo is log(x) in two parts, good to about 60 bits: the exponent times
// log(2), and for the fraction m between 0.7 and 1.4 the series
// 2 (s + s^3/3 + s^5/5 ...) of s = (m-1)/(m+1), of which the first term is
// taken in two parts.
func logTwo(x float64) (hi, lo float64) {
	const (
		ln2Hi = 6.93147180369123816490e-01 // 33 bits: times an exponent it is exact
		ln2Lo = 1.90821492927058770002e-10
	)
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	den := m + 1
	denLo := m - (den - 1)
	s := (m - 1) / den
	sLo := (math.FMA(-s, den, m-1) - s*denLo) / den
	v := s * s
	series := 0.0
	for n := 25.0; n >= 3; n -= 2 {
		series = series*v + 1/n
	}
	tail := 2 * s * v * series
	hi, lo = sum2(2*s, tail)
	lo += 2 * sLo
	e := float64(k)
	hi, carry := sum2(e*ln2Hi, hi)
	return hi, carry + lo + e*ln2Lo
}

// sum2 is a + b and what its rounding left over.
func sum2(a, b float64) (sum, left float64) {
	sum = a + b
	t := sum - a
	return sum, (a - (sum - t)) + (b - t)
}

// powerSlope is the derivative of x^y by x.
func powerSlope(x, y float64) float64 {
	switch y {
	case 0:
		return 0
	case 1:
		return 1
	case 2:
		return 2 * x
	}
	return y * power(x, y-1)
}

func powMap(x, y float64) (f, dx, dy float64) {
	f = power(x, y)
	dy = f * math.Log(x)
	if x == 0 && y > 0 {
		dy = 0 // the limit; f * log(x) is 0 times -Inf
	}
	return f, powerSlope(x, y), dy
}
