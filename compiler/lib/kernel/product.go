package kernel

import "math"

// Gemv adds the product of a and x to y.
func Gemv(y []float64, a Matrix, x []float64) {
	gemm(gemmAdd, Matrix{y, len(y), 1, len(y)}, a, operandB{x, len(x), 1, 1, len(x)})
}

// GemvT adds the product of the transpose of a and y to x.
func GemvT(x []float64, a Matrix, y []float64) {
	a.check()
	same(len(x), a.Cols)
	same(len(y), a.Rows)
	j := 0
	for ; j+2 <= a.Cols; j += 2 {
		s, t := dot2Body(a.Column(j), a.Column(j+1), y)
		x[j] += s
		x[j+1] += t
	}
	if j < a.Cols {
		x[j] += dotBody(a.Column(j), y)
	}
}

// Gemm adds the product of a and b to c, which must not overlap them.
func Gemm(c, a, b Matrix) { gemm(gemmAdd, c, a, plain(b)) }

// GemmSub subtracts the product of a and b from c.
func GemmSub(c, a, b Matrix) { gemm(gemmSub, c, a, plain(b)) }

// GemmNT adds the product of a and the transpose of b to c.
func GemmNT(c, a, b Matrix) { gemm(gemmAdd, c, a, transposed(b)) }

// GemmSubNT subtracts the product of a and the transpose of b from c.
func GemmSubNT(c, a, b Matrix) { gemm(gemmSub, c, a, transposed(b)) }

// GemmTN adds the product of the transpose of a and b to c.
func GemmTN(c, a, b Matrix) {
	b.check()
	same(b.Cols, c.Cols)
	for j := range c.Cols {
		GemvT(c.Column(j), a, b.Column(j))
	}
}

// An operandB is the second operand of a product, or its transpose: element
// (l, j) lies at l row + j col.
type operandB struct {
	data       []float64
	rows, cols int
	row, col   int
}

func plain(b Matrix) operandB {
	b.check()
	return operandB{b.Data, b.Rows, b.Cols, 1, b.Stride}
}

func transposed(b Matrix) operandB {
	b.check()
	return operandB{b.Data, b.Cols, b.Rows, b.Stride, 1}
}

// A sign says whether a product is added or subtracted.
type sign bool

const (
	gemmAdd sign = true
	gemmSub sign = false
)

func gemm(s sign, c, a Matrix, b operandB) {
	c.check()
	a.check()
	same(c.Rows, a.Rows)
	same(a.Cols, b.rows)
	same(c.Cols, b.cols)
	if c.Rows*c.Cols*a.Cols <= tinyProduct {
		gemmTiny(s, c, a, b)
		return
	}
	j := 0
	for ; j+4 <= c.Cols; j += 4 {
		if s == gemmAdd {
			gemmAdd4Body(c.Data[j*c.Stride:], c.Stride, a.Data, a.Stride, b.data[j*b.col:], b.row, b.col, c.Rows, a.Cols)
		} else {
			gemmSub4Body(c.Data[j*c.Stride:], c.Stride, a.Data, a.Stride, b.data[j*b.col:], b.row, b.col, c.Rows, a.Cols)
		}
	}
	for ; j < c.Cols; j++ {
		if s == gemmAdd {
			gemmAdd1Body(c.Data[j*c.Stride:], c.Stride, a.Data, a.Stride, b.data[j*b.col:], b.row, b.col, c.Rows, a.Cols)
		} else {
			gemmSub1Body(c.Data[j*c.Stride:], c.Stride, a.Data, a.Stride, b.data[j*b.col:], b.row, b.col, c.Rows, a.Cols)
		}
	}
}

// tinyProduct is the number of terms up to which a call costs more than it
// saves.
const tinyProduct = 16

// gemmTiny is gemm in place; it rounds alike.
func gemmTiny(s sign, c, a Matrix, b operandB) {
	for j := range c.Cols {
		for l := range a.Cols {
			x := b.data[l*b.row+j*b.col]
			if s == gemmSub {
				x = -x
			}
			for i := range c.Rows {
				to := &c.Data[i+j*c.Stride]
				*to = math.FMA(a.Data[i+l*a.Stride], x, *to)
			}
		}
	}
}
