// Package constraint is hm's table of constrained types: the map from
// unconstrained numbers to each, with its log Jacobian determinant, exactly
// Stan's (Reference Manual, "Constraint Transforms"), one file a family.
//
// The words of this package: x is the unconstrained numbers of one element, y
// its constrained numbers, lj the log of the absolute Jacobian determinant.
package constraint

import "hm/compiler/lib/mem"

// A Constraint is everything hm knows about one constraint.
type Constraint struct {
	Name string // "lower", "lower_upper", "simplex", "cholesky_factor_corr" ...
	Doc  string
	Args []string // "lower", "upper", "offset", "multiplier": bounds as arguments
	// Free returns how many unconstrained numbers one element of dims has.
	Free func(dims []int) int
	// Sizes says why no element has these dims, such as a correlation matrix
	// of 3 x 4; nil where any dims will do.
	Sizes func(dims []int) error
	// Bounds says why the arguments are not bounds, such as an upper bound
	// below the lower one; nil where there are no arguments to check. Bind's
	// forward returns NaN for such arguments.
	Bounds func(args []mem.Operand) error
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

// Table is every constraint.
var Table = []*Constraint{
	&lower, &upper, &lowerUpper, &offset, &multiplier, &offsetMultiplier,
	&ordered, &positiveOrdered, &sumToZeroVector, &sumToZeroMatrix,
	&simplex, &columnStochasticMatrix, &rowStochasticMatrix, &unitVector,
	&choleskyFactorCorr, &corrMatrix, &choleskyFactorCov, &covMatrix,
}

// Lookup returns the constraint of a name, or nil.
func Lookup(name string) *Constraint {
	for _, c := range Table {
		if c.Name == name {
			return c
		}
	}
	return nil
}
