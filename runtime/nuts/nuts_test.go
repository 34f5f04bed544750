package nuts

import (
	"errors"
	"math"
	"slices"
	"testing"

	"hm/runtime/stream"
)

// gaussian is independent normals with the given standard deviations.
type gaussian struct{ sd []float64 }

func (g gaussian) Dim() int { return len(g.sd) }

func (g gaussian) LogDensityGradient(q, grad []float64) (float64, error) {
	lp := 0.0
	for i, x := range q {
		z := x / g.sd[i]
		lp -= 0.5 * z * z
		grad[i] = -z / g.sd[i]
	}
	return lp, nil
}

// correlated is a bivariate normal with unit variances and correlation rho.
type correlated struct{ rho float64 }

func (correlated) Dim() int { return 2 }

func (c correlated) LogDensityGradient(q, grad []float64) (float64, error) {
	k := 1 / (1 - c.rho*c.rho)
	grad[0] = -k * (q[0] - c.rho*q[1])
	grad[1] = -k * (q[1] - c.rho*q[0])
	return 0.5 * (q[0]*grad[0] + q[1]*grad[1]), nil
}

// logistic is one standard logistic variable: heavier tails than the normal.
type logistic struct{}

func (logistic) Dim() int { return 1 }

func (logistic) LogDensityGradient(q, grad []float64) (float64, error) {
	a := math.Abs(q[0])
	grad[0] = -math.Copysign(math.Tanh(a/2), q[0])
	return -a - 2*math.Log1p(math.Exp(-a)), nil
}

func ones(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = 1
	}
	return v
}

// evenly checks that u are uniform numbers, by Kolmogorov-Smirnov.
func evenly(t *testing.T, name string, u []float64) {
	t.Helper()
	slices.Sort(u)
	n, d := float64(len(u)), 0.0
	for i, v := range u {
		d = max(d, math.Abs(v-float64(i)/n), math.Abs(v-float64(i+1)/n))
	}
	if lim := 1.95 / math.Sqrt(n); d > lim { // p = 0.001
		t.Errorf("%s: KS distance from uniform %.4f, limit %.4f", name, d, lim)
	}
}

// A transition must leave the target unchanged: start from exact independent
// draws, make some transitions, and the end points are exact draws again. The
// step sizes are coarse, so that rejection, U-turns and depth limits all
// matter.
func TestInvariance(t *testing.T) {
	const n = 20000
	normCDF := func(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }
	cases := []struct {
		name  string
		d     Density
		exact func(z []float64) []float64 // from independent normals
		cdf   func(q []float64) []float64 // to independent uniforms
		step  float64
		depth int
		delta float64
	}{
		{"normal", gaussian{ones(1)}, slices.Clone[[]float64],
			func(q []float64) []float64 { return []float64{normCDF(q[0])} }, 1.3, 10, 1000},
		{"normal, depth 2", gaussian{ones(1)}, slices.Clone[[]float64],
			func(q []float64) []float64 { return []float64{normCDF(q[0])} }, 0.4, 2, 1000},
		{"normal, coarse", gaussian{ones(1)}, slices.Clone[[]float64],
			func(q []float64) []float64 { return []float64{normCDF(q[0])} }, 1.8, 10, 1000},
		{"correlated", correlated{0.9}, func(z []float64) []float64 {
			return []float64{z[0], 0.9*z[0] + math.Sqrt(1-0.81)*z[1]}
		}, func(q []float64) []float64 {
			return []float64{normCDF(q[0]), normCDF((q[1] - 0.9*q[0]) / math.Sqrt(1-0.81))}
		}, 0.5, 10, 1000},
		{"logistic", logistic{}, func(z []float64) []float64 {
			u := normCDF(z[0])
			return []float64{math.Log(u) - math.Log1p(-u)}
		}, func(q []float64) []float64 { return []float64{1 / (1 + math.Exp(-q[0]))} }, 2.2, 10, 1000},
	}
	for i, c := range cases {
		dim := c.d.Dim()
		opt := Options{MaxDepth: c.depth, MaxDeltaH: c.delta}
		s := New(c.d, NewDiagonal(dim), opt)
		s.StepSize = c.step
		rng := stream.New(stream.Key{})
		z, u, moved := make([]float64, dim), make([][]float64, dim), 0
		for k := range n {
			rng.Seek(stream.Key{Seed: uint64(i), Purpose: stream.Simulate, Draw: k})
			rng.Normals(z)
			if err := s.Start(c.exact(z)); err != nil {
				t.Fatal(err)
			}
			before := s.Position()[0]
			for range 2 {
				if _, err := s.Transition(rng); err != nil {
					t.Fatal(err)
				}
			}
			if s.Position()[0] != before {
				moved++
			}
			for j, v := range c.cdf(s.Position()) {
				u[j] = append(u[j], v)
			}
		}
		if moved < n/2 {
			t.Errorf("%s: moved only %d times of %d", c.name, moved, n)
		}
		for _, v := range u {
			evenly(t, c.name, v)
		}
	}
}

// The metric changes the path, never the target.
func TestMetricsAgree(t *testing.T) {
	cov := []float64{1, 0.9, 0.9, 1}
	dense := NewDense(2)
	if !dense.Set(cov) {
		t.Fatal("a covariance was refused")
	}
	diag := NewDiagonal(2)
	diag.Set([]float64{0.3, 2})
	for name, m := range map[string]Metric{"dense": dense, "diagonal": diag} {
		s := New(correlated{0.9}, m, DefaultOptions)
		s.StepSize = 0.7
		if err := s.Start([]float64{0, 0}); err != nil {
			t.Fatal(err)
		}
		const n = 40000
		rng := stream.New(stream.Key{Seed: 3})
		var m1, m2, cross float64
		for range n {
			if _, err := s.Transition(rng); err != nil {
				t.Fatal(err)
			}
			q := s.Position()
			m1 += q[0] / n
			m2 += q[0] * q[0] / n
			cross += q[0] * q[1] / n
		}
		if math.Abs(m1) > 0.05 || math.Abs(m2-1) > 0.06 || math.Abs(cross-0.9) > 0.06 {
			t.Errorf("%s: mean %.3f, variance %.3f, covariance %.3f; want 0, 1, 0.9", name, m1, m2, cross)
		}
	}
}

func TestMomentumHasInverseCovariance(t *testing.T) {
	m := NewDense(2)
	m.Set([]float64{2, 0.6, 0.6, 0.5})
	det := 2*0.5 - 0.36
	want := [3]float64{0.5 / det, -0.6 / det, 2 / det}
	rng := stream.New(stream.Key{Seed: 8})
	const n = 100000
	var got [3]float64
	p := make([]float64, 2)
	for range n {
		rng.Normals(p)
		m.Momentum(p)
		got[0] += p[0] * p[0] / n
		got[1] += p[0] * p[1] / n
		got[2] += p[1] * p[1] / n
	}
	for i := range got {
		if math.Abs(got[i]-want[i]) > 0.03*want[2] {
			t.Errorf("covariance of momenta %.3f, want %.3f", got, want)
		}
	}
	if m.Set([]float64{1, 2, 2, 1}) {
		t.Error("an indefinite matrix was taken for a metric")
	}
}

// The gradient at the start is kept: a transition costs its leapfrogs alone.
func TestGradientCount(t *testing.T) {
	s := New(gaussian{ones(5)}, NewDiagonal(5), DefaultOptions)
	s.StepSize = 0.4
	if err := s.Start(make([]float64, 5)); err != nil {
		t.Fatal(err)
	}
	rng, want := stream.New(stream.Key{Seed: 1}), 1
	for range 200 {
		st, err := s.Transition(rng)
		if err != nil {
			t.Fatal(err)
		}
		want += st.Leapfrogs
		if s.Gradients() != want {
			t.Fatalf("%d gradients, want %d", s.Gradients(), want)
		}
		grad := make([]float64, 5)
		lp, _ := gaussian{ones(5)}.LogDensityGradient(s.Position(), grad)
		if lp != s.LogDensity() || lp != st.LogDensity || !slices.Equal(grad, s.Gradient()) {
			t.Fatal("the kept log density or gradient is not that of the point")
		}
		if st.Energy < -lp {
			t.Fatalf("energy %g below potential %g", st.Energy, -lp)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	for name, m := range map[string]Metric{"diagonal": NewDiagonal(10), "dense": NewDense(10)} {
		s := New(gaussian{ones(10)}, m, DefaultOptions)
		s.StepSize = 0.2
		if err := s.Start(make([]float64, 10)); err != nil {
			t.Fatal(err)
		}
		rng := stream.New(stream.Key{Seed: 1})
		if n := testing.AllocsPerRun(100, func() {
			if _, err := s.Transition(rng); err != nil {
				t.Error(err)
			}
		}); n != 0 {
			t.Errorf("%s: %g allocations per transition, want 0", name, n)
		}
	}
}

// A trajectory of a normal is long until it turns, and stops there.
func TestDepth(t *testing.T) {
	s := New(gaussian{ones(1)}, NewDiagonal(1), Options{MaxDepth: 5, MaxDeltaH: 1000})
	rng := stream.New(stream.Key{Seed: 4})
	for _, c := range []struct{ step, min, max float64 }{{0.001, 4.95, 5}, {0.2, 2.5, 4.5}, {1, 1, 2}} {
		s.StepSize = c.step
		if err := s.Start([]float64{0.5}); err != nil {
			t.Fatal(err)
		}
		mean := 0.0
		for range 256 {
			st, _ := s.Transition(rng)
			mean += float64(st.Depth) / 256
			if st.Leapfrogs < 1<<st.Depth-1 || st.Leapfrogs > 1<<(st.Depth+1)-1 {
				t.Fatalf("depth %d with %d leapfrogs", st.Depth, st.Leapfrogs)
			}
		}
		if mean < c.min || mean > c.max {
			t.Errorf("step %g: mean depth %g, want %g to %g", c.step, mean, c.min, c.max)
		}
	}
}

type refusal string

func (r refusal) Error() string { return string(r) }
func (refusal) Reject() bool    { return true }

// walled is a standard normal that fails beyond x = 1 in a way of its own.
type walled struct {
	lp, g float64
	err   error
}

func (walled) Dim() int { return 1 }

func (w walled) LogDensityGradient(q, grad []float64) (float64, error) {
	if q[0] > 1 {
		grad[0] = w.g
		return w.lp, w.err
	}
	grad[0] = -q[0]
	return -0.5 * q[0] * q[0], nil
}

func TestRejections(t *testing.T) {
	refused := refusal("sigma is -0.3, must be positive")
	for name, w := range map[string]walled{
		"error":          {err: refused},
		"NaN":            {lp: math.NaN()},
		"-Inf":           {lp: math.Inf(-1)},
		"+Inf":           {lp: math.Inf(1)},
		"NaN gradient":   {g: math.NaN()},
		"inf gradient":   {g: math.Inf(1)},
		"huge potential": {lp: -1e6},
	} {
		s := New(w, NewDiagonal(1), DefaultOptions)
		s.StepSize = 0.5
		if err := s.Start([]float64{0}); err != nil {
			t.Fatal(err)
		}
		rng, seen := stream.New(stream.Key{Seed: 2}), 0
		for range 200 {
			st, err := s.Transition(rng)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if q := s.Position()[0]; q > 1 || math.IsNaN(q) || math.IsNaN(st.Accept) {
				t.Fatalf("%s: moved to %g with accept %g", name, q, st.Accept)
			}
			d, ok := s.Divergence()
			if ok != st.Divergent {
				t.Fatalf("%s: Divergence says %v, the statistics %v", name, ok, st.Divergent)
			}
			if !ok {
				continue
			}
			seen++
			if !(d.From[0] <= 1 && d.To[0] > 1) || !(d.DeltaH > 1000) {
				t.Fatalf("%s: divergence from %g to %g, energy up %g", name, d.From[0], d.To[0], d.DeltaH)
			}
			if (d.Reason == refused) != (w.err != nil) {
				t.Fatalf("%s: reason %v", name, d.Reason)
			}
		}
		if seen < 20 {
			t.Errorf("%s: only %d divergences of 200", name, seen)
		}
	}
}

func TestOtherErrorsStop(t *testing.T) {
	broken := errors.New("index out of range")
	s := New(walled{err: broken}, NewDiagonal(1), DefaultOptions)
	s.StepSize = 0.5
	if err := s.Start([]float64{0.9}); err != nil {
		t.Fatal(err)
	}
	rng := stream.New(stream.Key{Seed: 2})
	for range 100 {
		before := s.Position()[0]
		if _, err := s.Transition(rng); err != nil {
			if !errors.Is(err, broken) || s.Position()[0] != before {
				t.Errorf("stopped with %v at %g, want %v at %g", err, s.Position()[0], broken, before)
			}
			return
		}
	}
	t.Error("no transition met the error")
}

// The cost of everything but the density, per leapfrog step.
func BenchmarkLeapfrog(b *testing.B) {
	for _, c := range []struct {
		name string
		dim  int
	}{{"10", 10}, {"100", 100}, {"1000", 1000}} {
		b.Run(c.name, func(b *testing.B) {
			s := New(gaussian{ones(c.dim)}, NewDiagonal(c.dim), DefaultOptions)
			s.StepSize = 0.1
			if err := s.Start(make([]float64, c.dim)); err != nil {
				b.Fatal(err)
			}
			rng, steps := stream.New(stream.Key{Seed: 1}), 0
			b.ResetTimer()
			for range b.N {
				st, _ := s.Transition(rng)
				steps += st.Leapfrogs
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/leapfrog")
		})
	}
}
