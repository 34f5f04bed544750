package special

import "math"

// Lgamma returns log|Γ(x)|.
func Lgamma(x float64) float64 {
	if math.Abs(x-1) <= 0.5 {
		return Lgamma1p(x - 1)
	}
	if x > 1.5 && x < 2.5 {
		return math.Log1p(x-2) + Lgamma1p(x-2)
	}
	l, _ := math.Lgamma(x)
	return l
}

// Lgamma1p returns log Γ(1 + x), accurate for small x also.
func Lgamma1p(x float64) float64 {
	if math.Abs(x) <= 0.5 {
		return x * chebyshev(lgamma1pSeries[:], 2*x)
	}
	return Lgamma(1 + x)
}

// lgamma1pSeries is log Γ(1+x)/x for x = t/2; see testdata/coefficients.py.
var lgamma1pSeries = [...]float64{
	-0.63301142627503101149, 0.44056755746789629032, -0.057857409449912443453,
	0.01051397369026781124, -0.0021639890920917150999, 0.00047444023387246577895,
	-0.0001079964452809942807, 0.000025201155299530275822, -5.9860144980268196959e-6,
	1.4410616180293053544e-6, -3.5060690575761178658e-7, 8.6038230167637532821e-8,
	-2.1265109124786878002e-8, 5.2877780914636139242e-9, -1.3217135752156166809e-9,
	3.318669855445049309e-10, -8.3659025677462186836e-11, 2.1163386661606941094e-11,
	-5.3705076537943806213e-12, 1.3666688100545857507e-12, -3.4866600398851611048e-13,
	8.9156224327677079234e-14, -2.2845495935090801452e-14, 5.8651467152221198098e-15,
	-1.5084071183968601663e-15, 3.885614648428305859e-16, -1.0024188186640360846e-16,
	2.5896418565384150781e-17, -6.6986747409585704346e-18, 1.7348373407131056603e-18,
}

// stirlingSeries is B(2k)/(2k(2k-1)), DLMF 5.11.1.
var stirlingSeries = [...]float64{
	0.083333333333333333333, -0.0027777777777777777778, 0.00079365079365079365079,
	-0.0005952380952380952381, 0.00084175084175084175084, -0.0019175269175269175269,
	0.0064102564102564102564, -0.02955065359477124183, 0.17964437236883057316,
	-1.3924322169059011164,
}

// Stirling returns what Stirling's formula leaves out:
// log Γ(x) - ((x-1/2) log x - x + log(2π)/2), about 1/(12x).
func Stirling(x float64) float64 {
	if x < 1 {
		return Lgamma(x) - ((x-0.5)*math.Log(x) - x + halfLog2Pi)
	}
	s := 0.0
	for ; x < 10; x++ {
		s += stirlingStep(x)
	}
	return s + horner(stirlingSeries[:], 1/(x*x))/x
}

// stirlingStep returns Stirling(x) - Stirling(x+1) = (x+1/2) log(1+1/x) - 1,
// which is t²/3 + t⁴/5 + ... for t = 1/(2x+1).
func stirlingStep(x float64) float64 {
	t := 1 / (2*x + 1)
	t *= t
	s, p := 0.0, t
	for k := 3.0; p > 1e-18*s; k += 2 {
		s += p / k
		p *= t
	}
	return s
}

// LgammaDiff returns log Γ(x+d) - log Γ(x) for x > 0 and d >= 0, to full
// relative accuracy where d is small or x large, where the plain difference
// has none.
func LgammaDiff(x, d float64) float64 {
	if d > 0 && x < 10 && x+d < 30 && d >= x {
		return Lgamma(x+d) - Lgamma(x) // no cancellation worth avoiding
	}
	s := 0.0
	for x < 10 {
		s -= math.Log1p(d / x)
		x++
	}
	r := math.Log1p(d / x)
	// (x+d-1/2) log(x+d) - (x-1/2) log x - d, and log(x+d) = log x + r.
	s += (x-0.5)*r + d*(math.Log(x)+r-1)
	return s + stirlingDiff(x, r)
}

// stirlingDiff returns Stirling(x+d) - Stirling(x) for x >= 10, where
// r = log((x+d)/x).
func stirlingDiff(x, r float64) float64 {
	s, p := 0.0, 1/x
	for k, c := range stirlingSeries {
		s += c * p * math.Expm1(-float64(2*k+1)*r)
		p /= x * x
	}
	return s
}

// LBeta returns the log of the beta function, for a, b > 0.
func LBeta(a, b float64) float64 {
	if a > b {
		a, b = b, a
	}
	switch {
	case !(a > 0) || math.IsInf(b, 1):
		return Lgamma(a) + Lgamma(b) - Lgamma(a+b)
	case a == 1:
		return -math.Log(b)
	case a < 10:
		return Lgamma(a) - LgammaDiff(b, a)
	}
	h := a / b
	return halfLog2Pi - 0.5*math.Log(b) + (a-0.5)*math.Log(h/(1+h)) - b*math.Log1p(h) +
		(Stirling(a) + Stirling(b) - Stirling(a+b))
}

// LChoose returns the log of the binomial coefficient of n over k, for real
// 0 <= k <= n.
func LChoose(n, k float64) float64 {
	k = min(k, n-k)
	switch {
	case k == 0:
		return 0
	case k == 1:
		return math.Log(n)
	}
	return -math.Log1p(n) - LBeta(n-k+1, k+1)
}

// LMultiGamma returns the log of the multivariate gamma function of dimension k.
func LMultiGamma(k int, x float64) float64 {
	s := float64(k*(k-1)) / 4 * math.Log(math.Pi)
	for j := range k {
		s += Lgamma(x - float64(j)/2)
	}
	return s
}
