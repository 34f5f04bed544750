// Package types defines hm's types, the signatures of library functions,
// and the Library the checker looks names up in.
package types

import (
	"slices"
	"strings"
)

// A Kind is an element type: what remains of a type when its array
// dimensions are taken off.
type Kind uint8

// The kinds, in the order in which values promote: Int to Real to Complex.
const (
	Invalid Kind = iota // the type of an expression already reported as wrong
	Void
	Int
	Real
	Complex
	Vector
	RowVector
	Matrix
	ComplexVector
	ComplexRowVector
	ComplexMatrix
	Tuple
	Function // a user-defined function named as an argument
	String   // only in print, reject, fatal_error, and as an index label
)

var kindNames = [...]string{
	"<invalid>", "void", "int", "real", "complex", "vector", "row_vector", "matrix",
	"complex_vector", "complex_row_vector", "complex_matrix", "tuple", "function", "string",
}

func (k Kind) String() string { return kindNames[k] }

// Rank is the number of sizes a kind has: 0 for scalars, 1 for vectors, 2 for
// matrices.
func (k Kind) Rank() int {
	switch k {
	case Vector, RowVector, ComplexVector, ComplexRowVector:
		return 1
	case Matrix, ComplexMatrix:
		return 2
	}
	return 0
}

// A Type is a Kind under some number of array dimensions. It has no sizes:
// those exist only once data is bound.
type Type struct {
	Kind   Kind
	Array  int    // number of array dimensions
	Factor string // Int only: the dimension it indexes ("factor<epoch>"), or empty
	// Elems are the elements of a Tuple. Of a Function with one overload they
	// are its result and then its parameters.
	Elems []Type
}

// Scalar types, for brevity.
var (
	TInt       = Type{Kind: Int}
	TReal      = Type{Kind: Real}
	TVector    = Type{Kind: Vector}
	TRowVector = Type{Kind: RowVector}
	TMatrix    = Type{Kind: Matrix}
	TVoid      = Type{Kind: Void}
	TInvalid   = Type{}
)

// ArrayOf returns the type of an array with n more dimensions of t.
func ArrayOf(n int, t Type) Type { t.Array += n; return t }

// Elem returns t without its first n array dimensions.
func (t Type) Elem(n int) Type { t.Array -= n; return t }

// Rank is the number of indices that reach a scalar.
func (t Type) Rank() int { return t.Array + t.Kind.Rank() }

// IsScalar reports whether t is an int, real or complex without array dimensions.
func (t Type) IsScalar() bool {
	return t.Array == 0 && (t.Kind == Int || t.Kind == Real || t.Kind == Complex)
}

// Equal reports whether two types are the same, factors aside.
func (t Type) Equal(u Type) bool {
	return t.Kind == u.Kind && t.Array == u.Array && slices.EqualFunc(t.Elems, u.Elems, Type.Equal)
}

// String spells t as Stan does in a function's arguments: array[,] real.
func (t Type) String() string {
	s := t.Kind.String()
	switch {
	case t.Kind == Tuple:
		elems := make([]string, len(t.Elems))
		for i, e := range t.Elems {
			elems[i] = e.String()
		}
		s = "tuple(" + strings.Join(elems, ", ") + ")"
	case t.Factor != "":
		s = "factor<" + t.Factor + ">"
	}
	if t.Array > 0 {
		s = "array[" + strings.Repeat(",", t.Array-1) + "] " + s
	}
	return s
}

// Promotes reports whether a value of type from may stand where to is wanted:
// int for real, int or real for complex, element by element in arrays and
// tuples; real containers for complex ones.
func Promotes(from, to Type) bool {
	if from.Array != to.Array {
		return false
	}
	if from.Kind == Tuple && to.Kind == Tuple {
		return slices.EqualFunc(from.Elems, to.Elems, Promotes)
	}
	switch {
	case from.Kind == to.Kind:
		return from.Kind != Tuple
	case from.Kind == Int:
		return to.Kind == Real || to.Kind == Complex
	case from.Kind == Real:
		return to.Kind == Complex
	case from.Kind >= Vector && from.Kind <= Matrix:
		return to.Kind == from.Kind+(ComplexVector-Vector)
	}
	return false
}
