package data

import (
	"fmt"

	"hm/compiler/data/internal/expr"
	"hm/compiler/data/internal/literal"
	"hm/compiler/data/internal/table"
	"hm/lang/source"
	"hm/lang/spell"
	"hm/lang/types"
)

// Bound is a data block bound to a source: every dim is settled, and Lookup
// returns the values of variables.
type Bound struct {
	// Dims are the dims of the model, in the order of their declarations.
	Dims []*Dim

	src    *Source
	vars   []*variable
	byName map[string]*variable
	dims   map[string]*dim
	rows   []int // the rows of the table that are used
	list   source.List
}

// A variable is a declaration and where its values come from.
type variable struct {
	Var
	// texts and exprs are the columns it is bound to, if any; list says that
	// they were written as a list.
	texts   []Text
	exprs   []*expr.Expr
	list    bool
	implied bool             // no entry in the run file names it
	lit     *literal.Literal // its literal value, if it has one
	codes   []int            // of a factor over columns: the entry of its dim in each row, from 0
	counted *evidence        // of an int that is a size: what it was counted from
	broken  bool             // already reported
}

func (v *variable) column() bool { return len(v.exprs) > 0 }

// axis returns the name of the i-th size, or "".
func (v *variable) axis(i int) string {
	if i < len(v.Axes) {
		return v.Axes[i]
	}
	return ""
}

// Bind puts a data block and a source together. Its list holds warnings, too.
// A Bound is returned even with errors, if only to look up what is right.
func Bind(vars []Var, src *Source) (*Bound, source.List) {
	b := &Bound{src: src, byName: map[string]*variable{}, dims: map[string]*dim{}}
	for _, v := range vars {
		w := &variable{Var: v}
		b.vars = append(b.vars, w)
		b.byName[v.Name] = w
		if v.IsDim {
			b.dims[v.Name] = &dim{Dim: Dim{Name: v.Name}, v: w}
		}
	}
	b.checkNames()
	b.findOrigins()
	b.deriveFactors()
	b.pickRows()
	b.labels()
	b.count()
	if b.src.table == nil || len(b.rows) > 0 { // otherwise that was reported, and the rest follows
		b.settle()
		b.missing()
	}
	b.unused()
	return b, b.list
}

func (b *Bound) add(d source.Diagnostic) { b.list = append(b.list, d) }

// Dim returns the dim of a name, or nil.
func (b *Bound) Dim(name string) *Dim {
	if d := b.dims[name]; d != nil {
		return &d.Dim
	}
	return nil
}

// checkNames reports names in the run file that the model does not declare.
func (b *Bound) checkNames() {
	for _, c := range b.src.spec.Columns {
		b.checkName(c.Name, "columns")
		if v, ok := b.byName[c.Name.Text]; ok {
			if _, twice := b.src.values[c.Name.Text]; twice {
				b.add(givenTwiceAt(c.Name, v.Span))
			}
		}
	}
	for _, e := range b.src.spec.Values {
		b.checkName(e.Name, "values")
	}
	for _, l := range b.src.spec.Levels {
		b.checkDim(l)
	}
}

func (b *Bound) checkName(name Text, where string) {
	if _, ok := b.byName[name.Text]; ok {
		return
	}
	var names []string
	for _, v := range b.vars {
		names = append(names, v.Name)
	}
	fix := "the data block declares " + listed(names)
	if len(names) == 0 {
		fix = "the data block of the model is empty"
	}
	if near, ok := spell.Nearest(name.Text, names); ok {
		fix = "did you mean `" + near + "`?"
	}
	b.list.Add(name.Span, unknownName, fix, "the model declares no data called `%s`", name.Text)
}

func (b *Bound) checkDim(l Levels) {
	if b.dims[l.Dim.Text] != nil {
		return
	}
	var names []string
	for _, v := range b.vars {
		if v.IsDim {
			names = append(names, v.Name)
		}
	}
	d := source.Diagnostic{Span: l.Dim.Span, Code: unknownName, Msg: fmt.Sprintf("the model declares no dim called `%s`", l.Dim.Text)}
	if near, ok := spell.Nearest(l.Dim.Text, names); ok {
		d.Fix = "did you mean `" + near + "`?"
	}
	if v := b.byName[l.Dim.Text]; v != nil {
		d.Msg = fmt.Sprintf("`%s` is no dim, and only dims have levels", v.Name)
		if v.Type.Factor != "" {
			d.Fix = fmt.Sprintf("give the levels of `%s`, the dim that it refers to", v.Type.Factor)
		}
		d.Related = declaredHere(v.Var)
	}
	b.add(d)
}

// findOrigins says where the values of each variable come from.
func (b *Bound) findOrigins() {
	entries := map[string]int{}
	for i, c := range b.src.spec.Columns {
		entries[c.Name.Text] = i
	}
	for _, v := range b.vars {
		if i, ok := entries[v.Name]; ok {
			c := b.src.spec.Columns[i]
			v.texts, v.exprs, v.list = c.Exprs, b.src.exprs[i], c.List
			b.checkBinding(v, c.Name.Span)
			continue
		}
		if v.lit = b.src.values[v.Name]; v.lit == nil {
			v.lit, _ = b.src.json.Get(v.Name)
		}
		if v.lit == nil && !v.IsDim {
			b.sameName(v)
		}
	}
}

// sameName binds a variable with sizes to the column of its name.
func (b *Bound) sameName(v *variable) {
	if b.src.table == nil || !columnar(v.Type) || v.Type.Rank() != 1 {
		return
	}
	i, ok := b.src.table.Column(v.Name)
	if !ok || i == table.Ambiguous {
		return
	}
	v.texts = []Text{{v.Name, b.src.table.HeaderSpan(i)}}
	v.exprs = []*expr.Expr{expr.Column(v.Name)}
	v.implied = true
}

// columnar reports whether numbers in columns can make a value of t.
func columnar(t types.Type) bool {
	return t.Kind >= types.Int && t.Kind <= types.Matrix && t.Kind != types.Complex
}

// checkBinding reports a binding to columns that cannot work whatever the
// table holds.
func (b *Bound) checkBinding(v *variable, at source.Span) {
	fix, msg := "", ""
	rank := v.Type.Rank()
	switch {
	case v.IsDim:
		msg = "a dim is not bound to a column: it counts the rows, or the labels of a factor"
		fix = fmt.Sprintf("bind the variables declared over `%s`, or the `factor<%s>`", v.Name, v.Name)
	case !columnar(v.Type):
		msg = fmt.Sprintf("%s cannot be made of columns", article(v.Type.String()))
		fix = "give it under `values`, or in a JSON file"
	case rank > 2:
		msg = fmt.Sprintf("`%s` has %d sizes: columns make values with one or two", v.Name, rank)
		fix = "give it in a JSON file"
	case len(v.exprs) == 0:
		msg = "the list of columns is empty"
	case v.list && rank == 1 && v.Type.Factor == "":
		msg = fmt.Sprintf("`%s` takes one column, not a list of %d", v.Name, len(v.exprs))
		fix = "a list makes a matrix, or the combinations of a factor"
	case v.list && rank == 0:
		msg = fmt.Sprintf("`%s` is a single value: a list of columns cannot make it", v.Name)
	case rank == 2 && !v.list:
		msg = fmt.Sprintf("`%s` needs a list of columns, such as [%s, ...]", v.Name, v.texts[0].Text)
	}
	if msg == "" {
		return
	}
	b.add(source.Diagnostic{Span: at, Code: wrongType, Msg: msg, Fix: fix, Related: declaredHere(v.Var)})
	v.exprs, v.texts, v.broken = nil, nil, true
}

// deriveFactors binds array[cell] factor<dataset>, where nothing is given for
// it, to the column of dataset that cell was made of.
func (b *Bound) deriveFactors() {
	for _, v := range b.vars {
		if v.Type.Factor == "" || v.column() || v.lit != nil || v.broken || v.Type.Rank() != 1 || b.src.table == nil {
			continue
		}
		if e, text, ok := b.parentColumn(v.axis(0), v.Type.Factor); ok {
			v.exprs, v.texts, v.implied = []*expr.Expr{e}, []Text{text}, true
		}
	}
}

// parentColumn finds the column that says which entry of parent an entry of
// child belongs to: the part of an interaction, or a column of its own.
func (b *Bound) parentColumn(child, parent string) (*expr.Expr, Text, bool) {
	if !b.grouped(child) {
		return nil, Text{}, false
	}
	own := b.columnsOf(parent)
	for _, f := range b.factors(child) {
		for k, text := range f.texts {
			if f.list && (text.Text == parent || own[text.Text] != nil) {
				return f.exprs[k], text, true
			}
		}
	}
	for _, f := range b.factors(parent) {
		if !f.list {
			return f.exprs[0], f.texts[0], true
		}
	}
	if i, ok := b.src.table.Column(parent); ok && i != table.Ambiguous {
		return expr.Column(parent), Text{parent, b.src.table.HeaderSpan(i)}, true
	}
	return nil, Text{}, false
}

// factors returns the factors of a dim that are bound to columns.
func (b *Bound) factors(dim string) []*variable {
	var fs []*variable
	for _, v := range b.vars {
		if dim != "" && v.Type.Factor == dim && v.column() {
			fs = append(fs, v)
		}
	}
	return fs
}

// columnsOf returns the single columns that factors of a dim are bound to.
func (b *Bound) columnsOf(dim string) map[string]*variable {
	columns := map[string]*variable{}
	for _, f := range b.factors(dim) {
		if !f.list {
			columns[f.texts[0].Text] = f
		}
	}
	return columns
}

// grouped reports whether the entries of a dim are groups of rows: some factor
// of it is bound to columns and lies over something else.
func (b *Bound) grouped(dim string) bool {
	for _, f := range b.factors(dim) {
		if f.axis(0) != dim {
			return true
		}
	}
	return false
}
