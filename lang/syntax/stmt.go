package syntax

// assignOps holds the operators of assignments.
var assignOps = map[string]bool{
	"=": true, "+=": true, "-=": true, "*=": true, "/=": true, ".*=": true, "./=": true,
}

// stmt reads a statement. An old declaration can become several.
func (p *parser) stmt() []Stmt {
	start := p.here()
	if !p.enter() {
		p.leave()
		return []Stmt{&BadStmt{start}}
	}
	list := p.unbroken()
	p.leave()
	if p.broken {
		p.recover()
		if len(list) == 0 || !declares(list) {
			return []Stmt{&BadStmt{p.from(start)}}
		}
	}
	return list
}

// declares reports whether a broken statement still says what names there are,
// so that their uses need no complaint.
func declares(list []Stmt) bool {
	d, ok := list[0].(*Decl)
	return ok && d.Type != nil && d.Type.Name != ""
}

// one makes a single statement of what stmt returned, for places that take
// only one.
func one(list []Stmt) Stmt {
	if len(list) == 1 {
		return list[0]
	}
	return &BlockStmt{list[0].Range().To(list[len(list)-1].Range()), list}
}

func (p *parser) unbroken() []Stmt {
	t := p.Peek()
	switch t.Type {
	case tokWord:
		if reserved[t.Value] == typeWord {
			if t.Value != "array" && is(p.look(1), "(") && t.Value != "tuple" {
				p.typeAsFunction(t)
				return nil
			}
			return p.decl()
		}
		if read := keyword(t.Value); read != nil {
			return []Stmt{read(p)}
		}
		if t.Value == "else" {
			return p.lonelyElse()
		}
		p.misplacedWord(t)
		return nil
	case tokIdent:
		if p.atHmDecl() {
			return p.decl()
		}
		if list, ok := p.looksForeign(t); ok {
			return list
		}
	case tokOp:
		switch {
		case t.Value == ";":
			p.next()
			return []Stmt{&Empty{spanOf(t)}}
		case t.Value == "{" && !p.arrayHere():
			return []Stmt{p.blockStmt()}
		}
	}
	return []Stmt{p.simple()}
}

// keyword returns the production of a statement that begins with a word.
func keyword(word string) func(*parser) Stmt {
	switch word {
	case "if":
		return (*parser).ifStmt
	case "while":
		return (*parser).whileStmt
	case "for":
		return (*parser).forStmt
	case "profile":
		return (*parser).profile
	case "return":
		return (*parser).returnStmt
	case "break":
		return (*parser).breakStmt
	case "continue":
		return (*parser).continueStmt
	case "print", "reject", "fatal_error":
		return (*parser).message
	case "target":
		return (*parser).target
	case "jacobian":
		return (*parser).jacobian
	}
	return nil
}

// arrayHere reports whether the { that is next begins an array and not a
// block: it holds no statement, and something follows it that can follow an
// expression.
func (p *parser) arrayHere() bool {
	depth := 0
	for c := p.RawCursor(); ; c++ {
		t := &p.Range(c, c+1)[0]
		switch {
		case t.EOF(), is(t, ";"):
			return false
		case is(t, "{"):
			depth++
		case is(t, "}"):
			if depth--; depth == 0 {
				u := &p.Range(c+1, c+2)[0] // at least the end of the file follows
				_, operator := precedence[u.Value]
				return u.Type == tokOp && (operator || u.Value == "~" || u.Value == "[" || u.Value == "'" || u.Value == "^")
			}
		}
	}
}

// lonelyElse reports an else without an if, and reads its statement.
func (p *parser) lonelyElse() []Stmt {
	p.misplacedElse()
	p.next()
	if p.at("if") || p.at("{") {
		return p.unbroken()
	}
	return p.stmt()
}

// endStmt consumes the semicolon that ends a statement.
func (p *parser) endStmt(what string) {
	if p.broken || p.accept(";") {
		return
	}
	p.noSemicolon(what)
}

// simple reads an assignment, a call or a ~ statement.
func (p *parser) simple() Stmt {
	start := p.here()
	prefixed := p.at("-") || p.at("+") || p.at("!")
	var x Expr
	if !prefixed {
		x = p.postfix()
		t := p.Peek()
		switch {
		case p.broken:
			return nil
		case t.Type == tokOp && assignOps[t.Value]:
			return p.assign(x)
		case t.Type == tokOp && (t.Value == ":=" || t.Value == "<" && p.arrow()):
			p.wrongAssign()
			return p.assignFrom(x, "=")
		}
		x = p.conditional(p.climb(p.power(p.transposes(x)), logicalOr))
	} else {
		x = p.expr()
	}
	switch t := p.Peek(); {
	case p.broken:
		return nil
	case is(t, "~"):
		s := p.tilde(x)
		p.endStmt("statement")
		s.Span = p.from(start)
		return s
	case t.Type == tokOp && assignOps[t.Value]:
		return p.assign(x)
	}
	if call, ok := x.(*Call); ok && !call.Bar && call.Fn.Name != "target" {
		p.endStmt("call")
		return &CallStmt{p.from(start), call}
	}
	p.uselessExpr(x)
	p.accept(";")
	return &BadStmt{p.from(start)}
}

// arrow reports whether the < that is next begins the old <- of an assignment.
// In x <-y ~ bernoulli(p) it does not.
func (p *parser) arrow() bool {
	less, minus := p.Peek(), p.look(1)
	if !is(minus, "-") || minus.Pos.Offset != less.Pos.Offset+1 {
		return false
	}
	for c := p.RawCursor(); ; c++ {
		t := &p.Range(c, c+1)[0]
		switch {
		case t.EOF(), is(t, ";"), is(t, "}"):
			return true
		case is(t, "~"):
			return false
		}
	}
}

// assign reads the rest of an assignment whose left side was read.
func (p *parser) assign(lhs Expr) Stmt {
	op := p.Peek().Value
	p.next()
	return p.assignFrom(lhs, op)
}

func (p *parser) assignFrom(lhs Expr, op string) Stmt {
	if !assignable(lhs, true) {
		p.notAssignable(lhs, op)
	}
	a := &Assign{LHS: lhs, Op: op, RHS: p.expr()}
	if p.at("=") {
		p.chainedAssign()
	}
	p.endStmt("assignment")
	a.Span = p.from(lhs.Range())
	return a
}

// assignable reports whether an expression can be assigned to.
func assignable(x Expr, tuples bool) bool {
	switch x := x.(type) {
	case *Ident:
		return true
	case *Index:
		return assignable(x.X, false)
	case *TupleIndex:
		return assignable(x.X, false)
	case *TupleLit:
		for _, e := range x.Elems {
			if !tuples || !assignable(e, true) {
				return false
			}
		}
		return tuples
	}
	return false
}

// tilde reads the rest of x ~ dist(args) T[lo, hi], without its semicolon.
func (p *parser) tilde(lhs Expr) *Tilde {
	p.next() // the ~
	s := &Tilde{LHS: lhs}
	if t := p.Peek(); t.Type != tokIdent {
		p.noDistribution(t)
		s.Dist = &Ident{Span: spanOf(t)}
		s.Span = p.from(lhs.Range())
		return s
	}
	s.Dist = p.ident()
	open := p.here()
	if p.expect("(", "after the name of the distribution") {
		if !p.at(")") {
			s.Args = p.tildeArgs()
		}
		p.close(")", open)
	}
	if t := p.Peek(); !p.broken && t.Type == tokIdent && t.Value == "T" && is(p.look(1), "[") {
		s.Trunc = p.truncation()
	}
	s.Span = p.from(lhs.Range())
	return s
}

func (p *parser) tildeArgs() []Expr {
	c := &Call{}
	args := p.args(c)
	if c.Bar {
		p.barInTilde()
	}
	return args
}

// truncation reads T[lo, hi].
func (p *parser) truncation() *Truncation {
	start := p.here()
	p.next()
	open := p.here()
	p.next()
	t := &Truncation{}
	if !p.at(",") {
		t.Lo = p.expr()
	}
	if p.at("]") {
		p.oneBound()
	} else if p.expect(",", "between the bounds of a truncation T[lo, hi]") && !p.at("]") {
		t.Hi = p.expr()
	}
	p.close("]", open)
	t.Span = p.from(start)
	return t
}

func (p *parser) target() Stmt {
	if is(p.look(1), "(") {
		return p.simple()
	}
	start := p.here()
	p.next()
	if !p.increment("target") {
		return nil
	}
	s := &TargetPlus{Value: p.expr()}
	p.endStmt("statement")
	s.Span = p.from(start)
	return s
}

func (p *parser) jacobian() Stmt {
	start := p.here()
	p.next()
	if !p.increment("jacobian") {
		return nil
	}
	s := &JacobianPlus{Value: p.expr()}
	p.endStmt("statement")
	s.Span = p.from(start)
	return s
}

// increment consumes the += behind target or jacobian.
func (p *parser) increment(name string) bool {
	if p.accept("+=") {
		return true
	}
	p.onlyIncrement(name)
	return false
}

func (p *parser) breakStmt() Stmt {
	start := p.here()
	p.next()
	p.endStmt("`break`")
	return &Break{p.from(start)}
}

func (p *parser) continueStmt() Stmt {
	start := p.here()
	p.next()
	p.endStmt("`continue`")
	return &Continue{p.from(start)}
}

func (p *parser) returnStmt() Stmt {
	start := p.here()
	p.next()
	s := &Return{}
	if !p.at(";") && !p.at("}") {
		s.Value = p.expr()
	}
	p.endStmt("`return`")
	s.Span = p.from(start)
	return s
}

// message reads print, reject or fatal_error.
func (p *parser) message() Stmt {
	start := p.here()
	m := &Message{Kind: p.next().Value}
	open := p.here()
	if !p.expect("(", "after `"+m.Kind+"`") {
		return nil
	}
	if p.at(")") {
		p.emptyMessage(m.Kind)
	}
	for !p.broken {
		if p.Peek().Type == tokString {
			m.Args = append(m.Args, p.stringLit())
		} else {
			m.Args = append(m.Args, p.expr())
		}
		if !p.accept(",") {
			break
		}
	}
	p.close(")", open)
	p.endStmt("`" + m.Kind + "`")
	m.Span = p.from(start)
	return m
}

// blockStmt reads { statements }.
func (p *parser) blockStmt() Stmt {
	open := p.here()
	s := &BlockStmt{Stmts: p.braced()}
	s.Span = p.from(open)
	return s
}

// braced reads statements in braces; what they declare is local.
func (p *parser) braced() []Stmt {
	local := p.local
	p.local = true
	list := p.stmts(p.openBrace())
	p.local = local
	return list
}

func (p *parser) profile() Stmt {
	start := p.here()
	p.next()
	open := p.here()
	s := &Profile{Name: &StringLit{Span: open}}
	if p.expect("(", "after `profile`") {
		s.Name = p.stringLit()
		p.close(")", open)
	}
	p.headEnd()
	if !p.at("{") {
		p.expected("`{`", "after the name of the profile")
		return s
	}
	s.Stmts = p.braced()
	s.Span = p.from(start)
	return s
}

// body reads the statement that an if or a loop controls.
func (p *parser) body() Stmt {
	wasBroken := p.headEnd()
	if p.at("}") || p.Peek().EOF() {
		if wasBroken {
			p.unclosedBrace = true
		} else {
			p.expected("a statement", "")
		}
		return &BadStmt{p.here()}
	}
	local := p.local
	p.local = true
	s := one(p.stmt())
	p.local = local
	return s
}

// headEnd ends the head of a loop or condition: if it is broken, the body can
// still be read. It reports whether it was.
func (p *parser) headEnd() bool {
	if !p.mend() {
		return false
	}
	for t := p.Peek(); !t.EOF() && !is(t, "{") && !is(t, ";") && !is(t, "}"); t = p.Peek() {
		if p.newLine() && p.startsStatement() || p.atBlock() {
			break
		}
		p.next()
	}
	return true
}

// condition reads a condition in parentheses.
func (p *parser) condition(word string) Expr {
	open := p.here()
	if !p.at("(") {
		p.noCondition(word)
		return &BadExpr{open}
	}
	p.next()
	x := p.expr()
	if p.at("=") {
		op := p.here()
		p.assignInCondition()
		p.next()
		b := &Binary{Op: "==", OpAt: op, X: x, Y: p.expr()}
		b.Span = x.Range().To(b.Y.Range())
		x = b
	}
	p.close(")", open)
	return x
}

// ifStmt reads an if with all its else ifs; a loop, so that a long chain of
// them is not deep.
func (p *parser) ifStmt() Stmt {
	start := p.here()
	var first, last *If
	for {
		at := p.here()
		p.next()
		s := &If{Cond: p.condition("if")}
		s.Then = p.body()
		s.Span = p.from(at)
		if last != nil {
			last.Else = s
		} else {
			first = s
		}
		last = s
		if p.elif() {
			continue
		}
		if !p.accept("else") {
			break
		}
		if !p.at("if") {
			last.Else = p.body()
			break
		}
	}
	for s := first; s != nil; {
		s.Span = p.from(s.Span)
		s, _ = s.Else.(*If)
	}
	first.Span = p.from(start)
	return first
}

func (p *parser) whileStmt() Stmt {
	start := p.here()
	p.next()
	s := &While{Cond: p.condition("while")}
	s.Body = p.body()
	s.Span = p.from(start)
	return s
}

// forStmt reads a loop over a range or a container.
func (p *parser) forStmt() Stmt {
	start := p.here()
	p.next()
	v, lo, hi := p.forHead()
	body := p.body()
	span := p.from(start)
	if hi == nil {
		return &ForEach{span, v, lo, body}
	}
	return &For{span, v, lo, hi, body}
}

// forHead reads (v in lo:hi) or (v in container); hi is then nil.
func (p *parser) forHead() (v *Ident, lo, hi Expr) {
	open := p.here()
	v, lo = &Ident{Span: open}, &BadExpr{open}
	if !p.at("(") {
		p.noForParens()
		return v, lo, nil
	}
	p.next()
	if p.atType() {
		p.cStyleFor(open)
		return v, lo, nil
	}
	if v = p.declName(); v == nil {
		return &Ident{Span: open}, lo, nil
	}
	if !p.accept("in") {
		p.noIn(v)
		return v, lo, nil
	}
	lo = p.expr()
	if p.accept(":") {
		hi = p.expr()
	}
	p.close(")", open)
	return v, lo, hi
}
