package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

var multiNormalCholesky = Dist{
	Name: "multi_normal_cholesky",
	Doc:  "Multivariate normal distribution with mean mu and the Cholesky factor L of the covariance matrix.",
	Args: []Arg{
		{Name: "y", Domain: mem.Real, Type: vectorType, Broad: types.Vectors, Shows: true},
		{Name: "mu", Domain: mem.Finite, Type: vectorType, Broad: types.Vectors, Shows: true},
		{Name: "L", Domain: mem.Real, Type: matrixType},
	},
	BindMulti: func(args []mem.Operand) (Eval, error) {
		m, err := newMultiNormal("multi_normal_cholesky_lpdf", "L", args)
		if err != nil || m.n == 0 || m.k == 0 {
			return nothing, err
		}
		l := args[2]
		bad := &mem.DomainError{Func: "multi_normal_cholesky_lpdf", Arg: "the diagonal of L", Want: "positive"}
		return func() (float64, error) {
			for j := range m.k {
				if d := l.Val[j+j*m.k]; !(d > 0) {
					bad.Value, bad.Index = d, j+1
					return math.Inf(-1), bad
				}
			}
			return m.eval(l.Val, l.Adj, nil), nil
		}, nil
	},
	RandMulti: func(rng *rand.Rand, p []mem.Operand, out []float64) error {
		drawMultiNormal(rng, p[0].Val, p[1].Val, out)
		return nil
	},
	RandSize: func(p []mem.Operand) []int { return []int{len(p[0].Val)} },
}

// A multiNormal is n variates of length k with a common covariance, given by
// its Cholesky factor at each evaluation.
type multiNormal struct {
	y, mu series
	n, k  int
	half  []float64 // h = L⁻¹ (y-mu)
	full  []float64 // s = L⁻ᵀ h = Σ⁻¹ (y-mu)
}

func newMultiNormal(name, scale string, args []mem.Operand) (*multiNormal, error) {
	m := &multiNormal{y: newSeries(args[0]), mu: newSeries(args[1])}
	var err error
	if m.n, m.k, err = pair(name, "y", m.y, "mu", m.mu); err != nil {
		return nil, err
	}
	m.half, m.full = make([]float64, m.k), make([]float64, m.k)
	return m, square(name, scale, args[2], m.k, "y")
}

// eval returns the log density for the factor l, and adds the derivatives by y
// and mu, by the lower triangle of L where dl is not nil, and the outer
// products s sᵀ to outer where that is not nil.
func (m *multiNormal) eval(l, dl, outer []float64) float64 {
	k, ss := m.k, 0.0
	for i := range m.n {
		y, mu := m.y.at(i), m.mu.at(i)
		for j := range k {
			m.half[j] = y[j] - mu[j]
		}
		solveLower(l, m.half, k)
		ss += dot(m.half, m.half)
		copy(m.full, m.half)
		solveLowerT(l, m.full, k)
		addTo(m.y.adjAt(i), -1, m.full)
		addTo(m.mu.adjAt(i), 1, m.full)
		addOuter(dl, m.full, m.half, k)
		addOuter(outer, m.full, m.full, k)
	}
	n, logDet := float64(m.n), 0.0
	for j := range k {
		logDet += math.Log(l[j+j*k])
		if dl != nil {
			dl[j+j*k] -= n / l[j+j*k]
		}
	}
	return -0.5*ss - n*(logDet+float64(k)*halfLog2Pi)
}

// addTo adds c*x to a, which may be nil.
func addTo(a []float64, c float64, x []float64) {
	for i := range a {
		a[i] += c * x[i]
	}
}

// addOuter adds the lower triangle of x yᵀ to a, which may be nil.
func addOuter(a, x, y []float64, k int) {
	if a == nil {
		return
	}
	for j := range k {
		for i := j; i < k; i++ {
			a[i+j*k] += x[i] * y[j]
		}
	}
}

// drawMultiNormal writes mu + L z into out, z standard normal.
func drawMultiNormal(rng *rand.Rand, mu, l, out []float64) {
	k := len(mu)
	copy(out, mu)
	for j := range k {
		z := rng.NormFloat64()
		for i := j; i < k; i++ {
			out[i] += l[i+j*k] * z
		}
	}
}
