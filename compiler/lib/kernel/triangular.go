package kernel

// blockSize is the order of the diagonal blocks that the blocked algorithms
// leave to plain loops.
const blockSize = 16

// SolveLower replaces b by the solution x of L x = b, for the lower triangle L
// of l. A zero on the diagonal gives infinities and NaN.
func SolveLower(l Matrix, b []float64) {
	same(l.Rows, l.Cols)
	same(l.Rows, len(b))
	SolveLowerMatrix(l, Matrix{b, len(b), 1, len(b)})
}

// SolveLowerT replaces b by the solution x of Lᵀ x = b.
func SolveLowerT(l Matrix, b []float64) {
	l.check()
	same(l.Rows, l.Cols)
	same(l.Rows, len(b))
	for j := len(b) - 1; j >= 0; j-- {
		c := l.Column(j)
		b[j] = (b[j] - dotBody(c[j+1:], b[j+1:])) / c[j]
	}
}

// SolveLowerMatrix replaces b by the solution X of L X = b.
func SolveLowerMatrix(l, b Matrix) {
	l.check()
	b.check()
	same(l.Rows, l.Cols)
	same(l.Rows, b.Rows)
	for i := 0; i < l.Rows; i += blockSize {
		n := min(blockSize, l.Rows-i)
		below := l.Rows - i - n
		top := b.Block(i, 0, n, b.Cols)
		solveBlock(l.Block(i, i, n, n), top)
		if below == 0 {
			return
		}
		GemmSub(b.Block(i+n, 0, below, b.Cols), l.Block(i+n, i, below, n), top)
	}
}

// SolveLowerTMatrix replaces b by the solution X of Lᵀ X = b.
func SolveLowerTMatrix(l, b Matrix) {
	b.check()
	same(l.Rows, b.Rows)
	for j := range b.Cols {
		SolveLowerT(l, b.Column(j))
	}
}

// solveBlock is SolveLowerMatrix for a small L.
func solveBlock(l, b Matrix) {
	for c := range b.Cols {
		x := b.Column(c)
		for j := range x {
			lj := l.Column(j)
			x[j] /= lj[j]
			if len(x)-j > smallOrder {
				axpyBody(-x[j], lj[j+1:], x[j+1:])
			} else {
				axpyPortable(-x[j], lj[j+1:], x[j+1:])
			}
		}
	}
}

// SolveRightLowerT replaces b by the solution X of X Lᵀ = b.
func SolveRightLowerT(b, l Matrix) {
	b.check()
	l.check()
	same(l.Rows, l.Cols)
	same(l.Rows, b.Cols)
	for j := range b.Cols {
		c := b.Block(0, j, b.Rows, 1)
		GemmSubNT(c, b.Block(0, 0, b.Rows, j), l.Block(j, 0, 1, j))
		x := c.Column(0)
		scaleBody(x, 1/l.Data[j+j*l.Stride], x)
	}
}

// SolveRightLower replaces b by the solution X of X L = b.
func SolveRightLower(b, l Matrix) {
	b.check()
	l.check()
	same(l.Rows, l.Cols)
	same(l.Rows, b.Cols)
	for j := b.Cols - 1; j >= 0; j-- {
		c := b.Block(0, j, b.Rows, 1)
		after := b.Cols - 1 - j
		GemmSub(c, b.Block(0, j+1, b.Rows, after), l.Block(j+1, j, after, 1))
		x := c.Column(0)
		scaleBody(x, 1/l.Data[j+j*l.Stride], x)
	}
}
