package format_test

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"hm/lang/format"
	"hm/lang/syntax"
)

var mutants = flag.Int("mutants", 100, "how many mutants of each test program to try")

// mutant returns src with a few pieces removed, doubled, swapped or replaced
// by pieces of other programs.
func mutant(rng *rand.Rand, src []byte, others [][]byte) []byte {
	parts := pieces.FindAll(src, -1)
	if len(parts) == 0 {
		return src
	}
	for range 1 + rng.IntN(4) {
		i, j := rng.IntN(len(parts)), rng.IntN(len(parts))
		switch rng.IntN(5) {
		case 0:
			parts[i] = nil
		case 1:
			parts[i] = append(bytes.Clone(parts[i]), parts[i]...)
		case 2:
			parts[i], parts[j] = parts[j], parts[i]
		case 3:
			parts[i] = others[rng.IntN(len(others))]
		case 4:
			parts[i] = append(append(bytes.Clone(parts[i]), ' '), others[rng.IntN(len(others))]...)
		}
	}
	return bytes.Join(parts, nil)
}

// TestMutants parses and formats programs with a few mistakes. Those that are
// still programs obey the laws.
func TestMutants(t *testing.T) {
	var programs, others [][]byte
	for _, pattern := range []string{"testdata/*.hm", "../syntax/testdata/*.hm"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no test files: %v", err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			programs = append(programs, bytes.Split(src, []byte("\n---\n"))...)
			others = append(others, pieces.FindAll(src, -1)...)
		}
	}
	right := 0
	for i, src := range programs {
		for n := range *mutants {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(n)))
			m := mutant(rng, src, others)
			if formatted(t, "mutant", m, syntax.Options{}) != nil {
				right++
			} else if formatted(t, "mutant", m, syntax.Options{Deprecated: true}) == nil {
				tree, _ := syntax.Parse("mutant", m, syntax.Options{})
				format.File(tree, m) // it must only not panic
			}
		}
	}
	if right == 0 {
		t.Error("no mutant was a program")
	}
}
