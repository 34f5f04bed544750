package report

import (
	"fmt"
	"io"
	"strings"
)

// textWidth is the width to which warnings are wrapped.
const textWidth = 100

// WriteDiagnosis prints a diagnosis for people: the figures, then each warning
// with the next step, or one line that says all is well.
func WriteDiagnosis(w io.Writer, d *Diagnosis) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s\n", plural(d.Chains, "chain"), plural(d.Draws, "draw"))
	for _, line := range figures(d) {
		fmt.Fprintf(&b, "  %-26s %s\n", line[0], line[1])
	}
	for _, n := range d.Notices {
		b.WriteString("\n" + wrap("note: "+n, textWidth, "      "))
	}
	for _, warn := range d.Warnings {
		b.WriteString("\n" + wrap("warning: "+warn.Text, textWidth, "  "))
		b.WriteString(wrap("  next: "+warn.Next, textWidth, "        "))
	}
	if d.OK() {
		b.WriteString("\nNo problems found: the draws can be used.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// figures are the lines of numbers, each with its name.
func figures(d *Diagnosis) [][2]string {
	var ebfmi []string
	for _, e := range d.EBFMI {
		ebfmi = append(ebfmi, fixed(float64(e), 2))
	}
	lines := [][2]string{
		{"divergences", fmt.Sprint(d.Divergences)},
		{"tree depth limit reached", fmt.Sprint(d.MaxDepthHits)},
		{"largest R-hat", fixed(float64(d.MaxRHat), 3) + at(d.Worst.RHat)},
		{"smallest ESS, bulk", fixed(float64(d.MinESSBulk), 0) + at(d.Worst.ESSBulk)},
		{"smallest ESS, tail", fixed(float64(d.MinESSTail), 0) + at(d.Worst.ESSTail)},
		{"E-BFMI by chain", strings.Join(ebfmi, ", ")},
	}
	if d.Gradients != nil {
		lines = append(lines, [2]string{"gradients", fmt.Sprintf("%d in warm-up, %d in sampling", d.Gradients.Warmup, d.Gradients.Sampling)})
	}
	return lines
}

func at(q *Quantity) string {
	if q == nil {
		return ""
	}
	return " (" + q.Label + ")"
}

// wrap breaks lines between words; those after the first begin with indent.
func wrap(s string, width int, indent string) string {
	var b strings.Builder
	for _, para := range strings.Split(s, "\n") {
		lead := para[:len(para)-len(strings.TrimLeft(para, " "))]
		line := ""
		for _, word := range strings.Fields(para) {
			switch {
			case line == "":
				line = lead + word
			case len([]rune(line))+1+len([]rune(word)) > width:
				b.WriteString(line + "\n")
				line = indent + word
			default:
				line += " " + word
			}
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}
