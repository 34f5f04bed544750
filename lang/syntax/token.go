package syntax

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
)

// The kinds of token. Comments are not tokens: the scanner keeps them apart.
const (
	tokIdent  lexer.TokenType = iota + 1 // a name, hm's contextual words included
	tokWord                              // one of Stan's reserved words
	tokInt                               // 12
	tokReal                              // 1.5, 1., 1e3, .5e3
	tokDotted                            // .5, a real number or a tuple index
	tokImag                              // 2i
	tokString                            // "text", with its quotes
	tokOp                                // operators and punctuation
	tokBad                               // what is no token; it was reported
)

// definition tells participle the names of the tokens.
type definition struct{}

func (definition) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "Ident": tokIdent, "Word": tokWord, "Int": tokInt, "Real": tokReal,
		"Dotted": tokDotted, "Imag": tokImag, "String": tokString, "Op": tokOp, "Bad": tokBad,
	}
}

// Lex scans a file without expanding its includes.
func (definition) Lex(filename string, r io.Reader) (lexer.Lexer, error) {
	src, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	s := &scanner{}
	s.file(filename, src)
	return s.lexer(), nil
}

// A tokenList is a lexer.Lexer over tokens that were already scanned.
type tokenList struct {
	tokens []lexer.Token
	next   int
}

func (l *tokenList) Next() (lexer.Token, error) {
	t := l.tokens[l.next]
	if !t.EOF() {
		l.next++
	}
	return t, nil
}

// spanOf returns the place of a token. No token spans two lines.
func spanOf(t *lexer.Token) source.Span {
	start := source.Pos(t.Pos)
	end := start
	end.Offset += len(t.Value)
	end.Column += utf8.RuneCountInString(t.Value)
	return source.Span{Pos: start, EndPos: end}
}

// A wordRole says what a reserved word is for.
type wordRole uint8

const (
	blockWord wordRole = iota
	stmtWord           // begins a statement
	typeWord           // begins a type
	otherWord
)

// reserved holds the words that Stan's grammar keeps for itself (Stan
// Reference Manual, "Variable names"; C++ words are free in current Stan).
// hm's own words (dim, factor, missing) are not among them: they are names
// except where a type or a constraint stands.
var reserved = map[string]wordRole{
	"functions": blockWord, "data": blockWord, "parameters": blockWord, "model": blockWord,

	"return": stmtWord, "if": stmtWord, "while": stmtWord, "for": stmtWord, "profile": stmtWord,
	"break": stmtWord, "continue": stmtWord, "print": stmtWord, "reject": stmtWord,
	"fatal_error": stmtWord, "target": stmtWord, "jacobian": stmtWord,

	"int": typeWord, "real": typeWord, "complex": typeWord, "vector": typeWord, "row_vector": typeWord,
	"matrix": typeWord, "complex_vector": typeWord, "complex_row_vector": typeWord,
	"complex_matrix": typeWord, "array": typeWord, "tuple": typeWord, "ordered": typeWord,
	"positive_ordered": typeWord, "simplex": typeWord, "unit_vector": typeWord,
	"sum_to_zero_vector": typeWord, "sum_to_zero_matrix": typeWord,
	"cholesky_factor_corr": typeWord, "cholesky_factor_cov": typeWord, "corr_matrix": typeWord,
	"cov_matrix": typeWord, "column_stochastic_matrix": typeWord, "row_stochastic_matrix": typeWord,

	"else": otherWord, "in": otherWord, "void": otherWord, "lower": otherWord, "upper": otherWord,
	"offset": otherWord, "multiplier": otherWord,
}

// future holds the further words that Stan does not allow as names, though its
// grammar has no use for them yet.
var future = map[string]bool{
	"generated": true, "quantities": true, "transformed": true, "repeat": true, "until": true,
	"then": true, "true": true, "false": true, "typedef": true, "struct": true, "var": true,
	"export": true, "extern": true, "static": true, "auto": true,
}

// operators holds all operators and punctuation by length. Those of other
// languages are recognised whole so that the parser can say what to write in
// their place.
var operators = [...]map[string]bool{
	set(`{ } ( ) [ ] < > , ; | ? : ! - + ^ ' * / % \ ~ = &`),
	set(`|| && == != <= >= += -= *= /= .* ./ .^ ** := %%`),
	set(`%/% .*= ./= %*%`),
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
