package dist

import (
	"math"

	"hm/compiler/lib/mem"
)

// guard puts the domain checks around body. What is data is checked here and
// now; what is not, at each evaluation: scalars before body runs, and so
// containers, but for those that show in the result (see Arg.Shows), which are
// looked at only where it is not finite.
func (d *Dist) guard(f Form, args []mem.Operand, body Eval) (Eval, error) {
	var before, after []check
	for i, a := range d.Args {
		c := newCheck(d.FuncName(f), a, args[i])
		if i == 0 && f != LPDF && d.CumVariate.Name != "" {
			c.domain = d.CumVariate
		}
		switch {
		case args[i].Adj == nil:
			if err := c.run(); err != nil {
				return nil, err
			}
		case f == LPDF && a.Shows && len(args[i].Val) > 1:
			after = append(after, c)
		default:
			before = append(before, c)
		}
	}
	related, err := d.relations(f, args)
	if err != nil {
		return nil, err
	}
	return guarded(before, after, related, body), nil
}

func guarded(before, after []check, related []relation, body Eval) Eval {
	if len(before)+len(after)+len(related) == 0 {
		return body
	}
	return func() (float64, error) {
		for i := range before {
			if err := before[i].run(); err != nil {
				return math.Inf(-1), err
			}
		}
		for i := range related {
			if err := related[i].run(); err != nil {
				return math.Inf(-1), err
			}
		}
		lp, err := body()
		if err != nil || lp-lp == 0 {
			return lp, err
		}
		for i := range after {
			if err := after[i].run(); err != nil {
				return math.Inf(-1), err
			}
		}
		return lp, nil
	}
}

// A check is one argument with its domain and its error, allocated beforehand.
type check struct {
	val    []float64
	domain mem.Domain
	err    *mem.DomainError
}

func newCheck(name string, a Arg, o mem.Operand) check {
	return check{o.Val, a.Domain, &mem.DomainError{Func: name, Arg: a.Name, Want: a.Domain.Name}}
}

// run returns nil or the error for the first number outside. The result is an
// error only if it is not nil.
func (c *check) run() error {
	for i, x := range c.val {
		if !c.domain.Has(x) {
			return c.fail(i, x)
		}
	}
	return nil
}

func (c *check) fail(i int, x float64) error {
	c.err.Value, c.err.Want = x, c.domain.Name
	c.err.Index = 0
	if len(c.val) > 1 {
		c.err.Index = i + 1
	}
	return c.err
}

// A relation is a Relation bound to memory.
type relation struct {
	Relation
	n      int
	of, to mem.Operand
	check  check
}

// relations binds d's relations; those between data are checked here and now.
func (d *Dist) relations(f Form, args []mem.Operand) ([]relation, error) {
	var bound []relation
	for _, r := range d.Relations {
		if f != LPDF && r.Of == 0 {
			continue // beyond its bounds, a variate has a distribution function
		}
		b := relation{Relation: r, of: args[r.Of], to: args[r.To], check: newCheck(d.FuncName(f), d.Args[r.Of], args[r.Of])}
		b.check.domain.Name = r.Want
		b.n = max(len(b.of.Val), len(b.to.Val))
		if b.of.Adj != nil || b.to.Adj != nil {
			bound = append(bound, b)
		} else if err := b.run(); err != nil {
			return nil, err
		}
	}
	return bound, nil
}

func (r *relation) run() error {
	for i := range r.n {
		if x := r.of.At(i); !r.Holds(x, r.to.At(i)) {
			return r.check.fail(i, x)
		}
	}
	return nil
}
