package kernel

import "math"

// smallOrder is the order up to which plain loops beat calls of kernels: that
// of most covariances of group effects.
const smallOrder = 8

// choleskySmall is Cholesky by plain loops.
func choleskySmall(a Matrix) bool {
	for j := range a.Cols {
		c := a.Column(j)
		clear(c[:j])
		c = c[j:]
		for p := range j {
			l := a.Column(p)[j:]
			l = l[:len(c)]
			for i, v := range l {
				c[i] = math.FMA(-l[0], v, c[i])
			}
		}
		if !(c[0] > 0) || math.IsInf(c[0], 1) {
			return false
		}
		d := math.Sqrt(c[0])
		inv := 1 / d
		for i := range c {
			c[i] *= inv
		}
		c[0] = d
	}
	return true
}

// choleskyAdjointSmall is CholeskyAdjoint by plain loops: the unblocked
// algorithm of Murray (2016), section 4.
func choleskyAdjointSmall(l, adj Matrix) {
	for j := l.Cols - 1; j >= 0; j-- {
		c, cAdj := l.Column(j)[j:], adj.Column(j)[j:]
		inv := 1 / c[0]
		s := cAdj[0]
		for i := 1; i < len(c); i++ {
			cAdj[i] *= inv
			s = math.FMA(-c[i], cAdj[i], s)
		}
		cAdj[0] = s * inv
		for p := range j {
			rowAdjoint(l.Column(p)[j:], adj.Column(p)[j:], cAdj)
		}
		cAdj[0] /= 2
	}
}

// rowAdjoint passes the adjoint of a column on to an earlier one: row holds
// the earlier column of l from the row that the later one starts at.
func rowAdjoint(row, rowAdj, cAdj []float64) {
	row, rowAdj = row[:len(cAdj)], rowAdj[:len(cAdj)]
	r := row[0]
	s := math.FMA(-cAdj[0], r, rowAdj[0])
	for i := 1; i < len(cAdj); i++ {
		s = math.FMA(-cAdj[i], row[i], s)
		rowAdj[i] = math.FMA(-cAdj[i], r, rowAdj[i])
	}
	rowAdj[0] = s
}
