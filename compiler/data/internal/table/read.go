package table

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"hm/compiler/data/internal/place"
	"hm/lang/source"
)

// Read reads a table. The end of its name says what separates the cells: tabs
// in .tsv, .tab and .txt files, commas in all others.
func Read(name string, text string) (*Table, source.List) {
	r := &reader{file: &place.File{Name: name, Text: text}, comma: ','}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tsv", ".tab", ".txt":
		r.comma = '\t'
	}
	if !r.readable() {
		return nil, r.list
	}
	t := r.table()
	if r.list.Err() != nil {
		return nil, r.list
	}
	return t, r.list
}

type reader struct {
	file  *place.File
	comma byte
	at    int // the next byte
	list  source.List

	ragged      int // rows with a wrong number of cells
	raggedCells []cell
}

func (r *reader) fail(from, to int, code source.Code, fix, format string, args ...any) {
	r.list.Add(r.file.Span(from, to), code, fix, format, args...)
}

// readable refuses what is no text before it gives a thousand odd errors.
func (r *reader) readable() bool {
	text := r.file.Text
	switch {
	case strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		r.fail(0, 0, notText, "save it as UTF-8", "the table is written in UTF-16")
	case strings.HasPrefix(text, "PK\x03\x04"):
		r.fail(0, 0, notText, "in the spreadsheet, save the sheet as CSV", "this is a spreadsheet or a zip file, not a table in text form")
	case strings.HasPrefix(text, "PAR1"):
		r.fail(0, 0, notText, "write the table as .csv or .tsv", "this is a Parquet file, which hm does not read")
	case strings.HasPrefix(text, "\x1f\x8b"):
		r.fail(0, 0, notText, "unpack it first: gunzip", "the table is packed with gzip")
	case strings.IndexByte(text, 0) >= 0:
		at := strings.IndexByte(text, 0)
		r.fail(at, at+1, notText, "save the table as text, separated by commas", "there is a zero byte in the table, so it is no text file")
	case int64(len(text)) > math.MaxUint32:
		r.fail(0, 0, notText, "split it, or keep only the columns that the model needs", "the table is larger than 4 GB")
	case !strings.Contains(text, "\n") && strings.Count(strings.TrimRight(text, "\r"), "\r") > 0:
		r.fail(0, 0, notText, "save it with line feeds (Unix) or carriage return and line feed (Windows)",
			"the lines of the table end in carriage returns alone")
	}
	return len(r.list) == 0
}

const (
	notText     source.Code = "not-a-table"
	badQuotes   source.Code = "bad-quotes"
	raggedRow   source.Code = "ragged-row"
	emptyTable  source.Code = "empty-table"
	badEncoding source.Code = "bad-encoding"
)

func (r *reader) table() *Table {
	r.at = len(r.file.Text) - len(strings.TrimPrefix(r.file.Text, "\uFEFF"))
	t := &Table{File: r.file, columns: map[string]int{}, numbers: map[int]*Numbers{}}
	if t.header = r.row(nil); len(t.header) == 0 {
		r.fail(0, 0, emptyTable, "its first line must name the columns", "the table is empty")
		return nil
	}
	r.names(t)
	if len(r.list) > 0 {
		return nil
	}
	r.rows(t)
	return t
}

// names reads the header.
func (r *reader) names(t *Table) {
	for i, c := range t.header {
		name := t.content(c)
		if !utf8.ValidString(name) {
			r.fail(int(c.from), int(c.to), badEncoding, "save the table as UTF-8", "the column name %q is not UTF-8", name)
		}
		t.Names = append(t.Names, name)
		if _, ok := t.columns[name]; ok {
			i = Ambiguous
		}
		t.columns[name] = i
	}
	if only := t.Names[0]; len(t.Names) == 1 {
		r.otherSeparator(t.header[0], only)
	}
}

// otherSeparator looks for a header that another character separates.
func (r *reader) otherSeparator(c cell, header string) {
	for _, s := range []struct{ char, name, fix string }{
		{";", "semicolons", "save it with commas, and with decimal points, or as .tsv with tabs"},
		{"\t", "tabs", "call the file .tsv"},
		{",", "commas", "call the file .csv"},
	} {
		if strings.Contains(header, s.char) {
			want := "commas"
			if r.comma == '\t' {
				want = "tabs"
			}
			r.fail(int(c.from), int(c.to), notText, s.fix, "the columns seem to be separated by %s, but hm expects %s in this file", s.name, want)
			return
		}
	}
}

func (r *reader) rows(t *Table) {
	width := len(t.header)
	// A guess at the number of cells saves growing: count the separators.
	t.cells = make([]cell, 0, strings.Count(r.file.Text, string(r.comma))+strings.Count(r.file.Text, "\n")+1)
	for {
		n := len(t.cells)
		t.cells = r.row(t.cells)
		got := len(t.cells) - n
		switch {
		case got == 0:
			if t.Rows == 0 && r.list.Err() == nil && r.ragged == 0 {
				r.fail(r.at, r.at, emptyTable, "", "the table has a header but no rows")
			}
			r.raggedRows(width)
			return
		case got != width:
			r.ragged++
			if r.ragged <= showRagged {
				r.raggedCells = append(r.raggedCells, t.cells[n], t.cells[len(t.cells)-1], cell{to: uint32(got)})
			}
			t.cells = t.cells[:n]
		default:
			t.Rows++
		}
	}
}

// showRagged is how many rows of a wrong length are shown.
const showRagged = 3

func (r *reader) raggedRows(width int) {
	if len(r.list) > 0 { // a quote that was not understood makes the row look short
		return
	}
	for i := 0; i+2 < len(r.raggedCells); i += 3 {
		first, last, got := r.raggedCells[i], r.raggedCells[i+1], int(r.raggedCells[i+2].to)
		more := ""
		if rest := r.ragged - showRagged; rest > 0 && i+3 == len(r.raggedCells) {
			more = fmt.Sprintf(", and so have %d more rows a wrong number", rest)
		}
		fix := "a cell that holds a comma must be put in double quotes"
		if r.comma == '\t' {
			fix = "a cell that holds a tab must be put in double quotes"
		}
		if got < width {
			fix = "write NA for a value that is missing"
		}
		r.fail(int(first.from), int(last.to), raggedRow, fix,
			"this row has %s, but the header names %s%s", count(got, "cell"), count(width, "column"), more)
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// row appends the cells of the next row that is not blank; none at the end.
func (r *reader) row(cells []cell) []cell {
	text := r.file.Text
	for r.at < len(text) {
		start := len(cells)
		for {
			c, more := r.cell()
			cells = append(cells, c)
			if !more {
				break
			}
		}
		if len(cells) == start+1 && cells[start].from == cells[start].to {
			cells = cells[:start] // a blank line
			continue
		}
		return cells
	}
	return cells
}

// cell reads one cell and the separator or line end behind it, and reports
// whether another cell of the row follows.
func (r *reader) cell() (c cell, more bool) {
	text := r.file.Text
	r.blanks()
	from := r.at
	to := from
	if r.at < len(text) && text[r.at] == '"' {
		to = r.quoted()
	} else {
		for r.at < len(text) && text[r.at] != r.comma && text[r.at] != '\n' {
			r.at++
		}
		to = r.at
		for to > from && (text[to-1] == ' ' || text[to-1] == '\t' || text[to-1] == '\r') {
			to--
		}
	}
	if r.at < len(text) {
		more = text[r.at] == r.comma
		r.at++
	}
	return cell{uint32(from), uint32(to)}, more
}

func (r *reader) blanks() {
	text := r.file.Text
	for r.at < len(text) && text[r.at] != r.comma && (text[r.at] == ' ' || text[r.at] == '\t' || text[r.at] == '\r') {
		r.at++
	}
}

// quoted reads a cell in quotes up to the separator and returns where it ends.
func (r *reader) quoted() int {
	text := r.file.Text
	open := r.at
	for r.at++; ; r.at++ {
		i := strings.IndexByte(text[r.at:], '"')
		if i < 0 {
			r.fail(open, open+1, badQuotes, `close the cell with ", or write "" for a quote within quotes`,
				"this quote is never closed")
			r.at = len(text)
			return open
		}
		r.at += i + 1
		if r.at >= len(text) || text[r.at] != '"' {
			break
		}
	}
	end := r.at
	for r.at < len(text) && text[r.at] != r.comma && text[r.at] != '\n' {
		if c := text[r.at]; c != ' ' && c != '\t' && c != '\r' {
			r.fail(end-1, r.at+1, badQuotes, `write "" for a quote within quotes`, "there is text behind the closing quote of this cell")
			r.at = len(text)
			return end
		}
		r.at++
	}
	return end
}
