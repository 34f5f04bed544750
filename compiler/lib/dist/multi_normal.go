package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

var multiNormalDist = Dist{
	Name: "multi_normal",
	Doc:  "Multivariate normal distribution with mean mu and covariance matrix Sigma.",
	Args: []Arg{
		{Name: "y", Domain: mem.Real, Type: vectorType, Broad: types.Vectors, Shows: true},
		{Name: "mu", Domain: mem.Finite, Type: vectorType, Broad: types.Vectors, Shows: true},
		{Name: "Sigma", Domain: mem.Real, Type: matrixType},
	},
	BindMulti: bindMultiNormal,
	RandMulti: func(rng *rand.Rand, p []mem.Operand, out []float64) error {
		f := newFactor("multi_normal_rng", p[1], len(out))
		if err := f.take(); err != nil {
			return err
		}
		drawMultiNormal(rng, p[0].Val, f.l, out)
		return nil
	},
	RandSize: func(p []mem.Operand) []int { return []int{len(p[0].Val)} },
}

// A factor is the Cholesky factor of a covariance matrix, taken anew at each
// evaluation, with the errors that may come of it.
type factor struct {
	sigma       []float64
	l           []float64
	k           int
	skew, pivot *mem.DomainError
}

func newFactor(name string, sigma mem.Operand, k int) *factor {
	return &factor{sigma: sigma.Val, l: make([]float64, k*k), k: k,
		skew:  &mem.DomainError{Func: name, Arg: "the largest difference between Sigma and its transpose", Want: "at most 1e-8"},
		pivot: &mem.DomainError{Func: name, Arg: "the pivot of Sigma", Want: "positive, as in every positive definite matrix"},
	}
}

// symmetryTolerance is Stan's.
const symmetryTolerance = 1e-8

// take factors Sigma, or says why it is not a covariance matrix.
func (f *factor) take() error {
	worst := 0.0
	for j := range f.k {
		for i := range j {
			worst = max(worst, math.Abs(f.sigma[i+j*f.k]-f.sigma[j+i*f.k]))
		}
	}
	if !(worst <= symmetryTolerance) {
		f.skew.Value = worst
		return f.skew
	}
	if row, p := choleskyOf(f.sigma, f.l, f.k); row >= 0 {
		f.pivot.Value, f.pivot.Index = p, row+1
		return f.pivot
	}
	return nil
}

// bindMultiNormal is the density through the Cholesky factor of Sigma. The
// derivative by Sigma is that of a symmetric matrix spread over both
// triangles: (Σ⁻¹ (y-mu)(y-mu)ᵀ Σ⁻¹ - Σ⁻¹)/2.
func bindMultiNormal(args []mem.Operand) (Eval, error) {
	m, err := newMultiNormal("multi_normal_lpdf", "Sigma", args)
	if err != nil || m.n == 0 || m.k == 0 {
		return nothing, err
	}
	f := newFactor("multi_normal_lpdf", args[2], m.k)
	adj := args[2].Adj
	if adj == nil {
		if err := f.take(); err != nil {
			return nil, err
		}
		return func() (float64, error) { return m.eval(f.l, nil, nil), nil }, nil
	}
	outer, inv := make([]float64, m.k*m.k), make([]float64, m.k*m.k)
	return func() (float64, error) {
		if err := f.take(); err != nil {
			return math.Inf(-1), err
		}
		clear(outer)
		lp := m.eval(f.l, nil, outer)
		inverseOf(f.l, inv, m.k)
		for j := range m.k {
			for i := j; i < m.k; i++ {
				d := 0.5 * (outer[i+j*m.k] - float64(m.n)*inv[i+j*m.k])
				adj[i+j*m.k] += d
				if i != j {
					adj[j+i*m.k] += d
				}
			}
		}
		return lp, nil
	}, nil
}
