package main

import (
	"fmt"

	"hm/runtime/report"
	"hm/runtime/runfile"
)

// failedChecks lists the checks that a fit fails, in words. What cannot be
// computed, such as the R-hat of a constant, does not fail.
func failedChecks(c runfile.Checks, d *report.Diagnosis) []string {
	lines := []string{}
	if q := d.Worst.RHat; q != nil && float64(q.Value) > c.MaxRhat {
		lines = append(lines, fmt.Sprintf("max_rhat: the R-hat of %s is %.4g, must be at most %g", q.Label, float64(q.Value), c.MaxRhat))
	}
	for _, ess := range []struct {
		what string
		q    *report.Quantity
	}{{"bulk", d.Worst.ESSBulk}, {"tail", d.Worst.ESSTail}} {
		if ess.q != nil && float64(ess.q.Value) < c.MinESS {
			lines = append(lines, fmt.Sprintf("min_ess: the %s ESS of %s is %.0f, must be at least %g", ess.what, ess.q.Label, float64(ess.q.Value), c.MinESS))
		}
	}
	if d.Divergences > c.MaxDivergences {
		lines = append(lines, fmt.Sprintf("max_divergences: there are %d divergences, at most %d are allowed", d.Divergences, c.MaxDivergences))
	}
	return lines
}
