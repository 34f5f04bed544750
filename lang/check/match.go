package check

import (
	"strings"

	"hm/lang/types"
)

// A fit is how the arguments of a call fit one signature. Of two fits the one
// with fewer promotions is better, then the one that widens fewer arguments.
type fit struct {
	sig      *types.Signature
	result   types.Type
	promoted int
	widened  int
}

// choose returns the best fit of args among sigs, or nil; and a second that
// is as good, or nil.
func choose(sigs []*types.Signature, args []types.Type) (best, tied *fit) {
	for _, s := range sigs {
		f, ok := fitSignature(s, args)
		switch {
		case !ok:
		case best == nil || f.promoted < best.promoted || f.promoted == best.promoted && f.widened < best.widened:
			best, tied = &f, nil
		case f.promoted == best.promoted && f.widened == best.widened && !sameCall(&f, best):
			tied = &f
		}
	}
	return best, tied
}

// sameCall reports whether it makes no difference which of two equally good
// fits is taken: library rows that return the same.
func sameCall(a, b *fit) bool {
	return a.result.Equal(b.result) && userFunc(a.sig) == nil && userFunc(b.sig) == nil
}

// userFunc returns the user-defined function behind a signature, or nil.
func userFunc(s *types.Signature) *Object {
	obj, _ := s.Impl.(*Object)
	return obj
}

// fitSignature fits arguments to one signature.
func fitSignature(s *types.Signature, args []types.Type) (fit, bool) {
	f := fit{sig: s, result: s.Result}
	if s.Rule != nil {
		var ok bool
		f.result, ok = s.Rule(args)
		return f, ok
	}
	if len(args) != len(s.Params) {
		return f, false
	}
	var each eachShape
	for i, p := range s.Params {
		promoted, widened, ok := fitParam(p, args[i])
		if !ok || p.Broad == types.Each && !each.take(args[i]) {
			return f, false
		}
		f.promoted += promoted
		f.widened += widened
	}
	f.result = widenedResult(s, f.widened, each)
	return f, true
}

// widenedResult is the result of s for widened arguments.
func widenedResult(s *types.Signature, widened int, each eachShape) types.Type {
	switch {
	case each.set:
		return each.of(s.Result)
	case widened > 0 && strings.HasSuffix(s.Name, "_rng"):
		return types.ArrayOf(1, s.Result) // one draw for each element
	}
	return s.Result
}

// fitParam fits one argument to one parameter: how many promotions it takes,
// and whether it was widened.
func fitParam(p types.Param, arg types.Type) (promoted, widened int, ok bool) {
	if types.Promotes(arg, p.Type) {
		return promotions(arg, p.Type), 0, true
	}
	elem := types.Type{Kind: scalarOf(arg.Kind)}
	switch p.Broad {
	case types.Reals:
		ok = arg.Rank() == 1
	case types.Vectors:
		return fitVectors(p.Type, arg)
	case types.Each:
		ok = arg.Rank() > 0
	}
	if !ok || !elem.IsScalar() || !types.Promotes(elem, p.Type) {
		return 0, 0, false
	}
	return promotions(elem, p.Type), 1, true
}

// fitVectors fits an argument where Stan takes a vector, a row_vector or an
// array of either, or for ints an array or an array of arrays.
func fitVectors(want, arg types.Type) (promoted, widened int, ok bool) {
	if want.Kind == types.Int || want.Kind == types.Real {
		extra := arg.Array - max(want.Array, 1)
		return promotions(arg, want), max(extra, 0), arg.Kind == want.Kind && (extra == 0 || extra == 1)
	}
	row := arg.Kind == types.Vector || arg.Kind == types.RowVector
	if extra := arg.Array - want.Array; row && (extra == 0 || extra == 1) {
		return 0, extra, true
	}
	return 0, 0, false
}

// An eachShape is the one container that all widened arguments of an
// elementwise function share. An array of ints may go with a vector or matrix
// of as many axes, as in ldexp(vector, array[] int).
type eachShape struct {
	set bool
	t   types.Type
}

// take adds an argument; it reports whether its shape goes with the others.
func (e *eachShape) take(arg types.Type) bool {
	switch {
	case arg.Rank() == 0:
		return true
	case !e.set:
		e.set, e.t = true, arg
		return true
	case e.t.Array == arg.Array && (e.t.Kind == arg.Kind || e.t.Kind.Rank()+arg.Kind.Rank() == 0):
		return true
	case e.t.Kind == types.Int && e.t.Array == arg.Rank():
		e.t = arg
		return true
	}
	return arg.Kind == types.Int && arg.Array == e.t.Rank()
}

// of returns the container with elements of type elem.
func (e *eachShape) of(elem types.Type) types.Type {
	t := e.t
	if t.Kind.Rank() == 0 {
		elem.Array = t.Array
		return elem
	}
	switch elem.Kind {
	case types.Real:
		t.Kind = realContainer(t.Kind)
	case types.Complex:
		t.Kind = realContainer(t.Kind) + (types.ComplexVector - types.Vector)
	default:
		elem.Array = t.Rank()
		return elem
	}
	return t
}

// realContainer is the container of reals of the shape of k.
func realContainer(k types.Kind) types.Kind {
	if k >= types.ComplexVector {
		return k - (types.ComplexVector - types.Vector)
	}
	return k
}

// clashes reports whether a user-defined function with these exact arguments
// would repeat a library signature. A library parameter that widens also
// takes ints for reals, for Stan lists those one by one.
func clashes(s *types.Signature, args []types.Type) bool {
	if s.Rule != nil {
		_, ok := s.Rule(args)
		return ok
	}
	if _, ok := fitSignature(s, args); !ok {
		return false
	}
	for i, p := range s.Params {
		if p.Broad == types.Exact && !args[i].Equal(p.Type) {
			return false
		}
	}
	return true
}
