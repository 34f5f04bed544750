package main

import (
	"fmt"
	"strings"
)

// A bar is a limit that every row it is about must keep. Unlike Stan's times it
// is not scaled to the machine.
type bar struct {
	want  string
	about func(r row) bool
	value func(r row) float64
	most  float64
	unit  string
}

var bars = []bar{
	{"allocations in a gradient", anyRow, func(r row) float64 { return r.Allocs }, 0, ""},
	{"compiling up to 10 000 observations", func(r row) bool { return r.N <= 10_000 }, compileMS, 50, " ms"},
	{"compiling up to 1 000 000 observations", func(r row) bool { return r.N > 10_000 }, compileMS, 1000, " ms"},
	{"memory of program and chain", isWeighty, func(r row) float64 { return r.timesData(r.ProgramBytes) }, 4, " times the data"},
	{"memory while compiling, garbage included", isWeighty, func(r row) float64 { return r.timesData(r.PeakBytes) }, 4, " times the data"},
}

func anyRow(row) bool         { return true }
func compileMS(r row) float64 { return r.CompileMS }
func isWeighty(r row) bool    { return r.DataBytes >= weighty }

// weighty is from how many bytes of data on memory is compared with them.
const weighty = 100_000

// timesData is how many times bytes are what the data take.
func (r row) timesData(bytes int64) float64 { return float64(bytes) / float64(r.DataBytes) }

// say says which rows are over a bar; nothing if there are no rows about it.
func (b bar) say(rows []row) string {
	var over []string
	n := 0
	for _, r := range rows {
		if !b.about(r) {
			continue
		}
		n++
		if v := b.value(r); v > b.most {
			over = append(over, fmt.Sprintf("%s (%s)", r.Name, three(v)))
		}
	}
	head := fmt.Sprintf("%s, at most %s%s: ", b.want, three(b.most), b.unit)
	switch {
	case n == 0:
		return ""
	case len(over) == 0:
		return head + fmt.Sprintf("kept by all %d", n)
	}
	return head + fmt.Sprintf("kept by %d of %d, not by %s", n-len(over), n, strings.Join(over, ", "))
}
