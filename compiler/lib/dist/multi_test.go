package dist

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A multiReference is a reference for arguments with dims; At and D hold them
// flattened, one after the other.
type multiReference struct {
	Dims  [][]int
	At    []float64
	Value number
	D     []number
}

// operandsOf builds the arguments of a multivariate row.
func operandsOf(d *Dist, dims [][]int, at []float64) []mem.Operand {
	args := make([]mem.Operand, len(dims))
	for i, ds := range dims {
		n := mem.Size(ds)
		e := d.Args[i].element()
		args[i] = mem.Operand{Val: append([]float64(nil), at[:n]...), Dims: ds, Type: types.ArrayOf(len(ds)-e.Rank(), e)}
		if e.Kind != types.Int {
			args[i].Adj = make([]float64, n)
		}
		at = at[n:]
	}
	return args
}

func TestMultiReference(t *testing.T) {
	for _, d := range Table {
		if !d.Multivariate() {
			continue
		}
		t.Run(d.Name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", d.Name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var rs []multiReference
			if err := json.Unmarshal(text, &rs); err != nil || len(rs) < 3 {
				t.Fatalf("%d references: %v", len(rs), err)
			}
			for _, r := range rs {
				testMultiReference(t, d, r)
			}
		})
	}
}

func testMultiReference(t *testing.T, d *Dist, r multiReference) {
	args := operandsOf(d, r.Dims, r.At)
	eval, err := d.Eval(args)
	if err != nil {
		t.Fatalf("at %v: %v", r.At, err)
	}
	v, err := eval()
	if err != nil {
		t.Fatalf("at %v: %v", r.At, err)
	}
	if e := relative(v, float64(r.Value)); !(e <= 1e-12) {
		t.Errorf("at %v: got %.17g, want %.17g, relative error %.1e", r.At, v, float64(r.Value), e)
	}
	compareAdjoints(t, d, args, r)
	if n := testing.AllocsPerRun(5, func() { eval() }); n != 0 {
		t.Errorf("at %v: %g allocations", r.At, n)
	}
	for i := range args { // data: the same value, and nothing to add to
		args[i].Adj = nil
	}
	eval, err = d.Eval(args)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := eval(); err != nil || again != v {
		t.Errorf("at %v: as data %.17g (%v), as parameters %.17g", r.At, again, err, v)
	}
}

func compareAdjoints(t *testing.T, d *Dist, args []mem.Operand, r multiReference) {
	t.Helper()
	at := 0
	for i, a := range args {
		for j := range a.Val {
			want := float64(r.D[at])
			at++
			if math.IsNaN(want) {
				continue
			}
			got := a.Adj[j]
			// The elements of one gradient are sums of products of the size
			// of the largest one's.
			if e := math.Abs(got - want); !(e <= 1e-12*math.Max(math.Abs(want), 1e-2*largest(r.D))) {
				t.Errorf("at %v, by %s[%d]: got %.17g, want %.17g", r.At, d.Args[i].Name, j+1, got, want)
			}
		}
	}
}

func largest(x []number) float64 {
	m := 0.0
	for _, v := range x {
		if a := math.Abs(float64(v)); a > m {
			m = a
		}
	}
	return m
}

func vec(x ...float64) mem.Operand {
	return mem.Operand{Val: x, Adj: make([]float64, len(x)), Dims: []int{len(x)}, Type: vectorType}
}

func mat(k int, x ...float64) mem.Operand {
	return mem.Operand{Val: x, Adj: make([]float64, len(x)), Dims: []int{k, k}, Type: matrixType}
}

func ints(x ...float64) mem.Operand {
	return mem.Operand{Val: x, Dims: []int{len(x)}, Type: types.ArrayOf(1, types.TInt)}
}

// TestMultiRefused demands the reason, in words, for what a multivariate row
// does not take.
func TestMultiRefused(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		d    *Dist
		args []mem.Operand
		want string
	}{
		{&multiNormalDist, []mem.Operand{vec(1, 2), vec(1, 2, 3), mat(2, 1, 0, 0, 1)}, "y has length 2, but mu has length 3"},
		{&multiNormalDist, []mem.Operand{vec(1, 2), vec(1, 2), mat(1, 1)}, "Sigma is 1 by 1, but y has length 2"},
		{&multiNormalDist, []mem.Operand{vec(1, nan), vec(1, 2), mat(2, 1, 0, 0, 1)}, "y[2] is NaN, must be a number"},
		{&multiNormalDist, []mem.Operand{vec(1, 2), vec(math.Inf(1), 2), mat(2, 1, 0, 0, 1)}, "mu[1] is +Inf, must be finite"},
		{&multiNormalDist, []mem.Operand{vec(1, 2), vec(1, 2), mat(2, 1, 0.5, 0.75, 1)}, "transpose is 0.25"},
		{&multiNormalDist, []mem.Operand{vec(1, 2), vec(1, 2), mat(2, 1, 2, 2, 1)}, "pivot of Sigma[2] is -3"},
		{&multiNormalDist, []mem.Operand{vec(1, 2), vec(1, 2), mat(2, 1, nan, nan, 1)}, "Sigma[2] is NaN"},
		{&multiNormalCholesky, []mem.Operand{vec(1, 2), vec(1, 2), mat(2, 1, 2, 0, -1)}, "diagonal of L[2] is -1"},
		{&lkjCorrCholesky, []mem.Operand{mat(2, 1, 0.6, 0.1, 0.8), mem.Scalar([]float64{1}, make([]float64, 1))}, "above the diagonal of L is 0.1"},
		{&lkjCorrCholesky, []mem.Operand{mat(2, 1, 0.6, 0, -0.8), mem.Scalar([]float64{1}, make([]float64, 1))}, "diagonal of L[2] is -0.8"},
		{&lkjCorrCholesky, []mem.Operand{mat(2, 1, 0.6, 0, 0.8), mem.Scalar([]float64{-1}, make([]float64, 1))}, "eta is -1, must be positive"},
		{&dirichlet, []mem.Operand{vec(0.5, 0.6), vec(1, 1)}, "sum of theta is 1.1, must be 1"},
		{&dirichlet, []mem.Operand{vec(1.5, -0.5), vec(1, 1)}, "theta[2] is -0.5"},
		{&dirichlet, []mem.Operand{vec(0.5, 0.5), vec(1, 0)}, "alpha[2] is 0, must be positive"},
		{&categorical, []mem.Operand{ints(1, 4), vec(0.5, 0.3, 0.2)}, "n[2] is 4, must be between 1 and 3"},
		{&categorical, []mem.Operand{ints(1, 2), vec(0.5, 0.3, 0.3)}, "sum of theta is 1.1"},
		{&categoricalLogit, []mem.Operand{ints(0, 2), vec(0.5, 0.3, 0.3)}, "n[1] is 0"},
		{&categoricalLogit, []mem.Operand{ints(1, 2), vec(0.5, nan, 0.3)}, "beta[2] is NaN, must be finite"},
	} {
		eval, err := c.d.Eval(c.args)
		if err == nil {
			_, err = eval()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.d.Name) {
			t.Errorf("%s: got %v, want it to say %q", c.d.Name, err, c.want)
		}
	}
}

// TestEmptyArrays: an array of no variates has log density zero.
func TestEmptyArrays(t *testing.T) {
	none := mem.Operand{Dims: []int{0, 2}, Type: types.ArrayOf(1, vectorType)}
	for _, c := range []struct {
		d    *Dist
		args []mem.Operand
	}{
		{&multiNormalDist, []mem.Operand{none, vec(1, 2), mat(2, 1, 0, 0, 1)}},
		{&multiNormalCholesky, []mem.Operand{none, vec(1, 2), mat(2, 1, 0, 0, 1)}},
		{&dirichlet, []mem.Operand{none, vec(1, 2)}},
		{&categorical, []mem.Operand{ints(), vec(0.5, 0.5)}},
		{&normal, []mem.Operand{vec(), vec(), mem.Scalar([]float64{1}, nil)}},
	} {
		eval, err := c.d.Eval(c.args)
		if err != nil {
			t.Errorf("%s: %v", c.d.Name, err)
			continue
		}
		if v, err := eval(); v != 0 || err != nil {
			t.Errorf("%s of nothing: %g, %v", c.d.Name, v, err)
		}
	}
}

// draws returns n multivariate draws of d.
func draws(t *testing.T, d *Dist, n int, args ...mem.Operand) [][]float64 {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	dims, err := d.DrawDims(args)
	if err != nil {
		t.Fatal(err)
	}
	k := mem.Size(dims)
	out := mem.Operand{Val: make([]float64, n*k)}
	if err := d.Draw(rng, args, out); err != nil {
		t.Fatal(err)
	}
	xs := make([][]float64, n)
	for i := range xs {
		xs[i] = out.Val[i*k : (i+1)*k]
	}
	return xs
}

// moments compares the mean of f over draws with what it should be, within
// 4.5 standard errors.
func moments(t *testing.T, what string, xs [][]float64, f func(x []float64) float64, want float64) {
	t.Helper()
	var s, ss float64
	for _, x := range xs {
		v := f(x)
		s += v
		ss += v * v
	}
	n := float64(len(xs))
	mean := s / n
	se := math.Sqrt((ss/n - mean*mean) / n)
	if math.Abs(mean-want) > 4.5*se+1e-12 {
		t.Errorf("%s: mean over draws %.5f, want %.5f, standard error %.5f", what, mean, want, se)
	}
}

func TestMultiDraws(t *testing.T) {
	const n = 40000
	sigma := mat(2, 2, 0.6, 0.6, 1.5)
	mu := vec(1, -2)
	factor := mat(2, math.Sqrt2, 0.6/math.Sqrt2, 0, math.Sqrt(1.5-0.18))
	for name, xs := range map[string][][]float64{
		"multi_normal":          draws(t, &multiNormalDist, n, mu, sigma),
		"multi_normal_cholesky": draws(t, &multiNormalCholesky, n, mu, factor),
	} {
		moments(t, name+" mean[1]", xs, func(x []float64) float64 { return x[0] }, 1)
		moments(t, name+" mean[2]", xs, func(x []float64) float64 { return x[1] }, -2)
		moments(t, name+" var[1]", xs, func(x []float64) float64 { return (x[0] - 1) * (x[0] - 1) }, 2)
		moments(t, name+" var[2]", xs, func(x []float64) float64 { return (x[1] + 2) * (x[1] + 2) }, 1.5)
		moments(t, name+" cov", xs, func(x []float64) float64 { return (x[0] - 1) * (x[1] + 2) }, 0.6)
	}

	xs := draws(t, &dirichlet, n, vec(0.5, 2, 1.5))
	moments(t, "dirichlet mean[1]", xs, func(x []float64) float64 { return x[0] }, 0.125)
	moments(t, "dirichlet mean[2]", xs, func(x []float64) float64 { return x[1] }, 0.5)
	moments(t, "dirichlet var[2]", xs, func(x []float64) float64 { return (x[1] - 0.5) * (x[1] - 0.5) }, 0.05)
	moments(t, "dirichlet cov", xs, func(x []float64) float64 { return (x[0] - 0.125) * (x[1] - 0.5) }, -0.125*0.5/5)
	for _, x := range draws(t, &dirichlet, 100, vec(1e-4, 1e-4, 1e-4)) {
		if s := sum(x); math.Abs(s-1) > 1e-14 {
			t.Fatalf("dirichlet of tiny concentrations adds up to %g", s)
		}
	}

	xs = draws(t, &categorical, n, vec(0.2, 0.5, 0, 0.3))
	ys := draws(t, &categoricalLogit, n, vec(math.Log(0.2)+3, math.Log(0.5)+3, -800, math.Log(0.3)+3))
	for k, p := range []float64{0.2, 0.5, 0, 0.3} {
		is := func(x []float64) float64 {
			if x[0] == float64(k+1) {
				return 1
			}
			return 0
		}
		moments(t, "categorical", xs, is, p)
		moments(t, "categorical_logit", ys, is, p)
	}
}

// TestLKJDraws: every correlation of an LKJ matrix of dimension K and shape
// eta is a beta variate on (-1, 1) with both shapes eta + (K-2)/2, whose
// variance is 1/(2 eta + K - 1); and the factor's rows have unit length.
func TestLKJDraws(t *testing.T) {
	const k, eta = 4, 1.5
	one := func(v float64) mem.Operand { return mem.Scalar([]float64{v}, nil) }
	xs := draws(t, &lkjCorrCholesky, 40000, one(k), one(eta))
	corr := func(x []float64, i, j int) float64 {
		r := 0.0
		for m := range k {
			r += x[i+m*k] * x[j+m*k]
		}
		return r
	}
	for i := range k {
		if r := corr(xs[0], i, i); math.Abs(r-1) > 1e-14 {
			t.Errorf("row %d has length %g", i+1, r)
		}
		for j := range i {
			moments(t, "lkj mean", xs, func(x []float64) float64 { return corr(x, i, j) }, 0)
			moments(t, "lkj variance", xs, func(x []float64) float64 { r := corr(x, i, j); return r * r }, 1/(2*eta+k-1))
		}
	}
	// The determinant ties the draws to the density: E log det = -d log c/d eta.
	_, dc := lkjNorm(k, eta)
	moments(t, "lkj log determinant", xs, func(x []float64) float64 {
		s := 0.0
		for i := range k {
			s += 2 * math.Log(x[i+i*k])
		}
		return s
	}, -dc)
}

// TestDrawArrays checks that arrays of parameters give a draw for each.
func TestDrawArrays(t *testing.T) {
	mus := mem.Operand{Val: []float64{0, 0, 1000, 2000}, Dims: []int{2, 2}, Type: types.ArrayOf(1, vectorType)}
	args := []mem.Operand{mus, mat(2, 1, 0, 0, 1)}
	dims, err := multiNormalDist.DrawDims(args)
	if err != nil || len(dims) != 2 || dims[0] != 2 || dims[1] != 2 {
		t.Fatalf("dims %v, %v", dims, err)
	}
	out := mem.Operand{Val: make([]float64, 4), Dims: dims}
	if err := multiNormalDist.Draw(rand.New(rand.NewPCG(1, 2)), args, out); err != nil {
		t.Fatal(err)
	}
	for i, v := range out.Val {
		if math.Abs(v-mus.Val[i]) > 8 {
			t.Errorf("draw %d is %g, its mean %g", i, v, mus.Val[i])
		}
	}
	three := []mem.Operand{vec(0, 100, 200), mem.Scalar([]float64{1}, nil)}
	if dims, err := normal.DrawDims(three); err != nil || len(dims) != 1 || dims[0] != 3 {
		t.Errorf("normal_rng(vector, real): dims %v, %v", dims, err)
	}
	if _, err := normal.DrawDims([]mem.Operand{vec(0, 1), vec(1, 2, 3)}); err == nil || !strings.Contains(err.Error(), "sigma has size 3, but mu has size 2") {
		t.Errorf("sizes 2 and 3: %v", err)
	}
}
