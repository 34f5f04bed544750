package fn

import (
	"math"

	"hm/compiler/lib/mem"
)

// The shapes in which Stan's + - .* ./ take containers: equal ones, or one
// with a scalar. Arrays are not among them.
var (
	scalarPair = []string{"real x, real y => real"}
	equalPairs = []string{
		"vector x, vector y => vector", "row_vector x, row_vector y => row_vector", "matrix x, matrix y => matrix",
	}
	withScalar = []string{ // the scalar second
		"vector x, real y => vector", "row_vector x, real y => row_vector", "matrix x, real y => matrix",
	}
	scalarWith = []string{
		"real x, vector y => vector", "real x, row_vector y => row_vector", "real x, matrix y => matrix",
	}
)

const bothInt = "int x, int y => int"

// elementwise returns the overloads of a binary operator on reals in each of
// some lists of shapes.
func elementwise(f map2, fast binds, shapes ...[]string) []Overload {
	var all []Overload
	for _, s := range shapes {
		all = append(all, sigs(func(o Overload) Overload { return o.map2(f).fast(fast) }, s...)...)
	}
	return all
}

func addMap(x, y float64) (f, dx, dy float64) { return x + y, 1, 1 }
func subMap(x, y float64) (f, dx, dy float64) { return x - y, 1, -1 }
func mulMap(x, y float64) (f, dx, dy float64) { return x * y, y, x }
func divMap(x, y float64) (f, dx, dy float64) { q := x / y; return q, 1 / y, -q / y }
func negMap(x float64) (f, dx float64)        { return -x, -1 }

func addOverloads() []Overload {
	return join(sigs(intAdd, bothInt), elementwise(addMap, fastAdd, scalarPair, equalPairs, withScalar, scalarWith))
}

func subOverloads() []Overload {
	return join(sigs(intSub, bothInt), elementwise(subMap, fastSub, scalarPair, equalPairs, withScalar, scalarWith))
}

func mulOverloads() []Overload {
	return join(sigs(intMul, bothInt), elementwise(mulMap, fastMul, scalarPair, withScalar, scalarWith), matrixProducts())
}

func divOverloads(name string) []Overload {
	return join(sigs(intDiv, bothInt), elementwise(divMap, fastDiv, scalarPair, withScalar, scalarWith), rightDivisions(name, newLU))
}

func eltMulOverloads() []Overload {
	return join(sigs(intMul, bothInt), elementwise(mulMap, fastMul, scalarPair, equalPairs, withScalar, scalarWith))
}

func eltDivOverloads() []Overload {
	return join(sigs(intDiv, bothInt), elementwise(divMap, fastDiv, scalarPair, equalPairs, withScalar, scalarWith))
}

func intAdd(o Overload) Overload { return o.map2(addMap).fast(fastAdd) }
func intSub(o Overload) Overload { return o.map2(subMap).fast(fastSub) }
func intMul(o Overload) Overload { return o.map2(mulMap).fast(fastMul) }

// intDiv truncates towards zero, and intMod has the sign of x, as in C++.
func intDiv(o Overload) Overload {
	return o.calls(nil, divides(func(x, y float64) float64 { return math.Trunc(x / y) }))
}

func intMod(o Overload) Overload { return o.calls(nil, divides(math.Mod)) }

// divides binds a division of two integers, which refuses the divisor 0.
// Adding zero turns the -0 of floating point into the 0 of integers.
func divides(f func(x, y float64) float64) binds {
	return func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		x, y := args[0], args[1]
		return func() error {
			if y.Val[0] == 0 {
				return errDivideByZero
			}
			out.Val[0] = f(x.Val[0], y.Val[0]) + 0
			return nil
		}, nil
	}
}

var errDivideByZero = &mem.DomainError{Func: "integer division", Arg: "the divisor", Value: 0, Want: "other than zero"}

func negOverloads() []Overload {
	return sigs(func(o Overload) Overload { return o.map1(negMap).fast(fastNeg) }, "each int x => int", "each real x => real")
}

// plusOverloads is unary plus, which Stan has for everything but arrays.
func plusOverloads() []Overload {
	return sigs(func(o Overload) Overload { return o.map1(func(x float64) (f, dx float64) { return x, 1 }) },
		"int x => int", "real x => real", "vector x => vector", "row_vector x => row_vector", "matrix x => matrix")
}

var (
	opAdd    = row("operator+", "Sum, element by element.", join(addOverloads(), plusOverloads())...)
	opSub    = row("operator-", "Difference, element by element, or negation.", join(subOverloads(), negOverloads())...)
	opMul    = row("operator*", "Product: of scalars, of a scalar and a container, or of linear algebra.", mulOverloads()...)
	opDiv    = row("operator/", "Quotient; of two integers truncated towards zero. A divisor that is a matrix multiplies by its inverse.", divOverloads("operator/")...)
	opEltMul = row("operator.*", "Product, element by element.", eltMulOverloads()...)
	opEltDiv = row("operator./", "Quotient, element by element.", eltDivOverloads()...)
	opIntDiv = row("operator%/%", "Quotient of integers, truncated towards zero.", sigs(intDiv, bothInt)...)
	opMod    = row("operator%", "Remainder of integers, with the sign of the dividend.", sigs(intMod, bothInt)...)
)

var arithmetic = []*Func{
	opAdd, opSub, opMul, opDiv, opEltMul, opEltDiv, opIntDiv, opMod,
	row("add", "Sum: the operator + as a function.", addOverloads()...),
	row("subtract", "Difference: the operator - as a function.", subOverloads()...),
	row("multiply", "Product: the operator * as a function.", mulOverloads()...),
	row("divide", "Quotient: the operator / as a function.", divOverloads("divide")...),
	row("elt_multiply", "Product, element by element: the operator .* as a function.", eltMulOverloads()...),
	row("elt_divide", "Quotient, element by element: the operator ./ as a function.", eltDivOverloads()...),
	row("modulus", "Remainder of integers: the operator % as a function.", sigs(intMod, bothInt)...),
	row("minus", "Negation.", negOverloads()...),
	row("plus", "The argument itself.", plusOverloads()...),
}
