package fn

import (
	"errors"
	"math"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// arg returns an operand of a type with these sizes, filled with v again and
// again.
func arg(ty string, dims []int, v ...float64) mem.Operand {
	a := mem.Operand{Val: make([]float64, mem.Size(dims)), Dims: dims, Type: parseType(ty, ty)}
	for i := range a.Val {
		a.Val[i] = v[i%len(v)]
	}
	return a
}

func integer(n float64) mem.Operand { return arg("int", nil, n) }
func vector(n int) mem.Operand      { return arg("vector", []int{n}, 1, 2, 3) }
func matrix(m, n int) mem.Operand   { return arg("matrix", []int{m, n}, 1, 2, 3, 5, 8) }

// TestMessages are the words in which sizes that do not fit are refused.
func TestMessages(t *testing.T) {
	for _, m := range []struct {
		name string
		args []mem.Operand
		want string
	}{
		{"operator.*", []mem.Operand{vector(5), vector(7)}, "operator.*: sizes differ: 5 and 7"},
		{"operator+", []mem.Operand{matrix(2, 3), matrix(3, 2)}, "operator+: sizes differ: 2 x 3 and 3 x 2"},
		{"operator*", []mem.Operand{matrix(2, 3), vector(2)}, "operator*: the 3 columns of the left side do not fit the 2 rows of the right side"},
		{"operator*", []mem.Operand{arg("row_vector", []int{3}, 1), vector(2)}, "operator*: sizes differ: 3 and 2"},
		{"operator\\", []mem.Operand{matrix(2, 2), vector(3)}, "operator\\: a has 2 rows, b 3"},
		{"operator/", []mem.Operand{matrix(2, 2), matrix(3, 3)}, "operator/: a has 3 columns, b 2"},
		{"dot_product", []mem.Operand{vector(5), vector(7)}, "dot_product: sizes differ: 5 and 7"},
		{"cholesky_decompose", []mem.Operand{matrix(2, 3)}, "cholesky_decompose: the matrix is 2 x 3, must be square"},
		{"head", []mem.Operand{vector(5), integer(7)}, "head: n is 7, must be between 0 and 5"},
		{"tail", []mem.Operand{vector(5), integer(-1)}, "tail: n is -1, must be between 0 and 5"},
		{"segment", []mem.Operand{vector(5), integer(0), integer(2)}, "segment: i is 0, must be between 1 and 5"},
		{"segment", []mem.Operand{vector(5), integer(4), integer(3)}, "segment: n is 3, must be between 0 and 2, the number of elements from element 4 on"},
		{"row", []mem.Operand{matrix(2, 3), integer(3)}, "row: i is 3, must be between 1 and 2"},
		{"col", []mem.Operand{matrix(2, 3), integer(4)}, "col: j is 4, must be between 1 and 3"},
		{"block", []mem.Operand{matrix(2, 3), integer(1), integer(2), integer(2), integer(3)}, "block: n_cols is 3, must be between 0 and 2"},
		{"sub_row", []mem.Operand{matrix(2, 3), integer(5), integer(1), integer(1)}, "sub_row: i is 5, must be between 1 and 2"},
		{"sub_col", []mem.Operand{matrix(2, 3), integer(1), integer(1), integer(-1)}, "sub_col: n_rows is -1, must be between 0 and 2"},
		{"rep_vector", []mem.Operand{arg("real", nil, 1), integer(-1)}, "rep_vector: n is -1, must be zero or more"},
		{"to_matrix", []mem.Operand{vector(5), integer(2), integer(3)}, "to_matrix: 5 numbers do not fill a matrix of 2 x 3"},
		{"append_row", []mem.Operand{matrix(2, 3), matrix(2, 2)}, "append_row: numbers of columns differ: 3 and 2"},
		{"append_col", []mem.Operand{matrix(2, 3), vector(3)}, "append_col: numbers of rows differ: 2 and 3"},
		{"append_array", []mem.Operand{arg("array[] vector", []int{2, 3}, 1), arg("array[] vector", []int{2, 4}, 1)}, "append_array: sizes of the elements differ: 3 and 4"},
		{"diag_pre_multiply", []mem.Operand{vector(3), matrix(2, 3)}, "diag_pre_multiply: d has 3 numbers, must have 2, one for each row"},
		{"diag_post_multiply", []mem.Operand{matrix(2, 3), vector(2)}, "diag_post_multiply: d has 2 numbers, must have 3, one for each column"},
		{"quad_form_diag", []mem.Operand{matrix(2, 2), vector(3)}, "quad_form_diag: d has 3 numbers, the matrix 2 rows"},
		{"quad_form", []mem.Operand{matrix(2, 2), vector(3)}, "quad_form: a has 2 columns, b 3 rows"},
		{"add_diag", []mem.Operand{matrix(2, 3), vector(3)}, "add_diag: d has 3 numbers, the diagonal 2"},
		{"mean", []mem.Operand{vector(0)}, "mean: needs at least one element"},
		{"min", []mem.Operand{arg("array[] int", []int{0})}, "min: the min of no integers is not defined"},
		{"one_hot_vector", []mem.Operand{integer(3), integer(4)}, "one_hot_vector: k is 4, must be between 1 and 3"},
		{"linspaced_vector", []mem.Operand{integer(3), arg("real", nil, 2), arg("real", nil, 1)}, "linspaced_vector: lower is 2, must be at most upper, which is 1"},
		{"uniform_simplex", []mem.Operand{integer(0)}, "uniform_simplex: n is 0, must be 1 or more"},
		{"rank", []mem.Operand{vector(3), integer(4)}, "rank: s is 4, must be between 1 and 3"},
		{"quantile", []mem.Operand{vector(3), arg("real", nil, 1.2)}, "quantile: p is 1.2, must be between 0 and 1"},
		{"log_mix", []mem.Operand{vector(3), vector(2)}, "log_mix: sizes differ: 3 weights and 2 densities"},
		{"trace_dot", []mem.Operand{matrix(2, 3), matrix(2, 3)}, "trace_dot: a is 2 x 3 and b 2 x 3: their product is not square"},
		{"trace_gen_quad_form", []mem.Operand{matrix(3, 3), matrix(2, 2), matrix(2, 2)}, "trace_gen_quad_form: d has 3 rows, b 2 columns"},
	} {
		o := resolve(m.name, typesOf(m.args))
		if o == nil {
			t.Errorf("%s%v: no such overload", m.name, typesOf(m.args))
			continue
		}
		_, err := o.DimsOf(m.args)
		if err == nil || err.Error() != m.want {
			t.Errorf("%s: %v, want %q", m.name, err, m.want)
		}
	}
}

// TestRefusals are values at which forward refuses the point, and the words.
func TestRefusals(t *testing.T) {
	nan := math.NaN()
	for _, m := range []struct {
		name string
		args []mem.Operand
		want string
	}{
		{"operator/", []mem.Operand{integer(3), integer(0)}, "integer division: the divisor is 0, must be other than zero"},
		{"operator%", []mem.Operand{integer(3), integer(0)}, "integer division: the divisor is 0, must be other than zero"},
		{"operator%/%", []mem.Operand{integer(3), integer(0)}, "integer division: the divisor is 0, must be other than zero"},
		{"cholesky_decompose", []mem.Operand{matrix(2, 2)}, "cholesky_decompose: the matrix is not symmetric: element [1,2] is 3, element [2,1] is 2"},
		{"cholesky_decompose", []mem.Operand{arg("matrix", []int{2, 2}, 1, 2, 2, 1)}, "cholesky_decompose: the matrix is not positive definite"},
		{"cholesky_decompose", []mem.Operand{arg("matrix", []int{1, 1}, nan)}, "cholesky_decompose: the matrix is not positive definite"},
		{"inverse", []mem.Operand{arg("matrix", []int{2, 2}, 1)}, "inverse: the matrix is singular"},
		{"operator\\", []mem.Operand{arg("matrix", []int{2, 2}, 0), vector(2)}, "operator\\: the matrix is singular"},
		{"operator/", []mem.Operand{matrix(2, 2), arg("matrix", []int{2, 2}, 0)}, "operator/: the matrix is singular"},
		{"mdivide_left_tri_low", []mem.Operand{arg("matrix", []int{2, 2}, 0), vector(2)}, "mdivide_left_tri_low: the matrix is singular"},
		{"quad_form_sym", []mem.Operand{matrix(2, 2), vector(2)}, "quad_form_sym: the matrix is not symmetric: element [1,2] is 3, element [2,1] is 2"},
		{"gamma_p", []mem.Operand{arg("vector", []int{3}, 1, 1, -1), arg("real", nil, 1)}, "gamma_p: a[3] is -1, must be positive and finite"},
		{"gamma_q", []mem.Operand{arg("real", nil, 1), arg("real", nil, -0.5)}, "gamma_q: z is -0.5, must be zero or more"},
		{"to_int", []mem.Operand{arg("real", nil, 1e12)}, "to_int: x is 1e+12, must be a number that an int can hold"},
		{"to_int", []mem.Operand{arg("real", nil, nan)}, "to_int: x is NaN, must be a number that an int can hold"},
	} {
		o := resolve(m.name, typesOf(m.args))
		c := bindTo(t, o, m.args)
		err := c.forward()
		if err == nil || err.Error() != m.want {
			t.Errorf("%s: %v, want %q", m.name, err, m.want)
		}
		var r interface{ Reject() bool }
		if !errors.As(err, &r) || !r.Reject() {
			t.Errorf("%s: %v does not refuse the point", m.name, err)
		}
		if n := testing.AllocsPerRun(5, func() { _ = c.forward() }); n != 0 {
			t.Errorf("%s allocates %v times to refuse", m.name, n)
		}
	}
}

// TestRules are argument types that families take, and do not.
func TestRules(t *testing.T) {
	ty := func(words ...string) []types.Type {
		ts := make([]types.Type, len(words))
		for i, w := range words {
			ts[i] = parseType(w, w)
		}
		return ts
	}
	for _, r := range []struct {
		name string
		args []types.Type
		want string // empty: refused
	}{
		{"rep_array", ty("matrix", "int", "int"), "array[,] matrix"},
		{"rep_array", ty("real", "real"), ""},
		{"rep_array", ty("real"), ""},
		{"head", ty("array[,] int", "int"), "array[,] int"},
		{"head", ty("matrix", "int"), ""},
		{"head", ty("real", "int"), ""},
		{"segment", ty("row_vector", "int", "int"), "row_vector"},
		{"reverse", ty("array[] matrix"), "array[] matrix"},
		{"reverse", ty("matrix"), ""},
		{"append_array", ty("array[] int", "array[] real"), "array[] real"},
		{"append_array", ty("array[] vector", "array[] row_vector"), ""},
		{"append_array", ty("vector", "vector"), ""},
		{"size", ty("matrix"), "int"},
		{"num_elements", ty("real"), ""},
		{"dims", ty("array[,] vector"), "array[] int"},
		{"to_array_1d", ty("array[,] int"), "array[] int"},
		{"to_array_1d", ty("array[] vector"), ""},
		{"to_int", ty("array[] real"), "array[] int"},
		{"to_int", ty("vector"), ""},
	} {
		got := ""
		for o := range overloads {
			if o.Name != r.name || o.Rule == nil {
				continue
			}
			if res, ok := o.Rule(r.args); ok {
				got = res.String()
			}
		}
		if got != r.want {
			t.Errorf("%s%v gives %q, want %q", r.name, r.args, got, r.want)
		}
	}
}

// TestEdges are values at which functions have their own rules.
func TestEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, e := range []struct {
		name string
		at   []float64
		f    float64
		d    []float64 // NaN: not said
	}{
		{"abs", []float64{0}, 0, []float64{0}},
		{"abs", []float64{nan}, nan, nil},
		{"log", []float64{0}, -inf, []float64{inf}},
		{"log", []float64{-1}, nan, nil},
		{"sqrt", []float64{-1}, nan, nil},
		{"pow", []float64{0, 2}, 0, []float64{0, 0}},
		{"pow", []float64{0, 1}, 0, []float64{1, 0}},
		{"pow", []float64{0, 0}, 1, []float64{0, nan}},
		{"pow", []float64{-2, 3}, -8, []float64{12, nan}},
		{"pow", []float64{-1.5, 301}, -math.Pow(1.5, 301), nil},
		{"pow", []float64{-1.5, 300.5}, nan, nil},
		{"pow", []float64{2, 1e6}, inf, nil},
		{"pow", []float64{2, -1e6}, 0, nil},
		{"pow", []float64{inf, 1e6}, inf, nil},
		{"inv_logit", []float64{inf}, 1, []float64{0}},
		{"inv_logit", []float64{-inf}, 0, []float64{0}},
		{"log1p_exp", []float64{inf}, inf, []float64{1}},
		{"log1p_exp", []float64{-inf}, 0, []float64{0}},
		{"log1m_exp", []float64{0}, -inf, nil},
		{"log1m_exp", []float64{1}, nan, nil},
		{"log_diff_exp", []float64{1, 1}, -inf, nil},
		{"log_diff_exp", []float64{1, 2}, nan, nil},
		{"log_diff_exp", []float64{1, -inf}, 1, []float64{1, 0}},
		{"log_sum_exp", []float64{-inf, -inf}, -inf, []float64{0, 1}},
		{"log_sum_exp", []float64{-inf, 2}, 2, []float64{0, 1}},
		{"log_sum_exp", []float64{inf, 2}, inf, []float64{1, 0}},
		{"log_mix", []float64{0, 1, 2}, 2, []float64{nan, 0, 1}},
		{"log_mix", []float64{1, 1, 2}, 1, []float64{nan, 1, 0}},
		{"lmultiply", []float64{0, 0}, 0, []float64{-inf, 0}},
		{"fmax", []float64{nan, 2}, 2, []float64{0, 1}},
		{"fmax", []float64{2, nan}, 2, []float64{1, 0}},
		{"fmin", []float64{2, nan}, 2, []float64{1, 0}},
		{"fdim", []float64{nan, 1}, nan, nil},
		{"hypot", []float64{0, 0}, 0, []float64{0, 0}},
		{"hypot", []float64{inf, 1}, inf, nil},
		{"step", []float64{0}, 1, []float64{0}},
		{"int_step", []float64{1e-300}, 1, nil},
		{"is_nan", []float64{nan}, 1, nil},
		{"is_inf", []float64{-inf}, 1, nil},
		{"Phi", []float64{-inf}, 0, []float64{0}},
		{"inv_Phi", []float64{0}, -inf, nil},
		{"inv_Phi", []float64{1}, inf, nil},
		{"lgamma", []float64{0}, inf, nil},
		{"choose", []float64{3, -1}, 0, nil},
		{"to_int", []float64{-0.5}, 0, nil},
	} {
		f, d := mapOf(e.name, len(e.at)).apply(e.at)
		if !closeTo(f, e.f, 1e-13) {
			t.Errorf("%s%v is %v, want %v", e.name, e.at, f, e.f)
		}
		for i, want := range e.d {
			if want == want && d[i] != want {
				t.Errorf("derivative %d of %s%v is %v, want %v", i, e.name, e.at, d[i], want)
			}
		}
	}
}

// TestDegenerate are containers on which reductions have their own rules.
func TestDegenerate(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name string
		x    []float64
		f    float64
		d    []float64
	}{
		{"log_sum_exp", []float64{}, -inf, nil},
		{"log_sum_exp", []float64{-inf, -inf}, -inf, []float64{0, 0}},
		{"log_sum_exp", []float64{-inf, 3}, 3, []float64{0, 1}},
		{"log_sum_exp", []float64{inf, 3}, inf, []float64{1, 0}},
		{"min", []float64{}, inf, nil},
		{"max", []float64{2, math.NaN(), 3}, math.NaN(), nil},
		{"max", []float64{2, 5, 5}, 5, []float64{0, 1, 0}},
		{"prod", []float64{0, 3, 2}, 0, []float64{6, 0, 0}},
		{"prod", []float64{0, 0, 2}, 0, []float64{0, 0, 0}},
		{"sd", []float64{2, 2}, 0, []float64{0, 0}},
		{"norm2", []float64{0, 0}, 0, []float64{0, 0}},
		{"norm1", []float64{0, -2}, 2, []float64{0, -1}},
	} {
		x := mem.Operand{Val: c.x, Adj: make([]float64, len(c.x)), Dims: []int{len(c.x)}, Type: types.TVector}
		call := bindTo(t, resolve(c.name, []types.Type{types.TVector}), []mem.Operand{x})
		if got := call.run(t)[0]; got != c.f && !(got != got && c.f != c.f) {
			t.Errorf("%s of %v is %v, want %v", c.name, c.x, got, c.f)
		}
		back(call)
		for i, want := range c.d {
			if x.Adj[i] != want {
				t.Errorf("%s of %v: derivative %d is %v, want %v", c.name, c.x, i, x.Adj[i], want)
			}
		}
	}
}
