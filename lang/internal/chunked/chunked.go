// Package chunked reads test files that hold many small programs.
//
// The programs, called chunks, are separated by lines of three hyphens. A line
// on which a problem is expected carries a comment of the form
//
//	// ERROR "regexp"
//
// and there may be several strings after the word, Go-quoted or in backquotes,
// each for one problem reported on that line. A pattern is matched against the
// problem written as "error[code]: message", or "warning[code]: message",
// followed by " (fix)" if the problem comes with one. A chunk in which nothing
// is expected must pass without a problem.
//
// Every chunk is padded with blank lines, so that line numbers are those of
// the file.
package chunked

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hm/lang/source"
)

// A Chunk is one program of a test file.
type Chunk struct {
	Name   string // file:line of its first line that is not blank, for t.Run
	File   string
	Source []byte // padded in front so that its line numbers are the file's

	wants map[int][]*want // by line
}

// A want is one expected problem.
type want struct {
	pattern *regexp.Regexp
	met     bool
}

// Read returns the chunks of a file.
func Read(t testing.TB, filename string) []*Chunk {
	t.Helper()
	data, err := os.ReadFile(filename)
	if err != nil {
		t.Fatal(err)
	}
	chunks, err := split(filename, string(data))
	if err != nil {
		t.Fatal(err)
	}
	return chunks
}

func split(filename, data string) ([]*Chunk, error) {
	var chunks []*Chunk
	line := 1
	for _, text := range strings.Split("\n"+data, "\n---\n") {
		if len(chunks) == 0 {
			text = strings.TrimPrefix(text, "\n")
		}
		c := &Chunk{
			Name:   fmt.Sprintf("%s:%d", filename, line+leadingLines(text)),
			File:   filename,
			Source: []byte(strings.Repeat("\n", line-1) + text),
			wants:  map[int][]*want{},
		}
		for i, l := range strings.Split(text, "\n") {
			patterns, err := parseWants(l)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %v", filename, line+i, err)
			}
			if patterns != nil {
				c.wants[line+i] = patterns
			}
		}
		chunks = append(chunks, c)
		line += strings.Count(text, "\n") + 2
	}
	return chunks, nil
}

// leadingLines is the number of blank lines that text begins with.
func leadingLines(text string) int {
	return strings.Count(text[:len(text)-len(strings.TrimLeft(text, " \t\n"))], "\n")
}

// parseWants reads the patterns at the end of a line.
func parseWants(line string) ([]*want, error) {
	_, rest, found := strings.Cut(line, "// ERROR ")
	if !found {
		return nil, nil
	}
	var wants []*want
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return nil, fmt.Errorf("not a quoted pattern: %s", rest)
		}
		rest = rest[len(quoted):]
		text, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		pattern, err := regexp.Compile(text)
		if err != nil {
			return nil, err
		}
		wants = append(wants, &want{pattern: pattern})
	}
	if wants == nil {
		return nil, fmt.Errorf("no pattern after ERROR")
	}
	return wants, nil
}

// Check compares the problems reported for c with those expected: each must be
// expected on the line where it starts, and each expected one reported.
func (c *Chunk) Check(t testing.TB, got source.List) {
	t.Helper()
	for _, message := range c.compare(got) {
		t.Error(message)
	}
}

func (c *Chunk) compare(got source.List) (messages []string) {
	for _, d := range got {
		if !c.meet(d) {
			messages = append(messages, fmt.Sprintf("%s: unexpected: %s", d.Span.Pos, String(d)))
		}
	}
	for line := 1; line <= strings.Count(string(c.Source), "\n")+1; line++ {
		for _, w := range c.wants[line] {
			if !w.met {
				messages = append(messages, fmt.Sprintf("%s:%d: no problem matched %q", c.File, line, w.pattern))
			}
		}
	}
	return messages
}

// meet ticks off the first open expectation that d fulfils.
func (c *Chunk) meet(d source.Diagnostic) bool {
	for _, w := range c.wants[d.Span.Pos.Line] {
		if !w.met && w.pattern.MatchString(String(d)) {
			w.met = true
			return true
		}
	}
	return false
}

// String returns the form of a problem that patterns are matched against.
func String(d source.Diagnostic) string {
	word := "error"
	if d.Warning {
		word = "warning"
	}
	s := fmt.Sprintf("%s[%s]: %s", word, d.Code, d.Msg)
	if d.Fix != "" {
		s += " (" + d.Fix + ")"
	}
	return s
}
