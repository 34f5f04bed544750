package format_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"hm/lang/format"
	"hm/lang/syntax"
)

// pieces matches what can have space around it, and the space between.
var pieces = regexp.MustCompile(`"[^"\n]*"|[A-Za-z]\w*|(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][-+]?\d[\d_]*)?i?|%/%|\.[*/]=|` +
	`[|]{2}|&&|[-+*/=!<>]=|\.[*/^]|\s+|[^\s]`)

// respaced returns src, which has no comments, with other space between its
// pieces, and with comments if they are asked for.
func respaced(rng *rand.Rand, src []byte, comments bool) []byte {
	var out bytes.Buffer
	spaces := []string{" ", "  ", "\n", "\t", "\n\n\n", " \n   ", "\r\n", "\f", "\r"}
	if comments {
		spaces = append(spaces, " /* c */ ", " // c\n", " // c\r", "\n// c\n", "\n\n  // c\n\n", " /* a\n  b */", "\n/* c */\n", " /// d\n")
	}
	for _, piece := range pieces.FindAll(src, -1) {
		if len(bytes.TrimSpace(piece)) == 0 {
			out.WriteString(spaces[rng.IntN(len(spaces))])
			continue
		}
		out.Write(piece)
		if rng.IntN(4) == 0 && !keepsTogether(piece) {
			out.WriteString(spaces[rng.IntN(len(spaces))])
		}
	}
	return out.Bytes()
}

// keepsTogether reports whether space behind piece could change the program:
// 1. 1 is not 1.1.
func keepsTogether(piece []byte) bool {
	return strings.ContainsAny(string(piece), ".0123456789")
}

// TestAnySpacing holds programs with any space and any comments to the laws:
// however it is spaced, it is the same program.
func TestAnySpacing(t *testing.T) {
	for _, name := range []string{"statements", "long", "plain"} {
		file := "testdata/" + name + ".in.hm"
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, list := syntax.Parse(file, src, syntax.Options{})
		if list.Err() != nil {
			t.Fatal(list)
		}
		want := dump(f)
		for seed := range uint64(200) {
			rng := rand.New(rand.NewPCG(seed, 7))
			spaced := respaced(rng, src, seed%4 != 0)
			got := formatted(t, file, spaced, syntax.Options{})
			if got == nil {
				_, list := syntax.Parse(file, spaced, syntax.Options{})
				t.Fatalf("seed %d: other space made an error:\n%s\n%s", seed, render(list, spaced), spaced)
			}
			f, _ := syntax.Parse(file, spaced, syntax.Options{})
			if d := dump(f); d != want {
				t.Fatalf("seed %d: other space made another program: %s\n%s", seed, firstDifference(want, d), spaced)
			}
			if seed%4 == 0 { // no comments: one layout, whatever the space was
				g, _ := syntax.Parse(file, src, syntax.Options{})
				if a, b := squeeze(format.File(g, src)), squeeze(got); a != b {
					t.Fatalf("seed %d: the layout depends on space: %s", seed, firstDifference(a, b))
				}
			}
		}
	}
}

// squeeze removes empty lines.
func squeeze(src []byte) string {
	return strings.ReplaceAll(string(src), "\n\n", "\n")
}
