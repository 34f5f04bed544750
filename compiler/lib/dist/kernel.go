package dist

import "hm/compiler/lib/mem"

// A Kernel is the log density (or log distribution function) of one variate
// with all its derivatives.
type Kernel interface {
	// Arity is the number of arguments, the variate included.
	Arity() int
	// Bind sums over n broadcast elements.
	Bind(n int, args []mem.Operand) Eval
}

type (
	// Kernel1 is a Kernel without parameters.
	Kernel1 func(y float64) (lp, dy float64)
	// Kernel2 is a Kernel with one parameter.
	Kernel2 func(y, a float64) (lp, dy, da float64)
	// Kernel3 is a Kernel with two parameters.
	Kernel3 func(y, a, b float64) (lp, dy, da, db float64)
	// Kernel4 is a Kernel with three parameters.
	Kernel4 func(y, a, b, c float64) (lp, dy, da, db, dc float64)
)

// Arity returns 1.
func (Kernel1) Arity() int { return 1 }

// Arity returns 2.
func (Kernel2) Arity() int { return 2 }

// Arity returns 3.
func (Kernel3) Arity() int { return 3 }

// Arity returns 4.
func (Kernel4) Arity() int { return 4 }

// Bind sums over n broadcast elements.
func (k Kernel1) Bind(n int, args []mem.Operand) Eval {
	y := args[0]
	return func() (sum float64, err error) {
		for i := range n {
			lp, dy := k(y.At(i))
			sum += lp
			y.Add(i, dy)
		}
		return sum, nil
	}
}

// Bind sums over n broadcast elements.
func (k Kernel2) Bind(n int, args []mem.Operand) Eval {
	y, a := args[0], args[1]
	return func() (sum float64, err error) {
		for i := range n {
			lp, dy, da := k(y.At(i), a.At(i))
			sum += lp
			y.Add(i, dy)
			a.Add(i, da)
		}
		return sum, nil
	}
}

// Bind sums over n broadcast elements.
func (k Kernel3) Bind(n int, args []mem.Operand) Eval {
	y, a, b := args[0], args[1], args[2]
	return func() (sum float64, err error) {
		for i := range n {
			lp, dy, da, db := k(y.At(i), a.At(i), b.At(i))
			sum += lp
			y.Add(i, dy)
			a.Add(i, da)
			b.Add(i, db)
		}
		return sum, nil
	}
}

// Bind sums over n broadcast elements.
func (k Kernel4) Bind(n int, args []mem.Operand) Eval {
	y, a, b, c := args[0], args[1], args[2], args[3]
	return func() (sum float64, err error) {
		for i := range n {
			lp, dy, da, db, dc := k(y.At(i), a.At(i), b.At(i), c.At(i))
			sum += lp
			y.Add(i, dy)
			a.Add(i, da)
			b.Add(i, db)
			c.Add(i, dc)
		}
		return sum, nil
	}
}
