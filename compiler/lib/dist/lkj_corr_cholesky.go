package dist

import (
	"fmt"
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
	"hm/lang/types"
)

var lkjCorrCholesky = Dist{
	Name: "lkj_corr_cholesky",
	Doc: "LKJ distribution of the Cholesky factor of a correlation matrix with shape eta " +
		"(Lewandowski, Kurowicka and Joe 2009): 1 is uniform over correlation matrices, larger is nearer the identity.",
	Args: []Arg{
		{Name: "L", Domain: mem.Real, Type: matrixType},
		{Name: "eta", Domain: mem.Positive, Type: types.TReal},
	},
	BindMulti: bindLKJ,
	RandArgs: []Arg{
		{Name: "K", Domain: mem.Category, Type: types.TInt},
		{Name: "eta", Domain: mem.Positive, Type: types.TReal},
	},
	RandMulti: func(rng *rand.Rand, p []mem.Operand, out []float64) error {
		drawLKJ(rng, int(p[0].Val[0]), p[1].Val[0], out)
		return nil
	},
	RandSize: func(p []mem.Operand) []int {
		k := int(p[0].Val[0])
		return []int{k, k}
	},
}

func bindLKJ(args []mem.Operand) (Eval, error) {
	l, eta := args[0], args[1]
	k := l.Rows()
	if l.Cols() != k {
		return nil, fmt.Errorf("lkj_corr_cholesky_lpdf: L is %d by %d, but must be square", k, l.Cols())
	}
	above := &mem.DomainError{Func: "lkj_corr_cholesky_lpdf", Arg: "a number above the diagonal of L", Want: "0"}
	below := &mem.DomainError{Func: "lkj_corr_cholesky_lpdf", Arg: "the diagonal of L", Want: "positive"}
	return func() (float64, error) {
		e := eta.Val[0]
		lp, de := lkjNorm(k, e)
		for j := range k {
			for i := range j {
				if v := l.Val[i+j*k]; v != 0 {
					above.Value = v
					return math.Inf(-1), above
				}
			}
			d := l.Val[j+j*k]
			if !(d > 0) {
				below.Value, below.Index = d, j+1
				return math.Inf(-1), below
			}
			if j == 0 {
				continue // always 1; it has no exponent
			}
			power := float64(k-j-1) + 2*(e-1)
			ld := math.Log(d)
			lp += power * ld
			de += 2 * ld
			if l.Adj != nil {
				l.Adj[j+j*k] += power / d
			}
		}
		if eta.Adj != nil {
			eta.Adj[0] += de
		}
		return lp, nil
	}, nil
}

// lkjNorm returns the log of the normaliser and its derivative by eta, with
// one beta integral for each column of the matrix.
func lkjNorm(k int, eta float64) (c, dc float64) {
	for m := 1; m < k; m++ {
		x, h := eta+0.5*float64(k-1-m), 0.5*float64(m)
		c += special.LgammaDiff(x, h) - h*math.Log(math.Pi)
		dc += special.DigammaDiff(x, h)
	}
	return c, dc
}

// drawLKJ draws canonical partial correlations, each a beta variate on (-1, 1)
// whose shape falls by a half from column to column, and builds the factor
// from them (the C-vine of the paper).
func drawLKJ(rng *rand.Rand, k int, eta float64, out []float64) {
	clear(out)
	out[0] = 1
	for i := 1; i < k; i++ {
		left := 1.0 // of the row's unit length, squared
		for j := range i {
			shape := eta + 0.5*float64(k-2-j)
			z := 2*drawBeta(rng, shape, shape) - 1
			out[i+j*k] = z * math.Sqrt(left)
			left *= 1 - z*z
		}
		out[i+i*k] = math.Sqrt(left)
	}
}
