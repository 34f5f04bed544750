package dist

import "hm/lang/types"

// Statement returns the signature of the statement y ~ d(...): the variate
// first. Impl is left to the caller.
func (d *Dist) Statement() types.Signature {
	return types.Signature{Name: d.Name, Doc: d.Doc, Params: params(d.Args), Result: types.TReal}
}

// Signatures returns the signatures of the functions of form f, one a name,
// or none where Stan has none. Impl is left to the caller.
func (d *Dist) Signatures(f Form) []types.Signature {
	if !d.Has(f) || f == RNG && d.Unnamed {
		return nil
	}
	var sigs []types.Signature
	for _, suffix := range f.suffixes(d.Discrete()) {
		s := d.Statement()
		s.Name += suffix
		if f == RNG {
			s.Params = params(d.drawArgs())
			s.Result = d.Args[0].element()
			s.Rule = d.drawRule
		}
		sigs = append(sigs, s)
	}
	return sigs
}

// element returns the declared type of one argument: of one variate or
// parameter.
func (a Arg) element() types.Type {
	switch {
	case a.Type.Kind != types.Invalid:
		return a.Type
	case a.Domain.Int:
		return types.TInt
	}
	return types.TReal
}

func (a Arg) broadcast() types.Broadcast {
	if a.Type.Kind == types.Invalid {
		return types.Reals
	}
	return a.Broad
}

func params(args []Arg) []types.Param {
	ps := make([]types.Param, len(args))
	for i, a := range args {
		ps[i] = types.Param{Name: a.Name, Type: a.element(), Broad: a.broadcast()}
	}
	return ps
}

// drawRule is Stan's rule for _rng functions: scalars give one draw, and any
// container an array of them.
func (d *Dist) drawRule(args []types.Type) (types.Type, bool) {
	formal := d.drawArgs()
	if len(args) != len(formal) {
		return types.TInvalid, false
	}
	many := 0
	for i, a := range formal {
		wide, ok := fits(args[i], a)
		if !ok {
			return types.TInvalid, false
		}
		if wide {
			many = 1
		}
	}
	return types.ArrayOf(many, d.Args[0].element()), true
}

// fits reports whether an argument of type t may stand for a, and whether it
// is wider than one element.
func fits(t types.Type, a Arg) (wide, ok bool) {
	elem := a.element()
	switch a.broadcast() {
	case types.Reals:
		if t.Array == 0 && (t.Kind == types.Vector || t.Kind == types.RowVector) {
			return true, elem.Kind == types.Real
		}
		if t.Array > 1 {
			return false, false
		}
		return t.Array == 1, types.Promotes(t.Elem(t.Array), elem)
	case types.Vectors:
		if elem.Kind == types.Vector {
			return t.Array == 1, t.Array <= 1 && (t.Kind == types.Vector || t.Kind == types.RowVector)
		}
		return t.Array == 1, t.Array <= 1 && types.Promotes(t.Elem(t.Array), elem)
	}
	return false, types.Promotes(t, elem)
}
