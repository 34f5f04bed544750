package format_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hm/lang/format"
	"hm/lang/syntax"
)

// FuzzFormat holds any text that is a program to the laws of formatting, and
// demands that no other makes it fail.
func FuzzFormat(f *testing.F) {
	for _, pattern := range []string{"testdata/*.hm", "../syntax/testdata/*.hm"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no test files: %v", err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, chunk := range strings.Split(string(src), "\n---\n") {
				f.Add([]byte(chunk))
			}
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if formatted(t, "f", src, syntax.Options{}) == nil {
			tree, _ := syntax.Parse("f", src, syntax.Options{})
			format.File(tree, src)
			formatted(t, "f", src, syntax.Options{Deprecated: true})
		}
	})
}
