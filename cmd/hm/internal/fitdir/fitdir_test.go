package fitdir_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hm/cmd/hm/internal/fitdir"
)

// create starts a fit at path and writes a manifest that says what.
func create(t *testing.T, path, what string) *fitdir.Dir {
	t.Helper()
	d, err := fitdir.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(fitdir.Manifest, []byte(what)); err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, name ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// names lists what is in a directory, hidden files too.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestCommitReplacesWhole(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "fits", "deep")
	path := filepath.Join(parent, "m")
	first := create(t, path, "first")
	if err := first.Write("extra.json", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the fit is there before Commit")
	}
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	second := create(t, path, "second")
	if got := read(t, path, fitdir.Manifest); got != "first" {
		t.Errorf("before the second Commit the manifest is %q, want the first", got)
	}
	if err := second.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, path); !slices.Equal(got, []string{fitdir.Manifest}) {
		t.Errorf("after the second Commit the fit holds %q, want the manifest alone", got)
	}
	if got := read(t, path, fitdir.Manifest); got != "second" {
		t.Errorf("after the second Commit the manifest is %q", got)
	}
	if got := names(t, parent); !slices.Equal(got, []string{"m"}) {
		t.Errorf("beside the fit there is %q", got)
	}
}

func TestInterruptedLeavesTheCompleteFit(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "m")
	if err := create(t, path, "complete").Commit(); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"part", "part again"} {
		place, err := create(t, path, what).Interrupted()
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, place, fitdir.Manifest); got != what {
			t.Errorf("the interrupted fit is %q, want %q", got, what)
		}
	}
	if got := read(t, path, fitdir.Manifest); got != "complete" {
		t.Errorf("the complete fit is now %q", got)
	}
	if got := names(t, parent); !slices.Equal(got, []string{"m", "m.interrupted"}) {
		t.Errorf("there is %q", got)
	}
}

func TestDiscard(t *testing.T) {
	parent := t.TempDir()
	create(t, filepath.Join(parent, "fits", "deep", "m"), "x").Discard()
	if got := names(t, parent); len(got) != 0 {
		t.Errorf("Discard left %q", got)
	}
}

func TestDiscardKeepsWhatOthersMade(t *testing.T) {
	parent := t.TempDir()
	d := create(t, filepath.Join(parent, "fits", "m"), "x")
	if err := create(t, filepath.Join(parent, "fits", "other"), "y").Commit(); err != nil {
		t.Fatal(err)
	}
	d.Discard()
	if got := names(t, filepath.Join(parent, "fits")); !slices.Equal(got, []string{"other"}) {
		t.Errorf("Discard left %q, want the other fit", got)
	}
}

// A fit must not replace files that are something else.
func TestCreateRefuses(t *testing.T) {
	parent := t.TempDir()
	if err := os.WriteFile(filepath.Join(parent, "thesis.tex"), []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := fitdir.Create(parent); err == nil || !strings.Contains(err.Error(), "not a fit") {
		t.Errorf("a directory with a file in it: got error %v", err)
	}
	if _, err := fitdir.Create(filepath.Join(parent, "thesis.tex")); err == nil || !strings.Contains(err.Error(), "is a file") {
		t.Errorf("a file: got error %v", err)
	}
	empty := filepath.Join(parent, "empty")
	if err := os.Mkdir(empty, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := create(t, empty, "x").Commit(); err != nil {
		t.Errorf("an empty directory: %v", err)
	}
	if got := read(t, parent, "thesis.tex"); got != "x" {
		t.Errorf("the other file is now %q", got)
	}
}

// A symbolic link to where fits are kept stays a link.
func TestCommitFollowsLink(t *testing.T) {
	parent := t.TempDir()
	real, link := filepath.Join(parent, "real"), filepath.Join(parent, "link")
	if err := os.Mkdir(real, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := create(t, link, "x").Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced")
	}
	if got := read(t, real, fitdir.Manifest); got != "x" {
		t.Errorf("the manifest is %q", got)
	}
}

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.hm")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := fitdir.WriteFile(path, []byte("new"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); got != "new" {
		t.Errorf("the file is %q", got)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("its permissions are %v, want 0640 as before", info.Mode().Perm())
	}
	if got := names(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("beside it there is %q", got)
	}
	if err := fitdir.WriteFile(filepath.Join(path, "x"), nil, 0o666); err == nil {
		t.Error("writing below a file succeeded")
	}
}
