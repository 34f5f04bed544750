// Package format prints programs in the one canonical layout: one statement a
// line, two spaces of indentation, spaces around binary operators, long lines
// wrapped. What the author wrote otherwise stays: comments at their places,
// parentheses, and up to one empty line between statements. Formatting twice
// changes nothing more.
package format

import (
	"bytes"
	"strings"

	"hm/lang/source"
	"hm/lang/syntax"
)

// File returns program f in the canonical layout. The tree must be of src
// itself, with includes left alone, and without errors.
func File(f *syntax.File, src []byte) []byte {
	p := &printer{src: src, comments: f.Comments}
	var blocks []item
	for _, b := range f.Blocks {
		blocks = append(blocks, item{b, func() *doc { return p.block(b) }})
	}
	return []byte(lay(p.items(blocks, f.EndPos, true)))
}

// A printer makes docs in source order. Comments are taken from the front of
// the list as the printer comes past their places.
type printer struct {
	src      []byte
	comments []*syntax.Comment
}

// An item is a block, function or statement in a list of them.
type item struct {
	syntax.Node
	doc func() *doc
}

// items prints a list of items and the comments between them, up to end. Each
// begins a line; at the top of a list there is no empty line.
func (p *printer) items(list []item, end source.Pos, top bool) *doc {
	var kids []*doc
	last := 0 // the line on which the last item ended, or 0
	// next is where item i begins.
	next := func(i int) source.Pos {
		if i < len(list) {
			return list[i].Range().Pos
		}
		return end
	}
	// trailers prints the comments behind something on its line.
	trailers := func(until source.Pos) {
		for c := p.peek(until); c != nil && !p.ownLine(c); c = p.peek(until) {
			if last > 0 && c.Pos.Line != last {
				return
			}
			kids = append(kids, trailing(c))
			p.take()
			if last > 0 {
				last = c.EndPos.Line
			}
		}
	}
	if !top {
		trailers(next(0))
	}
	begin := func(line int) {
		if last > 0 && line > last+1 {
			kids = append(kids, blank)
		} else {
			kids = append(kids, hard)
		}
	}
	comments := func(until source.Pos) {
		for c := p.peek(until); c != nil; c = p.peek(until) {
			begin(c.Pos.Line)
			kids = append(kids, p.ownDoc(c))
			p.take()
			last = c.EndPos.Line
			trailers(until)
		}
	}
	for i, it := range list {
		s := it.Range()
		comments(s.Pos)
		begin(s.Pos.Line)
		kids = append(kids, it.doc())
		last = s.EndPos.Line
		trailers(next(i + 1))
	}
	comments(end)
	return cat(kids...)
}

// peek returns the next comment before a place, or nil.
func (p *printer) peek(before source.Pos) *syntax.Comment {
	if len(p.comments) > 0 && p.comments[0].Pos.Offset < before.Offset {
		return p.comments[0]
	}
	return nil
}

const byteOrderMark = "\uFEFF"

func (p *printer) take() { p.comments = p.comments[1:] }

// semicolon prints the end of a statement. A single comment before the
// semicolon goes behind it.
func (p *printer) semicolon(s syntax.Node) *doc {
	at := end(s)
	c := p.peek(at)
	if c == nil {
		return text(";")
	}
	rest := p.comments[1:]
	alone := len(rest) == 0 || rest[0].Pos.Offset >= at.Offset
	if alone && !isInclude(c) && !strings.Contains(c.Text, "\n") {
		p.take()
		return cat(text(";"), trailing(c))
	}
	return cat(nest(p.tail(at)), text(";"))
}

// trailing prints a comment at the end of a line.
func trailing(c *syntax.Comment) *doc {
	switch {
	case isInclude(c):
		return include(c.Text)
	case isBlock(c) && strings.Contains(c.Text, "\n"):
		return cat(text(" "+tidy(c.Text)), trailer(""))
	case isBlock(c):
		return text(" " + c.Text)
	}
	return trailer(c.Text)
}

// lead prints the comments before a part of an expression.
func (p *printer) lead(pos source.Pos) *doc {
	var kids []*doc
	for c := p.peek(pos); c != nil; c = p.peek(pos) {
		switch {
		case isBlock(c):
			kids = append(kids, text(tidy(c.Text)+" "))
		case p.ownLine(c):
			kids = append(kids, p.ownDoc(c))
		default:
			kids = append(kids, trailing(c))
		}
		p.take()
	}
	if kids == nil {
		return none
	}
	return cat(kids...)
}

// behind prints the comments that stand behind a separator, at the end of its
// line; what comes next is at pos.
func (p *printer) behind(pos source.Pos) *doc {
	var kids []*doc
	for c := p.peek(pos); c != nil && !p.ownLine(c) && c.EndPos.Line < pos.Line; c = p.peek(pos) {
		if strings.Contains(c.Text, "\n") {
			break
		}
		kids = append(kids, trailing(c))
		p.take()
		if !isBlock(c) { // it ends the line
			break
		}
	}
	if kids == nil {
		return none
	}
	return cat(kids...)
}

// tail prints the comments before a closing bracket or an operator.
func (p *printer) tail(pos source.Pos) *doc {
	var kids []*doc
	for c := p.peek(pos); c != nil; c = p.peek(pos) {
		if p.ownLine(c) && !isBlock(c) {
			kids = append(kids, p.ownDoc(c))
		} else {
			kids = append(kids, trailing(c))
		}
		p.take()
	}
	if kids == nil {
		return none
	}
	return cat(kids...)
}

func isBlock(c *syntax.Comment) bool   { return strings.HasPrefix(c.Text, "/*") }
func isInclude(c *syntax.Comment) bool { return strings.HasPrefix(c.Text, "#") }

// ownLine reports whether c begins its line, or has to.
func (p *printer) ownLine(c *syntax.Comment) bool {
	if isInclude(c) {
		return true
	}
	before := bytes.TrimRight(p.src[:c.Pos.Offset], " \t\r\f")
	return len(before) == 0 || before[len(before)-1] == '\n' || string(before) == byteOrderMark
}

// tidy removes space at the ends of a comment's lines.
func tidy(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t\r\f")
	}
	return strings.Join(lines, "\n")
}

// ownDoc prints a comment on a line of its own. The lines of a block comment
// keep their place relative to its first.
func (p *printer) ownDoc(c *syntax.Comment) *doc {
	if isInclude(c) {
		return include(c.Text)
	}
	return own(tidy(c.Text), c.Pos.Column-1)
}

// end is the place of the one character that ends n.
func end(n syntax.Node) source.Pos {
	pos := n.Range().EndPos
	pos.Offset--
	pos.Column--
	return pos
}

// source returns the text of what could not be read.
func (p *printer) source(n syntax.Node) *doc {
	s := n.Range()
	for c := p.peek(s.EndPos); c != nil; c = p.peek(s.EndPos) {
		p.take() // it is in the text
	}
	if s.Pos.Offset > s.EndPos.Offset || s.EndPos.Offset > len(p.src) {
		return none
	}
	return text(strings.TrimSpace(string(p.src[s.Pos.Offset:s.EndPos.Offset])))
}
