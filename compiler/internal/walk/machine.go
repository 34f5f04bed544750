package walk

import (
	"errors"
	"fmt"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/dist"
	"hm/compiler/lib/fn"
	"hm/compiler/lib/mem"
	"hm/lang/source"
	"hm/lang/types"
)

// A Machine performs the operations whose arguments depend on parameters.
// There are two: package tape computes at once and remembers how to go back,
// package trace only writes down what to compute.
type Machine interface {
	// Apply performs op on args, giving a value of n numbers, each in a new
	// slot. args[i].Slot is nil for data.
	Apply(op *ir.Op, args []Value, n int) (num []float64, slot []ir.Slot, err error)
	// AddTarget adds a scalar to the log density.
	AddTarget(num float64, slot ir.Slot)
	// Target returns the terms of the log density so far, as a vector.
	Target() Value
	// Knows reports whether numbers that depend on parameters are known, so
	// that a program may branch on them.
	Knows() bool
}

// A Dynamic error says that a program's shape or path depends on parameters
// where the machine must know it.
type Dynamic struct {
	Span source.Span
	What string
}

func (e *Dynamic) Error() string { return fmt.Sprintf("%s: %s", e.Span.Pos, e.What) }

// An Error is a failure of the program at a place: an index out of range,
// sizes that differ, a function outside its domain.
type Error struct {
	Span source.Span
	Err  error
	// Rejects says that only this point is refused, as reject() does.
	Rejects bool
}

// Error gives the place and the reason.
func (e *Error) Error() string { return fmt.Sprintf("%v, at %s", e.Err, e.Span.Pos) }

// Reason is the same for all points that are refused at this place for this
// reason, whatever the value was.
func (e *Error) Reason() string { return mem.Reason(e.Err) + ", at " + e.Span.Pos.String() }

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// Reject reports whether only the point is refused; see runtime/nuts.
func (e *Error) Reject() bool { return e.Rejects }

// rejects reports whether a library error refuses the point only.
func rejects(err error) bool {
	var r interface{ Reject() bool }
	return errors.As(err, &r) && r.Reject()
}

// place puts err at a span.
func place(span source.Span, err error) error {
	var dynamic *Dynamic
	var placed *Error
	if err == nil || errors.As(err, &dynamic) || errors.As(err, &placed) {
		return err
	}
	return &Error{Span: span, Err: err, Rejects: rejects(err)}
}

// funcOp makes an Op of a function.
func funcOp(name string, row *fn.Overload, span source.Span) *ir.Op {
	bind := func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
		forward, reverse := row.BindCall(out, args)
		return forward, reverse, nil
	}
	op := &ir.Op{Name: name, Span: span, Row: row, Bind: bind}
	if elementwise(row) {
		op.Each = bind
	}
	return op
}

// elementwise reports whether a function works number by number.
func elementwise(row *fn.Overload) bool {
	return row.Map1 != nil || row.Map2 != nil || row.Map3 != nil
}

// evaluator is one of the forms of a distribution: (*dist.Dist).Eval and its like.
type evaluator func(args []mem.Operand) (dist.Eval, error)

// termOp makes an Op that adds a log density straight to the target.
func termOp(name string, d *dist.Dist, eval evaluator, span source.Span) *ir.Op {
	return &ir.Op{Name: name, Span: span, Row: d, Term: true, Type: types.TReal,
		Bind: func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
			run, err := eval(args)
			if err != nil {
				return nil, nil, err
			}
			return func() (err error) {
				out.Val[0], err = run()
				return err
			}, nil, nil
		}}
}

// densityOp makes an Op whose value is a log density (or a distribution
// function) to be used further: its derivatives wait in scratch memory until
// the adjoint of the result is known.
func densityOp(name string, d *dist.Dist, eval evaluator, span source.Span) *ir.Op {
	return &ir.Op{Name: name, Span: span, Row: d, Type: types.TReal,
		Bind: func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
			private := make([]mem.Operand, len(args))
			for i, a := range args {
				if a.Adj != nil {
					a.Adj = make([]float64, len(a.Adj))
				}
				private[i] = a
			}
			run, err := eval(private)
			if err != nil {
				return nil, nil, err
			}
			forward := func() (err error) {
				for _, p := range private {
					clear(p.Adj)
				}
				out.Val[0], err = run()
				return err
			}
			reverse := func() {
				seed := out.Adj[0]
				for i, p := range private {
					for j, d := range p.Adj {
						args[i].Adj[j] += seed * d
					}
				}
			}
			return forward, reverse, nil
		}}
}

// Numbers is the machine of a walk in which nothing depends on parameters, such
// as generated quantities at a given point.
type Numbers struct{}

// Apply is never called: every argument is known.
func (Numbers) Apply(*ir.Op, []Value, int) ([]float64, []ir.Slot, error) {
	panic("walk: a value depends on parameters where none can")
}

// AddTarget does nothing.
func (Numbers) AddTarget(float64, ir.Slot) {}

// Target returns no terms.
func (Numbers) Target() Value { return Value{Type: types.TVector, Dims: []int{0}} }

// Knows is true.
func (Numbers) Knows() bool { return true }
