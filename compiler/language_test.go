package compiler_test

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// languageData are the data of the programs in testdata/language that have any.
var languageData = map[string]string{
	"functions":      `{"N": 3, "y": [0.5, 1.5, 2.5]}`,
	"quantities":     `{"N": 5, "x": [0.1, -0.4, 0.5, 1, 2]}`,
	"constraints":    `{"K": 3}`,
	"loops":          `{"N": 8, "y": [0.2, 1.5, -0.3, 0.9, 0.1, 2, -1, 0.6], "g": [1, 2, 3, 1, 2, 2, 3, 1], "sizes": [2, 0, 4]}`,
	"density_values": `{"N": 4, "y": [0.5, -1, 2, 1.5]}`,
}

// TestLanguage runs programs that check themselves, and holds their log
// densities to the laws of every program.
func TestLanguage(t *testing.T) {
	files, err := filepath.Glob("testdata/language/*.hm")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs", err)
	}
	for _, file := range files {
		name := filepath.Base(file[:len(file)-len(".hm")])
		if name == "dims" { // its data are a table: TestDims
			continue
		}
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			json := languageData[name]
			if json == "" {
				json = "{}"
			}
			p := sound(t, file, string(src), json)
			if static := p.Static() == nil; static != (name != "branches") {
				t.Errorf("taken by the fast tier: %v (%v)", static, p.Static())
			}
		})
	}
}

// TestRandomQuantities compares draws written down, in a loop and at once, with
// the distribution they are from.
func TestRandomQuantities(t *testing.T) {
	src, err := os.ReadFile("testdata/language/quantities.hm")
	if err != nil {
		t.Fatal(err)
	}
	p := bind(t, "quantities.hm", string(src), languageData["quantities"])
	c, q := p.NewChain(), []float64{0.7, -0.5}
	out := make([]float64, len(p.Names()))
	rng := rand.New(rand.NewPCG(3, 4))
	const n = 20000
	sums := map[string][2]float64{}
	for range n {
		if err := c.Draw(q, rng, out); err != nil {
			t.Fatal(err)
		}
		for i, name := range p.Names() {
			s := sums[name]
			sums[name] = [2]float64{s[0] + out[i], s[1] + out[i]*out[i]}
		}
	}
	scale := math.Exp(-0.5)
	for _, w := range []struct {
		name     string
		mean, sd float64
	}{
		{"y_rep[2]", -0.28, scale}, {"y_rep[5]", 1.4, scale}, {"at_once[4]", 0.7, scale},
		{"counts[4]", math.Exp(0.7), math.Exp(0.35)}, {"unit", 0, 1}, {"constant", 3, 0},
	} {
		s := sums[w.name]
		mean := s[0] / n
		sd := math.Sqrt(math.Max(0, s[1]/n-mean*mean))
		if math.Abs(mean-w.mean) > 4*w.sd/math.Sqrt(n)+1e-12 || math.Abs(sd-w.sd) > 0.04*w.sd+1e-6 {
			t.Errorf("%s has mean %g and sd %g, want %g and %g", w.name, mean, sd, w.mean, w.sd)
		}
	}
}
