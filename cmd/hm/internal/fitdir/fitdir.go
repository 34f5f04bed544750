// Package fitdir makes the directory a fit leaves behind so that it is there
// whole or not at all.
//
// Files are written to a staging directory beside the place where the fit will
// be. Commit makes them durable and puts them there in one step; until then an
// earlier fit stays as it is. A fit that was interrupted goes to a place of its
// own, so that it is never mistaken for a complete one.
package fitdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Manifest is the file that makes a directory a fit.
const Manifest = "manifest.json"

// InterruptedSuffix is added to the name of a fit that did not end.
const InterruptedSuffix = ".interrupted"

// A Dir is a fit that is being written.
type Dir struct {
	target  string // where the fit will be
	staging string
	made    []string // directories above it that were not there, the outermost last
}

// Create starts a fit that will be at path. It refuses a path that holds
// something other than a fit: Commit replaces what is there.
func Create(path string) (*Dir, error) {
	target, err := resolve(path)
	if err != nil {
		return nil, err
	}
	if err := replaceable(target, path); err != nil {
		return nil, err
	}
	parent := filepath.Dir(target)
	d := &Dir{target: target, made: absent(parent)}
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	d.staging, err = mkdir(filepath.Join(parent, "."+filepath.Base(target)+".tmp-"))
	if err != nil {
		d.Discard()
		return nil, err
	}
	return d, nil
}

// absent lists dir and the directories above it that do not exist.
func absent(dir string) []string {
	var list []string
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return list
		}
		list = append(list, dir)
		dir = filepath.Dir(dir)
	}
}

// resolve makes path absolute and follows it where it is a symbolic link, which
// then stays.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	return path, nil
}

// replaceable returns an error unless path is absent, an empty directory or a
// fit. The error calls it name.
func replaceable(path, name string) error {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		if info, statErr := os.Stat(path); statErr == nil && !info.IsDir() {
			return fmt.Errorf("`%s` is a file, and a fit is a directory: choose another place", name)
		}
		return err
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Stat(filepath.Join(path, Manifest)); err != nil {
		return fmt.Errorf("`%s` holds files that are not a fit (it has no %s), and a new fit would replace them: choose another directory",
			name, Manifest)
	}
	return nil
}

// mkdir makes a new directory whose name starts with prefix. Unlike
// os.MkdirTemp it leaves the permissions to the user's mask.
func mkdir(prefix string) (string, error) {
	for n := 0; ; n++ {
		name := fmt.Sprintf("%s%d-%d", prefix, os.Getpid(), n)
		err := os.Mkdir(name, 0o777)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return name, err
		}
	}
}

// Path returns where to write the file name for now.
func (d *Dir) Path(name string) string { return filepath.Join(d.staging, name) }

// Staging is the directory in which the fit is written until Commit.
func (d *Dir) Staging() string { return d.staging }

// Target is where the fit will be.
func (d *Dir) Target() string { return d.target }

// Write writes a file of the fit.
func (d *Dir) Write(name string, text []byte) error { return WriteFile(d.Path(name), text, 0o666) }

// Commit puts the fit in its place, instead of the one before.
func (d *Dir) Commit() error { return d.moveTo(d.target) }

// Interrupted puts an unfinished fit beside the place of the complete one, and
// returns where that is.
func (d *Dir) Interrupted() (string, error) {
	place := d.target + InterruptedSuffix
	if err := replaceable(place, place); err != nil {
		return "", err
	}
	return place, d.moveTo(place)
}

// Discard removes what was written, and the directories that were made for it
// if nothing else is in them by now. It does nothing after Commit or
// Interrupted.
func (d *Dir) Discard() {
	if d.staging != "" {
		os.RemoveAll(d.staging)
	}
	for _, dir := range d.made {
		if os.Remove(dir) != nil { // it is not empty
			return
		}
	}
}

// moveTo makes the files durable, moves what is at place aside, puts the fit
// there, and only then removes what was there.
func (d *Dir) moveTo(place string) error {
	if err := syncTree(d.staging); err != nil {
		return err
	}
	old, err := moveAside(place)
	if err != nil {
		return err
	}
	if err := os.Rename(d.staging, place); err != nil {
		if old != "" {
			err = errors.Join(err, os.Rename(filepath.Join(old, "fit"), place), os.Remove(old))
		}
		return err
	}
	d.staging, d.made = "", nil
	if err := syncPath(filepath.Dir(place)); err != nil {
		return err
	}
	if old != "" {
		return os.RemoveAll(old)
	}
	return nil
}

// moveAside moves what is at place, if anything, into a new directory beside
// it, whose name it returns.
func moveAside(place string) (string, error) {
	if _, err := os.Stat(place); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	old, err := mkdir(filepath.Join(filepath.Dir(place), "."+filepath.Base(place)+".old-"))
	if err != nil {
		return "", err
	}
	if err := os.Rename(place, filepath.Join(old, "fit")); err != nil {
		return "", errors.Join(err, os.Remove(old))
	}
	return old, nil
}

// syncTree makes all files and directories below dir durable.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncPath(path)
	})
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	// Some file systems cannot sync a directory; there is nothing to do then.
	syncErr := f.Sync()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		syncErr = nil
	}
	return errors.Join(syncErr, f.Close())
}

// WriteFile writes a file so that path has its old content or all of the new
// one, at any moment. An existing file keeps its permissions.
func WriteFile(path string, text []byte, perm os.FileMode) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil {
		perm = info.Mode().Perm()
	}
	name, err := writeTemp(path, text, perm)
	if err != nil {
		return err
	}
	if err := os.Rename(name, path); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// writeTemp writes text to a new file beside path and makes it durable.
func writeTemp(path string, text []byte, perm os.FileMode) (name string, err error) {
	// os.CreateTemp would make it readable for the owner alone.
	name = fmt.Sprintf("%s.tmp-%d", path, os.Getpid())
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return "", errors.Join(err, os.Remove(name))
	}
	return name, nil
}
