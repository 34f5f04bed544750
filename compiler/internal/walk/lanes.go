package walk

import (
	"math"
	"slices"

	"hm/compiler/internal/ir"
	"hm/lang/source"
	"hm/lang/types"
)

// Lanes are the iterations of a loop that are run together. A loop over
// observations is walked once: what differs from iteration to iteration is a
// Value with one element a lane, and an operation on it is one operation on
// vectors. So a program written observation by observation costs what one in
// vectors does.
//
// A loop inside the loop has lanes of its own, each inside one of the outer
// lanes, and so have the two sides of a condition that not all lanes agree on.
//
// Where iterations depend on each other, or do what cannot be done at once, the
// walk gives up with errUneven and the loop is run iteration by iteration.
type lanes struct {
	n     int
	outer *lanes // nil: none
	up    []int  // the outer lane that each lane is in; nil if outer is nil
}

// uneven is the reason to run a loop iteration by iteration after all.
type uneven struct{ why string }

func (e *uneven) Error() string { return "iterations cannot run together: " + e.why }

// within reports whether l is o or inside it.
func (l *lanes) within(o *lanes) bool {
	for ; l != nil; l = l.outer {
		if l == o {
			return true
		}
	}
	return o == nil
}

// size is the number of lanes, without bound where there are none.
func (l *lanes) size() int {
	if l == nil {
		return math.MaxInt
	}
	return l.n
}

// path returns, for each lane of l, the lane of o that it is in.
func (l *lanes) path(o *lanes) []int {
	at := span(0, l.n)
	for ; l != o; l = l.outer {
		for i := range at {
			at[i] = l.up[at[i]]
		}
	}
	return at
}

// subset returns lanes for those of l that keep says.
func (l *lanes) subset(keep []int) *lanes { return &lanes{n: len(keep), outer: l, up: keep} }

// perLane is the number of numbers of v in one lane.
func (v Value) perLane() int {
	if v.lanes == nil {
		return len(v.Num)
	}
	return len(v.Num) / max(v.lanes.n, 1)
}

// spread returns v with one element for each lane of l, of which v's lanes are
// outer ones; a value that is the same in all lanes stays so.
func (v Value) spread(l *lanes) (Value, error) {
	if v.lanes == nil || v.lanes == l {
		return v, nil
	}
	if !l.within(v.lanes) {
		return v, &uneven{"a value outlives the lanes it was made in"}
	}
	return v.expand(l, l.path(v.lanes)), nil
}

// tiled returns v with an element for each lane even if they are the same.
func (v Value) tiled(l *lanes) (Value, error) {
	if v.lanes != nil {
		return v.spread(l)
	}
	return v.expand(l, make([]int, l.n)), nil
}

// expand picks whole per-lane values: lane i of the result is lane from[i] of v.
func (v Value) expand(l *lanes, from []int) Value {
	k := v.perLane()
	at := make([]int, 0, len(from)*k)
	for _, lane := range from {
		for j := range k {
			at = append(at, lane*k+j)
		}
	}
	out := v.pick(at, v.Dims, v.Type)
	out.lanes = l
	return out
}

// lane returns the value in one lane.
func (v Value) lane(i int) Value {
	if v.lanes == nil {
		return v
	}
	k := v.perLane()
	out := v
	out.lanes = nil
	out.Num = v.Num[i*k : (i+1)*k : (i+1)*k]
	if v.Slot != nil {
		out.Slot = v.Slot[i*k : (i+1)*k : (i+1)*k]
	}
	return out
}

// join makes one value out of a value for each lane, which must agree in size.
func join(l *lanes, each []Value) (Value, error) {
	out := Value{Type: each[0].Type, Dims: each[0].Dims, lanes: l}
	for _, v := range each {
		if !slices.Equal(v.Dims, out.Dims) {
			return out, &uneven{"sizes differ between iterations"}
		}
		out.append(v)
	}
	return out, nil
}

// settle returns a known value that is the same in all lanes as such.
func (v Value) settle() (Value, bool) {
	if v.lanes == nil {
		return v, true
	}
	if v.Active() {
		return v, false
	}
	k := v.perLane()
	for i := k; i < len(v.Num); i++ {
		if v.Num[i] != v.Num[i%k] {
			return v, false
		}
	}
	return v.lane(0), true
}

// flat returns v as an argument of an operation on vectors that does all lanes
// at once, where every lane has n numbers: a scalar that is the same in all
// lanes as it is, anything else with n numbers for each lane in turn.
func (v Value) flat(l *lanes, n int) (Value, error) {
	if v.lanes == nil && len(v.Dims) == 0 {
		return v, nil
	}
	v, err := v.tiled(l)
	if err != nil {
		return v, err
	}
	if len(v.Dims) == 0 && n != 1 { // a scalar a lane beside containers
		at := make([]int, 0, l.n*n)
		for i := range l.n {
			for range n {
				at = append(at, i)
			}
		}
		v = v.pick(at, nil, v.Type)
	}
	v.lanes = nil
	v.Dims = []int{len(v.Num)}
	v.Type = types.TVector
	return v, nil
}

// scatter is the inverse of flat: the result of an operation on vectors, one
// stretch of it for each lane.
func (v Value) scatter(l *lanes, t types.Type, dims []int) Value {
	v.lanes, v.Type, v.Dims = l, t, dims
	return v
}

// anyLanes reports whether a value differs between lanes.
func anyLanes(vs []Value) bool {
	return slices.ContainsFunc(vs, func(v Value) bool { return v.lanes != nil })
}

// applyLanes performs an operation of which some argument differs between
// lanes. elementwise says that it works number by number, so that all lanes
// together are one operation on vectors.
func (w *Walker) applyLanes(op *ir.Op, args []Value, elementwise bool, one func(args []Value) (Value, error)) (Value, error) {
	if !elementwise {
		return w.laneByLane(args, one)
	}
	flat, n, err := w.flatten(args)
	if err != nil {
		return Value{}, err
	}
	all := *op
	all.Type, all.Dims = types.TVector, []int{w.lanes.n * n}
	if op.Type.Kind == types.Int {
		all.Type = types.ArrayOf(1, types.TInt)
	}
	v, err := w.applyOnce(&all, flat, w.lanes.n*n)
	if err != nil {
		return Value{}, err
	}
	return v.scatter(w.lanes, op.Type, op.Dims), nil
}

// flatten makes arguments those of an operation on vectors that does all lanes
// at once, and returns how many numbers each lane has.
func (w *Walker) flatten(args []Value) (flat []Value, n int, err error) {
	n = 1
	for _, a := range args {
		if len(a.Dims) > 0 {
			n = a.perLane()
		}
	}
	flat = make([]Value, len(args))
	for i, a := range args {
		if flat[i], err = a.flat(w.lanes, n); err != nil {
			return nil, 0, err
		}
	}
	return flat, n, nil
}

// laneByLane performs an operation in each lane on its own.
func (w *Walker) laneByLane(args []Value, one func(args []Value) (Value, error)) (Value, error) {
	l := w.lanes
	for i, a := range args {
		var err error
		if args[i], err = a.spread(l); err != nil {
			return Value{}, err
		}
	}
	each := make([]Value, l.n)
	w.lanes = nil
	defer func() { w.lanes = l }()
	for i := range each {
		mine := make([]Value, len(args))
		for k, a := range args {
			mine[k] = a.lane(i)
		}
		var err error
		if each[i], err = one(mine); err != nil {
			return Value{}, err
		}
	}
	return join(l, each)
}

// rowProducts evaluates x·y where x is a row or vector of data that differs
// between lanes and y a vector that does not: all lanes together are a matrix
// times a vector. It reports false for anything else.
func (w *Walker) rowProducts(name string, args []Value, result types.Type, span source.Span) (Value, bool, error) {
	if name != "operator*" && name != "dot_product" || len(args) != 2 || result.Array > 0 || result.Kind != types.Real {
		return Value{}, false, nil
	}
	x, y := args[0], args[1]
	if name == "dot_product" && x.lanes == nil {
		x, y = y, x
	}
	if x.lanes == nil || y.lanes != nil || x.Active() || len(x.Dims) != 1 || len(y.Dims) != 1 || x.Dims[0] != y.Dims[0] || x.Dims[0] == 0 {
		return Value{}, false, nil
	}
	l := w.lanes
	x, err := x.spread(l)
	if err != nil {
		return x, true, err
	}
	rows, cols := l.n, x.Dims[0]
	m := Value{Type: types.TMatrix, Dims: []int{rows, cols}, Num: make([]float64, rows*cols)}
	for i := range rows {
		for j := range cols {
			m.Num[i+j*rows] = x.Num[i*cols+j]
		}
	}
	y.Type, y.Dims = types.TVector, []int{cols}
	w.lanes = nil
	defer func() { w.lanes = l }()
	v, err := w.operationOf("operator*", types.TVector, span, m, y)
	return v.scatter(l, result, nil), true, err
}
