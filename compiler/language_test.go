package compiler_test

import (
	"os"
	"path/filepath"
	"testing"
)

// languageData are the data of the programs in testdata/language that have any.
var languageData = map[string]string{
	"functions":      `{"N": 3, "y": [0.5, 1.5, 2.5]}`,
	"constraints":    `{"K": 3}`,
	"loops":          `{"N": 8, "y": [0.2, 1.5, -0.3, 0.9, 0.1, 2, -1, 0.6], "g": [1, 2, 3, 1, 2, 2, 3, 1], "sizes": [2, 0, 4]}`,
	"density_values": `{"N": 4, "y": [0.5, -1, 2, 1.5]}`,
}

// TestLanguage runs programs that check themselves, and holds their log
// densities to the laws of every program.
func TestLanguage(t *testing.T) {
	files, err := filepath.Glob("testdata/language/*.hm")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs", err)
	}
	for _, file := range files {
		name := filepath.Base(file[:len(file)-len(".hm")])
		if name == "dims" { // its data are a table: TestDims
			continue
		}
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			json := languageData[name]
			if json == "" {
				json = "{}"
			}
			p := sound(t, file, string(src), json)
			if static := p.Static() == nil; static != (name != "branches") {
				t.Errorf("taken by the fast tier: %v (%v)", static, p.Static())
			}
		})
	}
}
