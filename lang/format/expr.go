package format

import (
	"fmt"

	"hm/lang/source"
	"hm/lang/syntax"
)

// expr prints an expression with the comments before it.
func (p *printer) expr(x syntax.Expr) *doc {
	if _, ok := x.(*syntax.Binary); ok {
		return p.binary(x.(*syntax.Binary))
	}
	lead := p.lead(x.Range().Pos)
	if d := p.bare(x); lead == none {
		return d
	} else {
		return cat(lead, d)
	}
}

// bare prints an expression whose leading comments were printed.
func (p *printer) bare(x syntax.Expr) *doc {
	switch x := x.(type) {
	case *syntax.Ident:
		return text(x.Name)
	case *syntax.IntLit:
		return text(x.Text)
	case *syntax.RealLit:
		return text(x.Text)
	case *syntax.ImagLit:
		return text(x.Text + "i")
	case *syntax.StringLit:
		return text(`"` + x.Value + `"`)
	case *syntax.Unary:
		return cat(text(x.Op), p.expr(x.X))
	case *syntax.Transpose:
		return cat(p.expr(x.X), text("'"))
	case *syntax.Cond:
		return group(p.expr(x.Cond), nest(line, text("? "), p.expr(x.Then), line, text(": "), p.expr(x.Else)))
	case *syntax.Call:
		return p.call(x)
	case *syntax.Index:
		return p.index(x)
	case *syntax.TupleIndex:
		return p.tupleIndex(x)
	case *syntax.ArrayLit:
		return p.literal("{", x.Elems, "}", end(x))
	case *syntax.RowLit:
		return p.literal("[", x.Elems, "]", end(x))
	case *syntax.TupleLit:
		if len(x.Elems) == 1 {
			return cat(text("("), p.expr(x.Elems[0]), p.tail(end(x)), text(",)"))
		}
		return p.list("(", x.Elems, ")", end(x))
	case *syntax.Paren:
		return group(text("("), nest(soft, p.expr(x.X), p.tail(end(x))), soft, text(")"))
	}
	return p.source(x)
}

// binary prints a chain of operators of one precedence, which breaks before
// all of them or none.
func (p *printer) binary(x *syntax.Binary) *doc {
	chain := []*syntax.Binary{x} // from the last operator to the first
	for {
		left, ok := chain[len(chain)-1].X.(*syntax.Binary)
		if !ok || syntax.Precedence(left.Op) != syntax.Precedence(x.Op) {
			break
		}
		chain = append(chain, left)
	}
	first := p.expr(chain[len(chain)-1].X)
	var rest []*doc
	for i := len(chain) - 1; i >= 0; i-- {
		b := chain[i]
		rest = append(rest, p.tail(b.OpAt.Pos), line, text(b.Op+" "), p.expr(b.Y))
	}
	if syntax.Precedence(x.Op) == 0 { // a power
		return cat(append([]*doc{first, rest[0], text(" ")}, rest[2:]...)...)
	}
	return group(first, nest(rest...))
}

// brackets prints a list in brackets: on one line, or each element on its own.
func brackets(open string, list []*doc, last *doc, closing string) *doc {
	if len(list) == 0 {
		return cat(text(open), last, text(closing))
	}
	kids := []*doc{soft}
	for i, d := range list {
		kids = append(kids, d)
		if i < len(list)-1 {
			kids = append(kids, text(","), line)
		}
	}
	return group(text(open), nest(append(kids, last)...), soft, text(closing))
}

func (p *printer) exprs(list []syntax.Expr) []*doc {
	var docs []*doc
	for _, x := range list {
		docs = append(docs, p.expr(x))
	}
	return docs
}

// list prints expressions in brackets, the closing one of which is at end.
func (p *printer) list(open string, list []syntax.Expr, closing string, end source.Pos) *doc {
	docs := p.exprs(list)
	return brackets(open, docs, p.tail(end), closing)
}

func (p *printer) call(x *syntax.Call) *doc {
	args := p.exprs(x.Args)
	last := p.tail(end(x))
	if !x.Bar {
		return cat(text(x.Fn.Name), brackets("(", args, last, ")"))
	}
	kids := []*doc{soft, args[0], text(" |")}
	for i, d := range args[1:] {
		kids = append(kids, line, d)
		if i < len(args)-2 {
			kids = append(kids, text(","))
		}
	}
	return group(text(x.Fn.Name+"("), nest(append(kids, last)...), soft, text(")"))
}

// literal prints an array or row vector. Simple elements fill lines; others
// stand each on its own if they do not fit on one.
func (p *printer) literal(open string, elems []syntax.Expr, closing string, end source.Pos) *doc {
	for _, x := range elems {
		if !simple(x) {
			return p.list(open, elems, closing, end)
		}
	}
	var kids []*doc
	for i, x := range elems {
		d := p.expr(x)
		if i < len(elems)-1 {
			d = cat(d, text(","))
		}
		if i > 0 {
			d = group(line, d)
		}
		kids = append(kids, d)
	}
	return group(text(open), nest(soft, cat(kids...), p.tail(end)), soft, text(closing))
}

// simple reports whether an expression is a number or a name.
func simple(x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.Ident, *syntax.IntLit, *syntax.RealLit, *syntax.ImagLit:
		return true
	case *syntax.Unary:
		return simple(x.X)
	}
	return false
}

func (p *printer) index(x *syntax.Index) *doc {
	head := p.expr(x.X)
	var list []*doc
	for _, a := range x.Indices {
		switch {
		case !a.Range:
			list = append(list, p.expr(a.Lo))
		default:
			list = append(list, p.rangeOf(a.Lo, a.Hi))
		}
	}
	return cat(head, brackets("[", list, p.tail(end(x)), "]"))
}

// rangeOf prints lo:hi. The colon has spaces if operators stand beside it.
func (p *printer) rangeOf(lo, hi syntax.Expr) *doc {
	before, after := "", ""
	if lo != nil && spaced(lo) || hi != nil && spaced(hi) {
		if lo != nil {
			before = " "
		}
		if hi != nil {
			after = " "
		}
	}
	var kids []*doc
	if lo != nil {
		kids = append(kids, p.expr(lo))
	}
	kids = append(kids, text(before+":"+after))
	if hi != nil {
		kids = append(kids, p.expr(hi))
	}
	return cat(kids...)
}

// spaced reports whether an expression is printed with spaces outside of
// brackets.
func spaced(x syntax.Expr) bool {
	switch x := x.(type) {
	case *syntax.Binary, *syntax.Cond:
		return true
	case *syntax.Unary:
		return spaced(x.X)
	}
	return false
}

func (p *printer) tupleIndex(x *syntax.TupleIndex) *doc {
	dot := "."
	if _, ok := x.X.(*syntax.IntLit); ok {
		dot = " ." // 1.1 would be a number
	}
	return cat(p.expr(x.X), text(fmt.Sprintf("%s%d", dot, x.N)))
}
