// Package place turns byte offsets in a file into positions for readers.
package place

import (
	"strings"
	"unicode/utf8"

	"hm/lang/source"
)

// A File is the text of a data file under the name it goes by in messages.
type File struct{ Name, Text string }

// Pos returns the position of a byte offset. It reads the text up to there,
// so it is for errors, not for every cell.
func (f *File) Pos(offset int) source.Pos {
	offset = min(max(offset, 0), len(f.Text))
	before := f.Text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return source.Pos{
		Filename: f.Name,
		Offset:   offset,
		Line:     1 + strings.Count(before, "\n"),
		Column:   1 + utf8.RuneCountInString(before[start:]),
	}
}

// Span returns the span between two byte offsets.
func (f *File) Span(from, to int) source.Span {
	start := f.Pos(from)
	if to <= from {
		return source.Span{Pos: start, EndPos: start}
	}
	// Most spans lie in one line: count on from the start.
	inside := f.Text[min(from, len(f.Text)):min(to, len(f.Text))]
	if strings.Contains(inside, "\n") {
		return source.Span{Pos: start, EndPos: f.Pos(to)}
	}
	end := start
	end.Offset += len(inside)
	end.Column += utf8.RuneCountInString(inside)
	return source.Span{Pos: start, EndPos: end}
}
