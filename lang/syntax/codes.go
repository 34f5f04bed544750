package syntax

import "hm/lang/source"

// The codes of what can be wrong with the form of a program. The example in
// each comment is a program that has the problem; a test holds them to it.
const (
	// BadCharacter is a character that means nothing outside text and comments.
	//
	//	model { real x = 1 @ 2; }
	BadCharacter source.Code = "bad-character"
	// OpenString is text whose closing quote is missing.
	//
	//	model { print("x); }
	OpenString source.Code = "open-string"
	// OpenComment is a /* without its */.
	//
	//	model { } /* the rest
	OpenComment source.Code = "open-comment"
	// BadInclude is an #include that cannot be followed.
	//
	//	#include
	//	model { }
	BadInclude source.Code = "bad-include"
	// Unexpected is something that cannot stand where it stands.
	//
	//	model { real x = * 2; }
	Unexpected source.Code = "unexpected"
	// MissingSemicolon is a statement without its semicolon.
	//
	//	model {
	//	  real x = 1
	//	}
	MissingSemicolon source.Code = "missing-semicolon"
	// MissingBrace is a { without its }.
	//
	//	model { { real x; }
	MissingBrace source.Code = "missing-brace"
	// Unclosed is a (, [ or < without its closing partner.
	//
	//	model { real x = (1 + 2; }
	Unclosed source.Code = "unclosed"
	// UnknownBlock is a block with an unknown name.
	//
	//	modle { }
	UnknownBlock source.Code = "unknown-block"
	// DuplicateBlock is a block that is there twice.
	//
	//	model { } model { }
	DuplicateBlock source.Code = "duplicate-block"
	// BlockOrder is a block that stands before one that must precede it.
	//
	//	model { } data { }
	BlockOrder source.Code = "block-order"
	// OutsideBlock is a statement or declaration outside every block.
	//
	//	data { int N; } real x; model { }
	OutsideBlock source.Code = "outside-block"
	// ReservedWord is a word of the language in the place of a name.
	//
	//	data { real lower; }
	ReservedWord source.Code = "reserved-word"
	// BadName is a name that Stan keeps for itself.
	//
	//	data { real x__; }
	BadName source.Code = "bad-name"
	// RemovedSyntax is a spelling that older versions of Stan had. It is not
	// reported with Options.Deprecated.
	//
	//	data { int N; real x[N]; }
	RemovedSyntax source.Code = "removed-syntax"
	// UnknownType is a declaration whose type has an unknown name.
	//
	//	data { reel x; }
	UnknownType source.Code = "unknown-type"
	// BadSizes is a type with too many or too few sizes.
	//
	//	data { matrix[3] x; }
	BadSizes source.Code = "bad-sizes"
	// BadConstraint is a constraint that the type cannot have.
	//
	//	data { simplex<lower=0>[3] x; }
	BadConstraint source.Code = "bad-constraint"
	// LocalConstraint is a constraint on a local variable.
	//
	//	model { real<lower=0> x; }
	LocalConstraint source.Code = "local-constraint"
	// ArgumentType is a type that a function argument or result cannot have.
	//
	//	functions { real f(vector[3] x) { return x[1]; } }
	ArgumentType source.Code = "argument-type"
	// OnlyDeclarations is a statement in a block of declarations.
	//
	//	data { real x; x = 1; }
	OnlyDeclarations source.Code = "only-declarations"
	// NoValue is an initial value where none can be.
	//
	//	parameters { real x = 1; }
	NoValue source.Code = "no-value"
	// BadPrior is a prior where it is declared that cannot be attached.
	//
	//	parameters { real a, b ~ normal(0, 1); }
	BadPrior source.Code = "bad-prior"
	// NotAssignable is an assignment to something that is no variable.
	//
	//	model { 1 = 2; }
	NotAssignable source.Code = "not-assignable"
	// NotAStatement is an expression that does nothing.
	//
	//	model { real x; x + 1; }
	NotAStatement source.Code = "not-a-statement"
	// BadOperator is an operator of another language.
	//
	//	model { real x = 2 ** 3; }
	BadOperator source.Code = "bad-operator"
	// OtherLanguage is a form that other languages have and this one has not.
	//
	//	model { for (int i = 0; i < 3; i++) { } }
	OtherLanguage source.Code = "other-language"
	// BadLoop is a for or while whose head is wrong.
	//
	//	model { for i in 1:3 { } }
	BadLoop source.Code = "bad-loop"
	// NeedsParens is a part of an expression that needs parentheses here.
	//
	//	data { real x; real<lower=x < 1> y; }
	NeedsParens source.Code = "needs-parentheses"
	// BadNumber is a number that cannot be used as it stands.
	//
	//	model { real x = y.99999999999999999999; }
	BadNumber source.Code = "bad-number"
	// TooDeep is nesting deeper than any reader could follow.
	TooDeep source.Code = "too-deep"
	// EmptyProgram warns of a file without a block.
	//
	//	// nothing
	EmptyProgram source.Code = "empty-program"
)
