package draws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hm/runtime"
)

// model is two correlated normals saved with a matrix of awkward values.
type model struct{}

func (model) Dim() int { return 2 }

func (model) LogDensityGradient(q, g []float64) (float64, error) {
	const rho = 0.6
	k := 1 / (1 - rho*rho)
	g[0] = -k * (q[0] - rho*q[1])
	g[1] = -k * (q[1] - rho*q[0])
	return 0.5 * (q[0]*g[0] + q[1]*g[1]), nil
}

func (model) Names() []string {
	return []string{"alpha[1]", "alpha[2]", "L[1,1]", "L[2,1]", "L[1,2]", "L[2,2]", "n", "big"}
}

func (model) Labels() []string {
	return []string{"alpha[epoch=a,b]", `alpha[epoch="x"]`, "L[1,1]", "L[2,1]", "L[1,2]", "L[2,2]", "n", "big"}
}

func (model) Draw(q []float64, rng *rand.Rand, out []float64) error {
	copy(out, q)
	copy(out[2:], []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), float64(rng.IntN(5)), q[0] * 1e300})
	return nil
}

func config() runtime.Config {
	cfg := runtime.DefaultConfig()
	cfg.Seed, cfg.Warmup, cfg.Draws = 20261122, 150, 100
	return cfg
}

// fit samples the model into dir and memory.
func fit(t *testing.T, ctx context.Context, cfg runtime.Config, dir string, also ...runtime.Sink) (*Table, error) {
	t.Helper()
	m := NewMemory()
	sinks := append([]runtime.Sink{m, NewCSV(dir, About{Model: "model", Data: "data.json", Version: "0.1"})}, also...)
	_, err := runtime.Sample(ctx, cfg, func(int) runtime.Model { return model{} }, runtime.Tee(sinks...))
	return m.Table(), err
}

// What is written and read is what was drawn, to the bit.
func TestRoundTrip(t *testing.T) {
	for _, saveWarmup := range []bool{false, true} {
		for _, thin := range []int{1, 3} {
			cfg, dir := config(), t.TempDir()
			cfg.SaveWarmup, cfg.Thin = saveWarmup, thin
			want, err := fit(t, context.Background(), cfg, dir)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(dir)
			if err != nil {
				t.Fatal(err)
			}
			if got.Chains() != 4 || got.Draws() != cfg.SavedDraws() || got.MaxDepth != 10 {
				t.Fatalf("%d chains, %d draws, depth %d", got.Chains(), got.Draws(), got.MaxDepth)
			}
			if !slices.Equal(got.Names, want.Names) || !slices.Equal(got.Labels, want.Labels) {
				t.Errorf("names %q, labels %q", got.Names, got.Labels)
			}
			same(t, got.Columns, want.Columns)
			same(t, got.Stats[:], want.Stats[:])
			g, w := got.Result.Gradients(), want.Result.Gradients()
			if g != w || g.Sampling == 0 || !slices.Equal(got.Result.Chains[3].Adaptation.InverseMetric, want.Result.Chains[3].Adaptation.InverseMetric) {
				t.Errorf("gradients %+v, want %+v", g, w)
			}
		}
	}
}

func same(t *testing.T, a, b [][][]float64) {
	t.Helper()
	if fmt.Sprintf("%x", a) != fmt.Sprintf("%x", b) {
		t.Error("the numbers differ")
	}
}

// The files are those of CmdStan, as its readers want them.
func TestFormat(t *testing.T) {
	cfg, dir := config(), t.TempDir()
	cfg.Chains, cfg.Warmup, cfg.Draws, cfg.SaveWarmup = 2, 30, 3, true
	if _, err := fit(t, context.Background(), cfg, dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "chain_2.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	header := slices.IndexFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "#") })
	if want := "lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,alpha.1,alpha.2,L.1.1,L.2.1,L.1.2,L.2.2,n,big"; lines[header] != want {
		t.Errorf("header %q", lines[header])
	}
	head := strings.Join(lines[:header], "\n")
	for _, want := range []string{"num_samples = 3", "num_warmup = 30", "save_warmup = true", "thin = 1", "engaged = true",
		"gamma = 0.05", "delta = 0.8", "kappa = 0.75", "t0 = 10", "init_buffer = 4", "term_buffer = 3", "window = 23",
		"algorithm = hmc", "engine = nuts", "max_depth = 10", "metric = diag_e", "stepsize = 1", "stepsize_jitter = 0",
		"num_chains = 2", "id = 2", "  file = data.json", "init = 2", "seed = 20261122", "model = model", "method = sample", "stanc_version = hm 0.1"} {
		if !strings.Contains(head, want) {
			t.Errorf("the comments lack %q:\n%s", want, head)
		}
	}
	rest := lines[header+1:]
	for i, l := range rest[:30] {
		if f := strings.Split(l, ","); len(f) != 15 || f[3] == "" || strings.ContainsAny(f[3]+f[4]+f[5], ".e") {
			t.Errorf("warm-up row %d: %q", i, l)
		}
	}
	if rest[30] != "# Adaptation terminated" || !strings.HasPrefix(rest[31], "# Step size = ") ||
		rest[32] != "# Diagonal elements of inverse mass matrix:" || strings.Count(rest[33], ",") != 1 {
		t.Errorf("adaptation %q", rest[30:34])
	}
	if !strings.Contains(rest[34], ",nan,inf,-inf,-0,") {
		t.Errorf("row %q", rest[34])
	}
	tail := rest[37:]
	if len(tail) != 5 || tail[0] != "# " || !strings.HasPrefix(tail[1], "#  Elapsed Time: ") || !strings.HasSuffix(tail[1], " seconds (Warm-up)") ||
		!strings.HasSuffix(tail[2], " seconds (Sampling)") || !strings.HasSuffix(tail[3], " seconds (Total)") || tail[4] != "# " {
		t.Errorf("times %q", tail)
	}
	var labels map[string]string
	b, _ := os.ReadFile(filepath.Join(dir, "labels.json"))
	if err := json.Unmarshal(b, &labels); err != nil || labels["alpha[2]"] != `alpha[epoch="x"]` || len(labels) != 8 {
		t.Errorf("labels %v, %v", labels, err)
	}
}

func TestDenseMetricBlock(t *testing.T) {
	cfg, dir := config(), t.TempDir()
	cfg.Metric = runtime.DenseMetric
	if _, err := fit(t, context.Background(), cfg, dir); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(filepath.Join(dir, "chain_1.csv"))
	_, after, ok := strings.Cut(string(text), "# Elements of inverse mass matrix:\n")
	lines := strings.Split(after, "\n")
	if !ok || !strings.HasPrefix(lines[0], "# ") || !strings.HasPrefix(lines[1], "# ") || strings.HasPrefix(lines[2], "#") || !strings.Contains(string(text), "metric = dense_e") {
		t.Errorf("metric block %q", lines[:3])
	}
}

func TestNumbers(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 1e6: "1000000", 0.1: "0.1", -1.5e-7: "-1.5e-07", 1e300: "1e+300", math.Inf(1): "inf", math.Inf(-1): "-inf",
	} {
		if got := string(appendNumber(nil, x)); got != want {
			t.Errorf("%g is written %q, want %q", x, got, want)
		}
	}
	for x, want := range map[float64]string{-3.5: "-3.5", math.Inf(1): "+inf", math.Inf(-1): "-inf"} {
		if got := string(appendLogDensity(nil, x)); got != want {
			t.Errorf("lp__ of %g is written %q, want %q", x, got, want)
		}
	}
	if got := string(appendLogDensity(nil, math.NaN())); got != "+nan" {
		t.Errorf("lp__ of NaN is written %q", got)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"a": "a", "alpha[1]": "alpha.1", "L[2,13]": "L.2.13"} {
		if got := dotted(name); got != want {
			t.Errorf("dotted(%q) = %q, want %q", name, got, want)
		}
		if got := bracketed(want); got != name {
			t.Errorf("bracketed(%q) = %q, want %q", want, got, name)
		}
	}
	for _, odd := range []string{"a.b", "t:1", "x."} {
		if got := bracketed(odd); got != odd {
			t.Errorf("bracketed(%q) = %q", odd, got)
		}
	}
}

// stopper cancels the run at a draw of a chain.
type stopper struct {
	runtime.Sink
	chain, iter int
	stop        func()
	fail        error
}

func (s stopper) Draw(d *runtime.Draw) error {
	if d.Chain == s.chain && d.Iter == s.iter && !d.Warmup {
		s.stop()
		return s.fail
	}
	return nil
}

// An interrupted run leaves complete files that say how many draws they hold.
func TestInterrupted(t *testing.T) {
	cfg, dir := config(), t.TempDir()
	cfg.Draws = 1 << 28
	ctx, cancel := context.WithCancel(context.Background())
	want, err := fit(t, ctx, cfg, dir, stopper{NewMemory(), 1, 40, cancel, nil})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	got, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got.Draws() == 0 {
		t.Fatal("no draws were kept")
	}
	same(t, got.Columns, want.Columns)
	if !got.Result.Interrupted {
		t.Error("the account does not say that the run was interrupted")
	}
	for i := range got.Result.Chains {
		f, err := readFile(chainPath(dir, i))
		if errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if n := f.integer("num_samples"); n != f.rows || n != got.Result.Chains[i].Draws {
			t.Errorf("chain %d says %d draws and holds %d", i+1, n, f.rows)
		}
	}
	leftovers(t, dir, 4)
}

// leftovers checks that a directory holds the chains, the two files beside
// them, and nothing else.
func leftovers(t *testing.T, dir string, chains int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := []string{"labels.json", "sampler.json"}
	for i := range chains {
		want = append(want, fmt.Sprintf("chain_%d.csv", i+1))
	}
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("the directory holds %q, want %q", names, want)
	}
}

// A second run with fewer chains leaves none of the first's; one that draws
// nothing leaves the first's alone.
func TestReplaces(t *testing.T) {
	dir, cfg := t.TempDir(), config()
	if _, err := fit(t, context.Background(), cfg, dir); err != nil {
		t.Fatal(err)
	}
	leftovers(t, dir, 4)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := fit(t, ctx, cfg, dir); err == nil {
		t.Fatal("a cancelled run succeeded")
	}
	leftovers(t, dir, 4)
	cfg.Chains = 2
	if _, err := fit(t, context.Background(), cfg, dir); err != nil {
		t.Fatal(err)
	}
	leftovers(t, dir, 2)
	if got, err := Read(dir); err != nil || got.Chains() != 2 {
		t.Errorf("read %v, %v", got, err)
	}
}

// beginFails is a sink that refuses to begin.
type beginFails struct{ runtime.Sink }

func (beginFails) Begin(*runtime.Run) error { return errors.New("no") }

func TestNothingLeftWhenAnotherSinkFails(t *testing.T) {
	dir := t.TempDir()
	if _, err := fit(t, context.Background(), config(), dir, beginFails{}); err == nil {
		t.Fatal("began")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left %v", entries)
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

const small = "# num_samples = 2 (Default)\n#  max_depth = 12 (Default)\nlp__,a.1,a.2\n-1,2,3\n-4,5,6\n"

func TestReadErrors(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", "no line of column names"},
		{"# only\n# comments\n", "no line of column names"},
		{"lp__,a\n1,2\n1,x\n", `x.csv:3: column a: "x" is not a number`},
		{"lp__,a\n1,2\n1\n", "x.csv:3: 1 numbers, want 2"},
		{"lp__,a\n1,2,3\n", "x.csv:2: more than 2 numbers"},
		{"lp__,a\n1,,\n", "x.csv:2: column a"},
		{"a,b\n1,2\n", "no column lp__"},
	}
	for _, c := range cases {
		if _, err := ReadFiles(write(t, c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
	if _, err := ReadFiles(write(t, small), write(t, "lp__,b.1,b.2\n1,2,3\n")); err == nil || !strings.Contains(err.Error(), "not chains of one fit") {
		t.Errorf("other columns: %v", err)
	}
	if _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no draws") {
		t.Errorf("empty directory: %v", err)
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
}

// Chains of different lengths are cut to the shortest, and the reader is told.
func TestUnequalChains(t *testing.T) {
	tab, err := ReadFiles(write(t, small), write(t, small+"-7,8,9\n"), write(t, "lp__,a.1,a.2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if tab.Chains() != 2 || tab.Draws() != 2 || len(tab.Notices) != 2 || tab.MaxDepth != 12 {
		t.Errorf("%d chains, %d draws, depth %d, notices %q", tab.Chains(), tab.Draws(), tab.MaxDepth, tab.Notices)
	}
	same(t, tab.Columns, [][][]float64{{{2, 5}, {2, 5}}, {{3, 6}, {3, 6}}})
	if col, ok := tab.Column("a[2]"); !ok || col[0][1] != 6 {
		t.Errorf("column a[2] is %v", col)
	}
	if _, ok := tab.Column("b"); ok {
		t.Error("found a column that is not there")
	}
}

func TestCutRowIsDropped(t *testing.T) {
	tab, err := ReadFiles(write(t, small+"-7,8,9"))
	if err != nil || tab.Draws() != 2 {
		t.Errorf("%d draws, %v; want the 2 whole ones", tab.Draws(), err)
	}
}

// The file is as CmdStan 2.36 writes it, for the Bernoulli example with two
// warm-up draws saved.
func TestReadsCmdStan(t *testing.T) {
	tab, err := ReadFiles("testdata/cmdstan.csv")
	if err != nil {
		t.Fatal(err)
	}
	if tab.Draws() != 3 || tab.MaxDepth != 10 || !slices.Equal(tab.Names, []string{"theta", "y_rep[1]", "y_rep[2]"}) {
		t.Errorf("%d draws of %q, depth %d", tab.Draws(), tab.Names, tab.MaxDepth)
	}
	same(t, tab.Columns[:1], [][][]float64{{{0.256237, 0.316612, 0.148291}}})
	if tab.Stats[Leapfrogs][0][2] != 3 || tab.Result != nil {
		t.Errorf("leapfrogs %v, result %v", tab.Stats[Leapfrogs], tab.Result)
	}
}

func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	s := NewCSV(dir, About{})
	names := make([]string, 100)
	for i := range names {
		names[i] = fmt.Sprintf("x[%d]", i+1)
	}
	cfg := config()
	cfg.Chains = 1
	if err := s.Begin(&runtime.Run{Config: cfg, Names: names, Labels: names}); err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	d := &runtime.Draw{Values: make([]float64, 100)}
	for i := range d.Values {
		d.Values[i] = rng.NormFloat64()
	}
	b.ReportAllocs()
	for range b.N {
		if err := s.Draw(d); err != nil {
			b.Fatal(err)
		}
	}
}

// The reader takes any text for a file without a panic, and what it accepts is
// rectangular.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("lp__\n1\n")
	f.Add("# save_warmup = 1\n# num_warmup = 9\n# thin = -3\nlp__,a\n1,2\n")
	f.Add("lp__,a.1,a.1\r\n+nan,1e999,-inf\r\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(dir, "fuzz.csv")
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		tab, err := ReadFiles(path)
		if err != nil {
			return
		}
		for i, col := range tab.Columns {
			for _, c := range col {
				if len(c) != tab.Draws() {
					t.Errorf("column %s has %d draws, want %d", tab.Names[i], len(c), tab.Draws())
				}
			}
		}
	})
}
