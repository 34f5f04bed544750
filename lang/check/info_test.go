package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hm/lang/check"
	"hm/lang/internal/chunked"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// mustCheck checks a program that has no problem.
func mustCheck(t *testing.T, src string) (*syntax.File, *check.Info) {
	t.Helper()
	f, info, errs := checkSource("test.hm", []byte(src))
	for _, e := range errs {
		t.Errorf("%s: %s", e.Span.Pos, e.Msg)
	}
	return f, info
}

// object returns the top-level variable of a name.
func object(t *testing.T, info *check.Info, name string) *check.Object {
	t.Helper()
	for _, v := range info.Vars {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no variable %s", name)
	return nil
}

func TestObjects(t *testing.T) {
	_, info := mustCheck(t, `
		data {
		  dim run; dim epoch;
		  int K;
		  array[run] factor<epoch> epoch_of;
		  /// how it went
		  array[run, 3] matrix[K, epoch] m;
		  vector<missing>[run] y;
		}
		parameters { cov_matrix[epoch] S; tuple(real, vector[epoch]) t; real a, b; }
		generated quantities { vector[epoch] g; }`)
	for _, c := range []struct {
		name  string
		typ   string
		level check.Level
		axes  string
	}{
		{"run", "int", check.Data, ""},
		{"K", "int", check.Data, ""},
		{"epoch_of", "array[] factor<epoch>", check.Data, "run"},
		{"m", "array[,] matrix", check.Data, "run,,,epoch"},
		{"y", "vector", check.Param, "run"},
		{"S", "matrix", check.Param, "epoch,epoch"},
		{"t", "tuple(real, vector)", check.Param, ""},
		{"a", "real", check.Param, ""},
		{"b", "real", check.Param, ""},
		{"g", "vector", check.Draw, "epoch"},
	} {
		obj := object(t, info, c.name)
		got := fmt.Sprintf("%v %d %s", obj.Type, obj.Level, strings.Join(obj.Axes, ","))
		if want := fmt.Sprintf("%s %d %s", c.typ, c.level, c.axes); got != want {
			t.Errorf("%s: got %s, want %s", c.name, got, want)
		}
		if obj.Ident == nil || obj.Decl == nil || obj.Sized == nil || obj.Init == nil || info.Uses[obj.Ident] != obj {
			t.Errorf("%s: incomplete object %+v", c.name, obj)
		}
	}
	if !object(t, info, "run").IsDim || object(t, info, "K").IsDim || !object(t, info, "y").Missing {
		t.Error("IsDim or Missing is wrong")
	}
	if got := object(t, info, "m").Doc; !strings.Contains(got, "how it went") {
		t.Errorf("doc of m: %q", got)
	}
}

// TestLevels checks the levels of marked expressions: every argument of a
// print says what level it should have, in the order of the program.
func TestLevels(t *testing.T) {
	f, info := mustCheck(t, `
		functions {
		  real f(real x, data real y) {
		    real z = y;
		    print("Data", z, "Param", x, "Data", rows([x, x]'));
		    return x;
		  }
		  real g_lp(real x) { return x; }
		}
		data { int N; vector[N] y; }
		transformed data {
		  real r = normal_rng(0, 1);
		  print("Const", 1 + 2, "Data", r, "Data", N * 2, "Data", size(y), "Data", f(1, 2) + N);
		}
		parameters { real theta; vector[N] beta; }
		transformed parameters { real tp = 1; }
		model {
		  real a = 1; real b = 1; real c = 1; real d = 1; int k = 0; vector[3] v; real u;
		  b = theta;
		  if (theta > 0) c = 2;
		  if (N > 0) d = 2;
		  while (k < 3) { k += 1; if (theta < 0) break; }
		  v[1] = theta;
		  for (i in 1:N) { int j = i; print("Data", j, "Data", i); }
		  for (e in beta) print("Param", e);
		  if (theta > 0) { int inner = 3; inner += 1; print("Data", inner); }
		  for (i in 1:3) { u = d; d = b; }
		  print("Data", a, "Param", b, "Param", c, "Param", d, "Param", k, "Param", v, "Param", u);
		  print("Param", tp, "Param", beta[N], "Data", num_elements(beta), "Param", f(theta, 1), "Data", f(N, 2));
		  print("Param", target(), "Param", g_lp(1), "Const", 3 > 2 ? 1.5 : 2, "Param", {theta, 1});
		}
		generated quantities {
		  real q = normal_rng(theta, 1);
		  real w = 1;
		  print("Draw", q, "Draw", w, "Param", theta, "Draw", normal_rng(0, 1), "Data", N);
		  { real l = N; print("Data", l); }
		}`)
	names := map[string]check.Level{"Const": check.Const, "Data": check.Data, "Param": check.Param, "Draw": check.Draw}
	marked := 0
	eachMessage(f, func(m *syntax.Message) {
		for i := 0; i < len(m.Args); i += 2 {
			want, ok := names[m.Args[i].(*syntax.StringLit).Value]
			if !ok {
				t.Fatalf("%s: no level", m.Range().Pos)
			}
			marked++
			if got := info.Levels[m.Args[i+1]]; got != want {
				t.Errorf("%s: level %d, want %d", m.Args[i+1].Range().Pos, got, want)
			}
		}
	})
	if marked != 34 {
		t.Errorf("checked %d expressions, want 34", marked)
	}
}

// eachMessage visits every print of a program.
func eachMessage(f *syntax.File, visit func(*syntax.Message)) {
	var stmt func(s syntax.Stmt)
	list := func(l []syntax.Stmt) {
		for _, s := range l {
			stmt(s)
		}
	}
	stmt = func(s syntax.Stmt) {
		switch s := s.(type) {
		case *syntax.Message:
			visit(s)
		case *syntax.BlockStmt:
			list(s.Stmts)
		case *syntax.For:
			stmt(s.Body)
		case *syntax.ForEach:
			stmt(s.Body)
		case *syntax.If:
			stmt(s.Then)
		}
	}
	for _, b := range f.Blocks {
		for _, d := range b.Funcs {
			list(d.Body.Stmts)
		}
		list(b.Stmts)
	}
}

// TestCalls spells every resolved call of a program, in source order.
func TestCalls(t *testing.T) {
	_, info := mustCheck(t, `
functions {
  real f(real x) { return x; }
  real f(int x) { return 1; }
  real my_lpdf(real y, real m) { return y; }
}
data { int n; vector[2] v; array[2] int k; }
parameters { real theta ~ normal(0, n); }
model {
  real x = f(n);
  x = f(1.5);
  theta ~ my(n);
  target += my_lupdf(theta | 1);
  v ~ normal(theta, k);
  x += n;
  row_vector[2] w = -v';
}
generated quantities {
  array[2] real r = normal_rng(v, 1);
  array[2] int p = poisson_rng({1, 2});
}`)
	want := []string{
		"8 normal(real, int, int) => real",
		"10 user f(int) => real",
		"11 user f(real) => real",
		"12 user my_lpdf(real, int) => real",
		"13 user my_lpdf(real, int) => real",
		"14 normal(vector, real, array[] int) => real",
		"15 operator+(real, int) => real",
		"16 operator'(vector) => row_vector",
		"16 operator-(row_vector) => row_vector",
		"19 normal_rng(vector, int) => array[] real",
		"20 poisson_rng(array[] int) => array[] int",
	}
	var got []string
	for node, call := range info.Calls {
		user := ""
		if call.User != nil {
			user = "user "
			if call.Sig != call.User.Sig {
				t.Errorf("%s: Sig is not the function's", node.Range().Pos)
			}
		}
		args := make([]string, len(call.Args))
		for i, a := range call.Args {
			args[i] = a.String()
		}
		got = append(got, fmt.Sprintf("%d %s%s(%s) => %s", node.Range().Pos.Line, user, call.Sig.Name, strings.Join(args, ", "), call.Result))
	}
	slices.SortFunc(got, func(a, b string) int {
		var i, j int
		fmt.Sscan(a, &i)
		fmt.Sscan(b, &j)
		if i != j {
			return i - j
		}
		return strings.Compare(a, b)
	})
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestComplete checks that a correct program leaves no expression without a
// type and a level, and no name without its object.
func TestComplete(t *testing.T) {
	f, info := mustCheck(t, `
		functions { vector scale(vector x, real by) { for (i in 1:3) { print(x[i]); } return x * by; } }
		data { int<lower=0> N; array[N] vector<lower=-1, upper=1>[3] x; tuple(real, int) t; array[N] int k; }
		parameters { real<lower=0> s ~ normal(0, 1) T[0, ]; array[N] real z; }
		model {
		  real a = t.1; real b; tuple(real, real) u;
		  for (v in x) { a += sum(scale(v, s)[1:2]); }
		  (a, b) = (1, 2.0);
		  u.1 = 3;
		  b = N > 3 ? a : -b;
		  z[k] ~ normal(([a, b]')[{1, 2}][1], {1.0, 2}[1]);
		  while (a > 1) a = (b);
		  profile("p") { print("x", z, [[1, 2], [3, 4]]); }
		}`)
	names := map[syntax.Expr]bool{} // of functions, distributions and profiles
	checked := 0
	syntax.Inspect(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Call:
			names[n.Fn] = true
		case *syntax.Tilde:
			names[n.Dist] = true
		case *syntax.Profile:
			names[n.Name] = true
		case *syntax.FuncDef:
			names[n.Name] = true
			if info.Uses[n.Name] == nil {
				t.Errorf("function %s has no object", n.Name.Name)
			}
		}
		return true
	})
	syntax.Inspect(f, func(n syntax.Node) bool {
		e, ok := n.(syntax.Expr)
		if !ok || names[e] {
			return true
		}
		if id, isIdent := e.(*syntax.Ident); isIdent {
			if info.Uses[id] == nil {
				t.Errorf("%s: %s has no object", e.Range().Pos, id.Name)
			}
			if info.Uses[id] != nil && info.Uses[id].Ident == id {
				return true // a declaration, not an expression
			}
		}
		checked++
		if typ, ok := info.Types[e]; !ok || typ.Kind == types.Invalid {
			t.Errorf("%s: %T has no type", e.Range().Pos, e)
		}
		if _, ok := info.Levels[e]; !ok {
			t.Errorf("%s: %T has no level", e.Range().Pos, e)
		}
		return true
	})
	if checked < 60 {
		t.Errorf("checked %d expressions only", checked)
	}
}

func TestUncomputed(t *testing.T) {
	_, info, errs := checkSource("test.hm", []byte("transformed data {\n  real x = gp_quad(1) + exp(1);\n}"))
	if len(errs) > 0 {
		t.Fatalf("checking: %v", errs)
	}
	got := check.Uncomputed(info)
	if len(got) != 1 || got[0].Code != check.NotComputedYet || got[0].Span.Pos.Line != 2 || !strings.Contains(got[0].Msg, "`gp_quad`") {
		t.Errorf("got %v", got)
	}
}

// TestRelated checks that a conflict points at its other half.
func TestRelated(t *testing.T) {
	_, _, errs := checkSource("test.hm", []byte(`
data { dim run; dim epoch; dim school;
  array[run] factor<school> s; }
parameters {
  vector[epoch] alpha; }
model { target += alpha[s]; }`))
	if len(errs) != 1 {
		t.Fatalf("got %v", errs)
	}
	var lines []int
	for _, n := range errs[0].Related {
		lines = append(lines, n.Span.Pos.Line)
	}
	if !slices.Equal(lines, []int{5, 3}) {
		t.Errorf("notes at lines %v, want 5 and 3", lines)
	}
}

// TestOrder checks that problems come in source order, whichever pass finds them.
func TestOrder(t *testing.T) {
	_, _, errs := checkSource("test.hm", []byte(`
parameters { real x; vector[x > 1] y; }
model { x ~ norml(0, 1); }`))
	if len(errs) != 2 || !slices.IsSortedFunc(errs, func(a, b source.Diagnostic) int {
		return a.Span.Pos.Offset - b.Span.Pos.Offset
	}) {
		t.Errorf("got %v", errs)
	}
}

// BenchmarkCheck checks the design's own model.
func BenchmarkCheck(b *testing.B) {
	f, errs := syntax.Parse("seed.hm", []byte(chunked.Read(b, "testdata/good.hm")[0].Source), syntax.Options{})
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	for b.Loop() {
		if _, errs := check.File(f, lib); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}
