package dist

import (
	"math"
	"math/rand/v2"
	"testing"

	"hm/compiler/lib/mem"
)

// TestOne compares every One with the definition, and demands that Eval uses it
// for a scalar under data.
func TestOne(t *testing.T) {
	params := map[string][][]float64{
		"normal": {{0, 1}, {-3, 100}, {2, 0.01}}, "cauchy": {{0, 2.5}, {1, 0.1}}, "student_t": {{3, 0, 2.5}, {0.7, 1, 4}, {1e6, 0, 1}},
		"exponential": {{5}, {0.01}}, "uniform": {{-2, 3}, {0, 1e4}}, "gamma": {{2, 0.1}, {0.3, 5}, {5e4, 1}},
	}
	rng := rand.New(rand.NewPCG(1, 1))
	tested := 0
	for _, d := range Table {
		if d.One == nil {
			continue
		}
		if len(params[d.Name]) == 0 {
			t.Errorf("%s: no parameters to test with", d.Name)
		}
		for _, p := range params[d.Name] {
			for range 200 {
				y := math.Sinh(rng.NormFloat64() * 3)
				if d.Args[0].Domain.Lo >= 0 {
					y = math.Abs(y)
				}
				one(t, d, y, p)
				tested++
			}
		}
	}
	if tested == 0 {
		t.Error("no row has One")
	}
}

func one(t *testing.T, d *Dist, y float64, p []float64) {
	t.Helper()
	args := []mem.Operand{mem.Scalar([]float64{y}, make([]float64, 1))}
	for _, x := range p {
		args = append(args, mem.Scalar([]float64{x}, nil))
	}
	got, err := d.one(args, 1)()
	if err != nil {
		t.Fatal(err)
	}
	def := []mem.Operand{mem.Scalar([]float64{y}, make([]float64, 1))}
	def = append(def, args[1:]...)
	want, _ := d.LogPDF.Bind(1, def)()
	if !(got == want || math.Abs(got-want) <= 1e-12*math.Max(1, math.Abs(want))) {
		t.Errorf("%s at %g under %v: %.17g, by the definition %.17g", d.Name, y, p, got, want)
	}
	if g, w := args[0].Adj[0], def[0].Adj[0]; !(g == w || math.Abs(g-w) <= 1e-12*math.Max(1, math.Abs(w))) {
		t.Errorf("%s at %g under %v: derivative %.17g, by the definition %.17g", d.Name, y, p, g, w)
	}
}
