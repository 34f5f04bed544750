package kernel

import "math"

// Cholesky replaces the lower triangle of a by the factor L with L Lᵀ = a and
// sets what lies above the diagonal to 0. Only the lower triangle of a is read.
// It reports whether a is positive definite; if not, a is left half done.
func Cholesky(a Matrix) bool {
	a.check()
	same(a.Rows, a.Cols)
	n := a.Rows
	for j := 0; j < n; j += blockSize {
		w := min(blockSize, n-j)
		panel := a.Block(j, j, n-j, w)
		GemmSubNT(panel, a.Block(j, 0, n-j, j), a.Block(j, 0, w, j)) // touches the block's upper triangle also
		diagonal := a.Block(j, j, w, w)
		if !choleskyBlock(diagonal) {
			return false
		}
		SolveRightLowerT(a.Block(j+w, j, n-j-w, w), diagonal)
		for c := range w {
			clear(a.Column(j + c)[:j+c])
		}
	}
	return true
}

// choleskyBlock is Cholesky for a small matrix, left-looking by columns.
func choleskyBlock(a Matrix) bool {
	for j := range a.Cols {
		c := a.Column(j)[j:]
		for p := range j {
			l := a.Column(p)[j:]
			axpyPortable(-l[0], l, c)
		}
		if !(c[0] > 0) || math.IsInf(c[0], 1) {
			return false
		}
		d := math.Sqrt(c[0])
		for i := range c {
			c[i] /= d
		}
		c[0] = d
	}
	return true
}

// CholeskyAdjointWork returns how many numbers of working space
// CholeskyAdjoint needs for order n.
func CholeskyAdjointWork(n int) int { return blockSize * n }

// CholeskyAdjoint replaces adj, the derivative of some value by the factor l
// that Cholesky has computed, by the derivative by the lower triangle of the
// matrix. An element below the diagonal counts as one variable: it is not
// halved as if its mirror image were another. What lies above the diagonal of
// adj is not read and is left undefined. Work has CholeskyAdjointWork(n)
// elements.
//
// The algorithm is the blocked one of Murray (2016), Differentiation of the
// Cholesky decomposition, arXiv:1602.07527, section 4.
func CholeskyAdjoint(l, adj Matrix, work []float64) {
	l.check()
	adj.check()
	same(l.Rows, l.Cols)
	same(adj.Rows, l.Rows)
	same(adj.Cols, l.Cols)
	same(len(work), CholeskyAdjointWork(l.Rows))
	for end := l.Rows; end > 0; {
		j := (end - 1) / blockSize * blockSize // the blocks of Cholesky
		choleskyBlockColumn(l, adj, j, end, work)
		end = j
	}
}

// choleskyBlockColumn goes back through the block of columns j to end, in the
// names of Murray's figure: R and D are the block's rows of l left of and on
// the diagonal, B and C what is below them.
func choleskyBlockColumn(l, adj Matrix, j, end int, work []float64) {
	w, below := end-j, l.Rows-end
	r, rAdj := l.Block(j, 0, w, j), adj.Block(j, 0, w, j)
	d, dAdj := l.Block(j, j, w, w), adj.Block(j, j, w, w)
	b, bAdj := l.Block(end, 0, below, j), adj.Block(end, 0, below, j)
	c, cAdj := l.Block(end, j, below, w), adj.Block(end, j, below, w)
	SolveRightLower(cAdj, d)
	GemmSub(bAdj, cAdj, r)
	flipped := Matrix{work[:w*below], w, below, w}
	transpose(flipped, cAdj)
	GemmSub(dAdj, flipped, c) // above the diagonal it is ignored
	choleskyBlockAdjoint(d, dAdj)
	GemmSub(rAdj, flipped, b)
	full := Matrix{work[:w*w], w, w, w}
	symmetric(full, dAdj)
	GemmSub(rAdj, full, r)
}

// transpose sets dst to the transpose of m.
func transpose(dst, m Matrix) {
	if m.Rows == 0 {
		return
	}
	for j := range m.Cols {
		for i, v := range m.Column(j) {
			dst.Data[j+i*dst.Stride] = v
		}
	}
}

// symmetric sets dst to the sum of the lower triangle of m and its transpose.
func symmetric(dst, m Matrix) {
	for j := range m.Cols {
		dst.Data[j+j*dst.Stride] = 2 * m.Data[j+j*m.Stride]
		for i := j + 1; i < m.Rows; i++ {
			v := m.Data[i+j*m.Stride]
			dst.Data[i+j*dst.Stride], dst.Data[j+i*dst.Stride] = v, v
		}
	}
}

// choleskyBlockAdjoint is CholeskyAdjoint for a small matrix, by columns.
func choleskyBlockAdjoint(l, adj Matrix) {
	for j := l.Cols - 1; j >= 0; j-- {
		c, cAdj := l.Column(j)[j:], adj.Column(j)[j:]
		d := c[0]
		s := cAdj[0]
		for i := 1; i < len(c); i++ {
			cAdj[i] /= d
			s = math.FMA(-c[i], cAdj[i], s)
		}
		cAdj[0] = s / d
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
