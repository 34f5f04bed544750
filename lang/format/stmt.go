package format

import (
	"hm/lang/source"
	"hm/lang/syntax"
)

func (p *printer) block(b *syntax.Block) *doc {
	var list []item
	for _, f := range b.Funcs {
		list = append(list, item{f, func() *doc { return p.funcDef(f) }})
	}
	list = append(list, p.stmtItems(b.Stmts)...)
	return cat(text(b.Kind.String()+" "), p.braces(list, end(b)))
}

func (p *printer) stmtItems(stmts []syntax.Stmt) []item {
	var list []item
	for _, s := range stmts {
		list = append(list, item{s, func() *doc { return p.stmt(s) }})
	}
	return list
}

// braces prints items in braces, up to the } at end.
func (p *printer) braces(list []item, end source.Pos) *doc {
	if len(list) == 0 && p.peek(end) == nil {
		return text("{}")
	}
	return cat(text("{"), nest(p.items(list, end, false)), hard, text("}"))
}

func (p *printer) funcDef(f *syntax.FuncDef) *doc {
	head := cat(p.typeExpr(f.Return), text(" "+f.Name.Name), brackets("(", commas(p, f.Params, p.param), none, ")"))
	if f.Body == nil {
		return cat(head, p.semicolon(f))
	}
	return cat(head, text(" "), p.braces(p.stmtItems(f.Body.Stmts), end(f.Body)))
}

func (p *printer) param(a *syntax.FuncParam) *doc {
	d := p.lead(a.Pos)
	if a.Data {
		d = cat(d, text("data "))
	}
	return cat(d, p.typeExpr(a.Type), text(" "+a.Name.Name))
}

func (p *printer) stmt(s syntax.Stmt) *doc {
	switch s := s.(type) {
	case *syntax.Decl:
		return p.decl(s)
	case *syntax.Assign:
		return cat(p.expr(s.LHS), text(" "+s.Op+" "), p.expr(s.RHS), p.semicolon(s))
	case *syntax.Tilde:
		return cat(p.tilde(s), p.semicolon(s))
	case *syntax.TargetPlus:
		return cat(text("target += "), p.expr(s.Value), p.semicolon(s))
	case *syntax.JacobianPlus:
		return cat(text("jacobian += "), p.expr(s.Value), p.semicolon(s))
	case *syntax.CallStmt:
		return cat(p.expr(s.Call), p.semicolon(s))
	case *syntax.For:
		head := cat(text(s.Var.Name+" in "), p.rangeOf(s.Lo, s.Hi))
		return cat(text("for "), paren(head), p.body(s.Body))
	case *syntax.ForEach:
		return cat(text("for "), paren(cat(text(s.Var.Name+" in "), p.expr(s.Over))), p.body(s.Body))
	case *syntax.While:
		return cat(text("while "), paren(p.expr(s.Cond)), p.body(s.Body))
	case *syntax.If:
		return p.ifStmt(s)
	case *syntax.BlockStmt:
		return p.braces(p.stmtItems(s.Stmts), end(s))
	case *syntax.Profile:
		return cat(text("profile("), p.expr(s.Name), text(") "), p.braces(p.stmtItems(s.Stmts), end(s)))
	case *syntax.Return:
		if s.Value == nil {
			return cat(text("return"), p.semicolon(s))
		}
		return cat(text("return "), p.expr(s.Value), p.semicolon(s))
	case *syntax.Break:
		return cat(text("break"), p.semicolon(s))
	case *syntax.Continue:
		return cat(text("continue"), p.semicolon(s))
	case *syntax.Message:
		return cat(text(s.Kind), brackets("(", commas(p, s.Args, p.expr), p.tail(end(s)), ")"), p.semicolon(s))
	case *syntax.Empty:
		return text(";")
	}
	return p.source(s)
}

func paren(d *doc) *doc { return group(text("("), nest(soft, d), soft, text(")")) }

// body prints the statement that a loop or condition controls.
func (p *printer) body(s syntax.Stmt) *doc {
	if b, ok := s.(*syntax.BlockStmt); ok {
		return cat(text(" "), p.stmt(b))
	}
	return nest(p.items(p.stmtItems([]syntax.Stmt{s}), s.Range().EndPos, false))
}

// ifStmt prints a chain of conditions.
func (p *printer) ifStmt(s *syntax.If) *doc {
	var kids []*doc
	for {
		kids = append(kids, text("if "), paren(p.expr(s.Cond)), p.body(s.Then))
		if s.Else == nil {
			break
		}
		between := p.tail(s.Else.Range().Pos)
		_, block := s.Then.(*syntax.BlockStmt)
		if block && between == none {
			kids = append(kids, text(" else"))
		} else {
			kids = append(kids, between, hard, text("else"))
		}
		next, ok := s.Else.(*syntax.If)
		if !ok {
			kids = append(kids, p.body(s.Else))
			break
		}
		kids = append(kids, text(" "))
		s = next
	}
	return cat(kids...)
}

func (p *printer) decl(d *syntax.Decl) *doc {
	kids := []*doc{p.typeExpr(d.Type), text(" ")}
	for i, name := range commas(p, d.Names, p.declarator) {
		if i > 0 { // as many names on a line as fit
			name = nest(group(line, name))
		}
		kids = append(kids, name)
	}
	if d.Prior != nil {
		kids = append(kids, text(" ~ "), p.distribution(d.Prior))
	}
	return cat(append(kids, p.semicolon(d))...)
}

func (p *printer) declarator(n *syntax.Declarator) *doc {
	d := cat(p.lead(n.Pos), text(n.Name.Name))
	if n.Init != nil {
		d = cat(d, text(" = "), p.expr(n.Init))
	}
	return d
}

func (p *printer) tilde(s *syntax.Tilde) *doc {
	return cat(p.expr(s.LHS), text(" ~ "), p.distribution(s))
}

// distribution prints what stands to the right of ~.
func (p *printer) distribution(s *syntax.Tilde) *doc {
	dist := cat(p.lead(s.Dist.Pos), text(s.Dist.Name), p.list("(", s.Args, ")", argsEnd(s)))
	if s.Trunc == nil {
		return dist
	}
	t := s.Trunc
	kids := []*doc{dist, p.lead(t.Pos), text(" T[")}
	if t.Lo != nil {
		kids = append(kids, p.expr(t.Lo))
	}
	kids = append(kids, text(","))
	switch {
	case t.Hi != nil:
		kids = append(kids, text(" "), p.expr(t.Hi))
	case t.Lo != nil:
		kids = append(kids, text(" "))
	}
	return cat(append(kids, p.tail(end(t)), text("]"))...)
}

// argsEnd is the place up to which comments belong to the arguments of ~.
func argsEnd(s *syntax.Tilde) source.Pos {
	if s.Trunc != nil {
		return s.Trunc.Pos
	}
	return end(s)
}

func (p *printer) typeExpr(t *syntax.TypeExpr) *doc {
	kids := []*doc{p.lead(t.Pos)}
	if t.Array != nil {
		kids = append(kids, text("array"), p.sizes(t.Array), text(" "))
	}
	kids = append(kids, text(t.Name))
	if t.Factor != nil {
		kids = append(kids, p.lead(t.Factor.Pos), text("<"+t.Factor.Name+">"))
	}
	bounds := commas(p, t.Bounds, p.bound)
	if t.Missing {
		first := text("missing")
		if bounds != nil {
			first = text("missing,")
		}
		bounds = append([]*doc{first}, bounds...)
	}
	if bounds != nil {
		kids = append(kids, brackets("<", bounds, none, ">"))
	}
	if t.Sizes != nil {
		kids = append(kids, p.sizes(t.Sizes))
	}
	if t.Elems != nil {
		elems := commas(p, t.Elems, p.typeExpr)
		if len(elems) == 1 {
			elems[0] = cat(elems[0], text(","))
		}
		kids = append(kids, brackets("(", elems, none, ")"))
	}
	return cat(kids...)
}

func (p *printer) bound(b *syntax.Bound) *doc {
	return cat(p.lead(b.Pos), text(b.Name+"="), p.expr(b.Value))
}

// sizes prints sizes in brackets; those of a type without sizes are nil.
func (p *printer) sizes(list []syntax.Expr) *doc {
	var kids []*doc
	for i, x := range list {
		if i > 0 {
			kids = append(kids, text(","))
			if x != nil {
				kids = append(kids, text(" "))
			}
		}
		if x != nil {
			kids = append(kids, p.expr(x))
		}
	}
	return cat(text("["), cat(kids...), text("]"))
}
