package report_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hm/runtime"
	"hm/runtime/draws"
	"hm/runtime/report"
)

// schools is eight schools. Centred, its posterior has a neck.
type schools struct{ noncentred bool }

var (
	effect = []float64{28, 8, -3, 7, -1, 1, 18, 12}
	stderr = []float64{15, 10, 16, 11, 9, 11, 10, 18}
)

func (schools) Dim() int { return 10 }

// q holds mu, log tau and the effects, or the effects in units of tau from mu.
func (m schools) LogDensityGradient(q, g []float64) (float64, error) {
	mu, tau := q[0], math.Exp(q[1])
	lp := -mu*mu/50 - math.Log1p(tau*tau/25) + q[1]
	g[0] = -mu / 25
	g[1] = 1 - 2*tau*tau/(25+tau*tau)
	for i, x := range q[2:] {
		if m.noncentred {
			r := (effect[i] - mu - tau*x) / stderr[i]
			lp -= x*x/2 + r*r/2
			g[0] += r / stderr[i]
			g[1] += r / stderr[i] * tau * x
			g[2+i] = r/stderr[i]*tau - x
			continue
		}
		z, r := (x-mu)/tau, (effect[i]-x)/stderr[i]
		lp -= z*z/2 + q[1] + r*r/2
		g[0] += z / tau
		g[1] += z*z - 1
		g[2+i] = r/stderr[i] - z/tau
	}
	return lp, nil
}

func (schools) Names() []string {
	names := []string{"mu", "tau"}
	for i := range effect {
		names = append(names, fmt.Sprintf("theta[%d]", i+1))
	}
	return append(names, "L[1,2]")
}

func (m schools) Labels() []string {
	labels := m.Names()
	for i, s := range "ABCDEFGH" {
		labels[2+i] = fmt.Sprintf("theta[school=%c]", s)
	}
	return labels
}

func (m schools) Draw(q []float64, _ *rand.Rand, out []float64) error {
	copy(out, q)
	out[1] = math.Exp(q[1])
	if m.noncentred {
		for i, x := range q[2:] {
			out[2+i] = q[0] + out[1]*x
		}
	}
	out[10] = 0 // as the upper triangle of a Cholesky factor
	return nil
}

// fit samples the schools.
func fit(t *testing.T, model schools, n int, target float64) *draws.Table {
	t.Helper()
	cfg := runtime.DefaultConfig()
	cfg.Seed, cfg.Draws, cfg.TargetAccept = 1, n, target
	m := draws.NewMemory()
	if _, err := runtime.Sample(context.Background(), cfg, func(int) runtime.Model { return model }, m); err != nil {
		t.Fatal(err)
	}
	return m.Table()
}

func find(t *testing.T, rows []report.Row, label string) report.Row {
	t.Helper()
	for _, r := range rows {
		if r.Label == label {
			return r
		}
	}
	t.Fatalf("no row %q", label)
	return report.Row{}
}

// Means and sds of the reference draws of posteriordb,
// eight_schools-eight_schools_noncentered.
func TestEightSchools(t *testing.T) {
	rows := report.Summarise(fit(t, schools{noncentred: true}, 5000, 0.9))
	for _, c := range []struct {
		label                  string
		mean, sd, mcse, lo, hi float64
	}{
		{"mu", 4.4105, 3.3093, 0.0335, -0.9362, 9.8321},
		{"tau", 3.6021, 3.1985, 0.0289, 0.2567, 9.7322},
		{"theta[school=A]", 6.1505, 5.6159, 0.0542, -1.6807, 16.3294},
		{"theta[school=B]", 4.9396, 4.6456, 0.0389, -2.2180, 12.8168},
		{"theta[school=C]", 3.9059, 5.2807, 0.0508, -4.9143, 11.8445},
		{"theta[school=E]", 3.6144, 4.6147, 0.0396, -4.2647, 10.6027},
		{"theta[school=G]", 6.3172, 5.0029, 0.0497, -0.8547, 15.3054},
		{"theta[school=H]", 4.8840, 5.3177, 0.0586, -3.3172, 13.5496},
	} {
		r := find(t, rows, c.label)
		if math.Abs(float64(r.Mean)-c.mean) > 4*math.Hypot(float64(r.MCSEMean), c.mcse) {
			t.Errorf("%s: mean %.3f (MCSE %.3f), the reference has %.3f", c.label, r.Mean, r.MCSEMean, c.mean)
		}
		if math.Abs(float64(r.SD)/c.sd-1) > 0.05 {
			t.Errorf("%s: sd %.3f, the reference has %.3f", c.label, r.SD, c.sd)
		}
		if math.Abs(float64(r.Q5)-c.lo) > 0.1*c.sd || math.Abs(float64(r.Q95)-c.hi) > 0.1*c.sd {
			t.Errorf("%s: quantiles %.3f, %.3f, the reference has %.3f, %.3f", c.label, r.Q5, r.Q95, c.lo, c.hi)
		}
	}
	if rows[len(rows)-1].Name != "lp__" {
		t.Error("lp__ is not the last row")
	}
	if r := find(t, rows, "theta[school=C]"); r.Name != "theta[3]" || !(r.Q5 < r.Q25 && r.Q25 < r.Q50 && r.Q50 < r.Q75 && r.Q75 < r.Q95) {
		t.Errorf("row %+v", r)
	}
}

func TestSummaryJSON(t *testing.T) {
	rows := []report.Row{{Name: "L[1,2]", Label: "L[1,2]", RHat: report.Number(math.NaN()), ESSBulk: report.Number(math.Inf(1)), Mean: 0.5}}
	b, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"name":"L[1,2]","label":"L[1,2]","mean":0.5,"sd":0,"mcse_mean":0,"q5":0,"q25":0,"q50":0,"q75":0,"q95":0,"ess_bulk":null,"ess_tail":0,"rhat":null}]`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	var back []report.Row
	if err := json.Unmarshal(b, &back); err != nil || !math.IsNaN(float64(back[0].RHat)) || back[0].Mean != 0.5 {
		t.Errorf("read back %+v, %v", back, err)
	}
}

func TestSummaryText(t *testing.T) {
	n := func(x float64) report.Number { return report.Number(x) }
	nan := n(math.NaN())
	rows := []report.Row{
		{Label: "alpha[epoch=1]", Mean: 1.23456, SD: 0.51234, MCSEMean: 0.0123, Q5: -0.5, Q50: -0.001, Q95: 2, ESSBulk: 1735, ESSTail: 1200, RHat: 1.0012},
		{Label: "sigma", Mean: 12345.678, SD: 321.9, MCSEMean: 12.6, Q5: 12000, Q50: 12340, Q95: 12900, ESSBulk: 120.4, ESSTail: 399.4, RHat: 1.0312},
		{Label: "tiny", Mean: 1.2345e-5, SD: 1e-6, MCSEMean: 2e-8, Q5: 1e-5, Q50: 1.2e-5, Q95: 1.4e-5, ESSBulk: 2500, ESSTail: 2500, RHat: 1},
		{Label: "L[1,2]", MCSEMean: nan, ESSBulk: nan, ESSTail: nan, RHat: nan, Constant: true},
		{Label: "a_name_that_goes_on_for_longer_than[the=column,can=hold]", Mean: 3, SD: 1, MCSEMean: 0.02, Q5: 1, Q50: 3, Q95: 5, ESSBulk: 2500, ESSTail: 2500, RHat: 1},
	}
	var out strings.Builder
	if err := report.WriteSummary(&out, rows, 4); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary.txt", out.String())
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 102 {
			t.Errorf("a line of %d columns: %q", n, line)
		}
	}
}

var update = flag.Bool("update", false, "rewrite testdata")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// The centred schools at the default target are the textbook's bad fit.
func TestDiagnoseDivergences(t *testing.T) {
	tab := fit(t, schools{}, 1000, 0.8)
	d := report.Diagnose(tab, report.Summarise(tab))
	if d.Divergences < 5 || d.Chains != 4 || d.Draws != 1000 || len(d.EBFMI) != 4 || d.Gradients.Sampling < 10000 {
		t.Errorf("diagnosis %+v", d)
	}
	w := warning(t, d, "divergences")
	if len(w.Quantities) == 0 || w.Quantities[0].Label != "tau" && w.Quantities[0].Label != "lp__" || !strings.Contains(w.Text, "tau is small") {
		t.Errorf("%s (%+v)", w.Text, w.Quantities)
	}
	if !strings.Contains(w.Next, "target_accept") {
		t.Errorf("next: %s", w.Next)
	}
	if d.OK() {
		t.Error("all is well, it says")
	}
}

func warning(t *testing.T, d *report.Diagnosis, code string) report.Warning {
	t.Helper()
	for _, w := range d.Warnings {
		if w.Code == code {
			return w
		}
	}
	t.Fatalf("no warning %q among %+v", code, d.Warnings)
	return report.Warning{}
}

// synthetic is a table of four chains made by f, with columns a[1], flat and
// rounded, the last two constant.
func synthetic(n int, f func(rng *rand.Rand, chain, draw int) float64) *draws.Table {
	tab := &draws.Table{Names: []string{"a[1]", "flat", "rounded"}, Labels: []string{"a[g=x]", "flat", "rounded"}, MaxDepth: 10}
	rng := rand.New(rand.NewPCG(1, 1))
	tab.Columns = make([][][]float64, 3)
	for c := range 4 {
		for i := range tab.Columns {
			tab.Columns[i] = append(tab.Columns[i], make([]float64, n))
		}
		for s := range tab.Stats {
			tab.Stats[s] = append(tab.Stats[s], make([]float64, n))
		}
		for k := range n {
			tab.Columns[0][c][k] = f(rng, c, k)
			tab.Columns[1][c][k] = 1
			tab.Columns[2][c][k] = 1 + float64(k%2)*2.2e-16
			tab.Stats[draws.LogDensity][c][k] = rng.NormFloat64()
			tab.Stats[draws.Energy][c][k] = rng.NormFloat64()
			tab.Stats[draws.Depth][c][k] = 3
		}
	}
	return tab
}

func diagnose(tab *draws.Table) *report.Diagnosis { return report.Diagnose(tab, report.Summarise(tab)) }

func normal(rng *rand.Rand, _, _ int) float64 { return rng.NormFloat64() }

// A healthy fit has no warning, constant columns or not.
func TestDiagnoseHealthy(t *testing.T) {
	d := diagnose(synthetic(1000, normal))
	if !d.OK() || d.MaxRHat > 1.01 || d.MinESSBulk < 3000 || d.Gradients != nil {
		t.Errorf("%+v", d)
	}
	var out strings.Builder
	if err := report.WriteDiagnosis(&out, d); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "No problems found") || strings.Contains(out.String(), "NaN") {
		t.Errorf("text:\n%s", &out)
	}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"divergences":0`, `"max_depth_hits":0`, `"max_rhat":1`, `"min_ess_bulk":`, `"min_ess_tail":`, `"ebfmi":[`, `"gradients":null`, `"warnings":[]`, `"chains":4`, `"draws":1000`} {
		if !strings.Contains(string(b), key) {
			t.Errorf("%s lacks %s", b, key)
		}
	}
}

// Each kind of trouble raises its own warning, which names the quantity by its
// label and says what to do.
func TestWarnings(t *testing.T) {
	walk := func(step float64) func(*rand.Rand, int, int) float64 {
		x := 0.0
		return func(rng *rand.Rand, _, k int) float64 {
			if k == 0 {
				x = rng.NormFloat64()
			}
			x = (1-step)*x + math.Sqrt(1-(1-step)*(1-step))*rng.NormFloat64()
			return x
		}
	}
	cases := []struct {
		code string
		tab  func() *draws.Table
		text []string
		next string
	}{
		{"rhat", func() *draws.Table {
			return synthetic(1000, func(rng *rand.Rand, c, _ int) float64 { return rng.NormFloat64() + float64(c/3) })
		}, []string{"a[g=x]", "R-hat is up to 1."}, "traces of a[g=x]"},
		{"rhat", func() *draws.Table {
			return synthetic(1000, func(_ *rand.Rand, c, _ int) float64 { return float64(c) })
		}, []string{"a[g=x] (+Inf)"}, "traces of a[g=x]"},
		{"ess_bulk", func() *draws.Table { return synthetic(1000, walk(0.05)) }, []string{"too few effective draws for the means of a[g=x]", "400 are needed"}, "draws a chain"},
		{"ess_tail", func() *draws.Table { return synthetic(1000, walk(0.05)) }, []string{"5% and 95% quantiles of a[g=x]"}, "draws a chain"},
		{"ebfmi", func() *draws.Table {
			tab := synthetic(1000, normal)
			for k := range 1000 {
				tab.Stats[draws.Energy][1][k] = math.Sin(float64(k) / 50)
			}
			return tab
		}, []string{"in chain 2 (0.00)"}, "non-centred"},
		{"max_depth", func() *draws.Table {
			tab := synthetic(1000, normal)
			tab.Stats[draws.Depth][0][5], tab.Stats[draws.Depth][2][5] = 10, 10
			return tab
		}, []string{"2 draws reached the limit of the tree depth, 10"}, "max_depth to 12"},
		{"divergences", func() *draws.Table {
			tab := synthetic(1000, normal)
			for k, x := range tab.Columns[0][2] {
				if x > 1.5 {
					tab.Stats[draws.Divergent][2][k] = 1
				}
			}
			return tab
		}, []string{"draws diverged", "where a[g=x] is large"}, "target_accept"},
		{"not_finite", func() *draws.Table {
			return synthetic(1000, func(rng *rand.Rand, c, k int) float64 {
				if c == 1 && k == 3 {
					return math.NaN()
				}
				return rng.NormFloat64()
			})
		}, []string{"a[g=x] in 1 draw"}, "division by zero"},
		{"rejections", func() *draws.Table {
			tab := synthetic(1000, normal)
			tab.Result = &runtime.Result{Rejections: []runtime.Rejection{{Reason: "normal: sigma is ..., must be positive", Sampling: 7}, {Reason: "early", Warmup: 4}}}
			return tab
		}, []string{"7 times: normal: sigma is ..., must be positive"}, "constrain"},
	}
	for _, c := range cases {
		d := diagnose(c.tab())
		w := warning(t, d, c.code)
		for _, want := range c.text {
			if !strings.Contains(w.Text, want) {
				t.Errorf("%s: %q lacks %q", c.code, w.Text, want)
			}
		}
		if !strings.Contains(w.Next, c.next) {
			t.Errorf("%s: next %q lacks %q", c.code, w.Next, c.next)
		}
		if strings.Contains(w.Text, "early") {
			t.Errorf("%s: speaks of warm-up: %s", c.code, w.Text)
		}
		for _, q := range w.Quantities {
			if q.Label == "flat" || q.Label == "rounded" {
				t.Errorf("%s: blames a constant", c.code)
			}
		}
		if _, err := json.Marshal(d); err != nil {
			t.Errorf("%s: %v", c.code, err)
		}
	}
}

func TestDiagnosisText(t *testing.T) {
	tab := synthetic(400, func(rng *rand.Rand, c, _ int) float64 { return rng.NormFloat64() + float64(c/3) })
	tab.Notices = []string{"no draws in 1 of 5 chains, which were left out"}
	tab.Result = &runtime.Result{Chains: make([]runtime.ChainResult, 4)}
	tab.Result.Chains[0].Gradients = runtime.Gradients{Warmup: 1000, Sampling: 2000}
	tab.Result.Chains[0].MaxDepthHits = 3
	var out strings.Builder
	if err := report.WriteDiagnosis(&out, diagnose(tab)); err != nil {
		t.Fatal(err)
	}
	golden(t, "diagnosis.txt", out.String())
}

// A table with nothing in it is told of, not a panic.
func TestEmpty(t *testing.T) {
	var out strings.Builder
	tab := &draws.Table{}
	rows := report.Summarise(tab)
	d := report.Diagnose(tab, rows)
	if err := errors.Join(report.WriteSummary(&out, rows, 0), report.WriteDiagnosis(&out, d)); err != nil {
		t.Fatal(err)
	}
	if d.OK() {
		t.Error("no draws at all are called good")
	}
}

// Ten thousand quantities of 4 x 1000 draws.
func BenchmarkSummarise(b *testing.B) {
	tab := synthetic(1000, normal)
	col := tab.Columns[0]
	tab.Columns, tab.Names, tab.Labels = nil, nil, nil
	for i := range 10000 {
		tab.Columns = append(tab.Columns, col)
		tab.Names = append(tab.Names, fmt.Sprintf("x[%d]", i+1))
	}
	tab.Labels = tab.Names
	for range b.N {
		report.Summarise(tab)
	}
}
