package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
)

// A parser reads one item of a program.
//
// When a part cannot be read, its production reports why, marks the statement
// as broken and returns what it has. From then on no production reports or
// consumes anything, until the statement is left and recover skips to a place
// where the next one can begin. Problems that leave no doubt about what was
// meant are reported without breaking anything.
type parser struct {
	*lexer.PeekingLexer
	list   source.List
	last   lexer.Token // the last token consumed
	broken bool
	dead   bool // nothing more can be read; broken for good
	local  bool // in a place where variables are local
	depth  int
	indent int // the column of the first token of the line

	suspect       *brace // closed by a } that lines up with an outer one
	unclosedBrace bool   // a missing } was reported, or need not be
}

// A brace is a { that was opened.
type brace struct {
	span   source.Span
	indent int // of its line
}

// openBrace consumes a {.
func (p *parser) openBrace() brace {
	t := p.next()
	return brace{spanOf(t), p.indent}
}

// closeBrace consumes a }. One that is further left than the line it closes
// was meant for an outer brace: then the inner one is suspect, in case one }
// is missing in the end.
func (p *parser) closeBrace(open brace) {
	first := p.newLine()
	t := p.next()
	if first && t.Pos.Column < open.indent && p.suspect == nil {
		p.suspect = &open
	}
}

// maxDepth bounds nesting, so that no input can exhaust the stack.
const maxDepth = 500

// enter begins a level of nesting, and reports whether it is still bearable.
// Every call needs a call of leave.
func (p *parser) enter() bool {
	p.depth++
	if p.depth > maxDepth && !p.broken {
		p.tooDeep()
		p.dead = true
		for !p.Peek().EOF() { // nothing sensible can follow
			p.next()
		}
	}
	return !p.broken
}

func (p *parser) leave() { p.depth-- }

// next consumes a token.
func (p *parser) next() *lexer.Token {
	first := p.newLine()
	t := p.Next()
	if first {
		p.indent = t.Pos.Column
	}
	if !t.EOF() {
		p.last = *t
	}
	return t
}

// look returns the token n tokens ahead; look(0) is Peek.
func (p *parser) look(n int) *lexer.Token {
	c := p.RawCursor()
	for range n {
		if p.Range(c, c+1)[0].EOF() {
			break
		}
		c++
	}
	return &p.Range(c, c+1)[0]
}

// is reports whether t is the word or operator text.
func is(t *lexer.Token, text string) bool {
	return t.Value == text && (t.Type == tokOp || t.Type == tokWord)
}

// at reports whether the next token is the word or operator text.
func (p *parser) at(text string) bool { return !p.broken && is(p.Peek(), text) }

// accept consumes the word or operator text if it is next.
func (p *parser) accept(text string) bool {
	if !p.at(text) {
		return false
	}
	p.next()
	return true
}

// here is the place of the next token.
func (p *parser) here() source.Span { return spanOf(p.Peek()) }

// before is the place just behind the last token.
func (p *parser) before() source.Span {
	end := spanOf(&p.last).EndPos
	return source.Span{Pos: end, EndPos: end}
}

// from returns the span from start to the last token consumed.
func (p *parser) from(start source.Span) source.Span {
	end := spanOf(&p.last)
	if end.EndPos.Filename == start.Pos.Filename && end.EndPos.Offset < start.Pos.Offset {
		return source.Span{Pos: start.Pos, EndPos: start.Pos} // nothing was consumed
	}
	return start.To(end)
}

// newLine reports whether the next token begins a line.
func (p *parser) newLine() bool {
	t := p.Peek()
	return p.last.Pos.Line != t.Pos.Line || p.last.Pos.Filename != t.Pos.Filename
}

// report adds a problem, unless the statement is broken already.
func (p *parser) report(span source.Span, code source.Code, fix, format string, args ...any) {
	if !p.broken {
		p.list.Add(span, code, fix, format, args...)
	}
}

// fail adds a problem and breaks the statement.
func (p *parser) fail(span source.Span, code source.Code, fix, format string, args ...any) {
	p.report(span, code, fix, format, args...)
	p.broken = true
}

// note explains the problem reported last.
func (p *parser) note(span source.Span, format string) {
	if n := len(p.list); n > 0 && !p.broken {
		d := &p.list[n-1]
		d.Related = append(d.Related, source.Note{Span: span, Msg: format})
	}
}

// expect consumes the word or operator text, or breaks the statement with a
// problem in the words of "expected `)` after the condition".
func (p *parser) expect(text, where string) bool {
	if p.accept(text) {
		return true
	}
	p.expected("`"+text+"`", where)
	return false
}

// close consumes the partner of the bracket at open.
func (p *parser) close(text string, open source.Span) {
	if !p.accept(text) {
		p.unclosed(text, open)
	}
}

// mend ends the silence after a problem, and reports whether there was one.
func (p *parser) mend() bool {
	was := p.broken
	p.broken = p.dead
	return was
}

// textFrom returns the source of the tokens from a cursor to the next token,
// with single spaces for all space.
func (p *parser) textFrom(start lexer.RawCursor) string {
	var b strings.Builder
	tokens := p.Range(start, p.RawCursor())
	for i, t := range tokens {
		if i > 0 && tokens[i-1].Pos.Offset+len(tokens[i-1].Value) != t.Pos.Offset {
			b.WriteByte(' ')
		}
		b.WriteString(t.Value)
	}
	return b.String()
}

// recover ends a broken statement: it skips to a place where the next one can
// begin.
func (p *parser) recover() {
	if !p.mend() {
		return
	}
	for depth := 0; ; p.next() {
		t := p.Peek()
		switch {
		case t.EOF() || p.atBlock():
			p.unclosedBrace = true // the } may be in what was skipped
			return
		case is(t, ";"):
			p.next()
			return
		case is(t, "{"):
			if depth == 0 && p.braceHolds(";") {
				return // a block of statements, and not an array
			}
			depth++
		case is(t, "}"):
			if depth == 0 {
				return
			}
			depth--
		case depth == 0 && p.newLine() && p.startsStatement():
			return
		}
	}
}

// braceHolds reports whether the text between the { at the next token and its
// } has the token given.
func (p *parser) braceHolds(text string) bool {
	depth := 0
	for c := p.RawCursor(); ; c++ {
		t := &p.Range(c, c+1)[0]
		switch {
		case t.EOF():
			return false
		case is(t, "{"):
			depth++
		case is(t, "}"):
			if depth--; depth == 0 {
				return false
			}
		case is(t, text):
			return true
		}
	}
}

// skipTo skips to the partner of an open bracket, or to the end of the
// statement, without consuming it.
func (p *parser) skipTo(open, partner string) {
	for depth := 0; ; p.next() {
		t := p.Peek()
		switch {
		case t.EOF(), is(t, "{"), is(t, "}"), is(t, ";") && open != "(":
			return
		case is(t, open):
			depth++
		case is(t, partner):
			if depth == 0 {
				return
			}
			depth--
		}
	}
}

// startsStatement guesses whether the next token begins a statement.
func (p *parser) startsStatement() bool {
	t, u := p.Peek(), p.look(1)
	switch t.Type {
	case tokWord:
		role := reserved[t.Value]
		return role == stmtWord && !is(u, ")") || role == typeWord
	case tokIdent:
		return u.Type == tokOp && assignOps[u.Value] || is(u, "~") || p.atHmDecl()
	}
	return false
}
