// Package source names places in .hm, .yaml, .json and .csv files and carries
// what is wrong there. Every other package reports problems through it.
package source

import "fmt"

// A Pos is a place in a file. Line and Column count from 1, in characters;
// Offset counts bytes from 0. Its fields match participle's lexer.Position,
// so the parser fills it in without any other package knowing the parser.
type Pos struct {
	Filename             string
	Offset, Line, Column int
}

// String returns file:line:column.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.Filename, p.Line, p.Column) }

// IsValid reports whether p was ever set.
func (p Pos) IsValid() bool { return p.Line > 0 }

// A Span is the half-open range of text from Pos to EndPos.
type Span struct{ Pos, EndPos Pos }

// Range returns s itself, so that a type that embeds a Span has a place.
func (s Span) Range() Span { return s }

// To returns the span from the start of s to the end of t.
func (s Span) To(t Span) Span { return Span{s.Pos, t.EndPos} }

// A Diagnostic is one problem, at one span, with one stable code.
type Diagnostic struct {
	Span    Span
	Code    Code
	Warning bool
	Msg     string // one sentence in the user's words: no position, no trailing full stop
	Fix     string // a way out, such as "did you mean `normal`?"; may be empty
	Related []Note // for example "`x` is declared here"
}

// A Note points at a second place that explains a Diagnostic.
type Note struct {
	Span Span
	Msg  string
}

// A Code is the stable identity of a problem, whatever its wording, such as
// "undeclared-name".
type Code string

// A List is what a phase returns: every problem it found, in source order.
type List []Diagnostic

// Add appends an error at a span.
func (l *List) Add(span Span, code Code, fix, format string, args ...any) {
	*l = append(*l, Diagnostic{Span: span, Code: code, Fix: fix, Msg: fmt.Sprintf(format, args...)})
}

// Err returns nil if l holds only warnings, and l otherwise.
func (l List) Err() error {
	for _, d := range l {
		if !d.Warning {
			return l
		}
	}
	return nil
}

// Error returns the first error with its place; Render shows them all.
func (l List) Error() string {
	for _, d := range l {
		if !d.Warning {
			return fmt.Sprintf("%s: %s", d.Span.Pos, d.Msg)
		}
	}
	return "no errors"
}
