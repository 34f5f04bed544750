package kernel

// Exp sets dst to e^x. Error: 1.06 ulp.
func Exp(dst, x []float64) {
	same(len(dst), len(x))
	expBody(dst, x)
}

// Expm1 sets dst to e^x - 1, accurate for small x also. Error: 1.44 ulp.
func Expm1(dst, x []float64) {
	same(len(dst), len(x))
	expm1Body(dst, x)
}

// Log sets dst to the natural logarithm of x: -Inf at 0, NaN below. Error: 1.18
// ulp.
func Log(dst, x []float64) {
	same(len(dst), len(x))
	logBody(dst, x)
}

// Log1p sets dst to log(1 + x), accurate for small x also: -Inf at -1, NaN
// below. Error: 1.64 ulp.
func Log1p(dst, x []float64) {
	same(len(dst), len(x))
	log1pBody(dst, x)
}

// Log1pExp sets dst to log(1 + e^x), the softplus function. Error: 1.82 ulp.
func Log1pExp(dst, x []float64) {
	same(len(dst), len(x))
	log1pExpBody(dst, x)
}

// InvLogit sets dst to 1/(1 + e^-x). Error: 1.91 ulp.
func InvLogit(dst, x []float64) {
	same(len(dst), len(x))
	invLogitBody(dst, x)
}

// SoftplusLogit sets softplus to log(1 + e^x) and prob to its derivative
// 1/(1 + e^-x), which share most of the work. The two must be different slices.
// Errors are those of Log1pExp and InvLogit.
func SoftplusLogit(softplus, prob, x []float64) {
	same(len(softplus), len(x))
	same(len(prob), len(x))
	softplusLogitBody(softplus, prob, x)
}

// Sqrt sets dst to the square root of x, correctly rounded; NaN below 0.
func Sqrt(dst, x []float64) {
	same(len(dst), len(x))
	sqrtBody(dst, x)
}

// Tanh sets dst to the hyperbolic tangent of x. Error: 1.32 ulp.
func Tanh(dst, x []float64) {
	same(len(dst), len(x))
	tanhBody(dst, x)
}

// Phi sets dst to the standard normal distribution function of x. Error: 3.75
// ulp, in the lower tail also.
func Phi(dst, x []float64) {
	same(len(dst), len(x))
	phiBody(dst, x)
}

// PhiDensity sets prob to the standard normal distribution function of x and
// density to its derivative, which share most of the work. The two must be
// different slices. Error of the density: 2.61 ulp.
func PhiDensity(prob, density, x []float64) {
	same(len(prob), len(x))
	same(len(density), len(x))
	phiDensityBody(prob, density, x)
}
