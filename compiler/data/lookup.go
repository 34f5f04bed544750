package data

import (
	"fmt"
	"math"

	"hm/compiler/data/internal/expr"
	"hm/compiler/data/internal/table"
	"hm/lang/source"
	"hm/lang/types"
)

// Lookup returns the value of a variable of the given sizes, or says why the
// data are no such value. A dim, and an int that is the size of variables
// bound to columns, may be looked up too. Of a variable that Bind has already
// reported it returns zeros and no further error.
func (b *Bound) Lookup(name string, s Shape) (Value, source.List) {
	l := &lookup{Bound: b, v: b.byName[name]}
	switch v := l.v; {
	case v == nil:
		l.list.Add(source.Span{}, noData, "", "there are no data for `%s`", name)
		return Value{}, l.list
	case v.broken, !v.IsDim && v.counted == nil && !v.column() && v.lit == nil:
		return zeros(v.Type, s), nil
	case v.IsDim:
		return Value{Nums: []float64{float64(b.dims[name].Size)}}, nil
	case v.counted != nil:
		return Value{Nums: []float64{float64(v.counted.size)}}, nil
	case v.column():
		return l.columns(s.Dims), l.list
	default:
		return l.literal(v.lit, v.Type, s), l.list
	}
}

// zeros is the value of a type that is zero throughout.
func zeros(t types.Type, s Shape) Value {
	if t.Kind != types.Tuple {
		return Value{Nums: make([]float64, product(s.Dims)*numbers(t.Kind))}
	}
	var v Value
	for i, elem := range t.Elems {
		if i < len(s.Elems) {
			whole := Shape{append(append([]int{}, s.Dims...), s.Elems[i].Dims...), s.Elems[i].Elems}
			v.Elems = append(v.Elems, zeros(elem, whole))
		}
	}
	return v
}

// A lookup is one call of Lookup.
type lookup struct {
	*Bound
	v    *variable
	list source.List
}

func (l *lookup) fail(at source.Span, code source.Code, fix, format string, args ...any) {
	l.list = append(l.list, source.Diagnostic{Span: at, Code: code, Fix: fix,
		Msg: fmt.Sprintf(format, args...), Related: declaredHere(l.v.Var)})
}

// columns makes a value of columns of the table.
func (l *lookup) columns(dims []int) Value {
	v := l.v
	if v.Type.Rank() == 0 {
		return l.single()
	}
	groups, size, ok := l.groups()
	if !ok {
		return zeros(v.Type, Shape{Dims: dims})
	}
	if !l.columnSizes(dims, size, groups != nil) {
		return zeros(v.Type, Shape{Dims: dims})
	}
	out := Value{Nums: make([]float64, product(dims))}
	missing := newRows()
	bad := make([]bool, len(out.Nums))
	for k := range l.width() {
		x, ok := l.column(k)
		if !ok {
			return out
		}
		if groups != nil {
			x, ok = l.reduce(k, x, groups, size)
			if !ok {
				return out
			}
		}
		for i, xi := range x {
			at := flat(v.Type, dims, i*l.width()+k)
			out.Nums[at] = xi
			if xi != xi {
				missing.add(i)
				bad[at] = true
			}
		}
	}
	if missing.n > 0 {
		l.noteMissing(&out, bad, missing)
	}
	return out
}

// width is how many columns the value has: the parts of an interaction are one.
func (l *lookup) width() int {
	if l.v.Type.Rank() == 2 {
		return len(l.v.exprs)
	}
	return 1
}

// columnSizes compares the declared sizes with those of the columns.
func (l *lookup) columnSizes(dims []int, size int, grouped bool) bool {
	v := l.v
	if dims[0] != size {
		msg := fmt.Sprintf("%s has %s", l.src.table.File.Name, count(size, "row"))
		switch {
		case grouped:
			msg = fmt.Sprintf("`%s` has %s", v.axis(0), count(size, "entry"))
		case len(l.rows) < l.src.table.Rows:
			msg = fmt.Sprintf("%d of the %s of %s are used", size, count(l.src.table.Rows, "row"), l.src.table.File.Name)
		}
		fix := ""
		if n := l.byName[v.axis(0)]; n != nil && n.lit != nil {
			fix = fmt.Sprintf("leave `%s` out: the rows are counted", n.Name)
		}
		l.fail(v.texts[0].Span, wrongSize, fix, "`%s` is declared with size %d, but %s", v.Name, dims[0], msg)
		return false
	}
	if len(dims) == 2 && dims[1] != len(v.exprs) {
		l.fail(v.texts[0].Span, wrongSize, "", "`%s` is declared with %d columns, but the list has %d", v.Name, dims[1], len(v.exprs))
		return false
	}
	return true
}

// groups returns the entry of each row in the dim of groups that the variable
// lies over, and how many entries there are; nil and the number of rows if it
// lies over rows.
func (l *lookup) groups() (codes []int, size int, ok bool) {
	over := l.v.axis(0)
	if !l.grouped(over) {
		return nil, len(l.rows), true
	}
	for _, f := range l.factors(over) {
		if f.axis(0) != over && f.Type.Rank() == 1 {
			return f.codes, l.dims[over].Size, len(f.codes) == len(l.rows)
		}
	}
	return nil, len(l.rows), true
}

// column evaluates the k-th column for every row: NaN where missing.
func (l *lookup) column(k int) ([]float64, bool) {
	v := l.v
	if v.Type.Factor != "" {
		return l.factor(k), true
	}
	vec, ok := l.eval(k)
	if !ok {
		return nil, false
	}
	x := vec.Num
	if vec.Scalar {
		x = make([]float64, len(l.rows))
		for i := range x {
			x[i] = vec.Num[0]
		}
	}
	if v.Type.Kind == types.Int {
		return x, l.checkInts(k, x)
	}
	return x, true
}

func (l *lookup) factor(k int) []float64 {
	n := len(l.rows)
	codes := l.v.codes[k*n : (k+1)*n]
	x := make([]float64, n)
	for i, code := range codes {
		x[i] = float64(code + 1)
		if code < 0 {
			x[i] = math.NaN()
		}
	}
	return x
}

// eval evaluates the k-th expression, which must give numbers.
func (l *lookup) eval(k int) (expr.Vec, bool) {
	v := l.v
	vec, err := v.exprs[k].Eval(l.env())
	if err != nil {
		l.exprError(v.texts[k], err, v)
		l.list = append(l.list, l.Bound.list[len(l.Bound.list)-1])
		return vec, false
	}
	if !vec.IsText {
		return vec, true
	}
	for i := range l.rows {
		if vec.Missing != nil && vec.Missing(i) || vec.Num != nil && !math.IsNaN(vec.Num[i]) {
			continue
		}
		text := vec.Text(i)
		l.fail(l.cell(v, k, i), wrongType, numberFix(text), "`%s` is not a number: `%s` needs numbers in %s", text, v.Name, l.columnsText(v))
		return vec, false
	}
	return vec, true
}

// numberFix guesses how text that is no number came about.
func numberFix(text string) string {
	if _, err := parseComma(text); err == nil {
		return "write a decimal point instead of the comma"
	}
	switch text {
	case "-", "--", "?", "n/a", "N/A", "na", "none", "None", "#N/A", "missing", "NULL":
		return "write NA, or nothing, for a value that is missing"
	}
	return "to index by the labels of this column, declare an array of factor<...>"
}

// checkInts reports values that are no ints.
func (l *lookup) checkInts(k int, x []float64) bool {
	bad := newRows()
	for i, xi := range x {
		if xi == xi && (xi != math.Trunc(xi) || math.Abs(xi) > maxInt) {
			bad.add(i)
		}
	}
	if bad.n == 0 {
		return true
	}
	i := bad.first[0]
	msg := fmt.Sprintf("`%s` is int, but %g is not a whole number", l.v.Name, x[i])
	fix := fmt.Sprintf("declare it real, or bind it to round(%s)", l.v.texts[k].Text)
	if x[i] == math.Trunc(x[i]) {
		msg = fmt.Sprintf("`%s` is int, but %g is greater than ints can be", l.v.Name, x[i])
		fix = "declare it real"
	}
	l.fail(l.cell(l.v, k, i), wrongType, fix, "%s (%s)", msg, l.inRows(bad))
	return false
}

// inRows names rows of the table by their lines: "rows 3, 5 and 9".
func (l *lookup) inRows(r *rows) string {
	lines := make([]int, len(r.first))
	for i, row := range r.first {
		lines[i] = l.src.table.Line(l.rows[row])
	}
	return numbered("row", lines, r.n)
}

// reduce makes one value for each group of one value for each row; all rows of
// a group must agree.
func (l *lookup) reduce(k int, x []float64, groups []int, size int) ([]float64, bool) {
	first := make([]int, size)
	for i := range first {
		first[i] = -1
	}
	out := make([]float64, size)
	for i, g := range groups {
		switch {
		case g < 0 || g >= size:
		case first[g] < 0:
			first[g], out[g] = i, x[i]
		case x[i] != out[g] && (x[i] == x[i] || out[g] == out[g]):
			l.notConstant(k, first[g], i, g)
			return out, false
		}
	}
	for g, i := range first {
		if i < 0 {
			l.fail(l.v.texts[k].Span, noData, "give it in a JSON file or under `values`",
				"`%s` has no value for `%s` of `%s`, since no row belongs to it", l.v.Name, l.dims[l.v.axis(0)].Label(g), l.v.axis(0))
			return out, false
		}
	}
	return out, true
}

func (l *lookup) notConstant(k, one, other, group int) {
	over := l.v.axis(0)
	at := l.cell(l.v, k, other)
	l.fail(at, notConstant, fmt.Sprintf("declare `%s` over the rows, or give a column that is the same within each `%s`", l.v.Name, over),
		"`%s` has one value for each `%s`, but the rows of `%s` differ in the column `%s`", l.v.Name, over, l.dims[over].Label(group), l.v.texts[k].Text)
	last := &l.list[len(l.list)-1]
	last.Related = append([]source.Note{{Span: l.cell(l.v, k, one), Msg: "it has another value here"}}, last.Related...)
}

// single makes a single number of an expression such as mean(x).
func (l *lookup) single() Value {
	v := l.v
	out := Value{Nums: []float64{0}}
	if v.Type.Factor != "" {
		l.fail(v.texts[0].Span, wrongType, "give its label under `values`", "`%s` is a single value, but a column has one for each row", v.Name)
		return out
	}
	vec, ok := l.eval(0)
	switch {
	case !ok:
	case !vec.Scalar:
		l.fail(v.texts[0].Span, wrongType, fmt.Sprintf("make one of them, as in mean(%s)", v.texts[0].Text),
			"`%s` is a single value, but `%s` has one for each row", v.Name, v.texts[0].Text)
	case vec.Num[0] != vec.Num[0]:
		l.fail(v.texts[0].Span, missingValue, "", "`%s` is missing", v.Name)
	default:
		out.Nums[0] = vec.Num[0]
		if v.Type.Kind == types.Int && out.Nums[0] != math.Trunc(out.Nums[0]) {
			l.fail(v.texts[0].Span, wrongType, "declare it real, or round it", "`%s` is int, but %g is not a whole number", v.Name, out.Nums[0])
		}
	}
	return out
}

// noteMissing lists the missing entries of a value, or reports them if there
// may be none.
func (l *lookup) noteMissing(out *Value, bad []bool, at *rows) {
	if l.v.Missing {
		out.Missing = indices(bad)
		return
	}
	v := l.v
	row := at.first[0]
	column := 0
	for k, e := range v.exprs {
		for _, ref := range e.Refs() {
			if i, ok := l.src.table.Column(ref.Name); ok && table.Missing(l.src.table.Text(l.rows[row], i)) {
				column = k
			}
		}
	}
	span := l.missingCell(column, row)
	if groups, _, _ := l.groups(); groups != nil {
		l.fail(span, missingValue, "fill them in, or leave such rows out with `missing: drop` under `data`",
			"%s of `%s` %s missing", count(at.n, "value"), v.Name, isAre(at.n))
		return
	}
	l.fail(span, missingValue, l.missingFix(), "%s of `%s` %s missing, in %s", count(at.n, "value"), v.Name, isAre(at.n), l.inRows(at))
}

// missingFix says how missing values may be allowed.
func (l *lookup) missingFix() string {
	const drop = "leave such rows out with `missing: drop` under `data` in the run file"
	if l.v.Type.Kind == types.Vector && l.v.Type.Array == 0 {
		return fmt.Sprintf("%s, or estimate them: declare `vector<missing>` for `%s`", drop, l.v.Name)
	}
	return drop
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// indices returns where bad is true.
func indices(bad []bool) []int {
	var at []int
	for i, b := range bad {
		if b {
			at = append(at, i)
		}
	}
	return at
}
