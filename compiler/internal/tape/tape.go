// Package tape is the machine of the reference tier: it computes each
// operation at once and remembers it, so that derivatives can be collected
// backwards. It is simple and complete, and not fast.
package tape

import (
	"hm/compiler/internal/ir"
	"hm/compiler/internal/walk"
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A Tape is a walk.Machine.
type Tape struct {
	adj     []float64 // one per slot, once Gradient runs
	slots   int
	entries []entry
	target  []targetTerm
}

type targetTerm struct {
	num  float64
	slot ir.Slot
}

// An entry is one operation with private memory for its operands.
type entry struct {
	args    []mem.Operand
	from    [][]ir.Slot // the arguments' slots; nil for data
	out     mem.Operand
	first   ir.Slot // out's slots are first, first+1, ...
	term    bool
	reverse func()
}

// Input starts the tape anew with the point q, whose numbers take slots 0, 1, ...
func (t *Tape) Input(q []float64) walk.Value {
	t.slots, t.entries, t.target = 0, t.entries[:0], t.target[:0]
	return walk.Value{Type: types.TVector, Dims: []int{len(q)}, Num: q, Slot: t.take(len(q))}
}

func (t *Tape) take(n int) []ir.Slot {
	s := make([]ir.Slot, n)
	for i := range s {
		s[i] = ir.Slot(t.slots + i)
	}
	t.slots += n
	return s
}

// Apply computes op and remembers it.
func (t *Tape) Apply(op *ir.Op, args []walk.Value, n int) ([]float64, []ir.Slot, error) {
	e := entry{term: op.Term, out: mem.Operand{Val: make([]float64, n), Adj: make([]float64, n), Dims: op.Dims, Type: op.Type}}
	for _, a := range args {
		o := a.Operand()
		var from []ir.Slot
		if a.Active() {
			o.Adj, from = make([]float64, len(o.Val)), a.Slot
		}
		e.args, e.from = append(e.args, o), append(e.from, from)
	}
	forward, reverse, err := op.Bind(e.out, e.args)
	if err != nil {
		return nil, nil, err
	}
	e.reverse = reverse
	slots := t.take(n)
	if n > 0 {
		e.first = slots[0]
	}
	if err := forward(); err != nil {
		return nil, nil, err
	}
	t.entries = append(t.entries, e)
	return e.out.Val, slots, nil
}

// AddTarget adds a scalar to the log density.
func (t *Tape) AddTarget(num float64, slot ir.Slot) {
	t.target = append(t.target, targetTerm{num, slot})
}

// Target returns the terms of the log density so far, as a vector.
func (t *Tape) Target() walk.Value {
	v := walk.Value{Type: types.TVector, Dims: []int{len(t.target)}}
	for _, x := range t.target {
		v.Num, v.Slot = append(v.Num, x.num), append(v.Slot, x.slot)
	}
	return v
}

// Value is the log density.
func (t *Tape) Value() float64 {
	sum := 0.0
	for _, x := range t.target {
		sum += x.num
	}
	return sum
}

// Knows is true: every number is computed at once.
func (t *Tape) Knows() bool { return true }

// Gradient fills grad with the derivatives of the log density by the input.
func (t *Tape) Gradient(grad []float64) {
	t.adj = append(t.adj[:0], make([]float64, t.slots)...)
	for _, x := range t.target {
		if x.slot != ir.Constant {
			t.adj[x.slot]++
		}
	}
	for i := len(t.entries) - 1; i >= 0; i-- {
		t.entries[i].back(t.adj)
	}
	copy(grad, t.adj)
}

// back moves derivatives from the result of e to its arguments.
func (e *entry) back(adj []float64) {
	if !e.term {
		copy(e.out.Adj, adj[e.first:])
		for _, a := range e.args {
			clear(a.Adj)
		}
		if e.reverse != nil {
			e.reverse()
		}
	}
	for i, from := range e.from {
		for j, slot := range from {
			if slot != ir.Constant {
				adj[slot] += e.args[i].Adj[j]
			}
		}
	}
}
