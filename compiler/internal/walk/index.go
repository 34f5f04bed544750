package walk

import (
	"fmt"
	"hm/compiler/internal/ir"
	"hm/lang/check"
	"slices"

	"hm/compiler/lib/mem"
	"hm/lang/source"
	"hm/lang/spell"
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
	x, o, err := w.base(e.X)
	if err != nil {
		return Value{}, err
	}
	t := w.Info.Types[e]
	places, err := w.places(e)
	if err != nil {
		return Value{}, err
	}
	if x.Type.Kind == types.Tuple {
		i, err := w.position(e, 0, places[0], x.Dims[0])
		if err != nil {
			return Value{}, err
		}
		return x.Elems[i], nil
	}
	if w.lanes != nil {
		return w.indexLanes(e, x, o, places, t)
	}
	if len(x.Dims) == 1 && len(places) == 1 && places[0].single && t.IsScalar() {
		i, err := w.position(e, 0, places[0], x.Dims[0])
		if err != nil {
			return Value{}, err
		}
		return x.at(i, t).detached(), nil
	}
	at, dims, err := w.selection(e, places, x.Type, x.Dims, 0)
	if err != nil {
		return Value{}, err
	}
	return x.pick(at, dims, t), nil
}

// detached returns a scalar that shares no memory.
func (v Value) detached() Value {
	v.Num = []float64{v.Num[0]}
	if v.Slot != nil {
		v.Slot = []ir.Slot{v.Slot[0]}
	}
	return v
}

// indexLanes evaluates x[...] in every lane.
func (w *Walker) indexLanes(e *syntax.Index, x Value, o *check.Object, places []indexPlace, t types.Type) (Value, error) {
	home := x.lanes
	watched := o != nil && len(w.watching(o)) > 0
	if watched {
		home = w.vars(o)[o].home
	}
	if x.lanes == nil && !watched && !slices.ContainsFunc(places, indexPlace.differs) {
		at, dims, err := w.selection(e, places, x.Type, x.Dims, 0)
		if err != nil {
			return Value{}, err
		}
		return x.pick(at, dims, t), nil
	}
	at, dims, err := w.positions(e, places, x.Type, x.Dims)
	if err != nil {
		return Value{}, err
	}
	from := w.offsets(at, home, mem.Size(x.Dims))
	if watched {
		if err := w.reads(o, from); err != nil {
			return Value{}, err
		}
	}
	if x.lanes == nil {
		from = at
	}
	v := x.pick(from, dims, t)
	v.lanes = w.lanes
	return v, nil
}

// positions lists the flat positions that e selects in every lane, one lane
// after another, each within the container of its lane.
func (w *Walker) positions(e *syntax.Index, places []indexPlace, t types.Type, dims []int) (at, size []int, err error) {
	if at, ok, err := w.singles(e, places, dims); ok || err != nil {
		return at, nil, err
	}
	for lane := range w.lanes.n {
		one, n, err := w.selection(e, places, t, dims, lane)
		if err != nil {
			return nil, nil, err
		}
		if lane > 0 && !slices.Equal(n, size) {
			return nil, nil, &uneven{"a slice has different sizes in different iterations"}
		}
		at, size = append(at, one...), n
	}
	return at, size, nil
}

// singles is the common case of positions: one scalar out of a container of
// one dimension.
func (w *Walker) singles(e *syntax.Index, places []indexPlace, dims []int) ([]int, bool, error) {
	if len(places) != 1 || !places[0].single || len(dims) != 1 || places[0].lo.Type.Kind == types.String {
		return nil, false, nil
	}
	at := make([]int, w.lanes.n)
	num := places[0].lo.Num
	for lane := range at {
		x := num[0]
		if places[0].lo.lanes != nil {
			x = num[lane]
		}
		if !(x >= 1 && x <= float64(dims[0])) {
			return nil, true, checkIndex(e, places[0].arg.Span, int(x), dims[0])
		}
		at[lane] = int(x) - 1
	}
	return at, true, nil
}

// offsets moves positions within the container of each lane to positions in
// memory that holds a container of n numbers for each lane of home.
func (w *Walker) offsets(at []int, home *lanes, n int) []int {
	if home == nil || len(at) == 0 {
		return at
	}
	lane, k := w.lanes.path(home), len(at)/w.lanes.n
	out := make([]int, len(at))
	for i, p := range at {
		out[i] = lane[i/k]*n + p
	}
	return out
}

// base evaluates what is indexed, without marking a variable as shared: the
// elements taken from it are copies. A variable is returned as an object too.
func (w *Walker) base(e syntax.Expr) (Value, *check.Object, error) {
	if id, ok := e.(*syntax.Ident); ok {
		o := w.Info.Uses[id]
		if v, ok := w.vars(o)[o]; ok {
			return v.Value, o, nil
		}
	}
	v, err := w.Eval(e)
	return v, nil, err
}

// An indexPlace is one index, evaluated: single for i, otherwise lo:hi with
// either absent, or several in lo.
type indexPlace struct {
	arg           *syntax.IndexArg
	lo, hi        Value
	single, multi bool
}

func (p indexPlace) differs() bool { return p.lo.lanes != nil || p.hi.lanes != nil }

// places evaluates the indices of e.
func (w *Walker) places(e *syntax.Index) ([]indexPlace, error) {
	out := make([]indexPlace, len(e.Indices))
	for k, arg := range e.Indices {
		p := indexPlace{arg: arg}
		for _, side := range []struct {
			e syntax.Expr
			v *Value
		}{{arg.Lo, &p.lo}, {arg.Hi, &p.hi}} {
			if side.e == nil {
				continue
			}
			v, err := w.known(side.e)
			if err == nil {
				v, err = v.spread(w.lanes)
			}
			if err != nil {
				return nil, err
			}
			*side.v = v
		}
		if !arg.Range {
			p.multi = p.lo.Type.Array > 0
			p.single = !p.multi
		}
		out[k] = p
	}
	return out, nil
}

// position is single index k of e in the current lane, from 0, in an axis of n.
func (w *Walker) position(e *syntax.Index, k int, p indexPlace, n int) (int, error) {
	if p.lo.Type.Kind == types.String {
		return w.label(e, k, p.lo.Str)
	}
	i, err := w.toInt(p.lo, p.arg.Span)
	if err != nil {
		return 0, err
	}
	return i - 1, checkIndex(e, p.arg.Span, i, n)
}

// label finds alpha["3"].
func (w *Walker) label(e *syntax.Index, k int, label string) (int, error) {
	dim := ""
	if id, ok := e.X.(*syntax.Ident); ok && k < len(w.Info.Uses[id].Axes) {
		dim = w.Info.Uses[id].Axes[k]
	}
	var labels []string
	if w.Labels != nil {
		labels = w.Labels(dim)
	}
	if i := slices.Index(labels, label); i >= 0 {
		return i, nil
	}
	hint := ""
	if near, ok := spell.Nearest(label, labels); ok {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return 0, place(e.Indices[k].Span, fmt.Errorf("no element of dimension `%s` has the label %q%s", dim, label, hint))
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
// layout of the result, and the sizes of the result, as the indices are in one
// lane.
func (w *Walker) selection(e *syntax.Index, places []indexPlace, t types.Type, dims []int, lane int) (at, size []int, err error) {
	axes := make([]axis, len(dims))
	for k, n := range dims {
		if k >= len(places) {
			axes[k] = axis{at: span(0, n)}
			continue
		}
		p := places[k]
		if p.differs() {
			p.lo, p.hi = p.lo.lane(lane), p.hi.lane(lane)
		}
		if axes[k], err = w.axis(e, k, p, n); err != nil {
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

// axis is index k of e in an axis of n elements.
func (w *Walker) axis(e *syntax.Index, k int, p indexPlace, n int) (axis, error) {
	switch {
	case p.single:
		i, err := w.position(e, k, p, n)
		return axis{at: []int{i}, drop: true}, err
	case p.multi:
		at := make([]int, len(p.lo.Num))
		for j, x := range p.lo.Num {
			if err := checkIndex(e, p.arg.Span, int(x), n); err != nil {
				return axis{}, err
			}
			at[j] = int(x) - 1
		}
		return axis{at: at}, nil
	}
	return w.rangeAxis(e, p, n)
}

// rangeAxis is lo:hi in an axis of n elements; an empty range selects nothing.
func (w *Walker) rangeAxis(e *syntax.Index, p indexPlace, n int) (axis, error) {
	lo, hi := 1, n
	var err error
	if p.arg.Lo != nil {
		if lo, err = w.toInt(p.lo, p.arg.Span); err != nil {
			return axis{}, err
		}
	}
	if p.arg.Hi != nil {
		if hi, err = w.toInt(p.hi, p.arg.Span); err != nil {
			return axis{}, err
		}
	}
	if hi < lo {
		return axis{}, nil
	}
	if err := checkIndex(e, p.arg.Span, lo, n); err != nil {
		return axis{}, err
	}
	if err := checkIndex(e, p.arg.Span, hi, n); err != nil {
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
