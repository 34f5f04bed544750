package compiler_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"hm/compiler"
	"hm/compiler/data"
	"hm/compiler/lib"
)

// bindTable compiles testdata/language/dims.hm with a table.
func bindTable(t *testing.T, csv string) (*compiler.Program, error) {
	t.Helper()
	src, err := os.ReadFile("testdata/language/dims.hm")
	if err != nil {
		t.Fatal(err)
	}
	m, list := compiler.Compile("dims.hm", src, lib.Library(), compiler.Options{})
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	text := func(s string) data.Text { return data.Text{Text: s} }
	d, list := data.New(data.Spec{
		Table: &data.File{Name: "runs.csv", Text: []byte(csv)},
		Columns: []data.Column{
			{Name: text("epoch_of"), Exprs: []data.Text{text("epoch")}},
			{Name: text("y"), Exprs: []data.Text{text("y")}},
		},
	})
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	p, list := m.Bind(d)
	return p, list.Err()
}

const runs = "epoch,y\nb,1.5\na,2.5\nb,NA\na,3\nc,1\na,\n"

// TestDims follows labels from a table to names, and missing outcomes to
// parameters.
func TestDims(t *testing.T) {
	p, err := bindTable(t, runs)
	if err != nil {
		t.Fatal(err)
	}
	wantLabels := []string{"mu", "alpha[epoch=b]", "alpha[epoch=a]", "alpha[epoch=c]", "sigma", "y[run=3]", "y[run=6]", "first", "total"}
	if !slices.Equal(p.Labels(), wantLabels) {
		t.Errorf("labels %q, want %q", p.Labels(), wantLabels)
	}
	wantNames := []string{"mu", "alpha[1]", "alpha[2]", "alpha[3]", "sigma", "y[3]", "y[6]", "first", "total"}
	if !slices.Equal(p.Names(), wantNames) {
		t.Errorf("names %q, want %q", p.Names(), wantNames)
	}
	wantFree := []string{"mu", "alpha.1", "alpha.2", "alpha.3", "sigma", "y.3", "y.6"}
	if !slices.Equal(p.Unconstrained(), wantFree) {
		t.Errorf("unconstrained %q, want %q", p.Unconstrained(), wantFree)
	}
	differences(t, p.NewChain())
	agree(t, "fast and reference tier", p.NewChain(), p.NewReferenceChain(), 1e-12)

	q := []float64{0.1, 0.2, 0.3, 0.4, -0.5, 0.6, 0.7}
	lp, _ := gradient(t, p.NewChain(), q)
	if want := dimsByHand(q); math.Abs(lp-want) > 1e-12 {
		t.Errorf("log density %.15g, by hand %.15g", lp, want)
	}
	out := make([]float64, len(wantNames))
	if err := p.NewChain().Draw(q, rand.New(rand.NewPCG(1, 1)), out); err != nil {
		t.Fatal(err)
	}
	want := []float64{0.1, 0.2, 0.3, 0.4, math.Exp(-0.5), math.Exp(0.6), math.Exp(0.7), 0.2, 2*0.2 + 3*0.3 + 0.4}
	for i := range want {
		if math.Abs(out[i]-want[i]) > 1e-14 {
			t.Errorf("draw of %s is %g, want %g", wantNames[i], out[i], want[i])
		}
	}
}

// dimsByHand is the log density of dims.hm with the table above.
func dimsByHand(q []float64) float64 {
	norm := func(x, m, s float64) float64 {
		return -0.5*(x-m)*(x-m)/s/s - math.Log(s) - 0.5*math.Log(2*math.Pi)
	}
	mu, alpha, sigma := q[0], q[1:4], math.Exp(q[4])
	lp := norm(mu, 0, 1) - sigma + q[4]
	for _, a := range alpha {
		lp += norm(a, mu, 0.5)
	}
	y := []float64{1.5, 2.5, math.Exp(q[5]), 3, 1, math.Exp(q[6])}
	for i, e := range []int{0, 1, 0, 1, 2, 1} {
		lp += norm(y[i], alpha[e]+2, sigma)
	}
	return lp + q[5] + q[6] // the log Jacobians of the missing outcomes
}

// TestDataOutside says where data that break their declaration stand.
func TestDataOutside(t *testing.T) {
	_, err := bindTable(t, strings.Replace(runs, "b,1.5", "b,-1.5", 1))
	if err == nil {
		t.Fatal("a negative outcome of a vector<lower=0> was accepted")
	}
	if got := err.Error(); !strings.Contains(got, "runs.csv") || !strings.Contains(got, "row 2") || !strings.Contains(got, "-1.5") {
		t.Errorf("the message %q does not name file, row and value", got)
	}
}

// TestUnknownLabel says at once which label was probably meant, though only
// generated quantities use it.
func TestUnknownLabel(t *testing.T) {
	const src = "data { dim g; array[3] factor<g> of; } parameters { vector[g] a; } model { a ~ std_normal(); } generated quantities { real w = a[\"weat\"]; }"
	m, list := compiler.Compile("m.hm", []byte(src), lib.Library(), compiler.Options{})
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	d, _ := data.NewJSON("d.json", []byte(`{"of": ["wheat", "rye", "wheat"]}`))
	_, list = m.Bind(d)
	if err := list.Err(); err == nil || !strings.Contains(err.Error(), `did you mean "wheat"?`) {
		t.Errorf("got %v, want an error that suggests the label", err)
	}
}
