package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// allowed says which parts of hm each part may import; the longest prefix
// counts. It is policy: change it in a commit of its own, with the reason.
var allowed = map[string]string{
	// The language knows nothing of how programs are computed: it learns the
	// library as an argument (types.Library).
	"hm/lang":        "hm/lang",
	"hm/lang/source": "",
	"hm/lang/spell":  "",
	"hm/lang/types":  "",
	// Rows of the library describe themselves in types; they know no compiler.
	"hm/compiler/lib": "hm/lang/types hm/compiler/lib",
	"hm/compiler":     "hm/lang hm/compiler",
	// Benchmarks measure the models of specs, too.
	"hm/compiler/bench": "hm/lang hm/compiler hm/specs",
	// The runtime samples any density. A run file reports its errors as the
	// language does.
	"hm/runtime":         "hm/runtime",
	"hm/runtime/runfile": "hm/runtime hm/lang/source hm/lang/spell",
	// Compiler and runtime meet here alone.
	"hm/cmd":   "hm",
	"hm/specs": "hm/specs",
}

// keepers names the only part of hm that may import a module of others.
var keepers = map[string]string{
	"github.com/alecthomas/participle": "hm/lang/syntax",
	"github.com/alecthomas/kong":       "hm/cmd/hm",
	"github.com/jedib0t/go-pretty":     "hm/runtime/report",
	"github.com/vbauerster/mpb":        "hm/runtime/progress",
	"gopkg.in/yaml.v3":                 "hm/runtime/runfile",
}

// public lists what lies beside internal under compiler: passes and emitters
// are nobody else's business.
var public = []string{"bench", "data", "internal", "lib"}

func TestImports(t *testing.T) {
	for _, v := range violations(t, os.DirFS("../..")) {
		t.Error(v)
	}
}

// A policy that finds nothing may be a policy that looks at nothing.
func TestImportsFindsViolations(t *testing.T) {
	planted := func(imports ...string) *fstest.MapFile {
		text := "package p\n"
		for _, i := range imports {
			text += "import _ " + strconv.Quote(i) + "\n"
		}
		return &fstest.MapFile{Data: []byte(text)}
	}
	root := fstest.MapFS{
		"lang/check/a.go":          planted("hm/lang/syntax", "fmt"),
		"lang/check/b.go":          planted("hm/compiler/lib"),
		"lang/source/c.go":         planted("hm/lang/types"),
		"runtime/nuts/d.go":        planted("hm/lang/source"),
		"runtime/runfile/e.go":     planted("hm/lang/source", "gopkg.in/yaml.v3"),
		"runtime/f.go":             planted("hm/compiler"),
		"compiler/g.go":            planted("hm/runtime"),
		"compiler/lib/dist/h.go":   planted("hm/compiler", "hm/compiler/lib/mem"),
		"compiler/pass/i.go":       planted("hm/lang/source"),
		"lang/format/j.go":         planted("github.com/alecthomas/participle/v2/lexer"),
		"lang/format/j_test.go":    planted("hm/compiler"), // tests may
		"cmd/hm/k.go":              planted("hm/compiler", "hm/runtime", "github.com/alecthomas/kong"),
		"elsewhere/l.go":           planted("hm/lang/source"),
		"specs/freeze/generate.go": planted("hm/runtime"),
	}
	got := violations(t, root)
	want := []string{
		"compiler/g.go: hm/compiler may not import hm/runtime",
		"compiler/lib/dist/h.go: hm/compiler/lib/dist may not import hm/compiler",
		"compiler/pass/i.go: hm/compiler/pass belongs under hm/compiler/internal",
		"elsewhere/l.go: hm/elsewhere may not import hm/lang/source",
		"lang/check/b.go: hm/lang/check may not import hm/compiler/lib",
		"lang/format/j.go: hm/lang/format may not import github.com/alecthomas/participle/v2/lexer",
		"lang/source/c.go: hm/lang/source may not import hm/lang/types",
		"runtime/f.go: hm/runtime may not import hm/compiler",
		"runtime/nuts/d.go: hm/runtime/nuts may not import hm/lang/source",
		"specs/freeze/generate.go: hm/specs/freeze may not import hm/runtime",
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// violations reads the import clauses of all files but tests below root. (It
// does not ask `go list`: the go tool would not see that the test read them,
// and would answer from its cache.)
func violations(t *testing.T, root fs.FS) []string {
	var found []string
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Join("hm", path.Dir(name))
		if rest, ok := strings.CutPrefix(pkg, "hm/compiler/"); ok && !slices.Contains(public, strings.Split(rest, "/")[0]) {
			found = append(found, fmt.Sprintf("%s: %s belongs under hm/compiler/internal", name, pkg))
		}
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			if !mayImport(pkg, imp) {
				found = append(found, fmt.Sprintf("%s: %s may not import %s", name, pkg, imp))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func mayImport(pkg, imp string) bool {
	if within(imp, "hm") {
		return slices.ContainsFunc(strings.Fields(allowed[longestPrefix(pkg)]), func(r string) bool { return within(imp, r) })
	}
	for module, keeper := range keepers {
		if within(imp, module) {
			return pkg == keeper
		}
	}
	return true
}

func within(pkg, root string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }

func longestPrefix(pkg string) (best string) {
	for r := range allowed {
		if within(pkg, r) && len(r) > len(best) {
			best = r
		}
	}
	return best
}
