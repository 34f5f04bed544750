package pass

import (
	"hm/compiler/internal/ir"
	"hm/compiler/lib/fn"
)

// inverses pairs a function with the one that it undoes: square(sqrt(x)) is x.
// Outside the domain of the inner function, which then gives NaN, the point is
// refused all the same as long as the inner result is used elsewhere, which is
// asked for.
var inverses = map[string]string{"square": "sqrt", "exp": "log", "log": "exp", "inv_logit": "logit", "logit": "inv_logit"}

// simplify takes out functions that undo each other. A recursion on a standard
// deviation, as GARCH models have, becomes one on the variance, and the square
// roots no longer stand in its way.
func simplify(f *ir.Func) int {
	producer := make([]*ir.Node, f.Slots)
	uses := make([]int32, f.Slots)
	for _, n := range f.Nodes {
		for s := n.First; s < n.First+ir.Slot(n.N); s++ {
			producer[s] = n
		}
		n.EachInput(func(s ir.Slot) { uses[s]++ })
	}
	to := make([]ir.Slot, f.Slots)
	for s := range to {
		to[s] = ir.Slot(s)
	}
	fired := 0
	for _, n := range f.Nodes {
		n.Gather = renamed(n.Gather, to)
		for i, a := range n.Args {
			if a.First != ir.Constant && a.N == 1 {
				n.Args[i].First = to[a.First]
			}
		}
		if inner := undone(n, producer, uses); inner != nil {
			to[n.First] = inner.Args[0].First
			fired++
		}
	}
	for i, s := range f.Terms {
		f.Terms[i] = to[s]
	}
	return fired
}

// undone returns the node whose scalar result n undoes, or nil.
func undone(n *ir.Node, producer []*ir.Node, uses []int32) *ir.Node {
	outer, ok := scalarFunction(n)
	if !ok {
		return nil
	}
	inner := producer[n.Args[0].First]
	if inner == nil || uses[n.Args[0].First] < 2 {
		return nil
	}
	if name, ok := scalarFunction(inner); ok && inverses[outer] == name {
		return inner
	}
	return nil
}

// scalarFunction names a function of one scalar that depends on parameters.
func scalarFunction(n *ir.Node) (string, bool) {
	if n.Op == nil || n.N != 1 || len(n.Args) != 1 || n.Args[0].N != 1 || n.Args[0].First == ir.Constant {
		return "", false
	}
	row, ok := n.Op.Row.(*fn.Overload)
	if !ok || row.Map1 == nil {
		return "", false
	}
	return row.Name, true
}

func renamed(slots, to []ir.Slot) []ir.Slot {
	for i, s := range slots {
		if s != ir.Constant && to[s] != s {
			out := append([]ir.Slot(nil), slots...) // values of the walk share it
			for j := i; j < len(out); j++ {
				if out[j] != ir.Constant {
					out[j] = to[out[j]]
				}
			}
			return out
		}
	}
	return slots
}
