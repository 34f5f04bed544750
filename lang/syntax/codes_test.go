package syntax_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"hm/lang/source"
	"hm/lang/syntax"
)

// TestCodes holds the example in the comment of every code to have exactly the
// problem it is there to show.
func TestCodes(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	for _, d := range file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			continue
		}
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ValueSpec)
			code, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			program := example(spec.Doc.Text())
			if code == string(syntax.TooDeep) {
				program = "model { real x = " + strings.Repeat("(", 600) + "; }"
			}
			if program == "" {
				t.Errorf("%s has no example", code)
				continue
			}
			n++
			t.Run(code, func(t *testing.T) {
				_, list := syntax.Parse("example.hm", []byte(program), syntax.Options{Include: noFiles})
				if len(list) != 1 || list[0].Code != source.Code(code) {
					t.Errorf("want %s alone, got:\n%s\nfor\n%s", code, draw(list, program), program)
				}
			})
		}
	}
	if n < 30 {
		t.Errorf("only %d codes were found", n)
	}
}

// example returns the indented lines of a comment.
func example(comment string) string {
	var b strings.Builder
	for l := range strings.Lines(comment) {
		if text, ok := strings.CutPrefix(l, "\t"); ok {
			b.WriteString(text)
		}
	}
	return b.String()
}

func draw(list source.List, src string) string {
	var b strings.Builder
	source.Render(&b, list, func(string) []byte { return []byte(src) }, false)
	return b.String()
}
