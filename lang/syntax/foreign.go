package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
	"hm/lang/spell"
)

// This file guesses what was meant by words and forms that are none of this
// language: misspelt ones, and those of other languages.

// misnamedBlock reads a block whose name is not known.
func (p *parser) misnamedBlock() *Block {
	start := p.here()
	name := p.next().Value
	if !p.at("{") {
		name += " " + p.next().Value
	}
	span := p.from(start)
	if near, ok := spell.Nearest(name, blockNames[:]); ok {
		p.report(span, UnknownBlock, "did you mean `"+near+"`?", "no block is called `%s`", name)
		for kind, n := range blockNames {
			if n == near {
				return p.block(BlockKind(kind), span)
			}
		}
	}
	p.report(span, UnknownBlock, "the blocks are "+strings.Join(blockNames[:], ", "), "no block is called `%s`", name)
	known := len(p.list)
	p.block(GeneratedQuantities, span)
	p.list = p.list[:known] // what is wrong inside cannot be told without knowing the block
	return nil
}

// otherTypes maps the names that other languages give to types.
var otherTypes = map[string]string{
	"float": "real", "double": "real", "number": "real", "numeric": "real", "num": "real",
	"integer": "int", "bool": "int", "boolean": "int", "long": "int", "logical": "int",
	"rowvector": "row_vector", "mat": "matrix", "vec": "vector", "cholesky_corr": "cholesky_factor_corr",
	"cholesky_cov": "cholesky_factor_cov", "covariance_matrix": "cov_matrix", "correlation_matrix": "corr_matrix",
	"list": "array",
}

// meantType returns the type that a name was meant to be.
func meantType(name string) (string, bool) {
	if typ, ok := otherTypes[name]; ok {
		return typ, true
	}
	return spell.Nearest(name, typeNames)
}

// typeNames holds the types in the order in which they are suggested.
var typeNames = []string{
	"int", "real", "vector", "row_vector", "matrix", "complex", "simplex", "ordered", "positive_ordered",
	"unit_vector", "sum_to_zero_vector", "sum_to_zero_matrix", "cholesky_factor_corr", "cholesky_factor_cov",
	"corr_matrix", "cov_matrix", "column_stochastic_matrix", "row_stochastic_matrix", "complex_vector",
	"complex_row_vector", "complex_matrix", "dim",
}

// unknownType reports a word that is no type where a type must stand. If it is
// clear what was meant, it consumes the word and returns that.
func (p *parser) unknownType() string {
	t := p.Peek()
	if t.Type != tokIdent {
		p.expected("a type", "")
		return ""
	}
	if typ, ok := meantType(t.Value); ok && typ != "array" {
		p.report(p.here(), UnknownType, "did you mean `"+typ+"`?", "`%s` is not a type", t.Value)
		p.next()
		return typ
	}
	p.unexpected(UnknownType, "the types are int, real, vector, row_vector, matrix, array[...], tuple(...), "+
		"simplex and others", "`%s` is not a type", t.Value)
	return ""
}

// cStyleFor reports for (int i = 0; i < n; i++).
func (p *parser) cStyleFor(open source.Span) {
	p.skipTo("(", ")")
	p.accept(")")
	p.fail(p.from(open), OtherLanguage, "write for (i in 1:N)", "`for` goes over a range or a container")
}

// elif reports the else if of other languages, and whether it is there.
func (p *parser) elif() bool {
	t := p.Peek()
	if t.Type != tokIdent || t.Value != "elif" && t.Value != "elsif" && t.Value != "elseif" || !is(p.look(1), "(") {
		return false
	}
	p.report(p.here(), OtherLanguage, "write else if", "`%s` is not a word of this language", t.Value)
	return true
}

// otherWords holds words that begin statements or declarations elsewhere.
var otherWords = map[string]string{
	"def":      "functions are defined in the functions block: real f(real x) { ... }",
	"function": "functions are defined in the functions block: real f(real x) { ... }",
	"import":   "other files are read with #include file.stan",
	"library":  "other files are read with #include file.stan",
	"let":      "declare a variable with its type: real x = ...",
	"var":      "declare a variable with its type: real x = ...",
	"const":    "declare a variable with its type: real x = ...",
	"val":      "declare a variable with its type: real x = ...",
	"string":   "there are no variables that hold text",
	"str":      "there are no variables that hold text",
}

// looksForeign reads statements that are none in this language, but whose
// meaning is clear: a type or a keyword misspelt, or one of another language.
// None of the forms it takes is a statement of Stan.
func (p *parser) looksForeign(t *lexer.Token) ([]Stmt, bool) {
	u := p.look(1)
	if u.Type == tokIdent {
		if fix, ok := otherWords[t.Value]; ok {
			p.fail(p.here(), OtherLanguage, fix, "`%s` is not a word of this language", t.Value)
			return nil, true
		}
	}
	switch {
	case u.Type == tokIdent && !lineBetween(t, u):
		return p.declOfUnknown()
	case is(u, "<") && p.look(2).Type == tokWord && is(p.look(3), "="):
		return p.declOfUnknown()
	case u.Type == tokWord && reserved[u.Value] == typeWord && !lineBetween(t, u):
		p.unknownType()
		p.broken = true
		return nil, true
	case is(u, "["):
		if v := p.behind(1, "[", "]"); v.Type == tokIdent && v.Value != "T" || v.Type == tokWord && !lineBetween(t, v) {
			return p.declOfUnknown()
		}
	case is(u, "("):
		if is(p.behind(1, "(", ")"), "{") {
			return p.misspeltHead(t)
		}
	}
	return nil, false
}

// lineBetween reports whether u is on another line than t.
func lineBetween(t, u *lexer.Token) bool { return t.Pos.Line != u.Pos.Line }

// declOfUnknown reads a declaration whose type is not known.
func (p *parser) declOfUnknown() ([]Stmt, bool) {
	if u := p.look(1); u.Type != tokIdent {
		return p.decl(), true
	}
	// Nothing but the name was written.
	start, at := p.here(), p.RawCursor()
	t := &TypeExpr{Name: p.unknownType()}
	if p.broken {
		return nil, true
	}
	t.Span = p.from(start)
	return p.declOf(start, t, p.textFrom(at)), true
}

// behind returns the token behind the brackets that begin n tokens ahead, if
// they close on the same line.
func (p *parser) behind(n int, open, partner string) *lexer.Token {
	depth := 0
	start, line := p.RawCursor(), p.look(n).Pos.Line
	for c := start; c < start+maxSearch; c++ {
		t := &p.Range(c, c+1)[0]
		switch {
		case t.EOF(), t.Pos.Line != line:
			return &lexer.Token{}
		case is(t, open):
			depth++
		case is(t, partner):
			if depth--; depth == 0 {
				return &p.Range(c+1, c+2)[0]
			}
		}
	}
	return &lexer.Token{}
}

// maxSearch is how many tokens are searched to word a problem.
const maxSearch = 300

// misspeltHead reads a loop or condition whose word is misspelt.
func (p *parser) misspeltHead(t *lexer.Token) ([]Stmt, bool) {
	near, ok := spell.Nearest(t.Value, []string{"if", "for", "while", "profile"})
	if !ok {
		near, ok = map[string]string{"foreach": "for", "until": "while"}[t.Value], t.Value == "foreach"
	}
	if !ok {
		return nil, false
	}
	p.report(p.here(), Unexpected, "did you mean `"+near+"`?", "`%s` is not a word of this language", t.Value)
	return []Stmt{keyword(near)(p)}, true
}

// countsUp reports whether ++ or -- was read.
func (p *parser) countsUp() bool {
	c := p.RawCursor()
	if c < 2 {
		return false
	}
	two := p.Range(c-2, c)
	return (is(&two[0], "+") || is(&two[0], "-")) && is(&two[1], two[0].Value) && two[1].Pos.Offset == two[0].Pos.Offset+1
}

// closesQuote reports whether a second single quote stands on the line of the
// one that is next.
func (p *parser) closesQuote() bool {
	first := p.RawCursor()
	for c := first + 1; c < first+maxSearch; c++ {
		t := &p.Range(c, c+1)[0]
		if t.EOF() || t.Pos.Line != p.Peek().Pos.Line {
			return false
		}
		if is(t, "'") {
			return true
		}
	}
	return false
}
