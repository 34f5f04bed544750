package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A sample is a kernel called on slices that the test fills: call gets n
// arguments and as many results of the same length, and returns any scalars.
type sample struct {
	name    string
	in, out int
	call    func(out, in [][]float64) (float64, float64)
	inPlace bool // out[0] may be in[0]
}

// elementwise is the sample of a function of one argument.
func elementwise(name string, f func(dst, x []float64)) sample {
	return sample{name: name, in: 1, out: 1, inPlace: true,
		call: func(out, in [][]float64) (float64, float64) { f(out[0], in[0]); return 0, 0 }}
}

// pairwise is the sample of a function of two arguments.
func pairwise(name string, f func(dst, x, y []float64)) sample {
	return sample{name: name, in: 2, out: 1, inPlace: true,
		call: func(out, in [][]float64) (float64, float64) { f(out[0], in[0], in[1]); return 0, 0 }}
}

var samples = []sample{
	elementwise("exp", Exp), elementwise("expm1", Expm1), elementwise("log", Log), elementwise("log1p", Log1p),
	elementwise("log1p_exp", Log1pExp), elementwise("inv_logit", InvLogit), elementwise("sqrt", Sqrt),
	elementwise("tanh", Tanh), elementwise("phi", Phi),
	pairwise("add", Add), pairwise("sub", Sub), pairwise("mul", Mul), pairwise("div", Div),
	{name: "softplus_logit", in: 1, out: 2, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		SoftplusLogit(out[0], out[1], in[0])
		return 0, 0
	}},
	{name: "phi_density", in: 1, out: 2, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		PhiDensity(out[0], out[1], in[0])
		return 0, 0
	}},
	{name: "mul_add", in: 3, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		MulAdd(out[0], in[0], in[1], in[2])
		return 0, 0
	}},
	{name: "axpy", in: 2, out: 1, call: func(out, in [][]float64) (float64, float64) {
		copy(out[0], in[1])
		Axpy(1.7, in[0], out[0])
		return 0, 0
	}},
	{name: "scale", in: 1, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		Scale(out[0], -0.3, in[0])
		return 0, 0
	}},
	{name: "sum", in: 1, call: func(_, in [][]float64) (float64, float64) { return Sum(in[0]), 0 }},
	{name: "sum_sq", in: 1, call: func(_, in [][]float64) (float64, float64) { return SumSq(in[0]), 0 }},
	{name: "max", in: 1, call: func(_, in [][]float64) (float64, float64) { return Max(in[0]), 0 }},
	{name: "dot", in: 2, call: func(_, in [][]float64) (float64, float64) { return Dot(in[0], in[1]), 0 }},
	{name: "exp_shift_sum", in: 1, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return ExpShiftSum(out[0], in[0], 0.7), 0
	}},
	{name: "normal_resid", in: 2, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return NormalResid(in[0], in[1], 1.3, out[0]), 0
	}},
	{name: "normal_resid_weighted", in: 3, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return NormalResidWeighted(in[0], in[1], in[2], 1.3, out[0]), 0
	}},
	{name: "bernoulli_logit", in: 2, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return BernoulliLogit(in[0], in[1], out[0]), 0
	}},
	{name: "binomial_logit", in: 3, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return BinomialLogit(in[0], in[1], in[2], out[0]), 0
	}},
	{name: "neg_binomial_logit", in: 2, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return NegBinomialLogit(in[0], 2.3, in[1], out[0])
	}},
	{name: "poisson_log", in: 2, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return PoissonLog(in[0], in[1], out[0]), 0
	}},
	{name: "poisson_log_weighted", in: 3, out: 1, inPlace: true, call: func(out, in [][]float64) (float64, float64) {
		return PoissonLogWeighted(in[0], in[1], in[2], out[0]), 0
	}},
}

// bodies returns the bodies that this processor can run.
func bodies() []body {
	all := []body{portable, avx2, avx512}
	return all[:best()+1]
}

// with runs f with a body.
func with(b body, f func()) {
	defer func(b body) { active = b }(active)
	active = b
	f()
}

// edges are arguments that want care.
var edges = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.5, 2, math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, -5e-324, 0x1p-1022, -0x1p-1022,
	0x1.fffffffffffffp-1023, math.MaxFloat64, -math.MaxFloat64, 709.782712893384, 709.7827128933841, 710, -745.1332191019411,
	-745.1332191019412, -708.4, -746, -1e5, 0x1p-54, -0x1p-54, 0x1p-55, 0.625, -0.625, 37, -37, 20, -20, math.Ln2 / 2, 0x1p52,
	0x1p53, 0x1p63, 1 - 0x1p-53, 1 + 0x1p-52, -1 + 0x1p-53, math.Sqrt2, math.Sqrt2 / 2,
}

// anyNumber draws ordinary numbers, numbers of any magnitude and special ones.
func anyNumber(rng *rand.Rand) float64 {
	switch rng.IntN(8) {
	case 0:
		return edges[rng.IntN(len(edges))]
	case 1:
		return math.Float64frombits(rng.Uint64())
	case 2:
		return math.Ldexp(rng.NormFloat64(), rng.IntN(40)-20)
	case 3:
		return float64(rng.IntN(2))
	}
	return 5 * rng.NormFloat64()
}

// finite draws ordinary numbers.
func finite(rng *rand.Rand) float64 { return 5 * rng.NormFloat64() }

// TestBodies compares every body with the portable one, to the bit.
func TestBodies(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			for n := range 71 {
				for range 8 {
					s.compare(t, rng, n, anyNumber)
					s.compare(t, rng, n, finite)
				}
			}
			for _, n := range []int{255, 959, 960, 961, 2500, 4096} {
				s.compare(t, rng, n, anyNumber)
				s.compare(t, rng, n, finite)
			}
		})
	}
}

// guard fills what a kernel must leave alone.
const guard = -123.25

// compare runs a sample of length n with all bodies, at odd alignments, into
// slices of their own and in place.
func (s sample) compare(t *testing.T, rng *rand.Rand, n int, draw func(*rand.Rand) float64) {
	t.Helper()
	in := s.fill(rng, n, draw)
	want := s.run(portable, in, false, 0)
	for _, b := range bodies() {
		for _, place := range []bool{false, true} {
			if place && !s.inPlace {
				continue
			}
			got := s.run(b, in, place, rng.IntN(4))
			for i := range want {
				if !sameBits(got[i], want[i]) {
					t.Fatalf("%v, n=%d, in place %v: value %d is %v (%x), portable %v (%x); arguments %v",
						b, n, place, i, got[i], math.Float64bits(got[i]), want[i], math.Float64bits(want[i]), arguments(in, n, i))
				}
			}
		}
	}
}

func (s sample) fill(rng *rand.Rand, n int, draw func(*rand.Rand) float64) [][]float64 {
	in := make([][]float64, s.in)
	for j := range in {
		in[j] = make([]float64, n)
		for i := range in[j] {
			in[j][i] = draw(rng)
		}
	}
	return in
}

// run returns all results, the guards around them and the scalars of a call.
func (s sample) run(b body, in [][]float64, place bool, shift int) []float64 {
	n := len(in[0])
	args := make([][]float64, s.in)
	for j := range args {
		args[j] = append(make([]float64, shift+j), in[j]...)[shift+j:][:n:n]
	}
	var all []float64
	outs := make([][]float64, s.out)
	wholes := make([][]float64, s.out)
	for j := range outs {
		wholes[j] = make([]float64, n+shift+4)
		for i := range wholes[j] {
			wholes[j][i] = guard
		}
		outs[j] = wholes[j][shift+1:][:n]
	}
	if place && s.out > 0 {
		copy(outs[0], args[0])
		args[0] = outs[0]
	}
	var x, y float64
	with(b, func() { x, y = s.call(outs, args) })
	for j, w := range wholes {
		all = append(all, w[shift], w[shift+n+1], w[shift+n+2])
		all = append(all, outs[j]...)
	}
	return append(all, x, y)
}

// arguments returns those of result i.
func arguments(in [][]float64, n, i int) []float64 {
	var at []float64
	for _, x := range in {
		if i >= 3 && i-3 < n {
			at = append(at, x[i-3])
		}
	}
	return at
}

func sameBits(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

func TestAllocations(t *testing.T) {
	for _, b := range bodies() {
		with(b, func() {
			var x, y, z [40]float64
			n := testing.AllocsPerRun(10, func() {
				Exp(x[:], y[:])
				Dot(x[:], y[:])
				BernoulliLogit(x[:], y[:], z[:])
			})
			if n != 0 {
				t.Errorf("%v: %g allocations, want 0", b, n)
			}
		})
	}
}

func TestLengths(t *testing.T) {
	if !panics(func() { Exp(make([]float64, 3), make([]float64, 4)) }) {
		t.Error("no panic for slices of lengths 3 and 4")
	}
}
