package kernel

import (
	"bytes"
	"encoding/binary"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
)

var referenceDir = flag.String("reference", "testdata", "where testdata/reference.py wrote its values")

// A reference is a record of testdata/reference.py.
type reference struct {
	X, Y float64
	Rest float32 // the exact value less Y, in ulp of Y
}

// unary are the functions with reference values, and the error that their
// comments state.
var unary = []struct {
	name string
	call func(dst, x []float64)
	ulp  float64
}{
	{"exp", Exp, 1.06},
	{"expm1", Expm1, 1.44},
	{"log", Log, 1.18},
	{"log1p", Log1p, 1.64},
	{"log1p_exp", Log1pExp, 1.82},
	{"inv_logit", InvLogit, 1.91},
	{"tanh", Tanh, 1.32},
	{"phi", Phi, 3.75},
	{"normal_density", func(dst, x []float64) { PhiDensity(make([]float64, len(x)), dst, x) }, 2.61},
}

func TestAccuracy(t *testing.T) {
	for _, f := range unary {
		t.Run(f.name, func(t *testing.T) {
			refs := readReferences(t, f.name)
			x, got := make([]float64, len(refs)), make([]float64, len(refs))
			for i, r := range refs {
				x[i] = r.X
			}
			f.call(got, x)
			worst, at := 0.0, 0.0
			for i, r := range refs {
				if e := ulpError(got[i], r); e > worst || e != e {
					worst, at = e, r.X
				}
			}
			t.Logf("largest error %.3f ulp at %v", worst, at)
			if !(worst <= f.ulp) {
				t.Errorf("error %.3f ulp at %v, want at most %g", worst, at, f.ulp)
			}
		})
	}
}

func readReferences(t *testing.T, name string) []reference {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(*referenceDir, name+".bin"))
	if err != nil {
		t.Fatal(err)
	}
	refs := make([]reference, len(b)/20)
	if err := binary.Read(bytes.NewReader(b), binary.LittleEndian, refs); err != nil {
		t.Fatal(err)
	}
	if len(refs) < 1000 {
		t.Fatalf("%s: %d reference values, want thousands", name, len(refs))
	}
	return refs
}

// ulpError returns how far got is from an exact value, in ulp.
func ulpError(got float64, r reference) float64 {
	if got == r.Y {
		return math.Abs(float64(r.Rest))
	}
	if math.IsInf(r.Y, 0) || math.IsInf(got, 0) {
		return math.Inf(1)
	}
	_, e := math.Frexp(r.Y)
	ulp := math.Ldexp(1, max(e-53, -1074))
	return math.Abs((got-r.Y)/ulp - float64(r.Rest))
}

func TestEdges(t *testing.T) {
	inf, nan, zero := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	for _, f := range []struct {
		name string
		call func(dst, x []float64)
		at   [][2]float64
	}{
		{"Exp", Exp, [][2]float64{{0, 1}, {zero, 1}, {inf, inf}, {-inf, 0}, {nan, nan}, {710, inf}, {1e300, inf}, {-1e300, 0},
			{-745.2, 0}, {-745.13, 5e-324}}},
		{"Expm1", Expm1, [][2]float64{{0, 0}, {zero, zero}, {inf, inf}, {-inf, -1}, {nan, nan}, {1e300, inf}, {-1e300, -1},
			{5e-324, 5e-324}}},
		{"Log", Log, [][2]float64{{0, -inf}, {zero, -inf}, {1, 0}, {inf, inf}, {-inf, nan}, {-1, nan}, {-5e-324, nan}, {nan, nan}}},
		{"Log1p", Log1p, [][2]float64{{0, 0}, {zero, zero}, {-1, -inf}, {inf, inf}, {-inf, nan}, {-2, nan}, {nan, nan},
			{-5e-324, -5e-324}}},
		{"Log1pExp", Log1pExp, [][2]float64{{inf, inf}, {-inf, 0}, {nan, nan}, {1e300, 1e300}, {-1e300, 0}, {0, math.Ln2}}},
		{"InvLogit", InvLogit, [][2]float64{{0, 0.5}, {inf, 1}, {-inf, 0}, {nan, nan}, {1e300, 1}, {-1e300, 0}}},
		{"Sqrt", Sqrt, [][2]float64{{0, 0}, {zero, zero}, {4, 2}, {inf, inf}, {-1, nan}, {nan, nan}}},
		{"Phi", Phi, [][2]float64{{inf, 1}, {-inf, 0}, {nan, nan}, {1e300, 1}, {-1e300, 0}, {-39, 0}}},
		{"Tanh", Tanh, [][2]float64{{0, 0}, {zero, zero}, {inf, 1}, {-inf, -1}, {nan, nan}, {1e300, 1}, {5e-324, 5e-324}}},
	} {
		for _, c := range f.at {
			got := []float64{c[0]}
			f.call(got, got)
			if !sameBits(got[0], c[1]) {
				t.Errorf("%s(%v) = %v, want %v", f.name, c[0], got[0], c[1])
			}
		}
	}
}
