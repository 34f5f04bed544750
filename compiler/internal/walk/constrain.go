package walk

import (
	"errors"
	"fmt"
	"slices"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/constraint"
	"hm/compiler/lib/mem"
	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// A Constraint is what a declared type demands of a value, its bounds not yet
// evaluated.
type Constraint struct {
	Row *constraint.Constraint // nil: nothing
	// Inner is the number of sizes, from the last, of one constrained
	// element; 0 for elementwise constraints.
	Inner  int
	bounds []syntax.Expr // one for each of Row.Args
}

// ConstraintOf returns the constraint that a type declares.
func ConstraintOf(t *syntax.TypeExpr) Constraint {
	bounds := map[string]syntax.Expr{}
	for _, b := range t.Bounds {
		bounds[b.Name] = b.Value
	}
	name, inner := boundName(bounds), 0
	if name == "" {
		name, inner = t.Name, innerRank(t.Name)
		if inner == 0 {
			return Constraint{}
		}
	}
	c := Constraint{Row: constraint.Lookup(name), Inner: inner}
	if c.Row != nil {
		for _, arg := range c.Row.Args {
			c.bounds = append(c.bounds, bounds[arg])
		}
	}
	return c
}

// boundName names the constraint of <lower=..., upper=...> and the like.
func boundName(b map[string]syntax.Expr) string {
	switch {
	case b["lower"] != nil && b["upper"] != nil:
		return "lower_upper"
	case b["lower"] != nil:
		return "lower"
	case b["upper"] != nil:
		return "upper"
	case b["offset"] != nil && b["multiplier"] != nil:
		return "offset_multiplier"
	case b["offset"] != nil:
		return "offset"
	case b["multiplier"] != nil:
		return "multiplier"
	}
	return ""
}

// innerRank is the number of sizes of one value of a constrained type.
func innerRank(name string) int {
	switch name {
	case "simplex", "ordered", "positive_ordered", "unit_vector", "sum_to_zero_vector":
		return 1
	case "cholesky_factor_corr", "cholesky_factor_cov", "corr_matrix", "cov_matrix",
		"sum_to_zero_matrix", "column_stochastic_matrix", "row_stochastic_matrix":
		return 2
	}
	return 0
}

// CheckSizes says why no value of the constraint has these sizes, or nil.
func (c Constraint) CheckSizes(o *check.Object, dims []int) error {
	if c.Row == nil || c.Row.Sizes == nil {
		return nil
	}
	return place(o.Sized.Span, c.Row.Sizes(dims[len(dims)-c.Inner:]))
}

// FreeSize returns how many unconstrained numbers a value of these sizes has.
func (c Constraint) FreeSize(dims []int) int {
	switch {
	case c.Row == nil:
		return mem.Size(dims)
	case c.Inner == 0:
		return c.Row.Free(dims)
	}
	outer := len(dims) - c.Inner
	return mem.Size(dims[:outer]) * c.Row.Free(dims[outer:])
}

// A part is one constrained element of a value: where its numbers and its
// unconstrained numbers lie, and its sizes.
type part struct {
	lo, hi, freeLo, freeHi int
	dims                   []int
}

// parts lists the constrained elements of a value of these sizes.
func (c Constraint) parts(dims []int) []part {
	if c.Inner == 0 {
		return []part{{0, mem.Size(dims), 0, c.FreeSize(dims), dims}}
	}
	outer := len(dims) - c.Inner
	n, free := mem.Size(dims[outer:]), c.Row.Free(dims[outer:])
	list := make([]part, mem.Size(dims[:outer]))
	for i := range list {
		list[i] = part{i * n, (i + 1) * n, i * free, (i + 1) * free, dims[outer:]}
	}
	return list
}

// args evaluates the bounds.
func (w *Walker) args(c Constraint) ([]Value, error) { return w.evalAll(c.bounds) }

// Parameter declares a parameter whose unconstrained numbers are given: it
// constrains them and adds the log Jacobian to the target.
func (w *Walker) Parameter(o *check.Object, dims []int, free Value) error {
	c := ConstraintOf(o.Sized)
	if c.Row == nil {
		free.Type, free.Dims = o.Type, dims
		w.Set(o, free)
		return nil
	}
	args, err := w.args(c)
	if err != nil {
		return err
	}
	v, err := w.constrained(c, args, o, dims, free)
	if err != nil {
		return err
	}
	w.Set(o, v)
	return nil
}

// constrained applies a constraint with its bounds and adds its log Jacobian
// to the target.
func (w *Walker) constrained(c Constraint, args []Value, o *check.Object, dims []int, free Value) (Value, error) {
	if c.Row.Bounds != nil && !slices.ContainsFunc(args, Value.Active) {
		if err := c.Row.Bounds(operands(args)); err != nil {
			return Value{}, place(o.Sized.Span, err)
		}
	}
	n := mem.Size(dims)
	op := constrainOp(c, o.Ident.Span, o.Type, dims)
	if w.ReadsTarget {
		bind := op.Bind
		op.Bind = func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
			forward, reverse, err := bind(out, args)
			return forward, weighted(out, args, reverse), err
		}
	}
	v, err := w.applySized(op, append([]Value{free}, args...), n+1)
	if err != nil {
		return Value{}, err
	}
	w.addOnce(v.at(n, types.TReal))
	v.Num = v.Num[:n:n]
	if v.Slot != nil {
		v.Slot = v.Slot[:n:n]
	}
	return v, nil
}

// constrainOp makes an Op from unconstrained numbers, the first argument, to a
// constrained value, whose numbers are followed by the log Jacobian.
func constrainOp(c Constraint, span source.Span, t types.Type, dims []int) *ir.Op {
	return &ir.Op{Name: c.Row.Name, Span: span, Row: c.Row, Type: t, Dims: dims,
		Bind: func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
			n := mem.Size(dims)
			var forwards []func() float64
			var reverses []func()
			for _, p := range c.parts(dims) {
				x := part{lo: p.freeLo, hi: p.freeHi, dims: []int{p.freeHi - p.freeLo}}.of(args[0], types.TVector)
				y := p.of(out, elemType(c, t))
				f, r := c.Row.Bind(x, y, args[1:])
				forwards, reverses = append(forwards, f), append(reverses, r)
			}
			forward := func() error {
				sum := 0.0
				for _, f := range forwards {
					sum += f()
				}
				out.Val[n] = sum
				return nil
			}
			reverse := func() {
				for _, r := range reverses {
					r()
				}
			}
			return forward, reverse, nil
		}}
}

// weighted makes the reverse of a constraint follow the adjoint of the log
// Jacobian, the last number of out. Where no program reads target() that is
// always 1, which reverse takes for granted: since it is linear in the adjoints
// of the value, what it adds for none of those is the log Jacobian's share.
func weighted(out mem.Operand, args []mem.Operand, reverse func()) func() {
	n := len(out.Adj) - 1
	saved := make([][]float64, len(args))
	for i, a := range args {
		saved[i] = make([]float64, len(a.Adj))
	}
	return func() {
		reverse()
		for i, a := range args {
			copy(saved[i], a.Adj)
			clear(a.Adj)
		}
		clear(out.Adj[:n])
		reverse()
		for i, a := range args {
			for j := range a.Adj {
				a.Adj[j] = saved[i][j] + (out.Adj[n]-1)*a.Adj[j]
			}
		}
	}
}

// of returns the part of an operand.
func (p part) of(o mem.Operand, t types.Type) mem.Operand {
	e := mem.Operand{Val: o.Val[p.lo:p.hi:p.hi], Dims: p.dims, Type: t}
	if o.Adj != nil {
		e.Adj = o.Adj[p.lo:p.hi:p.hi]
	}
	return e
}

func elemType(c Constraint, t types.Type) types.Type {
	if c.Inner == 0 {
		return t
	}
	return types.Type{Kind: t.Kind}
}

// Free returns the unconstrained numbers of a value, for initial values.
func (w *Walker) Free(o *check.Object, v Value) ([]float64, error) {
	c := ConstraintOf(o.Sized)
	if c.Row == nil {
		return v.Num, nil
	}
	args, err := w.args(c)
	if err != nil {
		return nil, err
	}
	free := make([]float64, c.FreeSize(v.Dims))
	for _, p := range c.parts(v.Dims) {
		if err := c.Row.From(free[p.freeLo:p.freeHi], v.Num[p.lo:p.hi], p.dims, operands(args)); err != nil {
			return nil, fmt.Errorf("`%s`: %w", o.Name, err)
		}
	}
	return free, nil
}

// Satisfies checks that a variable has what its type declares, now or, where
// it depends on parameters, at each evaluation, when a failure refuses the
// point.
func (w *Walker) Satisfies(o *check.Object) error {
	c := ConstraintOf(o.Sized)
	if c.Row == nil || c.Row.Check == nil {
		return nil
	}
	v, ok := w.Get(o)
	if !ok {
		return nil
	}
	args, err := w.args(c)
	if err != nil {
		return err
	}
	op := &ir.Op{Name: "check " + c.Row.Name, Span: o.Ident.Span, Row: c.Row, Type: o.Type, Dims: []int{0},
		Bind: func(_ mem.Operand, args []mem.Operand) (func() error, func(), error) {
			parts := c.parts(v.Dims)
			return func() error {
				for _, p := range parts {
					if err := c.Row.Check(args[0].Val[p.lo:p.hi], p.dims, args[1:]); err != nil {
						return &violation{o.Name, err}
					}
				}
				return nil
			}, nil, nil
		}}
	_, err = w.applySized(op, append([]Value{v}, args...), 0)
	return err
}

// A violation is a value that is not what its type declares.
type violation struct {
	name string
	err  error
}

func (e *violation) Error() string { return "`" + e.name + "`: " + e.err.Error() }
func (e *violation) Unwrap() error { return e.err }
func (e *violation) Reject() bool  { return true }

func operands(vs []Value) []mem.Operand {
	out := make([]mem.Operand, len(vs))
	for i, v := range vs {
		out[i] = v.Operand()
	}
	return out
}

// Missing makes the missing numbers of a data variable, at flat positions,
// parameters: what its type declares holds for them too.
func (w *Walker) Missing(o *check.Object, at []int, free Value) error {
	if c := ConstraintOf(o.Sized); c.Row != nil {
		args, err := w.args(c)
		if err != nil {
			return err
		}
		for i, a := range args {
			if len(a.Dims) > 0 {
				args[i] = a.pick(at, []int{len(at)}, types.TVector)
			}
		}
		if free, err = w.constrained(c, args, o, free.Dims, free); err != nil {
			return err
		}
	}
	v, _ := w.Get(o)
	v = v.clone()
	v.put(at, free)
	w.Set(o, v)
	return nil
}

// Violation says why a variable, whose numbers are known, does not have what
// its type declares, and at which flat position. Missing numbers are passed
// over.
func (w *Walker) Violation(o *check.Object, missing []int) (int, error) {
	c := ConstraintOf(o.Sized)
	if c.Row == nil || c.Row.Check == nil {
		return 0, nil
	}
	v, _ := w.Get(o)
	args, err := w.args(c)
	if err != nil {
		return 0, err
	}
	if err := c.CheckSizes(o, v.Dims); err != nil {
		return 0, err
	}
	where := span(0, len(v.Num))
	if len(missing) > 0 {
		where = slices.DeleteFunc(where, func(i int) bool { _, out := slices.BinarySearch(missing, i); return out })
		v = v.pick(where, []int{len(where)}, types.TVector)
		for i, a := range args {
			if len(a.Dims) > 0 {
				args[i] = a.pick(where, v.Dims, types.TVector)
			}
		}
	}
	for _, p := range c.parts(v.Dims) {
		if err := c.Row.Check(v.Num[p.lo:p.hi], p.dims, operands(args)); err != nil {
			var bad *constraint.Violation
			if errors.As(err, &bad) {
				return where[p.lo+bad.Index], err
			}
			return where[p.lo], err
		}
	}
	return 0, nil
}
