package data

import (
	"fmt"
	"math"
	"slices"

	"hm/compiler/data/internal/expr"
	"hm/compiler/data/internal/table"
	"hm/lang/source"
)

// env evaluates expressions over some rows of a table.
type env struct {
	t    *table.Table
	rows []int
}

func (e env) Rows() int       { return len(e.rows) }
func (e env) Names() []string { return e.t.Names }

func (e env) Column(name string) (expr.Vec, *expr.Error) {
	column, ok := e.t.Column(name)
	if !ok || column == table.Ambiguous {
		return expr.Vec{}, expr.NoColumn(name, e.t.Names)
	}
	numbers := e.t.Numbers(column)
	text := func(i int) string { return e.t.Text(e.rows[i], column) }
	return expr.Vec{
		Num:     e.gather(numbers.Value),
		Text:    text,
		IsText:  e.anyOf(numbers.Bad),
		Missing: func(i int) bool { return table.Missing(text(i)) },
	}, nil
}

func (e env) gather(x []float64) []float64 {
	if len(e.rows) == len(x) {
		return x
	}
	y := make([]float64, len(e.rows))
	for i, row := range e.rows {
		y[i] = x[row]
	}
	return y
}

// anyOf reports whether any of the rows bad, ascending, is in use.
func (e env) anyOf(bad []int) bool {
	if len(e.rows) == e.t.Rows {
		return len(bad) > 0
	}
	return slices.ContainsFunc(bad, func(row int) bool {
		_, found := slices.BinarySearch(e.rows, row)
		return found
	})
}

func (b *Bound) env() env { return env{b.src.table, b.rows} }

// pickRows finds the rows that are used: those that `where` keeps, less, if the
// run file says so, those in which a value is missing.
func (b *Bound) pickRows() {
	if b.src.table == nil {
		return
	}
	b.rows = make([]int, b.src.table.Rows)
	for i := range b.rows {
		b.rows[i] = i
	}
	b.filter()
	if b.src.spec.Missing == Drop {
		b.drop()
	}
}

func (b *Bound) filter() {
	if b.src.where == nil {
		return
	}
	where := b.src.spec.Where
	v, err := b.src.where.Eval(b.env())
	if err != nil {
		b.exprError(where, err, nil)
		return
	}
	if v.IsText {
		b.list.Add(where.Span, badExpression, `compare it, as in dataset == "A"`, "`where` must say yes or no for each row, not text")
		return
	}
	var keep []int
	for i := range b.rows {
		x := v.Num[0]
		if !v.Scalar {
			x = v.Num[i]
		}
		if math.IsNaN(x) {
			b.undecided(i)
			return
		}
		if x != 0 {
			keep = append(keep, i)
		}
	}
	if len(keep) == 0 && len(b.rows) > 0 {
		b.list.Add(where.Span, noRows, "", "no row of %s satisfies `where`", b.src.table.File.Name)
		return
	}
	b.rows = keep
}

// undecided reports a row for which `where` has no answer.
func (b *Bound) undecided(row int) {
	where := b.src.spec.Where
	d := source.Diagnostic{Span: where.Span, Code: missingValue,
		Msg: fmt.Sprintf("`where` has no answer for row %d of %s, since a value is missing there", b.src.table.Line(row), b.src.table.File.Name)}
	for _, ref := range b.src.where.Refs() {
		column, _ := b.src.table.Column(ref.Name)
		if !ref.Asked && table.Missing(b.src.table.Text(row, column)) {
			d.Fix = fmt.Sprintf("to leave such rows out, begin with `present(%s) && `", ref.Name)
			d.Related = []source.Note{{Span: b.src.table.Span(row, column), Msg: fmt.Sprintf("`%s` is missing here", ref.Name)}}
			break
		}
	}
	b.add(d)
}

// drop leaves out the rows in which a column that may not miss values does.
func (b *Bound) drop() {
	used := map[int]bool{}
	for _, v := range b.vars {
		if v.Missing {
			continue
		}
		for _, e := range v.exprs {
			for _, ref := range e.Refs() {
				if column, ok := b.src.table.Column(ref.Name); ok && !ref.Asked {
					used[column] = true
				}
			}
		}
	}
	t, all := b.src.table, len(b.rows)
	first := -1
	b.rows = slices.DeleteFunc(b.rows, func(row int) bool {
		for column := range used {
			if table.Missing(t.Text(row, column)) {
				if first < 0 {
					first = row
				}
				return true
			}
		}
		return false
	})
	if first < 0 {
		return
	}
	d := source.Diagnostic{Warning: true, Code: dropped, Span: t.Span(first, 0), Msg: fmt.Sprintf(
		"%d of %d rows are left out because a value is missing; this is the first", all-len(b.rows), all)}
	if len(b.rows) == 0 {
		d.Warning, d.Code = false, noRows
		d.Msg = fmt.Sprintf("in every row of %s a value is missing, so no row is left", t.File.Name)
	}
	b.add(d)
}

// exprError reports what went wrong in an expression: at the cell, if it
// happened in a row.
func (b *Bound) exprError(text Text, err *expr.Error, v *variable) {
	d := source.Diagnostic{Span: within(text, err.From, err.To), Code: badExpression, Msg: err.Msg, Fix: err.Fix}
	if err.Row >= 0 {
		d.Related = append(d.Related, source.Note{Span: d.Span, Msg: "the expression is here"})
		row := b.rows[err.Row]
		column, _ := b.src.table.Column(err.Column)
		d.Span = b.src.table.Span(row, max(column, 0))
		if err.Cell != "" {
			d.Fix = numberFix(err.Cell)
		}
		d.Msg += fmt.Sprintf(", in row %d", b.src.table.Line(row))
		if err.Rows > 1 {
			d.Msg += fmt.Sprintf(" and %s", others(err.Rows-1, "row"))
		}
	}
	if v != nil {
		d.Related = append(d.Related, declaredHere(v.Var)...)
		v.broken = true
	}
	b.add(d)
}
