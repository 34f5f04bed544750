package compiler

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"hm/compiler/data"
	"hm/compiler/internal/emit"
	"hm/compiler/internal/pass"
	"hm/compiler/internal/walk"
	"hm/compiler/lib/mem"
	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
)

// A BindOption changes how Bind compiles.
type BindOption func(*binder)

// Without switches a pass off, by name; see hm/compiler/internal/pass.
func Without(pass string) BindOption {
	return func(b *binder) { b.off[pass] = true }
}

// Random sets the source of random draws in the transformed data.
func Random(rng *rand.Rand) BindOption { return func(b *binder) { b.rng = rng } }

// Print sets where print statements of the program write; w must allow several
// writers at a time, as chains run side by side. Without it they write nowhere.
func Print(w io.Writer) BindOption { return func(b *binder) { b.p.base.Print = w } }

// A Pass is a rewrite of the log density that Without can switch off.
type Pass struct{ Name, Doc string }

// Passes lists them in the order in which they run.
func Passes() []Pass {
	var list []Pass
	for _, p := range pass.Table {
		list = append(list, Pass{p.Name, p.Doc})
	}
	return list
}

// Verified checks after each pass that what it made still makes sense, and
// panics if not: for tests.
func Verified() BindOption { return func(b *binder) { b.verify = true } }

// A binder builds a Program.
type binder struct {
	p      *Program
	off    map[string]bool
	verify bool
	rng    *rand.Rand
	src    *data.Source
	data   *data.Bound
	list   source.List
}

// Bind reads the data block from src, runs the transformed data, fixes every
// size and writes the log density down for the fast tier. The Program is nil
// if there are errors; the list may hold notes all the same.
func (m *Model) Bind(src *data.Source, opts ...BindOption) (*Program, source.List) {
	p := &Program{model: m, dims: map[string]*data.Dim{}}
	p.base = &walk.Walker{Info: m.Info, Machine: walk.Numbers{}, Lib: m.lib, Labels: p.labelsOf, ReadsTarget: readsTarget(m.Info)}
	b := &binder{p: p, off: map[string]bool{}, src: src, rng: rand.New(rand.NewPCG(0, 0))}
	for _, o := range opts {
		o(b)
	}
	for _, step := range []func() error{b.readData, b.transformData, b.layOut, b.compile} {
		if err := step(); err != nil {
			b.list = append(b.list, diagnose(err)...)
		}
		if b.list.Err() != nil {
			return nil, b.list
		}
	}
	return p, b.list
}

// readsTarget reports whether a program calls target().
func readsTarget(info *check.Info) bool {
	for node := range info.Calls {
		if c, ok := node.(*syntax.Call); ok && c.Fn.Name == "target" {
			return true
		}
	}
	return false
}

// readData sets the variables of the data block.
func (b *binder) readData() error {
	var vars []data.Var
	for _, o := range b.p.model.Info.Vars {
		if o.Block == syntax.Data {
			vars = append(vars, data.Var{Name: o.Name, Type: o.Type, Axes: axes(o), IsDim: o.IsDim, Missing: o.Missing, Span: o.Ident.Span})
		}
	}
	var list source.List
	b.data, list = data.Bind(vars, b.src)
	if b.list = append(b.list, list...); list.Err() != nil {
		return nil
	}
	for _, o := range b.p.model.Info.Vars {
		if o.Block == syntax.Data {
			if err := b.readVar(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// axes names the dim or int variable that each size of a declaration is.
func axes(o *check.Object) []string {
	var names []string
	for _, e := range append(slices.Clone(o.Sized.Array), o.Sized.Sizes...) {
		name := ""
		if id, ok := e.(*syntax.Ident); ok {
			name = id.Name
		}
		names = append(names, name)
	}
	return names
}

// readVar sets one variable of the data block.
func (b *binder) readVar(o *check.Object) error {
	if o.IsDim {
		d := *b.data.Dim(o.Name) // a copy, so that the data's text can be freed
		b.p.dims[o.Name] = &d
		b.p.base.Set(o, walk.Int(d.Size))
		return nil
	}
	dims, err := b.p.base.Sizes(o.Sized)
	if err != nil {
		return err
	}
	v, list := b.data.Lookup(o.Name, data.Shape{Dims: dims})
	b.list = append(b.list, list...)
	if list.Err() != nil {
		// What follows may be sized by it: go on with something of the right shape.
		v.Nums = make([]float64, mem.Size(dims))
	}
	b.p.base.Set(o, walk.Value{Type: o.Type, Dims: dims, Num: v.Nums})
	if len(v.Missing) > 0 {
		b.p.missing = append(b.p.missing, missing{obj: o, at: v.Missing})
	}
	if list.Err() != nil {
		return nil
	}
	return b.checkData(o, v.Missing)
}

// checkData reports data outside the constraint of their declaration, where
// they stand.
func (b *binder) checkData(o *check.Object, missing []int) error {
	at, err := b.p.base.Violation(o, missing)
	if err == nil {
		return nil
	}
	var placed *walk.Error
	if errors.As(err, &placed) {
		return err
	}
	v, _ := b.p.base.Get(o)
	place := b.data.Where(o.Name, data.Shape{Dims: v.Dims}, at)
	b.list = append(b.list, source.Diagnostic{
		Span: place.Span, Code: "outside-constraint",
		Msg:     fmt.Sprintf("%s: `%s` %s", place.Text, o.Name, err),
		Related: []source.Note{{Span: o.Ident.Span, Msg: fmt.Sprintf("`%s` is declared here", o.Name)}},
	})
	return nil
}

// transformData runs the transformed data block.
func (b *binder) transformData() error {
	w := b.p.base
	w.RNG = b.rng
	defer func() { w.RNG = nil }()
	if err := w.Block(b.p.block(syntax.TransformedData)); err != nil {
		return err
	}
	return b.p.satisfied(w, syntax.TransformedData)
}

// layOut gives every parameter its unconstrained numbers, and every saved
// number its column.
func (b *binder) layOut() error {
	p := b.p
	for _, o := range p.model.Info.Vars {
		if o.Block != syntax.Parameters {
			continue
		}
		dims, err := p.base.Sizes(o.Sized)
		if err != nil {
			return err
		}
		c := walk.ConstraintOf(o.Sized)
		if err := c.CheckSizes(o, dims); err != nil {
			return err
		}
		n := c.FreeSize(dims)
		p.params = append(p.params, param{obj: o, dims: dims, lo: p.dim, hi: p.dim + n})
		p.dim += n
	}
	for i, m := range p.missing {
		p.missing[i].lo, p.missing[i].hi = p.dim, p.dim+len(m.at)
		p.dim += len(m.at)
	}
	p.setUnconstrained()
	return p.setColumns()
}

// compile writes the log density down and lets the passes improve it. Where
// data are not what an operation takes, that shows here.
func (b *binder) compile() error {
	if err := b.p.record(b); err != nil {
		return err
	}
	if err := b.p.lower(); err != nil || b.p.density == nil {
		return err
	}
	b.p.fired = pass.Run(b.p.density, func(name string) bool { return !b.off[name] }, b.verify)
	_, err := emit.New(b.p.density)
	return err
}
