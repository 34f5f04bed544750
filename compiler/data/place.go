package data

import (
	"fmt"
	"unicode/utf8"

	"hm/compiler/data/internal/table"
	"hm/lang/source"
	"hm/lang/types"
)

// within returns the span of bytes from to to of a text. Where the run file
// holds the text otherwise than letter by letter, as in quotes with escapes,
// that is the span of the whole.
func within(t Text, from, to int) source.Span {
	s := t.Span
	runes := utf8.RuneCountInString(t.Text)
	before := 0
	switch width := s.EndPos.Column - s.Pos.Column; {
	case s.Pos.Line != s.EndPos.Line:
		return s
	case width == runes:
	case width == runes+2: // quotes
		before = 1
	default:
		return s
	}
	to = min(to, len(t.Text))
	from = min(from, to)
	start := s.Pos
	start.Column += before + utf8.RuneCountInString(t.Text[:from])
	start.Offset += before + from
	end := start
	end.Column += max(utf8.RuneCountInString(t.Text[from:to]), 1)
	end.Offset += to - from
	return source.Span{Pos: start, EndPos: end}
}

// A Place is where a value comes from.
type Place struct {
	Span source.Span
	Text string // in words: "runs.csv, row 17, column freeze_p"
}

// Where says where an entry of the value of a variable comes from; the entry
// is an index into Nums of a value of these sizes. Rows are counted as lines of
// the file. Of a tuple it gives the place of the whole.
func (b *Bound) Where(name string, s Shape, index int) Place {
	v := b.byName[name]
	switch {
	case v == nil:
		return Place{Text: "the data"}
	case v.column():
		return b.whereColumn(v, s, index)
	case v.lit != nil:
		return b.whereLiteral(v, s, index)
	case v.counted != nil:
		return Place{v.counted.span, v.counted.why}
	}
	return Place{v.Span, "the data"}
}

func (b *Bound) whereColumn(v *variable, s Shape, index int) Place {
	file := b.src.table.File.Name
	if len(s.Dims) != v.Type.Rank() || len(s.Dims) == 0 || index < 0 || index >= product(s.Dims) {
		return Place{v.texts[0].Span, file}
	}
	k, row := 0, index
	if v.Type.Rank() == 2 {
		at := written(v.Type, s.Dims, index)
		k, row = at%len(v.exprs), at/len(v.exprs)
	}
	if b.grouped(v.axis(0)) {
		row = b.firstOf(v.axis(0), row)
	}
	if row < 0 || row >= len(b.rows) {
		return Place{v.texts[k].Span, file}
	}
	return Place{b.cell(v, k, row), fmt.Sprintf("%s, row %d, column %s", file, b.src.table.Line(b.rows[row]), b.columnName(v, k))}
}

// firstOf returns the first row that belongs to an entry of a dim of groups.
func (b *Bound) firstOf(dim string, entry int) int {
	for _, f := range b.factors(dim) {
		for row, code := range f.codes {
			if code == entry {
				return row
			}
		}
	}
	return -1
}

// columnName names the column that the k-th expression is, or is made of.
func (b *Bound) columnName(v *variable, k int) string {
	if name, ok := v.exprs[k].Plain(); ok {
		return name
	}
	if refs := v.exprs[k].Refs(); len(refs) > 0 {
		return refs[0].Name + " (" + v.texts[k].Text + ")"
	}
	return v.texts[k].Text
}

// cell returns where the cell is that the k-th expression takes from a row:
// the first one, if it takes several.
func (b *Bound) cell(v *variable, k, row int) source.Span {
	for _, ref := range v.exprs[k].Refs() {
		if column, ok := b.src.table.Column(ref.Name); ok {
			return b.src.table.Span(b.rows[row], column)
		}
	}
	return v.texts[k].Span
}

// missingCell is like cell, but looks for the cell that is missing.
func (l *lookup) missingCell(k, row int) source.Span {
	for _, ref := range l.v.exprs[k].Refs() {
		column, ok := l.src.table.Column(ref.Name)
		if ok && table.Missing(l.src.table.Text(l.rows[row], column)) {
			return l.src.table.Span(l.rows[row], column)
		}
	}
	return l.cell(l.v, k, row)
}

func (b *Bound) whereLiteral(v *variable, s Shape, index int) Place {
	per := numbers(v.Type.Kind)
	if v.Type.Kind == types.Tuple || index < 0 || index >= v.lit.Len() || product(s.Dims)*per != v.lit.Len() {
		return Place{v.lit.Span(), "`" + v.Name + "`" + b.origin(v)}
	}
	leaf := index
	if v.Type.Kind.Rank() == 2 {
		leaf = written(v.Type, s.Dims, index/per)*per + index%per
	}
	return Place{v.lit.LeafSpan(leaf), "`" + v.Name + subscript(v.lit.Dims, leaf) + "`" + b.origin(v)}
}
