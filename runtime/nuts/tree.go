package nuts

import "math"

// A tree is a stretch of trajectory: its two ends, the sum of its momenta, its
// total weight, and one of its points drawn in proportion to the weights. Beg
// is the end it was built from and end the one it grows at, whichever way time
// runs; the U-turn criterion is symmetric in them. Of a single point only beg,
// the draw and the weight are set, until widen sets the rest.
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

// widen makes the tree of a single point whole.
func (t *tree) widen() {
	copy(t.end.p, t.beg.p)
	copy(t.end.v, t.beg.v)
	copy(t.rho, t.beg.p)
}

// join makes t the union of two adjoining trees, whose ends it takes over, and
// reports whether it persists. Pairs are two single points.
func (t *tree) join(first, last *tree, pair bool) bool {
	t.beg, first.beg = first.beg, t.beg
	if pair {
		t.end, last.beg = last.beg, t.end
		return pairPersists(&t.beg, &t.end, t.rho)
	}
	t.end, last.end = last.end, t.end
	for i, r := range first.rho {
		t.rho[i] = r + last.rho[i]
	}
	return persists(t, first.end, first.rho, last.beg, last.rho)
}

// A frame is the memory to build one tree from two halves, both of a lower
// depth.
type frame struct{ first, last tree }

// persists reports whether a tree that joins two has not turned: by the
// generalised criterion over the whole (Betancourt, arXiv:1701.02434, appendix
// A.4.2), and over each half with the nearest point of the other, which sees the
// turns that fall between the halves. The first half ends at e1 and the second
// begins at e2; rho1 and rho2 are their momenta.
func persists(t *tree, e1 edge, rho1 []float64, e2 edge, rho2 []float64) bool {
	a, b, c, d := t.beg.v, e1.v, e2.v, t.end.v
	rho, p1, p2 := t.rho, e1.p, e2.p
	n := len(a)
	b, c, d, rho, rho1, rho2, p1, p2 = b[:n], c[:n], d[:n], rho[:n], rho1[:n], rho2[:n], p1[:n], p2[:n]
	var whole1, whole2, left1, left2, right1, right2 float64
	for i, v := range a {
		r := rho[i]
		whole1 += v * r
		whole2 += d[i] * r
		r = rho1[i] + p2[i]
		left1 += v * r
		left2 += c[i] * r
		r = rho2[i] + p1[i]
		right1 += b[i] * r
		right2 += d[i] * r
	}
	return whole1 > 0 && whole2 > 0 && left1 > 0 && left2 > 0 && right1 > 0 && right2 > 0
}

// pairPersists is persists for two single points, where the three parts of the
// criterion are one. It sets rho to the sum of the momenta.
func pairPersists(first, last *edge, rho []float64) bool {
	v1, v2, p1, p2 := first.v, last.v, first.p, last.p
	n := len(rho)
	v1, v2, p1, p2 = v1[:n], v2[:n], p1[:n], p2[:n]
	var s1, s2 float64
	for i := range rho {
		r := p1[i] + p2[i]
		rho[i] = r
		s1 += v1[i] * r
		s2 += v2[i] * r
	}
	return s1 > 0 && s2 > 0
}

// logSumExp returns log(exp(a) + exp(b)) for finite a and b.
func logSumExp(a, b float64) float64 {
	return max(a, b) + math.Log1p(math.Exp(-math.Abs(a-b)))
}
