package walk

import (
	"fmt"
	"hm/compiler/lib/mem"
	"hm/lang/check"
	"slices"

	"hm/lang/syntax"
	"hm/lang/types"
)

// assign runs lhs = rhs and compound assignments.
func (w *Walker) assign(s *syntax.Assign) error {
	v, err := w.Eval(s.RHS)
	if err != nil {
		return err
	}
	c := w.Info.Calls[s] // compound: lhs = lhs op rhs
	if c == nil {
		return w.store(s.LHS, v)
	}
	if done, err := w.accumulate(s, c, v); done || err != nil {
		return err
	}
	old, err := w.Eval(s.LHS)
	if err != nil {
		return err
	}
	if v, err = w.library(c, []Value{old, v}, s.Span); err != nil {
		return err
	}
	return w.store(s.LHS, v)
}

// accumulate runs lhs += rhs in all lanes at once, where lhs is a scalar of
// outside the loop.
func (w *Walker) accumulate(s *syntax.Assign, c *check.Call, v Value) (bool, error) {
	id, ok := s.LHS.(*syntax.Ident)
	if !ok || w.lanes == nil || s.Op != "+=" {
		return false, nil
	}
	return w.reduce(w.Info.Uses[id], v, func(x, y Value) (Value, error) {
		return w.library(c, []Value{x, y}, s.Span)
	})
}

// store puts a value where an assignable expression says.
func (w *Walker) store(lhs syntax.Expr, v Value) error {
	switch lhs := lhs.(type) {
	case *syntax.Ident:
		return w.storeVar(lhs, v)
	case *syntax.TupleLit:
		for i, e := range lhs.Elems {
			if err := w.store(e, v.Elems[i].clone()); err != nil {
				return err
			}
		}
		return nil
	}
	root := lhs
	for {
		if x, ok := root.(*syntax.Index); ok {
			root = x.X
		} else if x, ok := root.(*syntax.TupleIndex); ok {
			root = x.X
		} else {
			break
		}
	}
	id := root.(*syntax.Ident)
	o := w.Info.Uses[id]
	dst, ok := w.vars(o)[o]
	if !ok {
		return place(id.Span, fmt.Errorf("`%s` was used before it was given a value", id.Name))
	}
	if w.lanes != nil || dst.lanes != nil {
		return w.storeLanes(lhs, o, dst, v)
	}
	if dst.shared {
		dst.Value, dst.shared = dst.Value.clone(), false
	}
	target, at, size, err := w.locate(lhs, &dst.Value)
	if err != nil {
		return err
	}
	if at == nil {
		*target = v.clone().as(target.Type)
		return nil
	}
	if err := sameSides(lhs, size, v.Dims); err != nil {
		return err
	}
	target.put(at, v)
	return nil
}

func sameSides(lhs syntax.Expr, left, right []int) error {
	if sameSize(left, right) {
		return nil
	}
	return place(lhs.Range(), fmt.Errorf("the two sides of an assignment have different sizes: %s on the left, %s on the right", sizeText(left), sizeText(right)))
}

// storeLanes assigns elements of a variable in every lane.
func (w *Walker) storeLanes(lhs syntax.Expr, o *check.Object, dst *variable, v Value) error {
	e, ok := lhs.(*syntax.Index)
	if !ok {
		return &uneven{"a part of a tuple is assigned"}
	}
	if _, ok := e.X.(*syntax.Ident); !ok {
		return &uneven{"an element of an element is assigned"}
	}
	if !w.lanes.within(dst.home) {
		return &uneven{"`" + o.Name + "` was declared in other lanes"}
	}
	places, err := w.places(e)
	if err != nil {
		return err
	}
	at, size, err := w.positions(e, places, dst.Type, dst.Dims)
	if err != nil {
		return err
	}
	if err := sameSides(lhs, size, v.Dims); err != nil {
		return err
	}
	if v, err = v.tiled(w.lanes); err != nil {
		return err
	}
	at = w.offsets(at, dst.home, mem.Size(dst.Dims))
	if err := w.writes(o, at); err != nil {
		return err
	}
	switch {
	case dst.home != nil && dst.lanes == nil:
		dst.Value, _ = dst.Value.tiled(dst.home)
	case dst.shared:
		dst.Value = dst.Value.clone()
	}
	dst.shared = false
	dst.put(at, v)
	return nil
}

// locate finds the flat positions that a nested index selects within the
// variable root, with the size of the selection. at is nil where target as a
// whole (a part of a tuple) is meant.
func (w *Walker) locate(lhs syntax.Expr, root *Value) (target *Value, at, size []int, err error) {
	switch e := lhs.(type) {
	case *syntax.TupleIndex:
		t, at, _, err := w.locate(e.X, root)
		if err != nil {
			return nil, nil, nil, err
		}
		if at != nil {
			t = &t.Elems[at[0]]
		}
		return &t.Elems[e.N-1], nil, nil, nil
	case *syntax.Index:
		t, outer, dims, err := w.locate(e.X, root)
		if err != nil {
			return nil, nil, nil, err
		}
		if outer == nil {
			dims = t.Dims
		}
		places, err := w.places(e)
		if err != nil {
			return nil, nil, nil, err
		}
		if len(dims) == 1 && len(places) == 1 && places[0].single {
			i, err := w.position(e, 0, places[0], dims[0])
			if outer != nil && err == nil {
				i = outer[i]
			}
			return t, []int{i}, nil, err
		}
		inner, size, err := w.selection(e, places, w.Info.Types[e.X], dims, 0)
		if err != nil {
			return nil, nil, nil, err
		}
		if outer != nil {
			for i, j := range inner {
				inner[i] = outer[j]
			}
		}
		return t, inner, size, nil
	}
	return root, nil, nil, nil // the variable itself
}

// storeVar assigns a whole variable, which keeps its declared size.
func (w *Walker) storeVar(id *syntax.Ident, v Value) error {
	o := w.Info.Uses[id]
	t := o.Type
	if old, ok := w.vars(o)[o]; ok {
		t = old.Type
		if o.Sized != nil && !sameSize(old.Dims, v.Dims) && t.Kind != types.Tuple {
			return place(id.Span, fmt.Errorf("`%s` has size %s and cannot be given a value of size %s", id.Name, sizeText(old.Dims), sizeText(v.Dims)))
		}
	}
	if w.lanes != nil {
		return w.storeWhole(o, v.as(t))
	}
	w.vars(o)[o] = &variable{Value: v.as(t), shared: true}
	return nil
}

// storeWhole assigns a whole variable in every lane.
func (w *Walker) storeWhole(o *check.Object, v Value) error {
	v, err := v.spread(w.lanes)
	if err != nil {
		return err
	}
	old, ok := w.vars(o)[o]
	if !ok || old.home == w.lanes {
		w.vars(o)[o] = &variable{Value: v, shared: true, home: w.lanes}
		return nil
	}
	watches := w.watching(o)
	if len(watches) == 0 {
		return w.storeSome(o, old, v)
	}
	a := watches[0].of[o]
	if len(watches) > 1 || watches[0].lanes != w.lanes || a.reader != nil || a.writer != nil || a.reduced {
		return &uneven{"`" + o.Name + "` is carried from one iteration to the next"}
	}
	a.private, a.origin = true, old.home
	w.vars(o)[o] = &variable{Value: v, shared: true, home: w.lanes}
	return nil
}

// storeSome assigns a variable of outer lanes in those that a condition left.
func (w *Walker) storeSome(o *check.Object, old *variable, v Value) error {
	at := span(0, w.lanes.n)
	for l := w.lanes; l != old.home; l = l.outer {
		if l == nil || len(l.up) > l.outer.size() {
			return &uneven{"`" + o.Name + "` belongs to other lanes"}
		}
		for i := range at {
			at[i] = l.up[at[i]]
		}
	}
	if old.home == nil || !slices.IsSorted(at) || len(slices.Compact(slices.Clone(at))) != len(at) {
		return &uneven{"`" + o.Name + "` is assigned by several iterations"}
	}
	if !slices.Equal(old.Dims, v.Dims) {
		return &uneven{"sizes differ between iterations"}
	}
	merged, err := old.Value.tiled(old.home)
	if err != nil {
		return err
	}
	if v, err = v.tiled(w.lanes); err != nil {
		return err
	}
	merged = merged.clone()
	k := v.perLane()
	to := make([]int, 0, len(at)*k)
	for _, lane := range at {
		for j := range k {
			to = append(to, lane*k+j)
		}
	}
	merged.put(to, v)
	w.vars(o)[o] = &variable{Value: merged, home: old.home}
	return nil
}

// sameSize reports whether sizes agree; a container without elements agrees
// with any other without elements.
func sameSize(a, b []int) bool {
	if slices.Equal(a, b) {
		return true
	}
	return len(a) == len(b) && slices.Contains(a, 0) && slices.Contains(b, 0)
}
