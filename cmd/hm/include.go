package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hm/lang/source"
)

// An includer reads what the #include lines of one model name: beside the file
// that includes it, and then in each of paths.
type includer struct {
	texts *textStore
	paths []string
	files []input           // what was read, in order
	found map[string]string // where the file of each name, as written, is
}

func (a *app) includer(paths []string) *includer {
	return &includer{texts: &a.texts, paths: paths, found: map[string]string{}}
}

// read returns the text of the file that the file named from includes.
func (in *includer) read(path, from string) ([]byte, error) {
	dirs := append([]string{in.dir(from)}, in.paths...)
	if filepath.IsAbs(path) {
		dirs = []string{""}
	}
	for _, dir := range dirs {
		name := filepath.Join(dir, path)
		text, err := os.ReadFile(name)
		switch {
		case err == nil:
			name = filepath.ToSlash(name)
			in.found[path] = name
			in.files = append(in.files, input{name, text})
			in.texts.keep(name, text)
			return text, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, plainFileError(name, err)
		}
	}
	return nil, fmt.Errorf("there is no such file in %s", strings.Join(dirs, " or "))
}

// dir is the directory of a file, as messages name it.
func (in *includer) dir(name string) string {
	if name == stdinLabel {
		return "."
	}
	if where, ok := in.found[name]; ok {
		name = where
	}
	return filepath.Dir(name)
}

// place gives the problems in included files the name under which a reader
// finds the file, instead of the one written behind #include.
func (in *includer) place(list source.List) source.List {
	fix := func(s *source.Span) {
		for _, p := range []*source.Pos{&s.Pos, &s.EndPos} {
			if name, ok := in.found[p.Filename]; ok {
				p.Filename = name
			}
		}
	}
	for i := range list {
		fix(&list[i].Span)
		for k := range list[i].Related {
			fix(&list[i].Related[k].Span)
		}
	}
	return list
}
