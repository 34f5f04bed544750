// Package fn is hm's table of functions and operators.
//
// A function lives in one file with its family. Scalar functions are one row of
// a table: the value with its derivatives, applied element by element to any
// container. To add one, add a row and its reference cases; the tests in
// fn_test.go hold every row to the same laws.
//
// A caller asks an overload three things, in this order: DimsOf for the sizes
// of the result, BindCall for a pair of closures over memory of those sizes,
// and then, as often as it likes, forward and reverse.
package fn

import (
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A Func is everything hm knows about one function or operator. Operators are
// named "operator+", "operator.*", "operator'" and so on.
type Func struct {
	Name      string
	Doc       string
	Overloads []Overload
}

// An Overload is one signature and what computes it.
type Overload struct {
	Name   string // of its Func, for messages
	Params []types.Param
	Result types.Type // with Each parameters: of one element
	// Rule, where set, decides alone whether argument types fit and what the
	// result is, for families such as size(any array).
	Rule func(args []types.Type) (types.Type, bool)

	// Map1, Map2 and Map3 are the value of one element and its derivatives:
	// the definition of an elementwise function. Arguments are scalars or
	// containers of one shape.
	Map1 func(x float64) (f, dx float64)
	Map2 func(x, y float64) (f, dx, dy float64)
	Map3 func(x, y, z float64) (f, dx, dy, dz float64)
	// Domain, where set, is of each number in each argument of a map; outside
	// is a DomainError. Most functions have none and return NaN, as in Stan.
	Domain []mem.Domain

	// Dims returns the sizes of the result for bound arguments of a function
	// of whole arrays; integer arguments are data and may be read. nil means
	// a scalar result. An error says in the user's words why the sizes do not
	// fit. Callers use DimsOf, which serves maps too.
	Dims func(args []mem.Operand) ([]int, error)
	// Bind returns the pair that computes out from args and adds to the
	// adjoints of args what out.Adj says. It is the definition of a function
	// of whole arrays, and an optional faster form of a map, for which it
	// returns nil where it has nothing better. It may keep scratch memory of
	// its own, and neither closure may allocate. Integer arguments of a
	// function of whole arrays hold their values when Bind is called and
	// keep them. reverse runs after forward on the same values; it is nil
	// where no argument can have an adjoint. An error from forward rejects
	// the point. Callers use BindCall.
	Bind func(out mem.Operand, args []mem.Operand) (forward func() error, reverse func())
}
