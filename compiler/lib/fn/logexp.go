package fn

import "math"

var logExp = []*Func{
	unaryFast("inv_logit", "Logistic function 1 / (1 + exp(-x)).", invLogit, vectorInvLogit.bind(fastInvLogit)),
	unaryFast("logit", "log(x / (1 - x)).", logitMap, vectorLogit.bind(nil)),
	unaryFast("log_inv_logit", "log(inv_logit(x)).", func(x float64) (f, dx float64) { l, d := log1pExp(-x); return -l, d }, vectorLogInvLogit.bind(nil)),
	unaryFast("log1m_inv_logit", "log(1 - inv_logit(x)).", func(x float64) (f, dx float64) { l, d := log1pExp(x); return -l, -d }, vectorLog1mInvLogit.bind(nil)),
	binary("log_inv_logit_diff", "log(inv_logit(x) - inv_logit(y)).", logInvLogitDiff),
	unary("inv_cloglog", "Inverse of the complementary log-log function, 1 - exp(-exp(x)).", func(x float64) (f, dx float64) {
		e := math.Exp(x)
		return -math.Expm1(-e), math.Exp(x - e)
	}),
	unaryFast("log1p_exp", "log(1 + exp(x)).", log1pExp, vectorLog1pExp.bind(fastLog1pExp)),
	unaryFast("log1m_exp", "log(1 - exp(x)), for x below zero.", log1mExp, vectorLog1mExp.bind(nil)),
	row("log_diff_exp", "log(exp(x) - exp(y)), for x above y.", sig("each real x, each real y => real").map2(logDiffExp).fast(fastLogDiffExp)),
	binary("lmultiply", "x * log(y), and 0 where both are 0.", lmultiply),
	binary("multiply_log", "x * log(y): the former name of lmultiply.", lmultiply),
}

// invLogit divides by 1 + exp(-|x|), which neither overflows nor cancels.
func invLogit(x float64) (f, dx float64) {
	if x >= 0 {
		e := math.Exp(-x)
		s := 1 / (1 + e)
		return s, e * s * s
	}
	e := math.Exp(x)
	s := 1 / (1 + e)
	return e * s, e * s * s
}

// logitMap uses atanh in the middle, where the logarithm of a number near 1
// would lose digits.
func logitMap(x float64) (f, dx float64) {
	dx = 1 / (x * (1 - x))
	if x > 0.25 && x < 0.75 {
		return 2 * math.Atanh(2*x-1), dx
	}
	return math.Log(x / (1 - x)), dx
}

func log1pExp(x float64) (f, dx float64) {
	e := math.Exp(-math.Abs(x))
	if x > 0 {
		return x + math.Log1p(e), 1 / (1 + e)
	}
	return math.Log1p(e), e / (1 + e)
}

// log1mExp follows Maechler (2012), "Accurately computing log(1 - exp(-|a|))".
func log1mExp(x float64) (f, dx float64) {
	dx = -1 / math.Expm1(-x)
	switch {
	case x > 0:
		return math.NaN(), math.NaN()
	case x > -math.Ln2:
		return math.Log(-math.Expm1(x)), dx
	}
	return math.Log1p(-math.Exp(x)), dx
}

func logDiffExp(x, y float64) (f, dx, dy float64) {
	switch {
	case math.IsInf(y, -1):
		return x, 1, 0
	case x == y && !math.IsInf(x, 0):
		return math.Inf(-1), math.Inf(1), math.Inf(-1)
	}
	l, dy := log1mExp(y - x)
	return x + l, 1 - dy, dy
}

// logInvLogitDiff adds log(1 - exp(y-x)), log(inv_logit(x)) and
// log(1 - inv_logit(y)), none of which is positive: nothing cancels.
func logInvLogitDiff(x, y float64) (f, dx, dy float64) {
	l, d := log1mExp(y - x)
	lx, sx := log1pExp(-x)
	ly, sy := log1pExp(y)
	return l - lx - ly, sx - d, d - sy
}

func lmultiply(x, y float64) (f, dx, dy float64) {
	if x == 0 && y == 0 {
		return 0, math.Inf(-1), 0
	}
	l := math.Log(y)
	return x * l, l, x / y
}
