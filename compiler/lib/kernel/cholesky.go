package kernel

import "math"

// Cholesky replaces the lower triangle of a by the factor L with L Lᵀ = a and
// sets what lies above the diagonal to 0. Only the lower triangle of a is read.
// It reports whether a is positive definite; if not, a is left half done.
func Cholesky(a Matrix) bool {
	a.check()
	same(a.Rows, a.Cols)
	n := a.Rows
	if n <= smallOrder {
		return choleskySmall(a)
	}
	for j := 0; j < n; j += blockSize {
		w := min(blockSize, n-j)
		panel := a.Block(j, j, n-j, w)
		GemmSubNT(panel, a.Block(j, 0, n-j, j), a.Block(j, 0, w, j)) // touches the block's upper triangle also
		if !choleskyPanel(panel) {
			return false
		}
		for c := range w {
			clear(a.Column(j + c)[:j+c])
		}
	}
	return true
}

// choleskyPanel factors a block of columns, from the diagonal down, whose
// earlier columns have been taken from it.
func choleskyPanel(a Matrix) bool {
	for j := range a.Cols {
		c := a.Block(j, j, a.Rows-j, 1)
		GemmSubNT(c, a.Block(j, 0, a.Rows-j, j), a.Block(j, 0, 1, j))
		x := c.Column(0)
		if !(x[0] > 0) || math.IsInf(x[0], 1) {
			return false
		}
		d := math.Sqrt(x[0])
		scaleBody(x, 1/d, x)
		x[0] = d
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
	if l.Rows <= smallOrder {
		choleskyAdjointSmall(l, adj)
		return
	}
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
	GemmSub(rAdj, flipped, b)
	full := Matrix{work[:w*w], w, w, w}
	choleskyBlockAdjoint(d, dAdj, full)
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

// choleskyBlockAdjoint is CholeskyAdjoint for a small matrix, by columns from
// the last. It sets full to the symmetric matrix whose lower triangle is the
// result with the diagonal doubled: a column of adj is done when the product of
// full so far and the column of l is taken from it.
func choleskyBlockAdjoint(l, adj, full Matrix) {
	n := l.Rows
	for j := n - 1; j >= 0; j-- {
		below := n - 1 - j
		v := adj.Block(j+1, j, below, 1)
		GemmSub(v, full.Block(j+1, j+1, below, below), l.Block(j+1, j, below, 1))
		d, x := l.Data[j+j*l.Stride], v.Column(0)
		scaleBody(x, 1/d, x)
		diagonal := (adj.Data[j+j*adj.Stride] - dotBody(x, l.Column(j)[j+1:])) / d
		adj.Data[j+j*adj.Stride] = diagonal / 2
		full.Data[j+j*n] = diagonal
		for i, e := range x {
			full.Data[j+1+i+j*n], full.Data[j+(j+1+i)*n] = e, e
		}
	}
}
