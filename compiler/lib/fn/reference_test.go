package fn

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"hm/lang/types"
)

// A reference is one line of testdata/reference.json, whose numbers are words
// so that they may be inf and nan.
type reference struct {
	At, D []*string
	F     string
}

func references(t *testing.T) map[string][]reference {
	t.Helper()
	data, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][]reference
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// number reads a reference; one too large or too small for a double is the
// infinity or the zero next to it.
func number(s string) float64 {
	x, _ := strconv.ParseFloat(s, 64)
	return x
}

// closeTo compares to a relative tolerance; numbers below the smallest normal
// double have fewer digits than that.
func closeTo(got, want, tol float64) bool {
	if got == want || got != got && want != want {
		return true
	}
	return math.Abs(got-want) <= tol*math.Abs(want)+1e-320
}

// mapOf returns the elementwise overload of n arguments over reals, or else
// over integers.
func mapOf(name string, n int) *Overload {
	var found *Overload
	for o := range overloads {
		if o.Name == name && o.isMap() && len(o.Params) == n && (found == nil || found.Params[0].Type.Kind == types.Int) {
			found = o
		}
	}
	return found
}

// apply returns the value and the derivatives of one element.
func (o *Overload) apply(at []float64) (float64, []float64) {
	switch {
	case o.Map1 != nil:
		f, dx := o.Map1(at[0])
		return f, []float64{dx}
	case o.Map2 != nil:
		f, dx, dy := o.Map2(at[0], at[1])
		return f, []float64{dx, dy}
	}
	f, dx, dy, dz := o.Map3(at[0], at[1], at[2])
	return f, []float64{dx, dy, dz}
}

// TestReference holds every elementwise function to values computed with 60
// and more digits.
func TestReference(t *testing.T) {
	for name, cases := range references(t) {
		o := mapOf(name, len(cases[0].At))
		if o == nil {
			t.Errorf("%s has references but no row", name)
			continue
		}
		for _, c := range cases {
			at := make([]float64, len(c.At))
			for i, s := range c.At {
				at[i] = number(*s)
			}
			const tol = 1e-12
			f, d := o.apply(at)
			if want := number(c.F); !closeTo(f, want, tol) {
				t.Errorf("%s%v is %.17g, want %.17g: off by %.1e", name, at, f, want, math.Abs(f/want-1))
			}
			for i, s := range c.D {
				if s == nil {
					continue
				}
				if want := number(*s); !closeTo(d[i], want, tol) {
					t.Errorf("derivative %d of %s%v is %.17g, want %.17g: off by %.1e", i, name, at, d[i], want, math.Abs(d[i]/want-1))
				}
			}
		}
	}
}

// TestReferenceCovers demands references for every elementwise function but
// those whose values are exact by construction.
func TestReferenceCovers(t *testing.T) {
	exact := map[string]bool{
		"is_nan": true, "is_inf": true, "int_step": true, "to_int": true, "fabs": true, "squared_distance": true,
		"min": true, "max": true, "operator^": true, "operator.^": true,
	}
	for _, table := range [][]*Func{arithmetic, logic} {
		for _, f := range table {
			exact[f.Name] = true
		}
	}
	have := references(t)
	for o := range overloads {
		if o.isMap() && !exact[o.Name] && have[o.Name] == nil {
			t.Errorf("%s has no references", o.Name)
		}
	}
}
