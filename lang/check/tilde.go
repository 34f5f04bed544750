package check

import (
	"hm/lang/syntax"
	"hm/lang/types"
)

// tilde checks y ~ dist(x), or with prior the same after a declaration, whose
// left side is the declared parameter.
func (c *checker) tilde(s *syntax.Tilde, prior *Object) {
	if s.Dist == nil {
		return
	}
	var variate types.Type
	if prior == nil {
		c.needsTarget(s.Range(), "a ~ statement")
		variate = c.value(s.LHS)
	} else {
		variate = prior.Type
		c.priorVariate(s, prior)
	}
	args, ok := []types.Type{variate}, !invalid(variate)
	sigs := c.distributions(s.Dist.Name)
	for _, a := range s.Args {
		t := c.arg(a, sigs)
		args, ok = append(args, t), ok && !invalid(t)
	}
	name := s.Dist.Name
	if len(sigs) == 0 {
		if !c.broken[name] {
			c.notADistribution(s)
		}
		c.truncation(s, nil)
		return
	}
	var call *Call
	if ok {
		exprs := append([]syntax.Expr{s.LHS}, s.Args...)
		call = c.resolve(s, s.Range(), name, massFirst(sigs, args), exprs, args)
	}
	c.truncation(s, call)
}

// priorVariate records the left side of a prior, where the tree has one.
func (c *checker) priorVariate(s *syntax.Tilde, obj *Object) {
	if s.LHS == nil {
		return
	}
	c.info.Types[s.LHS] = obj.Type
	if id, ok := s.LHS.(*syntax.Ident); ok {
		c.info.Uses[id] = obj
	}
}

// distributions returns the densities that a ~ statement may mean by name.
func (c *checker) distributions(name string) []*types.Signature {
	var sigs []*types.Signature
	for _, suffix := range [...]string{"_lpdf", "_lpmf"} {
		for _, f := range c.funcs[name+suffix] {
			sigs = append(sigs, f.Sig)
		}
	}
	return append(sigs, c.lib.Dist(name)...)
}

// massFirst returns the mass functions alone where the variate is int and one
// of them fits: y ~ foo(...) is foo_lpmf then, even if foo_lpdf fits as well.
func massFirst(sigs []*types.Signature, args []types.Type) []*types.Signature {
	if args[0].Kind != types.Int {
		return sigs
	}
	var mass []*types.Signature
	for _, s := range sigs {
		if len(s.Params) > 0 && s.Params[0].Type.Kind == types.Int {
			mass = append(mass, s)
		}
	}
	if best, _ := choose(mass, args); best != nil {
		return mass
	}
	return sigs
}

// truncation checks T[lo, hi]: bounds of a scalar variate, and the
// distribution functions that renormalise the density.
func (c *checker) truncation(s *syntax.Tilde, call *Call) {
	tr := s.Trunc
	if tr == nil {
		return
	}
	lo, hi := c.truncBound(tr.Lo), c.truncBound(tr.Hi)
	if call == nil {
		return
	}
	for _, need := range []struct {
		bound  types.Type
		suffix string
	}{{hi, "_lcdf"}, {lo, lowSuffix(tr)}} {
		if invalid(need.bound) {
			continue
		}
		args := append([]types.Type{need.bound}, call.Args[1:]...)
		sigs := c.candidates(s.Dist.Name + need.suffix)
		if best, _ := choose(sigs, args); best == nil {
			c.noTruncation(s, need.suffix, sigs, args)
			return
		}
	}
}

// lowSuffix says what a lower bound needs: between two bounds the difference
// of two distribution functions, and alone the complement of one.
func lowSuffix(tr *syntax.Truncation) string {
	if tr.Hi != nil {
		return "_lcdf"
	}
	return "_lccdf"
}

// truncBound checks one truncation bound: a number.
func (c *checker) truncBound(e syntax.Expr) types.Type {
	if e == nil {
		return types.TInvalid
	}
	t := c.value(e)
	if !invalid(t) && (!t.IsScalar() || t.Kind == types.Complex) {
		c.badTruncBound(e, t)
		return types.TInvalid
	}
	return t
}
