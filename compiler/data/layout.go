package data

import (
	"fmt"
	"strings"

	"hm/lang/types"
)

// Literals are written row by row, and package mem keeps matrices column by
// column. These functions go from one order to the other. Both have the arrays
// in front, the last index fastest.

// flat returns where in memory the leaf that is written at a place lies.
func flat(t types.Type, dims []int, written int) int {
	if t.Kind.Rank() != 2 {
		return written
	}
	rows, cols := dims[len(dims)-2], dims[len(dims)-1]
	inside := written % (rows * cols)
	return written - inside + inside%cols*rows + inside/cols
}

// written is the inverse of flat.
func written(t types.Type, dims []int, flat int) int {
	if t.Kind.Rank() != 2 {
		return flat
	}
	rows, cols := dims[len(dims)-2], dims[len(dims)-1]
	inside := flat % (rows * cols)
	return flat - inside + inside%rows*cols + inside/rows
}

// subscript spells the indices of the leaf written at a place: "[2,3]".
func subscript(dims []int, written int) string {
	if len(dims) == 0 {
		return ""
	}
	parts := make([]string, len(dims))
	for i := len(dims) - 1; i >= 0; i-- {
		n := max(dims[i], 1)
		parts[i] = fmt.Sprint(written%n + 1)
		written /= n
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// numbers is how many float64 each entry of a kind takes.
func numbers(k types.Kind) int {
	if k == types.Complex || k >= types.ComplexVector && k <= types.ComplexMatrix {
		return 2
	}
	return 1
}

func product(dims []int) int {
	n := 1
	for _, d := range dims {
		n *= max(d, 0)
	}
	return n
}
