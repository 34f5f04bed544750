package constraint

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A trial is one constraint at one size.
type trial struct {
	c    *Constraint
	dims []int
	args [][]float64
	// coords are the numbers of y that a Jacobian with a determinant maps to:
	// the first K-1 of a simplex, the lower triangle of a matrix. nil means
	// that lj is the volume of the image instead (sum-to-zero), all that every
	// number is one.
	coords []int
}

var (
	inf = math.Inf(1)
	all = []int{-1}
)

var trials = []trial{
	{&lower, nil, [][]float64{{-1.5}}, all},
	{&lower, []int{3}, [][]float64{{2}}, all},
	{&lower, []int{3}, [][]float64{{2, -inf, -1}}, all},
	{&upper, []int{2, 2}, [][]float64{{0.5}}, all},
	{&upper, []int{3}, [][]float64{{0.5, inf, 3}}, all},
	{&lowerUpper, nil, [][]float64{{-1}, {3}}, all},
	{&lowerUpper, []int{4}, [][]float64{{-1}, {3}}, all},
	{&lowerUpper, []int{5}, [][]float64{{-1, -inf, 0, -inf, -3}, {1, 2, inf, inf, 60}}, all},
	{&offset, []int{3}, [][]float64{{4}}, all},
	{&multiplier, []int{3}, [][]float64{{0.3}}, all},
	{&offsetMultiplier, []int{3}, [][]float64{{4}, {0.3, 2, 5}}, all},
	{&ordered, []int{1}, nil, all},
	{&ordered, []int{4}, nil, all},
	{&positiveOrdered, []int{4}, nil, all},
	{&sumToZeroVector, []int{1}, nil, nil},
	{&sumToZeroVector, []int{5}, nil, nil},
	{&sumToZeroMatrix, []int{3, 4}, nil, nil},
	{&sumToZeroMatrix, []int{1, 4}, nil, nil},
	{&simplex, []int{1}, nil, firstOf(0)},
	{&simplex, []int{2}, nil, firstOf(1)},
	{&simplex, []int{5}, nil, firstOf(4)},
	{&columnStochasticMatrix, []int{3, 2}, nil, []int{0, 1, 3, 4}},
	{&rowStochasticMatrix, []int{2, 3}, nil, []int{0, 1, 2, 3}},
	{&unitVector, []int{3}, nil, nil},
	{&choleskyFactorCorr, []int{1, 1}, nil, below2(1, 1, 1)},
	{&choleskyFactorCorr, []int{2, 2}, nil, below2(2, 2, 1)},
	{&choleskyFactorCorr, []int{4, 4}, nil, below2(4, 4, 1)},
	{&corrMatrix, []int{2, 2}, nil, below2(2, 2, 1)},
	{&corrMatrix, []int{4, 4}, nil, below2(4, 4, 1)},
	{&choleskyFactorCov, []int{3, 3}, nil, below2(3, 3, 0)},
	{&choleskyFactorCov, []int{4, 2}, nil, below2(4, 2, 0)},
	{&covMatrix, []int{1, 1}, nil, below2(1, 1, 0)},
	{&covMatrix, []int{3, 3}, nil, below2(3, 3, 0)},
}

func firstOf(n int) []int {
	c := make([]int, n)
	for i := range c {
		c[i] = i
	}
	return c
}

// below2 returns the places of an m x n matrix that are skip or more below
// the diagonal.
func below2(m, n, skip int) []int {
	c := []int{}
	for j := range n {
		for i := j + skip; i < m; i++ {
			c = append(c, i+j*m)
		}
	}
	return c
}

// A bound trial has memory and closures.
type bench struct {
	trial
	x, y    mem.Operand
	ops     []mem.Operand
	forward func() float64
	reverse func()
}

func operand(val []float64, dims []int) mem.Operand {
	kinds := []types.Kind{types.Real, types.Vector, types.Matrix}
	return mem.Operand{Val: val, Adj: make([]float64, len(val)), Dims: dims, Type: types.Type{Kind: kinds[len(dims)]}}
}

func (tr trial) bind(rng *rand.Rand) *bench {
	n := tr.c.Free(tr.dims)
	b := &bench{trial: tr, x: operand(make([]float64, n), []int{n}), y: operand(make([]float64, mem.Size(tr.dims)), tr.dims)}
	for i := range b.x.Val {
		b.x.Val[i] = rng.NormFloat64()
	}
	for _, a := range tr.args {
		dims := []int{len(a)}
		if len(a) == 1 {
			dims = nil
		}
		b.ops = append(b.ops, operand(slices.Clone(a), dims))
	}
	b.forward, b.reverse = tr.c.Bind(b.x, b.y, b.ops)
	return b
}

// each runs f on every trial at several points.
func each(t *testing.T, f func(t *testing.T, b *bench)) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, tr := range trials {
		t.Run(tr.c.Name, func(t *testing.T) {
			for range 5 {
				f(t, tr.bind(rng))
			}
		})
	}
}

func near(got, want, tol float64) bool {
	return got == want || math.Abs(got-want) <= tol*max(1, math.Abs(want))
}

// derivative is a five-point central difference of f by *x.
func derivative(x *float64, f func() float64) float64 {
	x0, h := *x, 1e-3*max(0.1, math.Abs(*x))
	at := func(step float64) float64 { *x = x0 + step*h; return f() }
	d := (8*(at(1)-at(-1)) - (at(2) - at(-2))) / (12 * h)
	*x = x0
	f()
	return d
}

func TestTable(t *testing.T) {
	tried := map[string]bool{}
	for _, tr := range trials {
		tried[tr.c.Name] = true
	}
	for _, c := range Table {
		if Lookup(c.Name) != c {
			t.Errorf("Lookup(%q) finds another row", c.Name)
		}
		if !strings.HasSuffix(c.Doc, ".") {
			t.Errorf("%s: its doc is no sentence: %q", c.Name, c.Doc)
		}
		if !tried[c.Name] {
			t.Errorf("%s has no trial", c.Name)
		}
	}
	if Lookup("simplx") != nil {
		t.Error("Lookup finds what is not there")
	}
}

// TestRoundTrip maps free numbers there and back, and checks what lies there.
func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.forward()
		if b.c.Check != nil {
			if err := b.c.Check(b.y.Val, b.dims, b.ops); err != nil {
				t.Errorf("%v of x = %v: %v", b.y.Val, b.x.Val, err)
			}
		}
		back := make([]float64, len(b.x.Val))
		if err := b.c.From(back, b.y.Val, b.dims, b.ops); err != nil {
			t.Fatalf("%v: %v", b.y.Val, err)
		}
		for i, want := range b.x.Val {
			if b.c == &unitVector {
				want = b.y.Val[i] // the length of x is lost
			}
			// differences of numbers near one lose digits
			if !near(back[i], want, 1e-11) {
				t.Errorf("x[%d] comes back as %v, was %v", i, back[i], want)
			}
		}
	})
}

// TestLogJacobian compares lj with the determinant of differences.
func TestLogJacobian(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if b.c == &unitVector {
			want := 0.0
			for _, v := range b.x.Val {
				want -= v * v / 2
			}
			if got := b.forward(); !near(got, want, 1e-14) {
				t.Errorf("lj is %v, want %v", got, want)
			}
			return
		}
		want := logVolume(jacobian(b))
		if got := b.forward(); !near(got, want, 1e-8) {
			t.Errorf("lj at x = %v is %v, want %v", b.x.Val, got, want)
		}
	})
}

// jacobian returns one row for each coordinate of y, one column for each x.
func jacobian(b *bench) (rows [][]float64, square bool) {
	coords := b.coords
	square = coords != nil
	if !square || len(coords) > 0 && coords[0] == -1 {
		coords = firstOf(len(b.y.Val))
	}
	for _, i := range coords {
		row := make([]float64, len(b.x.Val))
		for j := range row {
			row[j] = derivative(&b.x.Val[j], func() float64 { b.forward(); return b.y.Val[i] })
		}
		rows = append(rows, row)
	}
	return rows, square
}

// logVolume is log |det J|, or log det(J'J) / 2 of a J that is not square.
func logVolume(j [][]float64, square bool) float64 {
	if square {
		return logDet(j)
	}
	n := len(j[0])
	gram := make([][]float64, n)
	for p := range gram {
		gram[p] = make([]float64, n)
		for q := range n {
			for _, r := range j {
				gram[p][q] += r[p] * r[q]
			}
		}
	}
	return logDet(gram) / 2
}

func logDet(a [][]float64) float64 {
	sum := 0.0
	for k := range a {
		p := k
		for i := k; i < len(a); i++ {
			if math.Abs(a[i][k]) > math.Abs(a[p][k]) {
				p = i
			}
		}
		a[k], a[p] = a[p], a[k]
		sum += math.Log(math.Abs(a[k][k]))
		for i := k + 1; i < len(a); i++ {
			f := a[i][k] / a[k][k]
			for j := k; j < len(a); j++ {
				a[i][j] -= f * a[k][j]
			}
		}
	}
	return sum
}

// TestReverse compares the derivatives of a weighted sum of y plus lj, by x
// and by the arguments, with differences; and reverse must add.
func TestReverse(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	each(t, func(t *testing.T, b *bench) {
		weights := make([]float64, len(b.y.Val))
		for i := range weights {
			weights[i] = rng.NormFloat64()
		}
		target := func() float64 {
			sum := b.forward()
			for i, w := range weights {
				sum += w * b.y.Val[i]
			}
			return sum
		}
		inputs := append([]mem.Operand{b.x}, b.ops...)
		for _, in := range inputs {
			for i := range in.Adj {
				in.Adj[i] = 7
			}
		}
		target()
		copy(b.y.Adj, weights)
		b.reverse()
		for k, in := range inputs {
			for i := range in.Adj {
				want := 0.0
				if !math.IsInf(in.Val[i], 0) {
					want = derivative(&in.Val[i], target)
				}
				if got := in.Adj[i] - 7; !near(got, want, 1e-7) {
					t.Errorf("derivative by input %d[%d] is %v, want %v", k, i, got, want)
				}
			}
		}
	})
}

// TestNoAllocation runs every constraint forward and back.
func TestNoAllocation(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if n := testing.AllocsPerRun(10, func() { b.forward(); b.reverse() }); n != 0 {
			t.Errorf("allocates %v times", n)
		}
	})
}

// TestFarOut maps numbers far from zero: what lies there is finite and a
// member, and lj is finite.
func TestFarOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for _, tr := range trials {
		b := tr.bind(rng)
		for _, scale := range []float64{30, 300} {
			for i := range b.x.Val {
				b.x.Val[i] = scale * float64(1-2*(i%2))
			}
			lj := b.forward()
			if math.IsNaN(lj) || math.IsInf(lj, 0) {
				t.Errorf("%s at %g: lj is %v", b.c.Name, scale, lj)
			}
			for i, v := range b.y.Val {
				if math.IsNaN(v) {
					t.Errorf("%s at %g: y[%d] is NaN", b.c.Name, scale, i)
				}
			}
			for i := range b.x.Adj {
				b.x.Adj[i] = 0
			}
			b.reverse()
			for i, d := range b.x.Adj {
				if math.IsNaN(d) || math.IsInf(d, 0) {
					t.Errorf("%s at %g: derivative of lj by x[%d] is %v", b.c.Name, scale, i, d)
				}
			}
		}
	}
}
