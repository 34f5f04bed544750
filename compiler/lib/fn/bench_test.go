package fn

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// benchmark runs one overload forward and back over n numbers.
func benchmark(b *testing.B, name string, args ...mem.Operand) {
	o := resolve(name, typesOf(args))
	dims, err := o.DimsOf(args)
	if err != nil {
		b.Fatal(err)
	}
	n := mem.Size(dims)
	out := mem.Operand{Val: make([]float64, n), Adj: make([]float64, n), Dims: dims, Type: o.Result}
	for i := range out.Adj {
		out.Adj[i] = 1
	}
	forward, reverse := o.BindCall(out, args)
	for b.Loop() {
		_ = forward()
		if reverse != nil {
			reverse()
		}
	}
}

func BenchmarkElementwise(b *testing.B) {
	rng := rand.New(rand.NewPCG(21, 22))
	x, y := fresh(rng, types.TVector, 0.1, 2, 1000), fresh(rng, types.TVector, 0.1, 2, 1000)
	for _, name := range []string{"operator+", "operator-", "operator.*", "operator./"} {
		b.Run(name, func(b *testing.B) { benchmark(b, name, x, y) })
	}
	for _, name := range []string{"operator-", "exp", "log", "log1p", "logit", "inv", "square", "sqrt", "inv_logit", "log1p_exp", "tanh", "lgamma", "Phi"} {
		b.Run(name, func(b *testing.B) { benchmark(b, name, x) })
	}
}

// BenchmarkSizes times vectors from short to long.
func BenchmarkSizes(b *testing.B) {
	rng := rand.New(rand.NewPCG(27, 28))
	for _, n := range []int{2, 4, 10, 100, 1000, 10000} {
		x, y := fresh(rng, types.TVector, 0.1, 0.9, n), fresh(rng, types.TVector, 0.1, 0.9, n)
		for _, name := range []string{"operator+", "operator.*", "operator./", "log_sum_exp", "dot_product"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) { benchmark(b, name, x, y) })
		}
		for _, name := range []string{"exp", "log", "log1p", "sqrt", "inv_logit", "logit", "log1p_exp", "tanh", "softmax", "sum"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) { benchmark(b, name, x) })
		}
		data, beta := fresh(rng, types.TMatrix, 0.1, 2, n, 5), fresh(rng, types.TVector, 0.1, 2, 5)
		data.Adj = nil
		b.Run(fmt.Sprintf("matrix times vector/%d", n), func(b *testing.B) { benchmark(b, "operator*", data, beta) })
	}
}

// BenchmarkMixture times two and three arguments, a scalar among them.
func BenchmarkMixture(b *testing.B) {
	rng := rand.New(rand.NewPCG(25, 26))
	x, y := fresh(rng, types.TVector, 0.1, 0.9, 1000), fresh(rng, types.TVector, 0.1, 0.9, 1000)
	c := fresh(rng, types.TReal, 0.1, 0.9)
	three := c
	three.Val, three.Adj = []float64{3}, nil
	b.Run("log_sum_exp", func(b *testing.B) { benchmark(b, "log_sum_exp", x, y) })
	b.Run("log_sum_exp of one", func(b *testing.B) { benchmark(b, "log_sum_exp", x) })
	b.Run("softmax", func(b *testing.B) { benchmark(b, "softmax", x) })
	b.Run("scaled", func(b *testing.B) { benchmark(b, "operator*", c, x) })
	b.Run("shifted", func(b *testing.B) { benchmark(b, "operator+", c, x) })
	b.Run("cubed", func(b *testing.B) { benchmark(b, "operator^", x, three) })
	b.Run("dot_product", func(b *testing.B) { benchmark(b, "dot_product", x, y) })
	b.Run("sum", func(b *testing.B) { benchmark(b, "sum", x) })
}

func BenchmarkMatrix(b *testing.B) {
	rng := rand.New(rand.NewPCG(23, 24))
	x, beta := fresh(rng, types.TMatrix, 0.1, 2, 1000, 10), fresh(rng, types.TVector, 0.1, 2, 10)
	x.Adj = nil
	b.Run("data times vector", func(b *testing.B) { benchmark(b, "operator*", x, beta) })
	s := fresh(rng, types.TMatrix, 0.1, 2, 50, 50)
	makeSPD(s)
	b.Run("product", func(b *testing.B) { benchmark(b, "operator*", s, s) })
	b.Run("cholesky", func(b *testing.B) { benchmark(b, "cholesky_decompose", s) })
	b.Run("inverse", func(b *testing.B) { benchmark(b, "inverse", s) })
}
