package fn

import (
	"fmt"

	"hm/compiler/lib/mem"
)

var solvers = []*Func{
	row("operator\\", "Left division: inverse(a) * b.", leftDivisions("operator\\", newLU)...),
	row("mdivide_left", "inverse(a) * b.", leftDivisions("mdivide_left", newLU)...),
	row("mdivide_left_spd", "inverse(a) * b of a symmetric positive definite matrix a.", leftDivisions("mdivide_left_spd", newChol)...),
	row("mdivide_left_tri_low", "inverse(a) * b of the lower triangle of a.", leftDivisions("mdivide_left_tri_low", newLower)...),
	row("mdivide_right", "b * inverse(a).", rightDivisions("mdivide_right", newLU)...),
	row("mdivide_right_spd", "b * inverse(a) of a symmetric positive definite matrix a.", rightDivisions("mdivide_right_spd", newChol)...),
	row("mdivide_right_tri_low", "b * inverse(a) of the lower triangle of a.", rightDivisions("mdivide_right_tri_low", newLower)...),
}

func leftDivisions(name string, newFactor func(int) factor) []Overload {
	return sigs(func(o Overload) Overload {
		return o.calls(leftDims, func(out mem.Operand, args []mem.Operand) (func() error, func()) {
			return bindLeft(name, newFactor, out, args[0], args[1])
		})
	}, "matrix a, vector b => vector", "matrix a, matrix b => matrix")
}

func rightDivisions(name string, newFactor func(int) factor) []Overload {
	return sigs(func(o Overload) Overload {
		return o.calls(rightDims, func(out mem.Operand, args []mem.Operand) (func() error, func()) {
			return bindRight(name, newFactor, out, args[0], args[1])
		})
	}, "row_vector b, matrix a => row_vector", "matrix b, matrix a => matrix")
}

func leftDims(args []mem.Operand) ([]int, error) {
	a, b := args[0], args[1]
	n, err := squareSize(a)
	if err == nil && b.Rows() != n {
		err = fmt.Errorf("a has %d rows, b %d", n, b.Rows())
	}
	return b.Dims, err
}

func rightDims(args []mem.Operand) ([]int, error) {
	b, a := args[0], args[1]
	n, err := squareSize(a)
	if err == nil && b.Cols() != n {
		err = fmt.Errorf("a has %d columns, b %d", n, b.Cols())
	}
	return b.Dims, err
}

// bindLeft solves a x = b for each column b. Backwards, w solves a'w = g; it
// is added to b's adjoint, and w x' taken from a's.
func bindLeft(name string, newFactor func(int) factor, out, a, b mem.Operand) (func() error, func()) {
	n := a.Rows()
	f, bad, w := newFactor(n), &refusal{name: name}, make([]float64, n)
	forward := func() error {
		if !f.of(a.Val, bad) {
			return bad
		}
		copy(out.Val, b.Val)
		for j := 0; j < len(out.Val); j += n {
			f.solve(out.Val[j : j+n])
		}
		return nil
	}
	return forward, func() {
		for j := 0; j < len(out.Val); j += n {
			copy(w, out.Adj[j:j+n])
			f.solveT(w)
			if b.Adj != nil {
				addTo(b.Adj[j:j+n], w)
			}
			if a.Adj != nil {
				f.pull(a.Adj, w, out.Val[j:j+n])
			}
		}
	}
}

// bindRight solves x a = b for each row b, which is a'x' = b'. Backwards, w
// solves a w = g'; it is added to b's adjoint, and x'w' taken from a's.
func bindRight(name string, newFactor func(int) factor, out, b, a mem.Operand) (func() error, func()) {
	n, m := a.Rows(), b.Rows()
	f, bad, w, x := newFactor(n), &refusal{name: name}, make([]float64, n), make([]float64, n)
	forward := func() error {
		if !f.of(a.Val, bad) {
			return bad
		}
		for i := range m {
			takeRow(x, b.Val, i, m)
			f.solveT(x)
			for j, v := range x {
				out.Val[i+j*m] = v
			}
		}
		return nil
	}
	return forward, func() {
		for i := range m {
			takeRow(w, out.Adj, i, m)
			f.solve(w)
			if b.Adj != nil {
				for j, v := range w {
					b.Adj[i+j*m] += v
				}
			}
			if a.Adj != nil {
				takeRow(x, out.Val, i, m)
				f.pull(a.Adj, x, w)
			}
		}
	}
}

// takeRow copies row i of a matrix of m rows.
func takeRow(row, a []float64, i, m int) {
	for j := range row {
		row[j] = a[i+j*m]
	}
}
