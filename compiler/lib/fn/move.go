package fn

import "hm/compiler/lib/mem"

// A move copies n numbers of one argument to the result, from index from in
// steps of by to index to in steps of toBy. A step of 0 repeats one number.
// Functions that only rearrange (head, to_vector, append_row, rep_matrix ...)
// are lists of moves.
type move struct {
	arg      int
	from, by int
	to, toBy int
	n        int
}

// run is the move of n numbers that lie together in both places.
func run(arg, from, to, n int) move { return move{arg: arg, from: from, by: 1, to: to, toBy: 1, n: n} }

// repeat fills n places from to on with the one number at from.
func repeat(arg, from, to, n int) move { return move{arg: arg, from: from, to: to, toBy: 1, n: n} }

func (m *move) copyTo(out, val []float64) {
	if m.by == 1 && m.toBy == 1 {
		copy(out[m.to:m.to+m.n], val[m.from:])
		return
	}
	for i, j, k := 0, m.from, m.to; i < m.n; i++ {
		out[k] = val[j]
		j += m.by
		k += m.toBy
	}
}

func (m *move) pull(adj, g []float64) {
	if m.by == 1 && m.toBy == 1 {
		addTo(adj[m.from:m.from+m.n], g[m.to:m.to+m.n])
		return
	}
	for i, j, k := 0, m.from, m.to; i < m.n; i++ {
		adj[j] += g[k]
		j += m.by
		k += m.toBy
	}
}

// moving is the Bind of a function that rearranges as plan says. Places of
// the result that no move reaches are 0.
func moving(plan func(out mem.Operand, args []mem.Operand) []move) binds {
	return func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		moves := plan(out, args)
		forward := func() {
			clear(out.Val)
			for i := range moves {
				moves[i].copyTo(out.Val, args[moves[i].arg].Val)
			}
		}
		return always(forward), func() {
			for i := range moves {
				if adj := args[moves[i].arg].Adj; adj != nil {
					moves[i].pull(adj, out.Adj)
				}
			}
		}
	}
}

// asIs moves the first argument as it lies in memory.
func asIs(out mem.Operand, args []mem.Operand) []move { return []move{run(0, 0, 0, len(out.Val))} }

// flipped moves a matrix of m x n, or what lies in memory like one, to its
// transpose.
func flipped(m, n int) []move {
	moves := make([]move, n)
	for j := range moves {
		moves[j] = move{from: j * m, by: 1, to: j, toBy: n, n: m}
	}
	return moves
}
