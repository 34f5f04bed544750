package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// randomMatrix returns a view inside a larger matrix, so that strides count.
func randomMatrix(rng *rand.Rand, rows, cols int) Matrix {
	pad := rng.IntN(3)
	m := Matrix{make([]float64, (rows+pad)*cols), rows, cols, rows + pad}
	for i := range m.Data {
		m.Data[i] = rng.NormFloat64()
	}
	if rows == 0 || cols == 0 {
		m.Data = nil
	}
	return m
}

func (m Matrix) at(i, j int) float64 { return m.Data[i+j*m.Stride] }

func (m Matrix) clone() Matrix {
	m.Data = append([]float64(nil), m.Data...)
	return m
}

// positiveDefinite returns m mᵀ + n I.
func positiveDefinite(rng *rand.Rand, n int) Matrix {
	m := randomMatrix(rng, n, n)
	a := randomMatrix(rng, n, n)
	for i := range n {
		for j := range n {
			s := 0.0
			if i == j {
				s = float64(n)
			}
			for k := range n {
				s += m.at(i, k) * m.at(j, k)
			}
			a.Data[i+j*a.Stride] = s
		}
	}
	return a
}

// A product is a function c += f(a, b) with its elementwise meaning.
var products = []struct {
	name           string
	call           func(c, a, b Matrix)
	aT, bT         bool // a or b is used transposed
	sign           float64
	exactlyInOrder bool // each element is one chain of fused multiply-adds
}{
	{"gemm", Gemm, false, false, 1, true},
	{"gemm_sub", GemmSub, false, false, -1, true},
	{"gemm_nt", GemmNT, false, true, 1, true},
	{"gemm_sub_nt", GemmSubNT, false, true, -1, true},
	{"gemm_tn", GemmTN, true, false, 1, false},
	{"gemv", func(c, a, b Matrix) {
		for j := range c.Cols {
			Gemv(c.Column(j), a, b.Column(j))
		}
	}, false, false, 1, true},
	{"gemv_t", func(c, a, b Matrix) {
		for j := range c.Cols {
			GemvT(c.Column(j), a, b.Column(j))
		}
	}, true, false, 1, false},
}

func TestProducts(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, p := range products {
		t.Run(p.name, func(t *testing.T) {
			for range 300 {
				m, n, k := rng.IntN(45), rng.IntN(11), rng.IntN(20)
				if rng.IntN(10) == 0 {
					m += 100
				}
				a, b, c := randomMatrix(rng, m, k), randomMatrix(rng, k, n), randomMatrix(rng, m, n)
				if p.aT {
					a = randomMatrix(rng, k, m)
				}
				if p.bT {
					b = randomMatrix(rng, n, k)
				}
				for _, body := range bodies() {
					got := c.clone()
					with(body, func() { p.call(got, a, b) })
					for j := range n {
						for i := range m {
							want := c.at(i, j)
							for l := range k {
								want = math.FMA(p.sign*pick(a, i, l, p.aT), pick(b, l, j, p.bT), want)
							}
							tolerance := 0.0
							if !p.exactlyInOrder {
								tolerance = 1e-13
							}
							if !(math.Abs(got.at(i, j)-want) <= tolerance) {
								t.Fatalf("%v, %dx%dx%d: (%d, %d) is %v, want %v", body, m, n, k, i, j, got.at(i, j), want)
							}
						}
					}
					paddingKept(t, got, c)
				}
			}
		})
	}
}

func pick(m Matrix, i, j int, transposed bool) float64 {
	if transposed {
		return m.at(j, i)
	}
	return m.at(i, j)
}

// paddingKept fails if what lies between the columns was written.
func paddingKept(t *testing.T, got, before Matrix) {
	t.Helper()
	for k := range got.Data {
		if k%got.Stride >= got.Rows && got.Data[k] != before.Data[k] {
			t.Fatalf("element %d, outside the matrix, changed", k)
		}
	}
}

// dense are the algorithms on a positive definite matrix a of order n and
// another matrix b; each returns all it computes.
var dense = []struct {
	name string
	call func(a, b Matrix) []float64
}{
	{"cholesky", func(a, b Matrix) []float64 { Cholesky(a); return a.Data }},
	{"adjoint", func(a, b Matrix) []float64 {
		Cholesky(a)
		adj := Matrix{make([]float64, a.Rows*a.Rows), a.Rows, a.Rows, a.Rows}
		for i := range adj.Data {
			adj.Data[i] = math.Sin(float64(i))
		}
		CholeskyAdjoint(a, adj, make([]float64, CholeskyAdjointWork(a.Rows)))
		return adj.Data
	}},
	{"solve", func(a, b Matrix) []float64 { SolveLowerMatrix(a, b); return b.Data }},
	{"solve_t", func(a, b Matrix) []float64 { SolveLowerTMatrix(a, b); return b.Data }},
}

func TestDenseBodies(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, d := range dense {
		for n := range 70 {
			a, b := positiveDefinite(rng, n), randomMatrix(rng, n, 5)
			want := d.call(a.clone(), b.clone())
			with(portable, func() { want = d.call(a.clone(), b.clone()) })
			for _, body := range bodies() {
				with(body, func() {
					for i, v := range d.call(a.clone(), b.clone()) {
						if !sameBits(v, want[i]) {
							t.Fatalf("%s of order %d, %v: element %d is %v, portable %v", d.name, n, body, i, v, want[i])
						}
					}
				})
			}
		}
	}
}

func TestCholesky(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for n := range 60 {
		a := positiveDefinite(rng, n)
		l := a.clone()
		for j := range n { // what is above the diagonal must not count
			for i := range j {
				l.Data[i+j*l.Stride] = math.NaN()
			}
		}
		if !Cholesky(l) {
			t.Fatalf("order %d is not positive definite", n)
		}
		for j := range n {
			for i := range n {
				s := 0.0
				for k := range n {
					s += l.at(i, k) * l.at(j, k)
				}
				if e := math.Abs(s - a.at(i, j)); !(e <= 1e-13*float64(n)) {
					t.Fatalf("order %d: L Lᵀ at (%d, %d) is %v, want %v", n, i, j, s, a.at(i, j))
				}
				if i < j && l.at(i, j) != 0 {
					t.Fatalf("order %d: L at (%d, %d) is %v, want 0", n, i, j, l.at(i, j))
				}
			}
		}
	}
}

func TestCholeskyRefuses(t *testing.T) {
	for _, a := range [][]float64{
		{1, 2, 2, 1}, {0, 0, 0, 1}, {-1, 0, 0, 1}, {math.NaN(), 0, 0, 1}, {1, math.NaN(), 0, 1}, {math.Inf(1), 0, 0, 1},
	} {
		if Cholesky(NewMatrix(append([]float64(nil), a...), 2, 2)) {
			t.Errorf("%v is said to be positive definite", a)
		}
	}
}

// TestCholeskyAdjoint compares directional derivatives with central
// differences.
func TestCholeskyAdjoint(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, n := range []int{1, 2, 3, 15, 16, 17, 31, 32, 33, 50, 65} {
		a, direction, weight := positiveDefinite(rng, n), randomMatrix(rng, n, n), randomMatrix(rng, n, n)
		value := func(eps float64) float64 { // Σ weight L over the lower triangle
			l := a.clone()
			for j := range n {
				for i := j; i < n; i++ {
					l.Data[i+j*l.Stride] += eps * direction.at(i, j)
				}
			}
			Cholesky(l)
			s := 0.0
			for j := range n {
				for i := j; i < n; i++ {
					s += weight.at(i, j) * l.at(i, j)
				}
			}
			return s
		}
		l := a.clone()
		Cholesky(l)
		adj := weight.clone()
		for j := range n {
			for i := range j {
				adj.Data[i+j*adj.Stride] = math.NaN()
			}
		}
		CholeskyAdjoint(l, adj, make([]float64, CholeskyAdjointWork(n)))
		got := 0.0
		for j := range n {
			for i := j; i < n; i++ {
				got += adj.at(i, j) * direction.at(i, j)
			}
		}
		const eps = 1e-4
		want := (8*(value(eps)-value(-eps)) - (value(2*eps) - value(-2*eps))) / (12 * eps)
		if e := math.Abs(got - want); !(e <= 1e-8*(1+math.Abs(want))) {
			t.Errorf("order %d: derivative %.12g, differences %.12g", n, got, want)
		}
	}
}

func TestSolve(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for n := range 50 {
		l := positiveDefinite(rng, n)
		Cholesky(l)
		for _, s := range []struct {
			name  string
			solve func(l, b Matrix)
			back  func(x, l, b Matrix) // b += the product that x solves
			right bool
		}{
			{"L X", SolveLowerMatrix, func(b, l, x Matrix) { Gemm(b, l, x) }, false},
			{"Lt X", SolveLowerTMatrix, func(b, l, x Matrix) { GemmTN(b, l, x) }, false},
			{"X L", func(l, b Matrix) { SolveRightLower(b, l) }, func(b, l, x Matrix) { Gemm(b, x, l) }, true},
			{"X Lt", func(l, b Matrix) { SolveRightLowerT(b, l) }, func(b, l, x Matrix) { GemmNT(b, x, l) }, true},
		} {
			b := randomMatrix(rng, n, 5)
			if s.right {
				b = randomMatrix(rng, 5, n)
			}
			x := b.clone()
			s.solve(l, x)
			residual := b.clone()
			for i := range residual.Data {
				residual.Data[i] = -residual.Data[i]
			}
			s.back(residual, l, x)
			for j := range b.Cols {
				for i := range b.Rows {
					if e := math.Abs(residual.at(i, j)); !(e < 1e-12) {
						t.Fatalf("%s, order %d: residual %g at (%d, %d)", s.name, n, e, i, j)
					}
				}
			}
		}
	}
}

func BenchmarkDense(b *testing.B) {
	rng := rand.New(rand.NewPCG(15, 16))
	for _, n := range []int{4, 16, 66, 133, 400} {
		a := positiveDefinite(rng, n)
		l, c, work := a.clone(), a.clone(), make([]float64, CholeskyAdjointWork(n))
		Cholesky(l)
		for _, body := range bodies() {
			for name, f := range map[string]func(){
				"gemm":     func() { Gemm(c, a, a) },
				"gemv":     func() { Gemv(work[:n], a, c.Column(0)) },
				"gemv_t":   func() { GemvT(work[:n], a, c.Column(0)) },
				"cholesky": func() { copy(l.Data, a.Data); Cholesky(l) },
				"solve":    func() { copy(work[:n], a.Column(0)); SolveLower(l, work[:n]) },
				"solve_t":  func() { copy(work[:n], a.Column(0)); SolveLowerT(l, work[:n]) },
				"adjoint": func() {
					copy(c.Data, a.Data)
					CholeskyAdjoint(l, c, work)
				},
			} {
				b.Run(fmt.Sprintf("%s/%d/%v", name, n, body), func(b *testing.B) {
					with(body, func() {
						for b.Loop() {
							f()
						}
					})
				})
			}
		}
	}
}
