package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// BenchmarkKernels gives the time of each kernel and body in ns an element, on
// slices that lie in L1.
func BenchmarkKernels(b *testing.B) {
	const n = 1000
	rng := rand.New(rand.NewPCG(3, 4))
	for _, s := range samples {
		in := s.fill(rng, n, benchmarkArgument(s.name))
		out := make([][]float64, s.out)
		for j := range out {
			out[j] = make([]float64, n)
		}
		for _, body := range bodies() {
			b.Run(fmt.Sprintf("%s/%v", s.name, body), func(b *testing.B) {
				with(body, func() {
					for b.Loop() {
						s.call(out, in)
					}
				})
				perElement(b, n)
			})
		}
	}
}

// BenchmarkShort gives the time of calls on eight elements in ns a call.
func BenchmarkShort(b *testing.B) {
	rng := rand.New(rand.NewPCG(25, 26))
	for _, s := range samples {
		in := s.fill(rng, 8, benchmarkArgument(s.name))
		out := make([][]float64, s.out)
		for j := range out {
			out[j] = make([]float64, 8)
		}
		for _, body := range bodies() {
			b.Run(fmt.Sprintf("%s/%v", s.name, body), func(b *testing.B) {
				with(body, func() {
					for b.Loop() {
						s.call(out, in)
					}
				})
			})
		}
	}
}

// benchmarkArgument draws numbers in the domain of a function.
func benchmarkArgument(name string) func(*rand.Rand) float64 {
	switch name {
	case "log", "log1p", "sqrt", "binomial_logit", "poisson_log", "poisson_log_weighted":
		return func(rng *rand.Rand) float64 { return math.Abs(rng.NormFloat64()) }
	case "bernoulli_logit":
		return func(rng *rand.Rand) float64 { return float64(rng.IntN(2)) }
	}
	return func(rng *rand.Rand) float64 { return rng.NormFloat64() }
}

func perElement(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMathExp is the standard library's, for comparison.
func BenchmarkMathExp(b *testing.B) {
	x := make([]float64, 1000)
	for i := range x {
		x[i] = float64(i)/500 - 1
	}
	dst := make([]float64, len(x))
	for b.Loop() {
		for i, v := range x {
			dst[i] = math.Exp(v)
		}
	}
	perElement(b, len(x))
}

func BenchmarkIndex(b *testing.B) {
	const n = 1000
	x, dst, idx := make([]float64, 100), make([]float64, n), make([]int32, n)
	for i := range idx {
		idx[i] = int32(i * 37 % len(x))
	}
	b.Run("gather", func(b *testing.B) {
		for b.Loop() {
			Gather(dst, x, idx)
		}
		perElement(b, n)
	})
	b.Run("scatter_add", func(b *testing.B) {
		for b.Loop() {
			ScatterAdd(x, idx, dst)
		}
		perElement(b, n)
	})
	for i := range idx {
		idx[i] = 3
	}
	b.Run("scatter_add/one bin", func(b *testing.B) {
		for b.Loop() {
			ScatterAdd(x, idx, dst)
		}
		perElement(b, n)
	})
}
