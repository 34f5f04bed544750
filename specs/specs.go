// Package specs holds whole models with their data and run files. They are the
// examples a newcomer starts from and the suite that a change of hm has to pass.
//
// Each folder has models (.hm), data (a table or Stan's JSON), run files (.yaml;
// run.yaml is the one to start with) and a README.md that says what the data are
// and what to look at in the result. The folder posteriordb has models alone: a
// public database holds their data and reference draws.
package specs

import (
	"embed"
	"io/fs"
)

// FS holds the files of every folder, by the path below this one, such as
// "radon/radon.hm".
//
//go:embed */*.hm */*.yaml */*.csv */*.json */*.md
var FS embed.FS

// Models are the paths of all models in FS, sorted.
func Models() []string { return glob("*/*.hm") }

// RunFiles are the paths of all run files in FS, sorted.
func RunFiles() []string { return glob("*/*.yaml") }

// glob lists the files in FS that match a well-formed pattern.
func glob(pattern string) []string {
	paths, err := fs.Glob(FS, pattern)
	if err != nil {
		panic(err) // the patterns are constants of this package
	}
	return paths
}
