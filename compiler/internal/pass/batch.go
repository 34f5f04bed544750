package pass

import (
	"encoding/binary"
	"math"
	"slices"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/dist"
	"hm/lang/types"
)

// minBatch is how many scalar operations make a vector operation worth it.
const minBatch = 16

// batch makes vector operations of scalar ones. Loops with a carried
// dependence are written down iteration by iteration; of what they compute,
// operations of one kind that do not depend on each other are done together.
// Two operations certainly do not if they are equally many steps away from the
// parameters, or equally many from the log density: that number is their level.
// What leads into a recursion is found in the first way, and what leads out of
// it in the second.
func batch(f *ir.Func) int {
	return batchBy(f, fromInputs(f)) + batchBy(f, fromTerms(f))
}

// batchBy makes vector operations of nodes on one level.
func batchBy(f *ir.Func, levels []int32) int {
	b := &batcher{f: f, to: make([]ir.Slot, f.Slots), gathers: map[string]ir.Slot{}}
	for i := range b.to {
		b.to[i] = ir.Slot(i)
	}
	items, merged := b.items(levels)
	if merged == 0 {
		return 0
	}
	f.Nodes = nil
	for _, it := range items {
		b.place(it)
	}
	terms := f.Terms[:0]
	for _, s := range f.Terms {
		if t := b.to[s]; t != ir.Constant {
			terms = append(terms, t)
		}
	}
	f.Terms = terms
	return merged
}

type batcher struct {
	f       *ir.Func
	to      []ir.Slot // where each slot has gone; Constant for a term that joined another
	gathers map[string]ir.Slot
}

// An item is a node, or several that become one.
type item struct {
	level int32
	nodes []*ir.Node
}

// kind tells operations apart that cannot be done together.
type kind struct {
	row    any
	name   string
	level  int32
	active uint8 // which arguments depend on parameters
}

// items returns the nodes by level, those of one kind together where they are
// many, and how many of those there are.
func (b *batcher) items(levels []int32) (items []item, merged int) {
	groups := map[kind][]int{}
	for i, n := range b.f.Nodes {
		if scalarOp(n) {
			k := kindOf(n, levels[i])
			groups[k] = append(groups[k], i)
		}
	}
	for i, n := range b.f.Nodes {
		it := item{level: levels[i], nodes: []*ir.Node{n}}
		if scalarOp(n) {
			if g := groups[kindOf(n, levels[i])]; len(g) >= minBatch {
				if g[0] != i {
					continue
				}
				it.nodes = nil
				for _, j := range g {
					it.nodes = append(it.nodes, b.f.Nodes[j])
					it.level = max(it.level, levels[j])
				}
				merged++
			}
		}
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(x, y item) int { return int(x.level - y.level) })
	return items, merged
}

// fromInputs returns how many steps each node is away from the parameters.
func fromInputs(f *ir.Func) []int32 {
	levels, slots := make([]int32, len(f.Nodes)), make([]int32, f.Slots)
	for i, n := range f.Nodes {
		n.EachInput(func(s ir.Slot) { levels[i] = max(levels[i], slots[s]) })
		levels[i]++
		for s := n.First; s < n.First+ir.Slot(n.N); s++ {
			slots[s] = levels[i]
		}
	}
	return levels
}

// fromTerms returns the number of steps from each node to where its result is
// last used, counted so that it grows along the program. Terms that wait for
// each other for no reason are all on the last level.
func fromTerms(f *ir.Func) []int32 {
	levels, slots := make([]int32, len(f.Nodes)), make([]int32, f.Slots)
	for i := len(f.Nodes) - 1; i >= 0; i-- {
		n := f.Nodes[i]
		for s := n.First; s < n.First+ir.Slot(n.N); s++ {
			levels[i] = min(levels[i], slots[s])
		}
		n.EachInput(func(s ir.Slot) { slots[s] = min(slots[s], levels[i]-1) })
	}
	return levels
}

// scalarOp reports whether n is an operation on scalars that can also be done
// on vectors.
func scalarOp(n *ir.Node) bool {
	if n.Op == nil || n.N != 1 || len(n.Args) > 8 {
		return false
	}
	for _, a := range n.Args {
		if a.N != 1 || len(a.Dims) > 0 {
			return false
		}
	}
	if n.Op.Term {
		d, ok := n.Op.Row.(*dist.Dist)
		return ok && !d.Multivariate()
	}
	return n.Op.Each != nil && len(n.Op.Dims) == 0
}

// kindOf returns the kind of a scalar operation. Terms are not used by anything
// and may wait for the last of them.
func kindOf(n *ir.Node, level int32) kind {
	k := kind{row: n.Op.Row, name: n.Op.Name, level: level}
	if n.Op.Term {
		k.level = math.MaxInt32
	}
	for i, a := range n.Args {
		if a.First != ir.Constant {
			k.active |= 1 << i
		}
	}
	return k
}

// place appends an item to the function.
func (b *batcher) place(it item) {
	if len(it.nodes) > 1 {
		b.placeMerged(it.nodes)
		return
	}
	n := it.nodes[0]
	if n.Op == nil {
		n.Gather = b.moved(n.Gather)
	}
	for i, a := range n.Args {
		if a.First != ir.Constant && a.N > 0 {
			n.Args[i].First = b.run(b.moved(sequence(a.First, a.N)))
		}
	}
	b.f.Nodes = append(b.f.Nodes, n)
}

func (b *batcher) placeMerged(nodes []*ir.Node) {
	n := len(nodes)
	op := *nodes[0].Op
	out := &ir.Node{Op: &op, N: n}
	if op.Term {
		out.N = 1
	} else {
		op.Bind, op.Type, op.Dims = op.Each, types.TVector, []int{n}
	}
	wide := false
	for k := range nodes[0].Args {
		a := b.mergedArg(nodes, k)
		wide = wide || a.N > 1
		out.Args = append(out.Args, a)
	}
	if !wide { // the same again and again counts as often
		out.Args[0] = b.repeated(out.Args[0], n)
	}
	out.First = ir.Slot(b.f.Slots)
	b.f.Slots += out.N
	for i, m := range nodes {
		switch {
		case !op.Term:
			b.to[m.First] = out.First + ir.Slot(i)
		case i == 0:
			b.to[m.First] = out.First
		default:
			b.to[m.First] = ir.Constant
		}
	}
	b.f.Nodes = append(b.f.Nodes, out)
}

// mergedArg is argument k of several nodes as one: a scalar if all have the
// same, and a vector otherwise.
func (b *batcher) mergedArg(nodes []*ir.Node, k int) ir.Arg {
	a := nodes[0].Args[k]
	same := true
	if a.First == ir.Constant {
		data := make([]float64, len(nodes))
		for i, m := range nodes {
			data[i] = m.Args[k].Data[0]
			same = same && data[i] == data[0]
		}
		if same {
			return a
		}
		return ir.Arg{First: ir.Constant, Data: data, N: len(data), Dims: []int{len(data)}, Type: vectorOf(a.Type)}
	}
	slots := make([]ir.Slot, len(nodes))
	for i, m := range nodes {
		slots[i] = b.to[m.Args[k].First]
		same = same && slots[i] == slots[0]
	}
	if same {
		a.First = slots[0]
		return a
	}
	return ir.Arg{First: b.run(slots), N: len(slots), Dims: []int{len(slots)}, Type: types.TVector}
}

// repeated is a scalar argument n times.
func (b *batcher) repeated(a ir.Arg, n int) ir.Arg {
	out := ir.Arg{First: ir.Constant, N: n, Dims: []int{n}, Type: vectorOf(a.Type)}
	if a.First == ir.Constant {
		out.Data = slices.Repeat(a.Data, n)
		return out
	}
	slots := make([]ir.Slot, n)
	for i := range slots {
		slots[i] = a.First
	}
	out.First = b.run(slots)
	return out
}

// vectorOf is the type of many values of a scalar type.
func vectorOf(t types.Type) types.Type {
	if t.Kind == types.Int {
		return types.ArrayOf(1, types.TInt)
	}
	return types.TVector
}

// moved returns where slots have gone.
func (b *batcher) moved(slots []ir.Slot) []ir.Slot {
	out := make([]ir.Slot, len(slots))
	for i, s := range slots {
		out[i] = s
		if s != ir.Constant {
			out[i] = b.to[s]
		}
	}
	return out
}

// run returns the first of slots that follow one another, gathering them if
// they do not.
func (b *batcher) run(slots []ir.Slot) ir.Slot {
	follows := true
	for i, s := range slots {
		follows = follows && s == slots[0]+ir.Slot(i)
	}
	if follows {
		return slots[0]
	}
	key := make([]byte, 0, 4*len(slots))
	for _, s := range slots {
		key = binary.LittleEndian.AppendUint32(key, uint32(s))
	}
	if first, ok := b.gathers[string(key)]; ok {
		return first
	}
	g := &ir.Node{First: ir.Slot(b.f.Slots), N: len(slots), Gather: slots, Fill: make([]float64, len(slots))}
	b.f.Slots += g.N
	b.f.Nodes = append(b.f.Nodes, g)
	b.gathers[string(key)] = g.First
	return g.First
}

func sequence(first ir.Slot, n int) []ir.Slot {
	s := make([]ir.Slot, n)
	for i := range s {
		s[i] = first + ir.Slot(i)
	}
	return s
}
