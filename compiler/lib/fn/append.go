package fn

import (
	"fmt"
	"slices"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

var appends = []*Func{
	row("append_row", "x above y.", join(
		sigs(func(o Overload) Overload { return o.calls(appendRowDims, moving(appendRow)) },
			"matrix x, matrix y => matrix", "matrix x, row_vector y => matrix", "row_vector x, matrix y => matrix", "row_vector x, row_vector y => matrix"),
		sigs(func(o Overload) Overload { return o.calls(appendDims, moving(oneAfterOther)) },
			"vector x, vector y => vector", "real x, vector y => vector", "vector x, real y => vector"))...),
	row("append_col", "x to the left of y.", join(
		sigs(func(o Overload) Overload { return o.calls(appendColDims, moving(oneAfterOther)) },
			"matrix x, matrix y => matrix", "matrix x, vector y => matrix", "vector x, matrix y => matrix", "vector x, vector y => matrix"),
		sigs(func(o Overload) Overload { return o.calls(appendDims, moving(oneAfterOther)) },
			"row_vector x, row_vector y => row_vector", "real x, row_vector y => row_vector", "row_vector x, real y => row_vector"))...),
	row("append_array", "The elements of array x, then those of y.",
		sig("array[] real x, array[] real y => array[] real").when(appendArrayRule).calls(appendArrayDims, moving(oneAfterOther))),
}

// oneAfterOther moves x and then y as they lie in memory.
func oneAfterOther(_ mem.Operand, args []mem.Operand) []move {
	x, y := len(args[0].Val), len(args[1].Val)
	return []move{run(0, 0, 0, x), run(1, 0, x, y)}
}

func appendDims(args []mem.Operand) ([]int, error) {
	return []int{len(args[0].Val) + len(args[1].Val)}, nil
}

func appendColDims(args []mem.Operand) ([]int, error) {
	x, y := args[0], args[1]
	if x.Rows() != y.Rows() {
		return nil, fmt.Errorf("numbers of rows differ: %d and %d", x.Rows(), y.Rows())
	}
	return []int{x.Rows(), x.Cols() + y.Cols()}, nil
}

func appendRowDims(args []mem.Operand) ([]int, error) {
	x, y := args[0], args[1]
	if x.Cols() != y.Cols() {
		return nil, fmt.Errorf("numbers of columns differ: %d and %d", x.Cols(), y.Cols())
	}
	return []int{x.Rows() + y.Rows(), x.Cols()}, nil
}

func appendRow(out mem.Operand, args []mem.Operand) []move {
	var moves []move
	top, bottom := args[0].Rows(), args[1].Rows()
	for j := range out.Dims[1] {
		to := j * (top + bottom)
		moves = append(moves, run(0, j*top, to, top), run(1, j*bottom, to+top, bottom))
	}
	return moves
}

func appendArrayRule(args []types.Type) (types.Type, bool) {
	if len(args) != 2 || args[0].Array == 0 || !holdsNumbers(args[0]) || !holdsNumbers(args[1]) {
		return types.TInvalid, false
	}
	switch x, y := args[0], args[1]; {
	case types.Promotes(x, y):
		return y, true
	case types.Promotes(y, x):
		return x, true
	}
	return types.TInvalid, false
}

func appendArrayDims(args []mem.Operand) ([]int, error) {
	x, y := args[0].Dims, args[1].Dims
	// an empty array has no elements whose sizes could differ
	if x[0] > 0 && y[0] > 0 && !slices.Equal(x[1:], y[1:]) {
		return nil, fmt.Errorf("sizes of the elements differ: %s and %s", sizes(x[1:]), sizes(y[1:]))
	}
	if x[0] == 0 {
		return y, nil
	}
	return append([]int{x[0] + y[0]}, x[1:]...), nil
}
