package pass

import (
	"slices"

	"hm/compiler/internal/ir"
)

// deadCode drops nodes whose results are never used. A node without a result
// checks something and stays.
func deadCode(f *ir.Func) int {
	used := make([]bool, f.Slots)
	for _, s := range f.Terms {
		used[s] = true
	}
	dropped := 0
	keep := make([]bool, len(f.Nodes))
	for i := len(f.Nodes) - 1; i >= 0; i-- {
		n := f.Nodes[i]
		if n.N > 0 && !slices.Contains(used[n.First:int(n.First)+n.N], true) {
			dropped++
			continue
		}
		keep[i] = true
		for _, s := range n.Gather {
			if s != ir.Constant {
				used[s] = true
			}
		}
		for _, a := range n.Args {
			if a.First != ir.Constant {
				for s := a.First; s < a.First+ir.Slot(a.N); s++ {
					used[s] = true
				}
			}
		}
	}
	live := f.Nodes[:0]
	for i, n := range f.Nodes {
		if keep[i] {
			live = append(live, n)
		}
	}
	clear(f.Nodes[len(live):]) // so that what they hold can be freed
	f.Nodes = live
	if dropped > 0 {
		compact(f)
	}
	return dropped
}

// compact numbers the slots anew, so that memory holds only what is used.
func compact(f *ir.Func) {
	to := make([]ir.Slot, f.Slots)
	for s := range to {
		to[s] = ir.Constant
	}
	next := ir.Slot(0)
	move := func(first ir.Slot, n int) ir.Slot {
		for k := range n {
			to[int(first)+k] = next
			next++
		}
		return next - ir.Slot(n)
	}
	move(0, f.Inputs)
	renumber := func(s ir.Slot) ir.Slot {
		if s == ir.Constant {
			return s
		}
		return to[s]
	}
	for _, n := range f.Nodes {
		n.Gather = slices.Clone(n.Gather) // values of the walk share it
		for i, s := range n.Gather {
			n.Gather[i] = renumber(s)
		}
		for i := range n.Args {
			if n.Args[i].N > 0 {
				n.Args[i].First = renumber(n.Args[i].First)
			}
		}
		n.First = move(n.First, n.N)
	}
	for i, s := range f.Terms {
		f.Terms[i] = renumber(s)
	}
	f.Slots = int(next)
}
