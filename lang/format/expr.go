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
// The last doc is what comments stand before the closing bracket.
func brackets(open string, list []*doc, last *doc, closing string) *doc {
	if len(list) == 0 {
		return cat(text(open), last, text(closing))
	}
	kids := []*doc{soft}
	for i, d := range list {
		if i > 0 {
			kids = append(kids, line)
		}
		kids = append(kids, d)
	}
	return group(text(open), nest(append(kids, last)...), soft, text(closing))
}

// commas prints the elements of a list, each with the separator behind it. The
// comments behind a separator are at the end of its line.
func commas[T syntax.Node](p *printer, list []T, print func(T) *doc) []*doc {
	return separated(p, list, print, func(int) string { return "," })
}

func separated[T syntax.Node](p *printer, list []T, print func(T) *doc, sep func(i int) string) []*doc {
	var docs []*doc
	for i, x := range list {
		d := print(x)
		if i < len(list)-1 {
			d = cat(d, text(sep(i)), p.behind(list[i+1].Range().Pos))
		}
		docs = append(docs, d)
	}
	return docs
}

// list prints expressions in brackets, the closing one of which is at end.
func (p *printer) list(open string, list []syntax.Expr, closing string, end source.Pos) *doc {
	docs := commas(p, list, p.expr)
	return brackets(open, docs, p.tail(end), closing)
}

func (p *printer) call(x *syntax.Call) *doc {
	args := separated(p, x.Args, p.expr, func(i int) string {
		if x.Bar && i == 0 {
			return " |"
		}
		return ","
	})
	if x.Bar && len(args) == 1 {
		args[0] = cat(args[0], text(" |"))
	}
	return cat(text(x.Fn.Name), brackets("(", args, p.tail(end(x)), ")"))
}

// literal prints an array or row vector. Simple elements fill lines; others
// stand each on its own if they do not fit on one.
func (p *printer) literal(open string, elems []syntax.Expr, closing string, end source.Pos) *doc {
	for _, x := range elems {
		if !simple(x) {
			return p.list(open, elems, closing, end)
		}
	}
	kids := commas(p, elems, p.expr)
	for i, d := range kids {
		if i > 0 {
			kids[i] = group(line, d)
		}
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
	list := commas(p, indices(x), func(a index) *doc {
		if a.IndexArg.Range {
			return cat(p.lead(a.Pos), p.rangeOf(a.Lo, a.Hi))
		}
		return p.expr(a.Lo)
	})
	return cat(head, brackets("[", list, p.tail(end(x)), "]"))
}

// An index is an IndexArg as a Node.
type index struct{ *syntax.IndexArg }

// Range returns the place of an index.
func (a index) Range() source.Span { return a.Span }

func indices(x *syntax.Index) []index {
	list := make([]index, len(x.Indices))
	for i, a := range x.Indices {
		list[i] = index{a}
	}
	return list
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
