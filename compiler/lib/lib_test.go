package lib

import (
	"slices"
	"strings"
	"testing"

	"hm/compiler/lib/dist"
	"hm/compiler/lib/fn"
	"hm/lang/types"
)

func TestNames(t *testing.T) {
	l := Library()
	for _, name := range strings.Fields(`normal_lpdf normal_lupdf normal_cdf normal_lcdf normal_lccdf normal_rng
		std_normal_lpdf std_normal_rng poisson_lpmf poisson_lupmf poisson_cdf poisson_rng poisson_log_lpmf poisson_log_rng
		bernoulli_logit_lpmf bernoulli_logit_rng binomial_logit_lpmf neg_binomial_2_lcdf categorical_lpmf categorical_rng
		multi_normal_lpdf multi_normal_rng multi_normal_cholesky_lupdf lkj_corr_cholesky_rng dirichlet_lpdf dirichlet_rng`) {
		if len(l.Func(name)) != 1 {
			t.Errorf("%s has %d signatures, want 1", name, len(l.Func(name)))
		}
	}
	for _, name := range strings.Fields(`normal_lpmf poisson_lpdf poisson_log_cdf bernoulli_logit_lccdf binomial_logit_rng
		multi_normal_cdf categorical_lcdf normal normal_pdf`) {
		if sigs := l.Func(name); sigs != nil {
			t.Errorf("%s exists: %v", name, sigs[0])
		}
	}
	names := l.Names()
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Error("names are not sorted and distinct")
	}
	for _, d := range dist.Table {
		if !slices.Contains(names, d.Name) || len(l.Dist(d.Name)) != 1 {
			t.Errorf("%s is not listed", d.Name)
		}
	}
}

// TestTables demands that no name stands in both tables or twice in one, since
// one of the rows would hide.
func TestTables(t *testing.T) {
	seen := map[string]string{}
	note := func(name, where string) {
		if seen[name] != "" {
			t.Errorf("%s is in %s and in %s", name, seen[name], where)
		}
		seen[name] = where
	}
	for _, f := range fn.Table {
		note(f.Name, "functions")
	}
	for _, d := range dist.Table {
		note("~ "+d.Name, "distributions")
		for f := LPDF; f <= RNG; f++ {
			for _, s := range d.Signatures(f) {
				note(s.Name, d.Name)
			}
		}
	}
}

func TestImpl(t *testing.T) {
	l := Library()
	for name, form := range map[string]Form{"normal_lpdf": LPDF, "normal_lupdf": LPDF, "normal_cdf": CDF, "normal_lcdf": LCDF, "normal_lccdf": LCCDF, "normal_rng": RNG} {
		f, ok := l.Func(name)[0].Impl.(*DistFunc)
		if !ok || f.Form != form || f.Dist.Name != "normal" {
			t.Errorf("%s is computed by %+v, want form %d of normal", name, f, form)
		}
	}
	if f, ok := l.Dist("normal")[0].Impl.(*DistFunc); !ok || f.Form != LPDF {
		t.Error("~ normal is not its log density")
	}
	for _, s := range l.Func("exp") {
		if _, ok := s.Impl.(*fn.Overload); !ok {
			t.Errorf("exp is computed by %T", s.Impl)
		}
	}
}

func TestParams(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"normal_lpdf", "reals y, reals mu, reals sigma => real"},
		{"std_normal_lcdf", "reals y => real"},
		{"binomial_lpmf", "ints n, ints N, reals theta => real"},
		{"categorical_lpmf", "ints n, vector theta => real"},
		{"multi_normal_lpdf", "vectors y, vectors mu, matrix Sigma => real"},
		{"dirichlet_lpdf", "vectors theta, vectors alpha => real"},
		{"lkj_corr_cholesky_lpdf", "matrix L, real eta => real"},
		{"lkj_corr_cholesky_rng", "int K, real eta => matrix"},
		{"dirichlet_rng", "vector alpha => vector"},
		{"poisson_rng", "reals lambda => int"},
		{"binomial_rng", "ints N, reals theta => int"},
		{"std_normal_rng", " => real"},
	} {
		s := Library().Func(c.name)[0]
		var ps []string
		for _, p := range s.Params {
			word := p.Type.String()
			if p.Broad != types.Exact {
				word += "s"
			}
			ps = append(ps, word+" "+p.Name)
		}
		if got := strings.Join(ps, ", ") + " => " + s.Result.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestDrawTypes: _rng functions give one draw for scalars, and an array for
// any container.
func TestDrawTypes(t *testing.T) {
	reals, vectors := types.ArrayOf(1, types.TReal), types.ArrayOf(1, types.TVector)
	ints := types.ArrayOf(1, types.TInt)
	for _, c := range []struct {
		name string
		args []types.Type
		want string // empty where refused
	}{
		{"normal_rng", []types.Type{types.TReal, types.TReal}, "real"},
		{"normal_rng", []types.Type{types.TInt, types.TReal}, "real"},
		{"normal_rng", []types.Type{types.TVector, types.TReal}, "array[] real"},
		{"normal_rng", []types.Type{types.TReal, types.TRowVector}, "array[] real"},
		{"normal_rng", []types.Type{reals, ints}, "array[] real"},
		{"normal_rng", []types.Type{types.TMatrix, types.TReal}, ""},
		{"normal_rng", []types.Type{vectors, types.TReal}, ""},
		{"normal_rng", []types.Type{types.TReal}, ""},
		{"poisson_rng", []types.Type{types.TReal}, "int"},
		{"poisson_rng", []types.Type{types.TVector}, "array[] int"},
		{"binomial_rng", []types.Type{ints, types.TReal}, "array[] int"},
		{"binomial_rng", []types.Type{types.TReal, types.TReal}, ""},
		{"binomial_rng", []types.Type{types.TVector, types.TReal}, ""},
		{"std_normal_rng", nil, "real"},
		{"categorical_rng", []types.Type{types.TVector}, "int"},
		{"categorical_rng", []types.Type{types.TRowVector}, ""},
		{"dirichlet_rng", []types.Type{types.TVector}, "vector"},
		{"multi_normal_rng", []types.Type{types.TVector, types.TMatrix}, "vector"},
		{"multi_normal_rng", []types.Type{types.TRowVector, types.TMatrix}, "vector"},
		{"multi_normal_rng", []types.Type{vectors, types.TMatrix}, "array[] vector"},
		{"multi_normal_rng", []types.Type{types.TVector, types.TReal}, ""},
		{"lkj_corr_cholesky_rng", []types.Type{types.TInt, types.TReal}, "matrix"},
		{"lkj_corr_cholesky_rng", []types.Type{types.TReal, types.TReal}, ""},
	} {
		got := ""
		if result, ok := Library().Func(c.name)[0].Rule(c.args); ok {
			got = result.String()
		}
		if got != c.want {
			t.Errorf("%s%v gives %q, want %q", c.name, c.args, got, c.want)
		}
	}
}
