package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hm/runtime/draws"
)

// checks are the reasons to warn, the gravest first. Each returns nil when all
// is well. All wording of warnings is in this file.
var checks = []func(d *Diagnosis, t *draws.Table, rows []Row) *Warning{
	checkDraws, checkRHat, checkDivergences, checkESSBulk, checkESSTail, checkEBFMI, checkDepth, checkFinite, checkRejections,
}

func checkDraws(d *Diagnosis, _ *draws.Table, _ []Row) *Warning {
	if d.Draws > 0 {
		return nil
	}
	return &Warning{Code: "no_draws", Text: "There are no draws after warm-up.", Next: "Run the fit again, to its end.", Quantities: []Quantity{}}
}

func checkRHat(d *Diagnosis, t *draws.Table, rows []Row) *Warning {
	bad := beyond(rows, func(r Row) Number { return r.RHat }, func(v Number) bool { return v > maxRHat }, 1)
	if len(bad) == 0 {
		return nil
	}
	next := fmt.Sprintf("Run longer: twice the warm-up and %d draws a chain.", 2*t.Draws())
	if d.MaxRHat > 1.1 {
		next = "Look at the traces of " + bad[0].Label + " chain by chain: the chains may sit in different places, which " +
			"more draws do not cure. A tighter prior or another form of the model may."
	}
	return &Warning{
		Code: "rhat",
		Text: fmt.Sprintf("The chains disagree about %s: R-hat is up to %.3g and should be at most %g. "+
			"Averages over these chains are not yet averages over the posterior.", list(bad, "%.3g"), float64(d.MaxRHat), maxRHat),
		Next: next, Quantities: head(bad),
	}
}

func checkDivergences(d *Diagnosis, t *draws.Table, _ []Row) *Warning {
	if d.Divergences == 0 {
		return nil
	}
	text := fmt.Sprintf("%s diverged: the density changes too abruptly there for the step size, so the draws may miss a part of the posterior.",
		plural(d.Divergences, "draw"))
	where := atDivergences(t)
	if len(where) > 0 {
		text += " They happen where " + directions(where) + "."
	}
	return &Warning{
		Code: "divergences", Text: text, Quantities: head(where),
		Next: "Set target_accept to 0.95, then 0.99. If divergences remain, give the scales named here a prior that keeps them from zero, or write the group effects non-centred.",
	}
}

// minShift is the least shift, in standard deviations, worth a mention.
const minShift = 0.5

// atDivergences lists the quantities whose mean over the divergent draws is
// furthest from their mean over all, in standard deviations.
func atDivergences(t *draws.Table) []Quantity {
	flags := t.Stats[draws.Divergent]
	var out []Quantity
	for i, col := range t.Columns {
		var n, hits, sum, square, sumHits float64
		for c, chain := range col {
			for k, x := range chain {
				n++
				sum += x
				if flags[c][k] != 0 {
					hits++
					sumHits += x
				}
			}
		}
		mean := sum / n
		for _, chain := range col {
			for _, x := range chain {
				square += (x - mean) * (x - mean)
			}
		}
		shift := (sumHits/hits - mean) / math.Sqrt(square/n)
		if math.Abs(shift) > minShift && !math.IsInf(shift, 0) {
			out = append(out, Quantity{t.Names[i], t.Labels[i], Number(shift)})
		}
	}
	slices.SortStableFunc(out, func(a, b Quantity) int {
		return -cmp.Compare(math.Abs(float64(a.Value)), math.Abs(float64(b.Value)))
	})
	return out
}

// directions says of each quantity whether it is small or large.
func directions(q []Quantity) string {
	var words []string
	for _, x := range q[:min(len(q), 3)] {
		side := "large"
		if x.Value < 0 {
			side = "small"
		}
		words = append(words, x.Label+" is "+side)
	}
	return enumerate(words)
}

func checkESSBulk(d *Diagnosis, t *draws.Table, rows []Row) *Warning {
	return checkESS(d, t, rows, "ess_bulk", "the means", func(r Row) Number { return r.ESSBulk })
}

func checkESSTail(d *Diagnosis, t *draws.Table, rows []Row) *Warning {
	return checkESS(d, t, rows, "ess_tail", "the 5% and 95% quantiles", func(r Row) Number { return r.ESSTail })
}

func checkESS(d *Diagnosis, t *draws.Table, rows []Row, code, what string, value func(Row) Number) *Warning {
	least := float64(minESSPerChain * d.Chains)
	bad := beyond(rows, value, func(v Number) bool { return float64(v) < least }, -1)
	if len(bad) == 0 {
		return nil
	}
	return &Warning{
		Code: code,
		Text: fmt.Sprintf("There are too few effective draws for %s of %s: the least is %.0f, and %.0f are needed "+
			"(%d a chain).", what, list(bad, "%.0f"), float64(bad[0].Value), least, minESSPerChain),
		Next:       fmt.Sprintf("Run about %d draws a chain.", moreDraws(t.Draws(), least/float64(bad[0].Value))),
		Quantities: head(bad),
	}
}

// moreDraws is so many times n, rounded up to two digits.
func moreDraws(n int, times float64) int {
	want := float64(n) * times
	unit := math.Pow(10, math.Max(math.Floor(math.Log10(want))-1, 0))
	return int(math.Ceil(want/unit) * unit)
}

func checkEBFMI(d *Diagnosis, _ *draws.Table, _ []Row) *Warning {
	var low []string
	for i, e := range d.EBFMI {
		if e < minEBFMI {
			low = append(low, fmt.Sprintf("%d (%.2f)", i+1, float64(e)))
		}
	}
	if len(low) == 0 {
		return nil
	}
	return &Warning{
		Code: "ebfmi",
		Text: fmt.Sprintf("The energy moves slowly in chain %s: E-BFMI is below %g. The chains explore the tails, such as the "+
			"extremes of scale parameters, poorly.", enumerate(low), minEBFMI),
		Next: "Write the group effects non-centred, or give heavy-tailed parameters a tighter prior.", Quantities: []Quantity{},
	}
}

func checkDepth(d *Diagnosis, t *draws.Table, _ []Row) *Warning {
	if d.MaxDepthHits == 0 {
		return nil
	}
	limit := "the limit of the tree depth"
	next := "Raise max_depth by 2."
	if t.MaxDepth > 0 {
		limit = fmt.Sprintf("%s, %d", limit, t.MaxDepth)
		next = fmt.Sprintf("Set max_depth to %d.", t.MaxDepth+2)
	}
	return &Warning{
		Code: "max_depth",
		Text: fmt.Sprintf("%s reached %s. The draws are right but come slowly: the posterior is long and narrow.",
			plural(d.MaxDepthHits, "draw"), limit),
		Next: next + " Better, centre and scale the predictors, so that the parameters are less correlated.", Quantities: []Quantity{},
	}
}

func checkFinite(_ *Diagnosis, t *draws.Table, rows []Row) *Warning {
	var bad []Quantity
	for i, col := range t.Columns {
		n := 0
		for _, chain := range col {
			for _, x := range chain {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					n++
				}
			}
		}
		if n > 0 {
			bad = append(bad, Quantity{t.Names[i], t.Labels[i], Number(n)})
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return &Warning{
		Code: "not_finite",
		Text: fmt.Sprintf("Draws that are not finite numbers: %s. Their summaries cannot be computed.", counted(bad)),
		Next: "Look for a division by zero, a logarithm of zero, an overflow or a refused random number where the model computes them.", Quantities: head(bad),
	}
}

// counted lists quantities with their counts.
func counted(q []Quantity) string {
	var words []string
	for _, x := range q[:min(len(q), maxListed)] {
		words = append(words, fmt.Sprintf("%s in %s", x.Label, plural(int(x.Value), "draw")))
	}
	return enumerate(andMore(words, len(q)))
}

func checkRejections(d *Diagnosis, _ *draws.Table, _ []Row) *Warning {
	if len(d.Rejected) == 0 {
		return nil
	}
	var lines []string
	for _, r := range d.Rejected[:min(len(d.Rejected), maxListed)] {
		lines = append(lines, fmt.Sprintf("%d times: %s", r.Sampling, r.Reason))
	}
	return &Warning{
		Code: "rejections",
		Text: "After warm-up the model refused points:\n  " + strings.Join(lines, "\n  "),
		Next: "A few do no harm. If there are many, constrain the parameters so that the arguments named here stay inside their ranges.", Quantities: []Quantity{},
	}
}

// list names the first quantities with their values.
func list(q []Quantity, verb string) string {
	var words []string
	for _, x := range q[:min(len(q), maxListed)] {
		words = append(words, fmt.Sprintf("%s ("+verb+")", x.Label, float64(x.Value)))
	}
	return enumerate(andMore(words, len(q)))
}

func andMore(words []string, total int) []string {
	if n := total - len(words); n > 0 {
		words = append(words, fmt.Sprintf("%d more", n))
	}
	return words
}

// enumerate joins words as English does.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// plural is a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func head(q []Quantity) []Quantity {
	if q == nil {
		return []Quantity{}
	}
	return q[:min(len(q), maxListed)]
}
