package chunked

import (
	"slices"
	"strings"
	"testing"

	"hm/lang/source"
)

const file = `one
two // ERROR "bad.*two"
---

three // ERROR "first" ` + "`sec.nd`" + `
---
four
`

func at(line int, code source.Code, msg string) source.Diagnostic {
	return source.Diagnostic{Span: source.Span{Pos: source.Pos{Filename: "f", Line: line}}, Code: code, Msg: msg}
}

func TestChunks(t *testing.T) {
	chunks, err := split("f", file)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range chunks {
		names = append(names, c.Name)
	}
	if want := []string{"f:1", "f:5", "f:7"}; !slices.Equal(names, want) {
		t.Fatalf("chunks are %q, want %q", names, want)
	}
	if got := strings.Split(string(chunks[1].Source), "\n")[4]; !strings.HasPrefix(got, "three") {
		t.Errorf("line 5 of the second chunk is %q", got)
	}
	tests := []struct {
		chunk int
		got   source.List
		want  []string
	}{
		{0, source.List{at(2, "bad", "is two")}, nil},
		{0, nil, []string{`f:2: no problem matched "bad.*two"`}},
		{1, source.List{at(5, "second", ""), at(5, "x", "first")}, nil},
		{1, source.List{at(5, "x", "first"), at(5, "x", "first")},
			[]string{"f:5:0: unexpected: error[x]: first", `f:5: no problem matched "sec.nd"`}},
		{2, source.List{at(7, "x", "y")}, []string{"f:7:0: unexpected: error[x]: y"}},
		{2, nil, nil},
	}
	for i, test := range tests {
		chunks, _ := split("f", file)
		if got := chunks[test.chunk].compare(test.got); !slices.Equal(got, test.want) {
			t.Errorf("%d: got %q, want %q", i, got, test.want)
		}
	}
}

func TestBadPatterns(t *testing.T) {
	for _, line := range []string{`x // ERROR unquoted`, `x // ERROR "("`, `x // ERROR  `} {
		if _, err := split("f", line); err == nil {
			t.Errorf("%q: no error", line)
		}
	}
}
