package format_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hm/lang/format"
	"hm/lang/source"
	"hm/lang/syntax"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// render draws problems for a failing test.
func render(list source.List, src []byte) string {
	var b strings.Builder
	source.Render(&b, list, func(string) []byte { return src }, false)
	return b.String()
}

// formatted formats src and checks the laws that hold for every program: the
// result is the same program with the same comments, and formatting it again
// changes nothing. It returns nil if src does not parse.
func formatted(t testing.TB, name string, src []byte, opts syntax.Options) []byte {
	t.Helper()
	f, list := syntax.Parse(name, src, opts)
	if list.Err() != nil {
		return nil
	}
	got := format.File(f, src)
	g, list := syntax.Parse(name, got, syntax.Options{})
	if err := list.Err(); err != nil {
		t.Fatalf("%s: the formatted program has errors:\n%s\n%s", name, render(list, got), got)
	}
	if a, b := dump(f), dump(g); a != b {
		t.Fatalf("%s: formatting changed the program:\n%s\n--- formatted\n%s\n--- %s", name, src, got, firstDifference(a, b))
	}
	if a, b := comments(f), comments(g); a != b {
		t.Fatalf("%s: formatting changed the comments:\n%s\n--- formatted\n%s\n--- %s", name, src, got, firstDifference(a, b))
	}
	if again := format.File(g, got); !bytes.Equal(got, again) {
		t.Fatalf("%s: formatting twice changes more: %s\n--- in\n%s\n--- first\n%s", name, firstDifference(string(got), string(again)), src, got)
	}
	return got
}

// dump writes a tree without its spans, comments and documentation.
func dump(n any) string {
	var b strings.Builder
	dumpValue(&b, reflect.ValueOf(n), "")
	return b.String()
}

func dumpValue(b *strings.Builder, v reflect.Value, indent string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			fmt.Fprintf(b, "%snil\n", indent)
			return
		}
		dumpValue(b, v.Elem(), indent)
	case reflect.Struct:
		fmt.Fprintf(b, "%s%s\n", indent, v.Type().Name())
		for i := range v.NumField() {
			switch field := v.Type().Field(i); field.Name {
			case "Span", "OpAt", "Doc", "Comments":
			default:
				fmt.Fprintf(b, "%s %s:\n", indent, field.Name)
				dumpValue(b, v.Field(i), indent+"  ")
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			dumpValue(b, v.Index(i), indent+" ")
		}
	default:
		fmt.Fprintf(b, "%s%v\n", indent, v)
	}
}

// comments returns all comments in order, without space that formatting may
// change.
func comments(f *syntax.File) string {
	var b strings.Builder
	for _, c := range f.Comments {
		for l := range strings.Lines(c.Text) {
			if l = strings.TrimSpace(l); l != "" {
				b.WriteString(l + "\n")
			}
		}
	}
	return b.String()
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			from := max(i-6, 0)
			return fmt.Sprintf("before:\n%s\nafter:\n%s", strings.Join(x[from:min(i+3, len(x))], "\n"),
				strings.Join(y[min(from, len(y)):min(i+3, len(y))], "\n"))
		}
	}
	return "something more at the end"
}

// TestGolden formats each testdata/NAME.in.hm and compares it to NAME.hm.
func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.in.hm")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no inputs: %v", err)
	}
	for _, in := range inputs {
		t.Run(filepath.Base(in), func(t *testing.T) {
			src, err := os.ReadFile(in)
			if err != nil {
				t.Fatal(err)
			}
			opts := syntax.Options{Deprecated: strings.Contains(in, "upgrade")}
			got := formatted(t, in, src, opts)
			if got == nil {
				_, list := syntax.Parse(in, src, opts)
				t.Fatalf("does not parse:\n%s", render(list, src))
			}
			golden := strings.TrimSuffix(in, ".in.hm") + ".hm"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestEveryProgram holds all programs in the repository to the laws.
func TestEveryProgram(t *testing.T) {
	var n int
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !(strings.HasSuffix(path, ".hm") || strings.HasSuffix(path, ".stan")) {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		// Test files hold many programs, some of them wrong.
		for _, chunk := range bytes.Split(src, []byte("\n---\n")) {
			if formatted(t, path, chunk, syntax.Options{}) != nil {
				n++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 20 {
		t.Errorf("only %d programs were found", n)
	}
}
