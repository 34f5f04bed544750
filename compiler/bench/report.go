package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
)

// A report is everything that is printed.
type report struct {
	Calibration calibration `json:"calibration"`
	Rows        []row       `json:"rows"`
	Pairs       []pair      `json:"spellings,omitempty"`
	Summary     *summary    `json:"summary,omitempty"`
	// Unmeasured are the rows of --stan with a target that are not measured here.
	Unmeasured []string `json:"unmeasured,omitempty"`
	stan       bool
}

// A row is a result beside Stan's.
type row struct {
	result
	// StanUS and TargetUS are scaled to this machine; nil where not known.
	StanUS   *float64 `json:"stan_us,omitempty"`
	Ratio    *float64 `json:"ratio,omitempty"`
	TargetUS *float64 `json:"target_us,omitempty"`
	Met      *bool    `json:"met,omitempty"`
}

// A pair is a model in scalar spelling beside the same in vector spelling.
type pair struct {
	Scalar string  `json:"scalar"`
	Vector string  `json:"vector"`
	Ratio  float64 `json:"ratio"` // of the times of a gradient
}

// A summary is of the rows of posteriordb that Stan was measured for.
type summary struct {
	Posteriors    int     `json:"posteriors"`
	GeometricMean float64 `json:"geometric_mean"` // of Stan's time by hm's
	Least         float64 `json:"least"`
	LeastName     string  `json:"least_name"`
	Met           int     `json:"targets_met"` // of all rows with a target
	Targets       int     `json:"targets"`
}

func newReport(results []result, c calibration, times stanTimes) *report {
	rep := &report{Calibration: c, stan: times != nil}
	byName := map[string]result{}
	for _, r := range results {
		byName[r.Name] = r
		rep.Rows = append(rep.Rows, beside(r, c, times))
	}
	for _, r := range results {
		if v, ok := byName[r.vector]; ok {
			rep.Pairs = append(rep.Pairs, pair{r.Name, v.Name, r.MinUS / v.MinUS})
		}
	}
	if times != nil {
		rep.Summary = summarise(rep.Rows)
		rep.Unmeasured = times.unmeasured(results)
	}
	return rep
}

// beside puts Stan's time and the target beside a result.
func beside(r result, c calibration, times stanTimes) row {
	out := row{result: r}
	s, ok := times[r.stan]
	if !ok {
		return out
	}
	if stan := s.best() * c.Scale; !math.IsNaN(stan) {
		ratio := stan / r.MinUS
		out.StanUS, out.Ratio = &stan, &ratio
	}
	if target := s.target * c.Scale; !math.IsNaN(target) {
		met := r.MinUS <= target
		out.TargetUS, out.Met = &target, &met
	}
	return out
}

func summarise(rows []row) *summary {
	s := &summary{Least: math.Inf(1)}
	logs := 0.0
	for _, r := range rows {
		if r.Met != nil {
			s.Targets++
			if *r.Met {
				s.Met++
			}
		}
		if r.Ratio == nil || r.stan != r.Name { // rows of posteriordb bear its names
			continue
		}
		s.Posteriors++
		logs += math.Log(*r.Ratio)
		if *r.Ratio < s.Least {
			s.Least, s.LeastName = *r.Ratio, r.Name
		}
	}
	if s.Posteriors == 0 {
		s.Least = 0
		return s
	}
	s.GeometricMean = math.Exp(logs / float64(s.Posteriors))
	return s
}

// printers write a report, by format.
var printers = map[string]func(io.Writer, *report) error{
	"json":     printJSON,
	"text":     printText,
	"markdown": printMarkdown,
}

func printJSON(w io.Writer, rep *report) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(rep)
}

// A column is one of the table of rows.
type column struct {
	name  string
	right bool // numbers stand right
	stan  bool // only beside Stan
	cell  func(r row) string
}

var columns = []column{
	{"model", false, false, func(r row) string { return r.Name }},
	{"dim", true, false, func(r row) string { return fmt.Sprint(r.Dim) }},
	{"N", true, false, func(r row) string { return fmt.Sprint(r.N) }},
	{"compile ms", true, false, func(r row) string { return three(r.CompileMS) }},
	{"of it data", true, false, func(r row) string { return three(r.ReadMS) }},
	{"µs min", true, false, func(r row) string { return three(r.MinUS) }},
	{"median", true, false, func(r row) string { return three(r.MedianUS) }},
	{"allocs", true, false, func(r row) string { return three(r.Allocs) }},
	{"Stan µs", true, true, func(r row) string { return optional(r.StanUS) }},
	{"ratio", true, true, func(r row) string { return optional(r.Ratio) }},
	{"target µs", true, true, func(r row) string { return optional(r.TargetUS) }},
	{"met", false, true, met},
	{"memory", true, false, memory},
	{"peak", true, false, peak},
	{"tier", false, false, func(r row) string { return r.Tier }},
	{"passes", false, false, passes},
}

// three writes a number to three digits, never with an exponent.
func three(x float64) string {
	if math.Abs(x) >= 100 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}

func optional(x *float64) string {
	if x == nil {
		return ""
	}
	return three(*x)
}

func met(r row) string {
	switch {
	case r.Met == nil:
		return ""
	case *r.Met:
		return "yes"
	}
	return "no"
}

func memory(r row) string { return ofData(r, r.ProgramBytes) }
func peak(r row) string   { return ofData(r, r.PeakBytes) }

func ofData(r row, bytes int64) string {
	if !isWeighty(r) {
		return ""
	}
	return fmt.Sprintf("%.1fx", r.timesData(bytes))
}

func passes(r row) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(r.Fired)) {
		if n := r.Fired[name]; n > 0 {
			list = append(list, fmt.Sprintf("%s %d", name, n))
		}
	}
	return strings.Join(list, ", ")
}

// shown are the columns of a report.
func (rep *report) shown() []column {
	return slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return c.stan && !rep.stan })
}

// lines are what stands below the table.
func (rep *report) lines() []string {
	c := rep.Calibration
	list := []string{fmt.Sprintf("calibration: math.Exp %.2f ns (reference %.2f), plain loop of the first user's likelihood %.2f ns an observation (reference %.2f): times and targets of the reference machine are multiplied by %.2f",
		c.ExpNS, referenceExp, c.LoopNS, referenceLoop, c.Scale)}
	for _, p := range rep.Pairs {
		list = append(list, fmt.Sprintf("%s takes %.2f times what %s does", p.Scalar, p.Ratio, p.Vector))
	}
	for _, b := range bars {
		if said := b.say(rep.Rows); said != "" {
			list = append(list, said)
		}
	}
	if s := rep.Summary; s != nil {
		list = append(list, fmt.Sprintf("%d of %d targets met", s.Met, s.Targets))
		if len(rep.Unmeasured) > 0 {
			list = append(list, "with a target, but not measured: "+strings.Join(rep.Unmeasured, ", "))
		}
		if s.Posteriors > 0 {
			list = append(list, fmt.Sprintf("over %d posteriors: Stan's time by hm's has the geometric mean %.2f, the least is %.2f (%s)", s.Posteriors, s.GeometricMean, s.Least, s.LeastName))
		}
	}
	return list
}

func printText(w io.Writer, rep *report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	cols := rep.shown()
	fmt.Fprintln(t, strings.Join(draw(len(cols), func(i int) string { return cols[i].name }), "\t"))
	for _, r := range rep.Rows {
		fmt.Fprintln(t, strings.Join(draw(len(cols), func(i int) string { return cols[i].cell(r) }), "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\n"+strings.Join(rep.lines(), "\n"))
	return err
}

func printMarkdown(w io.Writer, rep *report) error {
	cols := rep.shown()
	line := func(cell func(c column) string) {
		fmt.Fprintf(w, "| %s |\n", strings.Join(draw(len(cols), func(i int) string { return cell(cols[i]) }), " | "))
	}
	line(func(c column) string { return c.name })
	line(func(c column) string {
		if c.right {
			return "---:"
		}
		return "---"
	})
	for _, r := range rep.Rows {
		line(func(c column) string { return c.cell(r) })
	}
	_, err := fmt.Fprintln(w, "\n- "+strings.Join(rep.lines(), "\n- "))
	return err
}
