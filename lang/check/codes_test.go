package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"hm/lang/internal/chunked"
	"hm/lang/source"
)

// withoutExample are the codes that File never reports.
var withoutExample = map[string]bool{"NotComputedYet": true}

// TestCodes checks that every code of codes.go has an example, that the
// example yields that code and no other error, and that no code is there twice.
func TestCodes(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[source.Code]string{}
	for _, d := range file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, s := range gen.Specs {
			spec := s.(*ast.ValueSpec)
			name := spec.Names[0].Name
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			code := source.Code(text)
			if other := seen[code]; other != "" {
				t.Errorf("%s and %s are both %q", name, other, code)
			}
			seen[code] = name
			t.Run(name, func(t *testing.T) { checkExample(t, spec.Doc.Text(), name, code) })
		}
	}
	if len(seen) < 50 {
		t.Errorf("found %d codes only", len(seen))
	}
}

func checkExample(t *testing.T, doc, name string, want source.Code) {
	if !strings.HasPrefix(doc, name+" ") {
		t.Errorf("the comment does not begin with the name: %q", doc)
	}
	_, example, ok := strings.Cut(doc, "Example:\n")
	if !ok {
		if !withoutExample[name] {
			t.Error("no example")
		}
		return
	}
	_, _, errs := checkSource("example.hm", []byte(example))
	if len(errs) != 1 || errs[0].Code != want {
		t.Errorf("want one %s, got %d problems:", want, len(errs))
		for _, e := range errs {
			t.Logf("%s: %s", e.Span.Pos, chunked.String(e))
		}
	}
}
