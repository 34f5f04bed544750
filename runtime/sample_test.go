package runtime

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	stdruntime "runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// normals is independent normals with the given means and standard deviations,
// and one generated quantity: a uniform number.
type normals struct {
	mean, sd []float64
	calls    *atomic.Int64
}

func (m normals) Dim() int { return len(m.mean) }

func (m normals) LogDensityGradient(q, grad []float64) (float64, error) {
	if m.calls != nil {
		m.calls.Add(1)
	}
	lp := 0.0
	for i, x := range q {
		z := (x - m.mean[i]) / m.sd[i]
		lp -= 0.5 * z * z
		grad[i] = -z / m.sd[i]
	}
	return lp, nil
}

func (m normals) Names() []string {
	var names []string
	for i := range m.mean {
		names = append(names, fmt.Sprintf("x[%d]", i+1))
	}
	return append(names, "u")
}

func (m normals) Labels() []string { return m.Names() }

func (m normals) Draw(q []float64, rng *rand.Rand, out []float64) error {
	copy(out, q)
	out[len(q)] = rng.Float64()
	return nil
}

func standard(dim int) normals {
	m := normals{mean: make([]float64, dim), sd: make([]float64, dim)}
	for i := range m.sd {
		m.sd[i] = 1
	}
	return m
}

// recorder keeps everything and checks the order of events.
type recorder struct {
	t       *testing.T
	run     *Run
	draws   [][]Draw // by chain, values cloned
	adapted []*Adaptation
	ended   []*ChainResult
	result  *Result
	seen    []int // by chain, iterations observed
	onDraw  func(*Draw) error
}

func (r *recorder) Begin(run *Run) error {
	r.run = run
	n := run.Config.Chains
	r.draws, r.adapted, r.ended, r.seen = make([][]Draw, n), make([]*Adaptation, n), make([]*ChainResult, n), make([]int, n)
	return nil
}

func (r *recorder) Draw(d *Draw) error {
	if (r.adapted[d.Chain] == nil) != d.Warmup {
		r.t.Errorf("chain %d: draw %d, warm-up %v, on the wrong side of the adaptation", d.Chain, d.Iter, d.Warmup)
	}
	c := *d
	c.Values = slices.Clone(d.Values)
	r.draws[d.Chain] = append(r.draws[d.Chain], c)
	if r.onDraw != nil {
		return r.onDraw(d)
	}
	return nil
}

func (r *recorder) Adapted(chain int, a *Adaptation) error { r.adapted[chain] = a; return nil }

func (r *recorder) ChainEnd(c *ChainResult) error {
	if r.ended[c.Chain] != nil {
		r.t.Errorf("chain %d ended twice", c.Chain)
	}
	r.ended[c.Chain] = c
	return nil
}

func (r *recorder) End(res *Result) error { r.result = res; return nil }

func (r *recorder) Observe(p *Progress) { r.seen[p.Chain] = p.Iter }

func sampleOf(t *testing.T, cfg Config, m Model) (*recorder, *Result, error) {
	t.Helper()
	rec := &recorder{t: t}
	res, err := Sample(context.Background(), cfg, func(int) Model { return m }, rec)
	return rec, res, err
}

func config(seed uint64, warmup, draws int) Config {
	cfg := DefaultConfig()
	cfg.Seed, cfg.Warmup, cfg.Draws = seed, warmup, draws
	return cfg
}

// A seed fixes every draw to the bit, on one thread or two.
func TestThreadsChangeNothing(t *testing.T) {
	cfg := config(42, 200, 100)
	cfg.SaveWarmup = true
	text := func(threads int) string {
		defer stdruntime.GOMAXPROCS(stdruntime.GOMAXPROCS(threads))
		rec, _, err := sampleOf(t, cfg, standard(7))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, c := range rec.draws {
			for _, d := range c {
				fmt.Fprintf(&b, "%d %d %v %+v %x\n", d.Chain, d.Iter, d.Warmup, d.Stats, d.Values)
			}
		}
		return b.String()
	}
	one, two := text(1), text(2)
	if one != two {
		t.Error("the draws differ between one thread and two")
	}
	if n := strings.Count(one, "\n"); n != 4*300 {
		t.Errorf("%d draws, want 1200", n)
	}
}

// More chains or fewer draws change nothing in the draws that remain, and each
// seed and chain has its own.
func TestChainsAreIndependent(t *testing.T) {
	few := config(1, 100, 50)
	few.Chains = 2
	many := config(1, 100, 80)
	other := config(2, 100, 50)
	a, _, _ := sampleOf(t, few, standard(3))
	b, _, _ := sampleOf(t, many, standard(3))
	c, _, _ := sampleOf(t, other, standard(3))
	for chain := range 2 {
		for i, d := range a.draws[chain] {
			if !slices.Equal(d.Values, b.draws[chain][i].Values) {
				t.Fatalf("chain %d, draw %d changed with the number of chains", chain, i)
			}
		}
	}
	last := func(r *recorder, chain int) []float64 { return r.draws[chain][49].Values }
	if slices.Equal(last(a, 0), last(a, 1)) || slices.Equal(last(a, 0), last(c, 0)) {
		t.Error("chains or seeds share draws")
	}
}

func TestCounts(t *testing.T) {
	cfg := config(3, 155, 100)
	cfg.Thin, cfg.SaveWarmup = 3, true
	var calls atomic.Int64
	m := standard(2)
	m.calls = &calls
	rec, res, err := sampleOf(t, cfg, m)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range res.Chains {
		if c.WarmupDraws != 52 || c.Draws != 34 || len(rec.draws[i]) != 86 || rec.seen[i] != 255 {
			t.Errorf("chain %d: %d and %d draws, %d received, %d iterations seen; want 52, 34, 86, 255",
				i, c.WarmupDraws, c.Draws, len(rec.draws[i]), rec.seen[i])
		}
		if cfg.SavedWarmup() != 52 || cfg.SavedDraws() != 34 {
			t.Errorf("the configuration promises %d and %d draws", cfg.SavedWarmup(), cfg.SavedDraws())
		}
		for k, d := range rec.draws[i] {
			want := 3 * k
			if !d.Warmup {
				want = 3 * (k - 52)
			}
			if d.Iter != want {
				t.Fatalf("chain %d, row %d: iteration %d, want %d", i, k, d.Iter, want)
			}
		}
		if rec.ended[i] == nil || c.Interrupted || !c.FinishedWarmup {
			t.Errorf("chain %d: %+v", i, c)
		}
	}
	if g := res.Gradients(); int64(g.Warmup+g.Sampling) != calls.Load() {
		t.Errorf("%+v gradients counted, %d made", g, calls.Load())
	}
	if rec.result != res {
		t.Error("End did not get the result")
	}
}

// After warm-up the scales are known, the acceptance is on target, and the
// draws are those of the target.
func TestAdaptation(t *testing.T) {
	m := standard(10)
	for i := range m.sd {
		m.mean[i] = float64(i)
		m.sd[i] = math.Pow(10, float64(i%5-2))
	}
	rec, res, err := sampleOf(t, config(20261122, 1000, 1000), m)
	if err != nil {
		t.Fatal(err)
	}
	for c, a := range rec.adapted {
		for i, v := range a.InverseMetric {
			if r := v / (m.sd[i] * m.sd[i]); r < 0.7 || r > 1.4 {
				t.Errorf("chain %d: inverse metric %d is %g of the variance", c, i, r)
			}
		}
		if a.StepSize < 0.4 || a.StepSize > 1.1 {
			t.Errorf("chain %d: step size %g", c, a.StepSize)
		}
		accept, leapfrogs := 0.0, 0
		for _, d := range rec.draws[c] {
			accept += d.Accept / 1000
			leapfrogs += d.Leapfrogs
			if d.Divergent {
				t.Errorf("chain %d: a normal target diverged", c)
			}
		}
		if accept < 0.75 || accept > 0.95 {
			t.Errorf("chain %d: mean acceptance statistic %g", c, accept)
		}
		if leapfrogs != res.Chains[c].Gradients.Sampling {
			t.Errorf("chain %d: %d leapfrogs, %d gradients", c, leapfrogs, res.Chains[c].Gradients.Sampling)
		}
	}
	for i := range m.mean {
		mean, square, n := 0.0, 0.0, 4000.0
		for _, c := range rec.draws {
			for _, d := range c {
				z := (d.Values[i] - m.mean[i]) / m.sd[i]
				mean += z / n
				square += z * z / n
			}
		}
		// Independent draws would have errors of 0.016 and 0.022.
		if math.Abs(mean) > 0.06 || math.Abs(square-1) > 0.1 {
			t.Errorf("x[%d]: mean off by %.3f sd, variance %.3f of the true", i+1, mean, square)
		}
	}
}

func TestDenseMetric(t *testing.T) {
	cfg := config(5, 1000, 500)
	cfg.Metric = DenseMetric
	rec, _, err := sampleOf(t, cfg, correlated(0.99))
	if err != nil {
		t.Fatal(err)
	}
	a := rec.adapted[0]
	if len(a.InverseMetric) != 4 || math.Abs(a.InverseMetric[1]-0.99) > 0.25 || a.InverseMetric[1] != a.InverseMetric[2] {
		t.Errorf("inverse metric %.3f, want about 1, 0.99, 0.99, 1", a.InverseMetric)
	}
	if a.StepSize < 0.5 {
		t.Errorf("step size %g: the metric does not help", a.StepSize)
	}
}

// correlated is a bivariate normal with unit variances and this correlation.
type correlated float64

func (correlated) Dim() int         { return 2 }
func (correlated) Names() []string  { return []string{"x", "y"} }
func (correlated) Labels() []string { return []string{"x", "y"} }

func (c correlated) LogDensityGradient(q, grad []float64) (float64, error) {
	rho := float64(c)
	k := 1 / (1 - rho*rho)
	grad[0] = -k * (q[0] - rho*q[1])
	grad[1] = -k * (q[1] - rho*q[0])
	return 0.5 * (q[0]*grad[0] + q[1]*grad[1]), nil
}

func (correlated) Draw(q []float64, _ *rand.Rand, out []float64) error { copy(out, q); return nil }

// scripted is a standard normal whose density and draws may be overridden.
type scripted struct {
	normals
	density func(q, grad []float64) (float64, error)
	draw    func(q, out []float64) error
}

func (s scripted) LogDensityGradient(q, grad []float64) (float64, error) {
	if s.density != nil {
		return s.density(q, grad)
	}
	return s.normals.LogDensityGradient(q, grad)
}

func (s scripted) Draw(q []float64, rng *rand.Rand, out []float64) error {
	if s.draw != nil {
		return s.draw(q, out)
	}
	return s.normals.Draw(q, rng, out)
}

type refusal string

func (r refusal) Error() string { return string(r) }
func (refusal) Reject() bool    { return true }

func TestInitErrors(t *testing.T) {
	fails := func(lp, g float64, err error) scripted {
		return scripted{normals: standard(2), density: func(q, grad []float64) (float64, error) {
			grad[0], grad[1] = 1, g
			return lp, err
		}}
	}
	cases := []struct {
		name string
		m    scripted
		want []string
	}{
		{"refused", fails(0, 0, refusal("normal: sigma is -0.3, must be positive")),
			[]string{" found no point", "100 tries", "between -2 and 2", "100 times: normal: sigma is ..., must", "last point: normal: sigma is -0.3"}},
		{"infinite", fails(math.Inf(-1), 0, nil), []string{"100 times: the log density is minus infinity"}},
		{"NaN", fails(math.NaN(), 0, nil), []string{"log density is not a number"}},
		{"gradient", fails(0, math.NaN(), nil), []string{"gradient by unconstrained parameter 2 is not a number"}},
	}
	for _, c := range cases {
		rec, res, err := sampleOf(t, config(1, 10, 10), c.m)
		var e *InitError
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v, want an InitError", c.name, err)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: the message\n%s\nlacks %q", c.name, err, w)
			}
		}
		if res == nil || !res.Interrupted || rec.result == nil || rec.ended[0] == nil {
			t.Errorf("%s: the sink was not told of the end", c.name)
		}
	}
	cfg := config(1, 10, 10)
	cfg.Init.Points = [][]float64{{0, 0}, {0, 0}, {0, 0}, {0, 0}}
	if _, _, err := sampleOf(t, cfg, fails(math.Inf(-1), 0, nil)); err == nil || !strings.Contains(err.Error(), "cannot start at the given initial point: the log density is minus infinity") {
		t.Errorf("given point: %v", err)
	}
}

// The first points that a density refuses are tried again, up to 100 times.
func TestInitRetries(t *testing.T) {
	var calls atomic.Int64
	m := scripted{normals: standard(1)}
	m.density = func(q, grad []float64) (float64, error) {
		if calls.Add(1) < 95 {
			return 0, refusal("not yet")
		}
		return standard(1).LogDensityGradient(q, grad)
	}
	cfg := config(1, 0, 1)
	cfg.Chains = 1
	if _, _, err := sampleOf(t, cfg, m); err != nil {
		t.Errorf("gave up: %v", err)
	}
}

func TestGivenPoints(t *testing.T) {
	cfg := config(1, 0, 1)
	cfg.Chains, cfg.Init.Points = 2, [][]float64{{1, 2}, {3, 4}}
	var mu sync.Mutex
	var first [][]float64
	_, err := Sample(context.Background(), cfg, func(chain int) Model {
		calls := 0
		return scripted{normals: standard(2), density: func(q, grad []float64) (float64, error) {
			if calls++; calls == 1 {
				mu.Lock()
				first = append(first, slices.Clone(q))
				mu.Unlock()
			}
			return standard(2).LogDensityGradient(q, grad)
		}}
	}, &recorder{t: t})
	slices.SortFunc(first, slices.Compare)
	if err != nil || len(first) != 2 || !slices.Equal(first[0], []float64{1, 2}) || !slices.Equal(first[1], []float64{3, 4}) {
		t.Errorf("started at %v with error %v", first, err)
	}
	cfg.Init.Points[1] = []float64{3}
	if _, _, err := sampleOf(t, cfg, standard(2)); err == nil || !strings.Contains(err.Error(), "chain 2 has 1 values, the model has 2") {
		t.Errorf("a short point: %v", err)
	}
}

func TestFailuresStopTheRun(t *testing.T) {
	broken := errors.New("index 9 is out of range")
	after := func(n int64, f func() (float64, error)) scripted {
		var calls atomic.Int64
		return scripted{normals: standard(2), density: func(q, grad []float64) (float64, error) {
			if calls.Add(1) > n {
				return f()
			}
			return standard(2).LogDensityGradient(q, grad)
		}}
	}
	_, res, err := sampleOf(t, config(1, 1000, 1000), after(5000, func() (float64, error) { return 0, broken }))
	if !errors.Is(err, broken) || res == nil || !res.Interrupted || !strings.HasPrefix(err.Error(), "chain ") {
		t.Errorf("density: %v", err)
	}
	_, _, err = sampleOf(t, config(1, 1000, 1000), after(5000, func() (float64, error) { panic("a bug") }))
	var p *PanicError
	if !errors.As(err, &p) || p.Value != "a bug" || len(p.Stack) == 0 {
		t.Errorf("panic: %v", err)
	}
	m := scripted{normals: standard(1), draw: func(q, out []float64) error { return broken }}
	if _, _, err = sampleOf(t, config(1, 10, 10), m); !errors.Is(err, broken) {
		t.Errorf("draw: %v", err)
	}
	full := errors.New("the disk is full")
	rec := &recorder{t: t, onDraw: func(*Draw) error { return full }}
	if _, err = Sample(context.Background(), config(1, 10, 10), func(int) Model { return standard(1) }, rec); !errors.Is(err, full) {
		t.Errorf("sink: %v", err)
	}
}

// Generated quantities that the model refuses are NaN; the rest is kept.
func TestRefusedQuantities(t *testing.T) {
	m := scripted{normals: standard(1), draw: func(q, out []float64) error {
		out[0] = q[0]
		return refusal("poisson_rng: lambda is 1e+300, must be less than 1e9")
	}}
	rec, res, err := sampleOf(t, config(1, 20, 10), m)
	if err != nil {
		t.Fatal(err)
	}
	v := rec.draws[0][3].Values
	if math.IsNaN(v[0]) || !math.IsNaN(v[1]) {
		t.Errorf("saved %v, want a number and NaN", v)
	}
	if len(res.Rejections) != 1 || res.Rejections[0].Sampling != 40 || res.Rejections[0].Reason != "poisson_rng: lambda is ..., must be less than 1e9" {
		t.Errorf("rejections %+v", res.Rejections)
	}
}

// Reasons are counted by what they say, not by the offending value.
func TestRejectionCounts(t *testing.T) {
	m := scripted{normals: standard(1)}
	m.density = func(q, grad []float64) (float64, error) {
		if q[0] > 2.5 {
			return 0, refusal(fmt.Sprintf("gamma: beta is %g, must be positive", -q[0]))
		}
		return standard(1).LogDensityGradient(q, grad)
	}
	_, res, err := sampleOf(t, config(7, 200, 500), m)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Rejections) != 1 {
		t.Fatalf("%d reasons, want 1: %+v", len(res.Rejections), res.Rejections)
	}
	r, divergences := res.Rejections[0], 0
	for _, c := range res.Chains {
		divergences += c.Divergences
	}
	if r.Reason != "gamma: beta is ..., must be positive" || r.Sampling != divergences || r.Sampling == 0 || r.Warmup == 0 {
		t.Errorf("%+v with %d divergences", r, divergences)
	}
	if !strings.HasPrefix(r.Example, "gamma: beta is -") {
		t.Errorf("example %q", r.Example)
	}
}

// Cancelling ends every chain at once and keeps what was drawn.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	rec := &recorder{t: t}
	rec.onDraw = func(d *Draw) error {
		if d.Chain == 0 && d.Iter == 20 {
			cancel()
		}
		return nil
	}
	cfg := config(1, 100, 1<<30)
	res, err := Sample(ctx, cfg, func(int) Model { return standard(2) }, rec)
	if !errors.Is(err, context.Canceled) || res == nil || !res.Interrupted {
		t.Fatalf("result %+v, error %v", res, err)
	}
	for i, c := range res.Chains {
		if !c.Interrupted || c.Draws != len(rec.draws[i]) || rec.ended[i] == nil {
			t.Errorf("chain %d: %+v, %d draws received", i, c, len(rec.draws[i]))
		}
	}
	if res.Chains[0].Draws < 21 {
		t.Errorf("only %d draws were kept", res.Chains[0].Draws)
	}
}

// A model without parameters only generates quantities.
func TestNoParameters(t *testing.T) {
	rec, res, err := sampleOf(t, config(1, 100, 50), standard(0))
	if err != nil || len(rec.draws[0]) != 50 || res.Chains[0].Gradients.Sampling != 0 {
		t.Fatalf("%v, %+v", err, res)
	}
	if u := rec.draws[0][1].Values[0]; u == rec.draws[0][0].Values[0] || !(u > 0 && u < 1) {
		t.Errorf("generated %g", u)
	}
}

func TestImproperPosterior(t *testing.T) {
	flat := scripted{normals: standard(1), density: func(q, grad []float64) (float64, error) { grad[0] = 0; return 0, nil }}
	if _, _, err := sampleOf(t, config(1, 100, 10), flat); err == nil || !strings.Contains(err.Error(), "improper") {
		t.Errorf("error %v", err)
	}
}

func TestValidate(t *testing.T) {
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
	cfg := DefaultConfig()
	cfg.Chains, cfg.TargetAccept, cfg.Metric, cfg.Thin = 0, 1, "unit", 0
	err := cfg.Validate()
	if err == nil {
		t.Fatal("nonsense was accepted")
	}
	for _, w := range []string{"chains is 0", "target_accept is 1", `metric is "unit"`, "thin is 0"} {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%v lacks %q", err, w)
		}
	}
	if _, _, err := sampleOf(t, cfg, standard(1)); err == nil {
		t.Error("Sample accepted nonsense")
	}
}

// Tee hands everything to all, the end even when one fails.
func TestTee(t *testing.T) {
	a, b := &recorder{t: t}, &recorder{t: t}
	_, err := Sample(context.Background(), config(1, 30, 20), func(int) Model { return standard(1) }, Tee(a, failingEnd{a}, b))
	if err == nil || err.Error() != "end" {
		t.Errorf("error %v", err)
	}
	if len(b.draws[0]) != 20 || b.seen[3] != 50 || b.result == nil || b.adapted[2] == nil {
		t.Error("the second sink missed something")
	}
}

type failingEnd struct{ Sink }

func (failingEnd) Draw(*Draw) error               { return nil }
func (failingEnd) ChainEnd(c *ChainResult) error  { return nil }
func (failingEnd) Begin(*Run) error               { return nil }
func (failingEnd) End(*Result) error              { return errors.New("end") }
func (failingEnd) Adapted(int, *Adaptation) error { return nil }

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Begin(*Run) error               { return nil }
func (discard) Draw(*Draw) error               { return nil }
func (discard) Adapted(int, *Adaptation) error { return nil }
func (discard) ChainEnd(*ChainResult) error    { return nil }
func (discard) End(*Result) error              { return nil }
func (discard) Observe(*Progress)              {}

// A draw allocates nothing: neither the transition nor what is around it.
func TestDrawsDoNotAllocate(t *testing.T) {
	allocs := func(draws int) float64 {
		cfg := config(1, 20, draws)
		cfg.Chains = 1
		m := standard(5)
		return testing.AllocsPerRun(5, func() {
			if _, err := Sample(context.Background(), cfg, func(int) Model { return m }, Tee(discard{}, discard{})); err != nil {
				t.Error(err)
			}
		})
	}
	if few, many := allocs(100), allocs(2100); many > few+20 {
		t.Errorf("%g allocations for 100 draws, %g for 2100", few, many)
	}
}
