// Package syntax holds the grammar of hm, its syntax tree, and the parser.
// It is the only package that imports participle.
//
// The tree is what the program says, in the order in which it says it. What
// checking learns about it (types, what a name refers to) lies in side tables
// of package check; the tree is never changed after parsing.
package syntax

import "hm/lang/source"

// A Node is any part of the tree.
type Node interface{ Range() source.Span }

// A File is one parsed .hm or .stan file.
type File struct {
	source.Span
	Blocks   []*Block   // in the order written
	Comments []*Comment // every comment, doc comments included, and every unexpanded #include, in source order
}

// Block returns the block of a kind, or nil.
func (f *File) Block(kind BlockKind) *Block {
	for _, b := range f.Blocks {
		if b.Kind == kind {
			return b
		}
	}
	return nil
}

// A Comment is // text, /* text */, /// text, or an #include line that was
// left as it is.
type Comment struct {
	source.Span
	Text string // as written, markers included
	own  bool   // nothing but space stands before it on its line
}

// BlockKind says which block a statement is in.
type BlockKind uint8

// The blocks of a program, in their required order.
const (
	Functions BlockKind = iota
	Data
	TransformedData
	Parameters
	TransformedParameters
	Model
	GeneratedQuantities
)

var blockNames = [...]string{
	"functions", "data", "transformed data", "parameters",
	"transformed parameters", "model", "generated quantities",
}

func (k BlockKind) String() string { return blockNames[k] }

// A Block is one program block.
type Block struct {
	source.Span
	Kind  BlockKind
	Funcs []*FuncDef // Functions only
	Stmts []Stmt
}

// A FuncDef defines, or with a nil Body declares, a function.
type FuncDef struct {
	source.Span
	Doc    string
	Return *TypeExpr
	Name   *Ident
	Params []*FuncParam
	Body   *BlockStmt
}

// A FuncParam is one formal argument of a FuncDef.
type FuncParam struct {
	source.Span
	Data bool // declared data-only
	Type *TypeExpr
	Name *Ident
}

// A TypeExpr is a type as written: sized in declarations, unsized in function
// signatures.
type TypeExpr struct {
	source.Span
	// Array holds the array sizes: array[N, M] has two. In an unsized type
	// they are nil, one for each dimension: array[,] has two.
	Array []Expr
	// Name is the type's word: int, real, complex, vector, row_vector, matrix,
	// complex_vector, complex_row_vector, complex_matrix, simplex, ordered,
	// positive_ordered, unit_vector, sum_to_zero_vector, sum_to_zero_matrix,
	// column_stochastic_matrix, row_stochastic_matrix, cholesky_factor_corr,
	// cholesky_factor_cov, corr_matrix, cov_matrix, tuple, void, dim, factor.
	Name    string
	Bounds  []*Bound    // lower, upper, offset, multiplier
	Missing bool        // vector<missing>, and array[N] real<missing> or int<missing>
	Factor  *Ident      // factor<dim>
	Sizes   []Expr      // of a vector or matrix; empty in an unsized type
	Elems   []*TypeExpr // of a tuple
}

// A Bound is one entry between the angle brackets of a type.
type Bound struct {
	source.Span
	Name  string // lower, upper, offset, multiplier
	Value Expr
}

// A Stmt is a statement.
type Stmt interface {
	Node
	stmt()
}

// The statements.
type (
	// A Decl declares variables of one type: real<lower=0> sigma ~ exponential(1);
	Decl struct {
		source.Span
		Doc   string // the /// comment above it or at the end of its line
		Type  *TypeExpr
		Names []*Declarator
		// Prior is the distribution where it is declared, hm's addition; only
		// with a single name without an initial value.
		Prior *Tilde
	}
	// An Assign is lhs = rhs, or a compound one such as lhs += rhs.
	Assign struct {
		source.Span
		LHS Expr   // *Ident, *Index, *TupleIndex, or a *TupleLit of those
		Op  string // "=", "+=", "-=", "*=", "/=", ".*=", "./="
		RHS Expr
	}
	// A Tilde is x ~ dist(args) T[lo, hi];
	Tilde struct {
		source.Span
		LHS   Expr
		Dist  *Ident
		Args  []Expr
		Trunc *Truncation
	}
	// A TargetPlus is target += x;
	TargetPlus struct {
		source.Span
		Value Expr
	}
	// A JacobianPlus is jacobian += x;
	JacobianPlus struct {
		source.Span
		Value Expr
	}
	// A CallStmt calls a void function.
	CallStmt struct {
		source.Span
		Call *Call
	}
	// A For is for (v in lo:hi) body.
	For struct {
		source.Span
		Var    *Ident
		Lo, Hi Expr
		Body   Stmt
	}
	// A ForEach is for (v in container) body.
	ForEach struct {
		source.Span
		Var  *Ident
		Over Expr
		Body Stmt
	}
	// A While is while (cond) body.
	While struct {
		source.Span
		Cond Expr
		Body Stmt
	}
	// An If is if (cond) then else otherwise; Else may be nil.
	If struct {
		source.Span
		Cond       Expr
		Then, Else Stmt
	}
	// A BlockStmt is { statements }.
	BlockStmt struct {
		source.Span
		Stmts []Stmt
	}
	// A Profile is profile("name") { statements }.
	Profile struct {
		source.Span
		Name  *StringLit
		Stmts []Stmt
	}
	// A Return is return; or return x;
	Return struct {
		source.Span
		Value Expr // may be nil
	}
	// A Break is break;
	Break struct{ source.Span }
	// A Continue is continue;
	Continue struct{ source.Span }
	// A Message is print(...), reject(...) or fatal_error(...).
	Message struct {
		source.Span
		Kind string // "print", "reject", "fatal_error"
		Args []Expr // StringLits among them
	}
	// An Empty is a lone semicolon.
	Empty struct{ source.Span }
	// A BadStmt stands where a statement could not be read; it was reported.
	BadStmt struct{ source.Span }
)

// A Declarator is one name of a Decl, with its initial value if it has one.
type Declarator struct {
	source.Span
	Name *Ident
	Init Expr // may be nil
}

// A Truncation is T[lo, hi]; either may be nil.
type Truncation struct {
	source.Span
	Lo, Hi Expr
}

// An Expr is an expression.
type Expr interface {
	Node
	expr()
}

// The expressions.
type (
	// An Ident is a use or a declaration of a name.
	Ident struct {
		source.Span
		Name string
	}
	// An IntLit is 12 or 1_000.
	IntLit struct {
		source.Span
		Text string
	}
	// A RealLit is 1.5, 1e-3 or .5.
	RealLit struct {
		source.Span
		Text string
	}
	// An ImagLit is 2i or 1.5i.
	ImagLit struct {
		source.Span
		Text string // without the i
	}
	// A StringLit is "text"; Value is without the quotes.
	StringLit struct {
		source.Span
		Value string
	}
	// A Unary is -x, +x or !x.
	Unary struct {
		source.Span
		Op string
		X  Expr
	}
	// A Transpose is x'.
	Transpose struct {
		source.Span
		X Expr
	}
	// A Binary is x op y.
	Binary struct {
		source.Span
		Op   string
		OpAt source.Span
		X, Y Expr
	}
	// A Cond is c ? x : y.
	Cond struct {
		source.Span
		Cond, Then, Else Expr
	}
	// A Call is f(args), or f(x | args) with Bar set.
	Call struct {
		source.Span
		Fn   *Ident
		Args []Expr
		Bar  bool
	}
	// An Index is x[indices].
	Index struct {
		source.Span
		X       Expr
		Indices []*IndexArg
	}
	// A TupleIndex is x.1.
	TupleIndex struct {
		source.Span
		X Expr
		N int // from 1
	}
	// An ArrayLit is {x, y}.
	ArrayLit struct {
		source.Span
		Elems []Expr
	}
	// A RowLit is [x, y]: a row vector, or a matrix of row vectors.
	RowLit struct {
		source.Span
		Elems []Expr
	}
	// A TupleLit is (x, y).
	TupleLit struct {
		source.Span
		Elems []Expr
	}
	// A Paren is (x), kept for the formatter.
	Paren struct {
		source.Span
		X Expr
	}
	// A BadExpr stands where an expression could not be read; it was reported.
	BadExpr struct{ source.Span }
)

// An IndexArg is one index: i, lo:hi, lo:, :hi, : or nothing (all).
type IndexArg struct {
	source.Span
	Lo, Hi Expr // either may be nil
	Range  bool // a colon was written, or nothing at all; if unset, Lo is the index
}

func (*Decl) stmt()         {}
func (*Assign) stmt()       {}
func (*Tilde) stmt()        {}
func (*TargetPlus) stmt()   {}
func (*JacobianPlus) stmt() {}
func (*CallStmt) stmt()     {}
func (*For) stmt()          {}
func (*ForEach) stmt()      {}
func (*While) stmt()        {}
func (*If) stmt()           {}
func (*BlockStmt) stmt()    {}
func (*Profile) stmt()      {}
func (*Return) stmt()       {}
func (*Break) stmt()        {}
func (*Continue) stmt()     {}
func (*Message) stmt()      {}
func (*Empty) stmt()        {}
func (*BadStmt) stmt()      {}

func (*Ident) expr()      {}
func (*IntLit) expr()     {}
func (*RealLit) expr()    {}
func (*ImagLit) expr()    {}
func (*StringLit) expr()  {}
func (*Unary) expr()      {}
func (*Transpose) expr()  {}
func (*Binary) expr()     {}
func (*Cond) expr()       {}
func (*Call) expr()       {}
func (*Index) expr()      {}
func (*TupleIndex) expr() {}
func (*ArrayLit) expr()   {}
func (*RowLit) expr()     {}
func (*TupleLit) expr()   {}
func (*Paren) expr()      {}
func (*BadExpr) expr()    {}
