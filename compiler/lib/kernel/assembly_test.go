package kernel

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// extensions are what body_amd64.go asks of the processor for each body; KMOVW
// and the like count as AVX512F.
var extensions = map[string][]string{
	"AVX2":   {"AVX", "AVX2", "FMA3", "SSE2"},
	"AVX512": {"AVX", "AVX2", "FMA3", "SSE2", "BMI2", "AVX512F", "AVX512DQ", "AVX512VL"},
}

var (
	function = regexp.MustCompile(`(?s)// Requires: ([^\n]*)\nTEXT ·(\w+?)(AVX2|AVX512)\(SB\)(.*?)\tRET\n`)
	evexOnly = regexp.MustCompile(`\b[XYZ](1[6-9]|2[0-9]|3[01])\b|\bZ[0-9]`)
)

// TestAssembly holds the assembly to the instructions that its body may use:
// avo checks them, but not that AVX2 has sixteen registers only. Functions must
// clear the upper halves of registers, or what follows them is slow.
func TestAssembly(t *testing.T) {
	text, err := os.ReadFile("kernels_amd64.s")
	if err != nil {
		t.Fatal(err)
	}
	found := function.FindAllStringSubmatch(string(text), -1)
	if n := strings.Count(string(text), "\nTEXT "); len(found) != n || n < 40 {
		t.Fatalf("read %d functions of %d", len(found), n)
	}
	for _, f := range found {
		requires, name, set, code := f[1], f[2], f[3], f[4]
		for _, e := range strings.Split(requires, ", ") {
			if !strings.Contains(" "+strings.Join(extensions[set], " ")+" ", " "+e+" ") {
				t.Errorf("%s%s needs %s", name, set, e)
			}
		}
		if r := evexOnly.FindString(code); set == "AVX2" && r != "" {
			t.Errorf("%s%s uses register %s", name, set, r)
		}
		if !strings.HasSuffix(strings.TrimSpace(code), "VZEROUPPER") {
			t.Errorf("%s%s does not end in VZEROUPPER", name, set)
		}
	}
}
