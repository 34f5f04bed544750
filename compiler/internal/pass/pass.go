// Package pass rewrites ir so that it computes the same log density with less
// work. Each pass is one file; Table lists them in the order in which they run.
package pass

import "hm/compiler/internal/ir"

// A Pass is one rewrite.
type Pass struct {
	Name string
	Doc  string
	// Run rewrites f and returns how many places it changed.
	Run func(f *ir.Func) int
}

// Table is the pipeline.
var Table = []Pass{
	// First: recursions become simpler, and more of them can be batched.
	{"simplify", "functions that undo each other are taken out", simplify},
	// Early: what it makes vectors of, the other passes can see.
	{"batch", "scalar operations of one kind that do not depend on each other become a vector operation", batch},
	{"sufficient-statistics", "a normal likelihood whose mean is linear in the parameters becomes a quadratic form", sufficientStatistics},
	// After it, since it does without the rows altogether.
	{"level-sums", "a likelihood whose parameters are those of a few levels comes to a few sums for each", levelSums},
	{"row-compression", "observations that are the same are evaluated once, with a weight", compressRows},
	// Last: what the passes before it no longer use.
	{"dead-code", "drop what does not reach the log density", deadCode},
}

// Run applies the passes that on allows and returns how often each fired. With
// verify it checks after each that f still makes sense, and panics if not.
func Run(f *ir.Func, on func(name string) bool, verify bool) map[string]int {
	fired := map[string]int{}
	for _, p := range Table {
		if on == nil || on(p.Name) {
			fired[p.Name] = p.Run(f)
			if err := check(f, verify); err != nil {
				panic(p.Name + ": " + err.Error())
			}
		}
	}
	return fired
}

func check(f *ir.Func, verify bool) error {
	if !verify {
		return nil
	}
	return ir.Verify(f)
}
