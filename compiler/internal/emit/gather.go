package emit

import (
	"hm/compiler/internal/ir"
	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// gather copies slots to a run, and adds the run's adjoints to theirs.
func (c *Code) gather(n *ir.Node) (func() error, func()) {
	out := c.operand(n.First, n.N)
	copy(out.Val, n.Fill)
	if list := segments(n.Gather); len(list)*minSegment <= n.N {
		return c.gatherSegments(out, list)
	}
	var at, from []int32
	for i, s := range n.Gather {
		if s != ir.Constant {
			at, from = append(at, int32(i)), append(from, s)
		}
	}
	val, adj := c.val, c.adj
	if len(at) == n.N {
		return func() error {
				kernel.Gather(out.Val, val, from)
				return nil
			}, func() {
				for i, s := range from {
					adj[s] += out.Adj[i]
				}
			}
	}
	return func() error {
			for k, i := range at {
				out.Val[i] = val[from[k]]
			}
			return nil
		}, func() {
			for k, i := range at {
				adj[from[k]] += out.Adj[i]
			}
		}
}

// minSegment is how long segments must be on average to be worth their loops.
const minSegment = 8

// A segment is a stretch of a gather that copies slots that follow one another,
// or one slot again and again. Loops inside loops make such gathers.
type segment struct {
	at, n int
	from  ir.Slot
	same  bool
}

// segments cuts a gather into segments; constants are left out.
func segments(slots []ir.Slot) []segment {
	var list []segment
	for i, s := range slots {
		if s == ir.Constant {
			continue
		}
		if k := len(list) - 1; k >= 0 && list[k].at+list[k].n == i {
			last := &list[k]
			if last.n == 1 && s == last.from {
				last.same = true
			}
			if last.same && s == last.from || !last.same && s == last.from+ir.Slot(last.n) {
				last.n++
				continue
			}
		}
		list = append(list, segment{at: i, n: 1, from: s})
	}
	return list
}

func (c *Code) gatherSegments(out mem.Operand, list []segment) (func() error, func()) {
	val, adj := c.val, c.adj
	forward := func() error {
		for i := range list {
			s := &list[i]
			to := out.Val[s.at : s.at+s.n]
			if !s.same {
				copy(to, val[s.from:])
				continue
			}
			x := val[s.from]
			for j := range to {
				to[j] = x
			}
		}
		return nil
	}
	reverse := func() {
		for i := range list {
			s := &list[i]
			from := out.Adj[s.at : s.at+s.n]
			if s.same {
				adj[s.from] += kernel.Sum(from)
				continue
			}
			to := adj[s.from : int(s.from)+s.n]
			kernel.Add(to, to, from)
		}
	}
	return forward, reverse
}
