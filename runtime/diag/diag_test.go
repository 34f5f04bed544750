package diag

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// A reference is a quantity with its diagnostics by ArviZ; null is NaN. See
// testdata/reference.py.
type reference struct {
	Name   string
	Chains [][]float64
	Want   map[string]any
}

func references(t *testing.T) []reference {
	t.Helper()
	text, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var refs []reference
	if err := json.Unmarshal(text, &refs); err != nil {
		t.Fatal(err)
	}
	return refs
}

func TestAgainstArviZ(t *testing.T) {
	flat := func(c [][]float64) []float64 { return slices.Concat(c...) }
	functions := map[string]func([][]float64) float64{
		"mean":      func(c [][]float64) float64 { return NewWorkspace().Summarise(c).Mean },
		"sd":        func(c [][]float64) float64 { return NewWorkspace().Summarise(c).SD },
		"rhat":      RHat,
		"ess_bulk":  ESSBulk,
		"ess_tail":  ESSTail,
		"ess_mean":  ESSMean,
		"ess_sd":    ESSSD,
		"ess_q25":   func(c [][]float64) float64 { return ESSQuantile(c, 0.25) },
		"mcse_mean": MCSEMean,
		"mcse_sd":   MCSESD,
		"mcse_q10":  func(c [][]float64) float64 { return MCSEQuantile(c, 0.1) },
		"q5":        func(c [][]float64) float64 { return Quantile(flat(c), 0.05) },
		"q50":       func(c [][]float64) float64 { return Quantile(flat(c), 0.5) },
		"q95":       func(c [][]float64) float64 { return Quantile(flat(c), 0.95) },
	}
	refs := references(t)
	if len(refs) < 12 {
		t.Fatalf("only %d references", len(refs))
	}
	for _, r := range refs {
		for key, f := range functions {
			want := math.NaN()
			if v, ok := r.Want[key].(float64); ok {
				want = v
			}
			if got := f(r.Chains); !near(got, want, 1e-8) {
				t.Errorf("%s: %s is %.12g, ArviZ has %.12g", r.Name, key, got, want)
			}
		}
		for i, want := range r.Want["ebfmi"].([]any) {
			if got := EBFMI(r.Chains[i]); !near(got, want.(float64), 1e-10) {
				t.Errorf("%s: E-BFMI of chain %d is %.12g, ArviZ has %.12g", r.Name, i, got, want)
			}
		}
	}
}

func near(a, b, tol float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tol*math.Abs(b)
}

// A workspace that has seen other quantities gives the same answers, and the
// same as the functions.
func TestWorkspaceForgets(t *testing.T) {
	w := NewWorkspace()
	refs := references(t)
	for _, r := range append(refs, refs...) {
		got := w.Summarise(r.Chains, 0.05, 0.5)
		want := [...]float64{RHat(r.Chains), ESSBulk(r.Chains), ESSTail(r.Chains), MCSEMean(r.Chains), Quantile(slices.Concat(r.Chains...), 0.05)}
		have := [...]float64{got.RHat, got.ESSBulk, got.ESSTail, got.MCSEMean, got.Quantiles[0]}
		for i := range want {
			if !near(have[i], want[i], 0) {
				t.Errorf("%s: %v, alone %v", r.Name, have, want)
				break
			}
		}
	}
}

// ar1 is a stationary autoregression with unit variance.
func ar1(seed uint64, phi float64, chains, draws int) [][]float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := make([][]float64, chains)
	for i := range out {
		x := rng.NormFloat64()
		for range draws {
			out[i] = append(out[i], x)
			x = phi*x + math.Sqrt(1-phi*phi)*rng.NormFloat64()
		}
	}
	return out
}

// The integrated autocorrelation time of an AR(1) is (1 + phi) / (1 - phi).
func TestESSOfAutoregression(t *testing.T) {
	for _, phi := range []float64{-0.5, 0, 0.5, 0.9, 0.97} {
		c := ar1(7, phi, 4, 20000)
		want := 80000 * (1 - phi) / (1 + phi)
		for name, got := range map[string]float64{"mean": ESSMean(c), "bulk": ESSBulk(c)} {
			if math.Abs(got/want-1) > 0.12 {
				t.Errorf("phi %g: ESS %s %.0f, want about %.0f", phi, name, got, want)
			}
		}
	}
}

// The direct sums and the Fourier transform are the same autocovariances.
func TestAutocovariances(t *testing.T) {
	c := ar1(3, 0.9, 3, 777)
	var a autocov
	a.load(c, []float64{0.1, -0.2, 0.3})
	a.transform()
	for _, lag := range []int{0, 1, 5, 100, 500, 776} {
		want := 0.0
		for _, s := range a.seqs {
			for i := range len(s) - lag {
				want += s[i] * s[i+lag]
			}
		}
		want /= 3 * 777
		direct := (lagged(a.seqs[0], lag) + lagged(a.seqs[1], lag) + lagged(a.seqs[2], lag)) / (3 * 777)
		if math.Abs(a.byLag[lag]-want) > 1e-13 || math.Abs(direct-want) > 1e-13 {
			t.Errorf("lag %d: transform %g, direct %g, want %g", lag, a.byLag[lag], direct, want)
		}
	}
}

func TestQuantile(t *testing.T) {
	x := []float64{4, 1, 3, 2}
	for _, c := range [][2]float64{{0, 1}, {1, 4}, {0.5, 2.5}, {1.0 / 3, 2}, {0.25, 1.75}, {0.95, 3.85}} {
		if got := Quantile(x, c[0]); math.Abs(got-c[1]) > 1e-15 {
			t.Errorf("quantile %g is %g, want %g", c[0], got, c[1])
		}
	}
	if !slices.Equal(x, []float64{4, 1, 3, 2}) {
		t.Error("the numbers were reordered")
	}
	if got := Quantile([]float64{math.Inf(-1), math.Inf(-1), 0}, 0.25); !math.IsInf(got, -1) {
		t.Errorf("between two infinities: %g", got)
	}
	if got := Quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("of nothing: %g", got)
	}
}

func TestSort(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), 1, -1, 1e-310, -1e-310, math.MaxFloat64}
	for range 500 {
		x = append(x, math.Float64frombits(rng.Uint64()))
	}
	x = slices.DeleteFunc(x, func(v float64) bool { return v != v })
	var s sorter
	items := s.sort(x)
	for i, it := range items {
		if at := x[it.at]; at != number(it.key) || i > 0 && at < number(items[i-1].key) {
			t.Fatalf("item %d is %g from %g", i, number(it.key), at)
		}
	}
	if got := s.sort([]float64{math.NaN(), 1}); number(got[0].key) != 1 || !math.IsNaN(number(got[1].key)) {
		t.Errorf("NaN sorts to %v, want it last", got)
	}
}

// Folding sorted items is sorting the distances, ties included.
func TestFold(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		x := make([]float64, 1+rng.IntN(40))
		for i := range x {
			x[i] = float64(rng.IntN(20))
		}
		center := float64(rng.IntN(21)) / 2
		var s, d sorter
		distance := make([]float64, len(x))
		for i, v := range x {
			distance[i] = math.Abs(v - center)
		}
		got, want := fold(nil, s.sort(x), center), d.sort(distance)
		if len(got) != len(want) {
			t.Fatalf("%d items, want %d", len(got), len(want))
		}
		for i := range got {
			if got[i].key != want[i].key || number(got[i].key) != distance[got[i].at] {
				t.Fatalf("draws %v around %g: item %d is %g, want %g", x, center, i, number(got[i].key), number(want[i].key))
			}
		}
	}
}

// What has no diagnostics has NaN, and says whether it is constant.
func TestDegenerate(t *testing.T) {
	repeat := func(v float64) []float64 { return slices.Repeat([]float64{v}, 50) }
	noise := ar1(1, 0, 2, 50)
	almost := [][]float64{repeat(1), repeat(1)}
	almost[0][7] += 2e-16
	withNaN := [][]float64{slices.Clone(noise[0]), noise[1]}
	withNaN[0][3] = math.NaN()
	withInf := [][]float64{slices.Clone(noise[0]), noise[1]}
	withInf[0][3] = math.Inf(1)
	cases := []struct {
		name     string
		chains   [][]float64
		constant bool
	}{
		{"constant", [][]float64{repeat(0), repeat(0)}, true},
		{"constant up to rounding", almost, true},
		{"NaN", withNaN, false},
		{"infinite", withInf, false},
		{"few draws", [][]float64{{1, 2, 3}, {2, 3, 1}}, false},
		{"unequal lengths", [][]float64{noise[0], noise[1][:40]}, false},
		{"no draws", [][]float64{{}, {}}, true},
		{"no chains", nil, true},
	}
	for _, c := range cases {
		s := NewWorkspace().Summarise(c.chains, 0.5)
		if s.Constant != c.constant {
			t.Errorf("%s: constant %v", c.name, s.Constant)
		}
		all := map[string]float64{
			"R-hat": s.RHat, "bulk": s.ESSBulk, "tail": s.ESSTail, "MCSE": s.MCSEMean,
			"RHat": RHat(c.chains), "MCSESD": MCSESD(c.chains), "MCSEQuantile": MCSEQuantile(c.chains, 0.5),
		}
		for name, v := range all {
			if !math.IsNaN(v) {
				t.Errorf("%s: %s is %g, want NaN", c.name, name, v)
			}
		}
	}
	if s := NewWorkspace().Summarise([][]float64{repeat(3), repeat(3)}); s.Mean != 3 || s.SD != 0 {
		t.Errorf("constant: mean %g, sd %g", s.Mean, s.SD)
	}
	apart := RHat([][]float64{repeat(1), repeat(2)})
	if !math.IsInf(apart, 1) {
		t.Errorf("two stuck chains: R-hat %g", apart)
	}
	binary := [][]float64{repeat(0), repeat(0)}
	for i := range 50 {
		binary[i%2][i] = 1 // half zeros, half ones: the folded draws are constant
		binary[1-i%2][i] = 0
	}
	if r := RHat(binary); math.IsNaN(r) {
		t.Error("0s and 1s around a median of 1/2 have no R-hat")
	}
	if e := EBFMI([]float64{1}); !math.IsNaN(e) {
		t.Errorf("E-BFMI of one draw is %g", e)
	}
}

// The energies of a random walk in small steps have a low E-BFMI, independent
// ones have 2.
func TestEBFMI(t *testing.T) {
	for _, phi := range []float64{0, 0.95} {
		got := EBFMI(ar1(5, phi, 1, 50000)[0])
		if want := 2 * (1 - phi); math.Abs(got/want-1) > 0.1 {
			t.Errorf("phi %g: %g, want about %g", phi, got, want)
		}
	}
}

func BenchmarkSummarise(b *testing.B) {
	for _, phi := range []float64{0, 0.9, 0.99} {
		b.Run(fmt.Sprintf("phi=%g", phi), func(b *testing.B) {
			c, w := ar1(1, phi, 4, 1000), NewWorkspace()
			b.ReportAllocs()
			for range b.N {
				w.Summarise(c, 0.05, 0.25, 0.5, 0.75, 0.95)
			}
		})
	}
}
