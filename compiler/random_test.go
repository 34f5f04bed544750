package compiler_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"hm/compiler"
	"hm/compiler/data"
	"hm/compiler/lib"
)

// A writer writes random programs: well-typed, and smooth where they can be.
type writer struct {
	rng   *rand.Rand
	b     strings.Builder
	depth int
	fresh int
	// The names in scope by what they are; loop variables are ints from 1 to N.
	scalars, vectors, ints []string
}

func (w *writer) pick(s []string) string { return s[w.rng.IntN(len(s))] }

func (w *writer) linef(format string, args ...any) {
	fmt.Fprintf(&w.b, strings.Repeat("  ", w.depth+1)+format+"\n", args...)
}

func (w *writer) name(prefix string) string {
	w.fresh++
	return fmt.Sprintf("%s%d", prefix, w.fresh)
}

// scalar writes a real expression; depth bounds it.
func (w *writer) scalar(depth int) string {
	if depth == 0 {
		switch w.rng.IntN(4) {
		case 0:
			return fmt.Sprintf("%.2f", w.rng.Float64()*2-1)
		case 1:
			return fmt.Sprintf("%s[%s]", w.pick(w.vectors), w.index())
		}
		return w.pick(w.scalars)
	}
	x, y := w.scalar(depth-1), w.scalar(depth-1)
	switch w.rng.IntN(14) {
	case 0:
		return fmt.Sprintf("(%s + %s)", x, y)
	case 1:
		return fmt.Sprintf("(%s - %s)", x, y)
	case 2:
		return fmt.Sprintf("(%s * %s)", x, y)
	case 3:
		return fmt.Sprintf("%s / (1.5 + square(%s))", x, y)
	case 4:
		return fmt.Sprintf("tanh(%s)", x)
	case 5:
		return fmt.Sprintf("inv_logit(%s)", x)
	case 6:
		return fmt.Sprintf("log1p_exp(%s)", x)
	case 7:
		return fmt.Sprintf("log_sum_exp(%s, %s)", x, y)
	case 8:
		return fmt.Sprintf("sqrt(1 + square(%s))", x)
	case 9:
		return fmt.Sprintf("(%s > 2 ? %s : %s)", w.index(), x, y)
	case 10:
		return fmt.Sprintf("square(sqrt(exp(%s)))", x)
	case 11:
		return fmt.Sprintf("0.1 * dot_product(%s, %s)", w.vector(1), w.vector(1))
	case 12:
		return fmt.Sprintf("0.1 * sum(%s)", w.vector(1))
	}
	return fmt.Sprintf("normal_lpdf(%s | %s, 1 + square(%s)) * 0.1", x, y, w.scalar(0))
}

func (w *writer) index() string {
	switch w.rng.IntN(3) {
	case 0:
		return fmt.Sprint(1 + w.rng.IntN(4))
	case 1:
		return fmt.Sprintf("g[%s]", w.pick(w.ints))
	}
	return w.pick(w.ints)
}

// vector writes an expression of a vector of N.
func (w *writer) vector(depth int) string {
	if depth == 0 {
		return w.pick(w.vectors)
	}
	x := w.vector(depth - 1)
	switch w.rng.IntN(7) {
	case 0:
		return fmt.Sprintf("(%s + %s)", x, w.vector(depth-1))
	case 1:
		return fmt.Sprintf("(%s .* %s)", x, w.vector(depth-1))
	case 2:
		return fmt.Sprintf("%s[g]", w.pick(w.vectors))
	case 3:
		return fmt.Sprintf("(%s * %s)", w.scalar(0), x)
	case 4:
		return fmt.Sprintf("tanh(%s)", x)
	case 5:
		return fmt.Sprintf("(%s - %s)", x, w.scalar(0))
	}
	return x
}

// statement writes one statement; loop says that it is inside a loop.
func (w *writer) statement(loop bool) {
	switch k := w.rng.IntN(12); {
	case k < 2:
		w.linef("target += 0.1 * tanh(%s);", w.scalar(2))
	case k == 2:
		w.linef("%s ~ normal(%s, 1 + square(%s));", w.vector(0), w.vector(2), w.scalar(1))
	case k == 3:
		w.linef("y ~ normal(%s, s);", w.vector(2))
	case k == 4:
		w.linef("%s ~ student_t(4, %s, s);", w.scalar(0), w.scalar(1))
	case k == 5:
		w.linef("k ~ bernoulli_logit(%s);", w.vector(2))
	case k == 6:
		n := w.name("v")
		w.linef("vector[N] %s = %s;", n, w.vector(1))
		w.inScope(&w.vectors, n)
	case k == 7:
		n := w.name("r")
		w.linef("real %s = %s;", n, w.scalar(1))
		w.inScope(&w.scalars, n)
	case k == 8:
		w.linef("local[%s] = %s;", w.index(), w.scalar(1))
	case k == 9:
		w.linef("total += 0.1 * %s;", w.scalar(1))
	case k == 10 && w.depth < 3:
		w.ifElse(loop)
	case w.depth < 3:
		w.loop()
	}
}

// inScope declares a name to the end of the block being written.
func (w *writer) inScope(list *[]string, name string) { *list = append(*list, name) }

// block writes some statements in a scope of their own.
func (w *writer) block(n int, loop bool) {
	scalars, vectors, ints := len(w.scalars), len(w.vectors), len(w.ints)
	w.depth++
	for range n {
		w.statement(loop)
	}
	w.depth--
	w.scalars, w.vectors, w.ints = w.scalars[:scalars], w.vectors[:vectors], w.ints[:ints]
}

func (w *writer) loop() {
	i := w.name("i")
	w.linef("for (%s in %d:%s) {", i, 1+w.rng.IntN(2), w.pick([]string{"N", "4", "g[3] + 2"}))
	w.ints = append(w.ints, i)
	w.depth++
	switch w.rng.IntN(3) {
	case 0:
		w.linef("local[%s] = %s;", i, w.scalar(1))
	case 1:
		w.linef("local[%s] = 0.5 * local[max(1, %s - 1)] + %s;", i, i, w.scalar(1))
	}
	w.depth--
	w.block(1+w.rng.IntN(3), true)
	w.ints = w.ints[:len(w.ints)-1]
	w.linef("}")
}

func (w *writer) ifElse(loop bool) {
	w.linef("if (%s %s %s) {", w.index(), w.pick([]string{"<", ">", "=="}), w.index())
	w.block(1+w.rng.IntN(2), loop)
	if w.rng.IntN(2) == 0 {
		w.linef("} else {")
		w.block(1, loop)
	}
	w.linef("}")
}

// randomProgram writes a program for randomData.
func randomProgram(seed uint64) string {
	w := &writer{rng: rand.New(rand.NewPCG(seed, 99)), scalars: []string{"a", "b", "s", "total"}, vectors: []string{"v", "x", "local"}, ints: []string{"M"}}
	w.block(4+w.rng.IntN(6), false)
	return `data { int N; int M; vector[N] x; vector[N] y; array[N] int g; array[N] int k; }
parameters { real a; real b; real<lower=0> s; vector[N] v; }
model {
  vector[N] local = v;
  real total = 0;
  a ~ normal(0, 1); b ~ normal(0, 1); s ~ exponential(1); v ~ normal(0, 1);
` + w.b.String() + `  target += -0.01 * square(total) - 0.01 * dot_self(local);
}
`
}

const randomData = `{"N": 9, "M": 2, "x": [0.3, -0.4, 0.9, 0.1, -1, 0.6, 0.2, -0.7, 0.5],
"y": [0.1, 0.5, -0.2, 0.8, 0.3, -0.6, 1, 0.4, -0.9], "g": [1, 2, 3, 4, 4, 3, 2, 1, 2], "k": [0, 1, 1, 0, 1, 0, 0, 1, 1]}`

// TestRandomPrograms holds random programs to the reference tier, with all
// passes and without each.
func TestRandomPrograms(t *testing.T) {
	n := uint64(150)
	if testing.Short() {
		n = 30
	}
	static := 0
	for seed := range n {
		src := randomProgram(seed)
		m, list := compiler.Compile("random.hm", []byte(src), lib.Library(), compiler.Options{})
		if list.Err() != nil {
			t.Fatalf("seed %d: %v\n%s", seed, list.Err(), src)
		}
		d, _ := data.NewJSON("data.json", []byte(randomData))
		p, list := m.Bind(d, compiler.Verified())
		if list.Err() != nil { // such as a loop beyond the end, which both tiers must say
			continue
		}
		if p.Static() == nil {
			static++
		}
		compareTiers(t, seed, src, "all passes", p, p)
		for _, pass := range compiler.Passes() {
			d, _ := data.NewJSON("data.json", []byte(randomData))
			without, list := m.Bind(d, compiler.Verified(), compiler.Without(pass.Name))
			if list.Err() != nil {
				t.Fatalf("seed %d without %s: %v", seed, pass.Name, list.Err())
			}
			compareTiers(t, seed, src, "without "+pass.Name, without, p)
		}
		if t.Failed() {
			return
		}
	}
	if static < int(n)/2 {
		t.Errorf("only %d of %d programs were taken by the fast tier", static, n)
	}
}

// compareTiers demands that p's fast tier computes what the reference tier
// does, at points where that is finite.
func compareTiers(t *testing.T, seed uint64, src, what string, p, reference *compiler.Program) {
	t.Helper()
	fast, slow := p.NewChain(), reference.NewReferenceChain()
	for _, q := range points(2, p.Dim()) {
		f, s := make([]float64, p.Dim()), make([]float64, p.Dim())
		lpF, errF := fast.LogDensityGradient(q, f)
		lpS, errS := slow.LogDensityGradient(q, s)
		if (errF == nil) != (errS == nil) {
			t.Errorf("seed %d, %s: fast tier says %v, reference tier %v\n%s", seed, what, errF, errS, src)
			return
		}
		if errS != nil || math.IsNaN(lpS) || math.IsInf(lpS, 0) || math.Abs(lpS) > 1e6 {
			continue
		}
		if !near(lpF, lpS, 1e-11) {
			t.Errorf("seed %d, %s: log density %.17g, reference %.17g\n%s", seed, what, lpF, lpS, src)
			return
		}
		scale := 1.0
		for _, g := range s {
			scale = math.Max(scale, math.Abs(g))
		}
		for i := range s {
			if math.Abs(f[i]-s[i]) > 1e-10*scale {
				t.Errorf("seed %d, %s: derivative by %s is %.17g, reference %.17g\n%s", seed, what, p.Unconstrained()[i], f[i], s[i], src)
				return
			}
		}
	}
}
