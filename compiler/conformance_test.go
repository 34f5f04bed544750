package compiler_test

import (
	"strings"
	"testing"

	"hm/compiler"
	"hm/compiler/lib"
	"hm/lang/source"
)

// Each line of these programs uses the library in a way that Stan's Functions
// Reference allows, with the result type it gives there.
var conforming = map[string]string{
	"arithmetic": `
		data { int i; real x; vector[3] v; row_vector[3] r; matrix[3, 3] m; }
		transformed data {
		  int a1 = i + i * i - i %/% 2 + i % 2;
		  real a2 = i / 2.0 + x ^ 2 + i ^ 2;
		  vector[3] a3 = v + 1 - 2 * v / x + m * v + m \ v + v .* v ./ v + r';
		  row_vector[3] a4 = r * m + r / m + 1 - r + v';
		  matrix[3, 3] a5 = m * m + v * r + m / m + m .* m + 2 * m - 1 + m';
		  real a6 = r * v;
		  vector[3] a7 = v .^ 2 + 2 .^ v + v .^ v;
		  int a8 = (i == 1 && x < 2) || !(x >= i) != 0;
		  real a9 = -x + +x;
		  int b1 = -i;
		}`,
	"elementwise": `
		data { int i; array[2] int k; real x; vector[3] v; matrix[2, 2] m; array[2, 2] real a; array[2] vector[3] vs; }
		transformed data {
		  real a1 = exp(i) + log(x) + inv_logit(x) + log1p_exp(x) + sqrt(i) + square(i) + tgamma(x);
		  vector[3] a2 = exp(v);
		  matrix[2, 2] a3 = log1p(m);
		  array[2, 2] real a4 = exp(a);
		  array[2] vector[3] a5 = sqrt(vs);
		  array[2] real a6 = exp(k);
		  vector[3] a7 = pow(v, 2) + pow(2, v) + fmax(v, 1);
		  int a8 = abs(i);
		  array[2] int a9 = abs(k);
		  real b1 = abs(x);
		}`,
	"reductions": `
		data { array[2] int k; array[2] real a; vector[3] v; matrix[2, 2] m; }
		transformed data {
		  int a1 = sum(k) + max(k) + size(m) + rows(m) + cols(m) + num_elements(a);
		  real a2 = sum(a) + sum(v) + sum(m) + mean(k) + sd(v) + max(m) + prod(a) + log_sum_exp(v) + variance(m);
		  real a3 = dot_product(v, v') + dot_self(v) + log_sum_exp(1, 2);
		  array[2] int a4 = dims(m);
		}`,
	"shapes": `
		data { array[2] real a; vector[3] v; matrix[2, 3] m; array[2] int k; }
		transformed data {
		  vector[6] a1 = to_vector(m);
		  row_vector[3] a2 = to_row_vector(v);
		  array[6] real a3 = to_array_1d(m);
		  matrix[2, 3] a4 = rep_matrix(v', 2);
		  vector[2] a5 = rep_vector(1, 2);
		  array[2, 2] int a6 = rep_array(3, 2, 2);
		  array[2] vector[3] a7 = rep_array(v, 2);
		  vector[2] a8 = head(v, 2);
		  array[2] real a9 = to_array_1d({1.0, 2.0});
		  vector[4] b1 = append_row(v, 1.0);
		  matrix[2, 2] b2 = diag_matrix([1, 2]');
		  int b3 = to_int(a[1]);
		}`,
	"distributions": `
		data { int n; array[3] int k; vector[3] v; array[3] real a; array[2] vector[3] vs; }
		parameters { real y; real<lower=0> s; vector[3] theta; cov_matrix[3] S; cholesky_factor_corr[3] L; simplex[3] p; }
		model {
		  y ~ normal(0, 1);
		  n ~ normal(y, s);
		  v ~ normal(theta, a);
		  theta' ~ student_t(3, k, s);
		  n ~ poisson(s);
		  k ~ poisson_log(theta);
		  k ~ binomial(k, p);
		  k ~ bernoulli_logit(theta);
		  k ~ categorical(p);
		  vs ~ multi_normal(theta, S);
		  theta ~ multi_normal(vs, S);
		  L ~ lkj_corr_cholesky(2);
		  p ~ dirichlet(rep_vector(1, 3));
		  s ~ exponential(1) T[ , 3];
		  y ~ normal(0, 1) T[-1, 1];
		  target += normal_lpdf(v | 0, 1) + poisson_lupmf(k | s) + normal_lccdf(y | 0, 1);
		}
		generated quantities {
		  real g1 = normal_rng(0, 1);
		  array[3] real g2 = normal_rng(theta, 1);
		  int g3 = poisson_rng(3);
		  array[3] int g4 = poisson_rng(a);
		  vector[3] g5 = multi_normal_rng(theta, S);
		}`,
}

func TestConforming(t *testing.T) {
	for name, src := range conforming {
		t.Run(name, func(t *testing.T) {
			_, errs := compiler.Compile(name+".hm", []byte(src), lib.Library(), compiler.Options{})
			for _, e := range errs {
				t.Errorf("%s: %s: %s", e.Span.Pos, e.Code, e.Msg)
			}
		})
	}
}

// TestNonconforming checks what the library refuses, statement by statement.
func TestNonconforming(t *testing.T) {
	const data = `
		data { int i; real x; vector[3] v; row_vector[3] r; matrix[3, 3] m; array[3] real a; array[3] int k; }
		parameters { real y; vector[3] theta; }
		model { `
	for _, c := range []struct {
		stmt string
		code source.Code
		msg  string // a part of the message, fix and notes
	}{
		{`real z = v * v;`, "operands-do-not-fit", "use `.*`"},
		{`vector[3] z = a + 1;`, "operands-do-not-fit", "arrays have no arithmetic"},
		{`vector[3] z = v + r;`, "operands-do-not-fit", "transpose"},
		{`int z = x % 2;`, "operands-do-not-fit", "are for ints"},
		{`int z = i / 2.0;`, "assignment-type", "declare a real"},
		{`real z = exp(x, 1);`, "arguments-do-not-fit", "takes 1 argument, and is given 2"},
		{`vector[3] z = exp(a);`, "assignment-type", "`to_vector`"},
		{`real z = dot_product(v, m);`, "arguments-do-not-fit", "the second argument"},
		{`real z = sum(x);`, "arguments-do-not-fit", "takes: sum(vector x) => real"},
		{`int z = to_int(y);`, "data-only-argument", "can depend on parameters"},
		{`y ~ poisson(3);`, "discrete-variate", "is a distribution of ints"},
		{`y ~ normal(0);`, "arguments-do-not-fit", "`normal` takes 2 parameters, and is given 1"},
		{`y ~ normal(0, m);`, "arguments-do-not-fit", "`sigma`, must be a real or a container of them"},
		{`y ~ nromal(0, 1);`, "unknown-distribution", "did you mean `normal`?"},
		{`k ~ poisson_log(m);`, "arguments-do-not-fit", "poisson_log(reals alpha)"},
		{`theta ~ multi_normal(0, m);`, "arguments-do-not-fit", "`mu`, must be a vector or an array of them"},
		{`theta ~ lkj_corr_cholesky(2);`, "arguments-do-not-fit", "must be a matrix"},
		{`target += poisson_lpdf(3 | 2);`, "no-such-form", "use `poisson_lpmf"},
		{`target += nomral_lpdf(y | 0, 1);`, "unknown-function", "did you mean `normal_lpdf`?"},
		{`target += normal(y, 1);`, "unknown-function", "its density is `normal_lpdf"},
		{`k ~ bernoulli_logit(theta) T[0, ];`, "no-truncation", "bernoulli_logit_lccdf"},
	} {
		_, errs := compiler.Compile("test.hm", []byte(data+c.stmt+" }"), lib.Library(), compiler.Options{})
		if len(errs) != 1 || errs[0].Code != c.code {
			t.Errorf("%s: got %v, want one %s", c.stmt, errs, c.code)
			continue
		}
		said := errs[0].Msg + "\n" + errs[0].Fix
		for _, n := range errs[0].Related {
			said += "\n" + n.Msg
		}
		if !strings.Contains(said, c.msg) {
			t.Errorf("%s: %q is not in\n%s", c.stmt, c.msg, said)
		}
	}
}
