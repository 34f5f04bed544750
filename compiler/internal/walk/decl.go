package walk

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
	"hm/lang/check"
	"hm/lang/syntax"
	"hm/lang/types"
)

// decl declares variables, with what they are first set to.
func (w *Walker) decl(s *syntax.Decl) error {
	for _, n := range s.Names {
		o := w.Info.Uses[n.Name]
		dims, err := w.Sizes(s.Type)
		if err != nil {
			return err
		}
		v := w.blank(o, dims)
		if n.Init == nil {
			w.vars(o)[o] = &variable{Value: v, home: w.lanes}
			continue
		}
		w.vars(o)[o] = &variable{Value: v, home: w.lanes}
		init, err := w.Eval(n.Init)
		if err != nil {
			return err
		}
		if err := w.storeVar(n.Name, init); err != nil {
			return err
		}
	}
	return nil
}

// blank returns a value of NaNs.
func (w *Walker) blank(o *check.Object, dims []int) Value {
	v := Value{Type: o.Type, Dims: dims, Num: make([]float64, mem.Size(dims))}
	if o.Type.Kind == types.Tuple {
		v.Num = nil
		for _, t := range o.Type.Elems {
			v.Elems = append(v.Elems, Value{Type: t})
		}
		return v
	}
	for i := range v.Num {
		v.Num[i] = math.NaN()
	}
	return v
}

// Sizes evaluates the sizes of a declared type: array sizes, then rows and
// columns.
func (w *Walker) Sizes(t *syntax.TypeExpr) ([]int, error) {
	var dims []int
	for _, e := range append(append([]syntax.Expr(nil), t.Array...), t.Sizes...) {
		n, err := w.integer(e)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, place(e.Range(), fmt.Errorf("a size is %d, must be zero or more", n))
		}
		dims = append(dims, n)
	}
	switch t.Name { // square matrices declare one size
	case "cholesky_factor_corr", "corr_matrix", "cov_matrix":
		dims = append(dims, dims[len(dims)-1])
	case "cholesky_factor_cov":
		if len(t.Sizes) == 1 {
			dims = append(dims, dims[len(dims)-1])
		}
	}
	return dims, nil
}
