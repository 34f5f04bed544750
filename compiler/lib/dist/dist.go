// Package dist is hm's table of distributions.
//
// A distribution lives in one file: its signature, documentation, log density
// with all partial derivatives, distribution functions, random draws and,
// where it pays, a fused kernel. To add one, copy cauchy.go, edit it, name it
// in table.go, and write its reference values by adding it to
// testdata/reference.py. The tests in laws_test.go need no change: they hold
// every row to the same laws.
//
// Words: the variate is the random variable, a row's first argument; a lane is
// one argument seen element by element, a scalar repeating; a form is one of
// the functions that a distribution gives a program (_lpdf, _cdf, _rng ...).
package dist

import (
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A Dist is everything hm knows about one distribution.
type Dist struct {
	Name string
	Doc  string // one paragraph with the parametrisation; shown by hover and in the reference
	Args []Arg  // the variate first, then the parameters

	// LogPDF is the log density (or mass), normalised, of one variate of a
	// univariate distribution with its derivatives. It is the definition.
	LogPDF Kernel
	// LogCDF and LogCCDF are the logs of the distribution function and of its
	// complement, where Stan has them. The _cdf form follows from LogCDF.
	LogCDF, LogCCDF Kernel
	// CumVariate is the variate's domain in the cumulative forms where Stan
	// lets through other values than in the density; unnamed if the same.
	CumVariate mem.Domain
	// Relations are what must hold between arguments.
	Relations []Relation
	// Rand draws one variate of a univariate distribution; p holds the
	// parameters, in order, without the variate.
	Rand func(rng *rand.Rand, p []float64) float64
	// Unnamed is set where Stan has no _rng function of the name, so that a
	// program may define one; Draw works all the same.
	Unnamed bool

	// Bind is an optional faster LogPDF for whole containers, in one pass. It
	// returns nil where it has nothing better than the definition. Tests
	// demand that it agrees with LogPDF. It sees at least two elements.
	Bind func(args []mem.Operand) Eval

	// One is an optional faster LogPDF for one variate under parameters that
	// are data, as priors of scalars have: what depends on the parameters alone
	// is computed once. Tests demand that it agrees with LogPDF.
	One func(p []float64) func(y float64) (lp, dy float64)

	// Vector is an optional faster LogPDF for long containers, in batches of
	// elements: what Eval uses where Bind has nothing, and Each. It returns nil
	// where it has nothing better than the definition. Tests demand that it
	// agrees with LogPDF.
	Vector func(args []mem.Operand) Vector

	// BindMulti is the log density of a multivariate distribution, which has
	// no LogPDF: it sees every argument whole, the arrays over which Stan
	// vectorises included. An error says that the shapes do not fit, or that
	// data are not what is wanted beyond the domain of each number.
	BindMulti func(args []mem.Operand) (Eval, error)
	// RandMulti draws one multivariate variate into out; p holds the
	// parameters. RandSize returns the variate's dims for them.
	RandMulti func(rng *rand.Rand, p []mem.Operand, out []float64) error
	RandSize  func(p []mem.Operand) []int
	// RandArgs are the arguments of a multivariate _rng where they are not
	// the parameters of the density (lkj_corr_cholesky_rng takes a size).
	RandArgs []Arg
}

// An Arg is the variate or a parameter.
type Arg struct {
	Name   string
	Domain mem.Domain // of each number in it; outside is a DomainError
	// Type is the zero Type for a scalar argument of a univariate
	// distribution (real, or int where Domain.Int), which broadcasts over
	// one dimension (types.Reals). For a multivariate distribution it is
	// the type of one variate or parameter, and Broad says how it may widen.
	Type  types.Type
	Broad types.Broadcast
	// Shows says that a number outside Domain makes the log density not
	// finite all by itself, so that a container of them needs no pass of its
	// own: the domain is checked where the density came out not finite.
	Shows bool
}

// A Relation is what must hold between two arguments, element by element; the
// first is blamed.
type Relation struct {
	Of, To int // indices into Args
	Want   string
	Holds  func(of, to float64) bool
}

// An Eval returns the summed log density and adds its derivatives to the
// operands' adjoints. It allocates nothing. An error (a *mem.DomainError)
// rejects the point; what was added to the adjoints is then meaningless.
//
// An operand without adjoints is data: an Eval may have read it when it was
// bound, so its numbers must be there by then and stay.
type Eval func() (float64, error)

// Discrete reports whether the variate is an integer.
func (d *Dist) Discrete() bool { return d.Args[0].Domain.Int }

// Multivariate reports whether the row is defined by BindMulti.
func (d *Dist) Multivariate() bool { return d.BindMulti != nil }
