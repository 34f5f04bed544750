package kernel

import "fmt"

// A Matrix is a view of a matrix in column-major order: element (i, j) lies at
// Data[i+j*Stride].
type Matrix struct {
	Data               []float64
	Rows, Cols, Stride int
}

// NewMatrix returns the matrix of given sizes whose columns follow one another
// in data, which must have rows*cols elements.
func NewMatrix(data []float64, rows, cols int) Matrix {
	if len(data) != rows*cols {
		panic(fmt.Sprintf("kernel: %d elements for a matrix of %d by %d", len(data), rows, cols))
	}
	return Matrix{data, rows, cols, rows}
}

// Block returns the view of rows by cols elements whose first is (i, j).
func (m Matrix) Block(i, j, rows, cols int) Matrix {
	if i < 0 || j < 0 || rows < 0 || cols < 0 || i+rows > m.Rows || j+cols > m.Cols {
		panic(fmt.Sprintf("kernel: block of %d by %d at (%d, %d) of a matrix of %d by %d",
			rows, cols, i, j, m.Rows, m.Cols))
	}
	b := Matrix{nil, rows, cols, m.Stride}
	if rows > 0 && cols > 0 {
		from := i + j*m.Stride
		b.Data = m.Data[from : from+(cols-1)*m.Stride+rows]
	}
	return b
}

// Column returns column j.
func (m Matrix) Column(j int) []float64 {
	if m.Rows == 0 {
		return nil
	}
	return m.Data[j*m.Stride:][:m.Rows:m.Rows]
}

// check panics unless the elements of a matrix lie in its data.
func (m Matrix) check() {
	if m.Rows > 0 && m.Cols > 0 && (m.Stride < m.Rows || len(m.Data) < (m.Cols-1)*m.Stride+m.Rows) {
		panic(fmt.Sprintf("kernel: %d elements for a matrix of %d by %d with stride %d",
			len(m.Data), m.Rows, m.Cols, m.Stride))
	}
}
