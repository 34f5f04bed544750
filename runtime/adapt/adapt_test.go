package adapt

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
)

// The ends follow from Stan's manual: 75 + 25 + 50 at the least, windows that
// double, the last one stretched to the final buffer.
func TestWindowEnds(t *testing.T) {
	cases := []struct {
		warmup int
		ends   []int
	}{
		{0, nil}, {1, nil}, {19, nil},
		{20, []int{18}},  // 3, 15, 2
		{100, []int{90}}, // 15, 75, 10
		{149, []int{135}},
		{150, []int{100}},
		{151, []int{100, 101}},
		{200, []int{100, 150}},
		{299, []int{100, 249}},
		{300, []int{100, 150, 250}},
		{500, []int{100, 150, 250, 450}},
		{1000, []int{100, 150, 250, 450, 950}},
		{2000, []int{100, 150, 250, 450, 850, 1950}},
	}
	for _, c := range cases {
		if got := NewWindows(c.warmup).Ends(); !slices.Equal(got, c.ends) {
			t.Errorf("warm-up %d: windows end after %v, want %v", c.warmup, got, c.ends)
		}
	}
	for n := 20; n < 150; n++ {
		initial, last, base := NewWindows(n).Lengths()
		if initial != int(0.15*float64(n)) || last != int(0.10*float64(n)) || initial+last+base != n {
			t.Errorf("warm-up %d: stages %d, %d, %d", n, initial, base, last)
		}
	}
}

// The numbers were computed from section 3.2.1 of Hoffman and Gelman by
// testdata/dual_averaging.py.
func TestStepSizeReference(t *testing.T) {
	a := NewStepSize(0.8, 0.5, 1)
	want := [][2]float64{
		{13.135419572539493, 13.135419572539493},
		{3.4622716546187134, 5.9445536515736349},
		{5.1367043946132481, 5.5755922742221365},
		{0.49787068367863943, 2.3732955358859916},
		{0.43696154935413972, 1.4307471404402958},
		{0.41405702519557521, 1.0353706117173501},
	}
	for i, accept := range []float64{0.95, 0.2, 1.7, 0, 0.8, 0.81} {
		a.Update(accept)
		if got := [2]float64{a.Current(), a.Final()}; !close(got[0], want[i][0]) || !close(got[1], want[i][1]) {
			t.Errorf("after update %d: current and final %.15g, want %.15g", i+1, got, want[i])
		}
	}
	a.Restart(0.25)
	if a.Current() != 0.25 || a.Final() != 0.25 {
		t.Errorf("after restart: %g, %g, want 0.25", a.Current(), a.Final())
	}
	a.Update(0.8)
	if !close(a.Current(), 2.5) {
		t.Errorf("on target after restart: %g, want ten times 0.25", a.Current())
	}
}

func close(a, b float64) bool { return math.Abs(a-b) <= 1e-13*math.Abs(b) }

// With an acceptance that falls with the step, the step must settle where the
// acceptance is on target.
func TestStepSizeConverges(t *testing.T) {
	for _, target := range []float64{0.6, 0.8, 0.95} {
		a := NewStepSize(target, 1, 1)
		for range 3000 {
			a.Update(math.Exp(-a.Current()))
		}
		if got := math.Exp(-a.Final()); math.Abs(got-target) > 0.005 {
			t.Errorf("target %g: settled at acceptance %g", target, got)
		}
	}
}

func TestSearch(t *testing.T) {
	// The energy falls by -eps^2: 0.8 is crossed at 0.472.
	smooth := func(eps float64) (float64, error) { return -eps * eps, nil }
	for _, c := range []struct{ from, want float64 }{{1, 0.25}, {0.01, 0.64}, {100, 0.390625}} {
		if got, err := Search(c.from, smooth); err != nil || got != c.want {
			t.Errorf("from %g: %g, %v; want %g", c.from, got, err, c.want)
		}
	}
	constant := func(fall float64, err error) func(float64) (float64, error) {
		return func(float64) (float64, error) { return fall, err }
	}
	broken := errors.New("broken")
	for _, c := range []struct {
		fall      float64
		err, want error
	}{{0, nil, ErrImproper}, {math.Inf(-1), nil, ErrNoStepSize}, {0, broken, broken}} {
		if _, err := Search(1, constant(c.fall, c.err)); !errors.Is(err, c.want) {
			t.Errorf("fall %g: error %v, want %v", c.fall, err, c.want)
		}
	}
	for _, eps := range []float64{0, math.NaN(), 2e7} {
		got, err := Search(eps, constant(0, broken))
		if err != nil || !(got == eps || math.IsNaN(eps)) {
			t.Errorf("Search(%g) = %g, %v; want it left alone", eps, got, err)
		}
	}
}

// The sample covariance of these points is exact in small numbers.
func TestEstimates(t *testing.T) {
	points := [][]float64{{1, 10}, {2, 30}, {3, 20}, {6, 40}} // means 3, 25; sums of squares 14, 500; cross 70
	v, c := NewVariance(2), NewCovariance(2)
	const n, shrunk = 4.0, 1e-3 * 5 / 9
	want := []float64{n / 9 * 14 / 3, n / 9 * 70 / 3, n / 9 * 500 / 3}
	for round := range 2 { // the second sees that Take empties
		for _, p := range points {
			v.Add(p)
			c.Add(p)
		}
		got, full := make([]float64, 2), make([]float64, 4)
		if !v.Take(got) || !c.Take(full) {
			t.Fatal("four points were too few")
		}
		if !close(got[0], want[0]+shrunk) || !close(got[1], want[2]+shrunk) {
			t.Errorf("round %d: variances %v, want %v", round, got, want)
		}
		if !close(full[0], want[0]+shrunk) || !close(full[1], want[1]) || full[1] != full[2] || !close(full[3], want[2]+shrunk) {
			t.Errorf("round %d: covariance %v, want %v", round, full, want)
		}
	}
	v.Add(points[0])
	if v.Take(make([]float64, 2)) {
		t.Error("one point was enough")
	}
}

func ExampleWindows_Ends() {
	fmt.Println(NewWindows(1000).Ends())
	// Output: [100 150 250 450 950]
}
