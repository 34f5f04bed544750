package check

import "hm/lang/source"

// The codes of what checking finds wrong. Each has an example that yields it,
// which codes_test.go checks. Codes are stable: users search for them, and
// tools filter by them.
//
// Names.
const (
	// Undeclared is the use of a name that nothing declares.
	//
	// Example:
	//
	//	parameters { real sigma; }
	//	model { target += sgima; }
	Undeclared source.Code = "undeclared-name"

	// NotVisible is the use of a variable before its declaration, or from a
	// block that cannot see it.
	//
	// Example:
	//
	//	transformed data { real y = theta; }
	//	parameters { real theta; }
	NotVisible source.Code = "not-visible-here"

	// UnknownFunction is a call of a function that does not exist.
	//
	// Example:
	//
	//	transformed data { real x = expp(1); }
	UnknownFunction source.Code = "unknown-function"

	// UnknownDistribution is a ~ statement with something that is no distribution.
	//
	// Example:
	//
	//	parameters { real x; }
	//	model { x ~ norml(0, 1); }
	UnknownDistribution source.Code = "unknown-distribution"

	// DistributionSuffix is a ~ statement with the name of a function, such
	// as normal_lpdf, for that of the distribution.
	//
	// Example:
	//
	//	parameters { real x; }
	//	model { x ~ normal_lpdf(0, 1); }
	DistributionSuffix source.Code = "distribution-suffix"

	// NoSuchForm is a form that a distribution does not have, such as the
	// lpdf of a distribution over ints.
	//
	// Example:
	//
	//	transformed data { real x = poisson_lpdf(1 | 2); }
	NoSuchForm source.Code = "no-such-form"

	// Redeclared is a second declaration of a visible name.
	//
	// Example:
	//
	//	data { int N; real N; }
	Redeclared source.Code = "redeclared-name"

	// ReservedName is a declaration with the suffix of an unnormalised density.
	//
	// Example:
	//
	//	data { real y_lupdf; }
	ReservedName source.Code = "reserved-name"

	// FunctionAsValue is a function named where a value is wanted.
	//
	// Example:
	//
	//	functions { real f(real x) { return x; } }
	//	transformed data { real y = f; }
	FunctionAsValue source.Code = "function-as-value"

	// ValueAsFunction is a call of a variable.
	//
	// Example:
	//
	//	data { real y; }
	//	transformed data { real z = y(1); }
	ValueAsFunction source.Code = "value-as-function"
)

// Declarations.
const (
	// SizeNotInt is a size that is not an int.
	//
	// Example:
	//
	//	data { real N; vector[N] y; }
	SizeNotInt source.Code = "size-not-int"

	// SizeNotData is a size of a top-level variable that depends on parameters.
	//
	// Example:
	//
	//	parameters { real<lower=0> x; }
	//	transformed parameters { vector[x > 1] y; }
	SizeNotData source.Code = "size-not-data"

	// BoundType is a bound whose type does not go with what it bounds.
	//
	// Example:
	//
	//	data { int<lower=0.5> n; }
	BoundType source.Code = "bound-type"

	// BoundNotAllowed is a bound on a type that takes none.
	//
	// Example:
	//
	//	data { complex<lower=0> z; }
	BoundNotAllowed source.Code = "bound-not-allowed"

	// IntParameter is a parameter or transformed parameter of type int.
	//
	// Example:
	//
	//	parameters { int k; }
	IntParameter source.Code = "int-parameter"

	// OnlyInData is a dim, a factor or missing values declared outside data.
	//
	// Example:
	//
	//	parameters { dim epoch; }
	OnlyInData source.Code = "only-in-data"

	// NotADim is a factor of something that is no dim.
	//
	// Example:
	//
	//	data { int N; factor<N> k; }
	NotADim source.Code = "not-a-dim"

	// MissingType is missing values where hm has none: ints, scalars,
	// constrained types.
	//
	// Example:
	//
	//	data { array[3] int<missing> y; }
	MissingType source.Code = "missing-type"

	// MissingInTransformedData is data with missing values used before there
	// are parameters to stand for them.
	//
	// Example:
	//
	//	data { vector<missing>[3] y; }
	//	transformed data { real m = y[1]; }
	MissingInTransformedData source.Code = "missing-in-transformed-data"

	// PriorPlace is a prior outside the parameters block.
	//
	// Example:
	//
	//	data { real x ~ normal(0, 1); }
	PriorPlace source.Code = "prior-not-allowed"

	// SelfReference warns of a variable in its own first value.
	//
	// Example:
	//
	//	transformed data { real x = x + 1; }
	SelfReference source.Code = "self-reference"

	// BadTupleElement is a tuple with an element that cannot be in one.
	//
	// Example:
	//
	//	data { dim epoch; tuple(factor<epoch>, real) t; }
	BadTupleElement source.Code = "tuple-element-type"
)

// Functions.
const (
	// DuplicateFunction is a second definition for the same arguments.
	//
	// Example:
	//
	//	functions {
	//	  real f(real x) { return x; }
	//	  real f(real x) { return 2 * x; }
	//	}
	DuplicateFunction source.Code = "duplicate-function"

	// LibraryFunction is a definition of a function that the library has.
	//
	// Example:
	//
	//	functions { real exp(real x) { return x; } }
	LibraryFunction source.Code = "library-function"

	// UndefinedFunction is a function that is declared and never defined.
	//
	// Example:
	//
	//	functions { real f(real x); }
	UndefinedFunction source.Code = "undefined-function"

	// DuplicateArgument is two arguments of one name.
	//
	// Example:
	//
	//	functions { real f(real x, int x) { return 1; } }
	DuplicateArgument source.Code = "duplicate-argument"

	// DensityDefinition is a density that does not return a real, or whose
	// variate does not suit its suffix.
	//
	// Example:
	//
	//	functions { real f_lpmf(real y) { return y; } }
	DensityDefinition source.Code = "density-definition"

	// MissingReturn is a function that may end without a return.
	//
	// Example:
	//
	//	functions { real f(real x) { if (x > 0) return x; } }
	MissingReturn source.Code = "missing-return"

	// ReturnType is a return of the wrong type.
	//
	// Example:
	//
	//	functions { int f(real x) { return x; } }
	ReturnType source.Code = "return-type"

	// ReturnOutside is a return outside functions.
	//
	// Example:
	//
	//	model { return; }
	ReturnOutside source.Code = "return-outside-function"
)

// Calls.
const (
	// NoMatch is a call whose arguments fit no signature.
	//
	// Example:
	//
	//	transformed data { real x = exp(1, 2); }
	NoMatch source.Code = "arguments-do-not-fit"

	// NoOperator is an operator that its operands do not have.
	//
	// Example:
	//
	//	data { vector[3] x; }
	//	transformed data { real y = x * x; }
	NoOperator source.Code = "operands-do-not-fit"

	// DiscreteVariate is a real variate of a distribution over ints.
	//
	// Example:
	//
	//	parameters { real y; }
	//	model { y ~ poisson(3); }
	DiscreteVariate source.Code = "discrete-variate"

	// Ambiguous is a call that fits several signatures equally well.
	//
	// Example:
	//
	//	functions {
	//	  real f(int a, real b) { return 1; }
	//	  real f(real a, int b) { return 2; }
	//	}
	//	transformed data { real x = f(1, 2); }
	Ambiguous source.Code = "ambiguous-call"

	// BarUnexpected is a bar in a call of an ordinary function.
	//
	// Example:
	//
	//	transformed data { real x = exp(1 | 2); }
	BarUnexpected source.Code = "bar-unexpected"

	// VoidValue is a function that returns nothing used as a value.
	//
	// Example:
	//
	//	functions { void f(real x) { print(x); } }
	//	transformed data { real x = f(1); }
	VoidValue source.Code = "void-value"

	// ResultUnused is a call that stands alone though it returns something.
	//
	// Example:
	//
	//	transformed data { exp(1); }
	ResultUnused source.Code = "result-unused"

	// DataOnly is an argument that must be data and depends on parameters.
	//
	// Example:
	//
	//	functions { real f(data real x) { return x; } }
	//	parameters { real theta; }
	//	model { target += f(theta); }
	DataOnly source.Code = "data-only-argument"

	// TargetPlace is a use of the log density where there is none.
	//
	// Example:
	//
	//	generated quantities { real lp = target(); }
	TargetPlace source.Code = "target-not-allowed"

	// JacobianPlace is a Jacobian adjustment outside transformed parameters.
	//
	// Example:
	//
	//	model { jacobian += 1; }
	JacobianPlace source.Code = "jacobian-not-allowed"

	// RNGPlace is a random draw in a block that has no random numbers.
	//
	// Example:
	//
	//	model { real x = normal_rng(0, 1); }
	RNGPlace source.Code = "rng-not-allowed"

	// UnnormalisedPlace is foo_lupdf where constants may not be dropped.
	//
	// Example:
	//
	//	generated quantities { real x = normal_lupdf(0 | 0, 1); }
	UnnormalisedPlace source.Code = "lupdf-not-allowed"

	// TruncationForm is a truncation of a distribution that has no
	// distribution function to renormalise it with.
	//
	// Example:
	//
	//	parameters { vector[2] y; }
	//	model { y ~ multi_normal([0, 0]', [[1, 0], [0, 1]]) T[0, ]; }
	TruncationForm source.Code = "no-truncation"

	// TruncationBound is a truncation bound that is not a number.
	//
	// Example:
	//
	//	parameters { real y; vector[2] v; }
	//	model { y ~ normal(0, 1) T[v, ]; }
	TruncationBound source.Code = "truncation-bound"

	// NotComputedYet is a function that hm knows and does not compute yet.
	// Only Uncomputed reports it.
	NotComputedYet source.Code = "not-computed-yet"
)

// Expressions.
const (
	// ConditionType is a condition that is not an int.
	//
	// Example:
	//
	//	parameters { real x; }
	//	model { if (x) target += 1; }
	ConditionType source.Code = "condition-not-int"

	// BranchTypes is a ?: whose branches have no common type.
	//
	// Example:
	//
	//	transformed data { real x = 1 ? 2 : {3}; }
	BranchTypes source.Code = "branch-types"

	// ElementTypes is a literal whose elements do not go together.
	//
	// Example:
	//
	//	transformed data { array[2] real x = {1, {2}}; }
	ElementTypes source.Code = "element-types"

	// Ragged is an array literal whose rows have different lengths.
	//
	// Example:
	//
	//	transformed data { array[2, 2] int x = {{1, 2}, {3}}; }
	Ragged source.Code = "ragged-literal"

	// IntTooLarge is a whole number that an int cannot hold.
	//
	// Example:
	//
	//	transformed data { int n = 3_000_000_000; }
	IntTooLarge source.Code = "int-too-large"

	// IndexType is an index that is neither an int nor an array of ints.
	//
	// Example:
	//
	//	data { vector[3] x; real i; }
	//	transformed data { real y = x[i]; }
	IndexType source.Code = "index-not-int"

	// NotIndexable is an index of a single number.
	//
	// Example:
	//
	//	data { real x; }
	//	transformed data { real y = x[1]; }
	NotIndexable source.Code = "not-indexable"

	// TooManyIndices is more indices than there are dimensions.
	//
	// Example:
	//
	//	data { vector[3] x; }
	//	transformed data { real y = x[1, 2]; }
	TooManyIndices source.Code = "too-many-indices"

	// WrongFactor is an index of one dimension by a factor of another.
	//
	// Example:
	//
	//	data { dim run; dim epoch; dim school; array[run] factor<school> s; }
	//	parameters { vector[epoch] alpha; }
	//	model { target += sum(alpha[s]); }
	WrongFactor source.Code = "wrong-factor"

	// LabelNoDim is a label on an axis that has none.
	//
	// Example:
	//
	//	data { int N; }
	//	parameters { vector[N] alpha; }
	//	model { target += alpha["a"]; }
	LabelNoDim source.Code = "label-without-dim"

	// NotTuple is .1 of something that is not a tuple.
	//
	// Example:
	//
	//	data { vector[3] x; }
	//	transformed data { real y = x.1; }
	NotTuple source.Code = "not-a-tuple"

	// NoTupleElement is an element that a tuple does not have.
	//
	// Example:
	//
	//	data { tuple(int, real) x; }
	//	transformed data { real y = x.3; }
	NoTupleElement source.Code = "no-tuple-element"

	// IntDivision warns of the division of two whole numbers, which truncates.
	//
	// Example:
	//
	//	transformed data { real half = 1 / 2; }
	IntDivision source.Code = "int-division"
)

// Statements.
const (
	// AssignType is a value that does not fit the variable.
	//
	// Example:
	//
	//	transformed data { int n = 1.5; }
	AssignType source.Code = "assignment-type"

	// AssignReadOnly is an assignment to what may not change here.
	//
	// Example:
	//
	//	data { int N; }
	//	transformed data { N = 3; }
	AssignReadOnly source.Code = "assignment-read-only"

	// AssignToFunction is an assignment to the name of a function.
	//
	// Example:
	//
	//	functions { real f(real x) { return x; } }
	//	model { f = 1; }
	AssignToFunction source.Code = "assignment-to-function"

	// AssignReadsItself is x[x[1]] = 2.
	//
	// Example:
	//
	//	transformed data { array[2] int x = {1, 2}; x[x[1]] = 2; }
	AssignReadsItself source.Code = "assignment-reads-itself"

	// AssignNestedIndex is x[:][1] = y.
	//
	// Example:
	//
	//	transformed data { array[2] int x = {1, 2}; x[:][1] = 2; }
	AssignNestedIndex source.Code = "assignment-nested-index"

	// CompoundTuple is (x, y) += z.
	//
	// Example:
	//
	//	transformed data { real x; real y; (x, y) += (1, 2); }
	CompoundTuple source.Code = "compound-tuple"

	// AssignedTwice is (x, x) = y.
	//
	// Example:
	//
	//	transformed data { real x; (x, x) = (1, 2); }
	AssignedTwice source.Code = "assigned-twice"

	// LoopBound is the end of a range that is not an int.
	//
	// Example:
	//
	//	transformed data { for (i in 1:2.5) print(i); }
	LoopBound source.Code = "loop-bound"

	// NotIterable is a loop over something without elements.
	//
	// Example:
	//
	//	data { real x; }
	//	transformed data { for (i in x) print(i); }
	NotIterable source.Code = "not-iterable"

	// OutsideLoop is a break or continue outside loops.
	//
	// Example:
	//
	//	model { break; }
	OutsideLoop source.Code = "outside-loop"

	// IncrementType is target += something that is no number.
	//
	// Example:
	//
	//	model { target += (1, 2); }
	IncrementType source.Code = "increment-type"

	// Unreachable warns of a statement that can never run.
	//
	// Example:
	//
	//	functions { real f(real x) { return x; print(x); } }
	Unreachable source.Code = "unreachable"
)
