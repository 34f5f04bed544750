package fn

import (
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A spec says which sample arguments a function wants where the usual ones,
// reals between 0.1 and 0.9 and integers of 2, do not serve.
type spec struct {
	lo, hi float64
	ints   []float64 // values of integer scalars, by argument
	shift  []float64 // added to every number of an argument
	spd    int       // which argument is a symmetric positive definite matrix, from 1
	shape  func(o *Overload, args []mem.Operand)
}

var samples = map[string]spec{
	"acosh":                 {lo: 1.2, hi: 5},
	"log1m_exp":             {lo: -3, hi: -0.1},
	"log_diff_exp":          {lo: 0, hi: 1, shift: []float64{1.5}},
	"log_inv_logit_diff":    {lo: 0, hi: 1, shift: []float64{1.5}},
	"std_normal_log_qf":     {lo: -3, hi: -0.1},
	"log_falling_factorial": {lo: 0.2, hi: 0.9, shift: []float64{3}},
	"lmgamma":               {lo: 1.2, hi: 3},
	"fmod":                  {lo: 0.2, hi: 0.4, shift: []float64{1}},
	"fdim":                  {lo: 0.2, hi: 0.4, shift: []float64{1}},
	"lchoose":               {lo: 0.2, hi: 0.9, shift: []float64{2}},
	"linspaced_vector":      {lo: 0.1, hi: 0.9, shift: []float64{3, 0, 1}},
	"linspaced_row_vector":  {lo: 0.1, hi: 0.9, shift: []float64{3, 0, 1}},
	"linspaced_array":       {lo: 0.1, hi: 0.9, shift: []float64{3, 0, 1}},
	"linspaced_int_array":   {ints: []float64{5, 1, 9}},

	"cholesky_decompose":  {lo: 0.1, hi: 0.9, spd: 1},
	"inverse_spd":         {lo: 0.1, hi: 0.9, spd: 1},
	"log_determinant_spd": {lo: 0.1, hi: 0.9, spd: 1},
	"quad_form_sym":       {lo: 0.1, hi: 0.9, spd: 1},
	"mdivide_left_spd":    {lo: 0.1, hi: 0.9, spd: 1},
	"mdivide_right_spd":   {lo: 0.1, hi: 0.9, spd: 2},
	"operator/":           {lo: 0.1, hi: 0.9, shape: dominant},
	"divide":              {lo: 0.1, hi: 0.9, shape: dominant},
	"operator\\":          {lo: 0.1, hi: 0.9, shape: dominant},
	"mdivide_left":        {lo: 0.1, hi: 0.9, shape: dominant},
	"mdivide_right":       {lo: 0.1, hi: 0.9, shape: dominant},
	"inverse":             {lo: 0.1, hi: 0.9, shape: dominant},

	"to_matrix": {lo: 0.1, hi: 0.9, shape: func(o *Overload, args []mem.Operand) {
		if len(args) > 1 {
			resize(&args[0], 6)
			args[1].Val[0], args[2].Val[0] = 2, 3
		}
	}},
}

// dominant makes matrices far from singular, with rows to exchange.
func dominant(_ *Overload, args []mem.Operand) {
	for _, a := range args {
		if a.Type.Kind == types.Matrix {
			a.Val[3] += 2
			a.Val[7] += 2
			a.Val[2] += 2
		}
	}
}

// makeSPD turns a square matrix a into a a' plus the identity.
func makeSPD(a mem.Operand) {
	n := a.Rows()
	s := make([]float64, n*n)
	gemmNT(n, n, n, a.Val, a.Val, s)
	for i := range n {
		s[i+i*n]++
	}
	copy(a.Val, s)
}

// resize gives a sample argument n numbers, as a matrix with two columns.
func resize(a *mem.Operand, n int) {
	for len(a.Val) < n {
		a.Val = append(a.Val, a.Val[len(a.Val)-1]/2)
	}
	a.Val, a.Dims = a.Val[:n], []int{n}
	if a.Type.Kind == types.Matrix {
		a.Dims = []int{n / 2, 2}
	}
	if a.Adj != nil {
		a.Adj = make([]float64, n)
	}
}
