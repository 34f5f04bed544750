package source

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Render draws each diagnostic of list for a reader at a terminal:
//
//	model.hm:12:11: error[undeclared-name]: no distribution is called `nomral`
//	   12 |   alpha ~ nomral(a, sigma_a);
//	      |           ^^^^^^
//	      help: did you mean `normal`?
//
// Related notes follow with their own lines. The function sources returns the
// text of a file, or nil if it cannot be had; the drawing then has no lines of
// source. With color set the drawing carries ANSI colours.
func Render(w io.Writer, list List, sources func(filename string) []byte, color bool) error {
	r := &renderer{w: bufio.NewWriter(w), sources: sources, style: plain, texts: map[string][]string{}}
	if color {
		r.style = ansi
	}
	for _, d := range list {
		r.diagnostic(d)
	}
	return r.w.Flush()
}

// A style holds the escape sequences of one way to draw.
type style struct{ bold, err, warn, note, gutter, off string }

var (
	plain = style{}
	ansi  = style{
		bold: "\x1b[1m", err: "\x1b[1;31m", warn: "\x1b[1;33m", note: "\x1b[1;36m",
		gutter: "\x1b[34m", off: "\x1b[0m",
	}
)

type renderer struct {
	w       *bufio.Writer
	sources func(string) []byte
	style   style
	texts   map[string][]string // the lines of each file seen so far
}

func (r *renderer) diagnostic(d Diagnostic) {
	word, colour := "error", r.style.err
	if d.Warning {
		word, colour = "warning", r.style.warn
	}
	if d.Code != "" {
		word += "[" + string(d.Code) + "]"
	}
	r.heading(d.Span.Pos, word, colour, d.Msg)
	gutter := r.snippet(d.Span, colour)
	if d.Fix != "" {
		fmt.Fprintf(r.w, "%s %shelp:%s %s\n", strings.Repeat(" ", gutter), r.style.note, r.style.off, printable(d.Fix))
	}
	for _, n := range d.Related {
		r.heading(n.Span.Pos, "note", r.style.note, n.Msg)
		r.snippet(n.Span, r.style.note)
	}
}

// heading writes the line with the place and the message. A problem without a
// place, such as a missing block, has the message alone.
func (r *renderer) heading(at Pos, word, colour, msg string) {
	switch {
	case at.IsValid():
		fmt.Fprintf(r.w, "%s%s:%s ", r.style.bold, printable(at.String()), r.style.off)
	case at.Filename != "":
		fmt.Fprintf(r.w, "%s%s:%s ", r.style.bold, printable(at.Filename), r.style.off)
	}
	fmt.Fprintf(r.w, "%s%s:%s %s\n", colour, word, r.style.off, printable(msg))
}

// maxLines is how many lines of a long span are shown; the rest are elided.
const maxLines = 4

// snippet draws the lines of a span, underlined, and returns the width of the
// margin with the line numbers.
func (r *renderer) snippet(s Span, colour string) int {
	lines := r.lines(s.Pos.Filename)
	first, last := s.Pos.Line, s.EndPos.Line
	if first < 1 || first > len(lines) {
		return noMargin
	}
	if s.EndPos.Filename != s.Pos.Filename || last < first {
		last = first // it ends in another file: show where it starts
	}
	// A span that ends before the first character of a line ends on the line before.
	if last > first && s.EndPos.Column <= 1 {
		last--
	}
	last = min(last, len(lines))
	digits := max(len(fmt.Sprint(last)), 3)
	for n := first; n <= last; n++ {
		if last-first >= maxLines && n == first+maxLines-2 {
			fmt.Fprintf(r.w, "  %*s%s...%s\n", digits, "", r.style.gutter, r.style.off)
			n = last - 1
			continue
		}
		r.line(lines[n-1], n, digits, columns(s, n, lines[n-1]), colour)
	}
	return digits + 3
}

const noMargin = 4

// columns returns the half-open range of columns, from 0, of line n that the
// span covers: at least one, so that there is something to see.
func columns(s Span, n int, line string) [2]int {
	length := utf8.RuneCountInString(line)
	from, to := 0, length
	if n == s.Pos.Line {
		from = min(max(s.Pos.Column-1, 0), length)
	} else {
		from = length - utf8.RuneCountInString(strings.TrimLeft(line, " \t"))
	}
	if n == s.EndPos.Line && s.EndPos.Filename == s.Pos.Filename {
		to = min(max(s.EndPos.Column-1, 0), length)
	}
	return [2]int{from, max(to, from+1)}
}

// line draws one line of source and its underline.
func (r *renderer) line(text string, n, digits int, mark [2]int, colour string) {
	shown, from, to := layout(text, mark)
	fmt.Fprintf(r.w, " %s%*d |%s", r.style.gutter, digits+1, n, r.style.off)
	if shown != "" {
		fmt.Fprintf(r.w, " %s", shown)
	}
	fmt.Fprintf(r.w, "\n %s%*s |%s %s%s%s%s\n", r.style.gutter, digits+1, "", r.style.off,
		strings.Repeat(" ", from), colour, strings.Repeat("^", to-from), r.style.off)
}

// lines returns the lines of a file, without their ends.
func (r *renderer) lines(filename string) []string {
	if lines, ok := r.texts[filename]; ok {
		return lines
	}
	var lines []string
	if r.sources != nil {
		if text := r.sources(filename); text != nil {
			lines = strings.Split(string(text), "\n")
			for i, line := range lines {
				lines[i] = strings.TrimSuffix(line, "\r")
			}
		}
	}
	r.texts[filename] = lines
	return lines
}

// A Problem is the form of a Diagnostic for other programs.
type Problem struct {
	File      string    `json:"file"`
	Line      int       `json:"line"`
	Column    int       `json:"column"`
	EndLine   int       `json:"end_line"`
	EndColumn int       `json:"end_column"`
	Code      Code      `json:"code"`
	Severity  string    `json:"severity"` // "error" or "warning"
	Message   string    `json:"message"`
	Fix       string    `json:"fix,omitempty"`
	Related   []Problem `json:"related,omitempty"` // of severity "note"
}

// Problems returns list in the form for other programs.
func Problems(list List) []Problem {
	problems := make([]Problem, 0, len(list))
	for _, d := range list {
		p := problem(d.Span, "error", d.Msg)
		p.Code, p.Fix = d.Code, d.Fix
		if d.Warning {
			p.Severity = "warning"
		}
		for _, n := range d.Related {
			p.Related = append(p.Related, problem(n.Span, "note", n.Msg))
		}
		problems = append(problems, p)
	}
	return problems
}

func problem(s Span, severity, msg string) Problem {
	return Problem{
		File: s.Pos.Filename, Line: s.Pos.Line, Column: s.Pos.Column,
		EndLine: s.EndPos.Line, EndColumn: s.EndPos.Column,
		Severity: severity, Message: msg,
	}
}

// RenderJSON writes list as a JSON array of Problems.
func RenderJSON(w io.Writer, list List) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(Problems(list))
}
