package fn

import (
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// known is the Bind of functions whose value follows from the sizes of their
// argument alone.
func known(f func(a mem.Operand) int) binds {
	return func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		n := float64(f(args[0]))
		return always(func() { out.Val[0] = n }), nil
	}
}

// anyNumbers is the rule of functions of one argument of any type of numbers.
func anyNumbers(result types.Type) func([]types.Type) (types.Type, bool) {
	return func(args []types.Type) (types.Type, bool) {
		return result, len(args) == 1 && holdsNumbers(args[0])
	}
}

// containers is anyNumbers without scalars.
func containers(result types.Type) func([]types.Type) (types.Type, bool) {
	return func(args []types.Type) (types.Type, bool) {
		return result, len(args) == 1 && holdsNumbers(args[0]) && args[0].Rank() > 0
	}
}

func rowsOf(a mem.Operand) int { return a.Rows() }
func colsOf(a mem.Operand) int { return a.Cols() }
func sizeOf(a mem.Operand) int {
	if a.Type.Array > 0 {
		return a.Dims[0]
	}
	return len(a.Val)
}

var sizings = []*Func{
	row("size", "Number of elements: of an array the elements of its first dimension.",
		sig("array[] real x => int").when(anyNumbers(types.TInt)).calls(nil, known(sizeOf))),
	row("num_elements", "Number of numbers.",
		sig("array[] real x => int").when(containers(types.TInt)).calls(nil, known(func(a mem.Operand) int { return len(a.Val) }))),
	row("rows", "Number of rows.", sigs(func(o Overload) Overload { return o.calls(nil, known(rowsOf)) }, across("T x => int", reals[:3]...)...)...),
	row("cols", "Number of columns.", sigs(func(o Overload) Overload { return o.calls(nil, known(colsOf)) }, across("T x => int", reals[:3]...)...)...),
	row("dims", "Sizes: of the array dimensions, then of the vector or matrix.",
		sig("array[] real x => array[] int").when(anyNumbers(types.ArrayOf(1, types.TInt))).calls(dimsDims, bindDims)),
}

func dimsDims(args []mem.Operand) ([]int, error) { return []int{len(args[0].Dims)}, nil }

func bindDims(out mem.Operand, args []mem.Operand) (func() error, func()) {
	dims := args[0].Dims
	return always(func() {
		for i, d := range dims {
			out.Val[i] = float64(d)
		}
	}), nil
}
