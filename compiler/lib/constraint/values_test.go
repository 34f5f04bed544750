package constraint

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"hm/compiler/lib/mem"
)

// TestValues holds transforms to values worked out by hand from the formulas
// of Stan's Reference Manual.
func TestValues(t *testing.T) {
	s2, s6 := math.Sqrt(2), math.Sqrt(6)
	z := []float64{0.5/s2 + 1.2/s6, -0.5/s2 + 1.2/s6, -2 * 1.2 / s6}
	sum := math.Exp(z[0]) + math.Exp(z[1]) + math.Exp(z[2])
	t1, t2, t3 := math.Tanh(0.3), math.Tanh(-0.7), math.Tanh(1.1)
	c1, c2, c3 := math.Sqrt(1-t1*t1), math.Sqrt(1-t2*t2), math.Sqrt(1-t3*t3)
	e1, e3, e6 := math.Exp(0.1), math.Exp(0.3), math.Exp(0.6)
	for _, v := range []struct {
		c       *Constraint
		dims    []int
		x, y    []float64
		lj      float64
		formula string
	}{
		{&sumToZeroVector, []int{3}, []float64{0.5, 1.2}, z, 0, "x_1 = Σ y_n/√(n(n+1))"},
		{&simplex, []int{3}, []float64{0.5, 1.2}, []float64{math.Exp(z[0]) / sum, math.Exp(z[1]) / sum, math.Exp(z[2]) / sum},
			-3*math.Log(sum) + 0.5*math.Log(3), "softmax of the sum-to-zero vector"},
		{&ordered, []int{3}, []float64{-1, 0.1, 0.3}, []float64{-1, -1 + e1, -1 + e1 + e3}, 0.4, "x_k = x_{k-1} + exp(y_k)"},
		{&positiveOrdered, []int{2}, []float64{0.1, 0.3}, []float64{e1, e1 + e3}, 0.4, "likewise from 0"},
		{&unitVector, []int{2}, []float64{3, -4}, []float64{0.6, -0.8}, -12.5, "y / |y|"},
		{&choleskyFactorCorr, []int{3, 3}, []float64{0.3, -0.7, 1.1},
			[]float64{1, t1, t2, 0, c1, t3 * c2, 0, 0, c2 * c3},
			2*math.Log(c1) + 2*math.Log(c2) + 2*math.Log(c3) + math.Log(c2), "z by row: z21, z31, z32"},
		{&corrMatrix, []int{3, 3}, []float64{0.3, -0.7, 1.1},
			[]float64{1, t1, t2, t1, 1, t1*t2 + c1*t3*c2, t2, t1*t2 + c1*t3*c2, 1},
			3*math.Log(c1) + 3*math.Log(c2) + 2*math.Log(c3), "LKJ equation 11"},
		{&choleskyFactorCov, []int{3, 2}, []float64{0.1, -2, 0.3, 4, 5}, []float64{e1, -2, 4, 0, e3, 5}, 0.4, "by row, exp on the diagonal"},
		{&covMatrix, []int{2, 2}, []float64{0.1, 2, 0.6}, []float64{e1 * e1, 2 * e1, 2 * e1, 4 + e6*e6},
			2*math.Ln2 + 3*0.1 + 2*0.6, "2^K Π z_kk^(K-k+2)"},
	} {
		b := trial{c: v.c, dims: v.dims}.bind(rand.New(rand.NewPCG(17, 18)))
		copy(b.x.Val, v.x)
		if got := b.forward(); !near(got, v.lj, 1e-14) {
			t.Errorf("%s (%s): lj is %v, want %v", v.c.Name, v.formula, got, v.lj)
		}
		for i, want := range v.y {
			if !near(b.y.Val[i], want, 1e-14) {
				t.Errorf("%s (%s): y[%d] is %v, want %v", v.c.Name, v.formula, i, b.y.Val[i], want)
			}
		}
	}
}

// TestCorrMatrixOrder pins the order of x at the first size where the rows and
// the columns of the lower triangle differ.
func TestCorrMatrixOrder(t *testing.T) {
	b := trial{c: &corrMatrix, dims: []int{4, 4}}.bind(rand.New(rand.NewPCG(17, 18)))
	clear(b.x.Val)
	b.x.Val[2] = 0.5 // the third number belongs to element [4,1]
	b.forward()
	if got, want := b.y.Val[3], math.Tanh(0.5); got != want {
		t.Errorf("element [4,1] is %v, want %v", got, want)
	}
	b = trial{c: &choleskyFactorCorr, dims: []int{4, 4}}.bind(rand.New(rand.NewPCG(17, 18)))
	clear(b.x.Val)
	b.x.Val[2] = 0.5 // here to element [3,2]
	b.forward()
	if got, want := b.y.Val[2+4], math.Tanh(0.5); got != want {
		t.Errorf("element [3,2] is %v, want %v", got, want)
	}
}

// TestNearBounds keeps digits where a bound is almost touched.
func TestNearBounds(t *testing.T) {
	for _, v := range []struct{ x, a, b, y float64 }{
		{-40, 0, 1, 4.248354255291589e-18},
		{40, -1, 0, -4.248354255291589e-18},
		{-700, 0, 2, 2 * 9.859676543759770e-305},
	} {
		if p := between(v.x, v.a, v.b); !near(p.y/v.y, 1, 1e-13) {
			t.Errorf("between(%g, %g, %g) is %g, want %g", v.x, v.a, v.b, p.y, v.y)
		}
	}
}

// TestMessages are the words a user sees.
func TestMessages(t *testing.T) {
	args := func(v ...float64) []mem.Operand {
		ops := make([]mem.Operand, len(v))
		for i := range v {
			ops[i] = mem.Scalar(v[i:i+1], nil)
		}
		return ops
	}
	eye := func(k int, change ...float64) []float64 {
		m := make([]float64, k*k)
		for i := range k {
			m[i+i*k] = 1
		}
		for i := 0; i+1 < len(change); i += 2 {
			m[int(change[i])] = change[i+1]
		}
		return m
	}
	for _, m := range []struct {
		c    *Constraint
		y    []float64
		dims []int
		args []mem.Operand
		want string // empty: no complaint
	}{
		{&lower, []float64{-0.2}, nil, args(0), "is -0.2, must be at least 0"},
		{&lower, []float64{1, 2, math.NaN()}, []int{3}, args(0), "element 3 is NaN, must be at least 0"},
		{&lower, []float64{0}, nil, args(0), ""},
		{&upper, []float64{1, 2.5}, []int{2}, args(2), "element 2 is 2.5, must be at most 2"},
		{&lowerUpper, []float64{1, 2, 3, 7}, []int{2, 2}, args(0, 5), "element [2,2] is 7, must be at most 5"},
		{&lowerUpper, []float64{0, 1}, []int{2}, args(0, 1), ""},
		{&simplex, []float64{0.6, 0.6, -0.2}, []int{3}, nil, "element 3 is -0.2, must be zero or more"},
		{&simplex, []float64{0.5, 0.51}, []int{2}, nil, "sums to 1.01, must sum to 1"},
		{&simplex, []float64{0.5, 0.500000001}, []int{2}, nil, ""},
		{&ordered, []float64{1, 3, 2}, []int{3}, nil, "element 3 is 2, must be above element 2, which is 3"},
		{&ordered, []float64{1, 1}, []int{2}, nil, "element 2 is 1, must be above element 1, which is 1"},
		{&positiveOrdered, []float64{-1, 1}, []int{2}, nil, "element 1 is -1, must be at least 0"},
		{&unitVector, []float64{1, 1}, []int{2}, nil, "has length 1.414213562, must have length 1"},
		{&sumToZeroVector, []float64{1, -0.9}, []int{2}, nil, "sums to 0.1, must sum to 0"},
		{&sumToZeroMatrix, []float64{1, -1, -1, 2}, []int{2, 2}, nil, "row 2 sums to 1, must sum to 0"},
		{&columnStochasticMatrix, []float64{1, 0, 0.5, 0.6}, []int{2, 2}, nil, "column 2: sums to 1.1, must sum to 1"},
		{&rowStochasticMatrix, []float64{1, 0.5, 0, 0.6}, []int{2, 2}, nil, "row 2: sums to 1.1, must sum to 1"},
		{&corrMatrix, eye(2, 1, 0.5), []int{2, 2}, nil, "is not symmetric: element [1,2] is 0, element [2,1] is 0.5"},
		{&corrMatrix, eye(2, 3, 1.5), []int{2, 2}, nil, "element [2,2] is 1.5, must be 1: it stands on the diagonal"},
		{&corrMatrix, eye(2, 1, 1, 2, 1), []int{2, 2}, nil, "is not positive definite"},
		{&covMatrix, eye(2, 3, -1), []int{2, 2}, nil, "is not positive definite"},
		{&covMatrix, eye(2, 0, 4, 1, 1, 2, 1), []int{2, 2}, nil, ""},
		{&choleskyFactorCov, eye(2, 2, 0.1), []int{2, 2}, nil, "element [1,2] is 0.1, must be 0: it stands above the diagonal"},
		{&choleskyFactorCov, eye(2, 3, 0), []int{2, 2}, nil, "element [2,2] is 0, must be positive: it stands on the diagonal"},
		{&choleskyFactorCorr, eye(2, 1, 0.1), []int{2, 2}, nil, "row 2 has length 1.004987562, must have length 1"},
	} {
		got := ""
		if err := m.c.Check(m.y, m.dims, m.args); err != nil {
			got = err.Error()
		}
		if got != m.want {
			t.Errorf("%s of %v: %q, want %q", m.c.Name, m.y, got, m.want)
		}
	}
}

// TestFromRefuses are values without free numbers: errors, never panics.
func TestFromRefuses(t *testing.T) {
	one := mem.Scalar([]float64{1}, nil)
	two := mem.Scalar([]float64{2}, nil)
	for _, m := range []struct {
		c    *Constraint
		y    []float64
		dims []int
		args []mem.Operand
		want string
	}{
		{&lower, []float64{1}, nil, []mem.Operand{one}, "must be above 1"},
		{&upper, []float64{1}, nil, []mem.Operand{one}, "must be below 1"},
		{&lowerUpper, []float64{2}, nil, []mem.Operand{one, two}, "must be between 1 and 2, not on either"},
		{&offset, []float64{math.Inf(1)}, nil, []mem.Operand{one}, "must be finite"},
		{&simplex, []float64{1, 0}, []int{2}, nil, "element 2 is 0, must be above 0"},
		{&positiveOrdered, []float64{0, 1}, []int{2}, nil, "must be above 0"},
		{&ordered, []float64{math.NaN(), 1}, []int{2}, nil, "element 1 is NaN"},
		{&unitVector, []float64{0, 0}, []int{2}, nil, "has length 0"},
		{&corrMatrix, []float64{1, 1, 1, 1}, []int{2, 2}, nil, "positive definite"},
		{&choleskyFactorCorr, []float64{1, 1, 0, 0}, []int{2, 2}, nil, "must be positive"},
		{&sumToZeroMatrix, []float64{1, 1, 1, 1}, []int{2, 2}, nil, "row 1 sums to 2"},
		{&columnStochasticMatrix, []float64{1, 1, 1, 1}, []int{2, 2}, nil, "column 1: sums to 2"},
		{&rowStochasticMatrix, []float64{1, 1, 1, 1}, []int{2, 2}, nil, "row 1: sums to 2"},
	} {
		err := m.c.From(make([]float64, m.c.Free(m.dims)), m.y, m.dims, m.args)
		if err == nil || !strings.Contains(err.Error(), m.want) {
			t.Errorf("%s from %v: %v, want %q", m.c.Name, m.y, err, m.want)
		}
	}
}

// TestBounds are arguments that are no bounds, and the NaN of forward.
func TestBounds(t *testing.T) {
	op := func(v ...float64) mem.Operand { return operand(v, []int{len(v)}) }
	for _, m := range []struct {
		c    *Constraint
		args []mem.Operand
		want string
	}{
		{&lowerUpper, []mem.Operand{op(0, 3), op(1, 2)}, "the lower bound is 3, must be below the upper bound, which is 2"},
		{&lowerUpper, []mem.Operand{op(0, 3), op(1, math.Inf(1))}, ""},
		{&offset, []mem.Operand{op(math.Inf(1))}, "the offset is +Inf, must be finite"},
		{&multiplier, []mem.Operand{op(1, 0)}, "the multiplier is 0, must be positive and finite"},
		{&offsetMultiplier, []mem.Operand{op(1), op(-2)}, "the multiplier is -2, must be positive and finite"},
		{&offsetMultiplier, []mem.Operand{op(1), op(2)}, ""},
	} {
		got := ""
		if err := m.c.Bounds(m.args); err != nil {
			got = err.Error()
		}
		if got != m.want {
			t.Errorf("%s: %q, want %q", m.c.Name, got, m.want)
		}
	}
	if p := between(0, 2, 1); !math.IsNaN(p.lj) {
		t.Errorf("crossed bounds give lj %v, want NaN", p.lj)
	}
}

// TestSizes are dims that no element has.
func TestSizes(t *testing.T) {
	for _, m := range []struct {
		c    *Constraint
		dims []int
		want string
	}{
		{&simplex, []int{0}, "has size 0, must have 1 or more"},
		{&corrMatrix, []int{3, 4}, "is 3 x 4, must be square"},
		{&choleskyFactorCov, []int{2, 3}, "is 2 x 3, must not have more columns than rows"},
		{&choleskyFactorCov, []int{3, 2}, ""},
	} {
		got := ""
		if err := m.c.Sizes(m.dims); err != nil {
			got = err.Error()
		}
		if got != m.want {
			t.Errorf("%s of %v: %q, want %q", m.c.Name, m.dims, got, m.want)
		}
	}
}
