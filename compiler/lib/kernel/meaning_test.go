package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A likelihood is a fused loop with its meaning, one row at a time: the value
// and its derivative by eta (or mu).
type likelihood struct {
	name string
	args int // besides eta, which is the last
	draw func(rng *rand.Rand, row []float64)
	call func(args [][]float64, eta, deta []float64) float64
	row  func(row []float64, eta float64) (value, derivative float64)
}

// softplus is written with the standard library's functions.
func softplus(x float64) float64 { return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

func invLogit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

var likelihoods = []likelihood{
	{
		"normal", 1, func(rng *rand.Rand, row []float64) { row[0] = rng.NormFloat64() },
		func(a [][]float64, mu, dmu []float64) float64 { return NormalResid(a[0], mu, 0.7, dmu) },
		func(row []float64, mu float64) (float64, float64) {
			z := (row[0] - mu) * 0.7
			return z * z, z * 0.7
		},
	},
	{
		"normal_weighted", 2, func(rng *rand.Rand, row []float64) { row[0], row[1] = rng.NormFloat64(), rng.ExpFloat64() },
		func(a [][]float64, mu, dmu []float64) float64 { return NormalResidWeighted(a[0], mu, a[1], 0.7, dmu) },
		func(row []float64, mu float64) (float64, float64) {
			z := (row[0] - mu) * 0.7
			return row[1] * z * z, row[1] * z * 0.7
		},
	},
	{
		"bernoulli_logit", 1, func(rng *rand.Rand, row []float64) { row[0] = float64(rng.IntN(2)) },
		func(a [][]float64, eta, deta []float64) float64 { return BernoulliLogit(a[0], eta, deta) },
		func(row []float64, eta float64) (float64, float64) {
			return row[0]*eta - softplus(eta), row[0] - invLogit(eta)
		},
	},
	{
		"binomial_logit", 2, func(rng *rand.Rand, row []float64) {
			row[1] = float64(1 + rng.IntN(20))
			row[0] = float64(rng.IntN(int(row[1]) + 1))
		},
		func(a [][]float64, eta, deta []float64) float64 { return BinomialLogit(a[0], a[1], eta, deta) },
		func(row []float64, eta float64) (float64, float64) {
			return row[0]*eta - row[1]*softplus(eta), row[0] - row[1]*invLogit(eta)
		},
	},
	{
		"neg_binomial_logit", 1, func(rng *rand.Rand, row []float64) { row[0] = float64(rng.IntN(9)) },
		func(a [][]float64, eta, deta []float64) float64 {
			lp, soft := NegBinomialLogit(a[0], 1.5, eta, deta)
			return lp + 0.25*soft
		},
		func(row []float64, eta float64) (float64, float64) {
			return row[0]*eta - (row[0]+1.25)*softplus(eta), row[0] - (row[0]+1.5)*invLogit(eta)
		},
	},
	{
		"poisson_log", 1, func(rng *rand.Rand, row []float64) { row[0] = float64(rng.IntN(9)) },
		func(a [][]float64, eta, deta []float64) float64 { return PoissonLog(a[0], eta, deta) },
		func(row []float64, eta float64) (float64, float64) {
			return row[0]*eta - math.Exp(eta), row[0] - math.Exp(eta)
		},
	},
	{
		"poisson_log_weighted", 2, func(rng *rand.Rand, row []float64) {
			row[0], row[1] = float64(rng.IntN(9)), rng.ExpFloat64()
		},
		func(a [][]float64, eta, deta []float64) float64 { return PoissonLogWeighted(a[0], a[1], eta, deta) },
		func(row []float64, eta float64) (float64, float64) {
			return row[0]*eta - row[1]*math.Exp(eta), row[0] - row[1]*math.Exp(eta)
		},
	},
}

func TestLikelihoods(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	for _, l := range likelihoods {
		for _, n := range []int{0, 1, 7, 16, 33, 959, 2000} {
			args := make([][]float64, l.args)
			for j := range args {
				args[j] = make([]float64, n)
			}
			eta, deta, row := make([]float64, n), make([]float64, n), make([]float64, l.args)
			want := make([]float64, n)
			value, size := 0.0, 1.0
			for i := range n {
				l.draw(rng, row)
				for j := range args {
					args[j][i] = row[j]
				}
				eta[i] = 3 * rng.NormFloat64()
				var v float64
				v, want[i] = l.row(row, eta[i])
				value += v
				size += math.Abs(v)
			}
			if got := l.call(args, eta, deta); !(math.Abs(got-value) <= 1e-14*size) {
				t.Errorf("%s of %d: %.17g, want %.17g", l.name, n, got, value)
			}
			for i := range n {
				if !(math.Abs(deta[i]-want[i]) <= 1e-14*(1+math.Abs(want[i]))) {
					t.Errorf("%s of %d: derivative %d is %v, want %v", l.name, n, i, deta[i], want[i])
				}
			}
		}
	}
}

// TestLikelihoodEdges holds likelihoods to their limits at infinite log odds
// and rates.
func TestLikelihoodEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name     string
		call     func(deta []float64) float64
		lp, deta float64
	}{
		{"bernoulli 1 at inf", func(d []float64) float64 { return BernoulliLogit([]float64{1}, []float64{inf}, d) }, 0, 0},
		{"bernoulli 0 at -inf", func(d []float64) float64 { return BernoulliLogit([]float64{0}, []float64{-inf}, d) }, 0, 0},
		{"bernoulli 0 at inf", func(d []float64) float64 { return BernoulliLogit([]float64{0}, []float64{inf}, d) }, -inf, -1},
		{"bernoulli 1 at -800", func(d []float64) float64 { return BernoulliLogit([]float64{1}, []float64{-800}, d) }, -800, 1},
		{"binomial 3 of 3 at inf", func(d []float64) float64 {
			return BinomialLogit([]float64{3}, []float64{3}, []float64{inf}, d)
		}, 0, 0},
		{"binomial 2 of 3 at inf", func(d []float64) float64 {
			return BinomialLogit([]float64{2}, []float64{3}, []float64{inf}, d)
		}, -inf, -1},
		{"poisson 0 at -inf", func(d []float64) float64 { return PoissonLog([]float64{0}, []float64{-inf}, d) }, 0, 0},
		{"poisson 2 at -inf", func(d []float64) float64 { return PoissonLog([]float64{2}, []float64{-inf}, d) }, -inf, 2},
	} {
		deta := []float64{math.NaN()}
		if lp := c.call(deta); lp != c.lp || deta[0] != c.deta {
			t.Errorf("%s: %v and derivative %v, want %v and %v", c.name, lp, deta[0], c.lp, c.deta)
		}
	}
}

// TestSums compares reductions with plain sums.
func TestSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	for n := range 100 {
		x, y, dst := make([]float64, n), make([]float64, n), make([]float64, n)
		sum, sumSq, dot, exps, size := 0.0, 0.0, 0.0, 0.0, 1.0
		largest := math.Inf(-1)
		for i := range n {
			x[i], y[i] = rng.NormFloat64(), rng.NormFloat64()
			sum += x[i]
			sumSq += x[i] * x[i]
			dot += x[i] * y[i]
			exps += math.Exp(x[i] - 0.3)
			size += math.Abs(x[i]) + x[i]*x[i] + math.Exp(x[i])
			largest = math.Max(largest, x[i])
		}
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"Sum", Sum(x), sum}, {"SumSq", SumSq(x), sumSq}, {"Dot", Dot(x, y), dot},
			{"ExpShiftSum", ExpShiftSum(dst, x, 0.3), exps}, {"Max", Max(x), largest},
		} {
			if !(c.got == c.want || math.Abs(c.got-c.want) <= 1e-14*size) {
				t.Errorf("%s of %d: %v, want %v", c.name, n, c.got, c.want)
			}
		}
	}
	if m := Max([]float64{1, math.NaN(), 2}); m == m {
		t.Errorf("Max with a NaN is %v, want NaN", m)
	}
}

// TestArith compares elementwise arithmetic with its definition.
func TestArith(t *testing.T) {
	x, y, z := []float64{1, -2, 3}, []float64{4, 5, -7}, []float64{0.5, 0.25, -1}
	for _, c := range []struct {
		name string
		call func(dst []float64)
		want func(x, y, z float64) float64
	}{
		{"Add", func(d []float64) { Add(d, x, y) }, func(x, y, _ float64) float64 { return x + y }},
		{"Sub", func(d []float64) { Sub(d, x, y) }, func(x, y, _ float64) float64 { return x - y }},
		{"Mul", func(d []float64) { Mul(d, x, y) }, func(x, y, _ float64) float64 { return x * y }},
		{"Div", func(d []float64) { Div(d, x, y) }, func(x, y, _ float64) float64 { return x / y }},
		{"MulAdd", func(d []float64) { MulAdd(d, x, y, z) }, math.FMA},
		{"Scale", func(d []float64) { Scale(d, 3, x) }, func(x, _, _ float64) float64 { return 3 * x }},
		{"Axpy", func(d []float64) { copy(d, y); Axpy(3, x, d) }, func(x, y, _ float64) float64 { return 3*x + y }},
		{"Sqrt", func(d []float64) { Mul(d, y, y); Sqrt(d, d) }, func(_, y, _ float64) float64 { return math.Abs(y) }},
	} {
		dst := make([]float64, 3)
		c.call(dst)
		for i, got := range dst {
			if want := c.want(x[i], y[i], z[i]); got != want {
				t.Errorf("%s of (%g, %g, %g) is %g, want %g", c.name, x[i], y[i], z[i], got, want)
			}
		}
	}
}
