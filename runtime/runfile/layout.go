package runfile

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"hm/lang/source"
)

// A layout knows where the lines of a file are. YAML nodes only know the line
// and the column where they begin.
type layout struct {
	name, text string
	starts     []int         // the offset of each line
	columns    map[int][]int // of lines with other than ASCII characters: the offset of each character
}

func newLayout(name, text string) *layout {
	l := &layout{name: name, text: text, starts: []int{0}, columns: map[int][]int{}}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// line returns a line, counted from 1, without its end.
func (l *layout) line(n int) string {
	if n < 1 || n > len(l.starts) {
		return ""
	}
	s, _, _ := strings.Cut(l.text[l.starts[n-1]:], "\n")
	return strings.TrimSuffix(s, "\r")
}

// offset returns where a character of a line is. A run file may hold all its
// values in one line, so this must not count along it each time.
func (l *layout) offset(line, column int) int {
	start := l.starts[line-1]
	columns, ok := l.columns[line]
	if !ok {
		text := l.line(line)
		if strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
			for i := range text {
				columns = append(columns, start+i)
			}
			columns = append(columns, start+len(text))
		}
		l.columns[line] = columns
	}
	switch {
	case columns == nil:
		return min(start+column-1, len(l.text))
	case column > len(columns):
		return columns[len(columns)-1]
	}
	return columns[column-1]
}

// at returns the span of width characters from a line and a column.
func (l *layout) at(line, column, width int) source.Span {
	line = min(max(line, 1), len(l.starts))
	column = max(column, 1)
	start := source.Pos{Filename: l.name, Offset: l.offset(line, column), Line: line, Column: column}
	end := start
	for range width {
		if end.Offset >= len(l.text) {
			break
		}
		_, n := utf8.DecodeRuneInString(l.text[end.Offset:])
		end.Offset += n
		end.Column++
	}
	return source.Span{Pos: start, EndPos: end}
}

// span returns where a node is: a list or section up to its last entry.
func (l *layout) span(n *yaml.Node) source.Span {
	start := l.at(n.Line, n.Column, 0)
	if len(n.Content) > 0 {
		end := l.span(n.Content[len(n.Content)-1])
		if n.Style&yaml.FlowStyle != 0 {
			end.EndPos = l.closing(end.EndPos)
		}
		if end.EndPos.Offset < start.Pos.Offset { // the library misplaces some empty entries
			return start
		}
		return start.To(end)
	}
	return l.at(n.Line, n.Column, l.width(n, start.Pos.Offset))
}

// closing returns the position behind the bracket that follows pos, blanks
// between them, or pos if there is none in its line.
func (l *layout) closing(pos source.Pos) source.Pos {
	at := pos.Offset
	for at < len(l.text) && l.text[at] == ' ' {
		at++
	}
	if at < len(l.text) && (l.text[at] == ']' || l.text[at] == '}') {
		pos.Column += at + 1 - pos.Offset
		pos.Offset = at + 1
	}
	return pos
}

// width is the number of characters of a node without entries, as far as it
// goes in its first line.
func (l *layout) width(n *yaml.Node, offset int) int {
	rest := l.text[offset:]
	switch {
	case n.Kind != yaml.ScalarNode:
		return 2 // {} or []
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return quotedWidth(rest, '"', '\\')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return quotedWidth(rest, '\'', '\'')
	case strings.HasPrefix(rest, n.Value):
		return utf8.RuneCountInString(n.Value)
	}
	line, _, _ := strings.Cut(rest, "\n")
	return utf8.RuneCountInString(strings.TrimRight(line, " \r"))
}

// quotedWidth is the number of characters up to the closing quote, before
// which an escape keeps it from closing.
func quotedWidth(text string, quote, escape byte) int {
	i := 1
	for ; i < len(text) && text[i] != '\n'; i++ {
		switch {
		case text[i] == escape && i+1 < len(text) && (escape != quote || text[i+1] == quote):
			i++
		case text[i] == quote:
			return utf8.RuneCountInString(text[:i+1])
		}
	}
	return utf8.RuneCountInString(text[:min(i, len(text))])
}
