package fn

import "math"

var trigonometric = []*Func{
	unary("sin", "Sine.", func(x float64) (f, dx float64) { s, c := math.Sincos(x); return s, c }),
	unary("cos", "Cosine.", func(x float64) (f, dx float64) { s, c := math.Sincos(x); return c, -s }),
	unary("tan", "Tangent.", func(x float64) (f, dx float64) { f = math.Tan(x); return f, 1 + f*f }),
	unary("asin", "Arc sine.", func(x float64) (f, dx float64) { return math.Asin(x), 1 / math.Sqrt((1-x)*(1+x)) }),
	unary("acos", "Arc cosine.", func(x float64) (f, dx float64) { return acos(x), -1 / math.Sqrt((1-x)*(1+x)) }),
	unary("atan", "Arc tangent.", func(x float64) (f, dx float64) { return math.Atan(x), 1 / (1 + x*x) }),
	binary("atan2", "Angle of the point with ordinate x and abscissa y.", atan2Map),
	unary("sinh", "Hyperbolic sine.", func(x float64) (f, dx float64) { return math.Sinh(x), math.Cosh(x) }),
	unary("cosh", "Hyperbolic cosine.", func(x float64) (f, dx float64) { return math.Cosh(x), math.Sinh(x) }),
	unaryFast("tanh", "Hyperbolic tangent.", tanhMap, vectorTanh.bind(nil)),
	unary("asinh", "Inverse hyperbolic sine.", func(x float64) (f, dx float64) { return math.Asinh(x), 1 / math.Hypot(1, x) }),
	unary("acosh", "Inverse hyperbolic cosine.", func(x float64) (f, dx float64) {
		return math.Acosh(x), 1 / (math.Sqrt(x-1) * math.Sqrt(x+1))
	}),
	unary("atanh", "Inverse hyperbolic tangent.", func(x float64) (f, dx float64) { return math.Atanh(x), 1 / ((1 - x) * (1 + x)) }),
}

// tanhMap takes the slope from cosh: 1 - tanh^2 cancels far from zero.
func tanhMap(x float64) (f, dx float64) {
	sech := 1 / math.Cosh(x)
	return math.Tanh(x), sech * sech
}

// atan2Map divides by the hypotenuse twice, since its square may overflow.
func atan2Map(y, x float64) (f, dy, dx float64) {
	r := math.Hypot(x, y)
	return math.Atan2(y, x), x / r / r, -y / r / r
}

// acos goes through the half angle, since pi/2 - asin(x) cancels near 1.
func acos(x float64) float64 {
	switch {
	case x > 0.5:
		return 2 * math.Asin(math.Sqrt(0.5*(1-x)))
	case x < -0.5:
		return math.Pi - 2*math.Asin(math.Sqrt(0.5*(1+x)))
	}
	return math.Acos(x)
}
