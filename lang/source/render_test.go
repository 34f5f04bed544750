package source_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"hm/lang/source"
)

// find returns the span of the first occurrence of what in text.
func find(t *testing.T, text, what string) source.Span {
	t.Helper()
	i := strings.Index(text, what)
	if i < 0 {
		t.Fatalf("no %q in %q", what, text)
	}
	at := func(offset int) source.Pos {
		before := text[:offset]
		line := strings.Count(before, "\n") + 1
		column := len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
		return source.Pos{Filename: "m.hm", Offset: offset, Line: line, Column: column}
	}
	return source.Span{Pos: at(i), EndPos: at(i + len(what))}
}

func render(t *testing.T, text string, list source.List, color bool) string {
	t.Helper()
	var b strings.Builder
	sources := func(name string) []byte {
		if name == "m.hm" {
			return []byte(text)
		}
		return nil
	}
	if err := source.Render(&b, list, sources, color); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRender(t *testing.T) {
	long := strings.Repeat("1234567,", 100) + "oops" + strings.Repeat(",7654321", 100)
	tests := []struct {
		name, text, mark string
		want             string // the lines after the heading
	}{
		{"word", "a = 1;\nalpha ~ nomral(0, 1);\n", "nomral", `
    2 | alpha ~ nomral(0, 1);
      |         ^^^^^^
`},
		{"tabs", "\talpha\t~ nomral(0, 1);", "nomral", `
    1 |     alpha   ~ nomral(0, 1);
      |               ^^^^^^
`},
		{"tab inside", "a\tb", "a\tb", `
    1 | a   b
      | ^^^^^
`},
		{"wide", "print(\"漢字\", é, x);", "x", `
    1 | print("漢字", é, x);
      |                  ^
`},
		{"wide marked", "print(\"漢字\");", "漢字", `
    1 | print("漢字");
      |        ^^^^
`},
		{"combining", "// e\u0301 x", "x", "\n    1 | // e\u0301 x\n      |      ^\n"},
		{"empty span", "x = 1", "", `
    1 | x = 1
      | ^
`},
		{"two lines", "real x = (1 +\n  2;\n", "(1 +\n  2", `
    1 | real x = (1 +
      |          ^^^^
    2 |   2;
      |   ^
`},
		{"many lines", "{\n  a\n  b\n  c\n  d\n}\n", "{\n  a\n  b\n  c\n  d\n}", `
    1 | {
      | ^
    2 |   a
      |   ^
     ...
    6 | }
      | ^
`},
		{"line end", "a\nb\n", "a\n", `
    1 | a
      | ^
`},
		{"control", "x = \x1b[31m;", "x", "\n    1 | x = \uFFFD[31m;\n      | ^\n"},
		{"windows line ends", "a = 1;\r\nb = 2;\r\n", "b", `
    2 | b = 2;
      | ^
`},
		{"long line", long, "oops", `
    1 | ...1234567,1234567,1234567,1234567,1234567,oops,7654321,7654321,7654321,7654321,7654321,7654321,7654321,7654321,7654321,765...
      |                                            ^^^^
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var list source.List
			list.Add(find(t, test.text, test.mark), "bad", "", "wrong")
			got := render(t, test.text, list, false)
			heading, rest, _ := strings.Cut(got, "\n")
			if !strings.HasPrefix(heading, "m.hm:") || !strings.HasSuffix(heading, ": error[bad]: wrong") {
				t.Errorf("heading is %q", heading)
			}
			if want := strings.TrimPrefix(test.want, "\n"); rest != want {
				t.Errorf("got\n%s\nwant\n%s", rest, want)
			}
		})
	}
}

func TestRenderWhole(t *testing.T) {
	text := "real x;\nx ~ nomral(0, y);\n"
	list := source.List{
		{
			Span: find(t, text, "nomral"), Code: "unknown-distribution", Msg: "no distribution is called `nomral`",
			Fix:     "did you mean `normal`?",
			Related: []source.Note{{Span: find(t, text, "x"), Msg: "`x` is declared here"}},
		},
		{Span: find(t, text, "y"), Code: "unused", Warning: true, Msg: "`y` is odd"},
		{Code: "no-model", Msg: "there is no model"},
		{Span: source.Span{Pos: source.Pos{Filename: "gone.hm", Line: 3, Column: 2}}, Code: "gone", Msg: "not here"},
	}
	want := "m.hm:2:5: error[unknown-distribution]: no distribution is called `nomral`\n" + `
    2 | x ~ nomral(0, y);
      |     ^^^^^^
`[1:] + "       help: did you mean `normal`?\n" + "m.hm:1:6: note: `x` is declared here\n" + `
    1 | real x;
      |      ^
`[1:] + "m.hm:2:15: warning[unused]: `y` is odd\n" + `
    2 | x ~ nomral(0, y);
      |               ^
`[1:] + "error[no-model]: there is no model\ngone.hm:3:2: error[gone]: not here\n"
	if got := render(t, text, list, false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	coloured := render(t, text, list, true)
	if !strings.Contains(coloured, "\x1b[1;31merror[unknown-distribution]:\x1b[0m") {
		t.Errorf("no colour in %q", coloured)
	}
}

// An end beyond the text, or none at all, must not upset the drawing.
func TestRenderOddSpans(t *testing.T) {
	text := "a\nbc"
	at := func(line, column int) source.Pos {
		return source.Pos{Filename: "m.hm", Line: line, Column: column}
	}
	tests := []struct {
		span source.Span
		want string
	}{
		{source.Span{Pos: at(2, 3), EndPos: at(2, 3)}, "    2 | bc\n      |   ^\n"},
		{source.Span{Pos: at(2, 90), EndPos: at(2, 99)}, "    2 | bc\n      |   ^\n"},
		{source.Span{Pos: at(2, 2), EndPos: at(1, 1)}, "    2 | bc\n      |  ^\n"},
		{source.Span{Pos: at(1, 1), EndPos: at(99, 9)}, "    1 | a\n      | ^\n    2 | bc\n      | ^^\n"},
		{source.Span{Pos: at(1, 1)}, "    1 | a\n      | ^\n"},
		{source.Span{Pos: at(3, 1), EndPos: at(3, 1)}, ""},
	}
	for _, test := range tests {
		var list source.List
		list.Add(test.span, "", "", "wrong")
		_, got, _ := strings.Cut(render(t, text, list, false), "\n")
		if got != test.want {
			t.Errorf("%v: got\n%s\nwant\n%s", test.span, got, test.want)
		}
	}
}

func TestRenderJSON(t *testing.T) {
	text := "real x;\ny ~ std_normal();\n"
	list := source.List{{
		Span: find(t, text, "y"), Code: "undeclared-name", Msg: "nothing is called `y` <here>",
		Related: []source.Note{{Span: find(t, text, "x"), Msg: "`x` is"}},
	}}
	var b bytes.Buffer
	if err := source.RenderJSON(&b, list); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"file": "m.hm", "line": 2.0, "column": 1.0, "end_line": 2.0, "end_column": 2.0,
		"code": "undeclared-name", "severity": "error", "message": "nothing is called `y` <here>",
	}
	for k, v := range want {
		if got[0][k] != v {
			t.Errorf("%s is %v, want %v", k, got[0][k], v)
		}
	}
	if related := got[0]["related"].([]any); related[0].(map[string]any)["severity"] != "note" {
		t.Errorf("related is %v", related)
	}
	if _, ok := got[0]["fix"]; ok {
		t.Error("there is a fix where none was given")
	}
	b.Reset()
	if err := source.RenderJSON(&b, nil); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("no problems are %q, %v; want []", b.String(), err)
	}
}
