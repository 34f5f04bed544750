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

// sufficientStatistics replaces y ~ normal(mu, sigma), where y is data, sigma a
// scalar and mu = Xβ + c linear in the parameters β, by the quadratic form that
// a QR decomposition X = QR gives:
//
//	Σ (y - mu)² = rss + |Rβ - z|²,  z = Q'(y - c),  rss = |y - c|² - |z|²
//
// with rss found as the norm of the residuals, not as that difference. The
// density is exactly the model's, and its cost no longer depends on the number
// of observations.
func sufficientStatistics(f *ir.Func) int {
	fired := 0
	var l *linearizer
	for i := 0; i < len(f.Nodes); i++ {
		n := f.Nodes[i]
		if !normalLikelihood(n) {
			continue
		}
		if l == nil {
			l = newLinearizer(f)
		}
		q := l.quadratic(n.Args[0], n.Args[1])
		if q == nil {
			continue
		}
		first := ir.Slot(f.Slots)
		gather := &ir.Node{First: first, N: len(q.slots), Gather: q.slots, Fill: make([]float64, len(q.slots))}
		f.Slots += len(q.slots)
		beta := ir.Arg{First: first, N: len(q.slots), Dims: []int{len(q.slots)}, Type: types.TVector}
		quad := &ir.Node{Op: q.op(n.Op), First: n.First, N: 1, Args: []ir.Arg{beta, n.Args[2]}}
		f.Nodes = slices.Replace(f.Nodes, i, i+1, gather, quad)
		i++
		l = nil // its node numbers are old
		fired++
	}
	return fired
}

// minRows is how many observations make the quadratic form worth its set-up.
const minRows = 8

// normalLikelihood reports whether n is y ~ normal(mu, sigma) of the shape that
// sufficientStatistics takes.
func normalLikelihood(n *ir.Node) bool {
	if n.Op == nil || !n.Op.Term {
		return false
	}
	d, ok := n.Op.Row.(*dist.Dist)
	if !ok || d.Name != "normal" {
		return false
	}
	y, mu, sigma := n.Args[0], n.Args[1], n.Args[2]
	return y.First == ir.Constant && y.N >= minRows && mu.First != ir.Constant && sigma.N == 1 && !slices.ContainsFunc(y.Data, notFinite)
}

func notFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// A quadratic is rss + Σ over blocks |Rβ - z|², β being some of the slots.
type quadratic struct {
	slots  []ir.Slot
	rows   int
	rss    float64
	blocks []block
}

// A block is the part of a quadratic that one set of slots has to itself.
type block struct {
	cols []int     // positions in slots
	r    []float64 // upper triangle by rows: len(cols) + ... + 1 numbers
	z    []float64
}

// quadratic returns the quadratic form of y - mu, or nil where mu is not linear
// or where the form would cost more than the observations do.
func (l *linearizer) quadratic(y, mu ir.Arg) *quadratic {
	rows := make([]form, y.N)
	for i := range rows {
		rows[i] = l.arg(mu, i)
		if notFinite(rows[i].off) || slices.ContainsFunc(rows[i].terms, func(t term) bool { return notFinite(t.coef) }) {
			return nil
		}
	}
	q := &quadratic{rows: y.N, slots: distinct(rows)}
	groups := components(rows, q.slots)
	cost := 0
	for _, g := range groups {
		cost += len(g.cols) * len(g.cols)
		// The decomposition itself must not take longer than it saves.
		if len(g.cols) > 128 {
			return nil
		}
	}
	if cost > 4*y.N {
		return nil
	}
	for _, g := range groups {
		q.add(g, rows, y.Data)
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

// components splits the design into groups that share no column, such as the
// levels of a factor without a common coefficient.
func components(rows []form, slots []ir.Slot) []group {
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
	for _, r := range rows {
		for _, t := range r.terms {
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
		g := at(find(i))
		g.cols = append(g.cols, i)
	}
	for i, r := range rows {
		root := -1 // rows without parameters
		if len(r.terms) > 0 {
			root = find(column[r.terms[0].slot])
		}
		g := at(root)
		g.rows = append(g.rows, i)
	}
	return groups
}

// add decomposes the rows of a group: residuals that no β can remove go to rss.
func (q *quadratic) add(g group, rows []form, y []float64) {
	n, k := len(g.rows), len(g.cols)
	if k == 0 {
		for _, i := range g.rows {
			r := y[i] - rows[i].off
			q.rss += r * r
		}
		return
	}
	position := make(map[ir.Slot]int, k)
	for j, c := range g.cols {
		position[q.slots[c]] = j
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
	q.rss += upper.At(k, k) * upper.At(k, k)
	q.blocks = append(q.blocks, b)
}

// op returns the operation on (β, sigma) that adds the log density, in place of
// the one that was.
func (q *quadratic) op(was *ir.Op) *ir.Op {
	op := *was
	op.Name = "normal sufficient statistics"
	op.Row = nil
	op.Bind = func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
		widest := 0
		for _, b := range q.blocks {
			widest = max(widest, len(b.cols))
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
	sigma := e.sigma.Val[0]
	if !mem.Positive.Has(sigma) {
		e.refuse.Value = sigma
		return &e.refuse
	}
	precision := 1 / (sigma * sigma)
	ss := e.q.rss
	for i := range e.q.blocks {
		ss += e.block(&e.q.blocks[i], precision)
	}
	n := float64(e.q.rows)
	if e.sigma.Adj != nil {
		e.sigma.Adj[0] += (ss*precision - n) / sigma
	}
	e.out.Val[0] = -0.5*ss*precision - n*(math.Log(sigma)+halfLog2Pi)
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
