package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const someTimes = `model,compile_s,stan_us,stan_O1_us,target_us
a,20.4 (13.5 CPU, contended),10,,4
b,8,30,20,4
no model,8,30,20,4
seed,8,5,,
`

// someReport has two posteriors and two spellings of another model, on a machine
// that takes twice as long as the reference.
func someReport(t *testing.T) *report {
	t.Helper()
	file := filepath.Join(t.TempDir(), "times.csv")
	if err := os.WriteFile(file, []byte(someTimes), 0o644); err != nil {
		t.Fatal(err)
	}
	times, err := readStan(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	return newReport([]result{
		{Name: "a", MinUS: 10, stan: "a", DataBytes: weighty, ProgramBytes: 3 * weighty, Fired: map[string]int{"batch": 2, "idle": 0}},
		{Name: "b", MinUS: 5, stan: "b"},
		{Name: "vector", MinUS: 5, stan: "seed"},
		{Name: "loop", MinUS: 6, vector: "vector"},
	}, calibration{ExpNS: 9.6, LoopNS: 2.3, Scale: 2}, times)
}

func TestReport(t *testing.T) {
	rep := someReport(t)
	a, b, loop := rep.Rows[0], rep.Rows[1], rep.Rows[3]
	if *a.StanUS != 20 || *a.Ratio != 2 || *a.TargetUS != 8 || *a.Met {
		t.Errorf("a: Stan %g, ratio %g, target %g, met %v; want 20, 2, 8, false", *a.StanUS, *a.Ratio, *a.TargetUS, *a.Met)
	}
	if *b.StanUS != 40 || *b.Ratio != 8 || !*b.Met {
		t.Errorf("b: Stan %g, ratio %g, met %v; want the better of two times, 40, then 8, true", *b.StanUS, *b.Ratio, *b.Met)
	}
	if loop.Ratio != nil || loop.Met != nil {
		t.Error("a row that Stan was not measured for has a ratio")
	}
	if want := []pair{{"loop", "vector", 1.2}}; !slices.Equal(rep.Pairs, want) {
		t.Errorf("spellings %v, want %v", rep.Pairs, want)
	}
	if want := []string{"no model"}; !slices.Equal(rep.Unmeasured, want) {
		t.Errorf("not measured: %q, want %q", rep.Unmeasured, want)
	}
	s := rep.Summary
	if s.Posteriors != 2 || math.Abs(s.GeometricMean-4) > 1e-12 || s.Least != 2 || s.LeastName != "a" || s.Met != 1 || s.Targets != 2 {
		t.Errorf("summary %+v", *s)
	}
}

func TestPrinters(t *testing.T) {
	rep := someReport(t)
	for format, want := range map[string][]string{
		"text":     {"Stan µs", "3.0x", "batch 2\n", "1 of 2 targets met", "not measured: no model", "mean 4.00, the least is 2.00 (a)", "multiplied by 2.00", "loop takes 1.20 times what vector does"},
		"markdown": {"| model | dim |", "| --- | ---: |", "| a | 0 |", "- 1 of 2 targets met"},
	} {
		var out bytes.Buffer
		if err := printers[format](&out, rep); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s: %q is not in\n%s", format, w, out.String())
			}
		}
		if strings.Contains(out.String(), "idle") {
			t.Errorf("%s names a pass that did not fire:\n%s", format, out.String())
		}
	}
	var out bytes.Buffer
	if err := printers["json"](&out, rep); err != nil {
		t.Fatal(err)
	}
	var back report
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || len(back.Rows) != 4 || *back.Rows[1].Ratio != 8 {
		t.Errorf("JSON %v:\n%s", err, out.String())
	}
}

func TestBars(t *testing.T) {
	b := bar{"speed", func(r row) bool { return r.N > 1 }, func(r row) float64 { return r.MinUS }, 5, " µs"}
	rows := []row{{result: result{Name: "few", MinUS: 9}}, {result: result{Name: "slow", N: 2, MinUS: 6}}, {result: result{Name: "quick", N: 2, MinUS: 5}}}
	for i, want := range map[int]string{
		1: "",
		2: "speed, at most 5 µs: kept by 0 of 1, not by slow (6)",
		3: "speed, at most 5 µs: kept by 1 of 2, not by slow (6)",
	} {
		if got := b.say(rows[:i]); got != want {
			t.Errorf("of %d rows it says %q, want %q", i, got, want)
		}
	}
	if got, want := b.say(rows[2:]), "speed, at most 5 µs: kept by all 1"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// TestWithoutStan leaves out the columns that there is nothing for.
func TestWithoutStan(t *testing.T) {
	rep := newReport([]result{{Name: "a", stan: "a"}}, calibration{}, nil)
	var out bytes.Buffer
	if err := printText(&out, rep); err != nil || strings.Contains(out.String(), "Stan") {
		t.Errorf("%v:\n%s", err, out.String())
	}
}

func TestReadStanRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name,time\na,1\n", "must name the columns model and stan_us"},
		{"model,stan_us\na\n", "line 2 has 1 cells, must have 2"},
		{"model,stan_us\na,fast\n", `line 2: strconv.ParseFloat: parsing "fast"`},
		{"model,stan_us\n", "no times"},
	} {
		file := filepath.Join(t.TempDir(), "times.csv")
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := readStan(file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

func TestOptionsRefuse(t *testing.T) {
	for _, args := range [][]string{{"--json", "--markdown"}, {"("}, {"--stan", "nowhere.csv"}, {"no model is called so"}, {"--unknown"}} {
		if err := run(args, new(bytes.Buffer), new(bytes.Buffer)); err == nil {
			t.Errorf("%q was accepted", args)
		}
	}
}

func TestNumbersIn(t *testing.T) {
	if n := numbersIn([]byte(`{"y2": [1, -2.5e-3, "7"], "N": 3, "X": [[0.5], []]}`)); n != 4 {
		t.Errorf("%d numbers, want 4", n)
	}
}

// TestCalibration compares the two lines with what any machine could do.
func TestCalibration(t *testing.T) {
	c := calibrate()
	if c.ExpNS < 0.1 || c.ExpNS > 1000 || c.LoopNS < 0.05 || c.LoopNS > 1000 || c.Scale < 0.01 || c.Scale > 500 {
		t.Errorf("%+v", c)
	}
	if b := (calibration{9.6, 1.15, 0}).better(calibration{4.8, 2.3, 0}); b != (calibration{4.8, 1.15, 1}) {
		t.Errorf("the better of two is %+v", b)
	}
	l := newPlainLoop(100)
	sum, h := l.run(), 1e-6
	l.alpha[2] += h
	if got, want := -2*l.dMu[2], (l.run()-sum)/h; math.Abs(got-want) > 1e-3*math.Abs(want) {
		t.Errorf("the plain loop's derivative is %g, differences give %g", got, want)
	}
}
