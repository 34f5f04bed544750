package check

import (
	"slices"

	"hm/lang/types"
)

// assignable reports whether a value of type from may be stored in a variable
// of type to. An invalid type was reported already and fits everything.
func assignable(from, to types.Type) bool {
	return invalid(from) || invalid(to) || types.Promotes(from, to)
}

// invalid reports whether any part of t was reported as wrong.
func invalid(t types.Type) bool {
	return t.Kind == types.Invalid || t.Kind != types.Function && slices.ContainsFunc(t.Elems, invalid)
}

// isInt reports whether t is one int, or was reported already.
func isInt(t types.Type) bool { return invalid(t) || t.Kind == types.Int && t.Array == 0 }

// common returns the type that both a and b promote to.
func common(a, b types.Type) (types.Type, bool) {
	switch {
	case invalid(a) || invalid(b):
		return types.TInvalid, true
	case a.Kind == types.Tuple && b.Kind == types.Tuple && a.Array == b.Array && len(a.Elems) == len(b.Elems):
		t := types.Type{Kind: types.Tuple, Array: a.Array}
		for i := range a.Elems {
			e, ok := common(a.Elems[i], b.Elems[i])
			if !ok {
				return types.TInvalid, false
			}
			t.Elems = append(t.Elems, e)
		}
		return t, true
	case types.Promotes(a, b):
		if a.Factor != b.Factor {
			b.Factor = ""
		}
		return b, true
	case types.Promotes(b, a):
		return a, true
	}
	return types.TInvalid, false
}

// promotions counts how many steps from int to real to complex turn from into
// to, which it promotes to.
func promotions(from, to types.Type) int {
	if from.Kind == types.Tuple {
		n := 0
		for i := range from.Elems {
			n += promotions(from.Elems[i], to.Elems[i])
		}
		return n
	}
	if from.Kind.Rank() > 0 {
		return min(1, int(to.Kind)-int(from.Kind))
	}
	return int(to.Kind) - int(from.Kind)
}
