package dist

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
)

// Eval binds the log density of d to its arguments: every number is checked
// against its domain (data once, here; the rest at each evaluation), and the
// fused kernel runs if d has one for these shapes, or the definition. An error
// says that the shapes do not fit or that data are outside the domain.
func (d *Dist) Eval(args []mem.Operand) (Eval, error) {
	if d.BindMulti != nil {
		if len(args) != len(d.Args) {
			return nil, d.wrongCount(LPDF, len(args))
		}
		body, err := d.BindMulti(args)
		if err != nil {
			return nil, err
		}
		return d.guard(LPDF, args, body)
	}
	n, err := d.elements(LPDF, args)
	if err != nil || n == 0 {
		return nothing, err
	}
	body := d.one(args, n)
	if d.Bind != nil && n > 1 {
		body = d.Bind(args)
	}
	if body == nil {
		if fast := d.vector(args, n); fast != nil {
			body = newBatches(d.LogPDF, fast, args, n).sums()
		}
	}
	if body == nil {
		body = d.LogPDF.Bind(n, args)
	}
	return d.guard(LPDF, args, body)
}

// EvalForm binds any form but RNG; see Eval, EvalCDF, EvalLCDF and EvalLCCDF.
func (d *Dist) EvalForm(f Form, args []mem.Operand) (Eval, error) {
	switch f {
	case LPDF:
		return d.Eval(args)
	case CDF:
		return d.EvalCDF(args)
	case LCDF:
		return d.EvalLCDF(args)
	case LCCDF:
		return d.EvalLCCDF(args)
	}
	return nil, fmt.Errorf("%s draws and has no value", d.FuncName(f))
}

// EvalLCDF binds the summed log of the distribution function; the contract is
// Eval's.
func (d *Dist) EvalLCDF(args []mem.Operand) (Eval, error) { return d.cumulative(LCDF, d.LogCDF, args) }

// EvalLCCDF binds the summed log of the complement of the distribution
// function; the contract is Eval's.
func (d *Dist) EvalLCCDF(args []mem.Operand) (Eval, error) {
	return d.cumulative(LCCDF, d.LogCCDF, args)
}

// EvalCDF binds the product over the elements of the distribution function,
// and adds the derivatives of that product; the contract is Eval's.
func (d *Dist) EvalCDF(args []mem.Operand) (Eval, error) {
	inner := make([]mem.Operand, len(args)) // the same values; derivatives of the log go to scratch
	for i, a := range args {
		inner[i] = a
		if a.Adj != nil {
			inner[i].Adj = make([]float64, len(a.Adj))
		}
	}
	n, err := d.elements(CDF, args)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return func() (float64, error) { return 1, nil }, nil
	}
	logs, err := d.cumulative(CDF, d.LogCDF, inner)
	if err != nil {
		return nil, err
	}
	return func() (float64, error) {
		for _, a := range inner {
			clear(a.Adj)
		}
		l, err := logs()
		if err != nil {
			return l, err
		}
		p := math.Exp(l)
		if p == 0 {
			return 0, nil // a product of zero: its derivatives vanish too, or the tail underflows
		}
		for i, a := range args {
			for j := range a.Adj {
				a.Adj[j] += p * inner[i].Adj[j]
			}
		}
		return p, nil
	}, nil
}

func (d *Dist) cumulative(f Form, k Kernel, args []mem.Operand) (Eval, error) {
	if k == nil {
		return nil, fmt.Errorf("there is no %s", d.FuncName(f))
	}
	n, err := d.elements(f, args)
	if err != nil || n == 0 {
		return nothing, err
	}
	return d.guard(f, args, k.Bind(n, args))
}

// nothing is the sum over no elements.
func nothing() (float64, error) { return 0, nil }

// elements returns how many variates the arguments broadcast to: the size
// that all containers among them have.
func (d *Dist) elements(f Form, args []mem.Operand) (int, error) {
	if len(args) != len(d.Args) {
		return 0, d.wrongCount(f, len(args))
	}
	return common(d.FuncName(f), d.Args, args)
}

func (d *Dist) wrongCount(f Form, found int) error {
	return fmt.Errorf("%s takes %d arguments, found %d", d.FuncName(f), len(d.Args), found)
}

// common returns the size that all containers among args have, or 1.
func common(name string, formal []Arg, args []mem.Operand) (int, error) {
	first := -1
	for i, a := range args {
		switch {
		case !container(a):
		case first < 0:
			first = i
		case len(a.Val) != len(args[first].Val):
			return 0, fmt.Errorf("%s: %s has size %d, but %s has size %d; containers must have the same size",
				name, formal[i].Name, len(a.Val), formal[first].Name, len(args[first].Val))
		}
	}
	if first < 0 {
		return 1, nil
	}
	return len(args[first].Val), nil
}

// container reports whether an operand is more than a scalar.
func container(o mem.Operand) bool { return len(o.Dims) > 0 || len(o.Val) != 1 }
