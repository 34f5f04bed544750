package dist

import "hm/compiler/lib/mem"

// block is how many elements a fused kernel takes at a time: few enough that
// its scratch stays in the first cache, many enough to hide a call.
const block = 128

// A lane is one argument of a fused kernel, element by element; a scalar is
// spread over a buffer, so that loops need not tell the two apart.
type lane struct {
	val, adj []float64
	one      bool
	buf      [block]float64
}

func newLane(o mem.Operand) *lane { return &lane{val: o.Val, adj: o.Adj, one: len(o.Val) == 1} }

// start spreads a scalar; call it once an evaluation.
func (l *lane) start() {
	if l.one {
		for i := range l.buf {
			l.buf[i] = l.val[0]
		}
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
		a := l.adj[i : i+len(g)]
		for j, v := range g {
			a[j] += c * v
		}
	}
}

// sum adds x with four partial sums, in an order that depends on its length
// alone.
func sum(x []float64) float64 {
	var a, b, c, d float64
	for len(x) >= 4 {
		a += x[0]
		b += x[1]
		c += x[2]
		d += x[3]
		x = x[4:]
	}
	for _, v := range x {
		a += v
	}
	return (a + b) + (c + d)
}

// dot is sum over products.
func dot(x, y []float64) float64 {
	var a, b, c, d float64
	y = y[:len(x)]
	for len(x) >= 4 && len(y) >= 4 {
		a += x[0] * y[0]
		b += x[1] * y[1]
		c += x[2] * y[2]
		d += x[3] * y[3]
		x, y = x[4:], y[4:]
	}
	for i, v := range x {
		a += v * y[i]
	}
	return (a + b) + (c + d)
}

// size returns the number of elements that operands broadcast to.
func size(args []mem.Operand) int {
	n := 1
	for _, a := range args {
		n = max(n, len(a.Val))
	}
	return n
}

// constant reports whether an operand is data.
func constant(o mem.Operand) bool { return o.Adj == nil }

// scalar reports whether an operand is one number.
func scalar(o mem.Operand) bool { return len(o.Val) == 1 }
