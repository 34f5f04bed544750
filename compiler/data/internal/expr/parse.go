package expr

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hm/lang/spell"
)

// Parse reads an expression.
func Parse(text string) (*Expr, *Error) {
	p := &parser{text: text}
	p.next()
	n := p.binary(0)
	if p.err == nil && p.tok.kind != end {
		p.unexpected()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Expr{text, n}, nil
}

type kind uint8

const (
	end kind = iota
	number
	name
	quoted // a name in backquotes
	str
	operator
)

type token struct {
	kind     kind
	text     string // without quotes
	from, to int
	num      float64
}

type parser struct {
	text  string
	at    int
	tok   token
	depth int
	err   *Error
}

// maxDepth bounds how deep an expression nests.
const maxDepth = 200

func (p *parser) fail(from, to int, fix, format string, args ...any) *node {
	if p.err == nil {
		p.err = &Error{From: from, To: max(to, from+1), Msg: fmt.Sprintf(format, args...), Fix: fix, Row: -1}
	}
	p.tok = token{kind: end, from: p.at, to: p.at}
	return &node{op: "number"}
}

func (p *parser) unexpected() *node {
	t := p.tok
	switch {
	case t.kind == end:
		return p.fail(t.from, t.to, "", "the expression ends where a column or a number must stand")
	case t.text == "=" && t.kind == operator:
		return p.fail(t.from, t.to, "compare with `==`", "`=` is no operator here")
	case t.text == "&" || t.text == "|":
		return p.fail(t.from, t.to, fmt.Sprintf("write `%s%s`", t.text, t.text), "`%s` is no operator here", t.text)
	case t.kind == operator && t.text == ")":
		return p.fail(t.from, t.to, "", "this parenthesis closes nothing")
	case t.kind == operator:
		return p.fail(t.from, t.to, "", "`%s` cannot stand here", t.text)
	}
	return p.fail(t.from, t.to, "a column whose name is not one word stands in backquotes: `dev loss`",
		"an operator such as + or a comma must stand before `%s`", t.text)
}

// levels are the binary operators, loosest first.
var levels = [][]string{
	{"||"}, {"&&"}, {"==", "!=", "<=", ">=", "<", ">"}, {"+", "-"}, {"*", "/", "%"},
}

const comparison = 2

func (p *parser) binary(level int) *node {
	if level == len(levels) {
		return p.unary()
	}
	x := p.binary(level + 1)
	for p.isOp(levels[level]...) {
		op := p.tok
		p.next()
		y := p.binary(level + 1)
		x = &node{op: op.text, from: x.from, to: y.to, args: []*node{x, y}}
		if level == comparison && p.isOp(levels[level]...) {
			return p.fail(p.tok.from, p.tok.to, "write `a < b && b < c`", "comparisons cannot be chained")
		}
	}
	return x
}

func (p *parser) isOp(ops ...string) bool {
	if p.tok.kind != operator {
		return false
	}
	for _, op := range ops {
		if p.tok.text == op {
			return true
		}
	}
	return false
}

func (p *parser) unary() *node {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return p.fail(p.tok.from, p.tok.to, "", "the expression is nested more than %d deep", maxDepth)
	}
	if !p.isOp("-", "!", "+") {
		return p.power()
	}
	op := p.tok
	p.next()
	x := p.unary()
	return &node{op: op.text, from: op.from, to: x.to, args: []*node{x}}
}

func (p *parser) power() *node {
	x := p.primary()
	if !p.isOp("^") {
		return x
	}
	p.next()
	y := p.unary() // -2 may be an exponent; ^ groups from right to left
	return &node{op: "^", from: x.from, to: y.to, args: []*node{x, y}}
}

func (p *parser) primary() *node {
	t := p.tok
	switch {
	case t.kind == number:
		p.next()
		return &node{op: "number", from: t.from, to: t.to, num: t.num}
	case t.kind == str:
		p.next()
		return &node{op: "text", from: t.from, to: t.to, name: t.text}
	case t.kind == quoted:
		p.next()
		return &node{op: "column", from: t.from, to: t.to, name: t.text}
	case t.kind == name:
		p.next()
		if p.isOp("(") {
			return p.call(t)
		}
		return &node{op: "column", from: t.from, to: t.to, name: t.text}
	case p.isOp("("):
		return p.paren(t)
	}
	return p.unexpected()
}

func (p *parser) paren(open token) *node {
	p.next()
	x := p.binary(0)
	if p.err == nil && !p.isOp(")") {
		if p.tok.kind == end {
			return p.fail(open.from, open.to, "", "this parenthesis is never closed")
		}
		return p.unexpected()
	}
	to := p.tok.to
	p.next()
	inner := *x // the parentheses belong to the place of what they hold
	inner.from, inner.to = open.from, to
	return &inner
}

func (p *parser) call(fn token) *node {
	n := &node{op: "call", from: fn.from, name: fn.text, fn: functions[fn.text]}
	if n.fn == nil {
		fix := "known are " + functionNames()
		if near, ok := spell.Nearest(fn.text, sortedFunctions()); ok {
			fix = "did you mean `" + near + "`?"
		}
		return p.fail(fn.from, fn.to, fix, "no function is called `%s`", fn.text)
	}
	open := p.tok
	p.next()
	for p.err == nil && !p.isOp(")") {
		n.args = append(n.args, p.binary(0))
		switch {
		case p.isOp(","):
			p.next()
		case p.isOp(")"):
		case p.tok.kind == end:
			return p.fail(open.from, open.to, "", "this parenthesis is never closed")
		default:
			return p.unexpected()
		}
	}
	n.to = p.tok.to
	p.next()
	if p.err == nil && len(n.args) != n.fn.arity {
		return p.fail(n.from, n.to, n.fn.use(), "`%s` takes %s, not %d", fn.text, arguments(n.fn.arity), len(n.args))
	}
	return n
}

func arguments(n int) string {
	switch n {
	case 0:
		return "no arguments"
	case 1:
		return "one argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

// operators are all operators, the longer ones first.
var operators = []string{
	"||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "^", "!", "(", ")", ",", "=", "&", "|",
}

// next reads the next token.
func (p *parser) next() {
	if p.err != nil {
		p.tok = token{kind: end, from: p.at, to: p.at}
		return
	}
	p.at += len(p.text[p.at:]) - len(strings.TrimLeft(p.text[p.at:], " \t\r\n"))
	from := p.at
	if from == len(p.text) {
		p.tok = token{kind: end, from: from, to: from}
		return
	}
	c := p.text[from]
	switch {
	case '0' <= c && c <= '9', c == '.' && from+1 < len(p.text) && isDigit(p.text[from+1]):
		p.number()
	case c == '"' || c == '\'' || c == '`':
		p.quote(c)
	case isNameStart(p.text[from:]):
		p.name()
	default:
		p.operator()
	}
}

func (p *parser) operator() {
	for _, op := range operators {
		if strings.HasPrefix(p.text[p.at:], op) {
			p.tok = token{kind: operator, text: op, from: p.at, to: p.at + len(op)}
			p.at += len(op)
			return
		}
	}
	r, n := utf8.DecodeRuneInString(p.text[p.at:])
	p.fail(p.at, p.at+n, "", "the character %q means nothing in an expression", r)
}

func (p *parser) name() {
	from := p.at
	for i, r := range p.text[from:] {
		if !isNameRune(r) {
			break
		}
		p.at = from + i + utf8.RuneLen(r)
	}
	p.tok = token{kind: name, text: p.text[from:p.at], from: from, to: p.at}
}

func isNameStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == '_' || r != utf8.RuneError && unicode.IsLetter(r)
}

func isNameRune(r rune) bool {
	return r == '_' || r == '.' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number reads digits, a point and an exponent.
func (p *parser) number() {
	from, i := p.at, p.at
	for i < len(p.text) && (isDigit(p.text[i]) || p.text[i] == '.') {
		i++
	}
	if i < len(p.text) && (p.text[i] == 'e' || p.text[i] == 'E') {
		j := i + 1
		if j < len(p.text) && (p.text[j] == '+' || p.text[j] == '-') {
			j++
		}
		if j < len(p.text) && isDigit(p.text[j]) {
			for i = j; i < len(p.text) && isDigit(p.text[i]); i++ {
			}
		}
	}
	p.at = i
	x, err := strconv.ParseFloat(p.text[from:i], 64)
	if err != nil || i < len(p.text) && isNameStart(p.text[i:]) {
		p.name()
		p.fail(from, p.at, "", "`%s` is not a number", p.text[from:max(i, p.at)])
		return
	}
	p.tok = token{kind: number, text: p.text[from:i], from: from, to: i, num: x}
}

// quote reads text in quotes, or a name in backquotes; there are no escapes.
func (p *parser) quote(q byte) {
	from := p.at
	n := strings.IndexByte(p.text[from+1:], q)
	if n < 0 {
		p.fail(from, from+1, "", "this quote is never closed")
		return
	}
	p.at = from + n + 2
	k := str
	if q == '`' {
		k = quoted
	}
	p.tok = token{kind: k, text: p.text[from+1 : p.at-1], from: from, to: p.at}
}
