// Package draws keeps the draws of a fit: in memory as a Table, on disk as Stan
// CSV, one file a chain. The writers are runtime.Sinks.
package draws

import (
	"fmt"
	"slices"

	"hm/runtime"
)

// A Stat is one of the sampler's own columns.
type Stat int

// The sampler's columns, in the order of Stan's files.
const (
	LogDensity Stat = iota
	Accept
	StepSize
	Depth
	Leapfrogs
	Divergent
	Energy
	numStats
)

// statNames are Stan's names of the sampler's columns.
var statNames = [numStats]string{
	"lp__", "accept_stat__", "stepsize__", "treedepth__", "n_leapfrog__", "divergent__", "energy__",
}

// String returns Stan's name.
func (s Stat) String() string { return statNames[s] }

// A Table holds the draws after warm-up, by column, chain and draw. All chains
// have the same length.
type Table struct {
	Names, Labels []string      // one per column, as in runtime.Model
	Columns       [][][]float64 // Columns[i][chain] are the draws of Names[i]
	Stats         [numStats][][]float64
	MaxDepth      int // the limit of the tree depth; 0 if not known
	// Result is the run's account; nil for files of other programs.
	Result *runtime.Result
	// Notices say in words what is missing or was left out.
	Notices []string
}

// Chains is the number of chains.
func (t *Table) Chains() int { return len(t.Stats[LogDensity]) }

// Draws is the number of draws a chain.
func (t *Table) Draws() int {
	if t.Chains() == 0 {
		return 0
	}
	return len(t.Stats[LogDensity][0])
}

// Column returns the draws of a quantity by chain, found by its name or label.
func (t *Table) Column(name string) ([][]float64, bool) {
	i := slices.Index(t.Names, name)
	if i < 0 {
		i = slices.Index(t.Labels, name)
	}
	if i < 0 {
		return nil, false
	}
	return t.Columns[i], true
}

// setChains makes room for n chains.
func (t *Table) setChains(n int) {
	t.Columns = make([][][]float64, len(t.Names))
	for i := range t.Columns {
		t.Columns[i] = make([][]float64, n)
	}
	for i := range t.Stats {
		t.Stats[i] = make([][]float64, n)
	}
}

// level cuts all chains to the same length, and drops those without a draw:
// interrupted chains end where they happened to be.
func (t *Table) level() {
	lp := t.Stats[LogDensity]
	var keep []int
	shortest, longest := 0, 0
	for i, c := range lp {
		longest = max(longest, len(c))
		if len(c) == 0 {
			continue
		}
		if len(keep) == 0 || len(c) < shortest {
			shortest = len(c)
		}
		keep = append(keep, i)
	}
	if len(keep) == len(lp) && shortest == longest {
		return
	}
	if n := len(lp) - len(keep); n > 0 && len(keep) > 0 {
		t.Notices = append(t.Notices, fmt.Sprintf("no draws in %d of %d chains, which were left out", n, len(lp)))
	}
	if shortest != longest {
		t.Notices = append(t.Notices, fmt.Sprintf("the chains have from %d to %d draws; only the first %d of each were used", shortest, longest, shortest))
	}
	cut := func(c [][]float64) [][]float64 {
		var out [][]float64
		for _, i := range keep {
			if c[i] == nil {
				continue
			}
			out = append(out, c[i][:shortest])
		}
		return out
	}
	for i, c := range t.Columns {
		t.Columns[i] = cut(c)
	}
	for i, c := range t.Stats {
		t.Stats[i] = cut(c)
	}
}

// A Memory is a Sink that collects the draws after warm-up in a Table.
type Memory struct{ table Table }

// NewMemory returns an empty one.
func NewMemory() *Memory { return &Memory{} }

// Table returns the draws, once the run has ended.
func (m *Memory) Table() *Table { return &m.table }

// Begin implements runtime.Sink.
func (m *Memory) Begin(run *runtime.Run) error {
	t := &m.table
	*t = Table{Names: run.Names, Labels: run.Labels, MaxDepth: run.Config.MaxDepth}
	t.setChains(run.Config.Chains)
	return nil
}

// Draw implements runtime.Sink.
func (m *Memory) Draw(d *runtime.Draw) error {
	if d.Warmup {
		return nil
	}
	t := &m.table
	for i, v := range d.Values {
		t.Columns[i][d.Chain] = append(t.Columns[i][d.Chain], v)
	}
	for i, v := range stats(d) {
		t.Stats[i][d.Chain] = append(t.Stats[i][d.Chain], v)
	}
	return nil
}

// stats are the sampler's columns of one draw.
func stats(d *runtime.Draw) [numStats]float64 {
	divergent := 0.0
	if d.Divergent {
		divergent = 1
	}
	return [numStats]float64{d.LogDensity, d.Accept, d.StepSize, float64(d.Depth), float64(d.Leapfrogs), divergent, d.Energy}
}

// Adapted implements runtime.Sink.
func (m *Memory) Adapted(int, *runtime.Adaptation) error { return nil }

// ChainEnd implements runtime.Sink.
func (m *Memory) ChainEnd(*runtime.ChainResult) error { return nil }

// End implements runtime.Sink.
func (m *Memory) End(r *runtime.Result) error {
	m.table.Result = r
	m.table.level()
	return nil
}
