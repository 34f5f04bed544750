package fn

import (
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

var repeats = []*Func{
	row("rep_vector", "Vector of n copies of x.", sig("real x, int n => vector").calls(sizesFrom(1, "n"), moving(fill))),
	row("rep_row_vector", "Row vector of n copies of x.", sig("real x, int n => row_vector").calls(sizesFrom(1, "n"), moving(fill))),
	row("rep_matrix", "Matrix of m x n copies of x, of n columns x, or of m rows x.",
		sig("real x, int m, int n => matrix").calls(sizesFrom(1, "m", "n"), moving(fill)),
		sig("vector x, int n => matrix").calls(repColumnsDims, moving(repColumns)),
		sig("row_vector x, int m => matrix").calls(repRowsDims, moving(repRows))),
	row("rep_array", "Array of copies of x, with one to three sizes.", repArray(1), repArray(2), repArray(3)),
}

// sizesFrom is the Dims of functions whose last integer arguments, from
// argument at on, are the sizes of the result.
func sizesFrom(at int, names ...string) dimFn {
	return func(args []mem.Operand) ([]int, error) {
		dims := make([]int, len(names))
		for i, name := range names {
			n, err := sizeArg(args[at+i], name)
			if err != nil {
				return nil, err
			}
			dims[i] = n
		}
		return dims, nil
	}
}

func fill(out mem.Operand, _ []mem.Operand) []move { return []move{repeat(0, 0, 0, len(out.Val))} }

func repColumnsDims(args []mem.Operand) ([]int, error) {
	n, err := sizeArg(args[1], "n")
	return []int{len(args[0].Val), n}, err
}

func repColumns(_ mem.Operand, args []mem.Operand) []move {
	m := len(args[0].Val)
	moves := make([]move, whole(args[1]))
	for j := range moves {
		moves[j] = run(0, 0, j*m, m)
	}
	return moves
}

func repRowsDims(args []mem.Operand) ([]int, error) {
	m, err := sizeArg(args[1], "m")
	return []int{m, len(args[0].Val)}, err
}

func repRows(_ mem.Operand, args []mem.Operand) []move {
	m := whole(args[1])
	moves := make([]move, len(args[0].Val))
	for j := range moves {
		moves[j] = repeat(0, j, j*m, m)
	}
	return moves
}

// repArray is the overload with k sizes, over any type.
func repArray(k int) Overload {
	names := []string{"m", "n", "o"}[:k]
	o := Overload{Params: []types.Param{{Name: "x", Type: types.TReal}}, Result: types.ArrayOf(k, types.TReal)}
	for _, n := range names {
		o.Params = append(o.Params, types.Param{Name: n, Type: types.TInt})
	}
	return o.when(func(args []types.Type) (types.Type, bool) {
		if len(args) != k+1 || !holdsNumbers(args[0]) {
			return types.TInvalid, false
		}
		for _, a := range args[1:] {
			if !a.Equal(types.TInt) {
				return types.TInvalid, false
			}
		}
		return types.ArrayOf(k, args[0]), true
	}).calls(func(args []mem.Operand) ([]int, error) {
		dims, err := sizesFrom(1, names...)(args)
		return append(dims, args[0].Dims...), err
	}, moving(copies))
}

// copies fills the result with the first argument, again and again.
func copies(out mem.Operand, args []mem.Operand) []move {
	n := len(args[0].Val)
	if n == 1 {
		return fill(out, args)
	}
	var moves []move
	for to := 0; to < len(out.Val); to += n {
		moves = append(moves, run(0, 0, to, n))
	}
	return moves
}

// holdsNumbers reports whether t is a number or a container of numbers that
// hm computes with.
func holdsNumbers(t types.Type) bool {
	switch t.Kind {
	case types.Int, types.Real, types.Vector, types.RowVector, types.Matrix:
		return true
	}
	return false
}
