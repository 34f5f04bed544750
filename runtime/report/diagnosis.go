package report

import (
	"cmp"
	"math"
	"slices"

	"hm/runtime"
	"hm/runtime/diag"
	"hm/runtime/draws"
)

// A Diagnosis says whether the draws of a fit can be trusted.
type Diagnosis struct {
	Chains       int      `json:"chains"`
	Draws        int      `json:"draws"` // a chain, saved after warm-up
	Divergences  int      `json:"divergences"`
	MaxDepthHits int      `json:"max_depth_hits"`
	MaxRHat      Number   `json:"max_rhat"`
	MinESSBulk   Number   `json:"min_ess_bulk"`
	MinESSTail   Number   `json:"min_ess_tail"`
	EBFMI        []Number `json:"ebfmi"` // by chain
	// Gradients is nil for draws of other programs.
	Gradients *runtime.Gradients  `json:"gradients"`
	Worst     Worst               `json:"worst"`
	Rejected  []runtime.Rejection `json:"rejected,omitempty"` // after warm-up
	Warnings  []Warning           `json:"warnings"`
	Notices   []string            `json:"notices,omitempty"`
}

// Worst names the quantities with the extremes of the diagnosis; nil where
// there is none.
type Worst struct {
	RHat    *Quantity `json:"rhat"`
	ESSBulk *Quantity `json:"ess_bulk"`
	ESSTail *Quantity `json:"ess_tail"`
}

// A Quantity is a saved number with the value that it is listed for.
type Quantity struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Value Number `json:"value"`
}

// A Warning is one reason to distrust the draws.
type Warning struct {
	// Code is stable: no_draws, rhat, divergences, ess_bulk, ess_tail, ebfmi,
	// max_depth, not_finite or rejections.
	Code       string     `json:"code"`
	Text       string     `json:"text"`       // what was found, and what it means
	Next       string     `json:"next"`       // what to do about it
	Quantities []Quantity `json:"quantities"` // those concerned, the worst first; at most 5
}

// maxListed is how many quantities a warning names.
const maxListed = 5

// minEBFMI is the limit below which CmdStan warns.
const minEBFMI = 0.3

// Diagnose judges the draws of a table and its summary.
func Diagnose(t *draws.Table, rows []Row) *Diagnosis {
	d := &Diagnosis{
		Chains: t.Chains(), Draws: t.Draws(), EBFMI: []Number{}, Warnings: []Warning{}, Notices: t.Notices,
	}
	d.Divergences, d.MaxDepthHits = counts(t)
	for _, e := range t.Stats[draws.Energy] {
		d.EBFMI = append(d.EBFMI, Number(diag.EBFMI(e)))
	}
	if t.Result != nil {
		g := t.Result.Gradients()
		d.Gradients = &g
		for _, r := range t.Result.Rejections {
			if r.Sampling > 0 {
				d.Rejected = append(d.Rejected, r)
			}
		}
	}
	d.MaxRHat, d.Worst.RHat = extreme(rows, func(r Row) Number { return r.RHat }, 1)
	d.MinESSBulk, d.Worst.ESSBulk = extreme(rows, func(r Row) Number { return r.ESSBulk }, -1)
	d.MinESSTail, d.Worst.ESSTail = extreme(rows, func(r Row) Number { return r.ESSTail }, -1)
	for _, check := range checks {
		if w := check(d, t, rows); w != nil {
			d.Warnings = append(d.Warnings, *w)
		}
	}
	return d
}

// OK reports whether there is nothing to warn of.
func (d *Diagnosis) OK() bool { return len(d.Warnings) == 0 }

// counts returns the divergences and the hits of the depth limit: of every
// iteration when the run's account is there, of the saved ones otherwise.
func counts(t *draws.Table) (divergences, hits int) {
	if t.Result != nil {
		for _, c := range t.Result.Chains {
			divergences += c.Divergences
			hits += c.MaxDepthHits
		}
		return divergences, hits
	}
	for _, c := range t.Stats[draws.Divergent] {
		for _, x := range c {
			if x != 0 {
				divergences++
			}
		}
	}
	for _, c := range t.Stats[draws.Depth] {
		for _, x := range c {
			if t.MaxDepth > 0 && int(x) >= t.MaxDepth {
				hits++
			}
		}
	}
	return divergences, hits
}

// extreme finds the largest (sign 1) or smallest (sign -1) value over the rows
// that have one. An infinite R-hat is one; NaN is none.
func extreme(rows []Row, value func(Row) Number, sign Number) (Number, *Quantity) {
	best, where := Number(math.NaN()), (*Quantity)(nil)
	for _, r := range rows {
		if v := value(r); where == nil && v == v || sign*v > sign*best {
			best, where = v, &Quantity{r.Name, r.Label, v}
		}
	}
	return best, where
}

// beyond lists the rows whose value is bad, the worst first.
func beyond(rows []Row, value func(Row) Number, bad func(Number) bool, sign Number) []Quantity {
	var out []Quantity
	for _, r := range rows {
		if v := value(r); bad(v) {
			out = append(out, Quantity{r.Name, r.Label, v})
		}
	}
	slices.SortStableFunc(out, func(a, b Quantity) int { return -cmp.Compare(sign*a.Value, sign*b.Value) })
	return out
}
