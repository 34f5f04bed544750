package kernel

// Axpy adds a x to y, each element by one fused multiply-add.
func Axpy(a float64, x, y []float64) {
	same(len(x), len(y))
	axpyBody(a, x, y)
}

// Scale sets dst to a x.
func Scale(dst []float64, a float64, x []float64) {
	same(len(dst), len(x))
	scaleBody(dst, a, x)
}

// Add sets dst to x + y.
func Add(dst, x, y []float64) {
	same(len(dst), len(x))
	same(len(x), len(y))
	addBody(dst, x, y)
}

// Sub sets dst to x - y.
func Sub(dst, x, y []float64) {
	same(len(dst), len(x))
	same(len(x), len(y))
	subBody(dst, x, y)
}

// Mul sets dst to the elementwise product of x and y.
func Mul(dst, x, y []float64) {
	same(len(dst), len(x))
	same(len(x), len(y))
	mulBody(dst, x, y)
}

// Div sets dst to the elementwise quotient of x and y.
func Div(dst, x, y []float64) {
	same(len(dst), len(x))
	same(len(x), len(y))
	divBody(dst, x, y)
}

// MulAdd sets dst to x y + z elementwise, rounded once.
func MulAdd(dst, x, y, z []float64) {
	same(len(dst), len(x))
	same(len(x), len(y))
	same(len(x), len(z))
	mulAddBody(dst, x, y, z)
}
