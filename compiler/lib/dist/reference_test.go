package dist

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
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

// tolerance is relative, for every value and every derivative. No reference
// needs more.
const tolerance = 1e-12

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
	if e := relative(v, float64(r.Value)); !(e <= tolerance) {
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
		if !(e <= tolerance) {
			t.Errorf("%s at %v, by %s: got %.17g, want %.17g, relative error %.1e", r.Form, r.At, d.Args[i].Name, got, w, e)
		}
	}
}

// TestReferenceFused repeats every reference as a few elements and as more, so
// that the fused kernels and the batches answer for the extreme arguments too.
func TestReferenceFused(t *testing.T) {
	for _, d := range Table {
		if d.Bind == nil && d.Vector == nil {
			continue
		}
		for _, r := range readReferences(t, d.Name) {
			if r.Form != "lpdf" {
				continue
			}
			for mask := 1; mask < 1<<len(d.Args); mask++ {
				for _, data := range []bool{false, true} {
					testFusedReference(t, d, r, mask, data, 3)
					testFusedReference(t, d, r, mask, data, short+1)
				}
			}
		}
	}
}

// testFusedReference evaluates r with the arguments in mask n times over;
// data says that the variate is data.
func testFusedReference(t *testing.T, d *Dist, r reference, mask int, data bool, n int) {
	t.Helper()
	args := repeated(d, r, mask, data, n)
	eval, err := d.Eval(args)
	if err != nil {
		t.Fatal(err)
	}
	v, err := eval()
	if err != nil {
		t.Fatal(err)
	}
	testRepeated(t, d, r, mask, args, v, n)
	args = repeated(d, r, mask, data, n)
	out := mem.Operand{Val: make([]float64, n), Adj: slices.Repeat([]float64{1}, n), Dims: []int{n}}
	forward, reverse, err := d.Each(LPDF, out, args)
	if err != nil {
		t.Fatal(err)
	}
	if err := forward(); err != nil {
		t.Fatal(err)
	}
	reverse()
	testRepeated(t, d, r, mask, args, sum(out.Val), n)
}

// repeated returns the arguments of r, those in mask n times over.
func repeated(d *Dist, r reference, mask int, data bool, n int) []mem.Operand {
	args := parameters(d, r.At)
	for i := range args {
		if mask>>i&1 == 1 {
			args[i].Val = slices.Repeat(args[i].Val, n)
			if args[i].Adj != nil {
				args[i].Adj = make([]float64, n)
			}
			args[i].Dims = []int{n}
		}
	}
	if data {
		args[0].Adj = nil
	}
	return args
}

func testRepeated(t *testing.T, d *Dist, r reference, mask int, args []mem.Operand, v float64, n int) {
	t.Helper()
	want := float64(n) * float64(r.Value)
	if e := relative(v, want); !(e <= tolerance) {
		t.Errorf("%s %b at %v: got %.17g, want %.17g, relative error %.1e", d.Name, mask, r.At, v, want, e)
	}
	for i, w := range r.D {
		want := float64(n) * float64(w)
		if math.IsNaN(want) || args[i].Adj == nil {
			continue
		}
		got := sum(args[i].Adj)
		e := relative(got, want)
		if want == 0 {
			e = math.Abs(got*r.At[i]) / math.Max(1, math.Abs(v)) * 1e3
		}
		if !(e <= tolerance) {
			t.Errorf("%s %b at %v, by %s: got %.17g, want %.17g, relative error %.1e", d.Name, mask, r.At, d.Args[i].Name, got, want, e)
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
