package fn

import (
	"math"

	"hm/compiler/lib/special"
)

const (
	invSqrt2Pi   = 0.398942280401432677939946059934 // 1/√(2π)
	twoInvSqrtPi = 1.12837916709551257389615890312  // 2/√π
	halfLog2Pi   = 0.918938533204672741780329736406 // log(2π)/2
)

var normals = []*Func{
	unaryFast("Phi", "Standard normal distribution function.", func(x float64) (f, dx float64) {
		return special.Phi(x), invSqrt2Pi * math.Exp(-0.5*x*x)
	}, vectorPhi.bind(nil)),
	unary("Phi_approx", "Fast approximation of Phi, inv_logit(0.07056 x^3 + 1.5976 x).", func(x float64) (f, dx float64) {
		f, d := invLogit((0.07056*x*x + 1.5976) * x)
		return f, d * (3*0.07056*x*x + 1.5976)
	}),
	unary("inv_Phi", "Standard normal quantile of x.", invPhi),
	unary("std_normal_qf", "Standard normal quantile of x.", invPhi),
	unary("std_normal_log_qf", "Standard normal quantile of exp(x).", func(x float64) (f, dx float64) {
		f = special.InvPhiLog(x)
		return f, math.Exp(x + 0.5*f*f + halfLog2Pi)
	}),
	unary("erf", "Error function.", func(x float64) (f, dx float64) { return math.Erf(x), twoInvSqrtPi * math.Exp(-x*x) }),
	unary("erfc", "Complementary error function, 1 - erf(x).", func(x float64) (f, dx float64) {
		return math.Erfc(x), -twoInvSqrtPi * math.Exp(-x*x)
	}),
}

func invPhi(p float64) (f, dp float64) {
	f = special.InvPhi(p)
	return f, math.Exp(0.5*f*f) / invSqrt2Pi
}
