package fn

import (
	"math"

	"hm/compiler/lib/mem"
)

// constant is an overload without arguments.
func constant(c float64) Overload {
	return sig("=> real").calls(nil, func(out mem.Operand, _ []mem.Operand) (func() error, func()) {
		return always(func() { out.Val[0] = c }), nil
	})
}

var constants = []*Func{
	row("pi", "The ratio of a circle's circumference to its diameter.", constant(math.Pi)),
	row("e", "The base of the natural logarithm.", constant(math.E)),
	row("sqrt2", "The square root of 2.", constant(math.Sqrt2)),
	row("not_a_number", "NaN.", constant(math.NaN())),
	row("positive_infinity", "Positive infinity.", constant(math.Inf(1))),
	row("negative_infinity", "Negative infinity.", constant(math.Inf(-1))),
	row("machine_precision", "The distance from 1 to the next larger real, 2^-52.", constant(0x1p-52)),
}
