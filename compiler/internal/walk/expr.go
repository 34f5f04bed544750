package walk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hm/lang/syntax"
	"hm/lang/types"
)

// Eval evaluates an expression.
func (w *Walker) Eval(e syntax.Expr) (Value, error) {
	switch e := e.(type) {
	case *syntax.Paren:
		return w.Eval(e.X)
	case *syntax.Ident:
		return w.ident(e)
	case *syntax.IntLit:
		return number(types.TInt, e.Text)
	case *syntax.RealLit:
		return number(types.TReal, e.Text)
	case *syntax.StringLit:
		return Value{Type: types.Type{Kind: types.String}, Str: e.Value}, nil
	case *syntax.Unary:
		return w.operator(e, e.X)
	case *syntax.Transpose:
		return w.operator(e, e.X)
	case *syntax.Binary:
		return w.binary(e)
	case *syntax.Cond:
		return w.cond(e)
	case *syntax.Call:
		return w.call(e)
	case *syntax.Index:
		return w.index(e)
	case *syntax.TupleIndex:
		v, err := w.Eval(e.X)
		if err != nil {
			return Value{}, err
		}
		return v.Elems[e.N-1], nil
	case *syntax.ArrayLit:
		return w.arrayLit(e)
	case *syntax.RowLit:
		return w.rowLit(e)
	case *syntax.TupleLit:
		vs, err := w.evalAll(e.Elems)
		if err == nil && anyLanes(vs) {
			err = &uneven{"a tuple"}
		}
		return Value{Type: w.Info.Types[e], Elems: vs}, err
	}
	return Value{}, place(e.Range(), fmt.Errorf("hm does not compute this kind of expression yet"))
}

func (w *Walker) evalAll(es []syntax.Expr) ([]Value, error) {
	vs := make([]Value, len(es))
	for i, e := range es {
		var err error
		if vs[i], err = w.Eval(e); err != nil {
			return nil, err
		}
	}
	return vs, nil
}

func (w *Walker) ident(e *syntax.Ident) (Value, error) {
	o := w.Info.Uses[e]
	if err := w.readsWhole(o); err != nil {
		return Value{}, err
	}
	if v, ok := w.Get(o); ok {
		return v, nil
	}
	return Value{}, place(e.Span, fmt.Errorf("`%s` was used before it was given a value", e.Name))
}

// number reads a literal.
func number(t types.Type, text string) (Value, error) {
	x, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	return scalar(t, x), err
}

// binary evaluates x op y; && and || look at y only if x does not decide.
func (w *Walker) binary(e *syntax.Binary) (Value, error) {
	if e.Op != "&&" && e.Op != "||" {
		return w.operator(e, e.X, e.Y)
	}
	x, err := w.known(e.X)
	if err != nil {
		return x, err
	}
	if same, ok := x.settle(); ok {
		if decided := same.Num[0] != 0; decided == (e.Op == "||") {
			return truthValue(decided), nil
		}
		return w.truthOf(e.Y)
	}
	yes, no, err := w.split(x)
	if err != nil {
		return x, err
	}
	always := func(b bool) func() (Value, error) {
		return func() (Value, error) { return truthValue(b), nil }
	}
	y := func() (Value, error) { return w.truthOf(e.Y) }
	if e.Op == "&&" {
		return w.merge(types.TInt, yes, no, y, always(false))
	}
	return w.merge(types.TInt, yes, no, always(true), y)
}

// truthOf is 1 in the lanes in which e is not 0, and 0 in the others.
func (w *Walker) truthOf(e syntax.Expr) (Value, error) {
	v, err := w.known(e)
	if err != nil {
		return v, err
	}
	out := Value{Type: types.TInt, Num: make([]float64, len(v.Num)), lanes: v.lanes}
	for i, x := range v.Num {
		if x != 0 {
			out.Num[i] = 1
		}
	}
	return out, nil
}

// merge evaluates one thing in some lanes and another in the rest.
func (w *Walker) merge(t types.Type, yes, no *lanes, then, otherwise func() (Value, error)) (Value, error) {
	all := make([]Value, 0, 2)
	for _, side := range []struct {
		lanes *lanes
		eval  func() (Value, error)
	}{{yes, then}, {no, otherwise}} {
		var v Value
		err := w.inside(side.lanes, func() (err error) {
			if v, err = side.eval(); err == nil {
				v, err = v.tiled(side.lanes)
			}
			return err
		})
		if err != nil {
			return v, err
		}
		all = append(all, v)
	}
	if !slices.Equal(all[0].Dims, all[1].Dims) {
		return Value{}, &uneven{"sizes differ between iterations"}
	}
	k := all[0].perLane()
	out := Value{Type: t, Dims: all[0].Dims, Num: make([]float64, w.lanes.n*k), lanes: w.lanes}
	for side, l := range []*lanes{yes, no} {
		at := make([]int, 0, l.n*k)
		for _, lane := range l.up {
			for j := range k {
				at = append(at, lane*k+j)
			}
		}
		out.put(at, all[side])
	}
	return out, nil
}

func truthValue(b bool) Value {
	if b {
		return Int(1)
	}
	return Int(0)
}

func (w *Walker) cond(e *syntax.Cond) (Value, error) {
	cond, err := w.known(e.Cond)
	if err != nil {
		return Value{}, err
	}
	then := func() (Value, error) { return w.Eval(e.Then) }
	otherwise := func() (Value, error) { return w.Eval(e.Else) }
	t := w.Info.Types[e]
	if same, ok := cond.settle(); ok {
		branch := otherwise
		if same.Num[0] != 0 {
			branch = then
		}
		v, err := branch()
		return v.as(t), err
	}
	yes, no, err := w.split(cond)
	if err != nil {
		return Value{}, err
	}
	return w.merge(t, yes, no, then, otherwise)
}

// arrayLit evaluates {x, y}: elements of one shape after another.
func (w *Walker) arrayLit(e *syntax.ArrayLit) (Value, error) {
	vs, err := w.evalAll(e.Elems)
	if err != nil {
		return Value{}, err
	}
	if w.lanes != nil && anyLanes(vs) {
		return w.laneByLane(vs, func(vs []Value) (Value, error) { return w.makeArray(e, vs) })
	}
	return w.makeArray(e, vs)
}

func (w *Walker) makeArray(e *syntax.ArrayLit, vs []Value) (Value, error) {
	t := w.Info.Types[e]
	if t.Kind == types.Tuple {
		return Value{Type: t, Dims: []int{len(vs)}, Elems: vs}, nil
	}
	out := Value{Type: t, Dims: []int{len(vs)}}
	if len(vs) > 0 {
		out.Dims = append(out.Dims, vs[0].Dims...)
	} else {
		out.Dims = make([]int, max(1, t.Rank()))
	}
	for i, v := range vs {
		if !slices.Equal(v.Dims, vs[0].Dims) {
			return Value{}, place(e.Elems[i].Range(),
				fmt.Errorf("the elements of an array must have one size: the first has %s, this one %s", sizeText(vs[0].Dims), sizeText(v.Dims)))
		}
		out.append(v)
	}
	return out, nil
}

// append adds the numbers of v after those of out.
func (v *Value) append(more Value) {
	if v.Slot == nil && more.Slot != nil {
		v.Slot = constants(len(v.Num))
	}
	v.Num = append(v.Num, more.Num...)
	switch {
	case more.Slot != nil:
		v.Slot = append(v.Slot, more.Slot...)
	case v.Slot != nil:
		v.Slot = append(v.Slot, constants(len(more.Num))...)
	}
}

// rowLit evaluates [x, y]: a row vector of scalars, or a matrix of rows.
func (w *Walker) rowLit(e *syntax.RowLit) (Value, error) {
	vs, err := w.evalAll(e.Elems)
	if err != nil {
		return Value{}, err
	}
	if w.lanes != nil && anyLanes(vs) {
		return w.laneByLane(vs, func(vs []Value) (Value, error) { return w.makeRows(e, vs) })
	}
	return w.makeRows(e, vs)
}

func (w *Walker) makeRows(e *syntax.RowLit, vs []Value) (Value, error) {
	t := w.Info.Types[e]
	out := Value{Type: t, Dims: []int{len(vs)}}
	for i, v := range vs {
		if !slices.Equal(v.Dims, vs[0].Dims) {
			return Value{}, place(e.Elems[i].Range(),
				fmt.Errorf("the rows of a matrix must have one length: the first has %s, this one %s", sizeText(vs[0].Dims), sizeText(v.Dims)))
		}
		out.append(v)
	}
	if t.Kind != types.Matrix {
		return out, nil
	}
	rows, cols := len(vs), 0
	if rows > 0 {
		cols = vs[0].Dims[0]
	}
	at := make([]int, 0, rows*cols)
	for j := range cols {
		for i := range rows {
			at = append(at, i*cols+j)
		}
	}
	return out.pick(at, []int{rows, cols}, t), nil
}

// sizeText says dims in words: "3", "2 x 4", "no size".
func sizeText(dims []int) string {
	if len(dims) == 0 {
		return "none"
	}
	s := make([]string, len(dims))
	for i, d := range dims {
		s[i] = strconv.Itoa(d)
	}
	return strings.Join(s, " x ")
}
