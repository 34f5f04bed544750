package dist

import "hm/compiler/lib/mem"

// Each binds a form of a univariate distribution that gives one value for each
// element instead of their sum: forward fills out, and reverse adds to the
// adjoints of args what out.Adj says. It is what a loop of density calls comes
// to. Domains are checked as by Eval; the distribution function is not offered.
func (d *Dist) Each(f Form, out mem.Operand, args []mem.Operand) (forward func() error, reverse func(), err error) {
	row := map[Form]Kernel{LPDF: d.LogPDF, LCDF: d.LogCDF, LCCDF: d.LogCCDF}[f]
	n := len(out.Val)
	var fast Vector
	if f == LPDF {
		fast = d.vector(args, n)
	}
	b := newBatches(row, fast, args, n)
	b.whole.lp = out.Val
	for i, a := range args {
		if a.Adj != nil {
			b.whole.d[i] = make([]float64, n)
		}
	}
	checked, err := d.guard(f, args, func() (float64, error) { return b.fill(), nil })
	if err != nil {
		return nil, nil, err
	}
	return func() error { _, err := checked(); return err }, func() { b.reverse(out.Adj) }, nil
}

// HasEach reports whether Each offers a form.
func (d *Dist) HasEach(f Form) bool { return !d.Multivariate() && f != CDF && f != RNG && d.Has(f) }

// reverse adds the derivatives of all elements, each times its element of g.
func (b *batches) reverse(g []float64) {
	for k, l := range b.lanes {
		if l.adj != nil {
			l.addTimes(0, g, b.whole.d[k])
		}
	}
}
