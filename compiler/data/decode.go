package data

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hm/compiler/data/internal/literal"
	"hm/compiler/data/internal/table"
	"hm/lang/types"
)

// literal makes a value of a literal.
func (l *lookup) literal(lit *literal.Literal, t types.Type, s Shape) Value {
	if !l.literalSizes(lit, t, s.Dims) {
		return zeros(t, s)
	}
	if t.Kind == types.Tuple {
		return l.tuple(lit, t, s)
	}
	out := Value{Nums: make([]float64, lit.Len())}
	missing := newRows()
	bad := make([]bool, lit.Len())
	per := numbers(t.Kind)
	for i := range lit.Len() {
		x, ok := l.leaf(lit, t, i)
		if !ok {
			return zeros(t, s)
		}
		at := i
		if t.Kind.Rank() == 2 {
			at = flat(t, s.Dims, i/per)*per + i%per
		}
		out.Nums[at] = x
		if lit.Kind(i) == literal.Null || x != x && l.v.Missing {
			missing.add(i)
			bad[at] = true
		}
	}
	if missing.n > 0 {
		l.literalMissing(lit, &out, bad, missing)
	}
	return out
}

func (l *lookup) literalMissing(lit *literal.Literal, out *Value, bad []bool, at *rows) {
	if l.v.Missing {
		out.Missing = indices(bad)
		for _, i := range out.Missing {
			out.Nums[i] = math.NaN()
		}
		return
	}
	fix := "fill it in"
	if l.v.Type.Kind == types.Vector && l.v.Type.Array == 0 {
		fix = fmt.Sprintf("to estimate missing values, declare `vector<missing>` for `%s`", l.v.Name)
	}
	where := make([]string, len(at.first))
	for i, leaf := range at.first {
		where[i] = l.v.Name + subscript(lit.Dims, leaf)
	}
	more := ""
	if at.n > len(where) {
		more = fmt.Sprintf(" and %d more", at.n-len(where))
	}
	l.fail(lit.LeafSpan(at.first[0]), missingValue, fix, "%s of `%s` %s missing: %s%s",
		count(at.n, "value"), l.v.Name, isAre(at.n), strings.Join(where, ", "), more)
}

// literalSizes compares the sizes of a literal with those declared.
func (l *lookup) literalSizes(lit *literal.Literal, t types.Type, dims []int) bool {
	want := dims
	if numbers(t.Kind) == 2 {
		want = append(slices.Clone(dims), 2)
	}
	name := l.v.Name
	switch {
	case lit.Ragged != nil:
		l.fail(lit.Ragged.Span, raggedArray, "all rows of an array must have the same length", "`%s` is ragged: %s", name, lit.Ragged.Msg)
	case slices.Equal(lit.Dims, want), emptyAlike(lit.Dims, want):
		return true
	case len(lit.Dims) != len(want):
		l.wrongRank(lit, t, dims, want)
	default:
		i := 0
		for lit.Dims[i] == want[i] {
			i++
		}
		l.wrongLength(lit, t, want, i)
	}
	return false
}

// emptyAlike reports whether two arrays are both empty: what an empty array
// would hold cannot be seen in it.
func emptyAlike(got, want []int) bool {
	for i, n := range got {
		if i >= len(want) || n != want[i] {
			return false
		}
		if n == 0 {
			return true
		}
	}
	return false
}

func (l *lookup) wrongRank(lit *literal.Literal, t types.Type, dims, want []int) {
	name := l.v.Name
	switch {
	case len(want) == 0:
		l.fail(lit.Span(), wrongSize, "", "`%s` is a single %s, but an array is given", name, t)
	case len(lit.Dims) == 0 && len(dims) == 0:
		l.fail(lit.Span(), wrongSize, "", "`%s` is complex: a complex number is written [real, imaginary]", name)
	case len(lit.Dims) == 0 && len(want) == 1 && want[0] == 1:
		l.fail(lit.Span(), wrongSize, "write it in brackets, as in [3]", "`%s` is %s with 1 entry, but a single value is given", name, article(t.String()))
	case len(lit.Dims) == 0:
		l.fail(lit.Span(), wrongSize, "", "`%s` is %s of size %s, but a single value is given", name, article(t.String()), sizes(want))
	case numbers(t.Kind) == 2:
		l.fail(lit.Span(), wrongSize, "a complex number is written [real, imaginary]", "`%s` must be nested %d deep, but it is nested %d deep", name, len(want), len(lit.Dims))
	default:
		l.fail(lit.Span(), wrongSize, "", "`%s` is %s of size %s, but an array of size %s is given", name, article(t.String()), sizes(want), sizes(lit.Dims))
	}
}

// wrongLength reports that the i-th size is not as declared.
func (l *lookup) wrongLength(lit *literal.Literal, t types.Type, want []int, i int) {
	name := l.v.Name
	if i == len(want)-1 && numbers(t.Kind) == 2 {
		l.fail(lit.Span(), wrongSize, "", "a complex number is written [real, imaginary], but `%s` has %s in brackets", name, count(lit.Dims[i], "number"))
		return
	}
	is := fmt.Sprint(want[i])
	if axis := l.v.axis(i); axis != "" {
		is = fmt.Sprintf("`%s`, which is %d", axis, want[i])
	}
	what := "it has"
	switch {
	case len(want) == 1:
	case t.Kind.Rank() == 2 && i == len(want)-2:
		l.fail(lit.Span(), wrongSize, "", "`%s` is declared with %s rows, but %s %s", name, is, what, count(lit.Dims[i], "row"))
		return
	case t.Kind.Rank() == 2 && i == len(want)-1:
		l.fail(lit.Span(), wrongSize, "", "`%s` is declared with %s columns, but %s %s", name, is, what, count(lit.Dims[i], "column"))
		return
	default:
		is = fmt.Sprintf("%s as size %d", is, i+1)
	}
	l.fail(lit.Span(), wrongSize, "", "`%s` is declared with size %s, but %s %s", name, is, what, count(lit.Dims[i], "entry"))
}

// sizes spells sizes: "3 x 4".
func sizes(dims []int) string {
	parts := make([]string, len(dims))
	for i, d := range dims {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, " x ")
}

func article(s string) string {
	if strings.HasPrefix(s, "a") || strings.HasPrefix(s, "i") {
		return "an " + s
	}
	return "a " + s
}

// leaf reads one leaf as a number of a type: NaN if it is missing.
func (l *lookup) leaf(lit *literal.Literal, t types.Type, i int) (float64, bool) {
	if t.Factor != "" {
		return l.code(lit, t, i)
	}
	kind, x := lit.Kind(i), math.NaN()
	at := func() string { return "`" + l.v.Name + subscript(lit.Dims, i) + "`" }
	switch {
	case kind == literal.Null:
		return x, true
	case kind == literal.String:
		l.fail(lit.LeafSpan(i), wrongType, textFix(lit.Text(i)), "%s must be %s, but \"%s\" is text", at(), article(scalar(t)), lit.Text(i))
		return 0, false
	case kind == literal.Bool:
		l.fail(lit.LeafSpan(i), wrongType, "write 1 for true and 0 for false", "%s must be %s, but %s is a truth value", at(), article(scalar(t)), truthWord(lit.Num(i)))
		return 0, false
	case kind == literal.Object:
		l.fail(lit.LeafSpan(i), wrongType, "", "%s must be %s, but an object is given", at(), article(scalar(t)))
		return 0, false
	}
	x = lit.Num(i)
	if t.Kind == types.Int && !isInt(x) {
		l.fail(lit.LeafSpan(i), wrongType, "declare `"+l.v.Name+"` real if it is meant to be", "%s must be an int, but %g is not", at(), x)
		return 0, false
	}
	return x, true
}

func isInt(x float64) bool { return x == math.Trunc(x) && math.Abs(x) <= maxInt }

func scalar(t types.Type) string {
	if t.Kind == types.Int {
		return "int"
	}
	return "number"
}

func truthWord(x float64) string {
	if x == 1 {
		return "true"
	}
	return "false"
}

func textFix(text string) string {
	if _, ok := table.Number(text); ok {
		return "write it without quotes"
	}
	if _, err := parseComma(text); err == nil {
		return "write a decimal point instead of the comma"
	}
	return "to give labels, declare an array of factor<...>"
}

// parseComma reads a number with a decimal comma.
func parseComma(text string) (float64, error) {
	if strings.Count(text, ",") != 1 {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
}

// code reads a leaf as an entry of the dim of a factor: text is a label; a
// number is a label if labels are numbers, and otherwise counts from 1.
func (l *lookup) code(lit *literal.Literal, t types.Type, i int) (float64, bool) {
	d := l.dims[t.Factor]
	at := func() string { return l.v.Name + subscript(lit.Dims, i) }
	switch lit.Kind(i) {
	case literal.Null:
		return math.NaN(), true
	case literal.String:
		code, _ := d.listed(lit.Text(i)) // those that are unknown were reported
		return float64(code + 1), true
	case literal.Int:
		x := lit.Num(i)
		if d.numbers {
			code, ok := d.listed(strconv.FormatFloat(x, 'f', -1, 64))
			if !ok {
				l.fail(lit.LeafSpan(i), unknownLabel, "", "`%s` is %g, which is none of the labels of `%s`: %s", at(), x, d.Name, listed(d.Labels))
			}
			return float64(code + 1), ok
		}
		if x < 1 || x > float64(d.Size) {
			l.fail(lit.LeafSpan(i), unknownLabel, fmt.Sprintf("entries of `%s` count from 1", d.Name),
				"`%s` is %g, but `%s` has entries 1 to %d", at(), x, d.Name, d.Size)
			return 0, false
		}
		return x, true
	}
	l.fail(lit.LeafSpan(i), wrongType, "", "`%s` must be a label of `%s` in quotes, or its number", at(), d.Name)
	return 0, false
}

// tuple makes a tuple, or an array of them, of objects {"1": ..., "2": ...}.
func (l *lookup) tuple(lit *literal.Literal, t types.Type, s Shape) Value {
	out := Value{Elems: make([]Value, len(t.Elems))}
	for i := range lit.Len() {
		if lit.Kind(i) != literal.Object {
			l.fail(lit.LeafSpan(i), wrongType, `write {"1": 2, "2": [3, 4]}`, "`%s` is a tuple: an object with the values \"1\" to \"%d\" must stand here", l.v.Name, len(t.Elems))
			return zeros(t, s)
		}
		for k, elem := range t.Elems {
			part, ok := l.element(lit, i, k)
			if !ok {
				return zeros(t, s)
			}
			out.Elems[k] = joined(out.Elems[k], l.literal(part, elem, s.Elems[k]))
			if l.list.Err() != nil {
				return zeros(t, s)
			}
		}
	}
	return out
}

// element finds value k, from 0, of the tuple that is a leaf.
func (l *lookup) element(lit *literal.Literal, leaf, k int) (*literal.Literal, bool) {
	m := lit.Object(leaf)
	part, ok := m.Get(strconv.Itoa(k + 1))
	if !ok {
		l.fail(lit.LeafSpan(leaf), wrongType, `write {"1": 2, "2": [3, 4]}`, "the tuple `%s` has no value \"%d\" here", l.v.Name, k+1)
	}
	return part, ok
}

// joined returns a value with the numbers of another behind its own.
func joined(v, w Value) Value {
	v.Nums = append(v.Nums, w.Nums...)
	if v.Elems == nil && w.Elems != nil {
		v.Elems = make([]Value, len(w.Elems))
	}
	for i := range w.Elems {
		v.Elems[i] = joined(v.Elems[i], w.Elems[i])
	}
	return v
}
