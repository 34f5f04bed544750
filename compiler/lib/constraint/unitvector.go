package constraint

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
)

var unitVector = Constraint{
	Name: "unit_vector", Doc: "Vector of length one: x over its length, whose free numbers are standard normal by themselves.",
	Free: mem.Size, Sizes: atLeastOne, Bind: bindUnitVector,
	From: func(x, y []float64, dims []int, _ []mem.Operand) error {
		copy(x, y)
		return isUnitVector(y, dims)
	},
	Check: func(y []float64, dims []int, _ []mem.Operand) error { return isUnitVector(y, dims) },
}

// bindUnitVector has no Jacobian in the strict sense: the length of x is free,
// and the term -x'x/2 makes it well behaved (Reference Manual, "Unit vector").
func bindUnitVector(x, y mem.Operand, _ []mem.Operand) (func() float64, func()) {
	length := 0.0
	forward := func() float64 {
		ss := 0.0
		for _, v := range x.Val {
			ss += v * v
		}
		length = math.Sqrt(ss)
		for i, v := range x.Val {
			y.Val[i] = v / length
		}
		return -0.5 * ss
	}
	return forward, func() {
		along := 0.0
		for i, v := range y.Val {
			along += v * y.Adj[i]
		}
		for i, v := range y.Val {
			x.Add(i, (y.Adj[i]-v*along)/length-x.Val[i])
		}
	}
}

func isUnitVector(y []float64, dims []int) error {
	if err := finite(y, dims); err != nil {
		return err
	}
	ss := 0.0
	for _, v := range y {
		ss += v * v
	}
	if !(math.Abs(ss-1) <= tolerance) {
		return fmt.Errorf("has length %.10g, must have length 1", math.Sqrt(ss))
	}
	return nil
}
