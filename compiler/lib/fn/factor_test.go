package fn

import (
	"math"
	"math/rand/v2"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// TestLargeCholesky checks the factor of a matrix large enough for the blocked
// algorithm, and its adjoint by differences.
func TestLargeCholesky(t *testing.T) {
	const n = 19
	rng := rand.New(rand.NewPCG(1, 1))
	b := make([]float64, n*n)
	for i := range b {
		b[i] = rng.NormFloat64()
	}
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range n {
				a[i+j*n] += b[i+k*n] * b[j+k*n]
			}
		}
		a[i+i*n]++
	}
	seed := make([]float64, n*n)
	for i := range seed {
		seed[i] = rng.NormFloat64()
	}
	in := mem.Operand{Val: a, Adj: make([]float64, n*n), Dims: []int{n, n}, Type: types.TMatrix}
	out := mem.Operand{Val: make([]float64, n*n), Adj: seed, Dims: []int{n, n}, Type: types.TMatrix}
	forward, reverse := bindCholesky(out, []mem.Operand{in})
	value := func() float64 {
		if err := forward(); err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, l := range out.Val {
			sum += seed[i] * l
		}
		return sum
	}
	value()
	for i := range n {
		for j := range n {
			product := 0.0
			for k := range n {
				product += out.Val[i+k*n] * out.Val[j+k*n]
			}
			if math.Abs(product-a[i+j*n]) > 1e-12*n {
				t.Fatalf("L L' [%d,%d] is %.17g, want %.17g", i, j, product, a[i+j*n])
			}
			if j > i && out.Val[i+j*n] != 0 {
				t.Fatalf("L[%d,%d] is %g, above the diagonal", i, j, out.Val[i+j*n])
			}
		}
	}
	reverse()
	for j := range n {
		for i := j; i < n; i++ {
			const h = 1e-5
			at := a[i+j*n]
			f := func(x float64) float64 { a[i+j*n], a[j+i*n] = x, x; return value() }
			want := (f(at+h) - f(at-h)) / (2 * h)
			a[i+j*n], a[j+i*n] = at, at
			if got := in.Adj[i+j*n]; math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
				t.Errorf("derivative by [%d,%d] is %g, differences give %g", i, j, got, want)
			}
		}
	}
}
