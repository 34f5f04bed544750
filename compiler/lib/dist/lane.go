package dist

import (
	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// block is how many elements a fused kernel takes at a time: few enough that
// its scratch stays in the first cache, many enough to hide a call.
const block = 256

// short is the length below which the definition beats a batch.
const short = 8

// few is the length below which a loop of plain arithmetic beats kernels.
const few = 16

// scratch returns memory for a block of n elements.
func scratch(n int) []float64 { return make([]float64, min(n, block)) }

// A lane is one argument of a fused kernel, element by element; a scalar is
// spread over a buffer, so that loops need not tell the two apart.
type lane struct {
	val, adj []float64
	one      bool
	buf      []float64
}

// newLane returns the lane of an operand that broadcasts to n elements.
func newLane(o mem.Operand, n int) *lane {
	l := &lane{val: o.Val, adj: o.Adj, one: len(o.Val) == 1}
	if l.one {
		l.buf = scratch(n)
	}
	return l
}

// start spreads a scalar; call it once an evaluation.
func (l *lane) start() {
	if l.one {
		spread(l.buf, l.val[0])
	}
}

// at returns elements i to i+m.
func (l *lane) at(i, m int) []float64 {
	if l.one {
		return l.buf[:m]
	}
	return l.val[i : i+m]
}

// add adds c*g to the adjoints of the elements from i on.
func (l *lane) add(i int, c float64, g []float64) {
	switch {
	case l.adj == nil:
	case l.one:
		l.adj[0] += c * sum(g)
	default:
		axpy(c, g, l.adj[i:i+len(g)])
	}
}

// addTimes adds the products of g and d to the adjoints of the elements from i
// on.
func (l *lane) addTimes(i int, g, d []float64) {
	switch {
	case l.adj == nil:
	case l.one:
		l.adj[0] += dot(g, d)
	case len(g) < short:
		for j, v := range g {
			l.adj[i+j] += v * d[j]
		}
	default:
		a := l.adj[i : i+len(g)]
		kernel.MulAdd(a, g, d, a)
	}
}

// spread sets every element of x to c: a few by a loop, then all that are set
// are copied, and again.
func spread(x []float64, c float64) {
	m := min(len(x), short)
	for i := range x[:m] {
		x[i] = c
	}
	for m > 0 && m < len(x) {
		m += copy(x[m:], x[:m])
	}
}

// axpy adds c x to y.
func axpy(c float64, x, y []float64) {
	if len(x) >= few {
		kernel.Axpy(c, x, y)
		return
	}
	y = y[:len(x)]
	for i, v := range x {
		y[i] += c * v
	}
}

// sum returns the sum of x in an order that depends on its length alone.
func sum(x []float64) float64 {
	if len(x) >= few {
		return kernel.Sum(x)
	}
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// dot returns the sum of the products of x and y, likewise.
func dot(x, y []float64) float64 {
	if len(x) >= few {
		return kernel.Dot(x, y)
	}
	y = y[:len(x)]
	s := 0.0
	for i, v := range x {
		s += v * y[i]
	}
	return s
}

// size returns the number of elements that operands broadcast to.
func size(args []mem.Operand) int {
	n := 1
	for _, a := range args {
		n = max(n, len(a.Val))
	}
	return n
}

// elementsOf returns the n numbers that an operand broadcasts to, copied if it
// is a scalar.
func elementsOf(o mem.Operand, n int) []float64 {
	if len(o.Val) == n {
		return o.Val
	}
	x := make([]float64, n)
	spread(x, o.Val[0])
	return x
}

// constant reports whether an operand is data.
func constant(o mem.Operand) bool { return o.Adj == nil }

// scalar reports whether an operand is one number.
func scalar(o mem.Operand) bool { return len(o.Val) == 1 }
