package fn

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// A term is one argument of a map over batches, a scalar spread over a buffer.
type term struct {
	mem.Operand
	buf  []float64
	part []float64 // derivative of each element of the result; nil for data
}

func newTerm(o mem.Operand, n int) term {
	t := term{Operand: o}
	if len(o.Val) == 1 {
		t.buf = make([]float64, min(n, batch))
	}
	if o.Adj != nil {
		t.part = make([]float64, n)
	}
	return t
}

// start spreads a scalar; call it once an evaluation.
func (t *term) start() {
	if t.buf != nil {
		setAll(t.buf, t.Val[0])
	}
}

// at returns elements i to j.
func (t *term) at(i, j int) []float64 {
	if t.buf != nil {
		return t.buf[:j-i]
	}
	return t.Val[i:j]
}

// pull adds to the adjoint of the term what g says.
func (t *term) pull(g []float64) {
	switch {
	case t.part == nil:
	case t.buf != nil:
		t.Adj[0] += dot(g, t.part)
	default:
		mulAdd(t.Adj, g, t.part)
	}
}

// keep stores derivatives of elements from i on, if anybody wants them.
func (t *term) keep(i int, d []float64) {
	if t.part != nil {
		copy(t.part[i:], d)
	}
}

// logAdd sets out to log(e^x + e^y), and px and py to the shares of the two
// terms. It reports false where a result is not finite: what is infinite or
// NaN is the definition's.
func logAdd(out, px, py, x, y []float64) bool {
	x, y, px, py = x[:len(out)], y[:len(out)], px[:len(out)], py[:len(out)]
	for i, v := range x {
		px[i] = -math.Abs(v - y[i])
	}
	kernel.SoftplusLogit(out, py, px) // the smaller share
	for i, v := range x {
		w := y[i]
		out[i] += max(v, w)
		small := math.Float64bits(py[i])
		large := math.Float64bits(1 - py[i])
		less := uint64(int64(math.Float64bits(v-w)) >> 63) // all ones where x is the smaller
		px[i] = math.Float64frombits(small&less | large&^less)
		py[i] = math.Float64frombits(large&less | small&^less)
	}
	return finite(sumOf(out))
}

func finite(x float64) bool { return x-x == 0 }

// fastLogSumExp2 is log_sum_exp of two arguments over containers.
func fastLogSumExp2(out mem.Operand, args []mem.Operand) (func() error, func()) {
	return bindPair(out, args, logAdd, logSumExp2)
}

// fastLogDiffExp is log_diff_exp over containers.
func fastLogDiffExp(out mem.Operand, args []mem.Operand) (func() error, func()) {
	return bindPair(out, args, logSubtract, logDiffExp)
}

// logSubtract sets out to log(e^x - e^y), and dx and dy to its derivatives; it
// reports what logAdd does.
func logSubtract(out, dx, dy, x, y []float64) bool {
	kernel.Sub(dx, y, x)
	log1mExpValue(out, dx, dy)
	log1mExpSlope(dy, nil, dx)
	kernel.Add(out, out, x)
	kernel.Sub(dx, one(dy), dy)
	return finite(sumOf(out))
}

// bindPair binds a function of two arguments: fast over batches, or the
// definition where that reports false.
func bindPair(out mem.Operand, args []mem.Operand, fast func(out, dx, dy, x, y []float64) bool, definition map2) (func() error, func()) {
	n := len(out.Val)
	if n < short {
		return nil, nil
	}
	x, y := newTerm(args[0], n), newTerm(args[1], n)
	dx, dy := make([]float64, min(n, batch)), make([]float64, min(n, batch))
	forward := func() {
		x.start()
		y.start()
		for i := 0; i < n; i += batch {
			j := min(i+batch, n)
			o, a, b, da, db := out.Val[i:j], x.at(i, j), y.at(i, j), dx[:j-i], dy[:j-i]
			if !fast(o, da, db, a, b) {
				for k := range o {
					o[k], da[k], db[k] = definition(a[k], b[k])
				}
			}
			x.keep(i, da)
			y.keep(i, db)
		}
	}
	return always(forward), func() {
		x.pull(out.Adj)
		y.pull(out.Adj)
	}
}

// A logMixture is log_mix of two densities over containers.
type logMixture struct {
	out                                  []float64
	theta, a, b                          term
	logTheta, logRest, x, y, da, db, dth []float64
}

func fastLogMix(out mem.Operand, args []mem.Operand) (func() error, func()) {
	n := len(out.Val)
	if n < short {
		return nil, nil
	}
	m := &logMixture{out: out.Val, theta: newTerm(args[0], n), a: newTerm(args[1], n), b: newTerm(args[2], n)}
	for _, s := range []*[]float64{&m.logTheta, &m.logRest, &m.x, &m.y, &m.da, &m.db, &m.dth} {
		*s = make([]float64, min(n, batch))
	}
	return always(m.forward), func() {
		m.theta.pull(out.Adj)
		m.a.pull(out.Adj)
		m.b.pull(out.Adj)
	}
}

func (m *logMixture) forward() {
	m.theta.start()
	m.a.start()
	m.b.start()
	if m.theta.buf != nil {
		setAll(m.logTheta, math.Log(m.theta.Val[0]))
		setAll(m.logRest, math.Log1p(-m.theta.Val[0]))
	}
	for i := 0; i < len(m.out); i += batch {
		m.take(i, min(i+batch, len(m.out)))
	}
}

func (m *logMixture) take(i, j int) {
	n := j - i
	out, theta, a, b := m.out[i:j], m.theta.at(i, j), m.a.at(i, j), m.b.at(i, j)
	x, y, da, db, dth := m.x[:n], m.y[:n], m.da[:n], m.db[:n], m.dth[:n]
	if m.theta.buf == nil {
		kernel.Log(m.logTheta[:n], theta)
		negate(m.logRest[:n], theta)
		kernel.Log1p(m.logRest[:n], m.logRest[:n])
	}
	kernel.Add(x, m.logTheta[:n], a)
	kernel.Add(y, m.logRest[:n], b)
	plain := logAdd(out, da, db, x, y)
	if plain && m.theta.part != nil {
		m.slope(dth, theta)
		plain = finite(sumOf(dth))
	}
	if !plain {
		for k := range out {
			out[k], dth[k], da[k], db[k] = logMix(theta[k], a[k], b[k])
		}
	}
	m.theta.keep(i, dth)
	m.a.keep(i, da)
	m.b.keep(i, db)
}

// slope sets d to the derivative by theta: the shares over their weights, one
// less the other.
func (m *logMixture) slope(d, theta []float64) {
	da, db := m.da[:len(d)], m.db[:len(d)]
	if m.theta.buf != nil {
		kernel.Scale(d, 1/theta[0], da)
		kernel.Axpy(-1/(1-theta[0]), db, d)
		return
	}
	rest := m.x[:len(d)] // no longer wanted
	kernel.Sub(rest, one(theta), theta)
	kernel.Div(rest, db, rest)
	kernel.Div(d, da, theta)
	kernel.Sub(d, d, rest)
}
