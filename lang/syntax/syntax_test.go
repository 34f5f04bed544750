package syntax_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hm/lang/internal/chunked"
	"hm/lang/source"
	"hm/lang/syntax"
)

func noFiles(path, from string) ([]byte, error) { return nil, errors.New("no such file") }

// TestChunks parses the programs in testdata, each of which says what is wrong
// with it.
func TestChunks(t *testing.T) {
	files, err := filepath.Glob("testdata/*.hm")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		for _, c := range chunked.Read(t, file) {
			t.Run(c.Name, func(t *testing.T) {
				f, list := syntax.Parse(c.File, c.Source, syntax.Options{})
				c.Check(t, list)
				if asWritten(list) {
					checkSpans(t, f, c.Source)
				}
			})
		}
	}
}

// asWritten reports whether the tree is what was written, and not what older
// or other spellings mean.
func asWritten(list source.List) bool {
	for _, d := range list {
		if d.Code == syntax.RemovedSyntax || d.Code == syntax.OtherLanguage || d.Code == syntax.ArgumentType {
			return false
		}
	}
	return true
}

// checkSpans demands that every node has a place, inside that of the node
// around it, and that the place of a name is where the name stands.
func checkSpans(t *testing.T, f *syntax.File, src []byte) {
	t.Helper()
	var around []source.Span
	var walk func(n syntax.Node)
	walk = func(n syntax.Node) {
		s := n.Range()
		switch {
		case !s.Pos.IsValid() || !s.EndPos.IsValid() || s.EndPos.Offset < s.Pos.Offset:
			t.Errorf("%T has the place %v to %v", n, s.Pos, s.EndPos)
		case len(around) > 0 && (s.Pos.Offset < around[len(around)-1].Pos.Offset || s.EndPos.Offset > around[len(around)-1].EndPos.Offset):
			t.Errorf("%T at %v to %v is not inside %v", n, s.Pos, s.EndPos, around[len(around)-1])
		}
		if id, ok := n.(*syntax.Ident); ok && id.Name != "" {
			if got := string(src[s.Pos.Offset:s.EndPos.Offset]); got != id.Name {
				t.Errorf("the place of %s at %v holds %q", id.Name, s.Pos, got)
			}
		}
		around = append(around, s)
		first := true
		syntax.Inspect(n, func(part syntax.Node) bool {
			if first {
				first = false
				return true
			}
			walk(part)
			return false
		})
		around = around[:len(around)-1]
	}
	walk(f)
}

// lisp writes an expression with all its structure in parentheses.
func lisp(x syntax.Expr) string {
	list := func(head string, elems []syntax.Expr) string {
		for _, e := range elems {
			head += " " + lisp(e)
		}
		return "(" + head + ")"
	}
	switch x := x.(type) {
	case nil:
		return "-"
	case *syntax.Ident:
		return x.Name
	case *syntax.IntLit:
		return x.Text
	case *syntax.RealLit:
		return x.Text
	case *syntax.ImagLit:
		return x.Text + "i"
	case *syntax.StringLit:
		return fmt.Sprintf("%q", x.Value)
	case *syntax.Unary:
		return fmt.Sprintf("(%s %s)", x.Op, lisp(x.X))
	case *syntax.Transpose:
		return fmt.Sprintf("(' %s)", lisp(x.X))
	case *syntax.Binary:
		return fmt.Sprintf("(%s %s %s)", x.Op, lisp(x.X), lisp(x.Y))
	case *syntax.Cond:
		return fmt.Sprintf("(? %s %s %s)", lisp(x.Cond), lisp(x.Then), lisp(x.Else))
	case *syntax.Call:
		if x.Bar {
			return list(x.Fn.Name+" |", x.Args)
		}
		return list(x.Fn.Name, x.Args)
	case *syntax.Index:
		s := "(at " + lisp(x.X)
		for _, a := range x.Indices {
			if a.Range {
				s += " " + lisp(a.Lo) + ":" + lisp(a.Hi)
			} else {
				s += " " + lisp(a.Lo)
			}
		}
		return s + ")"
	case *syntax.TupleIndex:
		return fmt.Sprintf("(part %s %d)", lisp(x.X), x.N)
	case *syntax.ArrayLit:
		return list("array", x.Elems)
	case *syntax.RowLit:
		return list("row", x.Elems)
	case *syntax.TupleLit:
		return list("tuple", x.Elems)
	case *syntax.Paren:
		return fmt.Sprintf("(paren %s)", lisp(x.X))
	}
	return fmt.Sprintf("%T", x)
}

// TestExpressions checks precedence, associativity and the forms of numbers
// (Stan Reference Manual, "Expressions").
func TestExpressions(t *testing.T) {
	tests := []struct{ src, want string }{
		{"a + b * c", "(+ a (* b c))"},
		{"a * b + c", "(+ (* a b) c)"},
		{"a - b - c", "(- (- a b) c)"},
		{"a / b * c", "(* (/ a b) c)"},
		{`a * b \ c`, `(* a (\ b c))`},
		{`a \ b %/% c`, `(%/% (\ a b) c)`},
		{"a % b .* c ./ d", "(./ (.* (% a b) c) d)"},
		{"a ^ b ^ c", "(^ a (^ b c))"},
		{"a ^ b .^ c", "(^ a (.^ b c))"},
		{"-a ^ b", "(- (^ a b))"},
		{"a ^ -b", "(^ a (- b))"},
		{"a ^ -b * c", "(* (^ a (- b)) c)"},
		{"a ^ -b ^ c", "(^ a (- (^ b c)))"},
		{"-a * b", "(* (- a) b)"},
		{"a * -b", "(* a (- b))"},
		{"- - a", "(- (- a))"},
		{"!a == b", "(== (! a) b)"},
		{"a == b != c", "(!= (== a b) c)"},
		{"a < b == c >= d", "(== (< a b) (>= c d))"},
		{"a || b && c", "(|| a (&& b c))"},
		{"a && b || c && d", "(|| (&& a b) (&& c d))"},
		{"a + b < c", "(< (+ a b) c)"},
		{"a ? b : c ? d : e", "(? a b (? c d e))"},
		{"a ? b ? c : d : e", "(? a (? b c d) e)"},
		{"a || b ? c + d : e", "(? (|| a b) (+ c d) e)"},
		{"a'", "(' a)"},
		{"a''", "(' (' a))"},
		{"-a'", "(- (' a))"},
		{"a ^ b'", "(^ a (' b))"},
		{"a' ^ b", "(^ (' a) b)"},
		{"a' * b", "(* (' a) b)"},
		{"a[1]'", "(' (at a 1))"},
		{"(a')[1]", "(at (paren (' a)) 1)"},
		{"a[]", "(at a -:-)"},
		{"a[:]", "(at a -:-)"},
		{"a[1, , :b, c:, d:e]", "(at a 1 -:- -:b c:- d:e)"},
		{"a[i, j][k]", "(at (at a i j) k)"},
		{`a["3"]`, `(at a "3")`},
		{`a["x y", 2]`, `(at a "x y" 2)`},
		{"a[b ? c : d]", "(at a (? b c d))"},
		{"a[b ? c : d:e]", "(at a (? b c d):e)"},
		{"a.1", "(part a 1)"},
		{"a.1.2", "(part (part a 1) 2)"},
		{"a.1[2].3", "(part (at (part a 1) 2) 3)"},
		{"f(a).2", "(part (f a) 2)"},
		{"(a, b).2", "(part (tuple a b) 2)"},
		{"(a,)", "(tuple a)"},
		{"(a)", "(paren a)"},
		{"{a, {b}}", "(array a (array b))"},
		{"[]", "(row)"},
		{"[a, [b]]", "(row a (row b))"},
		{"f()", "(f)"},
		{"f(a, b)", "(f a b)"},
		{"f(a | b, c)", "(f | a b c)"},
		{"f(a | )", "(f | a)"},
		{"target()", "(target)"},
		{"a<-b", "(< a (- b))"},
		{"T[1]", "(at T 1)"},
		{"dim + factor(missing)", "(+ dim (factor missing))"},
		{"factor < a > b", "(> (< factor a) b)"},
		{"1.e3", "1.e3"},
		{"1.", "1."},
		{".5", ".5"},
		{".5e-3", ".5e-3"},
		{"1_000.000_1", "1_000.000_1"},
		{"1E+1_0", "1E+1_0"},
		{"1.*a", "(* 1. a)"},
		{"1 .* a", "(.* 1 a)"},
		{"1./a", "(/ 1. a)"},
		{"2i", "2i"},
		{"1.5i + .5i - 1e3i", "(- (+ 1.5i .5i) 1e3i)"},
		{"a .1", "(part a 1)"},
	}
	for _, test := range tests {
		src := "model { x = " + test.src + "; }"
		f, list := syntax.Parse("m.hm", []byte(src), syntax.Options{})
		if list.Err() != nil {
			t.Errorf("%s:\n%s", test.src, draw(list, src))
			continue
		}
		if got := lisp(f.Blocks[0].Stmts[0].(*syntax.Assign).RHS); got != test.want {
			t.Errorf("%s is read as %s, want %s", test.src, got, test.want)
		}
	}
}

// TestContextualWords checks that hm's own words mean in a Stan program what
// they mean in Stan.
func TestContextualWords(t *testing.T) {
	src := `
transformed data {
  int dim = 1, factor = 2, missing = 3, T = 4;
  dim = factor; factor += dim; missing = T; T = 1;
  array[dim] real x = {factor};
  real<lower=missing> y = dim(factor, missing);
}
model {
  factor < dim > missing ~ bernoulli(0.5);
  factor<dim> missing ~ bernoulli(0.5);
  dim ~ poisson(1) T[1, ];
  dim[1] ~ poisson(T[1]);
}`
	f, list := syntax.Parse("m.stan", []byte(src), syntax.Options{})
	if list.Err() != nil {
		t.Fatal(draw(list, src))
	}
	for _, s := range f.Block(syntax.Model).Stmts {
		if _, ok := s.(*syntax.Tilde); !ok {
			t.Errorf("line %d is a %T, want a *syntax.Tilde", s.Range().Pos.Line, s)
		}
	}
	if n := len(f.Block(syntax.TransformedData).Stmts); n != 7 {
		t.Errorf("there are %d statements, want 7", n)
	}
}

// TestDeclarations checks what hm adds to declarations.
func TestDeclarations(t *testing.T) {
	src := `
data {
  dim epoch;
  array[2, epoch] factor<epoch> e;
  vector<missing, lower=0, upper=1>[epoch] y; /// share
}
parameters {
  /// the scale,
  ///  in grams
  real<lower=0> sigma ~ exponential(1) T[, 10]; /// of the noise
  // no doc
  real b; real c; /// c alone
}`
	f, list := syntax.Parse("m.hm", []byte(src), syntax.Options{})
	if list.Err() != nil {
		t.Fatal(draw(list, src))
	}
	decl := func(b syntax.BlockKind, i int) *syntax.Decl { return f.Block(b).Stmts[i].(*syntax.Decl) }
	if d := decl(syntax.Data, 0); d.Type.Name != "dim" || d.Names[0].Name.Name != "epoch" {
		t.Errorf("dim is read as %+v", d.Type)
	}
	if d := decl(syntax.Data, 1); d.Type.Name != "factor" || d.Type.Factor.Name != "epoch" || len(d.Type.Array) != 2 {
		t.Errorf("factor is read as %+v", d.Type)
	}
	if d := decl(syntax.Data, 2); !d.Type.Missing || len(d.Type.Bounds) != 2 || d.Doc != "share" {
		t.Errorf("missing is read as %+v with the doc %q", d.Type, d.Doc)
	}
	sigma := decl(syntax.Parameters, 0)
	if p := sigma.Prior; p == nil || p.Dist.Name != "exponential" || p.Trunc.Lo != nil || lisp(p.Trunc.Hi) != "10" || lisp(p.LHS) != "sigma" {
		t.Errorf("the prior is read as %+v", p)
	}
	if want := "the scale,\n in grams\nof the noise"; sigma.Doc != want {
		t.Errorf("the doc is %q, want %q", sigma.Doc, want)
	}
	if b, c := decl(syntax.Parameters, 1).Doc, decl(syntax.Parameters, 2).Doc; b != "" || c != "c alone" {
		t.Errorf("the docs are %q and %q", b, c)
	}
}

// TestDeprecated checks that the old spellings become the modern tree, and
// that they are errors otherwise.
func TestDeprecated(t *testing.T) {
	src := "data { int N; real x[N], y; } # old\nmodel { lp__ <- lp__ + if_else(1, 2, 3); }\n"
	f, list := syntax.Parse("m.stan", []byte(src), syntax.Options{Deprecated: true})
	if len(list) != 0 {
		t.Errorf("with Deprecated:\n%s", draw(list, src))
	}
	var names []string
	for _, s := range f.Block(syntax.Data).Stmts {
		d := s.(*syntax.Decl)
		names = append(names, fmt.Sprintf("%s %d", d.Names[0].Name.Name, len(d.Type.Array)))
	}
	if got := strings.Join(names, ", "); got != "N 0, x 1, y 0" {
		t.Errorf("the declarations are %s", got)
	}
	plus, ok := f.Block(syntax.Model).Stmts[0].(*syntax.TargetPlus)
	if !ok || lisp(plus.Value) != "(? 1 2 3)" {
		t.Errorf("the statement is %#v", f.Block(syntax.Model).Stmts[0])
	}
	if got := f.Comments[0].Text; got != "// old" {
		t.Errorf("the comment is %q", got)
	}
	_, list = syntax.Parse("m.stan", []byte(src), syntax.Options{})
	for _, d := range list {
		if d.Code != syntax.RemovedSyntax {
			t.Errorf("%s: %s", d.Code, d.Msg)
		}
	}
	if len(list) != 5 {
		t.Errorf("there are %d problems, want 5:\n%s", len(list), draw(list, src))
	}
}

func TestInclude(t *testing.T) {
	files := map[string]string{
		"a.hm":       "data {\n  #include sizes.hm // the sizes\n  int K;\n}\n#include \"model b.hm\"\n",
		"sizes.hm":   "int N;\n/// rows\nint M;\n",
		"model b.hm": "model {\n  x = ;\n}\n",
		"loop.hm":    "#include <pool.hm>\n",
		"pool.hm":    "model { }\n#include loop.hm\n",
		"gone.hm":    "#include nothing.hm\nmodel { }\n",
	}
	include := func(path, from string) ([]byte, error) {
		if src, ok := files[path]; ok {
			return []byte(src), nil
		}
		return nil, errors.New("no such file")
	}
	parse := func(name string, inc func(string, string) ([]byte, error)) (*syntax.File, source.List) {
		return syntax.Parse(name, []byte(files[name]), syntax.Options{Include: inc})
	}

	f, list := parse("a.hm", include)
	if len(list) != 1 || list[0].Span.Pos.String() != "model b.hm:2:7" {
		t.Errorf("got %v", list)
	}
	var names []string
	for _, s := range f.Block(syntax.Data).Stmts {
		d := s.(*syntax.Decl)
		names = append(names, fmt.Sprintf("%s %s %s", d.Names[0].Name.Name, d.Pos, d.Doc))
	}
	if got, want := strings.Join(names, ", "), "N sizes.hm:1:1 , M sizes.hm:3:1 rows, K a.hm:3:3 "; got != want {
		t.Errorf("the declarations are %q, want %q", got, want)
	}

	f, list = parse("a.hm", nil)
	if len(list) != 0 || len(f.Comments) != 3 || f.Comments[0].Text != "#include sizes.hm" || f.Comments[2].Text != `#include "model b.hm"` {
		t.Errorf("includes left alone: %v, %v", list, f.Comments)
	}
	if _, list = parse("loop.hm", include); len(list) != 1 || !strings.Contains(list[0].Msg, "loop.hm includes pool.hm includes loop.hm") {
		t.Errorf("a cycle: %v", list)
	}
	if _, list = parse("gone.hm", include); len(list) != 1 || list[0].Span.Pos.String() != "gone.hm:1:1" || !strings.Contains(list[0].Msg, "no such file") {
		t.Errorf("a missing file: %v", list)
	}
}

// TestDepth checks that no nesting, however deep, takes more than a moment or
// yields more than one problem.
func TestDepth(t *testing.T) {
	const n = 20_000
	rep := strings.Repeat
	tests := map[string]string{
		"parentheses": "model { x = " + rep("(", n) + "1" + rep(")", n) + "; }",
		"open":        "model { x = " + rep("(", n),
		"braces":      "model " + rep("{", n) + rep("}", n),
		"open braces": "model " + rep("{", n),
		"arrays":      "model { x = " + rep("{", n) + "1" + rep("}", n) + "; }",
		"rows":        "model { x = " + rep("[", n),
		"indices":     "model { x = " + rep("a[", n),
		"calls":       "model { x = " + rep("f(", n),
		"signs":       "model { x = " + rep("-", n) + "1; }",
		"powers":      "model { x = " + rep("2^", n) + "2; }",
		"conditions":  "model { x = " + rep("1 ? 2 : ", n) + "3; }",
		"ifs":         "model { " + rep("if (1) ", n) + "; }",
		"loops":       "model { " + rep("while (1) { ", n),
		"tuples":      "data { " + rep("tuple(", n),
		"arguments":   "functions { real f(" + rep("tuple(", n),
	}
	for name, src := range tests {
		start := time.Now()
		_, list := syntax.Parse("m.hm", []byte(src), syntax.Options{})
		if len(list) != 1 || list[0].Code != syntax.TooDeep {
			t.Errorf("%s: %d problems, the first: %v", name, len(list), list)
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

// TestLong checks that what is long and not deep is no problem, and takes
// time in proportion.
func TestLong(t *testing.T) {
	const n = 20_000
	rep := strings.Repeat
	tests := map[string]string{
		"sum":        "model { x = 1" + rep(" + 1", n) + "; }",
		"transposes": "model { x = a" + rep("'", n) + "; }",
		"indices":    "model { x = a" + rep("[1]", n) + "; }",
		"else ifs":   "model { if (1) ; " + rep("else if (1) ;", n) + " }",
		"statements": "model { " + rep("x = 1;\n", n) + " }",
		"array":      "model { x = {1" + rep(", 1", n) + "}; }",
	}
	for name, src := range tests {
		if _, list := syntax.Parse("m.hm", []byte(src), syntax.Options{}); len(list) != 0 {
			t.Errorf("%s: %v", name, list)
		}
	}
	bad := map[string]string{
		"bad statements":  "model { " + rep("x = ;\n", n) + " }",
		"misspelt":        "model { " + rep("x[1] y;", n) + " }",
		"quotes":          "model { x = " + rep("' ", n) + " }",
		"arrays in sight": "model { " + rep("x = ) {1};", n) + " }",
		"blocks":          rep("modle { }", n),
		"loose braces":    rep("} ", n),
	}
	for name, src := range bad {
		start := time.Now()
		if _, list := syntax.Parse("m.hm", []byte(src), syntax.Options{}); list.Err() == nil {
			t.Errorf("%s: no problem", name)
		}
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

// The time of one model, and of the first one, with the parser to be built.
func BenchmarkParse(b *testing.B) {
	src := []byte(model)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, list := syntax.Parse("m.hm", src, syntax.Options{}); len(list) != 0 {
			b.Fatal(list)
		}
	}
}

// model has 60 lines.
var model = `data {
  int<lower=0> N;
  vector[N] x;
}
model {
` + strings.Repeat(`  for (n in 1:N) {
    target += normal_lpdf(x[n] | alpha[group[n]] + beta[group[n]] * x[n], sigma);
    mu[n] = alpha[group[n]] + beta[group[n]] * (x[n] - mean(x)) ^ 2 / sd(x); // centred
    y[n] ~ student_t(4, mu[n], exp(log_sigma[group[n]]));
  }
`, 11) + "}\n"
