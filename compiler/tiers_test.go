package compiler_test

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"hm/compiler"
	"hm/compiler/data"
	"hm/compiler/lib"
)

// bind compiles a program with data in Stan's JSON.
func bind(t testing.TB, name, src, json string, opts ...compiler.BindOption) *compiler.Program {
	t.Helper()
	m, list := compiler.Compile(name, []byte(src), lib.Library(), compiler.Options{})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	d, list := data.NewJSON("data.json", []byte(json))
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	p, list := m.Bind(d, append(opts, compiler.Verified())...)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

// points returns n unconstrained points, the same each time.
func points(n, dim int) [][]float64 {
	rng := rand.New(rand.NewPCG(1, 2))
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, dim)
		for j := range out[i] {
			out[i][j] = rng.Float64()*2 - 1
		}
	}
	return out
}

func gradient(t testing.TB, c *compiler.Chain, q []float64) (float64, []float64) {
	t.Helper()
	g := make([]float64, c.Dim())
	lp, err := c.LogDensityGradient(q, g)
	if err != nil {
		t.Fatal(err)
	}
	return lp, g
}

func near(a, b, tol float64) bool {
	return a == b || math.Abs(a-b) <= tol*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// agree demands that two evaluators of one program give the same.
func agree(t *testing.T, what string, a, b *compiler.Chain, tol float64) {
	t.Helper()
	for _, q := range points(2, a.Dim()) {
		lpA, gA := gradient(t, a, q)
		lpB, gB := gradient(t, b, q)
		if !near(lpA, lpB, tol) {
			t.Errorf("%s: log density %.17g and %.17g", what, lpA, lpB)
		}
		scale := 1.0
		for _, g := range gB {
			scale = math.Max(scale, math.Abs(g))
		}
		for i := range gA {
			if math.Abs(gA[i]-gB[i]) > tol*scale {
				t.Errorf("%s: derivative by %s is %.17g and %.17g", what, a.Unconstrained()[i], gA[i], gB[i])
			}
		}
	}
}

// differences demands that the gradient is that of the log density, by some
// twenty of its parameters.
func differences(t *testing.T, c *compiler.Chain) {
	t.Helper()
	for _, q := range points(3, c.Dim()) {
		lp, g := gradient(t, c, q)
		for i := 0; i < len(q); i += 1 + len(q)/20 {
			h := 1e-5
			at := q[i]
			f := func(x float64) float64 {
				q[i] = x
				lp, err := c.LogDensityGradient(q, make([]float64, len(q)))
				if err != nil {
					t.Fatal(err)
				}
				return lp
			}
			// Fourth order, so that the step may be large enough for rounding.
			want := (8*(f(at+h)-f(at-h)) - (f(at+2*h) - f(at-2*h))) / (12 * h)
			q[i] = at
			if math.Abs(g[i]-want) > 1e-5*math.Max(1, math.Max(math.Abs(want), math.Abs(lp)*1e-3)) {
				t.Errorf("derivative by %s is %g, differences give %g", c.Unconstrained()[i], g[i], want)
			}
		}
	}
}

// sound holds a program to the laws: the tiers agree, each pass changes
// nothing, the gradient is right, and the fast tier allocates nothing.
func sound(t *testing.T, name, src, json string) *compiler.Program {
	t.Helper()
	p := bind(t, name, src, json)
	differences(t, p.NewChain())
	sameDraws(t, p)
	if p.Static() != nil {
		return p
	}
	fast := p.NewChain()
	agree(t, "fast and reference tier", fast, p.NewReferenceChain(), 1e-11)
	chains := []*compiler.Chain{fast}
	for _, pass := range compiler.Passes() {
		without := bind(t, name, src, json, compiler.Without(pass.Name)).NewChain()
		agree(t, "without "+pass.Name, without, p.NewReferenceChain(), 1e-11)
		chains = append(chains, without)
	}
	for _, c := range chains {
		q, g := points(1, p.Dim())[0], make([]float64, p.Dim())
		if n := testing.AllocsPerRun(10, func() { _, _ = c.LogDensityGradient(q, g) }); n > 0 {
			t.Errorf("a gradient allocates %g times", n)
		}
	}
	return p
}

// sameDraws demands that what a draw saves is the same written down as walked,
// but for numbers that are random: those that other seeds change.
func sameDraws(t *testing.T, p *compiler.Program) {
	t.Helper()
	draw := func(c *compiler.Chain, q []float64, seed uint64) []float64 {
		out := make([]float64, len(p.Names()))
		if err := c.Draw(q, rand.New(rand.NewPCG(seed, 1)), out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, q := range points(2, p.Dim()) {
		fast, slow := draw(p.NewChain(), q, 1), draw(p.NewReferenceChain(), q, 1)
		random := make([]bool, len(slow))
		for seed := range uint64(20) {
			for i, x := range draw(p.NewReferenceChain(), q, 2+seed) {
				random[i] = random[i] || x != slow[i]
			}
		}
		for i, name := range p.Names() {
			if !random[i] && !near(fast[i], slow[i], 1e-12) {
				t.Errorf("draw of %s is %.17g written down and %.17g walked", name, fast[i], slow[i])
			}
		}
	}
}

const posteriordb = "../../shared/posteriordb"

// posterior returns the data of a posterior of the shared database.
func posterior(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(posteriordb, name, "data.json"))
	if os.IsNotExist(err) {
		t.Skip("no ../shared/posteriordb beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
