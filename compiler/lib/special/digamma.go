package special

import "math"

// The positive root of digamma, in two parts.
const (
	psiRoot   = 1.4616321449683622
	psiRootLo = 9.5499954299656977152e-17
)

// psiSeries is digamma(x)/(x - root) for x = 1.5 + t/2; see
// testdata/coefficients.py.
var psiSeries = [...]float64{
	0.98357026044156698801, -0.22706408633464439669, 0.033368899023930108972,
	-0.0053200772715965474438, 0.00087886569378205053326, -0.00014773492650606043282,
	0.00002506054346835914444, -4.272103402999332207e-6, 7.3027692724659230493e-7,
	-1.2502886813559595515e-7, 2.1425009322359473734e-8, -3.6732959185651790393e-9,
	6.2997172361089309069e-10, -1.0805930288832660114e-10, 1.8537351920536378898e-11,
	-3.1802353658255300096e-12, 5.4561475703227941847e-13, -9.3609931310364381561e-14,
	1.6060646362950750099e-14, -2.7555431377438813107e-15, 4.7277361786019113911e-16,
	-8.1114842034650900328e-17, 1.3917077694741540651e-17,
}

// psiTail is B(2k)/(2k), DLMF 5.11.2.
var psiTail = [...]float64{
	0.083333333333333333333, -0.0083333333333333333333, 0.003968253968253968254,
	-0.0041666666666666666667, 0.0075757575757575757576, -0.021092796092796092796,
	0.083333333333333333333, -0.44325980392156862745, 3.0539543302701197438,
	-26.456212121212121212,
}

// Digamma returns the derivative of log Γ(x).
func Digamma(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x <= 0:
		if x == math.Floor(x) {
			return math.NaN() // a pole; DLMF 5.5.4 gives the reflection
		}
		return Digamma(1-x) - math.Pi/tanPi(x)
	case x >= 10:
		return math.Log(x) + PsiMinusLog(x)
	}
	s := 0.0
	for x > 2 { // down to the series: all terms are positive
		x--
		s += 1 / x
	}
	for x < 1 {
		s -= 1 / x
		x++
	}
	return s + (x-psiRoot-psiRootLo)*chebyshev(psiSeries[:], 2*x-3)
}

// tanPi returns tan(πx), reduced first so that large x keep their digits.
func tanPi(x float64) float64 { return math.Tan(math.Pi * (x - math.Round(x))) }

// PsiMinusLog returns Digamma(x) - log(x), about -1/(2x), for x > 0.
func PsiMinusLog(x float64) float64 {
	if x < 10 {
		return Digamma(x) - math.Log(x)
	}
	r := 1 / (x * x)
	return -0.5/x - r*horner(psiTail[:], r)
}

// DigammaDiff returns Digamma(x+d) - Digamma(x) for x > 0 and d >= 0, to full
// relative accuracy where d is small or x large.
func DigammaDiff(x, d float64) float64 {
	s := 0.0
	for x < 10 {
		s += d / (x * (x + d))
		x++
	}
	return s + math.Log1p(d/x) + PsiMinusLogDiff(x, d)
}

// trigammaTail is B(2k), DLMF 5.15.8.
var trigammaTail = [...]float64{
	0.16666666666666666667, -0.033333333333333333333, 0.023809523809523809524,
	-0.033333333333333333333, 0.075757575757575757576, -0.25311355311355311355,
	1.1666666666666666667, -7.0921568627450980392, 54.971177944862155388,
	-529.12424242424242424, 6192.1231884057971014,
}

// Trigamma returns the derivative of Digamma.
func Trigamma(x float64) float64 {
	switch {
	case x != x:
		return x
	case math.IsInf(x, 1):
		return 0
	case x <= 0:
		if x == math.Floor(x) {
			return math.Inf(1)
		}
		s := math.Pi / math.Sin(math.Pi*(x-math.Round(x))) // DLMF 5.15.6
		return s*s - Trigamma(1-x)
	}
	s := 0.0
	for x < 10 {
		s += 1 / (x * x)
		x++
	}
	r := 1 / (x * x)
	return s + (1/x + 0.5*r + r/x*horner(trigammaTail[:], r))
}

// DigammaExcess returns Digamma(x+d) - Digamma(x) - d/x for x > 0 and d >= 0:
// what is left of DigammaDiff beyond its first term, which for large x is
// smaller by a factor d/x.
func DigammaExcess(x, d float64) float64 {
	if x < 10 {
		return DigammaDiff(x, d) - d/x
	}
	return Log1pMx(d/x) + PsiMinusLogDiff(x, d)
}

// PsiMinusLogDiff returns PsiMinusLog(x+d) - PsiMinusLog(x) for x > 0 and
// d >= 0, to full relative accuracy where x is large.
func PsiMinusLogDiff(x, d float64) float64 {
	if x < 10 {
		return PsiMinusLog(x+d) - PsiMinusLog(x)
	}
	l := math.Log1p(d / x)
	s, p := 0.5*d/(x*(x+d)), 1.0
	for k, c := range psiTail {
		p /= x * x
		s -= c * p * math.Expm1(-2*float64(k+1)*l)
	}
	return s
}
