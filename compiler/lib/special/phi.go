package special

import "math"

// erfcxSeries is (1+2x) erfcx(x) for t = (x-3.75)/(x+3.75), the form of
// Shepherd and Laframboise (1981); see testdata/coefficients.py.
var erfcxSeries = [...]float64{
	1.1775789345674017541, -0.0045900545806464773309, -0.084249133366517915584,
	0.059209939998191890498, -0.026658668435305752277, 0.0090749976707052650939,
	-0.0024131635404176081909, 0.00049077583652580863229, -0.000069169733025012063671,
	4.1390279860730101675e-6, 7.7403830661984906686e-7, -2.1886401049234395661e-7,
	1.0764999465670910377e-8, 4.5219598112182868979e-9, -7.7544002088313511065e-10,
	-6.3180883408866844944e-11, 2.8687950109306698981e-11, 1.945586854577734723e-13,
	-9.6546967484334389059e-13, 3.2525481481487398415e-14, 3.3478119482868053878e-14,
	-1.8645628804193131015e-15, -1.2507950530688647085e-15, 7.418235256624043463e-17,
	5.0681489047961113168e-17, -2.2370566594359995974e-18,
}

// Erfcx returns exp(x²) erfc(x).
func Erfcx(x float64) float64 {
	switch {
	case x != x:
		return x
	case x < 0:
		return 2*expSquare(x) - Erfcx(-x)
	case x > 1e8:
		return 1 / (x * math.Sqrt(math.Pi))
	}
	return chebyshev(erfcxSeries[:], (x-3.75)/(x+3.75)) / (1 + 2*x)
}

// expSquare returns exp(x²) with the rounding error of x² put right.
func expSquare(x float64) float64 {
	h := x * x
	if math.IsInf(h, 1) {
		return h
	}
	return math.Exp(h) * (1 + math.FMA(x, x, -h))
}

// LogPhi returns the log of the standard normal distribution function and its
// derivative, both stable into the far tails.
func LogPhi(z float64) (lp, dz float64) {
	switch {
	case z != z:
		return z, z
	case z < -1:
		e := Erfcx(-z / math.Sqrt2)
		if math.IsInf(z, -1) {
			return z, -z
		}
		return math.Log(0.5*e) - 0.5*z*z, math.Sqrt(2/math.Pi) / e
	}
	q := Phi(-z)
	return math.Log1p(-q), NormalDensity(z) / (1 - q)
}

// LogPhic is LogPhi of the complement: log(1 - Phi(z)).
func LogPhic(z float64) (lp, dz float64) {
	lp, dz = LogPhi(-z)
	return lp, -dz
}

// Phi returns the standard normal distribution function.
func Phi(z float64) float64 {
	if z > -1 {
		return 0.5 * math.Erfc(-z/math.Sqrt2)
	}
	return math.Sqrt(math.Pi/2) * Erfcx(-z/math.Sqrt2) * NormalDensity(z)
}

// NormalDensity returns the standard normal density, with the rounding error
// of z² put right so that the tails keep their digits.
func NormalDensity(z float64) float64 {
	h := z * z
	if h > 1500 {
		return 0
	}
	return math.Exp(-0.5*h) * (1 - 0.5*math.FMA(z, z, -h)) / math.Sqrt(2*math.Pi)
}

// InvPhi returns the standard normal quantile of p, the inverse of Phi: an
// initial value by Wichura's algorithm AS 241 (1988) and one step of Halley's
// method on the log of Phi.
func InvPhi(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p == 0:
		return math.Inf(-1)
	case p == 1:
		return math.Inf(1)
	}
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		z := q * ratio(&as241Centre, 0.180625-q*q)
		return halley(z, p)
	}
	tail := min(p, 1-p)
	z := -tailQuantile(math.Sqrt(-math.Log(tail)))
	z = halley(z, tail)
	if q > 0 {
		return -z
	}
	return z
}

// InvPhiLog returns the standard normal quantile of exp(logp), for logp <= 0.
func InvPhiLog(logp float64) float64 {
	if logp > -500 {
		if logp > -ln2 {
			return -InvPhi(-math.Expm1(logp))
		}
		return InvPhi(math.Exp(logp))
	}
	// Newton on log Phi, from its leading behaviour -z²/2 - log(-z) - log(2π)/2.
	z := -math.Sqrt(-2 * logp)
	for range 6 {
		lp, d := LogPhi(z)
		z -= (lp - logp) / d
	}
	return z
}

// halley improves z toward Phi(z) = p. In the left tail the log is compared,
// so that tiny p keep their digits.
func halley(z, p float64) float64 {
	if z > -1 {
		f := (Phi(z) - p) / NormalDensity(z)
		return z - f/(1+0.5*z*f)
	}
	lp, d := LogPhi(z)
	return z - (lp-math.Log(p))/d
}

func tailQuantile(r float64) float64 {
	if r <= 5 {
		return ratio(&as241Middle, r-1.6)
	}
	return ratio(&as241Far, r-5)
}

func ratio(c *[2][8]float64, x float64) float64 { return horner(c[0][:], x) / horner(c[1][:], x) }

// The rational approximations of AS 241 (PPND16).
var (
	as241Centre = [2][8]float64{
		{3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
			4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
		{1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
			2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3},
	}
	as241Middle = [2][8]float64{
		{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
			1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
		{1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
			1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9},
	}
	as241Far = [2][8]float64{
		{6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
			2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
		{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
			7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15},
	}
)
