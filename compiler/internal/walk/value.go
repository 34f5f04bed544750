package walk

import (
	"hm/compiler/internal/ir"
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A Value is what an expression comes to: numbers laid out as package mem
// says, each either known or computed in a slot of the machine.
type Value struct {
	Type types.Type
	Dims []int
	// Num holds the numbers. Where Slot says that an element depends on
	// parameters and the machine only records, its number is NaN.
	Num []float64
	// Slot is nil if nothing depends on parameters, or has one entry per
	// number, which may be ir.Constant.
	Slot []ir.Slot
	// Elems are the parts of a tuple, which has no numbers of its own.
	Elems []Value
	// Str is the text of a String.
	Str string
	// lanes says that the value differs between the lanes of a loop: Num and
	// Slot then hold the numbers of one lane after another, and Dims are the
	// sizes in one.
	lanes *lanes
}

// scalar returns a known scalar.
func scalar(t types.Type, x float64) Value { return Value{Type: t, Num: []float64{x}} }

// Int returns a known integer.
func Int(i int) Value { return scalar(types.TInt, float64(i)) }

// Active reports whether any part of v depends on parameters.
func (v Value) Active() bool {
	for _, s := range v.Slot {
		if s != ir.Constant {
			return true
		}
	}
	for _, e := range v.Elems {
		if e.Active() {
			return true
		}
	}
	return false
}

// Operand returns v as data for a library row.
func (v Value) Operand() mem.Operand {
	return mem.Operand{Val: v.Num, Dims: v.Dims, Type: v.Type}
}

// as returns v with another type, its numbers shared: a promotion.
func (v Value) as(t types.Type) Value {
	t.Factor = v.Type.Factor
	v.Type = t
	return v
}

// at returns the scalar at a flat position.
func (v Value) at(i int, t types.Type) Value {
	e := Value{Type: t, Num: v.Num[i : i+1 : i+1]}
	if v.Slot != nil && v.Slot[i] != ir.Constant {
		e.Slot = v.Slot[i : i+1 : i+1]
	}
	return e
}

// pick returns the elements at flat positions, in order.
func (v Value) pick(at []int, dims []int, t types.Type) Value {
	out := Value{Type: t, Dims: dims, Num: make([]float64, len(at))}
	for i, j := range at {
		out.Num[i] = v.Num[j]
	}
	if v.Slot != nil {
		out.Slot = make([]ir.Slot, len(at))
		for i, j := range at {
			out.Slot[i] = v.Slot[j]
		}
	}
	return out
}

// put writes the numbers of from at flat positions of v, which owns its memory.
func (v *Value) put(at []int, from Value) {
	if from.Slot != nil && v.Slot == nil {
		v.Slot = constants(len(v.Num))
	}
	for i, j := range at {
		v.Num[j] = from.Num[i]
		if v.Slot != nil {
			v.Slot[j] = ir.Constant
			if from.Slot != nil {
				v.Slot[j] = from.Slot[i]
			}
		}
	}
}

// clone returns a copy of v that shares no memory.
func (v Value) clone() Value {
	v.Num = append([]float64(nil), v.Num...)
	if v.Slot != nil {
		v.Slot = append([]ir.Slot(nil), v.Slot...)
	}
	elems := v.Elems
	v.Elems = nil
	for _, e := range elems {
		v.Elems = append(v.Elems, e.clone())
	}
	return v
}

func constants(n int) []ir.Slot {
	s := make([]ir.Slot, n)
	for i := range s {
		s[i] = ir.Constant
	}
	return s
}

// Vector returns known numbers as a vector.
func Vector(x []float64) Value {
	return Value{Type: types.TVector, Dims: []int{len(x)}, Num: x}
}

// Slice returns elements lo to hi of a vector.
func (v Value) Slice(lo, hi int) Value {
	s := Value{Type: v.Type, Dims: []int{hi - lo}, Num: v.Num[lo:hi:hi]}
	if v.Slot != nil {
		s.Slot = v.Slot[lo:hi:hi]
	}
	return s
}
