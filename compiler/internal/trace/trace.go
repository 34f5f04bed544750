// Package trace is the machine of the fast tier: it writes down each operation
// of the log density, for fixed data, as ir. A program whose path or shape
// depends on parameters cannot be written down; walking it then fails with a
// walk.Dynamic error and the program is left to the reference tier.
package trace

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"

	"hm/compiler/internal/ir"
	"hm/compiler/internal/walk"
	"hm/lang/types"
)

// maxNodes bounds what is written down, so that a loop over very many
// observations does not fill the memory.
const maxNodes = 4_000_000

// A Trace is a walk.Machine.
type Trace struct {
	Func    ir.Func
	seed    maphash.Seed
	gathers map[uint64][]*ir.Node // by hash of what they gather
}

// New returns a trace with dim unconstrained parameters and the value that
// holds them.
func New(dim int) (*Trace, walk.Value) {
	t := &Trace{seed: maphash.MakeSeed(), gathers: map[uint64][]*ir.Node{}}
	t.Func.Inputs, t.Func.Slots = dim, dim
	return t, walk.Value{Type: types.TVector, Dims: []int{dim}, Num: unknown(dim), Slot: run(0, dim)}
}

// Apply writes down op.
func (t *Trace) Apply(op *ir.Op, args []walk.Value, n int) ([]float64, []ir.Slot, error) {
	if len(t.Func.Nodes) >= maxNodes {
		return nil, nil, &walk.Dynamic{Span: op.Span, What: "the program is too long to be written down whole"}
	}
	node := &ir.Node{Op: op, Args: make([]ir.Arg, len(args))}
	for i, a := range args {
		node.Args[i] = t.arg(a)
	}
	t.add(node, n)
	return unknown(n), run(node.First, n), nil
}

// add gives node the next n slots.
func (t *Trace) add(node *ir.Node, n int) {
	node.First, node.N = ir.Slot(t.Func.Slots), n
	t.Func.Slots += n
	t.Func.Nodes = append(t.Func.Nodes, node)
}

// arg makes a value into an argument: data, slots that follow one another, or
// slots gathered so that they do.
func (t *Trace) arg(v walk.Value) ir.Arg {
	a := ir.Arg{First: ir.Constant, N: len(v.Num), Dims: v.Dims, Type: v.Type}
	if !v.Active() {
		a.Data = v.Num
		return a
	}
	if follows(v.Slot) {
		a.First = v.Slot[0]
	} else {
		a.First = t.gather(v)
	}
	return a
}

// follows reports whether slots are first, first+1, ...
func follows(s []ir.Slot) bool {
	for i, x := range s {
		if x == ir.Constant || x != s[0]+ir.Slot(i) {
			return false
		}
	}
	return true
}

// gather copies scattered slots to a run, once for each different list.
func (t *Trace) gather(v walk.Value) ir.Slot {
	fill := make([]float64, len(v.Num))
	for i, s := range v.Slot {
		if s == ir.Constant {
			fill[i] = v.Num[i]
		}
	}
	key := t.hash(v.Slot, fill)
	for _, g := range t.gathers[key] {
		if slices.Equal(g.Gather, v.Slot) && slices.Equal(g.Fill, fill) {
			return g.First
		}
	}
	node := &ir.Node{Gather: v.Slot, Fill: fill}
	t.add(node, len(v.Slot))
	t.gathers[key] = append(t.gathers[key], node)
	return node.First
}

func (t *Trace) hash(slots []ir.Slot, fill []float64) uint64 {
	var h maphash.Hash
	h.SetSeed(t.seed)
	var b [12]byte
	for i, s := range slots {
		binary.LittleEndian.PutUint32(b[:], uint32(s))
		binary.LittleEndian.PutUint64(b[4:], math.Float64bits(fill[i]))
		h.Write(b[:])
	}
	return h.Sum64()
}

// AddTarget adds a scalar to the log density.
func (t *Trace) AddTarget(num float64, slot ir.Slot) {
	if slot == ir.Constant {
		t.Func.Constant += num
		return
	}
	t.Func.Terms = append(t.Func.Terms, slot)
}

// Target returns the terms of the log density so far.
func (t *Trace) Target() walk.Value {
	n := len(t.Func.Terms)
	v := walk.Value{Type: types.TVector, Dims: []int{n + 1}, Num: append(unknown(n), t.Func.Constant)}
	v.Slot = append(slices.Clone(t.Func.Terms), ir.Constant)
	return v
}

// Mark returns what forgets everything written down since. It makes a Trace a
// walk.Rewinder.
func (t *Trace) Mark() (rewind func()) {
	nodes, slots, terms, constant := len(t.Func.Nodes), t.Func.Slots, len(t.Func.Terms), t.Func.Constant
	return func() {
		for _, n := range t.Func.Nodes[nodes:] {
			if n.Op == nil {
				t.forget(n)
			}
		}
		t.Func.Nodes, t.Func.Slots = t.Func.Nodes[:nodes], slots
		t.Func.Terms, t.Func.Constant = t.Func.Terms[:terms], constant
	}
}

// forget drops a gather from those that may be used again.
func (t *Trace) forget(n *ir.Node) {
	key := t.hash(n.Gather, n.Fill)
	t.gathers[key] = slices.DeleteFunc(t.gathers[key], func(g *ir.Node) bool { return g == n })
}

// Knows is false: numbers that depend on parameters come later.
func (t *Trace) Knows() bool { return false }

func unknown(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = math.NaN()
	}
	return x
}

func run(first ir.Slot, n int) []ir.Slot {
	s := make([]ir.Slot, n)
	for i := range s {
		s[i] = first + ir.Slot(i)
	}
	return s
}
