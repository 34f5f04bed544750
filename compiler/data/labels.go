package data

import (
	"fmt"
	"slices"
	"strings"

	"hm/compiler/data/internal/literal"
	"hm/compiler/data/internal/table"
	"hm/lang/source"
	"hm/lang/spell"
)

// A dim is a Dim in the making.
type dim struct {
	Dim
	v        *variable
	index    map[string]int  // of each label; -1 of those that have no entry
	fixed    *evidence       // the labels were listed: no others may appear
	sizes    []evidence      // what says how large it is
	least    int             // the greatest number by which a literal factor refers to it
	key      []byte          // scratch space of entry
	numbers  bool            // all labels are numbers
	numbered map[float64]int // the entries whose labels are numbers; made when needed
}

// An evidence is something that says how large a dim is.
type evidence struct {
	size int
	why  string // in words: "`run` is 600 by " why
	span source.Span
}

// partEnd separates the parts of an interaction in the index of labels: unlike
// the comma of the labels it appears in no table.
const partEnd = '\x1f'

// entry returns the entry of a label and makes one if it is new and may be.
func (d *dim) entry(parts []string) (int, bool) {
	d.key = d.key[:0]
	for k, part := range parts {
		if k > 0 {
			d.key = append(d.key, partEnd)
		}
		d.key = append(d.key, part...)
	}
	if i, ok := d.index[string(d.key)]; ok { // without a copy: this is done for every row
		return i, i >= 0
	}
	key, label := string(d.key), strings.Join(parts, ",")
	i := len(d.Labels)
	if d.fixed != nil {
		i, _ = d.listed(label)
	} else {
		d.Labels = append(d.Labels, label)
	}
	d.remember(key, i)
	if len(parts) > 1 && i >= 0 {
		d.remember(label, i)
		d.setParts(i, parts)
	}
	return i, i >= 0
}

// listed finds a label among those there are; without it the entry is -1.
// Numbers need not be written alike: 1.0 in the table is 1 in the list.
func (d *dim) listed(label string) (int, bool) {
	i, ok := d.index[label]
	if !ok {
		i = d.sameNumber(label)
		d.remember(label, i)
	}
	return i, i >= 0
}

// sameNumber returns the entry whose label is the same number, or -1. The
// labels must be complete.
func (d *dim) sameNumber(label string) int {
	if d.numbered == nil {
		d.numbered = map[float64]int{}
		for i, l := range slices.Backward(d.Labels) { // the first of several wins
			if x, ok := table.Number(l); ok {
				d.numbered[x] = i
			}
		}
	}
	x, isNumber := table.Number(label)
	if i, ok := d.numbered[x]; ok && isNumber {
		return i
	}
	return -1
}

// remember notes the entry of a label, -1 if it has none, unless one is known.
func (d *dim) remember(key string, i int) {
	if d.index == nil {
		d.index = map[string]int{}
	}
	if _, known := d.index[key]; !known {
		d.index[key] = i
	}
}

// setParts notes the labels of the parents of an entry.
func (d *dim) setParts(i int, parts []string) {
	for len(d.Parts) <= i {
		d.Parts = append(d.Parts, nil)
	}
	d.Parts[i] = slices.Clone(parts)
}

// labels settles the labels of all dims and the entries of factors over
// columns.
func (b *Bound) labels() {
	for _, l := range b.src.spec.Levels {
		if d := b.dims[l.Dim.Text]; d != nil {
			b.fixLabels(d, l)
		}
	}
	for _, v := range b.vars {
		if v.IsDim && v.lit != nil {
			b.dimLiteral(b.dims[v.Name], v)
		}
	}
	// Factors over rows come first: those over their dims follow from them.
	for _, over := range []bool{false, true} {
		for _, v := range b.vars {
			if d := b.dims[v.Type.Factor]; d != nil && v.column() && b.grouped(v.axis(0)) == over {
				b.factorColumn(d, v)
			}
		}
	}
	for _, v := range b.vars {
		if d := b.dims[v.Type.Factor]; d != nil && v.lit != nil && !v.broken {
			b.factorLiteral(d, v)
		}
	}
	for _, v := range b.vars {
		if v.IsDim {
			d := b.dims[v.Name]
			d.numbers = len(d.Labels) > 0 && !slices.ContainsFunc(d.Labels, notNumber)
			b.seen(d)
		}
	}
}

func notNumber(label string) bool { _, ok := table.Number(label); return !ok }

// fixLabels takes labels that are listed: no others may appear in the data.
func (b *Bound) fixLabels(d *dim, l Levels) {
	d.index = map[string]int{}
	d.Labels = []string{}
	for i, label := range l.Labels {
		if _, twice := d.index[label.Text]; twice {
			b.list.Add(label.Span, givenTwice, "keep one of them", "the level `%s` of `%s` is listed twice", label.Text, d.Name)
			continue
		}
		d.index[label.Text] = i
		d.Labels = append(d.Labels, label.Text)
	}
	e := evidence{len(d.Labels), "its levels in the run file", l.Dim.Span}
	d.fixed = &e
	d.sizes = append(d.sizes, e)
}

// dimLiteral takes a size, or a list of labels, given for a dim.
func (b *Bound) dimLiteral(d *dim, v *variable) {
	lit := v.lit
	switch {
	case len(lit.Dims) == 0 && lit.Len() == 1 && lit.Kind(0) == literal.Int && lit.Num(0) >= 0 && lit.Num(0) <= maxInt:
		d.sizes = append(d.sizes, evidence{int(lit.Num(0)), "its value" + b.origin(v), lit.Span()})
	case len(lit.Dims) == 1 && lit.Len() > 0 && lit.All(literal.String) && d.fixed == nil:
		l := Levels{Dim: Text{d.Name, lit.Span()}}
		for i := range lit.Len() {
			l.Labels = append(l.Labels, Text{lit.Text(i), lit.LeafSpan(i)})
		}
		b.fixLabels(d, l)
		d.fixed.why = "its labels" + b.origin(v)
		d.sizes[len(d.sizes)-1] = *d.fixed
	default:
		b.add(source.Diagnostic{Span: lit.Span(), Code: wrongType, Related: declaredHere(v.Var),
			Fix: labelsFix(b.src.spec.RunFile, d.Name, lit),
			Msg: fmt.Sprintf("the dim `%s` must be a size, such as 5, or a list of labels in quotes", d.Name)})
		v.broken, d.v.broken = true, true
	}
}

// labelsFix says how labels are listed.
func labelsFix(runFile, dim string, lit *literal.Literal) string {
	switch {
	case len(lit.Dims) != 1:
		return ""
	case runFile == "":
		return fmt.Sprintf(`write "%s": 5, or "%s": ["first", "second"]`, dim, dim)
	}
	return fmt.Sprintf("labels that are numbers can be listed under `levels`: `levels: {%s: [1, 2, 3]}`", dim)
}

// origin says which file a literal is from: " in data.json".
func (b *Bound) origin(v *variable) string {
	if name := v.lit.Span().Pos.Filename; name != "" {
		return " in " + name
	}
	return ""
}

// factorColumn finds the entry of every row; of a factor with two sizes, of
// every row in each of its columns, column after column.
func (b *Bound) factorColumn(d *dim, v *variable) {
	texts, ok := b.labelColumns(v)
	if !ok {
		return
	}
	if v.Type.Rank() == 2 {
		for k := range texts {
			b.addCodes(d, v, k, texts[k:k+1])
		}
		return
	}
	if v.list && d.Parents == nil {
		d.Parents = b.parents(v)
	}
	b.addCodes(d, v, 0, texts)
}

// addCodes appends the entries of all rows in the columns that start with the
// k-th.
func (b *Bound) addCodes(d *dim, v *variable, k int, texts []func(int) string) {
	unknown := newRows()
	parts := make([]string, len(texts))
	for i := range b.rows {
		missing := false
		for j, text := range texts {
			parts[j] = text(i)
			missing = missing || table.Missing(parts[j])
		}
		if missing {
			v.codes = append(v.codes, -1) // reported when it is looked up
			continue
		}
		code, ok := d.entry(parts)
		if !ok {
			unknown.add(i)
		}
		v.codes = append(v.codes, code)
	}
	if unknown.n > 0 && !v.broken {
		b.unknownLabel(d, v, k, texts, unknown)
	}
}

// labelColumns returns the columns that a factor is bound to as text.
func (b *Bound) labelColumns(v *variable) ([]func(i int) string, bool) {
	var texts []func(int) string
	for k, e := range v.exprs {
		vec, err := e.Eval(b.env())
		if err != nil {
			b.exprError(v.texts[k], err, v)
			return nil, false
		}
		texts = append(texts, vec.Label)
	}
	return texts, true
}

// parents returns the names of what an interaction is made of: dims where
// there are dims, columns elsewhere.
func (b *Bound) parents(v *variable) []string {
	var names []string
	for _, text := range v.texts {
		name := text.Text
		for _, w := range b.vars {
			if w.column() && !w.list && w.Type.Factor != "" && w.texts[0].Text == text.Text {
				name = w.Type.Factor
				break
			}
		}
		names = append(names, name)
	}
	return names
}

// unknownLabel reports labels in the table that the run file does not list.
func (b *Bound) unknownLabel(d *dim, v *variable, column int, texts []func(int) string, at *rows) {
	row := at.first[0]
	parts := make([]string, len(texts))
	for k, text := range texts {
		parts[k] = text(row)
	}
	label := strings.Join(parts, ",")
	diag := source.Diagnostic{Span: b.cell(v, column, row), Code: unknownLabel,
		Msg: fmt.Sprintf("`%s` in the column `%s` is none of the levels of `%s`: %s", label, v.texts[column].Text, d.Name, listed(d.Labels)),
		Fix: fmt.Sprintf("add it to the levels of `%s`, or leave such rows out with `where`", d.Name),
	}
	if near, ok := spell.Nearest(label, d.Labels); ok {
		diag.Fix = fmt.Sprintf("was `%s` meant? otherwise %s", near, diag.Fix)
	}
	if at.n > 1 {
		diag.Msg += fmt.Sprintf(" (%s as well)", others(at.n-1, "row"))
	}
	diag.Related = append([]source.Note{{Span: d.fixed.span, Msg: "the levels are given here"}}, declaredHere(v.Var)...)
	b.add(diag)
	v.broken = true
}

// factorLiteral adds the labels of a literal factor, or notes how far its
// numbers reach.
func (b *Bound) factorLiteral(d *dim, v *variable) {
	unknown := newRows()
	for i := range v.lit.Len() {
		switch v.lit.Kind(i) {
		case literal.String:
			if _, ok := d.entry([]string{v.lit.Text(i)}); !ok {
				unknown.add(i)
			}
		case literal.Int:
			d.least = max(d.least, int(min(v.lit.Num(i), maxInt)))
		}
	}
	if unknown.n == 0 {
		return
	}
	i := unknown.first[0]
	diag := source.Diagnostic{Span: v.lit.LeafSpan(i), Code: unknownLabel,
		Msg: fmt.Sprintf("`%s` is none of the labels of `%s`: %s", v.lit.Text(i), d.Name, listed(d.Labels))}
	if near, ok := spell.Nearest(v.lit.Text(i), d.Labels); ok {
		diag.Fix = "did you mean `" + near + "`?"
	}
	diag.Related = append([]source.Note{{Span: d.fixed.span, Msg: "the labels are given here"}}, declaredHere(v.Var)...)
	b.add(diag)
	v.broken = true
}

// seen makes evidence of the labels that appeared in the data.
func (b *Bound) seen(d *dim) {
	if d.fixed != nil || d.Labels == nil {
		return
	}
	for _, v := range b.vars {
		if v.Type.Factor != d.Name {
			continue
		}
		switch {
		case v.column() && v.codes != nil:
			d.sizes = append(d.sizes, evidence{len(d.Labels), fmt.Sprintf("the labels in %s", b.columnsText(v)), v.texts[0].Span})
		case v.lit != nil && v.lit.Count(literal.String) > 0:
			d.sizes = append(d.sizes, evidence{len(d.Labels), "the labels of `" + v.Name + "`" + b.origin(v), v.lit.Span()})
		default:
			continue
		}
		break
	}
	b.alike(d)
}

// alike warns of labels that are one number written in two ways.
func (b *Bound) alike(d *dim) {
	first := map[float64]string{}
	for _, label := range d.Labels {
		x, ok := table.Number(label)
		if !ok {
			continue
		}
		if other, ok := first[x]; ok {
			b.add(source.Diagnostic{Warning: true, Code: alike, Span: d.v.Span,
				Msg: fmt.Sprintf("`%s` and `%s` are two labels of `%s`, though they are the same number", other, label, d.Name),
				Fix: fmt.Sprintf("if they are one, list the levels of `%s` in the run file", d.Name)})
			return
		}
		first[x] = label
	}
}

// columnsText is the columns of a variable in words: "the column `epoch` of runs.csv".
func (b *Bound) columnsText(v *variable) string {
	if len(v.texts) == 1 {
		return fmt.Sprintf("the column `%s` of %s", v.texts[0].Text, b.src.table.File.Name)
	}
	var names []string
	for _, t := range v.texts {
		names = append(names, t.Text)
	}
	return fmt.Sprintf("the columns %s of %s", listed(names), b.src.table.File.Name)
}

// rows counts rows and remembers the first few.
type rows struct {
	n     int
	first []int
}

func newRows() *rows { return &rows{} }

const showRows = 3

func (r *rows) add(i int) {
	if r.n < showRows {
		r.first = append(r.first, i)
	}
	r.n++
}
