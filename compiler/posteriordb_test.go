package compiler_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hm/specs"
)

// models pairs the posteriors of ../shared/posteriordb with hm's own programs.
func models(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	dirs, _ := filepath.Glob(filepath.Join(posteriordb, "*-*"))
	for _, dir := range dirs {
		name := filepath.Base(dir)
		_, model, _ := strings.Cut(name, "-")
		if model == "nes" || specsHas("posteriordb/"+model+".hm") {
			out[name] = "posteriordb/" + model + ".hm"
		}
	}
	return out
}

func specsHas(path string) bool { _, err := specs.FS.ReadFile(path); return err == nil }

func program(t testing.TB, path string) string {
	t.Helper()
	src, err := specs.FS.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

func TestPosteriordbModels(t *testing.T) {
	for name, path := range models(t) {
		t.Run(name, func(t *testing.T) {
			if p := sound(t, path, program(t, path), posterior(t, name)); p.Static() != nil {
				t.Error("left to the reference tier:", p.Static())
			}
		})
	}
}

// TestStanGradients compares with what CmdStan computes at one point. The log
// densities differ by the constants that Stan drops.
func TestStanGradients(t *testing.T) {
	files, _ := filepath.Glob("../../shared/stan-gradients/*.json")
	if len(files) == 0 {
		t.Skip("no ../shared/stan-gradients beside the repository")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		_, model, _ := strings.Cut(name, "-")
		path := "posteriordb/" + model + ".hm"
		if !specsHas(path) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if model == "hmm_drive_0" {
				t.Skip("it has simplexes, for which CmdStan 2.32.2 had another transform than Stan and hm have now")
			}
			var want struct {
				X, Grad []float64
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			dataName := name
			if name == "eight_schools-eight_schools_centered" {
				dataName = "eight_schools-eight_schools_noncentered"
			}
			p := bind(t, path, program(t, path), posterior(t, dataName))
			_, g := gradient(t, p.NewChain(), want.X)
			scale := 1.0
			for _, x := range want.Grad {
				scale = math.Max(scale, math.Abs(x))
			}
			for i, x := range want.Grad {
				if math.Abs(g[i]-x) > 1e-9*scale {
					t.Errorf("derivative by %s is %.12g, Stan gives %.12g", p.Unconstrained()[i], g[i], x)
				}
			}
		})
	}
}
