package compiler_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hm/compiler"
)

// regressions are normal likelihoods in many spellings; all have the data N, J,
// g, h, x, X and y.
var regressions = map[string]struct{ params, model string }{
	"intercept":         {"real a; real<lower=0> s;", "y ~ normal(a, s);"},
	"line":              {"real a; real b; real<lower=0> s;", "y ~ normal(a + b * x, s);"},
	"loop":              {"real a; real b; real<lower=0> s;", "for (n in 1:N) y[n] ~ normal(a + b * x[n], s);"},
	"filled":            {"real a; real b; real<lower=0> s;", "vector[N] mu; for (n in 1:N) mu[n] = a + b * x[n]; y ~ normal(mu, s);"},
	"matrix":            {"vector[3] b; real<lower=0> s;", "y ~ normal(X * b - 0.5 * x, s);"},
	"row by row":        {"vector[3] b; real<lower=0> s;", "for (n in 1:N) target += normal_lpdf(y[n] | X[n] * b, s);"},
	"groups":            {"vector[J] a; vector[J] b; real<lower=0> s;", "y ~ normal(a[g] + b[g] .* x, s);"},
	"crossed":           {"vector[J] a; vector[J] b; real c; real<lower=0> s;", "y ~ normal(c + a[g] + b[h], s);"},
	"made of others":    {"real m; real<lower=0> t; vector[J] z; real<lower=0> s;", "vector[J] a = m + t * z; y ~ normal(a[g], s);"},
	"a sigma a group":   {"real a; real b; vector<lower=0>[J] s;", "y ~ normal(a + b * x, s[g]);"},
	"sigma of a sigma":  {"vector[J] a; vector<lower=0>[J] s;", "for (n in 1:N) y[n] ~ normal(a[g[n]], s[h[n]]);"},
	"known sigma":       {"real a; real b;", "y ~ normal(a + b * x, 2);"},
	"two columns alike": {"real a; real b; real<lower=0> s;", "y ~ normal(a + b, s); y ~ normal(a * 2 + b * 2 + 1, s);"},
}

func regressionData(n int, shift float64) string {
	rng := rand.New(rand.NewPCG(7, 8))
	var g, h, x, y, rows []string
	for range n {
		v := shift + rng.NormFloat64()
		g, h = append(g, fmt.Sprint(1+rng.IntN(4))), append(h, fmt.Sprint(1+rng.IntN(4)))
		x = append(x, fmt.Sprint(v))
		y = append(y, fmt.Sprint(1+0.5*v+rng.NormFloat64()))
		rows = append(rows, fmt.Sprintf("[1, %g, %g]", v, rng.NormFloat64()))
	}
	list := func(s []string) string { return "[" + strings.Join(s, ", ") + "]" }
	return fmt.Sprintf(`{"N": %d, "J": 4, "g": %s, "h": %s, "x": %s, "X": %s, "y": %s}`, n, list(g), list(h), list(x), list(rows), list(y))
}

// TestSufficientStatistics demands of every spelling that the pass takes it and
// that it changes nothing, also where predictors are badly scaled.
func TestSufficientStatistics(t *testing.T) {
	for name, r := range regressions {
		t.Run(name, func(t *testing.T) {
			src := "data { int N; int J; array[N] int<lower=1, upper=J> g; array[N] int<lower=1, upper=J> h; vector[N] x; matrix[N, 3] X; vector[N] y; }" +
				"parameters {" + r.params + "} model {" + r.model + "}"
			for _, shift := range []float64{0, 1e6} {
				json := regressionData(200, shift)
				p := bind(t, name, src, json)
				if p.Fired()["sufficient-statistics"] == 0 {
					t.Error("the pass did not take it")
				}
				tol := 1e-12
				if shift > 0 {
					tol = 1e-10
				}
				plain := bind(t, name, src, json, compiler.Without("sufficient-statistics"))
				agree(t, fmt.Sprintf("predictors about %g", shift), p.NewChain(), plain.NewChain(), tol)
			}
		})
	}
}

// repeated are likelihoods of which many rows are the same.
var repeated = map[string]struct{ params, model string }{
	"logistic":         {"vector[J] a; real b;", "k ~ bernoulli_logit(a[g] + b * z);"},
	"loop":             {"vector[J] a; real b;", "for (n in 1:N) k[n] ~ bernoulli_logit(a[g[n]] + b * z[n]);"},
	"counts":           {"vector[J] a; real b;", "k ~ poisson_log(a[g] .* exp(b * z));"},
	"rate":             {"vector<lower=0>[J] a;", "for (n in 1:N) k[n] ~ poisson(a[g[n]] * 2 + square(z[n]));"},
	"student":          {"vector[J] a; real<lower=0> s;", "z ~ student_t(4, a[g], s);"},
	"normal, bent":     {"vector[J] a; real b; real<lower=0> s;", "z ~ normal(exp(a[g] * 0.1) + b, s);"},
	"different scales": {"vector[J] a; vector<lower=0>[J] s;", "z ~ cauchy(a[h], s[g]);"},
}

// TestRowCompression demands of every spelling that rows that are the same are
// found and that nothing changes.
func TestRowCompression(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	var g, h, z, k []string
	for range 300 {
		g, h = append(g, fmt.Sprint(1+rng.IntN(4))), append(h, fmt.Sprint(1+rng.IntN(2)))
		z, k = append(z, fmt.Sprint(rng.IntN(3))), append(k, fmt.Sprint(rng.IntN(2)))
	}
	list := func(s []string) string { return "[" + strings.Join(s, ", ") + "]" }
	json := fmt.Sprintf(`{"N": 300, "J": 4, "g": %s, "h": %s, "z": %s, "k": %s}`, list(g), list(h), list(z), list(k))
	for name, r := range repeated {
		t.Run(name, func(t *testing.T) {
			src := "data { int N; int J; array[N] int<lower=1, upper=J> g; array[N] int<lower=1, upper=J> h; vector[N] z; array[N] int k; }" +
				"parameters {" + r.params + "} model {" + r.model + "}"
			p := bind(t, name, src, json)
			if p.Fired()["row-compression"]+p.Fired()["level-sums"] == 0 {
				t.Error("the pass did not take it")
			}
			plain := bind(t, name, src, json, compiler.Without("row-compression"), compiler.Without("level-sums"))
			agree(t, "compressed", p.NewChain(), plain.NewChain(), 1e-12)
			differences(t, p.NewChain())
		})
	}
}

// leveled are likelihoods whose parameters are those of a few levels.
var leveled = map[string]struct{ params, model string }{
	"exponential":    {"vector<lower=0>[J] a;", "x ~ exponential(a[g]);"},
	"loop":           {"vector<lower=0>[J] a;", "for (n in 1:N) x[n] ~ exponential(2 * a[g[n]]);"},
	"poisson":        {"vector<lower=0>[J] a;", "k ~ poisson(a[g]);"},
	"log rates":      {"vector[J] a;", "k ~ poisson_log(a[g] + 1);"},
	"gamma":          {"real<lower=0> s; vector<lower=0>[J] a;", "x ~ gamma(s, a[g]);"},
	"two factors":    {"vector[J] a; vector[J] b;", "b2 ~ bernoulli_logit(a[g] + b[h]);"},
	"probabilities":  {"vector<lower=0, upper=1>[J] a;", "b2 ~ bernoulli(a[g]);"},
	"binomial":       {"vector<lower=0, upper=1>[J] a;", "k ~ binomial(20, a[g]);"},
	"bent lognormal": {"vector[J] a; real<lower=0> s;", "x ~ lognormal(exp(a[g]), s);"},
}

// TestLevelSums demands of every spelling that the pass takes it and that it
// changes nothing.
func TestLevelSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var g, h, x, k, b []string
	for range 400 {
		g, h = append(g, fmt.Sprint(1+rng.IntN(4))), append(h, fmt.Sprint(1+rng.IntN(4)))
		x, k = append(x, fmt.Sprint(rng.ExpFloat64())), append(k, fmt.Sprint(rng.IntN(20)))
		b = append(b, fmt.Sprint(rng.IntN(2)))
	}
	list := func(s []string) string { return "[" + strings.Join(s, ", ") + "]" }
	json := fmt.Sprintf(`{"N": 400, "J": 4, "g": %s, "h": %s, "x": %s, "k": %s, "b2": %s}`, list(g), list(h), list(x), list(k), list(b))
	for name, r := range leveled {
		t.Run(name, func(t *testing.T) {
			src := "data { int N; int J; array[N] int<lower=1, upper=J> g; array[N] int<lower=1, upper=J> h; vector[N] x; array[N] int k; array[N] int b2; }" +
				"parameters {" + r.params + "} model {" + r.model + "}"
			p := bind(t, name, src, json)
			// Counts may be few enough for weights instead; measurements are not.
			continuous := strings.Contains(r.model, "x ~") || strings.Contains(r.model, "x[n] ~")
			if p.Fired()["level-sums"]+p.Fired()["row-compression"] == 0 || continuous && p.Fired()["level-sums"] == 0 {
				t.Error("the pass did not take it")
			}
			plain := bind(t, name, src, json, compiler.Without("level-sums"), compiler.Without("row-compression"))
			agree(t, "by level", p.NewChain(), plain.NewChain(), 1e-12)
			differences(t, p.NewChain())
		})
	}
}
