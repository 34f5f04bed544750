package main

import (
	"bytes"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"hm/compiler"
	"hm/specs"
)

const database = "../../../shared/posteriordb"

// everyModel returns one row of every model, with data that are quick for the
// reference tier.
func everyModel(t *testing.T) []benchmark {
	list := posteriordb(database)
	if len(list) == 0 {
		t.Log("no ../shared/posteriordb beside the repository: its models are not tested")
	}
	for _, f := range families {
		list = append(list, benchmark{name: numbered(f.name, f.small), model: f.model, data: f.data.text(f.small)})
	}
	return list
}

func chainOf(t *testing.T, b benchmark) *compiler.Chain {
	t.Helper()
	src, err := b.source()
	if err != nil {
		t.Fatal(err)
	}
	text, err := b.data()
	if err != nil {
		t.Fatal(err)
	}
	made, err := compile(b.model, src, text)
	if err != nil {
		t.Fatal(err)
	}
	return made.chain
}

// TestTiersAgree demands of every model that the fast tier takes it, computes
// what the reference tier does, and allocates nothing.
func TestTiersAgree(t *testing.T) {
	const tolerance = 1e-10
	for _, b := range everyModel(t) {
		t.Run(b.name, func(t *testing.T) {
			fast := chainOf(t, b)
			if err := fast.Static(); err != nil {
				t.Fatal("left to the reference tier:", err)
			}
			slow := fast.NewReferenceChain()
			rng := rand.New(rand.NewPCG(4, 5))
			for range 2 {
				q := draw(fast.Dim(), func(int) float64 { return 2*rng.Float64() - 1 })
				got, want := gradient(t, fast, q), gradient(t, slow, q)
				// The largest derivative says what rounding is to be expected.
				scale := 1.0
				for _, x := range want[1:] {
					scale = math.Max(scale, math.Abs(x))
				}
				if math.Abs(got[0]-want[0]) > tolerance*math.Max(1, math.Abs(want[0])) {
					t.Errorf("log density %.17g, the reference tier has %.17g", got[0], want[0])
				}
				for i := 1; i < len(got); i++ {
					if math.Abs(got[i]-want[i]) > tolerance*scale {
						t.Errorf("derivative by %s is %.17g, the reference tier has %.17g", fast.Unconstrained()[i-1], got[i], want[i])
					}
				}
			}
			q, g := point(fast.Dim()), make([]float64, fast.Dim())
			if n := testing.AllocsPerRun(10, func() { _, _ = fast.LogDensityGradient(q, g) }); n > 0 {
				t.Errorf("a gradient allocates %g times", n)
			}
		})
	}
}

// gradient returns the log density and its derivatives.
func gradient(t *testing.T, c *compiler.Chain, q []float64) []float64 {
	t.Helper()
	out := make([]float64, 1+c.Dim())
	lp, err := c.LogDensityGradient(q, out[1:])
	if err != nil {
		t.Fatal(err)
	}
	out[0] = lp
	return out
}

// TestSpellings demands that a model in scalar spelling has the density of the
// same in vector spelling.
func TestSpellings(t *testing.T) {
	byName := map[string]family{}
	for _, f := range families {
		byName[f.name] = f
	}
	pairs := 0
	for _, f := range families {
		if f.vector == "" {
			continue
		}
		pairs++
		v, ok := byName[f.vector]
		if !ok {
			t.Fatalf("%s is to be the scalar spelling of %s, which there is not", f.name, f.vector)
		}
		scalar := chainOf(t, benchmark{model: f.model, data: f.data.text(f.small)})
		vector := chainOf(t, benchmark{model: v.model, data: v.data.text(f.small)})
		if scalar.Dim() != vector.Dim() {
			t.Fatalf("%s has %d parameters, %s has %d", f.name, scalar.Dim(), v.name, vector.Dim())
		}
		got, want := gradient(t, scalar, point(scalar.Dim())), gradient(t, vector, point(vector.Dim()))
		for i := range got {
			if math.Abs(got[i]-want[i]) > 1e-10*math.Max(1, math.Abs(want[0])) {
				t.Errorf("%s has %.17g at %d, %s has %.17g", f.name, got[i], i, v.name, want[i])
			}
		}
	}
	if pairs == 0 {
		t.Error("no model in both spellings")
	}
}

// TestSuite demands that names are those of one row each, that all models are
// used, and that there are enough of them.
func TestSuite(t *testing.T) {
	seen, used := map[string]bool{}, map[string]bool{}
	for _, b := range simulated() {
		if seen[b.name] {
			t.Errorf("two rows are called %s", b.name)
		}
		seen[b.name], used["models/"+b.model] = true, true
		if b.vector != "" && !seen[b.vector] {
			t.Errorf("%s is to be the scalar spelling of %s, which does not stand before it", b.name, b.vector)
		}
	}
	files, err := fs.Glob(models, "models/*.hm")
	if err != nil || len(files) == 0 {
		t.Fatal("no models", err)
	}
	for _, f := range files {
		if !used[f] {
			t.Errorf("%s is not used", f)
		}
	}
	if len(families) < 20 {
		t.Errorf("%d models, want 20", len(families))
	}
}

// TestPosteriors demands that every model of posteriordb in package specs is
// measured.
func TestPosteriors(t *testing.T) {
	named := map[string]bool{}
	for _, p := range posteriors {
		named[p.model()] = true
	}
	files, err := fs.Glob(specs.FS, "posteriordb/*.hm")
	if err != nil || len(files) == 0 {
		t.Fatal("no models", err)
	}
	for _, f := range files {
		if !named[f] {
			t.Errorf("%s is in no row", f)
		}
	}
	if _, err := os.Stat(database); err != nil {
		t.Skip("no ../shared/posteriordb beside the repository")
	}
	list := posteriordb(database)
	if len(list) < len(files) {
		t.Errorf("%d rows for %d models", len(list), len(files))
	}
	for _, b := range list {
		if b.n == 0 {
			t.Errorf("%s: no observations found", b.name)
		}
	}
}

// TestNoPosteriordb says that the models are left out where there are no data.
func TestNoPosteriordb(t *testing.T) {
	var out, said bytes.Buffer
	err := run([]string{"--posteriordb", t.TempDir(), "--time", "1ms", "^badly_scaled$"}, &out, &said)
	if err != nil || !strings.Contains(said.String(), "left out") || !strings.Contains(out.String(), "badly_scaled") {
		t.Errorf("%v, printed %q, said %q", err, out.String(), said.String())
	}
}

// TestSameData demands that data are the same each time.
func TestSameData(t *testing.T) {
	for _, f := range families {
		a, err := f.data.text(f.small)()
		if err != nil {
			t.Fatal(err)
		}
		b, err := f.data.text(f.small)()
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s: two sets of data differ (%v)", f.name, err)
		}
	}
}

// TestPerformancePage demands that the page of results has every row.
func TestPerformancePage(t *testing.T) {
	text, err := os.ReadFile("../../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range append(posteriordb(database), simulated()...) {
		if !strings.Contains(string(text), "| "+b.name+" |") {
			t.Errorf("docs/performance.md has no row for %s", b.name)
		}
	}
}
