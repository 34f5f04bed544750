// Package report says what the draws of a fit are: a summary of every quantity,
// and a diagnosis of whether the draws can be trusted. Both are data first,
// written as JSON, and text made from that data.
package report

import (
	"encoding/json"
	"math"
	stdruntime "runtime"
	"sync"
	"sync/atomic"

	"hm/runtime/diag"
	"hm/runtime/draws"
)

// A Number is a float64 that JSON writes as null when it is not finite.
type Number float64

// MarshalJSON implements json.Marshaler.
func (n Number) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads null as NaN.
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// A Row summarises one quantity. The quantiles are named by their percentages.
type Row struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Mean     Number `json:"mean"`
	SD       Number `json:"sd"`
	MCSEMean Number `json:"mcse_mean"`
	Q5       Number `json:"q5"`
	Q25      Number `json:"q25"`
	Q50      Number `json:"q50"`
	Q75      Number `json:"q75"`
	Q95      Number `json:"q95"`
	ESSBulk  Number `json:"ess_bulk"`
	ESSTail  Number `json:"ess_tail"`
	RHat     Number `json:"rhat"`

	// Constant says that the quantity never changes; then sd is 0 or
	// rounding, and there is nothing to diagnose.
	Constant bool `json:"-"`
}

// logDensityName is the name and the label of the row for the log density.
const logDensityName = "lp__"

// Summarise returns a row for every quantity in the table's order, and one for
// the log density at the end.
func Summarise(t *draws.Table) []Row {
	rows := make([]Row, len(t.Columns)+1)
	forEach(len(rows), func(w *diag.Workspace, i int) {
		if i == len(t.Columns) {
			rows[i] = row(w, logDensityName, logDensityName, t.Stats[draws.LogDensity])
			return
		}
		rows[i] = row(w, t.Names[i], t.Labels[i], t.Columns[i])
	})
	return rows
}

// forEach calls f for every i below n, on all processors, each with a workspace
// of its own.
func forEach(n int, f func(w *diag.Workspace, i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(stdruntime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			w := diag.NewWorkspace()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(w, i)
			}
		})
	}
	wg.Wait()
}

func row(w *diag.Workspace, name, label string, chains [][]float64) Row {
	s := w.Summarise(chains, 0.05, 0.25, 0.5, 0.75, 0.95)
	q := s.Quantiles
	return Row{
		Name: name, Label: label, Constant: s.Constant,
		Mean: Number(s.Mean), SD: Number(s.SD), MCSEMean: Number(s.MCSEMean),
		Q5: Number(q[0]), Q25: Number(q[1]), Q50: Number(q[2]), Q75: Number(q[3]), Q95: Number(q[4]),
		ESSBulk: Number(s.ESSBulk), ESSTail: Number(s.ESSTail), RHat: Number(s.RHat),
	}
}
