package fn

import (
	"math"

	"hm/lang/types"
)

// flat is a map that is constant where it has a derivative at all.
func flat(f func(float64) float64) map1 { return func(x float64) (float64, float64) { return f(x), 0 } }

// truth is the 1 or 0 of a comparison.
func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var rounding = []*Func{
	unary("floor", "Largest whole number not above x.", flat(math.Floor)),
	unary("ceil", "Smallest whole number not below x.", flat(math.Ceil)),
	unary("round", "Nearest whole number, halves away from zero.", flat(math.Round)),
	unary("trunc", "Whole part, towards zero.", flat(math.Trunc)),
	row("step", "1 if x is zero or more, else 0.", sig("real x => real").map1(flat(func(x float64) float64 { return truth(x >= 0) }))),
	row("int_step", "1 if x is above zero, else 0.", sig("real x => int").map1(flat(func(x float64) float64 { return truth(x > 0) }))),
	row("is_nan", "1 if x is not a number, else 0.", sig("real x => int").map1(flat(func(x float64) float64 { return truth(x != x) }))),
	row("is_inf", "1 if x is infinite, else 0.", sig("real x => int").map1(flat(func(x float64) float64 { return truth(math.IsInf(x, 0)) }))),
	row("to_int", "The whole number that a real, which must be data, truncates to.",
		sig("each data real x => int").map1(flat(func(x float64) float64 { return math.Trunc(x) + 0 })).domain(intRange).when(toIntRule)),
	binary("fmax", "The larger of x and y; a NaN gives way.", fmaxMap),
	binary("fmin", "The smaller of x and y; a NaN gives way.", fminMap),
	binary("fdim", "x - y where that is positive, else 0.", fdimMap),
	binary("fmod", "Remainder of x / y, with the sign of x.", fmodMap),
}

// toIntRule takes int, real and arrays of them, but no vector or matrix,
// which cannot hold integers.
func toIntRule(args []types.Type) (types.Type, bool) {
	if len(args) != 1 || args[0].Kind != types.Int && args[0].Kind != types.Real {
		return types.TInvalid, false
	}
	return types.Type{Kind: types.Int, Array: args[0].Array}, true
}

func fmaxMap(x, y float64) (f, dx, dy float64) {
	if y != y || x >= y {
		return x, 1, 0
	}
	return y, 0, 1
}

func fminMap(x, y float64) (f, dx, dy float64) {
	if y != y || x <= y {
		return x, 1, 0
	}
	return y, 0, 1
}

func fdimMap(x, y float64) (f, dx, dy float64) {
	switch {
	case x > y:
		return x - y, 1, -1
	case x <= y:
		return 0, 0, 0
	}
	return math.NaN(), math.NaN(), math.NaN()
}

func fmodMap(x, y float64) (f, dx, dy float64) {
	return math.Mod(x, y), 1, -math.Trunc(x / y)
}
