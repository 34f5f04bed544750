// Package emit turns ir into closures over the memory of one chain.
package emit

import (
	"hm/compiler/internal/ir"
	"hm/compiler/lib/mem"
	"hm/lang/source"
)

// Code is the executable form of one ir.Func. It owns its memory: one Code a
// chain, never shared between goroutines.
type Code struct {
	fn      *ir.Func
	val     []float64 // the arena
	adj     []float64 // derivatives of the log density by each slot
	forward []step
	reverse []func() // in the order in which they run
	failure Failure
}

type step struct {
	run  func() error
	span *source.Span
}

// A Failure is an error of an operation with its place.
type Failure struct {
	Span source.Span
	Err  error
}

// Error gives the reason and the place.
func (e *Failure) Error() string { return e.Err.Error() + ", at " + e.Span.Pos.String() }

// Unwrap returns the reason.
func (e *Failure) Unwrap() error { return e.Err }

// New allocates memory for f and builds its closures. An error says that data
// are not what an operation takes.
func New(f *ir.Func) (*Code, error) {
	c := &Code{fn: f, val: make([]float64, f.Slots), adj: make([]float64, f.Slots)}
	var reverse []func()
	for _, n := range f.Nodes {
		fwd, rev, err := c.node(n)
		if err != nil {
			return nil, &Failure{n.Op.Span, err}
		}
		s := step{run: fwd, span: new(source.Span)}
		if n.Op != nil {
			s.span = &n.Op.Span
		}
		c.forward = append(c.forward, s)
		if rev != nil {
			reverse = append(reverse, rev)
		}
	}
	for i := len(reverse) - 1; i >= 0; i-- {
		c.reverse = append(c.reverse, reverse[i])
	}
	return c, nil
}

func (c *Code) node(n *ir.Node) (func() error, func(), error) {
	if n.Op == nil {
		f, r := c.gather(n)
		return f, r, nil
	}
	out := c.operand(n.First, n.N)
	out.Dims, out.Type = n.Op.Dims, n.Op.Type
	args := make([]mem.Operand, len(n.Args))
	for i, a := range n.Args {
		if a.First == ir.Constant {
			args[i] = mem.Operand{Val: a.Data}
		} else {
			args[i] = c.operand(a.First, a.N)
		}
		args[i].Dims, args[i].Type = a.Dims, a.Type
	}
	return n.Op.Bind(out, args)
}

func (c *Code) operand(first ir.Slot, n int) mem.Operand {
	lo, hi := int(first), int(first)+n
	return mem.Operand{Val: c.val[lo:hi:hi], Adj: c.adj[lo:hi:hi]}
}

// gather copies slots to a run, and adds the run's adjoints to theirs.
func (c *Code) gather(n *ir.Node) (func() error, func()) {
	out := c.operand(n.First, n.N)
	copy(out.Val, n.Fill)
	var at, from []int32
	for i, s := range n.Gather {
		if s != ir.Constant {
			at, from = append(at, int32(i)), append(from, s)
		}
	}
	val, adj := c.val, c.adj
	if len(at) == n.N {
		return func() error {
				for i, s := range from {
					out.Val[i] = val[s]
				}
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

// LogDensityGradient returns the log density at q and fills grad. It allocates
// nothing. An error is a *Failure that is good until the next call.
func (c *Code) LogDensityGradient(q, grad []float64) (float64, error) {
	copy(c.val, q)
	clear(c.adj)
	for i := range c.forward {
		if err := c.forward[i].run(); err != nil {
			c.failure = Failure{*c.forward[i].span, err}
			return 0, &c.failure
		}
	}
	sum := c.fn.Constant
	for _, s := range c.fn.Terms {
		sum += c.val[s]
		c.adj[s]++
	}
	for _, r := range c.reverse {
		r()
	}
	copy(grad, c.adj[:c.fn.Inputs])
	return sum, nil
}
