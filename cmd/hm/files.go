package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"hm/lang/source"
	"hm/lang/spell"
)

// stdinName stands for standard input on the command line, stdinLabel in messages.
const (
	stdinName  = "-"
	stdinLabel = "<stdin>"
)

// A textStore keeps the files a command has read, to draw what is wrong in them.
type textStore struct {
	mu     sync.Mutex
	byName map[string][]byte
}

// keep remembers the text of a file.
func (t *textStore) keep(name string, text []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byName == nil {
		t.byName = map[string][]byte{}
	}
	t.byName[name] = text
}

// of returns the text of a file: as it was read, or else as it is now.
func (t *textStore) of(name string) []byte {
	t.mu.Lock()
	text, ok := t.byName[name]
	t.mu.Unlock()
	if ok {
		return text
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	return text
}

// read returns the text of a file the user named, - for standard input, and
// the name to use in messages.
func (a *app) read(name string) (label string, text []byte, err error) {
	if name == stdinName {
		label = stdinLabel
		text, err = io.ReadAll(a.stdin)
	} else {
		label = filepath.ToSlash(name)
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return label, nil, userError(plainFileError(name, err))
	}
	a.texts.keep(label, text)
	return label, text, nil
}

// plainFileError drops the system call from an error about a file.
func plainFileError(name string, err error) error {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file `%s`%s", name, similar(name))
	case errors.As(err, &pathErr):
		return fmt.Errorf("cannot read `%s`: %w", name, pathErr.Err)
	}
	return fmt.Errorf("cannot read `%s`: %w", name, err)
}

// modelSuffixes are the names of models.
var modelSuffixes = []string{".hm", ".stan"}

// similar suggests a file beside the one that is not there.
func similar(name string) string {
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	near, ok := spell.Nearest(filepath.Base(name), names)
	if !ok {
		return ""
	}
	return fmt.Sprintf("; did you mean `%s`?", filepath.ToSlash(filepath.Join(filepath.Dir(name), near)))
}

// isModel reports whether a file is a model by its name.
func isModel(name string) bool { return slices.Contains(modelSuffixes, filepath.Ext(name)) }

// isRunFile reports whether a file is a run file by its name.
func isRunFile(name string) bool {
	ext := filepath.Ext(name)
	return ext == ".yaml" || ext == ".yml"
}

// isFile reports whether name is a file that exists.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// models replaces each directory in args by the models below it. Hidden
// directories are left out.
func models(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() { // reading the file will say what is wrong
			files = append(files, arg)
			continue
		}
		before := len(files)
		err = filepath.WalkDir(arg, func(path string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case e.IsDir() && path != arg && strings.HasPrefix(e.Name(), "."):
				return fs.SkipDir
			case !e.IsDir() && isModel(path):
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, userError(err)
		}
		if len(files) == before {
			return nil, userErrorf("there are no %s files in `%s`", strings.Join(modelSuffixes, " or "), arg)
		}
	}
	return files, nil
}

// showAll draws diagnostics for a reader at the terminal.
func (a *app) showAll(list source.List) {
	if err := source.Render(a.stderr, list, a.texts.of, colourful(a.stderr)); err != nil {
		fmt.Fprintf(a.stderr, "hm: %v\n", err)
	}
}
