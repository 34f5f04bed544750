package syntax

import (
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
)

// The precedences of binary operators, from the loosest (Stan Reference
// Manual, "Operator precedence and associativity"). The conditional operator
// is looser than all of them. Prefix operators are tighter, powers tighter
// still, and the transpose and indexing the tightest.
const (
	logicalOr = iota + 1
	logicalAnd
	equality
	comparison
	additive
	multiplicative
	leftDivision
)

var precedence = map[string]int{
	"||": logicalOr, "&&": logicalAnd,
	"==": equality, "!=": equality,
	"<": comparison, "<=": comparison, ">": comparison, ">=": comparison,
	"+": additive, "-": additive,
	"*": multiplicative, "/": multiplicative, "%": multiplicative, ".*": multiplicative, "./": multiplicative,
	"\\": leftDivision, "%/%": leftDivision,
	// Operators of other languages, read as what was meant; see foreign.
	"&": logicalAnd, "%%": multiplicative, "%*%": multiplicative,
}

// foreign maps operators of other languages to hm's.
var foreign = map[string]string{"&": "&&", "%%": "%", "%*%": "*", "**": "^"}

// expr reads an expression.
func (p *parser) expr() Expr {
	if p.broken {
		return &BadExpr{p.here()}
	}
	return p.conditional(p.binary(logicalOr))
}

// conditional reads the rest of c ? x : y, of which c was read.
func (p *parser) conditional(c Expr) Expr {
	if !p.at("?") {
		return c
	}
	if !p.enter() {
		p.leave()
		return c
	}
	defer p.leave()
	p.next()
	x := &Cond{Cond: c}
	x.Then = p.expr()
	p.expect(":", "in the conditional expression c ? x : y")
	x.Else = p.expr()
	x.Span = c.Range().To(x.Else.Range())
	return x
}

// binary reads an expression of operators that bind at least as tight as min.
func (p *parser) binary(min int) Expr { return p.climb(p.unary(), min) }

// climb reads the rest of a binary expression whose first operand was read.
func (p *parser) climb(x Expr, min int) Expr {
	for {
		op := p.Peek()
		prec, ok := precedence[op.Value]
		if p.broken || op.Type != tokOp || !ok || prec < min {
			return x
		}
		p.next()
		b := &Binary{Op: op.Value, OpAt: spanOf(op), X: x}
		if modern, ok := foreign[op.Value]; ok {
			p.foreignOperator(op, modern)
			b.Op = modern
		}
		b.Y = p.binary(prec + 1)
		b.Span = x.Range().To(b.Y.Range())
		x = b
	}
}

// unary reads prefix operators and what they apply to.
func (p *parser) unary() Expr {
	op := p.Peek()
	if !p.at("-") && !p.at("+") && !p.at("!") {
		return p.power(p.transposes(p.postfix()))
	}
	if !p.enter() {
		p.leave()
		return &BadExpr{spanOf(op)}
	}
	defer p.leave()
	p.next()
	x := p.unary()
	return &Unary{spanOf(op).To(x.Range()), op.Value, x}
}

// power reads the rest of x ^ y, which associates to the right.
func (p *parser) power(x Expr) Expr {
	op := p.Peek()
	if !p.at("^") && !p.at(".^") && !p.at("**") {
		return x
	}
	if !p.enter() {
		p.leave()
		return x
	}
	defer p.leave()
	p.next()
	b := &Binary{Op: op.Value, OpAt: spanOf(op), X: x}
	if modern, ok := foreign[op.Value]; ok {
		p.foreignOperator(op, modern)
		b.Op = modern
	}
	b.Y = p.unary()
	b.Span = x.Range().To(b.Y.Range())
	return b
}

// transposes reads the marks of a transpose.
func (p *parser) transposes(x Expr) Expr {
	for p.at("'") {
		p.next()
		x = &Transpose{p.from(x.Range()), x}
		if p.at("[") {
			p.indexOfTranspose()
		}
	}
	return x
}

// postfix reads a primary expression with its indices.
func (p *parser) postfix() Expr {
	x := p.primary()
	for {
		t := p.Peek()
		switch {
		case p.broken:
			return x
		case is(t, "["):
			x = p.index(x)
		case t.Type == tokDotted:
			p.next()
			x = p.tupleIndex(x, t)
		default:
			return x
		}
	}
}

func (p *parser) tupleIndex(x Expr, t *lexer.Token) Expr {
	span := spanOf(t)
	n, err := strconv.Atoi(strings.ReplaceAll(t.Value[1:], "_", ""))
	if err != nil || n > 1<<31-1 {
		p.bigTupleIndex(t)
	}
	return &TupleIndex{x.Range().To(span), x, n}
}

// primary reads an expression without operators or indices.
func (p *parser) primary() Expr {
	if p.broken {
		return &BadExpr{p.here()}
	}
	t := p.Peek()
	span := spanOf(t)
	switch t.Type {
	case tokIdent:
		p.next()
		name := &Ident{span, t.Value}
		if p.at("(") {
			return p.call(name)
		}
		return name
	case tokInt:
		p.next()
		return p.number(t, &IntLit{span, t.Value})
	case tokReal, tokDotted:
		p.next()
		return p.number(t, &RealLit{span, t.Value})
	case tokImag:
		p.next()
		return &ImagLit{span, strings.TrimSuffix(t.Value, "i")}
	case tokString:
		p.textHere(t)
		p.next()
		return &BadExpr{span}
	case tokWord:
		if t.Value == "target" && is(p.look(1), "(") {
			p.next()
			return p.call(&Ident{span, t.Value})
		}
	case tokOp:
		switch t.Value {
		case "(":
			return p.parens()
		case "[":
			return p.row()
		case "{":
			return p.array()
		}
	}
	p.noExpression()
	return &BadExpr{span}
}

// number passes a literal on, and reports a missing * behind it, as in 2x.
func (p *parser) number(t *lexer.Token, lit Expr) Expr {
	u := p.Peek()
	if u.Type == tokIdent && u.Pos.Offset == t.Pos.Offset+len(t.Value) && u.Pos.Filename == t.Pos.Filename {
		p.missingTimes(t, u)
	}
	return lit
}

// exprs reads one or more expressions with commas between them. The closing
// bracket is for the caller, and only named to see a comma too many.
func (p *parser) exprs(end string) []Expr {
	if !p.enter() {
		p.leave()
		return nil
	}
	defer p.leave()
	var list []Expr
	for {
		list = append(list, p.expr())
		if !p.at(",") {
			return list
		}
		comma := p.here()
		p.next()
		if p.at(end) {
			p.extraComma(comma)
			return list
		}
	}
}

// call reads the arguments of a call.
func (p *parser) call(name *Ident) *Call {
	open := p.here()
	p.next()
	c := &Call{Span: name.Span, Fn: name}
	if !p.enter() {
		p.leave()
		return c
	}
	defer p.leave()
	if !p.at(")") {
		c.Args = p.args(c)
	}
	p.close(")", open)
	c.Span = p.from(name.Span)
	return c
}

// args reads arguments up to the closing parenthesis.
func (p *parser) args(c *Call) []Expr {
	var list []Expr
	for {
		list = append(list, p.arg())
		switch {
		case p.at("|"):
			if len(list) != 1 || c.Bar {
				p.misplacedBar()
			}
			c.Bar = true
			p.next()
			if p.at(")") {
				return list
			}
		case p.at(","):
			comma := p.here()
			p.next()
			if p.at(")") {
				p.extraComma(comma)
				return list
			}
		default:
			return list
		}
	}
}

// arg reads one argument of a call.
func (p *parser) arg() Expr {
	if t := p.Peek(); t.Type == tokIdent && is(p.look(1), "=") {
		p.namedArgument(t)
		p.next()
		p.next()
	}
	return p.expr()
}

// parens reads (x) or a tuple.
func (p *parser) parens() Expr {
	open := p.here()
	if !p.enter() {
		p.leave()
		return &BadExpr{open}
	}
	defer p.leave()
	p.next()
	if p.at(")") {
		p.emptyParens()
		return &BadExpr{open}
	}
	first := p.expr()
	if !p.at(",") {
		p.close(")", open)
		return &Paren{p.from(open), first}
	}
	tuple := &TupleLit{Elems: []Expr{first}}
	for p.accept(",") {
		if len(tuple.Elems) == 1 && p.at(")") {
			break // (x,) has one element
		}
		tuple.Elems = append(tuple.Elems, p.expr())
	}
	p.close(")", open)
	tuple.Span = p.from(open)
	return tuple
}

// row reads [x, y].
func (p *parser) row() Expr {
	open := p.here()
	p.next()
	row := &RowLit{}
	if !p.at("]") {
		row.Elems = p.exprs("]")
	}
	p.close("]", open)
	row.Span = p.from(open)
	return row
}

// array reads {x, y}.
func (p *parser) array() Expr {
	open := p.here()
	p.next()
	array := &ArrayLit{}
	if p.at("}") {
		p.next()
		p.emptyArray(p.from(open))
		return &BadExpr{p.from(open)}
	}
	array.Elems = p.exprs("}")
	p.close("}", open)
	array.Span = p.from(open)
	return array
}

// index reads x[i, j].
func (p *parser) index(x Expr) Expr {
	open := p.here()
	if !p.enter() {
		p.leave()
		return x
	}
	defer p.leave()
	p.next()
	ix := &Index{X: x}
	for {
		ix.Indices = append(ix.Indices, p.indexArg())
		if !p.accept(",") {
			break
		}
	}
	p.close("]", open)
	ix.Span = p.from(x.Range())
	return ix
}

// indexArg reads one index, which may be nothing.
func (p *parser) indexArg() *IndexArg {
	start := p.here()
	a := &IndexArg{}
	atEnd := func() bool { return p.at(",") || p.at("]") }
	switch {
	case atEnd():
		a.Range = true
		a.Span = source.Span{Pos: start.Pos, EndPos: start.Pos}
		return a
	case p.Peek().Type == tokString && p.labelHere():
		a.Lo = p.stringLit()
	case !p.at(":"):
		a.Lo = p.expr()
	}
	if p.accept(":") {
		a.Range = true
		if !atEnd() {
			a.Hi = p.expr()
		}
	}
	a.Span = p.from(start)
	return a
}

// labelHere reports whether the string that is next is a whole index.
func (p *parser) labelHere() bool {
	u := p.look(1)
	return is(u, ",") || is(u, "]")
}

// ident reads a name that is used.
func (p *parser) ident() *Ident {
	t := p.Peek()
	span := spanOf(t)
	if p.broken || t.Type != tokIdent {
		p.expected("a name", "")
		return &Ident{Span: span}
	}
	p.next()
	return &Ident{span, t.Value}
}

// stringLit reads text in quotes.
func (p *parser) stringLit() *StringLit {
	t := p.Peek()
	span := spanOf(t)
	if p.broken || t.Type != tokString {
		p.expected("text in double quotes", "")
		return &StringLit{Span: span}
	}
	p.next()
	return &StringLit{span, t.Value[1 : len(t.Value)-1]}
}

// Precedence returns how tight a binary operator binds, from 1 for the
// loosest, ||. It is 0 for the powers ^ and .^, which bind tighter than the
// prefix operators, and for what is no binary operator.
func Precedence(op string) int { return precedence[op] }
