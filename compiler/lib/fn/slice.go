package fn

import (
	"fmt"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

var slicings = []*Func{
	row("head", "First n elements.", sequences("int n", func(args []mem.Operand) (span, error) { return spanOf(args, 0, whole(args[1])) })),
	row("tail", "Last n elements.", sequences("int n", func(args []mem.Operand) (span, error) {
		n := whole(args[1])
		return spanOf(args, sizeOf(args[0])-n, n)
	})),
	row("segment", "n elements from element i on.", sequences("int i, int n", segmentSpan)),
	row("reverse", "Elements in the opposite order.", reversal()),
	row("row", "Row i of a matrix.", sig("matrix x, int i => row_vector").calls(rowDims, moving(func(out mem.Operand, args []mem.Operand) []move {
		return []move{{from: whole(args[1]) - 1, by: args[0].Rows(), toBy: 1, n: len(out.Val)}}
	}))),
	row("col", "Column j of a matrix.", sig("matrix x, int j => vector").calls(colDims, moving(func(out mem.Operand, args []mem.Operand) []move {
		m := args[0].Rows()
		return []move{run(0, (whole(args[1])-1)*m, 0, m)}
	}))),
	row("block", "Part of a matrix of n_rows x n_cols, from row i and column j on.",
		sig("matrix x, int i, int j, int n_rows, int n_cols => matrix").calls(blockDims, moving(block))),
	row("sub_row", "Part of row i of a matrix: n_cols numbers from column j on.",
		sig("matrix x, int i, int j, int n_cols => row_vector").calls(subRowDims, moving(subRow))),
	row("sub_col", "Part of column j of a matrix: n_rows numbers from row i on.",
		sig("matrix x, int i, int j, int n_rows => vector").calls(subColDims, moving(subCol))),
}

// index checks an integer argument that counts elements from 1.
func index(a mem.Operand, name string, size int) error {
	if i := whole(a); i < 1 || i > size {
		return fmt.Errorf("%s is %d, must be between 1 and %d", name, i, size)
	}
	return nil
}

// A span is a run of elements of a sequence, from 0.
type span struct{ from, n int }

// spanOf checks that the first argument has n elements.
func spanOf(args []mem.Operand, from, n int) (span, error) {
	if size := sizeOf(args[0]); n < 0 || n > size {
		return span{}, fmt.Errorf("n is %d, must be between 0 and %d", n, size)
	}
	return span{from, n}, nil
}

func segmentSpan(args []mem.Operand) (span, error) {
	size, n := sizeOf(args[0]), whole(args[2])
	if n == 0 {
		return span{}, nil
	}
	if err := index(args[1], "i", size); err != nil {
		return span{}, err
	}
	i := whole(args[1])
	if left := size - i + 1; n < 0 || n > left {
		return span{}, fmt.Errorf("n is %d, must be between 0 and %d, the number of elements from element %d on", n, left, i)
	}
	return span{i - 1, n}, nil
}

// sequences is a function that picks a span of a vector, row vector or array.
func sequences(params string, pick func(args []mem.Operand) (span, error)) Overload {
	o := sig("array[] real x, " + params + " => array[] real")
	n := len(o.Params)
	return o.when(func(args []types.Type) (types.Type, bool) {
		if len(args) != n || !isSequence(args[0]) {
			return types.TInvalid, false
		}
		for _, a := range args[1:] {
			if !a.Equal(types.TInt) {
				return types.TInvalid, false
			}
		}
		return args[0], true
	}).calls(func(args []mem.Operand) ([]int, error) {
		s, err := pick(args)
		return append([]int{s.n}, args[0].Dims[1:]...), err
	}, moving(func(out mem.Operand, args []mem.Operand) []move {
		s, _ := pick(args)
		elem := mem.Size(args[0].Dims[1:])
		return []move{run(0, s.from*elem, 0, len(out.Val))}
	}))
}

// isSequence reports whether t has elements in one line: a vector, a row
// vector, or an array.
func isSequence(t types.Type) bool {
	return t.Array > 0 && holdsNumbers(t) || t.Equal(types.TVector) || t.Equal(types.TRowVector)
}

func reversal() Overload {
	return sig("array[] real x => array[] real").when(func(args []types.Type) (types.Type, bool) {
		if len(args) != 1 || !isSequence(args[0]) {
			return types.TInvalid, false
		}
		return args[0], true
	}).calls(likeFirst, moving(func(out mem.Operand, args []mem.Operand) []move {
		n, elem := args[0].Dims[0], mem.Size(args[0].Dims[1:])
		if elem == 1 {
			return []move{{from: n - 1, by: -1, toBy: 1, n: n}}
		}
		moves := make([]move, n)
		for i := range moves {
			moves[i] = run(0, i*elem, (n-1-i)*elem, elem)
		}
		return moves
	}))
}

func rowDims(args []mem.Operand) ([]int, error) {
	return args[0].Dims[1:], index(args[1], "i", args[0].Rows())
}

func colDims(args []mem.Operand) ([]int, error) {
	return args[0].Dims[:1], index(args[1], "j", args[0].Cols())
}

// within checks that n rows or columns from the 1-based start on exist.
func within(start, n mem.Operand, startName, name string, size int) error {
	if whole(n) == 0 {
		return nil
	}
	if err := index(start, startName, size); err != nil {
		return err
	}
	if left := size - whole(start) + 1; whole(n) < 0 || whole(n) > left {
		return fmt.Errorf("%s is %d, must be between 0 and %d", name, whole(n), left)
	}
	return nil
}

func blockDims(args []mem.Operand) ([]int, error) {
	if err := within(args[1], args[3], "i", "n_rows", args[0].Rows()); err != nil {
		return nil, err
	}
	return []int{whole(args[3]), whole(args[4])}, within(args[2], args[4], "j", "n_cols", args[0].Cols())
}

func block(_ mem.Operand, args []mem.Operand) []move {
	m, i, j := args[0].Rows(), whole(args[1])-1, whole(args[2])-1
	rows := whole(args[3])
	if rows == 0 {
		return nil
	}
	moves := make([]move, whole(args[4]))
	for k := range moves {
		moves[k] = run(0, i+(j+k)*m, k*rows, rows)
	}
	return moves
}

func subRowDims(args []mem.Operand) ([]int, error) {
	if err := index(args[1], "i", args[0].Rows()); err != nil {
		return nil, err
	}
	return []int{whole(args[3])}, within(args[2], args[3], "j", "n_cols", args[0].Cols())
}

func subRow(out mem.Operand, args []mem.Operand) []move {
	if len(out.Val) == 0 {
		return nil
	}
	m := args[0].Rows()
	return []move{{from: whole(args[1]) - 1 + (whole(args[2])-1)*m, by: m, toBy: 1, n: len(out.Val)}}
}

func subColDims(args []mem.Operand) ([]int, error) {
	if err := index(args[2], "j", args[0].Cols()); err != nil {
		return nil, err
	}
	return []int{whole(args[3])}, within(args[1], args[3], "i", "n_rows", args[0].Rows())
}

func subCol(out mem.Operand, args []mem.Operand) []move {
	if len(out.Val) == 0 {
		return nil
	}
	return []move{run(0, whole(args[1])-1+(whole(args[2])-1)*args[0].Rows(), 0, len(out.Val))}
}
