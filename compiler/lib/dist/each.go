package dist

import "hm/compiler/lib/mem"

// Each binds a form of a univariate distribution that gives one value for each
// element instead of their sum: forward fills out, and reverse adds to the
// adjoints of args what out.Adj says. It is what a loop of density calls comes
// to. Domains are checked as by Eval; the distribution function is not offered.
func (d *Dist) Each(f Form, out mem.Operand, args []mem.Operand) (forward func() error, reverse func(), err error) {
	e := &each{out: out, args: args, partials: make([][]float64, len(args))}
	for i := range args {
		e.partials[i] = make([]float64, len(out.Val))
	}
	fill := e.kernel(map[Form]Kernel{LPDF: d.LogPDF, LCDF: d.LogCDF, LCCDF: d.LogCCDF}[f])
	checked, err := d.guard(f, args, func() (float64, error) {
		fill()
		sum := 0.0
		for _, x := range out.Val {
			sum += x
		}
		return sum, nil
	})
	if err != nil {
		return nil, nil, err
	}
	return func() error { _, err := checked(); return err }, e.reverse, nil
}

// HasEach reports whether Each offers a form.
func (d *Dist) HasEach(f Form) bool { return !d.Multivariate() && f != CDF && f != RNG && d.Has(f) }

// each is Each bound to memory, with the partial derivatives of every element.
type each struct {
	out      mem.Operand
	args     []mem.Operand
	partials [][]float64
}

// kernel returns what fills the values and the partial derivatives.
func (e *each) kernel(k Kernel) func() {
	val, a, d := e.out.Val, e.args, e.partials
	switch k := k.(type) {
	case Kernel1:
		return func() {
			for i := range val {
				val[i], d[0][i] = k(a[0].At(i))
			}
		}
	case Kernel2:
		return func() {
			for i := range val {
				val[i], d[0][i], d[1][i] = k(a[0].At(i), a[1].At(i))
			}
		}
	case Kernel3:
		return func() {
			for i := range val {
				val[i], d[0][i], d[1][i], d[2][i] = k(a[0].At(i), a[1].At(i), a[2].At(i))
			}
		}
	case Kernel4:
		return func() {
			for i := range val {
				val[i], d[0][i], d[1][i], d[2][i], d[3][i] = k(a[0].At(i), a[1].At(i), a[2].At(i), a[3].At(i))
			}
		}
	}
	panic("dist: no kernel of this form")
}

func (e *each) reverse() {
	for k, a := range e.args {
		if a.Adj == nil {
			continue
		}
		for i, seed := range e.out.Adj {
			a.Add(i, seed*e.partials[k][i])
		}
	}
}
