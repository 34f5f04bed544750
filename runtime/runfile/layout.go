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
	starts     []int // the offset of each line
}

func newLayout(name, text string) *layout {
	l := &layout{name: name, text: text, starts: []int{0}}
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

// at returns the span of width characters from a line and a column.
func (l *layout) at(line, column, width int) source.Span {
	line = min(max(line, 1), len(l.starts))
	column = max(column, 1)
	offset := l.starts[line-1]
	for range column - 1 {
		if offset >= len(l.text) {
			break
		}
		_, n := utf8.DecodeRuneInString(l.text[offset:])
		offset += n
	}
	start := source.Pos{Filename: l.name, Offset: offset, Line: line, Column: column}
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
		return start.To(end)
	}
	return l.at(n.Line, n.Column, l.width(n, start.Pos.Offset))
}

// closing returns the position behind the bracket that follows pos, blanks
// between them, or pos if there is none in its line.
func (l *layout) closing(pos source.Pos) source.Pos {
	rest := l.text[pos.Offset:]
	blank := len(rest) - len(strings.TrimLeft(rest, " "))
	if blank < len(rest) && (rest[blank] == ']' || rest[blank] == '}') {
		pos.Offset += blank + 1
		pos.Column += blank + 1
	}
	return pos
}

// width is the number of characters of a node without entries, as far as it
// goes in its first line.
func (l *layout) width(n *yaml.Node, offset int) int {
	line, _, _ := strings.Cut(l.text[offset:], "\n")
	line = strings.TrimRight(line, " \r")
	switch {
	case n.Kind != yaml.ScalarNode:
		return min(2, len(line)) // {} or []
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return quotedWidth(line, '"', '\\')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return quotedWidth(line, '\'', '\'')
	case strings.HasPrefix(line, n.Value):
		return utf8.RuneCountInString(n.Value)
	}
	return utf8.RuneCountInString(line)
}

// quotedWidth is the number of characters up to the closing quote, before
// which an escape keeps it from closing.
func quotedWidth(line string, quote, escape rune) int {
	runes := []rune(line)
	for i := 1; i < len(runes); i++ {
		switch {
		case runes[i] == escape && (escape != quote || i+1 < len(runes) && runes[i+1] == quote):
			i++
		case runes[i] == quote:
			return i + 1
		}
	}
	return len(runes)
}
