package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// A block is a piece of code in the README.
type block struct {
	language string
	lines    []string
	line     int // of its first line
}

func (b block) text() string { return strings.Join(b.lines, "\n") + "\n" }

// readmeBlocks returns the pieces of code of ../../README.md.
func readmeBlocks(t *testing.T) []block {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	open := false
	for i, line := range strings.Split(string(text), "\n") {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && !open:
			blocks = append(blocks, block{language: language, line: i + 2})
		case !fence && open:
			last := &blocks[len(blocks)-1]
			last.lines = append(last.lines, line)
		}
		open = open != fence
	}
	if open {
		t.Fatal("README.md: a block of code is not closed")
	}
	return blocks
}

// only returns the first block of a language that contains what.
func only(t *testing.T, language, what string) block {
	t.Helper()
	for _, b := range readmeBlocks(t) {
		if b.language == language && strings.Contains(b.text(), what) {
			return b
		}
	}
	t.Fatalf("README.md has no block of %q with %q", language, what)
	return block{}
}

// The model and the run file shown are those of specs/freeze.
func TestReadmeShowsTheSpec(t *testing.T) {
	for _, shown := range []struct{ language, what, file string }{
		{"stan", "dim run", "varying_slopes.hm"},
		{"yaml", "model: varying_slopes.hm", "run.yaml"},
	} {
		want, err := os.ReadFile(filepath.Join("../../specs/freeze", shown.file))
		if err != nil {
			t.Fatal(err)
		}
		if got := only(t, shown.language, shown.what); got.text() != string(want) {
			t.Errorf("README.md:%d: not the text of specs/freeze/%s:\n%s", got.line, shown.file, want)
		}
	}
}

// Every hm command in the README is one that hm understands.
func TestReadmeCommands(t *testing.T) {
	n := 0
	for _, b := range readmeBlocks(t) {
		if b.language != "sh" {
			continue
		}
		for i, line := range b.lines {
			line, _, _ = strings.Cut(line, "#")
			words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "go run ./cmd/"))
			if len(words) == 0 || words[0] != "hm" {
				continue
			}
			n++
			if err := parses(words[1:]); err != nil {
				t.Errorf("README.md:%d: %s: %v", b.line+i, strings.TrimSpace(line), err)
			}
		}
	}
	if n == 0 {
		t.Error("README.md shows no hm command")
	}
}

// parses reports what is wrong with a command line.
func parses(args []string) error {
	parser, err := kong.New(&cli{}, kong.Name("hm"), kong.Writers(io.Discard, io.Discard))
	if err != nil {
		return err
	}
	_, err = parser.Parse(args)
	return err
}

// The two commands on which everything rests stand in the README and in .ci/run.
func TestReadmeTwoCommands(t *testing.T) {
	ci, err := os.ReadFile("../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"go run ./cmd/hm fit specs/freeze/run.yaml", "go test ./..."} {
		only(t, "sh", command)
		if !strings.Contains(string(ci), command) {
			t.Errorf(".ci/run does not run %q", command)
		}
	}
}

// What the README shows as the first fit's output is what it prints, to the
// last digit: the seed fixes the draws. (On another architecture the compiler
// rounds otherwise, and the last digits differ.)
func TestReadmeOutput(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skipf("the README's output is that of amd64, this is %s", runtime.GOARCH)
	}
	if testing.Short() {
		t.Skip("samples for a few seconds")
	}
	want := only(t, "", "alpha[epoch=1]")
	cmd := hm(t, "fit", "specs/freeze/run.yaml", "--quiet", "--out", filepath.Join(t.TempDir(), "fit"))
	cmd.Dir = "../.."
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	place := regexp.MustCompile(`The fit is in .*`)
	got := place.ReplaceAllString(string(out), "The fit is in specs/freeze/fits/varying_slopes")
	sameAsReadme(t, want, got)
}

// sameAsReadme compares what was printed with what the README shows; with
// -update the README learns it.
func sameAsReadme(t *testing.T, shown block, printed string) {
	t.Helper()
	if printed == shown.text() {
		return
	}
	if !*update {
		t.Errorf("README.md:%d: shows\n%s\nbut hm prints\n%s\n(go test ./cmd/hm -update rewrites it)", shown.line, shown.text(), printed)
		return
	}
	text, err := os.ReadFile("../../README.md")
	if err == nil {
		text = []byte(strings.Replace(string(text), shown.text(), printed, 1))
		err = os.WriteFile("../../README.md", text, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The problems shown are those of the model with two slips.
func TestReadmeProblems(t *testing.T) {
	text, err := os.ReadFile("../../specs/freeze/varying_slopes.hm")
	if err != nil {
		t.Fatal(err)
	}
	slips := strings.NewReplacer("sigma ~ exponential(1)", "sigma ~ exponentail(1)", ".* freeze_p", "* freeze_p")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "slopes.hm"), []byte(slips.Replace(string(text))), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := hm(t, "check", "slopes.hm")
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput()
	sameAsReadme(t, only(t, "", "slopes.hm:"), string(out))
}

// ARCHITECTURE.md names every package, and none that is not there.
func TestArchitectureNamesPackages(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## Packages\n")
	table, _, _ = strings.Cut(table, "\n## ")
	named := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllStringSubmatch(table, -1) {
		named[row[1]] = true
		if files, _ := filepath.Glob(filepath.Join("../..", row[1], "*.go")); len(files) == 0 {
			t.Errorf("ARCHITECTURE.md names %s, which is no package", row[1])
		}
	}
	for _, dir := range packageDirs(t) {
		// The parts of one package are that package's own business.
		before, _, private := strings.Cut(dir, "/internal/")
		if !named[dir] && (!private || !named[before]) && dir != "specs/freeze/generate" {
			t.Errorf("ARCHITECTURE.md does not name %s", dir)
		}
	}
}

// packageDirs lists the directories with Go files, from the root of the repository.
func packageDirs(t *testing.T) []string {
	t.Helper()
	var dirs []string
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		if files, _ := fs.Glob(root, name+"/*.go"); len(files) > 0 {
			dirs = append(dirs, name)
		}
		return nil
	})
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no packages: %v", err)
	}
	return dirs
}
