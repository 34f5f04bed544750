package check_test

import (
	"path/filepath"
	"testing"

	"hm/lang/check"
	"hm/lang/internal/chunked"
	"hm/lang/source"
	"hm/lang/syntax"
)

// checkSource parses and checks a program; parse errors come first.
func checkSource(name string, src []byte) (*syntax.File, *check.Info, source.List) {
	f, errs := syntax.Parse(name, src, syntax.Options{})
	info, more := check.File(f, lib)
	return f, info, append(errs, more...)
}

func TestChunks(t *testing.T) {
	files, err := filepath.Glob("testdata/*.hm")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		for _, c := range chunked.Read(t, file) {
			t.Run(c.Name, func(t *testing.T) {
				_, _, errs := checkSource(c.File, c.Source)
				c.Check(t, errs)
			})
		}
	}
}
