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

func (w *Walker) forLoop(s *syntax.For) (flow, error) {
	lo, err := w.integer(s.Lo)
	if err != nil {
		return next, err
	}
	hi, err := w.integer(s.Hi)
	if err != nil {
		return next, err
	}
	o := w.Info.Uses[s.Var]
	for i := lo; i <= hi; i++ {
		w.vars(o)[o] = &variable{Value: Int(i)}
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

func (w *Walker) forEach(s *syntax.ForEach) (flow, error) {
	over, err := w.Eval(s.Over)
	if err != nil {
		return next, err
	}
	o := w.Info.Uses[s.Var]
	for _, v := range elements(over) {
		w.vars(o)[o] = &variable{Value: v, shared: true}
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
	ok, err := w.truth(s.Cond)
	switch {
	case err != nil:
		return next, err
	case ok:
		return w.stmt(s.Then)
	case s.Else != nil:
		return w.stmt(s.Else)
	}
	return next, nil
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
	switch x := unparen(e).(type) {
	case *syntax.Call:
		if op, args, err := w.densityCall(x); op != nil || err != nil {
			if err != nil {
				return err
			}
			return w.term(op, args)
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
	w.addTarget(v)
	return nil
}

// addTarget adds every number of v to the log density.
func (w *Walker) addTarget(v Value) {
	for i, x := range v.Num {
		slot := ir.Constant
		if v.Slot != nil {
			slot = v.Slot[i]
		}
		w.Machine.AddTarget(x, slot)
	}
}

// term adds the result of a term operation to the log density.
func (w *Walker) term(op *ir.Op, args []Value) error {
	v, err := w.apply(op, args)
	if err != nil {
		return err
	}
	w.addTarget(v)
	return nil
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

func unparen(e syntax.Expr) syntax.Expr {
	for {
		p, ok := e.(*syntax.Paren)
		if !ok {
			return e
		}
		e = p.X
	}
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
