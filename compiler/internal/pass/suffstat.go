package pass

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/dist"
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// sufficientStatistics replaces y ~ normal(mu, sigma), where y is data and mu =
// Xβ + c linear in the parameters β, by the quadratic form that a QR
// decomposition X = QR gives:
//
//	Σ (y - mu)² = rss + |Rβ - z|²,  z = Q'(y - c),  rss = |y - c|² - |z|²
//
// with rss found as the norm of the residuals, not as that difference. The
// density is exactly the model's, and its cost no longer depends on the number
// of observations. Where sigma differs between observations, each sigma has a
// form of its own.
func sufficientStatistics(f *ir.Func) int {
	fired := 0
	for i := 0; i < len(f.Nodes); i++ {
		n := f.Nodes[i]
		if !normalLikelihood(n) {
			continue
		}
		q := bestQuadratic(f, n)
		if q == nil {
			continue
		}
		beta, sigma := gatherNode(f, q.slots), gatherNode(f, q.sigmas)
		quad := &ir.Node{Op: q.op(n.Op), First: n.First, N: 1, Args: []ir.Arg{wholeOf(beta), wholeOf(sigma)}}
		if q.sigmas[0] == ir.Constant {
			quad.Args[1] = n.Args[2]
			f.Nodes = slices.Replace(f.Nodes, i, i+1, beta, quad)
			i++
		} else {
			f.Nodes = slices.Replace(f.Nodes, i, i+1, beta, sigma, quad)
			i += 2
		}
		fired++
	}
	return fired
}

func gatherNode(f *ir.Func, slots []ir.Slot) *ir.Node {
	g := &ir.Node{First: ir.Slot(f.Slots), N: len(slots), Gather: slots, Fill: make([]float64, len(slots))}
	f.Slots += g.N
	return g
}

func wholeOf(n *ir.Node) ir.Arg {
	return ir.Arg{First: n.First, N: n.N, Dims: []int{n.N}, Type: types.TVector}
}

// minRows is how many observations make the quadratic form worth its set-up.
const minRows = 8

// normalLikelihood reports whether n is y ~ normal(mu, sigma) with y data, mu
// not, and sigma a parameter or one number.
func normalLikelihood(n *ir.Node) bool {
	if n.Op == nil || !n.Op.Term {
		return false
	}
	d, ok := n.Op.Row.(*dist.Dist)
	if !ok || d.Name != "normal" {
		return false
	}
	y, mu, sigma := n.Args[0], n.Args[1], n.Args[2]
	return y.First == ir.Constant && y.N >= minRows && mu.First != ir.Constant &&
		(sigma.N == 1 || sigma.First != ir.Constant) && !slices.ContainsFunc(y.Data, notFinite)
}

func notFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// A quadratic is Σ over strata of a sum of squares, each with a sigma of its
// own, β being some of the slots.
type quadratic struct {
	slots  []ir.Slot
	sigmas []ir.Slot // of each stratum; Constant if sigma is data
	strata []stratum
	cost   int // multiplications an evaluation
}

// A stratum is the observations that share a sigma: their sum of squares is
// rss + Σ over blocks |Rβ - z|².
type stratum struct {
	rows   int
	rss    float64
	blocks []block
}

// A block is the part of a stratum that one set of slots has to itself.
type block struct {
	cols []int     // positions in slots
	r    []float64 // upper triangle by rows: len(cols) + ... + 1 numbers
	z    []float64
}

// bestQuadratic returns the cheaper of the two forms that a likelihood has: in
// what short vectors such as group effects come to, or in what those are made
// of. It is nil where mu is not linear or where the observations cost less.
func bestQuadratic(f *ir.Func, n *ir.Node) *quadratic {
	var best *design
	for _, narrow := range []int{n.Args[0].N / 2, 0} {
		d := newDesign(newLinearizer(f, narrow), n)
		if d != nil && (best == nil || d.cost < best.cost) {
			best = d
		}
	}
	if best == nil || best.cost > 4*n.Args[0].N {
		return nil
	}
	return best.decompose()
}

// A design is the linear forms of the means, by stratum and by group of
// columns.
type design struct {
	rows   []form
	y      []float64
	slots  []ir.Slot
	sigmas []ir.Slot
	groups [][]group // by stratum
	cost   int
}

// maxBlock is the widest block: wider ones take longer to decompose than they
// save.
const maxBlock = 128

func newDesign(l *linearizer, n *ir.Node) *design {
	y, mu, sigma := n.Args[0], n.Args[1], n.Args[2]
	d := &design{rows: make([]form, y.N), y: y.Data}
	byStratum := map[ir.Slot][]int{}
	for i := range d.rows {
		d.rows[i] = l.arg(mu, i)
		if notFinite(d.rows[i].off) || slices.ContainsFunc(d.rows[i].terms, func(t term) bool { return notFinite(t.coef) }) {
			return nil
		}
		s := ir.Constant
		if sigma.First != ir.Constant {
			s = l.origin(sigma.First + ir.Slot(min(i, sigma.N-1)))
			if s == ir.Constant {
				return nil // some sigmas are data
			}
		}
		if byStratum[s] == nil {
			d.sigmas = append(d.sigmas, s)
		}
		byStratum[s] = append(byStratum[s], i)
	}
	d.slots = distinct(d.rows)
	for _, s := range d.sigmas {
		groups := components(d.rows, byStratum[s], d.slots)
		for _, g := range groups {
			if len(g.cols) > maxBlock {
				return nil
			}
			d.cost += len(g.cols) * len(g.cols)
		}
		d.groups = append(d.groups, groups)
	}
	return d
}

func (d *design) decompose() *quadratic {
	q := &quadratic{slots: d.slots, sigmas: d.sigmas, strata: make([]stratum, len(d.sigmas)), cost: d.cost}
	for k, groups := range d.groups {
		for _, g := range groups {
			q.strata[k].rows += len(g.rows)
			q.strata[k].add(g, d.slots, d.rows, d.y)
		}
	}
	return q
}

// distinct lists the slots that occur, in order.
func distinct(rows []form) []ir.Slot {
	seen := map[ir.Slot]bool{}
	var slots []ir.Slot
	for _, r := range rows {
		for _, t := range r.terms {
			if !seen[t.slot] {
				seen[t.slot] = true
				slots = append(slots, t.slot)
			}
		}
	}
	slices.Sort(slots)
	return slots
}

// A group is a set of rows and the columns that they alone use.
type group struct{ rows, cols []int }

// components splits some rows of the design into groups that share no column,
// such as the levels of a factor without a common coefficient. Columns that
// those rows do not use are left out.
func components(all []form, rows []int, slots []ir.Slot) []group {
	parent := make([]int, len(slots))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	column := make(map[ir.Slot]int, len(slots))
	for i, s := range slots {
		column[s] = i
	}
	used := make([]bool, len(slots))
	for _, i := range rows {
		r := all[i]
		for _, t := range r.terms {
			used[column[t.slot]] = true
			parent[find(column[t.slot])] = find(column[r.terms[0].slot])
		}
	}
	index := map[int]int{}
	var groups []group
	at := func(root int) *group {
		if _, ok := index[root]; !ok {
			index[root] = len(groups)
			groups = append(groups, group{})
		}
		return &groups[index[root]]
	}
	for i := range slots {
		if used[i] {
			g := at(find(i))
			g.cols = append(g.cols, i)
		}
	}
	for _, i := range rows {
		root := -1 // rows without parameters
		if r := all[i]; len(r.terms) > 0 {
			root = find(column[r.terms[0].slot])
		}
		g := at(root)
		g.rows = append(g.rows, i)
	}
	return groups
}

// add decomposes the rows of a group: residuals that no β can remove go to rss.
func (s *stratum) add(g group, slots []ir.Slot, rows []form, y []float64) {
	n, k := len(g.rows), len(g.cols)
	if k == 0 {
		for _, i := range g.rows {
			r := y[i] - rows[i].off
			s.rss += r * r
		}
		return
	}
	position := make(map[ir.Slot]int, k)
	for j, c := range g.cols {
		position[slots[c]] = j
	}
	// The last column is y: its part in R is z, and below that the norm of
	// the residuals. Rows of zeros change nothing.
	xy := mat.NewDense(max(n, k+1), k+1, nil)
	for r, i := range g.rows {
		for _, t := range rows[i].terms {
			xy.Set(r, position[t.slot], t.coef)
		}
		xy.Set(r, k, y[i]-rows[i].off)
	}
	var qr mat.QR
	qr.Factorize(xy)
	var upper mat.Dense
	qr.RTo(&upper)
	b := block{cols: g.cols}
	for i := range k {
		for j := i; j < k; j++ {
			b.r = append(b.r, upper.At(i, j))
		}
		b.z = append(b.z, upper.At(i, k))
	}
	s.rss += upper.At(k, k) * upper.At(k, k)
	s.blocks = append(s.blocks, b)
}

// op returns the operation on (β, sigma) that adds the log density, in place of
// the one that was.
func (q *quadratic) op(was *ir.Op) *ir.Op {
	op := *was
	op.Name = "normal sufficient statistics"
	op.Row = nil
	op.Bind = func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
		widest := 0
		for _, s := range q.strata {
			for _, b := range s.blocks {
				widest = max(widest, len(b.cols))
			}
		}
		e := &evaluation{q: q, out: out, beta: args[0], sigma: args[1], resid: make([]float64, widest),
			refuse: mem.DomainError{Func: "normal", Arg: "sigma", Want: mem.Positive.Name}}
		return e.run, nil, nil
	}
	return &op
}

// An evaluation is a quadratic bound to the memory of a chain.
type evaluation struct {
	q           *quadratic
	out         mem.Operand
	beta, sigma mem.Operand
	resid       []float64
	refuse      mem.DomainError
}

const halfLog2Pi = 0.918938533204672741780329736406 // log(2π)/2

func (e *evaluation) run() error {
	e.out.Val[0] = 0
	for k := range e.q.strata {
		s, sigma := &e.q.strata[k], e.sigma.Val[k]
		if !mem.Positive.Has(sigma) {
			e.refuse.Value = sigma
			return &e.refuse
		}
		precision := 1 / (sigma * sigma)
		ss := s.rss
		for i := range s.blocks {
			ss += e.block(&s.blocks[i], precision)
		}
		n := float64(s.rows)
		if e.sigma.Adj != nil {
			e.sigma.Adj[k] += (ss*precision - n) / sigma
		}
		e.out.Val[0] -= 0.5*ss*precision + n*(math.Log(sigma)+halfLog2Pi)
	}
	return nil
}

// block returns |Rβ - z|² and adds -R'(Rβ - z)/σ² to the adjoint of β.
func (e *evaluation) block(b *block, precision float64) float64 {
	k, ss, at := len(b.cols), 0.0, 0
	for i := range k {
		r := -b.z[i]
		for j, c := range b.cols[i:] {
			r += b.r[at+j] * e.beta.Val[c]
		}
		at += k - i
		e.resid[i] = r
		ss += r * r
	}
	at = 0
	for i := range k {
		r := e.resid[i] * precision
		for j, c := range b.cols[i:] {
			e.beta.Adj[c] -= b.r[at+j] * r
		}
		at += k - i
	}
	return ss
}
