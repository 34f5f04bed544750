// Package compiler turns .hm programs into executable log densities, in three
// stages: Compile needs no data, Bind fixes every size and yields an immutable
// Program, NewChain makes closures over fresh memory.
package compiler

import (
	"cmp"
	"slices"

	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// A Model is a checked program that has not seen data.
type Model struct {
	File *syntax.File
	Info *check.Info
	lib  types.Library
}

// Options are what Compile may be told.
type Options struct {
	// Include reads the file that an #include in the file from names.
	Include func(path, from string) ([]byte, error)
}

// Compile parses and checks src. The Model is nil if there are errors; the
// list may hold warnings all the same.
func Compile(name string, src []byte, lib types.Library, opts Options) (*Model, source.List) {
	f, list := syntax.Parse(name, src, syntax.Options{Include: opts.Include})
	info, more := check.File(f, lib)
	list = append(list, more...)
	if list.Err() == nil {
		list = append(list, check.Uncomputed(info)...)
	}
	slices.SortStableFunc(list, func(a, b source.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Span.Pos.Filename, b.Span.Pos.Filename), cmp.Compare(a.Span.Pos.Offset, b.Span.Pos.Offset))
	})
	if list.Err() != nil {
		return nil, list
	}
	return &Model{File: f, Info: info, lib: lib}, list
}
