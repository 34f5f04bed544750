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
	f.Nodes = live
	return dropped
}
