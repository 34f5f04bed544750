package nuts

import "math"

// A Metric is the kinetic energy p' W p / 2 of momenta p ~ N(0, inverse of W),
// where W, the inverse metric, is close to the covariance of the target. Its
// methods do not allocate.
type Metric interface {
	// Velocity sets v = W p and returns p' W p.
	Velocity(p, v []float64) float64
	// Drift sets to = q + step W p: how positions move.
	Drift(q, p []float64, step float64, to []float64)
	// Momentum turns independent standard normals in p into a momentum.
	Momentum(p []float64)
}

// A Diagonal metric has one scale for each parameter.
type Diagonal struct {
	inv   []float64 // W's diagonal
	scale []float64 // its inverse square roots
}

// NewDiagonal returns the metric with unit scales.
func NewDiagonal(dim int) *Diagonal {
	m := &Diagonal{inv: make([]float64, dim), scale: make([]float64, dim)}
	for i := range m.inv {
		m.inv[i], m.scale[i] = 1, 1
	}
	return m
}

// Set makes inv, all of it positive, the diagonal of W.
func (m *Diagonal) Set(inv []float64) {
	copy(m.inv, inv)
	for i, w := range m.inv {
		m.scale[i] = 1 / math.Sqrt(w)
	}
}

// Velocity implements Metric.
func (m *Diagonal) Velocity(p, v []float64) float64 {
	s, inv := 0.0, m.inv[:len(p)]
	v = v[:len(p)]
	for i, x := range p {
		w := inv[i] * x
		v[i] = w
		s += x * w
	}
	return s
}

// Drift implements Metric.
func (m *Diagonal) Drift(q, p []float64, step float64, to []float64) {
	inv := m.inv[:len(q)]
	p, to = p[:len(q)], to[:len(q)]
	for i, x := range q {
		to[i] = x + step*(inv[i]*p[i])
	}
}

// Momentum implements Metric.
func (m *Diagonal) Momentum(p []float64) {
	for i := range p {
		p[i] *= m.scale[i]
	}
}

// A Dense metric has a full matrix W.
type Dense struct {
	dim  int
	inv  []float64 // W, row by row
	chol []float64 // its lower Cholesky factor, row by row
}

// NewDense returns the metric with the unit matrix.
func NewDense(dim int) *Dense {
	m := &Dense{dim: dim, inv: make([]float64, dim*dim), chol: make([]float64, dim*dim)}
	for i := range dim {
		m.inv[i*dim+i], m.chol[i*dim+i] = 1, 1
	}
	return m
}

// Set makes inv, a symmetric matrix row by row, the inverse metric. It reports
// whether inv is positive definite; if not, the metric stays as it was.
func (m *Dense) Set(inv []float64) bool {
	chol, ok := cholesky(inv, m.dim)
	if ok {
		copy(m.inv, inv)
		m.chol = chol
	}
	return ok
}

// Velocity implements Metric.
func (m *Dense) Velocity(p, v []float64) float64 {
	s := 0.0
	for i := range p {
		w := dot(m.inv[i*m.dim:(i+1)*m.dim], p)
		v[i] = w
		s += p[i] * w
	}
	return s
}

// Drift implements Metric.
func (m *Dense) Drift(q, p []float64, step float64, to []float64) {
	for i, x := range q {
		to[i] = x + step*dot(m.inv[i*m.dim:(i+1)*m.dim], p)
	}
}

// Momentum solves L' p = z for W = L L', so that p has the covariance inverse(W).
func (m *Dense) Momentum(p []float64) {
	for i := m.dim - 1; i >= 0; i-- {
		row := m.chol[i*m.dim : i*m.dim+i+1]
		p[i] /= row[i]
		for j := range i {
			p[j] -= row[j] * p[i]
		}
	}
}

// cholesky returns the lower factor of a, a symmetric matrix row by row, and
// whether a is positive definite.
func cholesky(a []float64, n int) ([]float64, bool) {
	l := make([]float64, n*n)
	for i := range n {
		for j := 0; j <= i; j++ {
			s := a[i*n+j] - dot(l[i*n:i*n+j], l[j*n:j*n+j])
			switch {
			case i != j:
				l[i*n+j] = s / l[j*n+j]
			case s > 0 && !math.IsInf(s, 1):
				l[i*n+i] = math.Sqrt(s)
			default: // zero, negative or NaN
				return nil, false
			}
		}
	}
	return l, true
}

func dot(a, b []float64) float64 {
	s := 0.0
	b = b[:len(a)]
	for i, x := range a {
		s += x * b[i]
	}
	return s
}
