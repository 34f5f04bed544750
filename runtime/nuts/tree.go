package nuts

import "math"

// A tree is a stretch of trajectory: its two ends, the sum of its momenta, its
// total weight, and one of its points drawn in proportion to the weights. Beg
// is the end it was built from and end the one it grows at, whichever way time
// runs; the U-turn criterion is symmetric in them.
type tree struct {
	beg, end  edge
	rho       []float64 // sum of the momenta
	draw      proposal
	logWeight float64 // log of the sum of exp(H0 - H)
}

// An edge is the momentum and the velocity at one end of a tree.
type edge struct{ p, v []float64 }

// A proposal is a point that the transition may move to.
type proposal struct {
	q, g   []float64
	lp     float64
	energy float64
}

func newTree(dim int) tree {
	vec := func() []float64 { return make([]float64, dim) }
	return tree{
		beg: edge{vec(), vec()}, end: edge{vec(), vec()}, rho: vec(),
		draw: proposal{q: vec(), g: vec()},
	}
}

// A frame is the memory to build one tree from two halves, both of a lower
// depth.
type frame struct{ first, last tree }

// persists reports whether two adjoining trees together have not turned: by
// the generalised criterion over the whole (Betancourt, arXiv:1701.02434,
// appendix A.4.2), and over each half with the nearest point of the other,
// which sees the turns that fall between the halves. The second tree begins
// where the first ends.
func persists(first, last *tree) bool {
	var whole, left, right [2]float64
	a, b, c, d := first.beg.v, first.end.v, last.beg.v, last.end.v
	rho1, rho2, p1, p2 := first.rho, last.rho, first.end.p, last.beg.p
	n := len(a)
	b, c, d, rho1, rho2, p1, p2 = b[:n], c[:n], d[:n], rho1[:n], rho2[:n], p1[:n], p2[:n]
	for i, ai := range a {
		r := rho1[i] + rho2[i]
		whole[0] += ai * r
		whole[1] += d[i] * r
		r = rho1[i] + p2[i]
		left[0] += ai * r
		left[1] += c[i] * r
		r = rho2[i] + p1[i]
		right[0] += b[i] * r
		right[1] += d[i] * r
	}
	return whole[0] > 0 && whole[1] > 0 && left[0] > 0 && left[1] > 0 && right[0] > 0 && right[1] > 0
}

// logSumExp returns log(exp(a) + exp(b)) for finite a and b.
func logSumExp(a, b float64) float64 {
	return max(a, b) + math.Log1p(math.Exp(-math.Abs(a-b)))
}
