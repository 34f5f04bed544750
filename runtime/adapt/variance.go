package adapt

// A Variance estimates the variances of the points of one window, by Welford's
// updates, shrunk toward a small constant so that a short window gives a usable
// metric.
type Variance struct {
	n        float64
	mean, m2 []float64 // m2: sums of squared deviations
}

// NewVariance returns an empty estimate.
func NewVariance(dim int) *Variance {
	return &Variance{mean: make([]float64, dim), m2: make([]float64, dim)}
}

// Add takes in one point.
func (v *Variance) Add(q []float64) {
	v.n++
	for i, x := range q {
		d := x - v.mean[i]
		v.mean[i] += d / v.n
		v.m2[i] += d * (x - v.mean[i])
	}
}

// Take writes the shrunk variances to out, and empties the estimate. It reports
// false, with out untouched, when fewer than two points came in.
func (v *Variance) Take(out []float64) bool {
	ok := v.n > 1
	if ok {
		for i, s := range v.m2 {
			out[i] = shrink(s/(v.n-1), v.n, 1)
		}
	}
	v.n = 0
	clear(v.mean)
	clear(v.m2)
	return ok
}

// shrink weighs an estimate from n points as if five more had said unit/1000.
func shrink(estimate, n, unit float64) float64 {
	return n/(n+5)*estimate + 1e-3*(5/(n+5))*unit
}

// A Covariance is as Variance, for the whole matrix.
type Covariance struct {
	n               float64
	mean, m2, delta []float64 // m2 row by row, lower triangle
}

// NewCovariance returns an empty estimate.
func NewCovariance(dim int) *Covariance {
	return &Covariance{mean: make([]float64, dim), m2: make([]float64, dim*dim), delta: make([]float64, dim)}
}

// Add takes in one point.
func (c *Covariance) Add(q []float64) {
	c.n++
	for i, x := range q {
		c.delta[i] = x - c.mean[i]
		c.mean[i] += c.delta[i] / c.n
	}
	for i, x := range q {
		d, row := x-c.mean[i], c.m2[i*len(q):]
		for j := range i + 1 {
			row[j] += d * c.delta[j]
		}
	}
}

// Take writes the shrunk matrix to out, row by row, and empties the estimate.
// It reports false, with out untouched, when fewer than two points came in.
func (c *Covariance) Take(out []float64) bool {
	dim, ok := len(c.mean), c.n > 1
	for i := 0; ok && i < dim; i++ {
		for j := range i + 1 {
			unit := 0.0
			if i == j {
				unit = 1
			}
			s := shrink(c.m2[i*dim+j]/(c.n-1), c.n, unit)
			out[i*dim+j], out[j*dim+i] = s, s
		}
	}
	c.n = 0
	clear(c.mean)
	clear(c.m2)
	return ok
}
