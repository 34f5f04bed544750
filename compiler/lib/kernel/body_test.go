package kernel

import (
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name string
		best body
		want body
		err  string
	}{
		{"", avx512, avx512, ""},
		{"", portable, portable, ""},
		{"portable", avx512, portable, ""},
		{"avx2", avx512, avx2, ""},
		{"avx512", avx512, avx512, ""},
		{"avx512", avx2, avx2, "lacks"},
		{"avx2", portable, portable, "lacks"},
		{"AVX2", avx512, avx512, "must be portable, avx2, avx512"},
		{"sse", avx2, avx2, "using avx2"},
	} {
		got, err := choose(c.name, c.best)
		if got != c.want {
			t.Errorf("choose(%q, %v) = %v, want %v", c.name, c.best, got, c.want)
		}
		if (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("choose(%q, %v): error %v, want %q", c.name, c.best, err, c.err)
		}
	}
}
