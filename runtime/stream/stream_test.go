package stream

import (
	"math"
	"slices"
	"testing"
)

// The values are mpmath's at 40 digits: sqrt(2) * erfinv(2p - 1), and below
// 1e-6 the root of erfc(-x/sqrt(2))/2 = p.
func TestQuantile(t *testing.T) {
	cases := []struct{ p, want float64 }{
		{0.5000001, 2.5066282733116483012e-7},
		{0.25, -0.6744897501960817432},
		{0.075, -1.4395314709384559349},
		{0.07499, -1.4396021182393162092},
		{0.9, 1.2815515655446005935},
		{0.975, 1.9599639845400538556},
		{0.999, 3.0902323061678132778},
		{1e-5, -4.2648907939228246102},
		{1e-10, -6.3613409024040561991},
		{1e-12, -7.0344838253011319326},
		{1e-20, -9.2623400897984075796},
		{1e-100, -21.273453560965324294},
		{1e-300, -37.047096299361199237},
	}
	for _, c := range cases {
		if got := Quantile(c.p); math.Abs(got-c.want) > 4e-16*math.Abs(c.want) {
			t.Errorf("Quantile(%g) = %.17g, want %.17g", c.p, got, c.want)
		}
	}
	if !math.IsInf(Quantile(0), -1) || !math.IsInf(Quantile(1), 1) {
		t.Errorf("Quantile(0), Quantile(1) = %g, %g, want -Inf, +Inf", Quantile(0), Quantile(1))
	}
	for _, p := range []float64{-0.1, 1.1, math.NaN()} {
		if got := Quantile(p); !math.IsNaN(got) {
			t.Errorf("Quantile(%g) = %g, want NaN", p, got)
		}
	}
}

// These numbers are a promise: if they change, every seed gives other draws.
func TestStreamIsFrozen(t *testing.T) {
	s := New(Key{Seed: 20261122, Purpose: Sampling, Chain: 2, Phase: 1, Draw: 7})
	got := [3]float64{s.Uniform(), s.Uniform(), 0}
	z := got[2:]
	s.Normals(z)
	want := [3]float64{0.027461315771643957, 0.53431051432550225, -0.99783218603983515}
	if got != want {
		t.Errorf("got %.17g, want %.17g", got, want)
	}
}

// Every field of the key must matter, and Seek must not remember.
func TestKeysDiffer(t *testing.T) {
	base := Key{Seed: 1, Purpose: Warmup, Chain: 1, Phase: 1, Draw: 1}
	keys := []Key{base, base, base, base, base, base}
	keys[1].Seed, keys[2].Purpose, keys[3].Chain, keys[4].Phase, keys[5].Draw = 2, Sampling, 2, 2, 2
	seen := map[float64]Key{}
	s := New(base)
	for _, k := range keys {
		s.Seek(k)
		u := s.Uniform()
		if other, ok := seen[u]; ok {
			t.Errorf("keys %+v and %+v give the same stream", k, other)
		}
		seen[u] = k
		if fresh := New(k).Uniform(); fresh != u {
			t.Errorf("Seek(%+v) gave %g, New %g", k, u, fresh)
		}
	}
}

// Kolmogorov-Smirnov: first numbers of many streams, and many numbers of one.
func TestUniformity(t *testing.T) {
	const n = 20000
	across, along := make([]float64, n), make([]float64, n)
	s := New(Key{})
	for i := range across {
		s.Seek(Key{Seed: 5, Purpose: Sampling, Draw: i})
		across[i] = s.Uniform()
	}
	for i := range along {
		along[i] = 0.5 * math.Erfc(-normal(s)/math.Sqrt2)
	}
	for name, u := range map[string][]float64{"across": across, "along": along} {
		slices.Sort(u)
		d := 0.0
		for i, v := range u {
			d = max(d, math.Abs(v-float64(i)/n), math.Abs(v-float64(i+1)/n))
		}
		if lim := 1.95 / math.Sqrt(n); d > lim { // p = 0.001
			t.Errorf("%s: KS distance %g, limit %g", name, d, lim)
		}
	}
}

func normal(s *Stream) float64 {
	var z [1]float64
	s.Normals(z[:])
	return z[0]
}

func TestSeekDoesNotAllocate(t *testing.T) {
	s, z, i := New(Key{}), make([]float64, 8), 0
	if n := testing.AllocsPerRun(100, func() {
		i++
		s.Seek(Key{Seed: 1, Purpose: Warmup, Draw: i})
		s.Normals(z)
	}); n != 0 {
		t.Errorf("%g allocations per draw, want 0", n)
	}
}

func BenchmarkSeek(b *testing.B) {
	s := New(Key{})
	for i := range b.N {
		s.Seek(Key{Draw: i})
		s.Uniform()
	}
}

func BenchmarkNormals(b *testing.B) {
	s, z := New(Key{}), make([]float64, 1000)
	for range b.N {
		s.Normals(z)
	}
}
