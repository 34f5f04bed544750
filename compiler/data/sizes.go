package data

import (
	"fmt"
	"math"

	"hm/lang/source"
	"hm/lang/types"
)

// maxInt is the greatest int of the language, as in Stan.
const maxInt = math.MaxInt32

// count gathers what else says how large dims are: rows, lists of columns and
// the lengths of literals.
func (b *Bound) count() {
	for _, v := range b.vars {
		switch {
		case v.broken:
		case v.column():
			b.countColumns(v)
		case v.lit != nil && v.lit.Ragged == nil:
			b.countLiteral(v)
		}
	}
}

func (b *Bound) countColumns(v *variable) {
	if v.Type.Rank() == 0 {
		return
	}
	if name := v.axis(0); !b.grouped(name) {
		at := b.src.table.HeaderSpan(0)
		b.sized(name, evidence{len(b.rows), fmt.Sprintf("the rows of %s", b.src.table.File.Name), at})
		if d := b.dims[name]; d != nil {
			d.Rows = true
		}
	}
	if v.Type.Rank() == 2 {
		name := v.axis(1)
		b.sized(name, evidence{len(v.exprs), fmt.Sprintf("the list of columns for `%s`", v.Name), v.texts[0].Span})
		if d := b.dims[name]; d != nil && d.Labels == nil {
			for _, t := range v.texts {
				d.Labels = append(d.Labels, t.Text)
			}
		}
	}
}

// sized notes how large the dim or int of a name is.
func (b *Bound) sized(name string, e evidence) {
	if d := b.dims[name]; d != nil {
		d.sizes = append(d.sizes, e)
		return
	}
	if v := b.byName[name]; v != nil && v.Type.Kind == types.Int && v.Type.IsScalar() && v.lit == nil && !v.column() && v.counted == nil {
		v.counted = &e
	}
}

func (b *Bound) countLiteral(v *variable) {
	for i, n := range v.lit.Dims {
		if d := b.dims[v.axis(i)]; d != nil {
			d.sizes = append(d.sizes, evidence{n, "the length of `" + v.Name + "`" + b.origin(v), v.lit.Span()})
		}
		if n == 0 {
			return // the sizes of what an empty array holds cannot be seen
		}
	}
}

// settle decides the size of every dim.
func (b *Bound) settle() {
	for _, v := range b.vars {
		if !v.IsDim {
			continue
		}
		d := b.dims[v.Name]
		b.Dims = append(b.Dims, &d.Dim)
		if v.broken {
			continue
		}
		if len(d.sizes) == 0 && d.least > 0 {
			d.sizes = append(d.sizes, evidence{size: d.least})
		}
		if len(d.sizes) == 0 {
			b.noSize(d)
			continue
		}
		d.Size = d.sizes[0].size
		for _, e := range d.sizes[1:] {
			if e.size != d.Size {
				b.conflict(d, e)
				break
			}
		}
	}
}

func (b *Bound) noSize(d *dim) {
	fix := fmt.Sprintf("give `%s: 10` under `values` in the run file, or data for a variable declared over it", d.Name)
	if b.src.spec.RunFile == "" {
		fix = fmt.Sprintf("give \"%s\" a number in the data, or data for a variable declared over it", d.Name)
	}
	for _, v := range b.vars {
		if v.broken && (v.Type.Factor == d.Name || v.axis(0) == d.Name) {
			return // it would have had a size but for what was reported
		}
		if v.Type.Factor == d.Name && !v.column() && v.lit == nil {
			return // reported as a variable without data
		}
		if v.axis(0) == d.Name && !v.column() && v.lit == nil {
			return
		}
	}
	b.list.Add(d.v.Span, noSize, fix, "nothing says how large the dim `%s` is", d.Name)
}

func (b *Bound) conflict(d *dim, e evidence) {
	first := d.sizes[0]
	diag := source.Diagnostic{Span: e.span, Code: sizeConflict,
		Msg: fmt.Sprintf("`%s` is %d by %s, but %d by %s", d.Name, first.size, first.why, e.size, e.why)}
	diag.Related = append([]source.Note{{Span: first.span, Msg: fmt.Sprintf("this makes it %d", first.size)}}, declaredHere(d.v.Var)...)
	if d.Labels != nil && d.fixed == nil {
		diag.Fix = fmt.Sprintf("if some entries of `%s` do not occur in the data, list all of them under `levels`", d.Name)
	}
	b.add(diag)
}

// missing reports variables that nothing gives a value.
func (b *Bound) missing() {
	for _, v := range b.vars {
		if v.IsDim || v.column() || v.lit != nil || v.counted != nil || v.broken {
			continue
		}
		v.broken = true
		b.list.Add(v.Span, noData, b.howToGive(v), "there are no data for `%s`", v.Name)
	}
}
