package expr

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// columns is a table of three rows.
type columns struct{}

var (
	nan   = math.NaN()
	nums  = map[string][]float64{"x": {1, 2, 4}, "y": {0, -1, nan}, "big": {1e200, 1e-200, 0}, "two words": {5, 6, 7}, "same": {3, 3, 3}}
	words = map[string][]string{"who": {"a", "b", ""}, "mixed": {"1", "2", "oops"}}
)

func (columns) Rows() int { return 3 }
func (columns) Names() []string {
	return []string{"x", "y", "big", "two words", "same", "who", "mixed"}
}

func (columns) Column(name string) (Vec, *Error) {
	if x, ok := nums[name]; ok {
		return Vec{Num: x, Text: func(i int) string { return fmt.Sprint(x[i]) }}, nil
	}
	if w, ok := words[name]; ok {
		return Vec{Num: []float64{1, 2, nan}, Text: func(i int) string { return w[i] }, IsText: true, Missing: func(i int) bool { return w[i] == "" }}, nil
	}
	return Vec{}, NoColumn(name, columns{}.Names())
}

func TestEval(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []float64 // one for a value that is the same in all rows
	}{
		{"x", []float64{1, 2, 4}},
		{"`two words` - 1", []float64{4, 5, 6}},
		{"1 + 2 * 3 ^ 2 / 6 - 4 % 3", []float64{3}},
		{"8 / 4 / 2 - 3 - 2", []float64{-4}},
		{"2 ^ 3 ^ 0", []float64{2}},
		{"-2 ^ 2", []float64{-4}},
		{"2 ^ -1 + .5 + 1e-1*10", []float64{2}},
		{"!0 + 0", []float64{1}},
		{"--1 - +1", []float64{0}},
		{"1 || 0 && 0", []float64{1}},
		{"(1 || 0) && 0", []float64{0}},
		{"1 + 1 == 2 && 3 > 2", []float64{1}},
		{"x >= 2", []float64{0, 1, 1}},
		{"2 >= x", []float64{1, 1, 0}},
		{"x != 2 && x < 4", []float64{1, 0, 0}},
		{`who == "a"`, []float64{1, 0, nan}},
		{`"b" <= who`, []float64{0, 1, nan}},
		{`'it is' != "it"`, []float64{1}},
		{"y + 1", []float64{1, 0, nan}},
		{"y == y", []float64{1, 1, nan}},
		{"y > 0 && 0", []float64{0}},
		{"y > 0 || 1", []float64{1}},
		{"y < 0 || x > 3", []float64{0, 1, 1}},
		{"y < 5 && x < 5", []float64{1, 1, nan}},
		{"!y", []float64{1, 0, nan}},
		{"mean(y)", []float64{-0.5}},
		{"sum(x) + min(x) * max(x)", []float64{11}},
		{"sd(x)", []float64{math.Sqrt(7. / 3)}},
		{"center(y)", []float64{0.5, -0.5, nan}},
		{"scale(x) * sd(x) + mean(x)", []float64{1, 2, 4}},
		{"center(same)", []float64{0, 0, 0}},
		{"missing(y) + 2 * missing(who) + 4 * present(y)", []float64{4, 4, 3}},
		{"row() * rows()", []float64{3, 6, 9}},
		{"inv_logit(logit(x / 5))", []float64{0.2, 0.4, 0.8}},
		{"round(-0.5) + floor(-0.5) + ceil(1.5)", []float64{0}},
		{"log2(8) + log10(100) + log1p(0) + expm1(0) + square(3) + sqrt(4) + abs(-1) + exp(log(1))", []float64{18}},
		{"standardize(x) - scale(x)", []float64{0, 0, 0}},
	} {
		e, err := Parse(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		v, err := e.Eval(columns{})
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		for i := range 3 {
			want := tt.want[min(i, len(tt.want)-1)]
			if got := v.at(i); math.Abs(got-want) > 1e-15*math.Abs(want)+1e-15 || math.IsNaN(got) != math.IsNaN(want) {
				t.Errorf("%s: row %d is %g, want %g", tt.text, i, got, want)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct{ text, at, want string }{
		{"", "", "the expression ends where a column or a number must stand"},
		{"x +", "", "the expression ends where a column or a number must stand"},
		{"x y", "y", "an operator such as + or a comma must stand before `y`"},
		{"(x", "(", "this parenthesis is never closed"},
		{"log(x", "(", "this parenthesis is never closed"},
		{"x)", ")", "this parenthesis closes nothing"},
		{"x = 1", "=", "`=` is no operator here"},
		{"x & y", "&", "`&` is no operator here"},
		{"x * / y", "/", "`/` cannot stand here"},
		{"1 < x < 2", "<", "comparisons cannot be chained"},
		{"lg(x)", "lg", "no function is called `lg`"},
		{"log(x, 2)", "log(x, 2)", "`log` takes one argument, not 2"},
		{"row(x)", "row(x)", "`row` takes no arguments, not 1"},
		{"1.5.2", "1.5.2", "`1.5.2` is not a number"},
		{"2x", "2x", "`2x` is not a number"},
		{"x $ y", "$", `the character '$' means nothing in an expression`},
		{`"abc`, `"`, "this quote is never closed"},
		{"z + 1", "z", "no column is called `z`"},
		{"log", "log", "no column is called `log`"},
		{"who + 1", "who", "the column `who` is text, not numbers"},
		{"mixed + 1", "mixed", "`oops` in the column `mixed` is not a number"},
		{`log("a")`, `"a"`, "a number must stand here, not text"},
		{"who == 1", "who == 1", "`who` is text and `1` is a number, so they cannot be compared"},
		{`x == "1"`, `x == "1"`, "`\"1\"` is text and `x` is a number, so they cannot be compared"},
		{"log(y)", "log(y)", "`log(y)` is minus infinity where `y` is 0"},
		{"sqrt(-x)", "sqrt(-x)", "`sqrt(-x)` is not a number where `-x` is -1"},
		{"x / y", "x / y", "`x / y` is infinite where `y` is 0"},
		{"big * big", "big * big", "`big * big` is infinite where `big` is 1e+200 and `big` is 1e+200"},
		{"scale(same)", "scale(same)", "`scale(same)` has no value: all values are the same, so their standard deviation is 0"},
		{"1 / 0", "1 / 0", "`1 / 0` is infinite where `0` is 0"},
		{strings.Repeat("(", 300) + "x", "", "the expression is nested more than 200 deep"},
		{strings.Repeat("-", 300) + "x", "", "the expression is nested more than 200 deep"},
	} {
		e, err := Parse(tt.text)
		if err == nil {
			_, err = e.Eval(columns{})
		}
		if err == nil {
			t.Errorf("%s: no error", tt.text)
			continue
		}
		if err.Msg != tt.want {
			t.Errorf("%s: got %q, want %q", tt.text, err.Msg, tt.want)
		}
		if at := tt.text[min(err.From, len(tt.text)):min(err.To, len(tt.text))]; tt.at != "" && at != tt.at {
			t.Errorf("%s: the error is at %q, want %q", tt.text, at, tt.at)
		}
	}
}

func TestRows(t *testing.T) {
	e, _ := Parse("log(y - x)")
	_, err := e.Eval(columns{})
	if err == nil || err.Row != 0 || err.Rows != 2 || err.Column != "y" {
		t.Errorf("got %+v, want row 0 of 2 and column y", err)
	}
}

func TestRefs(t *testing.T) {
	e, err := Parse("x + log(`two words`) * present(y)")
	if err != nil {
		t.Fatal(err)
	}
	want := []Ref{{"x", 0, 1, false}, {"two words", 8, 19, false}, {"y", 31, 32, true}}
	if got := e.Refs(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for text, plain := range map[string]bool{"x": true, "(x)": true, "`two words`": true, "x + 0": false, "rows()": false} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := e.Plain(); got != plain {
			t.Errorf("%s is plain: got %v, want %v", text, got, plain)
		}
	}
}

func TestDoc(t *testing.T) {
	doc := Doc()
	for name, f := range functions {
		if f.doc == "" || !strings.Contains(doc, "\n"+name+"(") && !strings.HasPrefix(doc, name+"(") {
			t.Errorf("%s is not documented", name)
		}
	}
}

// FuzzExpr checks that errors lie within the text, and that parentheses about
// an expression change nothing.
func FuzzExpr(f *testing.F) {
	for _, seed := range []string{
		"x", "log(x) + 1e3", "`two words` ^ -2 % 3", `who == "a" && !missing(y) || x != 2`, "scale(x) / sd(y) - row()", "-x ^ 2", "((", "x = 1", "log10(big*big)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := evaluate(text)
		w, inParens := evaluate("(" + text + ")")
		if err != nil {
			if err.From < 0 || err.To < err.From || err.From > len(text) || err.Msg == "" || err.Row >= 3 {
				t.Errorf("%q: an error without a place: %+v", text, err)
			}
			return
		}
		if inParens != nil {
			if strings.Contains(inParens.Msg, "nested more than") {
				return
			}
			t.Fatalf("%q: in parentheses: %v", text, inParens)
		}
		if v.Scalar != w.Scalar || v.IsText != w.IsText {
			t.Errorf("%q is not the same in parentheses", text)
		}
		for i := range 3 {
			if v.Label(i) != w.Label(i) {
				t.Errorf("%q: row %d is %q, in parentheses %q", text, i, v.Label(i), w.Label(i))
			}
		}
	})
}

func evaluate(text string) (Vec, *Error) {
	e, err := Parse(text)
	if err != nil {
		return Vec{}, err
	}
	return e.Eval(columns{})
}
