package fn

import (
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A spec says which sample arguments a function wants where the usual ones,
// reals between 0.1 and 0.9 and integers of 2, do not serve.
type spec struct {
	lo, hi    float64
	ints      []float64 // values of integer scalars, by argument
	shift     []float64 // added to every number of an argument
	symmetric bool      // the first argument must be a symmetric matrix
	shape     func(o *Overload, args []mem.Operand)
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
	"to_matrix": {lo: 0.1, hi: 0.9, shape: func(o *Overload, args []mem.Operand) {
		if len(args) > 1 {
			resize(&args[0], 6)
			args[1].Val[0], args[2].Val[0] = 2, 3
		}
	}},
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
