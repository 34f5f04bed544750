package main

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"hm/compiler"
	"hm/compiler/data"
	"hm/compiler/lib"
	"hm/runtime"
	"hm/runtime/draws"
	"hm/runtime/report"
	"hm/specs"
)

// posteriors pairs posteriors of ../shared/posteriordb with hm's own programs.
// Together they take about a minute; the heavier ones have no place here.
var posteriors = map[string]string{
	"eight_schools-eight_schools_noncentered":    "eight_schools_noncentered",
	"kidiq-kidscore_momhs":                       "kidscore_momhs",
	"kidiq-kidscore_momiq":                       "kidscore_momiq",
	"kidiq-kidscore_interaction":                 "kidscore_interaction",
	"kidiq_with_mom_work-kidscore_interaction_c": "kidscore_interaction_c",
	"kidiq_with_mom_work-kidscore_interaction_z": "kidscore_interaction_z",
	"earnings-logearn_height":                    "logearn_height",
	"earnings-logearn_interaction":               "logearn_interaction",
	"earnings-logearn_logheight_male":            "logearn_logheight_male",
	"mesquite-logmesquite_logvolume":             "logmesquite_logvolume",
	"mesquite-logmesquite":                       "logmesquite",
	"nes1976-nes":                                "nes",
	"sblrc-blr":                                  "blr",
}

type reference struct {
	Draws      int
	Parameters map[string]struct {
		Mean, SD, Q05, Q95 float64
		MCSE               float64 `json:"mcse_mean"`
	}
}

// TestPosteriors samples and compares with reference draws: every mean within
// 4 combined standard errors, every sd within 5 %, the 5 % and 95 % quantiles
// within a tenth of an sd.
func TestPosteriors(t *testing.T) {
	if testing.Short() {
		t.Skip("sampling takes a minute")
	}
	for name, model := range posteriors {
		t.Run(name, func(t *testing.T) { comparePosterior(t, name, model) })
	}
}

func comparePosterior(t *testing.T, name, model string) {
	dir := filepath.Join("../../../shared/posteriordb", name)
	text, err := os.ReadFile(filepath.Join(dir, "data.json"))
	if os.IsNotExist(err) {
		t.Skip("no ../shared/posteriordb beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	p := bindSpec(t, "posteriordb/"+model+".hm", text)
	var want reference
	refText, err := os.ReadFile(filepath.Join(dir, "reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(refText, &want); err != nil {
		t.Fatal(err)
	}
	got := map[string]report.Row{}
	for _, r := range report.Summarise(sample(t, p)) {
		got[r.Name] = r
	}
	for param, w := range want.Parameters {
		g, ok := got[param]
		if !ok {
			t.Errorf("%s is not among the quantities of the fit", param)
			continue
		}
		if se := math.Hypot(float64(g.MCSEMean), w.MCSE); math.Abs(float64(g.Mean)-w.Mean) > 4*se {
			t.Errorf("mean of %s is %g, reference %g, combined standard error %g", param, g.Mean, w.Mean, se)
		}
		if math.Abs(float64(g.SD)/w.SD-1) > 0.05 {
			t.Errorf("sd of %s is %g, reference %g", param, g.SD, w.SD)
		}
		if math.Abs(float64(g.Q5)-w.Q05) > 0.1*w.SD || math.Abs(float64(g.Q95)-w.Q95) > 0.1*w.SD {
			t.Errorf("5 %% and 95 %% quantiles of %s are %g and %g, reference %g and %g", param, g.Q5, g.Q95, w.Q05, w.Q95)
		}
	}
}

func bindSpec(t *testing.T, path string, json []byte) *compiler.Program {
	t.Helper()
	src, err := specs.FS.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, list := compiler.Compile(path, src, lib.Library(), compiler.Options{})
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	d, list := data.NewJSON("data.json", json)
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	p, list := m.Bind(d)
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	return p
}

func sample(t *testing.T, p *compiler.Program) *draws.Table {
	t.Helper()
	cfg := runtime.DefaultConfig()
	cfg.Seed, cfg.Draws, cfg.TargetAccept = 20261122, 10000, 0.9
	memory := draws.NewMemory()
	if _, err := runtime.Sample(context.Background(), cfg, func(int) runtime.Model { return p.NewChain() }, memory); err != nil {
		t.Fatal(err)
	}
	return memory.Table()
}
