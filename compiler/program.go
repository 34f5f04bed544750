package compiler

import (
	"errors"
	"fmt"
	"hm/compiler/data"
	"math"

	"hm/compiler/internal/emit"
	"hm/compiler/internal/ir"
	"hm/compiler/internal/tape"
	"hm/compiler/internal/trace"
	"hm/compiler/internal/walk"
	"hm/compiler/lib/mem"
	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
)

// A Program is a model with its data: every size is now a number. It is
// immutable; chains share it.
type Program struct {
	model   *Model
	base    *walk.Walker // data and transformed data
	params  []param
	missing []missing
	dim     int
	columns []column
	names   []string
	labels  []string
	free    []string // names of the unconstrained numbers
	dims    map[string]*data.Dim
	density *ir.Func // nil: only the reference tier can evaluate the program
	dynamic *walk.Dynamic
	fired   map[string]int // how often each pass fired
	loops   []walk.Loop    // of the log density
	draw    *recorded      // what a draw saves, written down; nil: it is walked
}

// A param is a parameter and its run of unconstrained numbers.
type param struct {
	obj    *check.Object
	dims   []int
	lo, hi int
}

// A missing is the missing numbers of a data variable, which are parameters.
type missing struct {
	obj    *check.Object
	at     []int // flat positions
	lo, hi int
}

// Dim is the number of unconstrained parameters.
func (p *Program) Dim() int { return p.dim }

// Names are the saved columns in Stan's form and order: alpha[1], L[2,3].
func (p *Program) Names() []string { return p.names }

// Labels are the saved columns with the data's labels: alpha[epoch=1].
func (p *Program) Labels() []string { return p.labels }

// Unconstrained names the unconstrained parameters, in order: alpha.1.
func (p *Program) Unconstrained() []string { return p.free }

// Static returns nil if the fast tier takes the program, and otherwise where
// and why it cannot.
func (p *Program) Static() error {
	if p.dynamic == nil {
		return nil
	}
	return p.dynamic
}

// block returns a block of the program, or nil.
func (p *Program) block(kind syntax.BlockKind) *syntax.Block { return p.model.File.Block(kind) }

// constrain declares the parameters of w from unconstrained numbers.
func (p *Program) constrain(w *walk.Walker, q walk.Value) error {
	for _, x := range p.params {
		if err := w.Parameter(x.obj, x.dims, q.Slice(x.lo, x.hi)); err != nil {
			return err
		}
	}
	for _, m := range p.missing {
		if err := w.Missing(m.obj, m.at, q.Slice(m.lo, m.hi)); err != nil {
			return err
		}
	}
	return nil
}

// transformed runs the transformed parameters.
func (p *Program) transformed(w *walk.Walker) error {
	if err := w.Block(p.block(syntax.TransformedParameters)); err != nil {
		return err
	}
	return p.satisfied(w, syntax.TransformedParameters)
}

// satisfied checks the constraints that the variables of a block declare.
func (p *Program) satisfied(w *walk.Walker, kind syntax.BlockKind) error {
	for _, o := range p.model.Info.Vars {
		if o.Block == kind {
			if err := w.Satisfies(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// logDensity runs everything that makes up the log density.
func (p *Program) logDensity(w *walk.Walker, q walk.Value) error {
	if err := p.constrain(w, q); err != nil {
		return err
	}
	if err := p.transformed(w); err != nil {
		return err
	}
	if err := w.Priors(p.block(syntax.Parameters)); err != nil {
		return err
	}
	return w.Block(p.block(syntax.Model))
}

// lower writes the log density down for the fast tier, or finds why it cannot.
func (p *Program) lower() error {
	t, q := trace.New(p.dim)
	w := p.base.Fork(t)
	w.Loops = &p.loops
	err := p.logDensity(w, q)
	var dynamic *walk.Dynamic
	if errors.As(err, &dynamic) {
		p.dynamic = dynamic
		return nil
	}
	if err != nil {
		return err
	}
	density := t.Func // a copy, so that the trace can be freed
	p.density = &density
	return nil
}

// A Chain evaluates a Program for one goroutine. It satisfies runtime.Model.
type Chain struct {
	*Program
	code *emit.Code // the fast tier
	draw *emit.Code // of recorded
	tape *tape.Tape // the reference tier
}

// NewChain returns an evaluator with memory of its own.
func (p *Program) NewChain() *Chain {
	c := &Chain{Program: p}
	if p.draw != nil {
		c.draw = mustEmit(p.draw.code)
	}
	if p.density == nil {
		c.tape = new(tape.Tape)
		return c
	}
	c.code = mustEmit(p.density)
	return c
}

// mustEmit makes closures of what Bind has made closures of before, for the
// same data.
func mustEmit(f *ir.Func) *emit.Code {
	code, err := emit.New(f)
	if err != nil {
		panic(err)
	}
	return code
}

// NewReferenceChain returns an evaluator of the reference tier, against which
// the fast one is tested.
func (p *Program) NewReferenceChain() *Chain { return &Chain{Program: p, tape: new(tape.Tape)} }

// LogDensityGradient returns the log density at q, with the log Jacobian of the
// constraints, and fills grad. An error that refuses the point has a Reject
// method that says so.
func (c *Chain) LogDensityGradient(q, grad []float64) (float64, error) {
	if c.code != nil {
		return c.code.LogDensityGradient(q, grad)
	}
	w := c.base.Fork(c.tape)
	if err := c.logDensity(w, c.tape.Input(q)); err != nil {
		return math.Inf(-1), err
	}
	c.tape.Gradient(grad)
	return c.tape.Value(), nil
}

// Unconstrain returns the unconstrained point of given parameter values, which
// lie as package mem says, for initial values.
func (p *Program) Unconstrain(values map[string][]float64) ([]float64, error) {
	w := p.base.Fork(walk.Numbers{})
	q := make([]float64, p.dim)
	for _, x := range p.params {
		num, ok := values[x.obj.Name]
		if !ok {
			return nil, fmt.Errorf("no initial value for `%s`", x.obj.Name)
		}
		if len(num) != mem.Size(x.dims) {
			return nil, fmt.Errorf("the initial value of `%s` has %d numbers, must have %d", x.obj.Name, len(num), mem.Size(x.dims))
		}
		v := walk.Value{Type: x.obj.Type, Dims: x.dims, Num: num}
		free, err := w.Free(x.obj, v)
		if err != nil {
			return nil, err
		}
		copy(q[x.lo:x.hi], free)
		w.Set(x.obj, v)
	}
	return q, nil
}

// labelsOf returns the labels of a dimension.
func (p *Program) labelsOf(dim string) []string {
	d := p.dims[dim]
	if d == nil {
		return nil
	}
	labels := make([]string, d.Size)
	for i := range labels {
		labels[i] = d.Label(i)
	}
	return labels
}

// diagnose makes an error of the walk or of the closures into a diagnostic.
func diagnose(err error) source.List {
	d := source.Diagnostic{Code: "data-mismatch", Msg: err.Error()}
	var walked *walk.Error
	var emitted *emit.Failure
	switch {
	case errors.As(err, &walked):
		d.Span, d.Msg = walked.Span, walked.Err.Error()
	case errors.As(err, &emitted):
		d.Span, d.Msg = emitted.Span, emitted.Err.Error()
	}
	return source.List{d}
}
