package fn

import "math"

// unary returns the row of an elementwise function of one real.
func unary(name, doc string, f map1) *Func {
	return row(name, doc, sig("each real x => real").map1(f))
}

// binary returns the row of an elementwise function of two reals.
func binary(name, doc string, f map2) *Func {
	return row(name, doc, sig("each real x, each real y => real").map2(f))
}

// unaryFast is unary with a faster form for whole containers.
func unaryFast(name, doc string, f map1, fast binds) *Func {
	return row(name, doc, sig("each real x => real").map1(f).fast(fast))
}

func expMap(x float64) (f, dx float64)    { f = math.Exp(x); return f, f }
func logMap(x float64) (f, dx float64)    { return math.Log(x), 1 / x }
func squareMap(x float64) (f, dx float64) { return x * x, 2 * x }
func sqrtMap(x float64) (f, dx float64)   { f = math.Sqrt(x); return f, 0.5 / f }

// absMap has slope zero at zero, as Stan's.
func absMap(x float64) (f, dx float64) {
	switch {
	case x > 0:
		return x, 1
	case x < 0:
		return -x, -1
	}
	return math.Abs(x), x * 0
}

var absOverloads = []Overload{
	sig("each int x => int").map1(absMap), sig("each real x => real").map1(absMap),
}

var powers = []*Func{
	unaryFast("exp", "e to the power x.", expMap, vectorExp.bind(fastExp)),
	unary("exp2", "2 to the power x.", func(x float64) (f, dx float64) { f = math.Exp2(x); return f, f * math.Ln2 }),
	unaryFast("expm1", "exp(x) - 1, accurate near zero.", func(x float64) (f, dx float64) { return math.Expm1(x), math.Exp(x) }, vectorExpm1.bind(nil)),
	unaryFast("log", "Natural logarithm.", logMap, vectorLog.bind(fastLog)),
	row("log2", "Logarithm to base 2; without an argument, the natural logarithm of 2.",
		constant(math.Ln2), sig("each real x => real").map1(func(x float64) (f, dx float64) { return log2(x), 1 / (x * math.Ln2) })),
	row("log10", "Logarithm to base 10; without an argument, the natural logarithm of 10.",
		constant(math.Ln10), sig("each real x => real").map1(func(x float64) (f, dx float64) { return log10(x), 1 / (x * math.Ln10) })),
	unaryFast("log1p", "log(1 + x), accurate near zero.", func(x float64) (f, dx float64) { return math.Log1p(x), 1 / (1 + x) }, vectorLog1p.bind(nil)),
	unaryFast("log1m", "log(1 - x), accurate near zero.", func(x float64) (f, dx float64) { return math.Log1p(-x), -1 / (1 - x) }, vectorLog1m.bind(nil)),
	unaryFast("sqrt", "Square root.", sqrtMap, vectorSqrt.bind(fastSqrt)),
	unary("cbrt", "Cube root.", func(x float64) (f, dx float64) { f = math.Cbrt(x); return f, 1 / (3 * f * f) }),
	unaryFast("square", "x times x.", squareMap, vectorSquare.bind(fastSquare)),
	unaryFast("inv", "1 / x.", func(x float64) (f, dx float64) { f = 1 / x; return f, -f * f }, vectorInv.bind(nil)),
	unaryFast("inv_sqrt", "1 / sqrt(x).", func(x float64) (f, dx float64) { f = 1 / math.Sqrt(x); return f, -0.5 * f / x }, vectorInvSqrt.bind(nil)),
	unary("inv_square", "1 / x^2.", func(x float64) (f, dx float64) { f = 1 / (x * x); return f, -2 * f / x }),
	row("abs", "Absolute value.", absOverloads...),
	row("fabs", "Absolute value: the former name of abs.", sig("each real x => real").map1(absMap)),
	row("pow", "x to the power y: the operator ^ as a function.", powOverloads...),
	row("operator^", "x to the power y, element by element.", powOverloads...),
	row("operator.^", "x to the power y, element by element.", powOverloads...),
	binary("hypot", "sqrt(x^2 + y^2) without overflow.", hypotMap),
	row("fma", "x * y + z with one rounding.", sig("each real x, each real y, each real z => real").map3(fmaMap)),
}

var powOverloads = []Overload{sig("each real x, each real y => real").map2(powMap).fast(fastPow)}

// log2 is exact at powers of 2, and near 1, where math.Log2 takes an exponent
// away from a logarithm, keeps its digits.
func log2(x float64) float64 {
	if x > 0.5 && x < 2 {
		return math.Log(x) / math.Ln2
	}
	return math.Log2(x)
}

// log10 is so at powers of 10 and near 1.
func log10(x float64) float64 {
	if x > 0.5 && x < 2 {
		return math.Log(x) / math.Ln10
	}
	l := math.Log10(x)
	if r := math.Round(l); r >= 0 && r <= 22 && math.Pow10(int(r)) == x {
		return r
	}
	return l
}

func hypotMap(x, y float64) (f, dx, dy float64) {
	f = math.Hypot(x, y)
	if f == 0 {
		return 0, 0, 0
	}
	return f, x / f, y / f
}

func fmaMap(x, y, z float64) (f, dx, dy, dz float64) { return math.FMA(x, y, z), y, x, 1 }
