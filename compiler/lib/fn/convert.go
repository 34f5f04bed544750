package fn

import (
	"fmt"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

var conversions = []*Func{
	row("to_vector", "The numbers of x as a vector, a matrix column by column.",
		converts(flatDims, asIs, "vector", "vector", "row_vector", "matrix", "array[] real", "array[] int")...),
	row("to_row_vector", "The numbers of x as a row vector, a matrix column by column.",
		converts(flatDims, asIs, "row_vector", "vector", "row_vector", "matrix", "array[] real", "array[] int")...),
	row("to_array_1d", "The numbers of x as an array: a matrix column by column, an array with its last index fastest.",
		append(converts(flatDims, asIs, "array[] real", "vector", "row_vector", "matrix"),
			sig("array[] real x => array[] real").when(flattenRule).calls(flatDims, moving(asIs)))...),
	row("to_array_2d", "The rows of a matrix as an array of arrays.",
		sig("matrix x => array[,] real").calls(likeFirst, moving(toArray2d))),
	row("to_matrix", "The numbers of x as a matrix: of the same sizes, or of m x n filled column by column (row by row if col_major is 0).", toMatrix()...),
	row("operator'", "Transpose.", transposes()...),
	row("transpose", "The operator ' as a function.", transposes()...),
}

// converts are the overloads to one type from each of some.
func converts(dims dimFn, plan func(mem.Operand, []mem.Operand) []move, to string, from ...string) []Overload {
	return sigs(func(o Overload) Overload { return o.calls(dims, moving(plan)) }, across("T x => "+to, from...)...)
}

func flatDims(args []mem.Operand) ([]int, error) { return []int{len(args[0].Val)}, nil }

func flattenRule(args []types.Type) (types.Type, bool) {
	if len(args) != 1 || args[0].Array == 0 || args[0].Kind != types.Int && args[0].Kind != types.Real {
		return types.TInvalid, false
	}
	return types.Type{Kind: args[0].Kind, Array: 1}, true
}

func toArray2d(_ mem.Operand, args []mem.Operand) []move {
	return flipped(args[0].Rows(), args[0].Cols())
}

func toMatrix() []Overload {
	rowMajor := func(_ mem.Operand, args []mem.Operand) []move { return flipped(args[0].Dims[1], args[0].Dims[0]) }
	all := []Overload{
		sig("matrix x => matrix").calls(likeFirst, moving(asIs)),
		sig("vector x => matrix").calls(func(args []mem.Operand) ([]int, error) { return []int{len(args[0].Val), 1}, nil }, moving(asIs)),
		sig("row_vector x => matrix").calls(func(args []mem.Operand) ([]int, error) { return []int{1, len(args[0].Val)}, nil }, moving(asIs)),
		sig("array[] row_vector x => matrix").calls(likeFirst, moving(rowMajor)),
		sig("array[,] real x => matrix").calls(likeFirst, moving(rowMajor)),
		sig("array[,] int x => matrix").calls(likeFirst, moving(rowMajor)),
	}
	sized := []string{"vector", "row_vector", "matrix", "array[] real", "array[] int"}
	plain := func(o Overload) Overload { return o.calls(reshapeDims, moving(asIs)) }
	major := func(o Overload) Overload { return o.calls(reshapeDims, moving(reshape)) }
	return join(all, sigs(plain, across("T x, int m, int n => matrix", sized...)...),
		sigs(major, across("T x, int m, int n, int col_major => matrix", sized...)...))
}

func reshapeDims(args []mem.Operand) ([]int, error) {
	dims, err := sizesFrom(1, "m", "n")(args)
	if err == nil && mem.Size(dims) != len(args[0].Val) {
		return nil, fmt.Errorf("%d numbers do not fill a matrix of %s", len(args[0].Val), sizes(dims))
	}
	return dims, err
}

func reshape(out mem.Operand, args []mem.Operand) []move {
	if whole(args[3]) == 0 {
		return flipped(whole(args[2]), whole(args[1]))
	}
	return asIs(out, args)
}

func transposes() []Overload {
	flip := func(_ mem.Operand, args []mem.Operand) []move { return flipped(args[0].Rows(), args[0].Cols()) }
	return []Overload{
		sig("vector x => row_vector").calls(likeFirst, moving(asIs)),
		sig("row_vector x => vector").calls(likeFirst, moving(asIs)),
		sig("matrix x => matrix").calls(func(args []mem.Operand) ([]int, error) {
			return []int{args[0].Cols(), args[0].Rows()}, nil
		}, moving(flip)),
	}
}
