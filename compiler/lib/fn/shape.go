package fn

import (
	"fmt"
	"strings"

	"hm/compiler/lib/mem"
)

// sizes spells the sizes of a container for a message: "5", or "3 x 4".
func sizes(dims []int) string {
	words := make([]string, len(dims))
	for i, d := range dims {
		words[i] = fmt.Sprint(d)
	}
	return strings.Join(words, " x ")
}

// whole returns the value of an integer argument.
func whole(a mem.Operand) int { return int(a.Val[0]) }

// sizeArg returns the value of an integer argument that is a size.
func sizeArg(a mem.Operand, name string) (int, error) {
	n := whole(a)
	if n < 0 {
		return 0, fmt.Errorf("%s is %d, must be zero or more", name, n)
	}
	return n, nil
}

// square returns the size of a square matrix.
func squareSize(a mem.Operand) (int, error) {
	if a.Rows() != a.Cols() {
		return 0, fmt.Errorf("the matrix is %s, must be square", sizes(a.Dims))
	}
	return a.Rows(), nil
}

// sameSize reports in words that two containers hold equally many numbers.
func sameSize(a, b mem.Operand) error {
	if len(a.Val) != len(b.Val) {
		return fmt.Errorf("sizes differ: %s and %s", sizes(a.Dims), sizes(b.Dims))
	}
	return nil
}

// likeFirst is the Dims of functions whose result has the first argument's sizes.
func likeFirst(args []mem.Operand) ([]int, error) { return args[0].Dims, nil }

// sameSizes is the Dims of functions that reduce two equally long containers.
func sameSizes(args []mem.Operand) ([]int, error) { return nil, sameSize(args[0], args[1]) }
