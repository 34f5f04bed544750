// Package table reads tables of comma- or tab-separated values.
//
// A table has a header, one line of column names, and rows of cells. Reading
// finds where every cell lies; what is in it is looked at only when a column is
// used, so a wide file costs little more than its used columns. Cells are
// trimmed of blanks, and of their double quotes; a doubled quote within quotes
// stands for one.
package table

import (
	"math"
	"strconv"
	"strings"

	"hm/compiler/data/internal/place"
	"hm/lang/source"
)

// A Table is a file of rows and named columns.
type Table struct {
	File  *place.File
	Names []string // the header
	Rows  int

	header  []cell
	cells   []cell // row after row
	columns map[string]int
	numbers map[int]*Numbers
}

// A cell is where a cell lies in the text, quotes included.
type cell struct{ from, to uint32 }

// Ambiguous is the index of a name that several columns have.
const Ambiguous = -1

// Column returns the index of the column of a name, which is Ambiguous if
// there are several.
func (t *Table) Column(name string) (index int, ok bool) {
	index, ok = t.columns[name]
	return index, ok
}

// Text returns what is in a cell.
func (t *Table) Text(row, column int) string { return t.content(t.at(row, column)) }

// Span returns where a cell is.
func (t *Table) Span(row, column int) source.Span {
	c := t.at(row, column)
	return t.File.Span(int(c.from), int(c.to))
}

// HeaderSpan returns where the name of a column is.
func (t *Table) HeaderSpan(column int) source.Span {
	c := t.header[column]
	return t.File.Span(int(c.from), int(c.to))
}

// Line returns the line of the file on which a row starts, counted from 1: the
// number that editors and spreadsheets show.
func (t *Table) Line(row int) int {
	if len(t.header) == 0 {
		return 1
	}
	return t.File.Pos(int(t.at(row, 0).from)).Line
}

func (t *Table) at(row, column int) cell { return t.cells[row*len(t.header)+column] }

func (t *Table) content(c cell) string {
	s := t.File.Text[c.from:c.to]
	if len(s) < 2 || s[0] != '"' {
		return s
	}
	s = s[1 : len(s)-1]
	if strings.Contains(s, `""`) {
		s = strings.ReplaceAll(s, `""`, `"`)
	}
	return s
}

// Missing reports whether a cell says that there is no value.
func Missing(text string) bool {
	switch text {
	case "", "NA", ".", "NaN", "nan", "NAN", "null", "NULL":
		return true
	}
	return false
}

// Numbers are the cells of a column read as numbers.
type Numbers struct {
	Value []float64 // NaN where the cell is missing or no number
	// Bad are the rows whose cell is neither missing nor a number. A column of
	// nothing but true and false reads as 1 and 0.
	Bad []int
}

// Numbers returns a column as numbers; it reads it once.
func (t *Table) Numbers(column int) *Numbers {
	if n := t.numbers[column]; n != nil {
		return n
	}
	n := t.read(column, Number)
	if len(n.Bad) == t.Rows || len(n.Bad) > 0 && isTruth(t.Text(n.Bad[0], column)) {
		if truths := t.read(column, truth); len(truths.Bad) == 0 {
			n = truths
		}
	}
	t.numbers[column] = n
	return n
}

func (t *Table) read(column int, number func(string) (float64, bool)) *Numbers {
	n := &Numbers{Value: make([]float64, t.Rows)}
	for row := range n.Value {
		text := t.Text(row, column)
		if Missing(text) {
			n.Value[row] = math.NaN()
			continue
		}
		x, ok := number(text)
		if !ok {
			n.Bad = append(n.Bad, row)
			x = math.NaN()
		}
		n.Value[row] = x
	}
	return n
}

// Number reads a decimal number, or an infinity. It refuses the hexadecimal
// and underscored numbers of programming languages.
func Number(text string) (float64, bool) {
	// Most text is known by its first letter; only infinities begin with one.
	if text == "" || text[0] > '9' && text[0] != 'i' && text[0] != 'I' {
		return 0, false
	}
	for i := 0; i < len(text); i++ {
		if c := text[i]; c == 'x' || c == 'X' || c == '_' || c == 'p' || c == 'P' {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(x, 0) {
		return 0, false
	}
	return x, !math.IsNaN(x) && (err == nil || !math.IsInf(x, 0))
}

func truth(text string) (float64, bool) {
	switch text {
	case "TRUE", "True", "true":
		return 1, true
	case "FALSE", "False", "false":
		return 0, true
	}
	return 0, false
}

func isTruth(text string) bool { _, ok := truth(text); return ok }
