package runfile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"hm/lang/source"
	"hm/runtime"
	"hm/runtime/runfile"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// render draws a list as a user sees it.
func render(t *testing.T, list source.List) string {
	t.Helper()
	var b bytes.Buffer
	sources := func(name string) []byte {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil
		}
		return text
	}
	if err := source.Render(&b, list, sources, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBad compares what is said about each wrong run file with the text beside
// it, which was read by a human.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d wrong run files (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			_, list := runfile.Read(file)
			if list.Err() == nil {
				t.Fatalf("%s: no error", file)
			}
			checkPlaces(t, list)
			got := strings.ReplaceAll(render(t, list), "testdata/bad/", "")
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
			}
		})
	}
}

// checkPlaces demands that every problem has a place and a code.
func checkPlaces(t *testing.T, list source.List) {
	t.Helper()
	for _, d := range list {
		if !d.Span.Pos.IsValid() || d.Span.Pos.Filename == "" || d.Code == "" || d.Msg == "" {
			t.Errorf("a problem without place, code or message: %+v", d)
		}
		if d.Span.EndPos.Offset < d.Span.Pos.Offset {
			t.Errorf("a span that ends before it begins: %+v", d.Span)
		}
	}
}

const whole = `# a comment
hm: 1
model: models/varying_slopes.hm
data:
  table: /abs/runs.csv
  json: data.json
  columns:
    log_loss: log(dev_loss)
    "freeze_p": 'freeze p'
    cell_of: [dataset, epoch]
    one: 1
  levels: {epoch: [1, 2, "x y"]}
  values: {K: 3, x: [1, 2.5], m: [[1, 2], [3, 4]], t: {"1": 2, "2": "a"}}
  where: dataset == "A" && epoch > 1
  missing: drop
sampler: {method: nuts, chains: 2, warmup: 1e3, draws: 1_500, seed: 18446744073709551615, target_accept: .9,
  max_depth: 12, step_size: 0.5, metric: dense, init: 0, thin: 3, save_warmup: true}
output: {dir: fits/varying_slopes}
checks: {max_rhat: .inf, min_ess: 100.5, max_divergences: 3}
`

func parse(t *testing.T, name, text string) *runfile.Config {
	t.Helper()
	c, list := runfile.Parse(name, []byte(text))
	if list.Err() != nil {
		t.Fatalf("unexpected errors:\n%s", render(t, list))
	}
	return c
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

func TestParse(t *testing.T) {
	c := parse(t, "specs/run.yaml", whole)
	equal(t, "model", c.Model.Name, "specs/models/varying_slopes.hm")
	equal(t, "table", c.Data.Table.Name, "/abs/runs.csv")
	equal(t, "json", c.Data.JSON.Name, "specs/data.json")
	equal(t, "where", c.Data.Where.Text, `dataset == "A" && epoch > 1`)
	equal(t, "missing", c.Data.Missing, runfile.MissingDrop)
	equal(t, "sampler", c.Sampler, runfile.Sampler{Method: "nuts", Config: runtime.Config{
		Chains: 2, Warmup: 1000, Draws: 1500, Thin: 3, Seed: 18446744073709551615, TargetAccept: 0.9, MaxDepth: 12,
		StepSize: 0.5, Metric: runtime.DenseMetric, SaveWarmup: true,
	}})
	equal(t, "dir", c.Output.Dir.Name, "specs/fits/varying_slopes")
	equal(t, "min_ess", c.Checks.MinESS, 100.5)
	equal(t, "max_divergences", c.Checks.MaxDivergences, 3)

	var names []string
	for _, col := range c.Data.Columns {
		names = append(names, col.Name.Text)
	}
	equal(t, "columns in order", names, []string{"log_loss", "freeze_p", "cell_of", "one"})
	equal(t, "list", c.Data.Columns[2].List, true)
	equal(t, "parts", len(c.Data.Columns[2].Exprs), 2)
	equal(t, "levels", c.Data.Levels[0].Labels[2].Text, "x y")
	equal(t, "values", len(c.Data.Values), 4)
	equal(t, "matrix", c.Data.Values[2].Value.Items[1].Items[0].Text, "3")
	equal(t, "tuple keys", c.Data.Values[3].Value.Keys, []string{"1", "2"})
	equal(t, "quoted", c.Data.Values[3].Value.Items[1].Quoted, true)
}

// TestSpans reads the text at each span again.
func TestSpans(t *testing.T) {
	c := parse(t, "run.yaml", whole)
	for _, tt := range []struct {
		span source.Span
		want string
	}{
		{c.Model.Span, "models/varying_slopes.hm"},
		{c.Data.Columns[0].Name.Span, "log_loss"},
		{c.Data.Columns[0].Exprs[0].Span, "log(dev_loss)"},
		{c.Data.Columns[1].Name.Span, `"freeze_p"`},
		{c.Data.Columns[1].Exprs[0].Span, "'freeze p'"},
		{c.Data.Columns[2].Exprs[1].Span, "epoch"},
		{c.Data.Levels[0].Dim.Span, "epoch"},
		{c.Data.Levels[0].Labels[2].Span, `"x y"`},
		{c.Data.Values[1].Value.Span, "[1, 2.5]"},
		{c.Data.Values[2].Value.Span, "[[1, 2], [3, 4]]"},
		{c.Data.Values[3].Value.Span, `{"1": 2, "2": "a"}`},
		{c.Data.Where.Span, `dataset == "A" && epoch > 1`},
	} {
		if got := whole[tt.span.Pos.Offset:tt.span.EndPos.Offset]; got != tt.want {
			t.Errorf("the text at %v is %q, want %q", tt.span, got, tt.want)
		}
		if line := strings.Count(whole[:tt.span.Pos.Offset], "\n") + 1; line != tt.span.Pos.Line {
			t.Errorf("%q: line %d, want %d", tt.want, tt.span.Pos.Line, line)
		}
	}
	if at, ok := c.Given("sampler.thin"); !ok || whole[at.Pos.Offset:at.EndPos.Offset] != "3" {
		t.Errorf("sampler.thin is given at %v, %v", at, ok)
	}
}

func TestDefaults(t *testing.T) {
	c := parse(t, "specs/freeze.yaml", "hm: 1\nmodel: m.hm\ndata: {}\nsampler:\n")
	equal(t, "sampler", c.Sampler, runfile.Sampler{Method: "nuts", Config: runtime.DefaultConfig()})
	equal(t, "checks", c.Checks, runfile.Checks{MaxRhat: 1.01, MinESS: 400})
	equal(t, "missing", c.Data.Missing, runfile.MissingError)
	equal(t, "dir", c.Output.Dir.Name, "specs/fits/freeze")
	if _, ok := c.Given("sampler.chains"); ok {
		t.Error("sampler.chains was not given")
	}
	equal(t, "dir of run.yaml", parse(t, "a/run.yaml", "hm: 1\nmodel: b/m.hm\ndata: {}\n").Output.Dir.Name, "a/fits/m")
	d := runfile.Default()
	equal(t, "default sampler", d.Sampler, c.Sampler)
	equal(t, "default checks", d.Checks, c.Checks)
}

func TestInit(t *testing.T) {
	for text, want := range map[string]runfile.Sampler{
		"0.5":        {Config: runtime.Config{Init: runtime.Init{Radius: 0.5}}},
		"inits.json": {Config: runtime.Config{Init: runtime.Init{Radius: 2}}, InitFile: runfile.Path{Name: "d/inits.json"}},
	} {
		c := parse(t, "d/run.yaml", "hm: 1\nmodel: m.hm\ndata: {}\nsampler: {init: "+text+"}\n")
		equal(t, text, c.Sampler.Init, want.Init)
		equal(t, text, c.Sampler.InitFile.Name, want.InitFile.Name)
	}
}

// TestSpecs reads the run files of the examples.
func TestSpecs(t *testing.T) {
	files, err := filepath.Glob("../../specs/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no run files in specs (%v)", err)
	}
	for _, file := range files {
		if c, list := runfile.Read(file); list.Err() != nil {
			t.Errorf("%s:\n%s", file, render(t, list))
		} else if c.Model.Name == "" {
			t.Errorf("%s: no model", file)
		}
	}
}

func TestReadMissing(t *testing.T) {
	_, list := runfile.Read("testdata/bad/two_documens.yaml")
	if got, want := render(t, list), "testdata/bad/two_documens.yaml: error[no-file]: the run file does not exist\n     help: did you mean `two_documents.yaml`?\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSchema checks that the schema is JSON, knows every key once, and states
// the defaults.
func TestSchema(t *testing.T) {
	var s map[string]any
	if err := json.Unmarshal(runfile.Schema(), &s); err != nil {
		t.Fatal(err)
	}
	properties := func(s map[string]any) map[string]any { return s["properties"].(map[string]any) }
	top := properties(s)
	equal(t, "required", s["required"], []any{"hm", "model", "data"})
	equal(t, "no others", s["additionalProperties"], false)
	sampler := properties(top["sampler"].(map[string]any))
	equal(t, "chains", sampler["chains"].(map[string]any)["default"], 4.0)
	equal(t, "target_accept", sampler["target_accept"].(map[string]any)["exclusiveMaximum"], 1.0)
	equal(t, "metric", sampler["metric"].(map[string]any)["enum"], []any{"diag", "dense"})
	for _, line := range strings.Split(runfile.Reference(), "\n")[2:] {
		if line == "" {
			continue
		}
		path := strings.Split(line, "`")[1]
		at := any(s)
		for _, name := range strings.Split(path, ".") {
			at = properties(at.(map[string]any))[name]
		}
		if doc, _ := at.(map[string]any)["description"].(string); doc == "" {
			t.Errorf("the schema has no description of %s", path)
		}
	}
}

// FuzzRead checks that no text makes Parse panic or say something without a
// place, and that what it accepts is YAML.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(whole))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, list := runfile.Parse("run.yaml", text)
		checkPlaces(t, list)
		if list.Err() != nil {
			return
		}
		var m map[string]any
		if err := yaml.Unmarshal(text, &m); err != nil {
			t.Errorf("accepted, but no YAML: %v", err)
		}
		if c == nil || c.Model.Name == "" {
			t.Error("accepted without a model")
		}
	})
}
