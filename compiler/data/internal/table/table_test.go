package table

import (
	"encoding/csv"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// rowsOf returns all cells of a table, its header first.
func rowsOf(t *Table) [][]string {
	all := [][]string{t.Names}
	for row := range t.Rows {
		var cells []string
		for column := range t.Names {
			cells = append(cells, t.Text(row, column))
		}
		all = append(all, cells)
	}
	return all
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       [][]string
	}{
		{"a.csv", "x,y\n1,2\n", [][]string{{"x", "y"}, {"1", "2"}}},
		{"a.csv", "x,y\r\n1,2", [][]string{{"x", "y"}, {"1", "2"}}},
		{"a.csv", "\ufeffx\n1\n\n2\n", [][]string{{"x"}, {"1"}, {"2"}}},
		{"a.csv", " x , y \n 1 ,\t2\t\n", [][]string{{"x", "y"}, {"1", "2"}}},
		{"a.csv", "x,y\n,\n1,\n", [][]string{{"x", "y"}, {"", ""}, {"1", ""}}},
		{"a.csv", "x,y\n\"a,b\",\" c \"\n", [][]string{{"x", "y"}, {"a,b", " c "}}},
		{"a.csv", "x,y\n\"a\"\"b\" ,\"\"\n", [][]string{{"x", "y"}, {`a"b`, ""}}},
		{"a.csv", "x,y\n\"a\nb\",2\n", [][]string{{"x", "y"}, {"a\nb", "2"}}},
		{"a.csv", "x,y\n5\" disk,2\n", [][]string{{"x", "y"}, {`5" disk`, "2"}}},
		{"a.csv", "x,y\n1,2\n,", [][]string{{"x", "y"}, {"1", "2"}, {"", ""}}},
		{"a.tsv", "x\ty\na,b\t2\n\t3\n", [][]string{{"x", "y"}, {"a,b", "2"}, {"", "3"}}},
		{"a.TXT", "x\ty\n1\t\n", [][]string{{"x", "y"}, {"1", ""}}},
	} {
		table, list := Read(tt.name, tt.text)
		if list.Err() != nil {
			t.Errorf("%q: %v", tt.text, list.Err())
			continue
		}
		if got := rowsOf(table); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a.csv", "", "a.csv:1:1: the table is empty"},
		{"a.csv", "\n \n", "a.csv:1:1: the table is empty"},
		{"a.csv", "x,y\n", "a.csv:2:1: the table has a header but no rows"},
		{"a.csv", "x,y\n1,2\n1\n", "a.csv:3:1: this row has 1 cell, but the header names 2 columns"},
		{"a.csv", "x\n1\n1,2\n1,2\n1,2\n1,2\n1,2\n", "a.csv:3:1: this row has 2 cells, but the header names 1 column"},
		{"a.csv", "x,y\n\"1,2\n", "a.csv:2:1: this quote is never closed"},
		{"a.csv", "x,y\n\"1\"a,2\n", "a.csv:2:3: there is text behind the closing quote of this cell"},
		{"a.csv", "x;y\n1;2\n", "a.csv:1:1: the columns seem to be separated by semicolons, but hm expects commas in this file"},
		{"a.tsv", "x,y\n1,2\n", "a.tsv:1:1: the columns seem to be separated by commas, but hm expects tabs in this file"},
		{"a.csv", "x\ty\n1\t2\n", "a.csv:1:1: the columns seem to be separated by tabs, but hm expects commas in this file"},
		{"a.csv", "x,y\r1,2\r", "a.csv:1:1: the lines of the table end in carriage returns alone"},
		{"a.csv", "\xff\xfex\x00", "a.csv:1:1: the table is written in UTF-16"},
		{"a.csv", "x,y\n1,\x00\n", "a.csv:2:3: there is a zero byte in the table, so it is no text file"},
		{"a.csv", "caf\xe9\n1\n", `a.csv:1:1: the column name "caf\xe9" is not UTF-8`},
		{"a.parquet", "PAR1\x15\x04", "a.parquet:1:1: this is a Parquet file, which hm does not read"},
		{"a.xlsx", "PK\x03\x04", "a.xlsx:1:1: this is a spreadsheet or a zip file, not a table in text form"},
		{"a.csv.gz", "\x1f\x8b", "a.csv.gz:1:1: the table is packed with gzip"},
	} {
		if _, list := Read(tt.name, tt.text); list.Error() != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, list.Error(), tt.want)
		}
	}
}

func TestSpans(t *testing.T) {
	table, list := Read("a.csv", "x,name\n1, \"ö\"\n\"two\nlines\",3\n 4,5\n")
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	for _, tt := range []struct {
		row, column             int
		line, from, endLine, to int
	}{
		{0, 0, 2, 1, 2, 2}, {0, 1, 2, 4, 2, 7}, {1, 0, 3, 1, 4, 7}, {1, 1, 4, 8, 4, 9}, {2, 0, 5, 2, 5, 3},
	} {
		s := table.Span(tt.row, tt.column)
		if s.Pos.Line != tt.line || s.Pos.Column != tt.from || s.EndPos.Line != tt.endLine || s.EndPos.Column != tt.to {
			t.Errorf("row %d, column %d: got %v to %v, want %+v", tt.row, tt.column, s.Pos, s.EndPos, tt)
		}
	}
	if got := table.Line(2); got != 5 {
		t.Errorf("row 2 is on line %d, want 5", got)
	}
}

func TestNumbers(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		cells string
		want  []float64
		bad   []int
	}{
		{"1 -2.5 +3 1e3 .5 5. 007 1E-2", []float64{1, -2.5, 3, 1000, .5, 5, 7, .01}, nil},
		{"NA NaN . null inf -Inf Infinity", []float64{nan, nan, nan, nan, math.Inf(1), math.Inf(-1), math.Inf(1)}, nil},
		{"1 0x10 1_000 0x1p3 1e999 nanx", []float64{1, nan, nan, nan, nan, nan}, []int{1, 2, 3, 4, 5}},
		{"1 a 2", []float64{1, nan, 2}, []int{1}},
		{"TRUE false True NA", []float64{1, 0, 1, nan}, nil},
		{"true 1", []float64{nan, 1}, []int{0}},
		{"true yes", []float64{nan, nan}, []int{0, 1}},
	} {
		table, list := Read("a.csv", "x\n"+strings.ReplaceAll(tt.cells, " ", "\n"))
		if list.Err() != nil {
			t.Fatal(list.Err())
		}
		got := table.Numbers(0)
		for i, want := range tt.want {
			if got.Value[i] != want && !(math.IsNaN(got.Value[i]) && math.IsNaN(want)) {
				t.Errorf("%s: number %d is %g, want %g", tt.cells, i, got.Value[i], want)
			}
		}
		if !reflect.DeepEqual(got.Bad, tt.bad) {
			t.Errorf("%s: bad rows %v, want %v", tt.cells, got.Bad, tt.bad)
		}
	}
}

func TestColumn(t *testing.T) {
	table, _ := Read("a.csv", "x,y,x\n1,2,3\n")
	for name, want := range map[string]int{"x": Ambiguous, "y": 1} {
		if got, ok := table.Column(name); !ok || got != want {
			t.Errorf("column %s: got %d, %v, want %d", name, got, ok, want)
		}
	}
	if _, ok := table.Column("z"); ok {
		t.Error("there is a column z")
	}
}

// FuzzCSV compares with encoding/csv where both accept the text.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"x,y\n1,2\n", "\ufeffx,y\r\n\"a,\"\"b\",2\r\n", "x\n\n1", "x,y\n\"a\nb\" ,3\n", "a,a\n,\n", "\"", "x;y\n", "x\ty\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, list := Read("a.csv", text)
		for _, d := range list {
			if !d.Span.Pos.IsValid() || d.Msg == "" || d.Span.EndPos.Offset < d.Span.Pos.Offset {
				t.Errorf("a problem without a place: %+v", d)
			}
		}
		if list.Err() != nil {
			return
		}
		for row := range table.Rows {
			for column := range table.Names {
				if s := table.Span(row, column); s.EndPos.Offset < s.Pos.Offset {
					t.Errorf("row %d, column %d is at %v", row, column, s)
				}
			}
		}
		want, ok := standard(text)
		if !ok {
			return
		}
		if got := normal(rowsOf(table)); !reflect.DeepEqual(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// standard reads text with encoding/csv, which is stricter about quotes and
// takes any white space for a blank.
func standard(text string) ([][]string, bool) {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) && !strings.ContainsRune(" \t\r\n", r) }) {
		return nil, false
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.TrimLeadingSpace = true
	r.FieldsPerRecord = -1
	var all [][]string
	for {
		record, err := r.Read()
		if err == io.EOF {
			return normal(all), true
		}
		if err != nil {
			return nil, false
		}
		all = append(all, record)
	}
}

// normal takes out what the two readers may see differently: blanks about
// cells, carriage returns, and rows of nothing but blanks.
func normal(rows [][]string) [][]string {
	var out [][]string
	for _, row := range rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, strings.TrimSpace(strings.ReplaceAll(c, "\r", "")))
		}
		if len(cells) > 1 || cells[0] != "" {
			out = append(out, cells)
		}
	}
	return out
}
