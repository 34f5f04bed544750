// Package constraint is hm's table of constrained types: the map from
// unconstrained numbers to each, with its log Jacobian determinant, exactly
// Stan's (Reference Manual, "Constraint Transforms"), one file a constraint.
package constraint

import "hm/compiler/lib/mem"

// A Constraint is everything hm knows about one constraint.
type Constraint struct {
	Name string // "lower", "lower_upper", "simplex", "cholesky_factor_corr" ...
	Doc  string
	Args []string // "lower", "upper", "offset", "multiplier": bounds as arguments
	// Free returns how many unconstrained numbers one element of dims has.
	Free func(dims []int) int
	// Bind returns the pair that computes y, one element, from the
	// unconstrained x. forward returns the log Jacobian determinant; reverse
	// adds to x.Adj (and to the adjoints of args) what y.Adj says and the
	// derivatives of the log Jacobian. Neither allocates. Elementwise
	// constraints (lower, upper, both, offset and multiplier) take containers
	// whole, with bounds broadcast.
	Bind func(x, y mem.Operand, args []mem.Operand) (forward func() float64, reverse func())
	// From is the inverse: it fills x from a value y, or says why y is not
	// such a value (for initial values).
	From func(x, y []float64, dims []int, args []mem.Operand) error
	// Check says why y is not such a value, or nil: for data, transformed
	// data and transformed parameters, with Stan's tolerance of 1e-8.
	Check func(y []float64, dims []int, args []mem.Operand) error
}
