package format

import (
	"strings"
	"unicode/utf8"
)

// width is the column that lines should not exceed.
const width = 96

// A doc is a piece of layout (P. Wadler, "A prettier printer", 2003): text
// with places where a line may end. A group is laid out on one line if it
// fits, and otherwise all its own lines end.
type doc struct {
	op   op
	s    string
	kids []*doc
	hard bool // holds something that ends a line in any case
	from int  // the indentation that a comment had
}

type op uint8

const (
	opText    op = iota
	opLine       // a space, or a line end
	opSoft       // nothing, or a line end
	opHard       // a line end, unless the line is empty
	opBlank      // an empty line
	opCat        // kids one after the other
	opGroup      // kids on one line if they fit
	opNest       // kids, indented
	opOwn        // a comment on a line of its own
	opInclude    // an include on a line of its own; a comment may follow
	opTrailer    // a comment at the end of a line
)

var (
	line  = &doc{op: opLine}
	soft  = &doc{op: opSoft}
	hard  = &doc{op: opHard, hard: true}
	blank = &doc{op: opBlank, hard: true}
	none  = &doc{op: opCat}
)

func text(s string) *doc { return &doc{op: opText, s: s, hard: strings.Contains(s, "\n")} }

func parent(o op, kids []*doc) *doc {
	d := &doc{op: o, kids: kids}
	for _, k := range kids {
		d.hard = d.hard || k.hard
	}
	return d
}

func cat(kids ...*doc) *doc   { return parent(opCat, kids) }
func group(kids ...*doc) *doc { return parent(opGroup, kids) }
func nest(kids ...*doc) *doc  { return parent(opNest, kids) }

// own is a comment that stands alone on its line; it had the indentation from.
func own(s string, from int) *doc { return &doc{op: opOwn, s: s, hard: true, from: from} }

// include is an include left as it is.
func include(s string) *doc { return &doc{op: opInclude, s: s, hard: true} }

// trailer is a comment at the end of a line that has something else.
func trailer(s string) *doc { return &doc{op: opTrailer, s: s, hard: true} }

// A task is a doc still to be laid out.
type task struct {
	indent int
	flat   bool
	*doc
}

// A page is what was laid out so far.
type page struct {
	lines []row
	cur   strings.Builder
	col   int
	// ends says that the line ends before anything else is written, because a
	// comment stands on it.
	ends    bool
	include bool // that is an include
	comment string
}

// A row is a line with the comment at its end.
type row struct{ text, comment string }

// lay lays out d.
func lay(d *doc) string {
	p := &page{}
	todo := []task{{doc: d}}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch t.op {
		case opText:
			p.write(t.s, t.indent)
		case opLine, opSoft:
			switch {
			case !t.flat:
				p.newline()
			case t.op == opLine:
				p.space()
			}
		case opHard:
			p.newline()
		case opBlank:
			p.newline()
			p.blank()
		case opOwn:
			p.newline()
			p.write(shift(t.s, t.indent-t.from), t.indent)
			p.ends = strings.HasPrefix(t.s, "//") || strings.Contains(t.s, "\n")
		case opInclude:
			p.newline()
			p.write(t.s, t.indent)
			p.ends, p.include = true, true
		case opTrailer:
			p.trail(t.s, t.indent)
		case opGroup:
			flat := t.flat || !t.hard && fits(t, todo, width-p.column(t.indent))
			todo = push(todo, t, t.indent, flat)
		case opNest:
			todo = push(todo, t, t.indent+2, t.flat)
		case opCat:
			todo = push(todo, t, t.indent, t.flat)
		}
	}
	p.newline()
	return p.String()
}

// shift moves all lines of a comment but the first.
func shift(s string, by int) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		switch {
		case i == 0 || l == "":
		case by > 0:
			lines[i] = strings.Repeat(" ", by) + l
		default:
			space := len(l) - len(strings.TrimLeft(l, " \t"))
			lines[i] = l[min(-by, space):]
		}
	}
	return strings.Join(lines, "\n")
}

func push(todo []task, t task, indent int, flat bool) []task {
	for i := len(t.kids) - 1; i >= 0; i-- {
		todo = append(todo, task{indent, flat, t.kids[i]})
	}
	return todo
}

// fits reports whether group g, laid out flat, and what follows it up to the
// next line end fit into room columns.
func fits(g task, rest []task, room int) bool {
	todo := push(nil, g, 0, true)
	for next := len(rest) - 1; room >= 0; {
		if len(todo) == 0 {
			if next < 0 {
				return true
			}
			todo = append(todo, rest[next])
			next--
		}
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch t.op {
		case opText:
			room -= utf8.RuneCountInString(t.s)
		case opLine, opSoft:
			if !t.flat {
				return true
			}
			if t.op == opLine {
				room--
			}
		case opCat, opNest:
			todo = push(todo, t, 0, t.flat)
		case opGroup:
			// A group further on decides for itself; that it can break is room enough.
			todo = push(todo, t, 0, t.flat && !t.hard)
		default:
			return true
		}
	}
	return false
}

// column is where the next text goes.
func (p *page) column(indent int) int {
	if p.ends || p.cur.Len() == 0 {
		return indent
	}
	return p.col
}

// write writes s on the line, which it begins if need be.
func (p *page) write(s string, indent int) {
	if p.ends {
		p.newline()
	}
	if p.cur.Len() == 0 {
		if s = strings.TrimLeft(s, " "); s == "" {
			return
		}
		p.cur.WriteString(strings.Repeat(" ", indent))
		p.col = indent
	}
	p.cur.WriteString(s)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		p.col = 0
		s = s[i+1:]
	}
	p.col += utf8.RuneCountInString(s)
}

func (p *page) space() {
	if !p.ends && p.cur.Len() > 0 {
		p.cur.WriteByte(' ')
		p.col++
	}
}

// trail writes a comment at the end of the line, or if that has one, on the
// next.
func (p *page) trail(s string, indent int) {
	if p.ends && !p.include || p.cur.Len() == 0 {
		p.newline()
		p.write(s, indent)
	} else {
		p.comment = s
	}
	p.ends, p.include = true, false
}

// newline ends the line, unless it is empty.
func (p *page) newline() {
	p.ends, p.include = false, false
	if p.cur.Len() == 0 {
		return
	}
	p.lines = append(p.lines, row{strings.TrimRight(p.cur.String(), " "), p.comment})
	p.comment = ""
	p.cur.Reset()
	p.col = 0
}

func (p *page) blank() { p.lines = append(p.lines, row{}) }

// maxPad bounds how far a comment is moved to align it with its neighbours.
const maxPad = 40

// String returns the page. Comments at the ends of successive lines are
// aligned.
func (p *page) String() string {
	var b strings.Builder
	for i := 0; i < len(p.lines); {
		n := i + 1
		if p.lines[i].comment != "" {
			for n < len(p.lines) && p.lines[n].comment != "" {
				n++
			}
		}
		writeRows(&b, p.lines[i:n])
		i = n
	}
	return b.String()
}

func writeRows(b *strings.Builder, rows []row) {
	least, most := 1<<30, 0
	for _, r := range rows {
		n := lastWidth(r.text)
		least, most = min(least, n), max(most, n)
	}
	for _, r := range rows {
		b.WriteString(r.text)
		if r.comment != "" {
			pad := 2
			if most-least <= maxPad {
				pad += most - lastWidth(r.text)
			}
			b.WriteString(strings.Repeat(" ", pad))
			b.WriteString(r.comment)
		}
		b.WriteByte('\n')
	}
}

// lastWidth is the width of the last line of s.
func lastWidth(s string) int {
	return utf8.RuneCountInString(s[strings.LastIndexByte(s, '\n')+1:])
}
