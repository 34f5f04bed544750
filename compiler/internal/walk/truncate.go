package walk

import (
	"errors"
	"fmt"
	"hm/compiler/internal/ir"
	"hm/compiler/lib/mem"
	"math"

	"hm/compiler/lib"
	"hm/compiler/lib/fn"
	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// truncate subtracts from the log density the log probability that the
// distribution of a ~ statement gives to T[lo, hi], bounds included (Stan
// Reference Manual, "Truncated distributions").
func (w *Walker) truncate(s *syntax.Tilde, c *check.Call, args []Value) error {
	bounds := make([]*Value, 2)
	for i, e := range []syntax.Expr{s.Trunc.Lo, s.Trunc.Hi} {
		if e == nil {
			continue
		}
		v, err := w.Eval(e)
		if err != nil {
			return err
		}
		bounds[i] = &v
	}
	if err := w.within(s, args[0], bounds); err != nil {
		return err
	}
	n := 1 // statements that share one log probability
	rows := [][]Value{args}
	if len(args[0].Dims) > 0 {
		rows, n = broadcast(args)
	}
	for _, row := range rows {
		p, err := w.logProbability(s, c, row[1:], bounds)
		if err != nil {
			return err
		}
		p, err = w.operation("operator*", s.Span, scalar(types.TReal, -float64(n)), p)
		if err != nil {
			return err
		}
		if err := w.addTarget(p); err != nil {
			return err
		}
	}
	return nil
}

// within refuses the point if a variate is outside the bounds.
func (w *Walker) within(s *syntax.Tilde, y Value, bounds []*Value) error {
	args := []Value{y}
	for i, b := range bounds {
		if b == nil {
			v := scalar(types.TReal, math.Inf(2*i-1))
			b = &v
		}
		args = append(args, *b)
	}
	op := &ir.Op{Name: "truncation", Span: s.Span, Type: types.TVector, Dims: []int{0},
		Bind: func(_ mem.Operand, args []mem.Operand) (func() error, func(), error) {
			refuse := &mem.DomainError{Func: s.Dist.Name, Arg: "the variate", Want: "inside the truncation"}
			return func() error {
				lo, hi := args[1].Val[0], args[2].Val[0]
				for _, x := range args[0].Val {
					if x < lo || x > hi {
						refuse.Value = x
						return refuse
					}
				}
				return nil
			}, nil, nil
		}}
	_, err := w.applyOnce(op, args, 0)
	return err
}

// broadcast splits a vectorised statement into rows of scalars, or returns
// one row that stands for all n variates where the parameters are scalars.
func broadcast(args []Value) (rows [][]Value, n int) {
	wide := false
	for _, a := range args[1:] {
		wide = wide || len(a.Dims) > 0
	}
	n = len(args[0].Num)
	if !wide {
		return [][]Value{args}, n
	}
	for i := range n {
		row := make([]Value, len(args))
		for k, a := range args {
			row[k] = a
			if len(a.Dims) > 0 {
				row[k] = a.at(i, types.Type{Kind: scalarKind(a.Type)})
			}
		}
		rows = append(rows, row)
	}
	return rows, 1
}

func scalarKind(t types.Type) types.Kind {
	if t.Kind == types.Int {
		return types.Int
	}
	return types.Real
}

// logProbability is the log probability of [lo, hi].
func (w *Walker) logProbability(s *syntax.Tilde, c *check.Call, params []Value, bounds []*Value) (Value, error) {
	lo, hi := bounds[0], bounds[1]
	if lo != nil && lo.Type.Kind == types.Int { // P(n >= lo) is 1 - P(n <= lo - 1)
		below := *lo
		below.Num = []float64{lo.Num[0] - 1}
		lo = &below
	}
	cdf := func(suffix string, at *Value) (Value, error) {
		return w.distributionFunction(s, c, suffix, append([]Value{*at}, params...))
	}
	switch {
	case lo == nil && hi == nil:
		return scalar(types.TReal, 0), nil
	case lo == nil:
		return cdf("_lcdf", hi)
	case hi == nil:
		return cdf("_lccdf", lo)
	}
	top, err := cdf("_lcdf", hi)
	if err != nil {
		return top, err
	}
	bottom, err := cdf("_lcdf", lo)
	if err != nil {
		return bottom, err
	}
	if !bottom.Active() && math.IsInf(bottom.Num[0], -1) {
		return top, nil
	}
	return w.operation("log_diff_exp", s.Span, top, bottom)
}

// distributionFunction evaluates dist_lcdf or dist_lccdf, the library's or
// the user's.
func (w *Walker) distributionFunction(s *syntax.Tilde, c *check.Call, suffix string, args []Value) (Value, error) {
	name := s.Dist.Name + suffix
	if c.User != nil {
		for _, f := range w.Info.Funcs {
			if f.Name == name && len(f.Sig.Params) == len(args) {
				return w.user(&check.Call{User: f}, args, s.Span)
			}
		}
	}
	for _, sig := range w.Lib.Func(name) {
		if row, ok := sig.Impl.(*lib.DistFunc); ok {
			return w.apply(densityOp(name, row.Dist, form(row), s.Span), args)
		}
	}
	return Value{}, place(s.Span, fmt.Errorf("`%s` cannot be truncated: hm has no `%s`", s.Dist.Name, name))
}

// operation applies a function of the library by name that gives a scalar.
func (w *Walker) operation(name string, span source.Span, args ...Value) (Value, error) {
	return w.operationOf(name, types.TReal, span, args...)
}

// operationOf applies a function of the library by name, for a result of type t.
func (w *Walker) operationOf(name string, t types.Type, span source.Span, args ...Value) (Value, error) {
	for _, sig := range w.Lib.Func(name) {
		row, ok := sig.Impl.(*fn.Overload)
		if !ok || !fits(sig, args) {
			continue
		}
		return w.function(name, row, args, t, span)
	}
	return Value{}, place(span, errors.New("hm does not compute `"+name+"` yet"))
}

// fits reports whether a signature takes arguments of exactly these types.
func fits(sig *types.Signature, args []Value) bool {
	if len(sig.Params) != len(args) {
		return false
	}
	for i, p := range sig.Params {
		if !p.Type.Equal(args[i].Type) {
			return false
		}
	}
	return true
}
