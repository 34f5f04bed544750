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
	Func ir.Func
	seed maphash.Seed
	// seen finds nodes by hash of what they compute, so that nothing is
	// computed twice; keys holds the hash of every node.
	seen map[uint64][]*ir.Node
	keys []uint64
}

// New returns a trace with dim unconstrained parameters and the value that
// holds them.
func New(dim int) (*Trace, walk.Value) {
	t := &Trace{seed: maphash.MakeSeed(), seen: map[uint64][]*ir.Node{}}
	t.Func.Inputs, t.Func.Slots = dim, dim
	return t, walk.Value{Type: types.TVector, Dims: []int{dim}, Num: unknown(dim), Slot: run(0, dim)}
}

// Apply writes down op, unless the same was written down before.
func (t *Trace) Apply(op *ir.Op, args []walk.Value, n int) ([]float64, []ir.Slot, error) {
	if len(t.Func.Nodes) >= maxNodes {
		return nil, nil, &walk.Dynamic{Span: op.Span, What: "the program is too long to be written down whole"}
	}
	node := &ir.Node{Op: op, N: n, Args: make([]ir.Arg, len(args))}
	for i, a := range args {
		node.Args[i] = t.arg(a)
	}
	node = t.add(node)
	return unknown(n), run(node.First, n), nil
}

// add gives a node the next slots, or returns the node that computes the same.
func (t *Trace) add(node *ir.Node) *ir.Node {
	key := t.hash(node)
	for _, other := range t.seen[key] {
		if same(node, other) {
			return other
		}
	}
	node.First = ir.Slot(t.Func.Slots)
	t.Func.Slots += node.N
	t.Func.Nodes = append(t.Func.Nodes, node)
	t.seen[key] = append(t.seen[key], node)
	t.keys = append(t.keys, key)
	return node
}

// same reports whether two nodes compute the same. A term of the log density
// counts as often as it is written, and so does a check.
func same(a, b *ir.Node) bool {
	if a.Op == nil || b.Op == nil {
		return a.Op == b.Op && slices.Equal(a.Gather, b.Gather) && slices.Equal(a.Fill, b.Fill)
	}
	return a.N > 0 && !a.Op.Term && a.Op.Row != nil && a.Op.Row == b.Op.Row && a.Op.Name == b.Op.Name &&
		!b.Op.Term && slices.Equal(a.Op.Dims, b.Op.Dims) && slices.EqualFunc(a.Args, b.Args, sameArg)
}

func sameArg(a, b ir.Arg) bool {
	if a.First != b.First || a.N != b.N || !a.Type.Equal(b.Type) || !slices.Equal(a.Dims, b.Dims) {
		return false
	}
	if a.N > 0 && a.First == ir.Constant && &a.Data[0] == &b.Data[0] {
		return true
	}
	return slices.Equal(a.Data, b.Data)
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

// gather copies scattered slots to a run.
func (t *Trace) gather(v walk.Value) ir.Slot {
	fill := make([]float64, len(v.Num))
	for i, s := range v.Slot {
		if s == ir.Constant {
			fill[i] = v.Num[i]
		}
	}
	return t.add(&ir.Node{N: len(v.Slot), Gather: v.Slot, Fill: fill}).First
}

// hash mixes what a node computes. Of long data it takes a sample.
func (t *Trace) hash(n *ir.Node) uint64 {
	var h maphash.Hash
	h.SetSeed(t.seed)
	var b [8]byte
	put := func(x uint64) {
		binary.LittleEndian.PutUint64(b[:], x)
		h.Write(b[:])
	}
	for _, s := range n.Gather {
		put(uint64(s))
	}
	if n.Op != nil {
		h.WriteString(n.Op.Name)
		put(uint64(n.N))
	}
	for _, a := range n.Args {
		put(uint64(a.First))
		put(uint64(a.N))
		for i := 0; i < len(a.Data); i += 1 + len(a.Data)/64 {
			put(math.Float64bits(a.Data[i]))
		}
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
		for i, n := range t.Func.Nodes[nodes:] {
			key := t.keys[nodes+i]
			t.seen[key] = slices.DeleteFunc(t.seen[key], func(g *ir.Node) bool { return g == n })
		}
		t.Func.Nodes, t.keys, t.Func.Slots = t.Func.Nodes[:nodes], t.keys[:nodes], slots
		t.Func.Terms, t.Func.Constant = t.Func.Terms[:terms], constant
	}
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
