package fn

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A call is an overload bound to sample arguments, with memory of its own.
type call struct {
	o       *Overload
	args    []mem.Operand
	out     mem.Operand
	forward func() error
	reverse func()
}

// bindTo binds o to args, with a result that has an adjoint of ones unless it
// is of integers.
func bindTo(t *testing.T, o *Overload, args []mem.Operand) call {
	t.Helper()
	dims, err := o.DimsOf(args)
	if err != nil {
		t.Fatalf("%s: %v", describe(o), err)
	}
	result := o.Result
	if o.Rule != nil {
		var ok bool
		if result, ok = o.Rule(typesOf(args)); !ok {
			t.Fatalf("%s: its own rule refuses %v", describe(o), typesOf(args))
		}
	}
	n := mem.Size(dims)
	c := call{o: o, args: args, out: mem.Operand{Val: make([]float64, n), Dims: dims, Type: result}}
	if result.Kind != types.Int {
		c.out.Adj = make([]float64, n)
	}
	c.forward, c.reverse = o.BindCall(c.out, args)
	return c
}

func (c call) run(t *testing.T) []float64 {
	t.Helper()
	if err := c.forward(); err != nil {
		t.Fatalf("%s: %v", describe(c.o), err)
	}
	return c.out.Val
}

func describe(o *Overload) string {
	words := make([]string, len(o.Params))
	for i, p := range o.Params {
		words[i] = p.Type.String() + " " + p.Name
	}
	return o.Name + "(" + strings.Join(words, ", ") + ")"
}

func typesOf(args []mem.Operand) []types.Type {
	ts := make([]types.Type, len(args))
	for i, a := range args {
		ts[i] = a.Type
	}
	return ts
}

// overloads yields every overload of the table.
func overloads(yield func(*Overload) bool) {
	for _, f := range Table {
		for i := range f.Overloads {
			if !yield(&f.Overloads[i]) {
				return
			}
		}
	}
}

// fresh returns a container of random numbers between lo and hi; a scalar
// has no dims.
func fresh(rng *rand.Rand, ty types.Type, lo, hi float64, dims ...int) mem.Operand {
	n := mem.Size(dims)
	a := mem.Operand{Val: make([]float64, n), Dims: dims, Type: ty}
	for i, slot := range rng.Perm(n) { // one number in each of n slots: no near ties
		a.Val[i] = lo + (hi-lo)*(float64(slot)+0.8*rng.Float64())/float64(n)
	}
	if ty.Kind == types.Int {
		for i := range a.Val {
			a.Val[i] = math.Floor(a.Val[i])
		}
		return a
	}
	a.Adj = make([]float64, n)
	return a
}

// sample returns arguments that o takes: square matrices of 3, vectors of 3,
// scalars, and integers that fit them; samples_test.go says where a function
// wants others.
func sample(rng *rand.Rand, o *Overload) []mem.Operand {
	s, ok := samples[o.Name]
	if !ok {
		s = spec{lo: 0.1, hi: 0.9}
	}
	args := make([]mem.Operand, len(o.Params))
	for i, p := range o.Params {
		dims := make([]int, p.Type.Rank())
		for j := range dims {
			dims[j] = 3
		}
		lo, hi := s.lo, s.hi
		if p.Type.Kind == types.Int {
			lo, hi = 2, 3
		}
		if i < len(s.ints) && p.Type.Equal(types.TInt) {
			lo, hi = s.ints[i], s.ints[i]+0.5
		}
		args[i] = fresh(rng, p.Type, lo, hi, dims...)
		if p.Data {
			args[i].Adj = nil
		}
		if i < len(s.shift) {
			for j := range args[i].Val {
				args[i].Val[j] += s.shift[i]
			}
		}
	}
	if s.spd > 0 {
		makeSPD(args[s.spd-1])
	}
	if s.shape != nil {
		s.shape(o, args)
	}
	return args
}

// TestTable checks what every row must have.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Table {
		if seen[f.Name] {
			t.Errorf("%s stands in the table twice", f.Name)
		}
		seen[f.Name] = true
		if f.Doc == "" || !strings.HasSuffix(f.Doc, ".") {
			t.Errorf("%s: its doc is no sentence: %q", f.Name, f.Doc)
		}
		if len(f.Overloads) == 0 {
			t.Errorf("%s has no overloads", f.Name)
		}
		for i := range f.Overloads {
			if got := f.Overloads[i].Name; got != f.Name {
				t.Errorf("an overload of %s is named %s", f.Name, got)
			}
		}
	}
	for o := range overloads {
		if !o.isMap() && o.Bind == nil {
			t.Errorf("%s computes nothing", describe(o))
		}
		if o.isMap() && o.Bind != nil && o.Domain != nil {
			t.Errorf("%s: a fast form does not check the domain", describe(o))
		}
		if o.isMap() && o.Domain != nil && len(o.Domain) != len(o.Params) {
			t.Errorf("%s: %d domains", describe(o), len(o.Domain))
		}
	}
}

// TestDerivatives holds every overload to central differences of a random
// weighted sum of its result, and demands that reverse adds to what is there.
func TestDerivatives(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for o := range overloads {
		c := bindTo(t, o, sample(rng, o))
		weights := slices.Repeat([]float64{0}, len(c.out.Val))
		for i := range weights {
			weights[i] = rng.Float64() - 0.4
		}
		c.run(t)
		if c.reverse == nil {
			continue
		}
		for _, a := range c.args {
			for i := range a.Adj {
				a.Adj[i] = 5
			}
		}
		copy(c.out.Adj, weights)
		c.reverse()
		for k, a := range c.args {
			for i := range a.Adj {
				want := difference(t, c, weights, k, i)
				got := a.Adj[i] - 5
				if m := mirror(c, k, i); m != i { // both numbers moved
					got += a.Adj[m] - 5
				}
				if !near(got, want, 2e-7) {
					t.Errorf("%s: derivative by %s[%d] of %v is %g, want %g", describe(o), o.Params[k].Name, i, a.Val, got, want)
				}
			}
		}
	}
}

// difference is a five-point central difference.
func difference(t *testing.T, c call, weights []float64, k, i int) float64 {
	x := &c.args[k].Val[i]
	twin := &c.args[k].Val[mirror(c, k, i)]
	x0, h := *x, 1e-3*max(0.1, math.Abs(*x))
	f := func(step float64) float64 {
		*x, *twin = x0+step*h, x0+step*h
		sum := 0.0
		for j, v := range c.run(t) {
			sum += weights[j] * v
		}
		*x, *twin = x0, x0
		return sum
	}
	d := (8*(f(1)-f(-1)) - (f(2) - f(-2))) / (12 * h)
	c.run(t)
	return d
}

// mirror returns where number i of argument k has its twin on the other side
// of the diagonal, if the argument must be symmetric, and i otherwise.
func mirror(c call, k, i int) int {
	if samples[c.o.Name].spd != k+1 {
		return i
	}
	n := c.args[k].Dims[0]
	return i%n*n + i/n
}

func near(got, want, tol float64) bool {
	return got == want || math.Abs(got-want) <= tol*max(1, math.Abs(want)) || got != got && want != want
}

// TestNoAllocation runs every overload forward and back.
func TestNoAllocation(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for o := range overloads {
		c := bindTo(t, o, sample(rng, o))
		if n := testing.AllocsPerRun(10, func() {
			_ = c.forward()
			if c.reverse != nil {
				c.reverse()
			}
		}); n != 0 {
			t.Errorf("%s allocates %v times", describe(o), n)
		}
	}
}

// TestData makes all arguments but one data, in turn, and then all of them:
// the value and the remaining derivatives stay, and nothing is written to
// what is not there.
func TestData(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for o := range overloads {
		full := bindTo(t, o, sample(rng, o))
		want := slices.Clone(full.run(t))
		back(full)
		for keep := -1; keep < len(full.args); keep++ {
			args := slices.Clone(full.args)
			for i := range args {
				if i != keep || args[i].Adj == nil {
					args[i].Adj = nil
				} else {
					args[i].Adj = make([]float64, len(args[i].Val))
				}
			}
			c := bindTo(t, o, args)
			if got := c.run(t); !slices.EqualFunc(got, want, same) {
				t.Errorf("%s with data: %v, want %v", describe(o), got, want)
			}
			back(c)
			if keep >= 0 && args[keep].Adj != nil && !slices.EqualFunc(args[keep].Adj, full.args[keep].Adj, same) {
				t.Errorf("%s: derivative by %s alone is %v, want %v", describe(o), o.Params[keep].Name, args[keep].Adj, full.args[keep].Adj)
			}
			if keep < 0 && c.reverse != nil {
				t.Errorf("%s of data has a reverse", describe(o))
			}
		}
	}
}

func same(a, b float64) bool { return near(a, b, 1e-13) }

func back(c call) {
	for i := range c.out.Adj {
		c.out.Adj[i] = 1
	}
	if c.reverse != nil {
		c.reverse()
	}
}

// TestAliases binds one operand in two places: its adjoint is the sum.
func TestAliases(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for o := range overloads {
		if len(o.Params) < 2 || !o.Params[0].Type.Equal(o.Params[1].Type) || o.Params[0].Type.Kind == types.Int || o.Params[0].Data {
			continue
		}
		args := sample(rng, o)
		if !slices.Equal(args[0].Dims, args[1].Dims) {
			continue
		}
		args[0] = args[max(0, samples[o.Name].spd-1)]
		apart := slices.Clone(args)
		apart[1] = args[0]
		apart[1].Val, apart[1].Adj = slices.Clone(args[0].Val), make([]float64, len(args[0].Val))
		together := slices.Clone(args)
		together[0].Adj = make([]float64, len(args[0].Val))
		together[1] = together[0]
		a, b := bindTo(t, o, apart), bindTo(t, o, together)
		if !slices.EqualFunc(a.run(t), b.run(t), same) {
			t.Errorf("%s: value of aliased arguments is %v, want %v", describe(o), b.out.Val, a.out.Val)
		}
		back(a)
		back(b)
		for i, got := range together[0].Adj {
			if want := apart[0].Adj[i] + apart[1].Adj[i]; !near(got, want, 1e-12) && !math.IsNaN(want) {
				t.Errorf("%s: adjoint of an aliased argument is %v, want %v", describe(o), got, want)
			}
		}
	}
}

// TestFast compares the fast form of every map with the map, for every mix of
// scalar and container, parameter and data.
func TestFast(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for o := range overloads {
		if !o.isMap() || o.Bind == nil || o.Params[0].Type.Kind == types.Int {
			continue
		}
		slow := *o
		slow.Bind = nil
		for mix := range 1 << (2 * len(o.Params)) {
			for _, n := range []int{4, 2*batch + 5} { // a loop, and vector kernels
				compareForms(t, o, &slow, mixed(rng, o, mix, n))
			}
		}
	}
}

// mixed returns arguments for a mask of two bits an argument: a vector of n
// or a scalar, data or parameter.
func mixed(rng *rand.Rand, o *Overload, mix, n int) []mem.Operand {
	lo, hi := 0.3, 2.5
	switch o.Name {
	case "log_mix", "logit", "log1m":
		lo, hi = 0.05, 0.95
	case "log1m_exp":
		lo, hi = -3, -0.05
	}
	args := make([]mem.Operand, len(o.Params))
	for i := range args {
		ty, dims := types.TReal, []int(nil)
		if mix>>(2*i)&1 == 1 {
			ty, dims = types.TVector, []int{n}
		}
		args[i] = fresh(rng, ty, lo, hi, dims...)
		if o.Name == "log_diff_exp" {
			for j := range args[i].Val {
				args[i].Val[j] -= 3 * float64(i)
			}
		}
		if mix>>(2*i)&2 == 2 {
			args[i].Adj = nil
		}
	}
	return args
}

// TestFastEnds holds fast forms to the maps at numbers near and beyond the ends
// of what the functions take, one among many ordinary ones.
func TestFastEnds(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	inf := math.Inf(1)
	for o := range overloads {
		if !o.isMap() || o.Bind == nil || o.Params[0].Type.Kind == types.Int {
			continue
		}
		slow := *o
		slow.Bind = nil
		for _, x := range []float64{-inf, -800, -40, -1, -1e-20, 0, 1e-300, 1e-20, 1, 40, 800, inf, math.NaN()} {
			for k := range o.Params {
				args := mixed(rng, o, 0b010101, 3*short)
				args[k].Val[short] = x
				compareForms(t, o, &slow, args)
				args = mixed(rng, o, 0b010101, 3*short)
				for i := range args {
					args[i].Val[short] = x
				}
				compareForms(t, o, &slow, args)
			}
		}
	}
}

// TestFastPowers holds whole powers of many numbers to the map.
func TestFastPowers(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	o := resolve("operator^", []types.Type{types.TVector, types.TReal})
	slow := *o
	slow.Bind = nil
	for _, p := range []float64{-3, -1, 0, 0.5, 1, 2, 3, 4} {
		args := []mem.Operand{fresh(rng, types.TVector, -2, 2.5, 2*batch+5), mem.Scalar([]float64{p}, nil)}
		compareForms(t, o, &slow, args)
		args[0].Val[short] = 0
		clear(args[0].Adj)
		compareForms(t, o, &slow, args)
	}
}

func compareForms(t *testing.T, fast, slow *Overload, args []mem.Operand) {
	t.Helper()
	again := slices.Clone(args)
	for i := range again {
		if again[i].Adj != nil {
			again[i].Adj = make([]float64, len(again[i].Adj))
		}
	}
	a, b := bindTo(t, slow, args), bindTo(t, fast, again)
	if !slices.EqualFunc(a.run(t), b.run(t), same) {
		t.Errorf("%s: the fast form gives %v, the map %v", describe(fast), b.out.Val, a.out.Val)
	}
	back(a)
	back(b)
	for i := range args {
		if !slices.EqualFunc(args[i].Adj, again[i].Adj, func(x, y float64) bool { return near(x, y, 1e-12) }) {
			t.Errorf("%s: the fast form's derivative by %s is %v, the map's %v", describe(fast), fast.Params[i].Name, again[i].Adj, args[i].Adj)
		}
	}
}
