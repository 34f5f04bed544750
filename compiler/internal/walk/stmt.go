package walk

import (
	"errors"
	"fmt"
	"hm/compiler/internal/ir"
	"math"
	"strings"

	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// flow says how a statement ended.
type flow uint8

const (
	next flow = iota
	breaks
	continues
	returns
)

func (w *Walker) stmts(list []syntax.Stmt) (flow, error) {
	for _, s := range list {
		if f, err := w.stmt(s); f != next || err != nil {
			return f, err
		}
	}
	return next, nil
}

func (w *Walker) stmt(s syntax.Stmt) (flow, error) {
	switch s := s.(type) {
	case *syntax.Decl:
		return next, w.decl(s)
	case *syntax.Assign:
		return next, w.assign(s)
	case *syntax.Tilde:
		return next, w.tilde(s, s.LHS)
	case *syntax.TargetPlus:
		return next, w.targetPlus(s.Value)
	case *syntax.JacobianPlus:
		return next, w.targetPlus(s.Value)
	case *syntax.CallStmt:
		_, err := w.call(s.Call)
		return next, err
	case *syntax.For:
		return w.forLoop(s)
	case *syntax.ForEach:
		return w.forEach(s)
	case *syntax.While:
		return w.while(s)
	case *syntax.If:
		return w.ifElse(s)
	case *syntax.BlockStmt:
		return w.stmts(s.Stmts)
	case *syntax.Profile:
		return w.stmts(s.Stmts)
	case *syntax.Return:
		return w.returned(s)
	case *syntax.Break:
		return breaks, nil
	case *syntax.Continue:
		return continues, nil
	case *syntax.Message:
		return next, w.message(s)
	}
	return next, nil // Empty
}

// minLanes is the number of iterations from which a loop is tried at once.
const minLanes = 4

func (w *Walker) forLoop(s *syntax.For) (flow, error) {
	lo, err := w.known(s.Lo)
	if err != nil {
		return next, err
	}
	hi, err := w.known(s.Hi)
	if err != nil {
		return next, err
	}
	if l, index, err := w.iterations(lo, hi); err != nil {
		return next, err
	} else if l != nil && l.n >= minLanes && w.together(s, l, index) {
		return next, nil
	}
	first, err := w.toInt(lo, s.Lo.Range())
	if err != nil {
		return next, err
	}
	last, err := w.toInt(hi, s.Hi.Range())
	if err != nil {
		return next, err
	}
	o := w.Info.Uses[s.Var]
	for i := first; i <= last; i++ {
		w.vars(o)[o] = &variable{Value: Int(i), home: w.lanes}
		f, err := w.stmt(s.Body)
		if f == breaks {
			break
		}
		if f == returns || err != nil {
			return f, err
		}
	}
	return next, nil
}

// iterations returns the lanes of a loop from lo to hi, which may differ
// between the lanes that it is in, with the loop variable.
func (w *Walker) iterations(lo, hi Value) (*lanes, Value, error) {
	if _, ok := w.Machine.(Rewinder); !ok {
		return nil, Value{}, nil
	}
	l := &lanes{outer: w.lanes}
	index := Value{Type: types.TInt, lanes: l}
	outer := 1
	if w.lanes != nil {
		outer = w.lanes.n
		var err error
		if lo, err = lo.tiled(w.lanes); err != nil {
			return nil, index, err
		}
		if hi, err = hi.tiled(w.lanes); err != nil {
			return nil, index, err
		}
	}
	for k := range outer {
		if math.IsNaN(lo.Num[k]) || math.IsNaN(hi.Num[k]) {
			return nil, index, nil // toInt will say so
		}
		for i := lo.Num[k]; i <= hi.Num[k]; i++ {
			index.Num = append(index.Num, i)
			if w.lanes != nil {
				l.up = append(l.up, k)
			}
		}
	}
	l.n = len(index.Num)
	return l, index, nil
}

func (w *Walker) forEach(s *syntax.ForEach) (flow, error) {
	over, err := w.Eval(s.Over)
	if err != nil {
		return next, err
	}
	if over.lanes != nil {
		return next, &uneven{"a loop over a container that differs between iterations"}
	}
	o := w.Info.Uses[s.Var]
	for _, v := range elements(over) {
		w.vars(o)[o] = &variable{Value: v, shared: true, home: w.lanes}
		f, err := w.stmt(s.Body)
		if f == breaks {
			break
		}
		if f == returns || err != nil {
			return f, err
		}
	}
	return next, nil
}

func (w *Walker) while(s *syntax.While) (flow, error) {
	for {
		ok, err := w.truth(s.Cond)
		if !ok || err != nil {
			return next, err
		}
		f, err := w.stmt(s.Body)
		if f == breaks {
			return next, nil
		}
		if f == returns || err != nil {
			return f, err
		}
	}
}

func (w *Walker) ifElse(s *syntax.If) (flow, error) {
	cond, err := w.known(s.Cond)
	if err != nil {
		return next, err
	}
	if same, ok := cond.settle(); ok {
		switch {
		case same.Num[0] != 0:
			return w.stmt(s.Then)
		case s.Else != nil:
			return w.stmt(s.Else)
		}
		return next, nil
	}
	yes, no, err := w.split(cond)
	if err != nil {
		return next, err
	}
	for _, side := range []struct {
		lanes *lanes
		body  syntax.Stmt
	}{{yes, s.Then}, {no, s.Else}} {
		if side.body == nil {
			continue
		}
		var f flow
		err := w.inside(side.lanes, func() (err error) {
			f, err = w.stmt(side.body)
			return err
		})
		if err == nil && f != next {
			err = &uneven{"some iterations leave early"}
		}
		if err != nil {
			return next, err
		}
	}
	return next, nil
}

// split returns the lanes in which a condition holds and those in which it does
// not.
func (w *Walker) split(cond Value) (yes, no *lanes, err error) {
	cond, err = cond.spread(w.lanes)
	if err != nil {
		return nil, nil, err
	}
	var holds, fails []int
	for i, x := range cond.Num {
		if x != 0 {
			holds = append(holds, i)
		} else {
			fails = append(fails, i)
		}
	}
	return w.lanes.subset(holds), w.lanes.subset(fails), nil
}

// inside runs f with other lanes.
func (w *Walker) inside(l *lanes, f func() error) error {
	outer := w.lanes
	w.lanes = l
	err := f()
	w.lanes = outer
	return err
}

func (w *Walker) returned(s *syntax.Return) (f flow, err error) {
	if s.Value != nil {
		w.result, err = w.Eval(s.Value)
	}
	return returns, err
}

// A Rejection is what reject() and fatal_error() say.
type Rejection struct{ Text string }

func (e *Rejection) Error() string { return e.Text }

// message runs print, reject and fatal_error.
func (w *Walker) message(s *syntax.Message) error {
	if w.Machine != nil && !w.Machine.Knows() {
		return &Dynamic{s.Span, s.Kind + " in the model"}
	}
	var b strings.Builder
	for _, a := range s.Args {
		v, err := w.Eval(a)
		if err != nil {
			return err
		}
		b.WriteString(v.text())
	}
	if s.Kind == "print" {
		if w.Print != nil {
			fmt.Fprintln(w.Print, b.String())
		}
		return nil
	}
	return &Error{Span: s.Span, Err: &Rejection{b.String()}, Rejects: s.Kind == "reject"}
}

// targetPlus adds an expression to the log density. A sum of densities adds
// each as a term of its own.
func (w *Walker) targetPlus(e syntax.Expr) error {
	switch x := syntax.Unparen(e).(type) {
	case *syntax.Call:
		if row := w.densityCall(x); row != nil {
			args, err := w.evalAll(x.Args)
			if err != nil {
				return err
			}
			return w.term(x.Fn.Name, row, args, x.Span)
		}
	case *syntax.Binary:
		if x.Op == "+" && w.Info.Types[x.X].IsScalar() && w.Info.Types[x.Y].IsScalar() {
			if err := w.targetPlus(x.X); err != nil {
				return err
			}
			return w.targetPlus(x.Y)
		}
	}
	v, err := w.Eval(e)
	if err != nil {
		return err
	}
	return w.addTarget(v)
}

// addTarget adds every number of v, in every lane, to the log density.
func (w *Walker) addTarget(v Value) error {
	if w.lanes == nil {
		w.addOnce(v)
		return nil
	}
	sum, err := w.total(v)
	if err == nil {
		w.addOnce(sum)
	}
	return err
}

// total is the sum of the numbers of v over all lanes.
func (w *Walker) total(v Value) (Value, error) {
	l, times := w.lanes, 1.0
	if v.lanes == nil {
		times = float64(l.n)
	}
	v, err := v.spread(l)
	if err != nil {
		return v, err
	}
	w.lanes = nil
	defer func() { w.lanes = l }()
	v.lanes, v.Type, v.Dims = nil, types.TVector, []int{len(v.Num)}
	sum, err := w.operation("sum", source.Span{}, v)
	if err != nil || times == 1 {
		return sum, err
	}
	return w.operation("operator*", source.Span{}, scalar(types.TReal, times), sum)
}

// addOnce adds every number of v to the log density.
func (w *Walker) addOnce(v Value) {
	for i, x := range v.Num {
		slot := ir.Constant
		if v.Slot != nil {
			slot = v.Slot[i]
		}
		w.Machine.AddTarget(x, slot)
	}
}

// integer evaluates an int that must be known.
func (w *Walker) integer(e syntax.Expr) (int, error) {
	v, err := w.known(e)
	if err != nil {
		return 0, err
	}
	return w.toInt(v, e.Range())
}

// toInt reads a known int. One that was never assigned is an error.
func (w *Walker) toInt(v Value, span source.Span) (int, error) {
	v, ok := v.settle()
	if !ok {
		return 0, &uneven{"a size, bound or index differs between iterations"}
	}
	x := v.Num[0]
	if math.IsNaN(x) {
		return 0, place(span, errors.New("an int was used before it was given a value"))
	}
	return int(x), nil
}

// truth evaluates a condition.
func (w *Walker) truth(e syntax.Expr) (bool, error) {
	v, err := w.known(e)
	if err != nil {
		return false, err
	}
	v, ok := v.settle()
	if !ok {
		return false, &uneven{"a condition differs between iterations"}
	}
	return v.Num[0] != 0, nil
}

// known evaluates an expression whose number decides the program's path or
// shape.
func (w *Walker) known(e syntax.Expr) (Value, error) {
	v, err := w.Eval(e)
	if err == nil && v.Active() && !w.Machine.Knows() {
		err = &Dynamic{e.Range(), "the path of the program depends on parameters"}
	}
	return v, err
}

// elements lists what a foreach loop runs over: the elements of an array, or
// the scalars of a vector or matrix (by columns).
func elements(v Value) []Value {
	if v.Type.Array == 0 {
		out := make([]Value, len(v.Num))
		for i := range out {
			out[i] = v.at(i, types.TReal)
		}
		return out
	}
	out := make([]Value, v.Dims[0])
	for i := range out {
		out[i] = v.elem(i)
	}
	return out
}
