// Package dist is hm's table of distributions.
//
// A distribution lives in one file: its signature, documentation, log density
// with all partial derivatives, distribution functions, random draws, reference
// values and, where it pays, a fused kernel. To add one, copy normal.go, edit
// it, and name it in table.go. The tests in dist_test.go need no change: they
// hold every row to the same laws.
package dist

import (
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A Dist is everything hm knows about one distribution.
type Dist struct {
	Name string
	Doc  string // one paragraph with the formula's source; shown by hover and in the reference
	Args []Arg  // the variate first, then the parameters

	// LogPDF is the log density (or mass), normalised, of one variate of a
	// univariate distribution with its derivatives. It is the definition.
	LogPDF Kernel
	// LogCDF and LogCCDF are the logs of the distribution function and of its
	// complement, where Stan has them. The _cdf form follows from LogCDF.
	LogCDF, LogCCDF Kernel
	// Rand draws one variate of a univariate distribution; p holds the
	// parameters, in order, without the variate.
	Rand func(rng *rand.Rand, p []float64) float64

	// Bind is an optional faster LogPDF for whole containers, in one pass. It
	// returns nil where it has nothing better than the definition. Tests
	// demand that it agrees with LogPDF.
	Bind func(args []mem.Operand) Eval

	// BindMulti is the log density of a multivariate distribution, which has
	// no LogPDF: it sees every argument whole, the arrays over which Stan
	// vectorises included. An error says that the shapes do not fit.
	BindMulti func(args []mem.Operand) (Eval, error)
	// RandMulti draws one multivariate variate into out; p holds the
	// parameters. RandSize returns the variate's dims for them.
	RandMulti func(rng *rand.Rand, p []mem.Operand, out []float64) error
	RandSize  func(p []mem.Operand) []int

	Cases []Case // reference values; see cases in the same file
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
}

// An Eval returns the summed log density and adds its derivatives to the
// operands' adjoints. It allocates nothing. An error (a *mem.DomainError)
// rejects the point; what was added to the adjoints is then meaningless.
type Eval func() (float64, error)

// A Case is a value computed elsewhere to 30 digits: At holds the arguments
// flattened in order, variate first; the derivatives D match At, with NaN for
// integers. LogCDF and LogCCDF are given where the row has them.
// testdata/reference.py writes testdata/*.json, which hold the cases.
type Case struct {
	At     [][]float64 // one slice an argument
	LogPDF float64
	D      [][]float64
	Tol    float64 // relative; 0 means 1e-12. A larger one needs a Why
	Why    string  // why the function is ill-conditioned there
}
