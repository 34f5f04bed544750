package walk

import (
	"fmt"
	"hm/compiler/internal/ir"
	"slices"
	"strings"

	"hm/compiler/lib"
	"hm/compiler/lib/dist"
	"hm/compiler/lib/fn"
	"hm/compiler/lib/mem"
	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// maxDepth bounds recursion, so that a function that never returns is an
// error and not a crash.
const maxDepth = 10_000

// operator evaluates a unary or binary operator.
func (w *Walker) operator(e syntax.Expr, operands ...syntax.Expr) (Value, error) {
	args, err := w.evalAll(operands)
	if err != nil {
		return Value{}, err
	}
	return w.library(w.Info.Calls[e], args, e.Range())
}

// call evaluates f(args).
func (w *Walker) call(e *syntax.Call) (Value, error) {
	if e.Fn.Name == "target" && w.Info.Calls[e].User == nil {
		if w.lanes != nil {
			return Value{}, &uneven{"target() depends on the order of iterations"}
		}
		return w.operation("sum", e.Span, w.Machine.Target())
	}
	args, err := w.evalAll(e.Args)
	if err != nil {
		return Value{}, err
	}
	c := w.Info.Calls[e]
	if c.User != nil {
		return w.user(c, args, e.Span)
	}
	return w.library(c, args, e.Span)
}

// library evaluates a resolved library function or operator.
func (w *Walker) library(c *check.Call, args []Value, span source.Span) (Value, error) {
	switch row := c.Sig.Impl.(type) {
	case *fn.Overload:
		return w.function(c.Sig.Name, row, args, c.Result, span)
	case *lib.DistFunc:
		if row.Form == dist.RNG {
			return w.random(row, args, c.Result, span)
		}
		return w.density(c.Sig.Name, row, args, span)
	}
	return Value{}, place(span, fmt.Errorf("hm does not compute `%s` yet", c.Sig.Name))
}

// function evaluates a function of the table.
func (w *Walker) function(name string, row *fn.Overload, args []Value, result types.Type, span source.Span) (Value, error) {
	first := args
	if w.lanes != nil && anyLanes(args) {
		if v, ok, err := w.rowProducts(name, args, result, span); ok || err != nil {
			return v, err
		}
		first = make([]Value, len(args))
		for i, a := range args {
			first[i] = a.lane(0)
		}
	}
	dims, err := row.DimsOf(operands(first))
	if err != nil {
		return Value{}, place(span, err)
	}
	op := funcOp(name, row, span)
	op.Type, op.Dims = result, dims
	if w.lanes != nil && anyLanes(args) {
		return w.applyLanes(op, args, elementwise(row), func(args []Value) (Value, error) {
			return w.function(name, row, args, result, span)
		})
	}
	return w.apply(op, args)
}

// apply performs op, at once where nothing depends on parameters.
func (w *Walker) apply(op *ir.Op, args []Value) (Value, error) {
	return w.applySized(op, args, mem.Size(op.Dims))
}

func (w *Walker) applySized(op *ir.Op, args []Value, n int) (Value, error) {
	if w.lanes != nil && anyLanes(args) {
		return Value{}, &uneven{"`" + op.Name + "` is done in each iteration on its own"}
	}
	return w.applyOnce(op, args, n)
}

// applyOnce performs op on whole values, whatever lanes they are in.
func (w *Walker) applyOnce(op *ir.Op, args []Value, n int) (Value, error) {
	v := Value{Type: op.Type, Dims: op.Dims}
	if !slices.ContainsFunc(args, Value.Active) || shapeOnly(op) {
		num, err := Compute(op, args, n)
		v.Num = num
		return v, place(op.Span, err)
	}
	var err error
	v.Num, v.Slot, err = w.Machine.Apply(op, args, n)
	if op.Type.Kind == types.Int && w.Machine.Knows() {
		v.Slot = nil // an int has no derivative
	}
	return v, place(op.Span, err)
}

// shapeOnly reports whether op looks at sizes alone, which are always known.
func shapeOnly(op *ir.Op) bool {
	row, ok := op.Row.(*fn.Overload)
	if !ok {
		return false
	}
	switch row.Name {
	case "size", "num_elements", "rows", "cols", "dims":
		return true
	}
	return false
}

// Compute performs op on numbers alone.
func Compute(op *ir.Op, args []Value, n int) ([]float64, error) {
	out := mem.Operand{Val: make([]float64, n), Dims: op.Dims, Type: op.Type}
	forward, _, err := op.Bind(out, operands(args))
	if err != nil {
		return nil, err
	}
	return out.Val, forward()
}

// form returns what evaluates a form of a distribution.
func form(f *lib.DistFunc) evaluator {
	return func(args []mem.Operand) (dist.Eval, error) { return f.Dist.EvalForm(f.Form, args) }
}

// random draws from an _rng function.
func (w *Walker) random(row *lib.DistFunc, args []Value, result types.Type, span source.Span) (Value, error) {
	if w.Record {
		return w.recordDraw(row, args, result, span)
	}
	params := operands(args)
	dims, err := row.Dist.DrawDims(params)
	if err != nil {
		return Value{}, place(span, err)
	}
	v := Value{Type: result, Dims: dims, Num: make([]float64, mem.Size(dims))}
	out := mem.Operand{Val: v.Num, Dims: dims, Type: result}
	return v, place(span, row.Dist.Draw(w.RNG, params, out))
}

// recordDraw notes a random draw as an operation. In lanes it is one draw for
// each.
func (w *Walker) recordDraw(row *lib.DistFunc, args []Value, result types.Type, span source.Span) (Value, error) {
	l := w.lanes
	if l != nil {
		if row.Dist.Multivariate() || len(args) == 0 || slices.ContainsFunc(args, func(v Value) bool { return len(v.Dims) > 0 }) {
			return Value{}, &uneven{"a random draw in each iteration"}
		}
		args = slices.Clone(args)
		tiled, err := args[0].tiled(l)
		if err != nil {
			return Value{}, err
		}
		args[0] = tiled
		for i := range args {
			if args[i], err = args[i].flat(l, 1); err != nil {
				return Value{}, err
			}
		}
	}
	dims, err := row.Dist.DrawDims(operands(args))
	if err != nil {
		return Value{}, place(span, err)
	}
	op := &ir.Op{Name: row.Dist.FuncName(row.Form), Span: span, Type: result, Dims: dims, Random: row.Dist.Draw}
	v := Value{Type: result, Dims: dims}
	v.Num, v.Slot, err = w.Machine.Apply(op, args, mem.Size(dims))
	if err != nil || l == nil {
		return v, err
	}
	return v.scatter(l, result, nil), nil
}

// user calls a user-defined function.
func (w *Walker) user(c *check.Call, args []Value, span source.Span) (Value, error) {
	if w.depth >= maxDepth {
		return Value{}, place(span, fmt.Errorf("`%s` called itself %d times: does it ever return?", c.User.Name, maxDepth))
	}
	outer, result := w.locals, w.result
	locals := map[*check.Object]*variable{}
	for i, p := range c.User.Def.Params {
		o := w.Info.Uses[p.Name]
		locals[o] = &variable{Value: args[i].as(promoted(args[i].Type, c.User.Sig.Params[i].Type)), shared: true, home: w.lanes}
	}
	w.locals, w.result = locals, Value{}
	w.depth++
	_, err := w.stmts(c.User.Def.Body.Stmts)
	w.depth--
	v := w.result
	w.locals, w.result = outer, result
	if err != nil {
		return Value{}, err
	}
	if c.User.Type.Kind != types.Void && v.Type.Kind == types.Invalid {
		return Value{}, place(span, fmt.Errorf("`%s` ended without returning a value", c.User.Name))
	}
	if v.Type.Kind != types.Invalid {
		v = v.as(c.User.Type)
	}
	return v, nil
}

// promoted returns the type of an argument once it is a parameter of type to.
func promoted(from, to types.Type) types.Type {
	if to.Kind == types.Invalid {
		return from
	}
	return to
}

// densityCall recognises a log density of the library, which may be added to
// the target as a term; row is nil for anything else.
func (w *Walker) densityCall(e *syntax.Call) (row *lib.DistFunc) {
	c := w.Info.Calls[e]
	if c == nil || c.Sig == nil {
		return nil
	}
	row, ok := c.Sig.Impl.(*lib.DistFunc)
	if !ok || row.Form != dist.LPDF {
		return nil
	}
	return row
}

// tilde runs x ~ dist(args).
func (w *Walker) tilde(s *syntax.Tilde, lhs syntax.Expr) error {
	args, err := w.evalAll(append([]syntax.Expr{lhs}, s.Args...))
	if err != nil {
		return err
	}
	c := w.Info.Calls[s]
	if s.Trunc != nil && w.lanes != nil {
		return &uneven{"a truncated statement"}
	}
	if s.Trunc != nil {
		if err := w.truncate(s, c, args); err != nil {
			return err
		}
	}
	if c.User != nil {
		v, err := w.user(c, args, s.Span)
		if err != nil {
			return err
		}
		return w.addTarget(v)
	}
	row, ok := c.Sig.Impl.(*lib.DistFunc)
	if !ok {
		return place(s.Span, fmt.Errorf("hm does not compute `%s` yet", s.Dist.Name))
	}
	return w.term(s.Dist.Name, row, args, s.Span)
}

// density evaluates a density or distribution function to be used further.
func (w *Walker) density(name string, row *lib.DistFunc, args []Value, span source.Span) (Value, error) {
	op := densityOp(name, row.Dist, form(row), span)
	scalars := !slices.ContainsFunc(args, func(v Value) bool { return len(v.Dims) > 0 })
	if scalars && row.Dist.HasEach(row.Form) {
		op.Each = func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
			return row.Dist.Each(row.Form, out, args)
		}
	}
	if w.lanes == nil || !anyLanes(args) {
		return w.apply(op, args)
	}
	if op.Each != nil {
		op.Bind = op.Each
		return w.applyLanes(op, args, true, nil)
	}
	return w.laneByLane(args, func(args []Value) (Value, error) { return w.density(name, row, args, span) })
}

// term adds a log density to the target.
func (w *Walker) term(name string, row *lib.DistFunc, args []Value, span source.Span) error {
	op := w.termOf(name, row, span)
	if w.lanes == nil {
		v, err := w.apply(op, args)
		if err != nil {
			return err
		}
		return w.addTarget(v)
	}
	if !anyLanes(args) || row.Dist.Multivariate() || w.ReadsTarget {
		v, err := w.density(name, row, args, span)
		if err != nil {
			return err
		}
		return w.addTarget(v)
	}
	// A univariate statement of every lane is one statement on vectors.
	flat, _, err := w.flatten(args)
	if err != nil {
		return err
	}
	v, err := w.applyOnce(op, flat, 1)
	if err != nil {
		return err
	}
	w.addOnce(v)
	return nil
}

// termOf returns the operation that adds a log density to the target.
func (w *Walker) termOf(name string, row *lib.DistFunc, span source.Span) *ir.Op {
	if w.ReadsTarget {
		return densityOp(name, row.Dist, form(row), span)
	}
	return termOp(name, row.Dist, form(row), span)
}

// text says a value as print does.
func (v Value) text() string {
	if v.Type.Kind == types.String {
		return v.Str
	}
	if len(v.Dims) == 0 && len(v.Num) == 1 {
		return fmt.Sprintf("%.6g", v.Num[0])
	}
	parts := []string{}
	if v.Type.Array > 0 {
		for _, e := range elements(v) {
			parts = append(parts, e.text())
		}
	} else if v.Type.Kind.Rank() == 2 {
		rows, cols := v.Dims[0], v.Dims[1]
		for i := range rows {
			row := make([]string, cols)
			for j := range cols {
				row[j] = fmt.Sprintf("%.6g", v.Num[i+j*rows])
			}
			parts = append(parts, "["+strings.Join(row, ",")+"]")
		}
	} else {
		for _, x := range v.Num {
			parts = append(parts, fmt.Sprintf("%.6g", x))
		}
	}
	return "[" + strings.Join(parts, ",") + "]"
}
