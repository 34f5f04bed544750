package pass

import (
	"math"
	"slices"

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
	cost   int // numbers in all R
}

// A stratum is the observations that share a sigma. Their sum of squares is
// rss + |Rβ - z|², R a sparse triangle: row i has the numbers r[start[i]] to
// r[start[i+1]] in the columns cols, which count slots.
type stratum struct {
	rows  int
	rss   float64
	start []int32
	cols  []int32
	r     []float64
	z     []float64
}

// bestQuadratic returns the cheaper of the two forms that a likelihood has: in
// what short vectors such as group effects come to, or in what those are made
// of. It is nil where mu is not linear or where the observations cost less.
func bestQuadratic(f *ir.Func, n *ir.Node) *quadratic {
	limit := math.MaxInt // numbers in R
	var best *quadratic
	for _, narrow := range []int{n.Args[0].N / 2, 0} {
		if best != nil && best.cost <= smallEnough {
			break
		}
		if q := newQuadratic(newLinearizer(f, narrow), n, limit); q != nil {
			best, limit = q, q.cost-1
		}
	}
	return best
}

// smallEnough is a cost that is not worth looking for a smaller one.
const smallEnough = 100

// newQuadratic decomposes the means of a likelihood, or returns nil where they
// are not linear, or where R would have more numbers than limit or than half of
// those in the design, which is what the observations cost.
func newQuadratic(l *linearizer, n *ir.Node, limit int) *quadratic {
	y, mu, sigma := n.Args[0], n.Args[1], n.Args[2]
	q := &quadratic{}
	column := map[ir.Slot]int32{}
	stratum := map[ir.Slot]int{}
	var eliminations []*elimination
	for i := range y.N {
		s := ir.Constant
		if sigma.First != ir.Constant {
			if s = l.origin(sigma.First + ir.Slot(min(i, sigma.N-1))); s == ir.Constant {
				return nil // some sigmas are data
			}
		}
		k, ok := stratum[s]
		if !ok {
			k = len(q.sigmas)
			stratum[s] = k
			q.sigmas = append(q.sigmas, s)
			eliminations = append(eliminations, &elimination{})
		}
		row := l.row(mu, i)
		if notFinite(row.off) || slices.ContainsFunc(row.terms, func(t term) bool { return notFinite(t.coef) }) {
			return nil
		}
		for _, t := range row.terms {
			if _, ok := column[t.slot]; !ok {
				column[t.slot] = int32(len(q.slots))
				q.slots = append(q.slots, t.slot)
			}
		}
		if len(q.slots) > y.N {
			return nil
		}
		eliminations[k].add(row, y.Data[i], column)
	}
	numbers := 0
	for _, e := range eliminations {
		numbers += len(e.cols)
	}
	limit = min(limit, numbers/2)
	for _, e := range eliminations {
		s := e.run(len(q.slots), limit-q.cost)
		if s == nil {
			return nil
		}
		q.cost += len(s.r)
		q.strata = append(q.strata, *s)
	}
	return q
}

// op returns the operation on (β, sigma) that adds the log density, in place of
// the one that was.
func (q *quadratic) op(was *ir.Op) *ir.Op {
	op := *was
	op.Name = "normal sufficient statistics"
	op.Row = nil
	op.Bind = func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
		e := &evaluation{q: q, out: out, beta: args[0], sigma: args[1],
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
		ss := s.rss + s.squares(e.beta.Val, e.beta.Adj, precision)
		n := float64(s.rows)
		if e.sigma.Adj != nil {
			e.sigma.Adj[k] += (ss*precision - n) / sigma
		}
		e.out.Val[0] -= 0.5*ss*precision + n*(math.Log(sigma)+halfLog2Pi)
	}
	return nil
}

// squares returns |Rβ - z|² and adds -R'(Rβ - z)/σ² to the adjoint of β.
func (s *stratum) squares(beta, adj []float64, precision float64) float64 {
	ss := 0.0
	for i, z := range s.z {
		lo, hi := s.start[i], s.start[i+1]
		cols, r := s.cols[lo:hi], s.r[lo:hi]
		d := -z
		for j, c := range cols {
			d += r[j] * beta[c]
		}
		ss += d * d
		d *= precision
		for j, c := range cols {
			adj[c] -= r[j] * d
		}
	}
	return ss
}
