package constraint

import (
	"fmt"
	"math"
)

// tolerance is Stan's for sums, lengths and symmetry.
const tolerance = 1e-8

// A Violation is one number that is not what its constraint demands. It says
// the number's place in memory, from 0, so that a caller that knows the type
// can say the index.
type Violation struct {
	Index int   // in the element's numbers as they lie in memory
	Dims  []int // of the element; empty for a scalar
	Value float64
	Want  string // "must be at least 0"
}

// Error says it in one sentence: "element 3 is -0.2, must be at least 0". The
// element of a matrix is named by row and column.
func (v *Violation) Error() string {
	switch len(v.Dims) {
	case 0:
		return fmt.Sprintf("is %.6g, %s", v.Value, v.Want)
	case 2:
		return fmt.Sprintf("element [%d,%d] is %.6g, %s", v.Index%v.Dims[0]+1, v.Index/v.Dims[0]+1, v.Value, v.Want)
	}
	return fmt.Sprintf("element %d is %.6g, %s", v.Index+1, v.Value, v.Want)
}

// above spells "must be above a" so that zero reads well.
func bound(words string, a float64) string { return fmt.Sprintf("must be %s %.6g", words, a) }

// finite says which of the numbers is not finite.
func finite(y []float64, dims []int) error {
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &Violation{i, dims, v, "must be finite"}
		}
	}
	return nil
}

// increasing says which number is not above the one before it, the first
// being above first.
func increasing(y []float64, dims []int, first float64) error {
	last := first
	for i, v := range y {
		if !(v > last) {
			want := bound("above", last)
			if i > 0 {
				want = fmt.Sprintf("must be above element %d, which is %.6g", i, last)
			}
			return &Violation{i, dims, v, want}
		}
		last = v
	}
	return nil
}

// sumsTo says so where y does not sum to want.
func sumsTo(y []float64, want float64) error {
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	if !(math.Abs(sum-want) <= tolerance) {
		return fmt.Errorf("sums to %.10g, must sum to %g", sum, want)
	}
	return nil
}

// lowerTriangular says which number above the diagonal is not 0, or which on
// it is not positive.
func lowerTriangular(y []float64, dims []int) error {
	m, n := dims[0], dims[1]
	for j := range n {
		for i := range min(j, m) {
			if y[i+j*m] != 0 {
				return &Violation{i + j*m, dims, y[i+j*m], "must be 0: it stands above the diagonal"}
			}
		}
		if j < m && !(y[j+j*m] > 0) {
			return &Violation{j + j*m, dims, y[j+j*m], "must be positive: it stands on the diagonal"}
		}
	}
	return finite(y, dims)
}

// symmetric says which numbers of a matrix break its symmetry.
func symmetric(y []float64, k int) error {
	for j := range k {
		for i := range j {
			if a, b := y[i+j*k], y[j+i*k]; !(math.Abs(a-b) <= tolerance) {
				return fmt.Errorf("is not symmetric: element [%d,%d] is %.10g, element [%d,%d] is %.10g", i+1, j+1, a, j+1, i+1, b)
			}
		}
	}
	return nil
}

// squareMatrix is the Sizes of square matrices.
func squareMatrix(dims []int) error {
	if dims[0] != dims[1] {
		return fmt.Errorf("is %d x %d, must be square", dims[0], dims[1])
	}
	return nil
}
