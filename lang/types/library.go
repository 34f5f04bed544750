package types

// A Broadcast says how far an argument may be wider than its declared type.
type Broadcast uint8

const (
	// Exact takes the type itself, after promotion.
	Exact Broadcast = iota
	// Reals takes the scalar type or one dimension of it: an array, a vector
	// or a row_vector (for Int: int or array[] int). Arguments of one call
	// that are containers have one size. It is Stan's rule for the
	// univariate densities.
	Reals
	// Vectors takes a vector, a row_vector, or an array of either: Stan's
	// rule for multivariate densities. For Int it takes array[] int or an
	// array of those.
	Vectors
	// Each takes the scalar type or any container of it, of any depth; the
	// result is that container. It is Stan's rule for elementwise functions.
	Each
)

// A Param is one formal argument of a library entry.
type Param struct {
	Name  string
	Type  Type
	Broad Broadcast
	Data  bool // must not depend on parameters
}

// A Signature describes one overload of one name.
type Signature struct {
	Name   string
	Doc    string
	Params []Param
	Result Type // with Each arguments: of one element
	// Rule, where set, decides alone whether the arguments fit and what the
	// result is; Params is then only shown to people.
	Rule func(args []Type) (Type, bool)
	// Impl is the library's own row, which lang carries and never looks into.
	// It is nil where hm knows the signature but does not compute it yet.
	Impl any
}

// A Library resolves the names a program may use but does not declare.
// The checker receives one as an argument, so lang does not import compiler.
type Library interface {
	// Func returns the overloads of a function: "exp", "normal_lpdf",
	// "normal_rng", or "operator+" and the like for operators ("operator-",
	// "operator.*", "operator'", "operator!" ...; unary and binary ones share
	// a name and differ in the number of parameters).
	Func(name string) []*Signature
	// Dist returns the overloads of a distribution as the statement
	// y ~ name(...) uses it: the variate first.
	Dist(name string) []*Signature
	// Names lists every function and distribution, for "did you mean".
	Names() []string
}
