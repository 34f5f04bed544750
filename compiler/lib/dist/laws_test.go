package dist

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hm/compiler/lib/mem"
)

// ordinary holds two points for each univariate row, variate first, where
// nothing is extreme: the laws below are held there. The second is used for
// vectors also.
var ordinary = map[string][2][]float64{
	"normal":             {{0.3, 1.2, 0.7}, {-1, 2, 1.5}},
	"std_normal":         {{0.3}, {-1.4}},
	"student_t":          {{0.3, 3, 1.2, 0.7}, {-1, 6.5, 2, 1.5}},
	"cauchy":             {{0.3, 1.2, 0.7}, {-1, 2, 1.5}},
	"double_exponential": {{0.3, 1.2, 0.7}, {2.4, 2, 1.5}},
	"logistic":           {{0.3, 1.2, 0.7}, {2.4, 2, 1.5}},
	"lognormal":          {{0.3, 1.2, 0.7}, {2.4, -0.3, 0.5}},
	"exponential":        {{0.3, 1.2}, {2.4, 0.5}},
	"gamma":              {{0.3, 1.2, 0.7}, {2.4, 4.5, 1.5}},
	"inv_gamma":          {{0.3, 2.2, 0.7}, {2.4, 4.5, 6}},
	"weibull":            {{0.3, 1.2, 0.7}, {2.4, 3.5, 1.5}},
	"beta":               {{0.3, 1.2, 2.7}, {0.7, 4.5, 1.5}},
	"uniform":            {{0.3, -1.2, 0.7}, {2.4, 2, 5}},
	"bernoulli":          {{1, 0.3}, {0, 0.6}},
	"bernoulli_logit":    {{1, 0.3}, {0, -1.6}},
	"binomial":           {{3, 10, 0.35}, {40, 60, 0.6}},
	"binomial_logit":     {{3, 10, 0.3}, {40, 60, 0.8}},
	"poisson":            {{3, 2.2}, {20, 25.5}},
	"poisson_log":        {{3, 0.7}, {20, 3.1}},
	"neg_binomial_2":     {{3, 2.2, 1.3}, {20, 25.5, 7}},
	"neg_binomial_2_log": {{3, 0.7, 1.3}, {20, 3.2, 7}},
}

// TestLaws holds every univariate row of Table to the same laws.
func TestLaws(t *testing.T) {
	for _, d := range Table {
		if d.Multivariate() {
			continue
		}
		t.Run(d.Name, func(t *testing.T) {
			points, ok := ordinary[d.Name]
			if !ok || d.Doc == "" || len(d.Args) != d.LogPDF.Arity() || d.Rand == nil {
				t.Fatal("a row needs Doc, Rand, one Arg per kernel argument and two ordinary points")
			}
			for _, x := range points {
				for _, f := range []Form{LPDF, CDF, LCDF, LCCDF} {
					if d.Has(f) {
						testDerivatives(t, d, f, x)
					}
				}
				testNormalised(t, d, x)
				testCumulative(t, d, x)
				testRand(t, d, x)
			}
			testBind(t, d, points)
			testVector(t, d, points)
			testProduct(t, d, points)
			testOutside(t, d, points[0])
			testEdges(t, d, points[0])
			testAllocations(t, d, points)
		})
	}
}

// value evaluates a form at scalars, with the gradient.
func value(t *testing.T, d *Dist, f Form, x []float64) (v float64, grad []float64) {
	t.Helper()
	args := parameters(d, x)
	eval, err := d.EvalForm(f, args)
	if err == nil {
		v, err = eval()
	}
	if err != nil {
		t.Fatalf("%s at %v: %v", d.FuncName(f), x, err)
	}
	grad = make([]float64, len(x))
	for i, a := range args {
		if a.Adj != nil {
			grad[i] = a.Adj[0]
		}
	}
	return v, grad
}

func testDerivatives(t *testing.T, d *Dist, f Form, x []float64) {
	v, grad := value(t, d, f, x)
	for i, a := range d.Args {
		if a.Domain.Int || math.IsInf(v, 0) {
			continue
		}
		h := 1e-5 * math.Max(0.1, math.Abs(x[i]))
		up, dn := slices.Clone(x), slices.Clone(x)
		up[i] += h
		dn[i] -= h
		hi, _ := value(t, d, f, up)
		lo, _ := value(t, d, f, dn)
		if want := (hi - lo) / (2 * h); !near(grad[i], want, 1e-7) {
			t.Errorf("%s at %v: d/d%s = %.10g, differences give %.10g", d.FuncName(f), x, a.Name, grad[i], want)
		}
	}
}

// table tabulates the distribution function by summing the density itself.
func tabulate(t *testing.T, d *Dist, x []float64) (ys, cum []float64) {
	x = slices.Clone(x)
	mass := 0.0
	add := func(y, w float64) {
		x[0] = y
		lp, _ := value(t, d, LPDF, x)
		mass += math.Exp(lp) * w
		ys, cum = append(ys, y), append(cum, mass)
	}
	dom := d.Args[0].Domain
	if dom.Int {
		for k := 0.0; k <= upperCount(d, x); k++ {
			add(k, 1)
		}
		return ys, cum
	}
	transform, weight := line(dom)
	const h = 1e-3
	for u := -4 + h/2; u < 4; u += h {
		y := transform(u)
		if dom.Has(y) {
			add(y, h*weight(u))
		}
	}
	return ys, cum
}

// upperCount is the largest count with any mass to speak of.
func upperCount(d *Dist, x []float64) float64 {
	switch {
	case d.Args[0].Domain.Hi == 1:
		return 1
	case len(d.Args) > 1 && d.Args[1].Domain.Int:
		return x[1]
	}
	return 1000
}

// line maps the real line onto a domain so that tails become smooth and short,
// with the derivative of the map: double exponential quadrature.
func line(dom mem.Domain) (y, dy func(u float64) float64) {
	switch {
	case dom.Hi == 1:
		s := func(u float64) float64 { return math.Pi / 2 * math.Sinh(u) }
		return func(u float64) float64 { return 1 / (1 + math.Exp(-2*s(u))) },
			func(u float64) float64 { c := math.Cosh(s(u)); return math.Pi / 4 * math.Cosh(u) / (c * c) }
	case dom.Lo == 0:
		return func(u float64) float64 { return math.Exp(math.Sinh(u)) },
			func(u float64) float64 { return math.Cosh(u) * math.Exp(math.Sinh(u)) }
	}
	return func(u float64) float64 { return math.Sinh(math.Sinh(u)) },
		func(u float64) float64 { return math.Cosh(u) * math.Cosh(math.Sinh(u)) }
}

func testNormalised(t *testing.T, d *Dist, x []float64) {
	_, cum := tabulate(t, d, x)
	tol := 1e-9
	if t, ok := kinks[d.Name]; ok {
		tol = t
	}
	if last := cum[len(cum)-1]; !near(last, 1, tol) {
		t.Errorf("at %v: the density integrates to %.12g", x, last)
	}
}

// kinks holds rows whose density has a corner or a jump inside the line: the
// quadrature is only as good there as its step.
var kinks = map[string]float64{"double_exponential": 1e-4, "weibull": 1e-4, "uniform": 1e-3}

// testCumulative compares the distribution function with the density: the
// mass up to y for counts, the derivative for reals; and the two tails.
func testCumulative(t *testing.T, d *Dist, x []float64) {
	if !d.Has(LCDF) {
		return
	}
	cdf, grad := value(t, d, CDF, x)
	lcdf, _ := value(t, d, LCDF, x)
	lccdf, _ := value(t, d, LCCDF, x)
	if !near(math.Exp(lcdf)+math.Exp(lccdf), 1, 1e-14) || !near(math.Exp(lcdf), cdf, 1e-14) {
		t.Errorf("at %v: cdf %g, exp(lcdf) %g, exp(lccdf) %g do not fit together", x, cdf, math.Exp(lcdf), math.Exp(lccdf))
	}
	if !d.Discrete() {
		if lp, _ := value(t, d, LPDF, x); !near(grad[0], math.Exp(lp), 1e-12) {
			t.Errorf("at %v: the distribution function's derivative is %g, the density %g", x, grad[0], math.Exp(lp))
		}
		return
	}
	ys, cum := tabulate(t, d, x)
	if i := slices.Index(ys, x[0]); !near(cum[i], cdf, 1e-12) {
		t.Errorf("at %v: distribution function %g, sum of masses %g", x, cdf, cum[i])
	}
}

// testRand is Kolmogorov and Smirnov's for all, and a chi-square test for
// counts, where the former sees less.
func testRand(t *testing.T, d *Dist, x []float64) {
	const n = 20000
	rng := rand.New(rand.NewPCG(1, 2))
	out := mem.Operand{Val: make([]float64, n), Dims: []int{n}}
	if err := d.Draw(rng, parameters(d, x)[1:], out); err != nil {
		t.Fatal(err)
	}
	draws := out.Val
	slices.Sort(draws)
	ys, cum := tabulate(t, d, x)
	worst, i := 0.0, 0
	for j, y := range ys {
		for i < n && draws[i] <= y {
			i++
		}
		worst = max(worst, math.Abs(float64(i)/n-cum[j]))
	}
	if limit := 2.2 / math.Sqrt(n); worst > limit { // p < 2e-4
		t.Errorf("at %v: draws are %.4f from the density, limit %.4f", x, worst, limit)
	}
	if d.Discrete() {
		testChiSquare(t, d, x, draws, ys, cum)
	}
}

func testChiSquare(t *testing.T, d *Dist, x, draws, ys, cum []float64) {
	n := float64(len(draws))
	var stat, bins, seen, below float64
	i := 0
	for j, y := range ys {
		for i < len(draws) && draws[i] <= y {
			i++
		}
		expected, observed := (cum[j]-below)*n, float64(i)-seen
		if expected < 10 || (1-cum[j])*n < 10 && j < len(ys)-1 {
			continue // join with the next
		}
		stat += (observed - expected) * (observed - expected) / expected
		bins++
		seen, below = float64(i), cum[j]
	}
	if limit := bins + 4.5*math.Sqrt(2*bins) + 4; stat > limit {
		t.Errorf("at %v: chi-square %.1f over %g bins, limit %.1f", x, stat, bins, limit)
	}
}

// mix makes operands of the row from two points, for a mask of two bits an
// argument: vector or scalar, parameter or data. Vectors move from one point
// toward the other.
func mix(d *Dist, points [2][]float64, mask, n int) []mem.Operand {
	ops := make([]mem.Operand, len(d.Args))
	for i, a := range d.Args {
		size := 1
		if mask>>(2*i)&1 == 1 {
			size = n
			ops[i].Dims = []int{n}
		}
		ops[i].Val = make([]float64, size)
		for j := range ops[i].Val {
			u := float64(j%7) / 9
			if a.Domain.Int {
				u = float64(j % 2)
			}
			ops[i].Val[j] = points[0][i]*(1-u) + points[1][i]*u
		}
		if mask>>(2*i)&2 == 2 && !a.Domain.Int {
			ops[i].Adj = make([]float64, size)
		}
	}
	return ops
}

// vectorSize takes more than one block of a fused kernel, and no multiple.
const vectorSize = 2*block + 5

// testBind checks the fused kernel against the definition for every mix of
// scalar or vector, data or parameter.
func testBind(t *testing.T, d *Dist, points [2][]float64) {
	if d.Bind == nil {
		return
	}
	fusedForms := 0
	for mask := range 1 << (2 * len(d.Args)) {
		fused, ref := mix(d, points, mask, vectorSize), mix(d, points, mask, vectorSize)
		n := size(fused)
		if n == 1 || !related(d, fused, n) {
			continue
		}
		e := d.Bind(fused)
		if e == nil {
			continue
		}
		fusedForms++
		if _, err := e(); err != nil { // twice: what is kept between calls must not show
			t.Fatal(err)
		}
		for _, o := range fused {
			clear(o.Adj)
		}
		got, _ := e()
		want, _ := d.LogPDF.Bind(n, ref)()
		if !near(got, want, 1e-12) {
			t.Errorf("mask %b: fused %.17g, definition %.17g", mask, got, want)
		}
		for i := range ref {
			for j := range ref[i].Adj {
				if got, want := fused[i].Adj[j], ref[i].Adj[j]; !near(got, want, 1e-11) {
					t.Errorf("mask %b: fused d/d%s = %.17g, definition %.17g", mask, d.Args[i].Name, got, want)
					break
				}
			}
		}
	}
	if fusedForms == 0 {
		t.Error("Bind never returned a kernel")
	}
}

// testVector checks Each and the sum of batches against the definition, for
// every mix of scalar or vector, data or parameter, with an element at the end
// of the variate's domain among the others.
func testVector(t *testing.T, d *Dist, points [2][]float64) {
	if d.Vector == nil {
		return
	}
	found := 0
	for mask := range 1 << (2 * len(d.Args)) {
		args, ref := mix(d, points, mask, vectorSize), mix(d, points, mask, vectorSize)
		n := size(args)
		if n == 1 || !related(d, args, n) || d.Vector(args) == nil {
			continue
		}
		found++
		testBatches(t, d, mask, args, ref, n)
		if len(args[0].Val) == n && !d.Discrete() {
			for _, ops := range [][]mem.Operand{args, ref} {
				ops[0].Val[n/2] = d.Args[0].Domain.Lo
			}
			testBatches(t, d, mask, args, ref, n)
		}
	}
	if found == 0 {
		t.Error("Vector never returned one")
	}
}

func testBatches(t *testing.T, d *Dist, mask int, args, ref []mem.Operand, n int) {
	out := mem.Operand{Val: make([]float64, n), Adj: make([]float64, n), Dims: []int{n}}
	definition := newBatches(d.LogPDF, nil, ref, n)
	definition.whole.lp = make([]float64, n)
	for i := range ref {
		definition.whole.d[i] = make([]float64, n)
	}
	definition.fill()
	for i := range out.Adj {
		out.Adj[i] = 0.5 + float64(i%3)
	}
	forward, reverse, err := d.Each(LPDF, out, args)
	if err != nil {
		return // the end of the domain is outside it, and data are checked at once
	}
	if err := forward(); err != nil {
		return
	}
	for i, got := range out.Val {
		if want := definition.whole.lp[i]; got != want && !near(got, want, 1e-12) {
			t.Fatalf("mask %b: element %d is %.17g, by definition %.17g", mask, i, got, want)
		}
	}
	reverse()
	definition.reverse(out.Adj)
	testAdjoints(t, d, mask, args, ref)
	if math.IsInf(sum(out.Val), 0) {
		return
	}
	total, err := newBatches(d.LogPDF, d.Vector(args), args, n).sums()()
	if want := sum(definition.whole.lp); err != nil || !near(total, want, 1e-12) {
		t.Errorf("mask %b: the sum is %.17g, by definition %.17g", mask, total, want)
	}
	for i := range out.Adj {
		out.Adj[i] = 1
	}
	definition.reverse(out.Adj)
	testAdjoints(t, d, mask, args, ref)
}

// testAdjoints compares adjoints and clears them.
func testAdjoints(t *testing.T, d *Dist, mask int, args, ref []mem.Operand) {
	t.Helper()
	for i := range ref {
		for j, want := range ref[i].Adj {
			if got := args[i].Adj[j]; got != want && !near(got, want, 1e-11) && !math.IsNaN(want) {
				t.Errorf("mask %b: d/d%s = %.17g, by definition %.17g", mask, d.Args[i].Name, got, want)
				break
			}
		}
		clear(args[i].Adj)
		clear(ref[i].Adj)
	}
}

// related reports whether operands keep the row's relations.
func related(d *Dist, ops []mem.Operand, n int) bool {
	for _, r := range d.Relations {
		for i := range n {
			if !r.Holds(ops[r.Of].At(i), ops[r.To].At(i)) {
				return false
			}
		}
	}
	return true
}

// testProduct checks the vectorised _cdf: the product, with its derivatives.
func testProduct(t *testing.T, d *Dist, points [2][]float64) {
	if !d.Has(CDF) {
		return
	}
	args := parameters(d, points[0])
	args[0] = mem.Operand{Val: []float64{points[0][0], points[1][0]}, Dims: []int{2}}
	if !d.Discrete() {
		args[0].Adj = make([]float64, 2)
	}
	eval, err := d.EvalCDF(args)
	if err != nil {
		t.Fatal(err)
	}
	got, err := eval()
	if err != nil {
		t.Fatal(err)
	}
	second := slices.Clone(points[0])
	second[0] = points[1][0]
	p0, g0 := value(t, d, CDF, points[0])
	p1, g1 := value(t, d, CDF, second)
	if !near(got, p0*p1, 1e-13) {
		t.Errorf("cdf of two = %g, product %g", got, p0*p1)
	}
	for i := range args {
		if i > 0 && args[i].Adj != nil && !near(args[i].Adj[0], g0[i]*p1+p0*g1[i], 1e-12) {
			t.Errorf("cdf of two: d/d%s = %g, want %g", d.Args[i].Name, args[i].Adj[0], g0[i]*p1+p0*g1[i])
		}
	}
	if !d.Discrete() && !near(args[0].Adj[1], p0*g1[0], 1e-12) {
		t.Errorf("cdf of two: d/dy[2] = %g, want %g", args[0].Adj[1], p0*g1[0])
	}
}

// beyond lists numbers outside a domain.
func beyond(dom mem.Domain) []float64 {
	var out []float64
	for _, x := range []float64{math.NaN(), math.Inf(-1), math.Inf(1), dom.Lo - 1, dom.Lo, dom.Hi, dom.Hi + 1, -1e-300} {
		if !dom.Has(x) {
			out = append(out, x)
		}
	}
	return out
}

// testOutside demands that every number outside its domain is refused by name,
// in every form, be it data (when bound) or a parameter (when evaluated), be it
// alone or the last of many.
func testOutside(t *testing.T, d *Dist, x []float64) {
	for _, f := range []Form{LPDF, CDF, LCDF, LCCDF} {
		if !d.Has(f) {
			continue
		}
		for i, a := range d.Args {
			dom := a.Domain
			if i == 0 && f != LPDF && d.CumVariate.Name != "" {
				dom = d.CumVariate
			}
			for _, bad := range beyond(dom) {
				if dom.Int && bad != math.Trunc(bad) || math.IsInf(bad, 0) && dom.Int {
					continue // no int is that
				}
				for _, n := range []int{1, 3, vectorSize} {
					for _, data := range []bool{true, false} {
						testRefused(t, d, f, i, x, bad, n, data || dom.Int)
					}
				}
			}
		}
	}
	for i, a := range d.Args[1:] {
		for _, bad := range beyond(a.Domain) {
			args := parameters(d, x)[1:]
			args[i].Val[0] = bad
			err := d.Draw(rand.New(rand.NewPCG(1, 2)), args, mem.Scalar(make([]float64, 1), nil))
			if !refuses(err, d.FuncName(RNG), a.Name) {
				t.Errorf("rng with %s = %g: %v", a.Name, bad, err)
			}
		}
	}
}

func testRefused(t *testing.T, d *Dist, f Form, i int, x []float64, bad float64, n int, data bool) {
	args := parameters(d, x)
	o := &args[i]
	o.Val = slices.Repeat([]float64{x[i]}, n)
	o.Val[n-1] = bad
	if n > 1 {
		o.Dims = []int{n}
	}
	o.Adj = nil
	if !data {
		o.Adj = make([]float64, n)
	}
	eval, err := d.EvalForm(f, args)
	if data != (err != nil) {
		t.Errorf("%s with %s = %g of %d, data %v: binding says %v", d.FuncName(f), d.Args[i].Name, bad, n, data, err)
		return
	}
	if !data {
		_, err = eval()
	}
	if !refuses(err, d.FuncName(f), d.Args[i].Name) {
		t.Errorf("%s with %s = %g of %d: %v", d.FuncName(f), d.Args[i].Name, bad, n, err)
	}
	var de *mem.DomainError
	if errors.As(err, &de) && (n > 1) != (de.Index == n) {
		t.Errorf("%s with %s = %g: element %d named, %d is wrong", d.FuncName(f), d.Args[i].Name, bad, de.Index, n)
	}
}

func refuses(err error, name, arg string) bool {
	var de *mem.DomainError
	return errors.As(err, &de) && de.Func == name && de.Arg == arg && de.Want != ""
}

// testEdges demands a value that is not NaN, with derivatives that are not
// NaN, at the ends of what each argument may be.
func testEdges(t *testing.T, d *Dist, x []float64) {
	for i, a := range d.Args {
		for _, f := range []Form{LPDF, CDF, LCDF, LCCDF} {
			if !d.Has(f) {
				continue
			}
			dom := a.Domain
			if i == 0 && f != LPDF && d.CumVariate.Name != "" {
				dom = d.CumVariate
			}
			for _, e := range []float64{dom.Lo, dom.Hi, 1e-300, 1e300, -1e300, 0, 1, -3} {
				at := slices.Clone(x)
				at[i] = e
				if !dom.Has(e) || dom.Int && (math.IsInf(e, 0) || e != math.Trunc(e)) || !related(d, parameters(d, at), 1) {
					continue
				}
				v, grad := value(t, d, f, at)
				if math.IsNaN(v) || slices.ContainsFunc(grad, math.IsNaN) {
					t.Errorf("%s at %v: %g with gradient %v", d.FuncName(f), at, v, grad)
				}
			}
		}
	}
}

func testAllocations(t *testing.T, d *Dist, points [2][]float64) {
	for _, f := range []Form{LPDF, CDF, LCDF, LCCDF} {
		if !d.Has(f) {
			continue
		}
		for _, mask := range []int{0, 0b10101010, 0b00000001 | 0b10101000, 0b11111111, 0b10101100} {
			args := mix(d, points, mask, vectorSize)
			eval, err := d.EvalForm(f, args)
			if err != nil {
				continue // the mix breaks a relation between data
			}
			if n := testing.AllocsPerRun(5, func() { eval() }); n != 0 {
				t.Errorf("%s, mask %b: %g allocations", d.FuncName(f), mask, n)
			}
			last := args[len(args)-1]
			if last.Adj != nil {
				last.Val[0] = math.NaN()
				if n := testing.AllocsPerRun(5, func() { eval() }); n != 0 {
					t.Errorf("%s refusing, mask %b: %g allocations", d.FuncName(f), mask, n)
				}
			}
		}
	}
}

// near compares with a tolerance relative to the larger of 1 and want.
func near(a, b, tol float64) bool { return math.Abs(a-b) <= tol*math.Max(1, math.Abs(b)) }
