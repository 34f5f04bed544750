package walk

import (
	"fmt"
	"hm/compiler/internal/ir"

	"hm/compiler/lib/mem"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// An axis is one index position with the elements it selects, from 0.
type axis struct {
	at   []int
	drop bool // a single index: the axis is gone from the result
}

// elem returns element i of an array.
func (v Value) elem(i int) Value {
	if v.Type.Kind == types.Tuple {
		return v.Elems[i]
	}
	n := mem.Size(v.Dims[1:])
	e := Value{Type: v.Type.Elem(1), Dims: v.Dims[1:], Num: v.Num[i*n : (i+1)*n : (i+1)*n]}
	if v.Slot != nil {
		e.Slot = v.Slot[i*n : (i+1)*n : (i+1)*n]
	}
	return e
}

// index evaluates x[...].
func (w *Walker) index(e *syntax.Index) (Value, error) {
	x, err := w.base(e.X)
	if err != nil {
		return Value{}, err
	}
	t := w.Info.Types[e]
	if v, ok, err := w.oneIndex(e, x, t); ok || err != nil {
		return v, err
	}
	if x.Type.Kind == types.Tuple {
		i, err := w.position(e, 0, x.Dims[0])
		if err != nil {
			return Value{}, err
		}
		return x.Elems[i], nil
	}
	at, dims, err := w.selection(e, x.Type, x.Dims)
	if err != nil {
		return Value{}, err
	}
	return x.pick(at, dims, t), nil
}

// base evaluates what is indexed, without marking a variable as shared: the
// elements taken from it are copies.
func (w *Walker) base(e syntax.Expr) (Value, error) {
	if id, ok := e.(*syntax.Ident); ok {
		o := w.Info.Uses[id]
		if v, ok := w.vars(o)[o]; ok {
			return v.Value, nil
		}
	}
	return w.Eval(e)
}

// oneIndex is the common case x[i] of a scalar out of one dimension.
func (w *Walker) oneIndex(e *syntax.Index, x Value, t types.Type) (Value, bool, error) {
	if len(e.Indices) != 1 || len(x.Dims) != 1 || !t.IsScalar() || x.Type.Kind == types.Tuple {
		return Value{}, false, nil
	}
	i, err := w.position(e, 0, x.Dims[0])
	if err != nil {
		return Value{}, true, err
	}
	v := Value{Type: t, Num: []float64{x.Num[i]}}
	if x.Slot != nil && x.Slot[i] != ir.Constant {
		v.Slot = []ir.Slot{x.Slot[i]}
	}
	return v, true, nil
}

// position evaluates single index k of e, from 0, in an axis of n.
func (w *Walker) position(e *syntax.Index, k, n int) (int, error) {
	arg := e.Indices[k]
	v, err := w.known(arg.Lo)
	if err != nil {
		return 0, err
	}
	if v.Type.Kind == types.String {
		return w.label(e, k, v.Str)
	}
	i, err := w.toInt(v, arg.Span)
	if err != nil {
		return 0, err
	}
	return i - 1, checkIndex(e, arg.Span, i, n)
}

// label finds alpha["3"].
func (w *Walker) label(e *syntax.Index, k int, label string) (int, error) {
	dim := ""
	if id, ok := e.X.(*syntax.Ident); ok && k < len(w.Info.Uses[id].Axes) {
		dim = w.Info.Uses[id].Axes[k]
	}
	if w.Label != nil && dim != "" {
		if i, ok := w.Label(dim, label); ok {
			return i, nil
		}
	}
	return 0, place(e.Indices[k].Span, fmt.Errorf("no element of dimension `%s` has the label %q", dim, label))
}

func checkIndex(e *syntax.Index, span source.Span, i, n int) error {
	if i >= 1 && i <= n {
		return nil
	}
	name := "this"
	if id, ok := e.X.(*syntax.Ident); ok {
		name = "`" + id.Name + "`"
	}
	if n == 0 {
		return place(span, fmt.Errorf("index %d is out of range: %s is empty", i, name))
	}
	return place(span, fmt.Errorf("index %d is out of range: %s runs from 1 to %d", i, name, n))
}

// selection returns the flat positions that e selects in a container, in the
// layout of the result, and the sizes of the result.
func (w *Walker) selection(e *syntax.Index, t types.Type, dims []int) (at, size []int, err error) {
	axes := make([]axis, len(dims))
	for k, n := range dims {
		if k >= len(e.Indices) {
			axes[k] = axis{at: span(0, n)}
			continue
		}
		if axes[k], err = w.axis(e, k, n); err != nil {
			return nil, nil, err
		}
	}
	for _, a := range axes {
		if !a.drop {
			size = append(size, len(a.at))
		}
	}
	return flatten(axes, t, dims), size, nil
}

// axis evaluates index k of e in an axis of n elements.
func (w *Walker) axis(e *syntax.Index, k, n int) (axis, error) {
	arg := e.Indices[k]
	if arg.Range {
		return w.rangeAxis(e, arg, n)
	}
	if w.Info.Types[arg.Lo].Array == 0 {
		i, err := w.position(e, k, n)
		return axis{at: []int{i}, drop: true}, err
	}
	v, err := w.known(arg.Lo)
	if err != nil {
		return axis{}, err
	}
	at := make([]int, len(v.Num))
	for j, x := range v.Num {
		if err := checkIndex(e, arg.Span, int(x), n); err != nil {
			return axis{}, err
		}
		at[j] = int(x) - 1
	}
	return axis{at: at}, nil
}

// rangeAxis evaluates lo:hi; an empty range selects nothing.
func (w *Walker) rangeAxis(e *syntax.Index, arg *syntax.IndexArg, n int) (axis, error) {
	lo, hi := 1, n
	var err error
	if arg.Lo != nil {
		if lo, err = w.integer(arg.Lo); err != nil {
			return axis{}, err
		}
	}
	if arg.Hi != nil {
		if hi, err = w.integer(arg.Hi); err != nil {
			return axis{}, err
		}
	}
	if hi < lo {
		return axis{}, nil
	}
	if err := checkIndex(e, arg.Span, lo, n); err != nil {
		return axis{}, err
	}
	if err := checkIndex(e, arg.Span, hi, n); err != nil {
		return axis{}, err
	}
	return axis{at: span(lo-1, hi)}, nil
}

// span returns lo, lo+1, ..., hi-1.
func span(lo, hi int) []int {
	s := make([]int, max(0, hi-lo))
	for i := range s {
		s[i] = lo + i
	}
	return s
}

// flatten lists flat positions in layout order: array axes from the slowest
// to the fastest, then columns, then rows.
func flatten(axes []axis, t types.Type, dims []int) []int {
	order, stride := layout(t, dims)
	at := []int{0}
	for _, k := range order {
		next := make([]int, 0, len(at)*len(axes[k].at))
		for _, base := range at {
			for _, i := range axes[k].at {
				next = append(next, base+i*stride[k])
			}
		}
		at = next
	}
	return at
}

// layout returns the axes from the slowest to the fastest, and the distance
// between neighbours along each.
func layout(t types.Type, dims []int) (order, stride []int) {
	order = span(0, len(dims))
	if t.Kind.Rank() == 2 {
		n := len(dims)
		order[n-2], order[n-1] = n-1, n-2
	}
	stride = make([]int, len(dims))
	step := 1
	for i := len(order) - 1; i >= 0; i-- {
		stride[order[i]] = step
		step *= dims[order[i]]
	}
	return order, stride
}

// Indices returns the index along each axis, from 0, of a flat position.
func Indices(t types.Type, dims []int, flat int) []int {
	order, stride := layout(t, dims)
	at := make([]int, len(dims))
	for _, k := range order {
		at[k] = flat / stride[k]
		flat %= stride[k]
	}
	return at
}

// ColumnMajor lists the flat positions of a value in Stan's output order: the
// first index fastest.
func ColumnMajor(t types.Type, dims []int) []int {
	_, stride := layout(t, dims)
	at := []int{0}
	for k := len(dims) - 1; k >= 0; k-- {
		next := make([]int, 0, len(at)*dims[k])
		for _, base := range at {
			for i := range dims[k] {
				next = append(next, base+i*stride[k])
			}
		}
		at = next
	}
	return at
}
