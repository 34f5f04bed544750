// Package emit turns ir into closures over the memory of one chain.
package emit

import (
	"math/rand/v2"

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
	rng     *rand.Rand // of the evaluation under way, for random draws
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

// Reason is the same for all points that are refused at this place for this
// reason, whatever the value was.
func (e *Failure) Reason() string { return mem.Reason(e.Err) + ", at " + e.Span.Pos.String() }

// Unwrap returns the reason.
func (e *Failure) Unwrap() error { return e.Err }

// New allocates memory for f and builds its closures. An error says that data
// are not what an operation takes.
func New(f *ir.Func) (*Code, error) {
	plan, constants := arrange(f)
	uses := countUses(f)
	size := f.Slots + len(constants)
	c := &Code{fn: f, val: make([]float64, size), adj: make([]float64, size)}
	copy(c.val[f.Slots:], constants)
	var reverse []func()
	for _, p := range plan {
		s := step{span: new(source.Span)}
		var rev func()
		var err error
		if p.code != nil {
			s.run, rev = c.program(p, append(uses, make([]int32, len(constants))...))
		} else {
			if p.nodes[0].Op != nil {
				s.span = &p.nodes[0].Op.Span
			}
			s.run, rev, err = c.node(p.nodes[0])
		}
		if err != nil {
			return nil, &Failure{*s.span, err}
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

// A stretch is a node, or several that run as one program of instructions.
type stretch struct {
	nodes []*ir.Node
	code  []instruction
}

// arrange cuts the nodes into stretches, and lists the constants that
// instructions need, which lie behind the slots of f.
func arrange(f *ir.Func) (plan []stretch, constants []float64) {
	known := map[float64]ir.Slot{}
	constant := func(x float64) ir.Slot {
		if s, ok := known[x]; ok {
			return s
		}
		s := ir.Slot(f.Slots + len(constants))
		constants = append(constants, x)
		known[x] = s
		return s
	}
	for _, n := range f.Nodes {
		code := instructions(n, constant)
		last := len(plan) - 1
		switch {
		case code == nil:
			plan = append(plan, stretch{nodes: []*ir.Node{n}})
		case last >= 0 && plan[last].code != nil:
			plan[last].nodes = append(plan[last].nodes, n)
			plan[last].code = append(plan[last].code, code...)
		default:
			plan = append(plan, stretch{nodes: []*ir.Node{n}, code: code})
		}
	}
	return plan, constants
}

// countUses counts how often each slot is used, by nodes and as a term.
func countUses(f *ir.Func) []int32 {
	uses := make([]int32, f.Slots)
	for _, n := range f.Nodes {
		n.EachInput(func(s ir.Slot) { uses[s]++ })
	}
	for _, s := range f.Terms {
		uses[s]++
	}
	return uses
}

// program builds a stretch of instructions.
func (c *Code) program(p stretch, uses []int32) (func() error, func()) {
	for _, n := range p.nodes {
		if n.Op == nil {
			copy(c.val[n.First:], n.Fill)
		}
	}
	s := newScalars(fused(p.code, uses), c.val, c.adj)
	return s.forward, s.reverse
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
	if n.Op.Random != nil {
		return func() error { return n.Op.Random(c.rng, args, out) }, nil, nil
	}
	return n.Op.Bind(out, args)
}

func (c *Code) operand(first ir.Slot, n int) mem.Operand {
	lo, hi := int(first), int(first)+n
	return mem.Operand{Val: c.val[lo:hi:hi], Adj: c.adj[lo:hi:hi]}
}

// Forward evaluates without derivatives, drawing from rng where the program
// does. An error is a *Failure that is good until the next call.
func (c *Code) Forward(q []float64, rng *rand.Rand) error {
	copy(c.val, q)
	c.rng = rng
	for i := range c.forward {
		if err := c.forward[i].run(); err != nil {
			c.failure = Failure{*c.forward[i].span, err}
			return &c.failure
		}
	}
	return nil
}

// Term returns the number of a term as the last evaluation left it.
func (c *Code) Term(i int) float64 { return c.val[c.fn.Terms[i]] }

// LogDensityGradient returns the log density at q and fills grad. It allocates
// nothing. An error is a *Failure that is good until the next call.
func (c *Code) LogDensityGradient(q, grad []float64) (float64, error) {
	clear(c.adj)
	if err := c.Forward(q, nil); err != nil {
		return 0, err
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
