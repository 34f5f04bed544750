package constraint

import (
	"math"
	"math/rand/v2"
	"testing"

	"hm/compiler/lib/mem"
)

// TestShared demands that the fast forms are what the curves say, whatever
// depends on parameters.
func TestShared(t *testing.T) {
	multiplier := curve(func(x, a, _ float64) point {
		p := affine(x, 0, a)
		p.da, p.lja, p.db, p.ljb = p.db, p.ljb, 0, 0
		return p
	})
	for _, row := range []struct {
		name string
		fast binds
		def  curve
		args []float64
	}{
		{"lower", exponential(1), above, []float64{0.5}},
		{"upper", exponential(-1), below, []float64{0.5}},
		{"offset", sharedOffset, func(x, a, _ float64) point { return affine(x, a, 1) }, []float64{-2}},
		{"multiplier", sharedMultiplier, multiplier, []float64{1.5}},
		{"both", sharedBoth, affine, []float64{-2, 1.5}},
	} {
		for _, n := range []int{1, 3, 8, 21} {
			for mask := range 8 {
				shared(t, row.name, row.fast, bindCurve(row.def), row.args, n, mask)
			}
		}
	}
}

// shared compares two forms for n numbers; bits of mask say which of x, y and
// the arguments have adjoints.
func shared(t *testing.T, name string, fast, def binds, bounds []float64, n, mask int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	x, dy := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], dy[i] = rng.NormFloat64(), rng.NormFloat64()
	}
	run := func(bind binds) ([]float64, bool) {
		in := mem.Operand{Val: x, Dims: []int{n}}
		out := mem.Operand{Val: make([]float64, n), Dims: []int{n}}
		if mask&1 != 0 {
			in.Adj = make([]float64, n)
		}
		if mask&2 != 0 {
			out.Adj = dy
		}
		var args []mem.Operand
		for _, b := range bounds {
			a := mem.Scalar([]float64{b}, nil)
			if mask&4 != 0 {
				a.Adj = make([]float64, 1)
			}
			args = append(args, a)
		}
		forward, reverse := bind(in, out, args)
		if forward == nil {
			return nil, false
		}
		got := []float64{forward()}
		reverse()
		got = append(append(got, out.Val...), in.Adj...)
		for _, a := range args {
			got = append(got, a.Adj...)
		}
		return got, true
	}
	got, ok := run(fast)
	if !ok {
		if mask&4 == 0 {
			t.Errorf("%s: not taken for data bounds", name)
		}
		return
	}
	want, _ := run(def)
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-13*math.Max(1, math.Abs(want[i])) {
			t.Errorf("%s, %d numbers, mask %b: number %d is %.17g, by the curve %.17g", name, n, mask, i, got[i], want[i])
		}
	}
}
