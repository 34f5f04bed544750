package dist

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"hm/compiler/lib/mem"
)

// A reference is a value computed elsewhere to 30 digits, with its derivatives
// (NaN for integers); testdata/reference.py writes them.
type reference struct {
	Form  string
	At    []float64
	Value number
	D     []number
}

// A number is a float64 that JSON holds as text, infinities included.
type number float64

func (n *number) UnmarshalText(text []byte) error {
	v, err := strconv.ParseFloat(string(text), 64)
	*n = number(v)
	return err
}

var formOf = map[string]Form{"lpdf": LPDF, "lcdf": LCDF, "lccdf": LCCDF}

// looser lists the arguments where the function is ill-conditioned: there the
// rounding of an intermediate result that has the argument's own precision
// moves the result by more than 1e-12.
var looser = []struct {
	name, form string
	at         []float64
	tol        float64
	why        string
}{}

func tolerance(name string, r reference) float64 {
	for _, l := range looser {
		if l.name == name && l.form == r.Form && sameFloats(l.at, r.At) {
			return l.tol
		}
	}
	return 1e-12
}

func sameFloats(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func readReferences(t testing.TB, name string) []reference {
	text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var rs []reference
	if err := json.Unmarshal(text, &rs); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rs
}

func TestReference(t *testing.T) {
	for _, d := range Table {
		if d.Multivariate() {
			continue
		}
		t.Run(d.Name, func(t *testing.T) {
			forms := map[Form]int{}
			for _, r := range readReferences(t, d.Name) {
				forms[formOf[r.Form]]++
				testOneReference(t, d, r)
			}
			for _, f := range []Form{LPDF, LCDF, LCCDF} {
				if d.Has(f) && forms[f] < 3 {
					t.Errorf("%d reference values for %s, want at least 3", forms[f], d.FuncName(f))
				}
			}
		})
	}
}

func testOneReference(t *testing.T, d *Dist, r reference) {
	t.Helper()
	args := parameters(d, r.At)
	eval, err := d.EvalForm(formOf[r.Form], args)
	if err != nil {
		t.Errorf("%s at %v: %v", r.Form, r.At, err)
		return
	}
	v, err := eval()
	if err != nil {
		t.Errorf("%s at %v: %v", r.Form, r.At, err)
		return
	}
	tol := tolerance(d.Name, r)
	if e := relative(v, float64(r.Value)); !(e <= tol) {
		t.Errorf("%s at %v: got %.17g, want %.17g, relative error %.1e", r.Form, r.At, v, float64(r.Value), e)
	}
	for i, want := range r.D {
		w := float64(want)
		if math.IsNaN(w) {
			continue
		}
		got := args[i].Adj[0]
		e := relative(got, w)
		if w == 0 { // then only the size beside the value tells
			e = math.Abs(got*r.At[i]) / math.Max(1, math.Abs(v)) * 1e3
		}
		if !(e <= tol) {
			t.Errorf("%s at %v, by %s: got %.17g, want %.17g, relative error %.1e", r.Form, r.At, d.Args[i].Name, got, w, e)
		}
	}
}

// parameters returns scalar operands at x, with adjoints where the argument is
// real.
func parameters(d *Dist, x []float64) []mem.Operand {
	args := make([]mem.Operand, len(x))
	for i := range x {
		args[i] = mem.Scalar([]float64{x[i]}, nil)
		if !d.Args[i].Domain.Int {
			args[i].Adj = make([]float64, 1)
		}
	}
	return args
}

func relative(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got-want) / math.Abs(want)
}
