package check_test

import (
	"strings"
	"testing"

	"hm/lang/types"
)

// A library is a small stand-in for the compiler's, with rows of every kind
// that the checker must handle.
type library struct {
	funcs, dists map[string][]*types.Signature
	names        []string
}

func (l *library) Func(name string) []*types.Signature { return l.funcs[name] }
func (l *library) Dist(name string) []*types.Signature { return l.dists[name] }
func (l *library) Names() []string                     { return l.names }

// computed marks a row that has an implementation.
type computed struct{}

// lib is the library of all tests. Each line is a name, its parameters, and
// its result; "reals", "vectors" and "each" widen as types.Broadcast says.
var lib = parseLibrary(`
	exp log sqrt inv_logit log1p | each real x | real
	pow | each real x, each real y | real
	choose | each int n, each int k | int
	ldexp | each real x, each int y | real
	abs | each int x | int
	abs | each real x | real
	max min | array[] int x | int
	max min | array[] real x | real
	max min sum mean sd | vector x | real
	sum mean | array[] real x | real
	sum | array[] int x | int
	sum mean | matrix x | real
	dot_product | vector x, vector y | real
	to_vector | array[] real x | vector
	to_vector | matrix x | vector
	to_array_1d | vector x | array[] real
	to_int | data real x | int
	to_int | data array[] real x | array[] int
	rep_vector | real x, int n | vector
	rep_row_vector | real x, int n | row_vector
	rep_matrix | real x, int m, int n | matrix
	diag_matrix | vector x | matrix
	square log10 | each real x | real
	e pi machine_precision not_a_number | | real
	rows cols | matrix x | int
	rows | vector x | int
	num_elements | vector x | int
	negative_infinity | | real
	quad_form_diag | matrix m, vector v | matrix
	get_real | complex z | real
	to_complex | real x, real y | complex

	operator+ operator- operator* operator/ operator.* operator./ | int x, int y | int
	operator+ operator- operator* operator/ operator.* operator./ | real x, real y | real
	operator+ operator- operator* operator/ | complex x, complex y | complex
	operator+ operator- operator.* operator./ | vector x, vector y | vector
	operator+ operator- operator.* operator./ | row_vector x, row_vector y | row_vector
	operator+ operator- operator.* operator./ operator* | matrix x, matrix y | matrix
	operator+ operator- operator* operator/ | vector x, real y | vector
	operator+ operator- operator* operator/ | row_vector x, real y | row_vector
	operator+ operator- operator* operator/ | matrix x, real y | matrix
	operator+ operator- operator* | real x, vector y | vector
	operator+ operator- operator* | real x, row_vector y | row_vector
	operator+ operator- operator* | real x, matrix y | matrix
	operator* | matrix x, vector y | vector
	operator* | row_vector x, matrix y | row_vector
	operator* | row_vector x, vector y | real
	operator* | vector x, row_vector y | matrix
	operator\ | matrix x, vector y | vector
	operator% operator%/% | int x, int y | int
	operator^ | real x, real y | real
	operator.^ | vector x, real y | vector
	operator- operator+ | int x | int
	operator- operator+ | each real x | real
	operator! | int x | int
	operator' | vector x | row_vector
	operator' | row_vector x | vector
	operator' | matrix x | matrix
	operator== operator!= operator< operator<= operator> operator>= | int x, int y | int
	operator== operator!= operator< operator<= operator> operator>= | real x, real y | int
	operator&& operator|| | int x, int y | int

	~normal | reals y, reals mu, reals sigma | cdf rng
	~std_normal | reals y | cdf rng
	~cauchy ~gamma ~beta ~lognormal ~student_t_ | reals y, reals a, reals b | cdf rng
	~exponential | reals y, reals beta | cdf rng
	~poisson | ints n, reals lambda | cdf rng
	~poisson_log | ints n, reals alpha | rng
	~bernoulli ~bernoulli_logit | ints n, reals p | rng
	~binomial | ints n, ints N, reals theta | cdf rng
	~multi_normal | vectors y, vectors mu, matrix Sigma | rng
	~dirichlet | vector theta, vector alpha | rng
	~lkj_corr_cholesky | matrix L, real eta |

	~multinomial | vectors_int n, vector p | rng
	weird | int a, real b | real
	weird | real a, int b | int
	operator.^ | int x, real y | real
	operator.^ | real x, int y | int

	ode_rk45 | function f, vector y, real t, data array[] real ts | array[] vector
	reduce_sum | function f, array[] real x, int n | real
`)

func parseLibrary(text string) *library {
	l := &library{funcs: map[string][]*types.Signature{}, dists: map[string][]*types.Signature{}}
	for line := range strings.Lines(text) {
		names, rest, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok {
			continue
		}
		// The last bar is the result; || is an operator.
		at := strings.LastIndex(rest, "|")
		params, result := parseParams(rest[:at]), strings.TrimSpace(rest[at+1:])
		for name := range strings.FieldsSeq(names) {
			if dist, ok := strings.CutPrefix(name, "~"); ok {
				l.addDist(dist, params, result)
				continue
			}
			l.add(name, params, parseType(result))
		}
	}
	l.addRule("size", types.TInt, func(args []types.Type) bool { return len(args) == 1 })
	l.funcs["rep_array"] = []*types.Signature{{
		Name: "rep_array", Params: parseParams("real x, int n"), Impl: computed{},
		Rule: func(args []types.Type) (types.Type, bool) {
			if len(args) < 2 {
				return types.TInvalid, false
			}
			return types.ArrayOf(len(args)-1, args[0]), true
		},
	}}
	l.names = append(l.names, "size", "rep_array", "gp_quad")
	l.funcs["gp_quad"] = []*types.Signature{{Name: "gp_quad", Params: parseParams("real x"), Result: types.TReal}}
	return l
}

func (l *library) add(name string, params []types.Param, result types.Type) {
	l.names = append(l.names, name)
	l.funcs[name] = append(l.funcs[name], &types.Signature{Name: name, Params: params, Result: result, Impl: computed{}})
}

func (l *library) addRule(name string, result types.Type, fits func([]types.Type) bool) {
	l.funcs[name] = []*types.Signature{{
		Name: name, Params: []types.Param{{Name: "x"}}, Result: result, Impl: computed{},
		Rule: func(args []types.Type) (types.Type, bool) { return result, fits(args) },
	}}
}

func (l *library) addDist(name string, params []types.Param, forms string) {
	l.names = append(l.names, name)
	suffixes := []string{"_lpdf", "_lupdf"}
	if params[0].Type.Kind == types.Int {
		suffixes = []string{"_lpmf", "_lupmf"}
	}
	l.dists[name] = []*types.Signature{{Name: name, Params: params, Result: types.TReal, Impl: computed{}}}
	for _, s := range suffixes {
		l.add(name+s, params, types.TReal)
	}
	if strings.Contains(forms, "cdf") {
		for _, s := range []string{"_cdf", "_lcdf", "_lccdf"} {
			l.add(name+s, params, types.TReal)
		}
	}
	if strings.Contains(forms, "rng") {
		l.add(name+"_rng", params[1:], params[0].Type)
	}
}

func parseParams(s string) []types.Param {
	var out []types.Param
	for field := range strings.SplitSeq(s, ",") {
		words := strings.Fields(field)
		if len(words) == 0 {
			continue
		}
		var p types.Param
		p.Name = words[len(words)-1]
		for _, w := range words[:len(words)-1] {
			switch w {
			case "each":
				p.Broad = types.Each
			case "data":
				p.Data = true
			case "reals":
				p.Broad, p.Type = types.Reals, types.TReal
			case "ints":
				p.Broad, p.Type = types.Reals, types.TInt
			case "vectors":
				p.Broad, p.Type = types.Vectors, types.TVector
			case "vectors_int":
				p.Broad, p.Type = types.Vectors, types.ArrayOf(1, types.TInt)
			case "array[]":
				p.Type.Array++
			default:
				p.Type.Kind = parseType(w).Kind
			}
		}
		out = append(out, p)
	}
	return out
}

func parseType(s string) types.Type {
	elem, isArray := strings.CutPrefix(s, "array[] ")
	for k := types.Void; k <= types.String; k++ {
		if k.String() == elem {
			t := types.Type{Kind: k}
			if isArray {
				t.Array = 1
			}
			return t
		}
	}
	panic("library_test: unknown type " + s)
}

func TestLibraryIsRead(t *testing.T) {
	if got := len(lib.Func("operator||")); got != 1 {
		t.Errorf("operator||: %d rows, want 1", got)
	}
	if got := len(lib.Func("operator*")); got != 14 {
		t.Errorf("operator*: %d rows, want 14", got)
	}
	if got := lib.Func("poisson_rng")[0].Result; got.Kind != types.Int {
		t.Errorf("poisson_rng returns %v, want int", got)
	}
}
