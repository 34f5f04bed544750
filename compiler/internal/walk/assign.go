package walk

import (
	"fmt"
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
	if c := w.Info.Calls[s]; c != nil { // compound: lhs = lhs op rhs
		old, err := w.Eval(s.LHS)
		if err != nil {
			return err
		}
		if v, err = w.library(c, []Value{old, v}, s.Span); err != nil {
			return err
		}
	}
	return w.store(s.LHS, v)
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
	if !sameSize(size, v.Dims) {
		return place(lhs.Range(), fmt.Errorf("the two sides of an assignment have different sizes: %s on the left, %s on the right", sizeText(size), sizeText(v.Dims)))
	}
	target.put(at, v)
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
		if one, ok, err := w.oneTarget(e, dims); ok || err != nil {
			if outer != nil && err == nil {
				one[0] = outer[one[0]]
			}
			return t, one, nil, err
		}
		inner, size, err := w.selection(e, w.Info.Types[e.X], dims)
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

// oneTarget is the common case x[i] = scalar.
func (w *Walker) oneTarget(e *syntax.Index, dims []int) ([]int, bool, error) {
	if len(dims) != 1 || len(e.Indices) != 1 || e.Indices[0].Range || w.Info.Types[e.Indices[0].Lo].Array > 0 {
		return nil, false, nil
	}
	i, err := w.position(e, 0, dims[0])
	return []int{i}, true, err
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
	w.vars(o)[o] = &variable{Value: v.as(t), shared: true}
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
