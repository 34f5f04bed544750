package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomIndex returns n indices below bins and as many numbers.
func randomIndex(rng *rand.Rand, n, bins int) (idx []int32, x []float64) {
	for range n {
		idx = append(idx, rng.Int32N(int32(bins)))
		x = append(x, rng.NormFloat64())
	}
	return idx, x
}

func TestGather(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	for n := range 40 {
		bins := 1 + rng.IntN(20)
		idx, _ := randomIndex(rng, n, bins)
		_, src := randomIndex(rng, bins, bins)
		dst := make([]float64, n)
		Gather(dst, src, idx)
		for i, j := range idx {
			if dst[i] != src[j] {
				t.Fatalf("n=%d: element %d is %v, want %v", n, i, dst[i], src[j])
			}
		}
	}
}

func TestScatterAdd(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	for n := range 80 {
		bins := 1 + rng.IntN(9)
		idx, x := randomIndex(rng, n, bins)
		_, start := randomIndex(rng, bins, bins)
		want, few := slices.Clone(start), slices.Clone(start)
		var parts [4][9]float64
		for i, j := range idx {
			want[j] += x[i]
			parts[i%4][j] += x[i]
		}
		got := slices.Clone(start)
		ScatterAdd(got, idx, x)
		if !slices.Equal(got, want) {
			t.Fatalf("n=%d: ScatterAdd gives %v, want %v", n, got, want)
		}
		ScatterAddFew(few, idx, x, make([]float64, ScatterAddFewWork(bins)))
		for j := range few {
			if want := start[j] + ((parts[0][j] + parts[2][j]) + (parts[1][j] + parts[3][j])); few[j] != want {
				t.Fatalf("n=%d: ScatterAddFew gives %v at %d, want %v", n, few[j], j, want)
			}
		}
	}
}

func TestSumSegments(t *testing.T) {
	x := []float64{1, 2, 4, 8, 16, 32}
	dst := []float64{100, 200, 300, 400}
	SumSegments(dst, []int32{2, 2, 5, 6}, x)
	if want := []float64{103, 200, 328, 432}; !slices.Equal(dst, want) {
		t.Errorf("SumSegments gives %v, want %v", dst, want)
	}
}

func TestBadIndex(t *testing.T) {
	for name, f := range map[string]func(i int32){
		"Gather":     func(i int32) { Gather(make([]float64, 5), make([]float64, 3), []int32{0, 1, i, 2, 0}) },
		"ScatterAdd": func(i int32) { ScatterAdd(make([]float64, 3), []int32{0, 1, i, 2, 0}, make([]float64, 5)) },
		"ScatterAddFew": func(i int32) {
			ScatterAddFew(make([]float64, 3), []int32{0, 1, i, 2, 0}, make([]float64, 5), make([]float64, 12))
		},
		"ScatterAddFew, last": func(i int32) {
			ScatterAddFew(make([]float64, 3), []int32{0, 1, 0, 2, i}, make([]float64, 5), make([]float64, 12))
		},
	} {
		for _, bad := range []int32{3, -1, math.MaxInt32} {
			if !panics(func() { f(bad) }) {
				t.Errorf("%s takes index %d of 3", name, bad)
			}
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestSpecial(t *testing.T) {
	for _, c := range []struct {
		name      string
		call      func(dst, x []float64)
		at, want  float64
		tolerance float64
	}{ // DLMF 5.4 and 7.1, to 16 digits by mpmath
		{"Lgamma", Lgamma, 5, 3.1780538303479456, 1e-15},
		{"Digamma", Digamma, 1, -0.5772156649015329, 1e-15},
		{"Erf", Erf, 0.5, 0.5204998778130465, 1e-15},
		{"Pow", func(dst, x []float64) { Pow(dst, x, []float64{0.5, 2, 0.5}) }, 2, 4, 0},
	} {
		got := make([]float64, 3)
		c.call(got, []float64{1, c.at, 1})
		if !(math.Abs(got[1]-c.want) <= c.tolerance) {
			t.Errorf("%s(%g) = %.17g, want %.17g", c.name, c.at, got[1], c.want)
		}
	}
}
