package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// The limits beyond which a number is marked, from Vehtari and others (2021).
const (
	maxRHat        = 1.01
	minESSPerChain = 100
)

// WriteSummary prints the rows as a table for people, with a few lines on how to
// read it. The number of chains sets the least ESS that is not marked.
func WriteSummary(w io.Writer, rows []Row, chains int) error {
	t := table.NewWriter()
	t.AppendHeader(table.Row{"", "mean", "mcse", "sd", "5%", "50%", "95%", "ess_bulk ", "ess_tail ", "rhat "})
	configs := []table.ColumnConfig{{Number: 1, Align: text.AlignLeft, WidthMax: 30, WidthMaxEnforcer: text.WrapHard}}
	for i := 2; i <= 10; i++ {
		configs = append(configs, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	marked := false
	for _, r := range rows {
		cells, m := r.cells(minESSPerChain * chains)
		marked = marked || m
		t.AppendRow(cells)
	}
	_, err := fmt.Fprintf(w, "%s\n\n%s", render(t), explanation(marked, chains))
	return err
}

// render gives the columns as much room as textWidth allows.
func render(t table.Writer) string {
	out := ""
	for _, gap := range []string{"  ", " "} {
		t.SetStyle(plain(gap))
		var lines []string
		width := 0
		for line := range strings.Lines(t.Render()) {
			line = strings.TrimRight(line, " \n")
			lines = append(lines, line)
			width = max(width, text.StringWidthWithoutEscSequences(line))
		}
		if out = strings.Join(lines, "\n"); width <= textWidth {
			break
		}
	}
	return out
}

// plain is a table without lines but one under the header.
func plain(gap string) table.Style {
	s := table.StyleDefault
	s.Options = table.Options{SeparateHeader: true}
	s.Box.PaddingLeft, s.Box.PaddingRight = "", gap
	s.Box.MiddleHorizontal = "-"
	s.Format.Header = text.FormatDefault
	return s
}

func explanation(marked bool, chains int) string {
	s := "90 % of the posterior of a quantity lies between its 5% and 95%. The mean is known to about its mcse;\n" +
		"an ess is how many independent draws would do as well; rhat near 1 means that the chains agree.\n"
	if marked {
		s += fmt.Sprintf("* do not rely on this quantity yet: rhat above %g or ess below %d (%d a chain). See hm diagnose.\n",
			maxRHat, minESSPerChain*chains, minESSPerChain)
	}
	return s
}

// cells formats a row, and reports whether anything in it is marked.
func (r Row) cells(minESS int) (table.Row, bool) {
	f, mcse := formatFor(r)
	bulk, low1 := essCell(r.ESSBulk, minESS)
	tail, low2 := essCell(r.ESSTail, minESS)
	rhat, high := mark("-", false), r.RHat > maxRHat
	if !math.IsNaN(float64(r.RHat)) {
		rhat = mark(strconv.FormatFloat(float64(r.RHat), 'f', 3, 64), high)
	}
	return table.Row{r.Label, f(r.Mean), mcse, f(r.SD), f(r.Q5), f(r.Q50), f(r.Q95), bulk, tail, rhat}, low1 || low2 || high
}

func essCell(ess Number, least int) (string, bool) {
	if math.IsNaN(float64(ess)) {
		return mark("-", false), false
	}
	low := float64(ess) < float64(least)
	return mark(strconv.FormatFloat(float64(ess), 'f', 0, 64), low), low
}

// mark ends a number with a star or, to keep the digits aligned, a space.
func mark(s string, bad bool) string {
	if bad {
		return s + "*"
	}
	return s + " "
}

// formatFor chooses how to write a row's numbers: to the decimal place of the
// first digit of the mean's MCSE, beyond which the digits are noise. The MCSE
// itself has one more.
func formatFor(r Row) (f func(Number) string, mcse string) {
	size := math.Max(math.Abs(float64(r.Mean)), float64(r.SD))
	e := float64(r.MCSEMean)
	if !(e > 0) || math.IsInf(e, 0) || size >= 1e6 || size < 1e-3 {
		return func(n Number) string { return significant(float64(n), 3) }, significant(e, 2)
	}
	places := min(max(-int(math.Floor(math.Log10(e))), 0), 6)
	mcsePlaces := places + 1
	if e >= 10 {
		mcsePlaces = 0
	}
	return func(n Number) string { return fixed(float64(n), places) }, fixed(e, mcsePlaces)
}

// significant writes x to n significant digits, without useless zeros.
func significant(x float64, n int) string {
	switch {
	case math.IsNaN(x):
		return "-"
	case math.IsInf(x, 0):
		return strings.TrimPrefix(fmt.Sprint(x), "+")
	}
	return strconv.FormatFloat(x, 'g', n, 64)
}

// fixed writes x to so many decimal places, and zero without a sign.
func fixed(x float64, places int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return significant(x, 3)
	}
	s := strconv.FormatFloat(x, 'f', places, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return s
}
