package compiler

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hm/compiler/internal/walk"
	"hm/lang/check"
	"hm/lang/syntax"
)

// A column is a saved variable: its numbers in Stan's order, the first index
// fastest, start at first; number i of it lies at flat position order[i].
type column struct {
	obj   *check.Object
	dims  []int
	first int
	order []int
}

// setColumns finds what a draw saves: parameters, transformed parameters, and
// generated quantities, in the order of their declaration.
func (p *Program) setColumns() error {
	sizes := p.base.Fork(walk.Numbers{})
	for _, kind := range []syntax.BlockKind{syntax.Parameters, syntax.TransformedParameters, syntax.GeneratedQuantities} {
		for _, o := range p.model.Info.Vars {
			if o.Block != kind {
				continue
			}
			dims, err := sizes.Sizes(o.Sized)
			if err != nil {
				return err
			}
			p.addColumn(o, dims, walk.ColumnMajor(o.Type, dims))
		}
		if kind == syntax.Parameters {
			p.missingColumns()
		}
	}
	return nil
}

// missingColumns saves the missing numbers of data, and only those.
func (p *Program) missingColumns() {
	for _, m := range p.missing {
		v, _ := p.base.Get(m.obj)
		all := walk.ColumnMajor(v.Type, v.Dims)
		order := slices.DeleteFunc(all, func(i int) bool { _, gone := slices.BinarySearch(m.at, i); return !gone })
		p.addColumn(m.obj, v.Dims, order)
	}
}

func (p *Program) addColumn(o *check.Object, dims, order []int) {
	p.columns = append(p.columns, column{obj: o, dims: dims, first: len(p.names), order: order})
	for _, flat := range order {
		at := walk.Indices(o.Type, dims, flat)
		p.names = append(p.names, o.Name+bracket(at, nil))
		p.labels = append(p.labels, o.Name+bracket(at, p.axisLabels(o, at)))
	}
}

// bracket writes indices as [2,3], or with labels where there are any.
func bracket(at []int, labels []string) string {
	if len(at) == 0 {
		return ""
	}
	parts := make([]string, len(at))
	for k, i := range at {
		parts[k] = strconv.Itoa(i + 1)
		if k < len(labels) && labels[k] != "" {
			parts[k] = labels[k]
		}
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// axisLabels returns "epoch=1" for each index along a dimension, or "".
func (p *Program) axisLabels(o *check.Object, at []int) []string {
	out := make([]string, len(at))
	for k, i := range at {
		if k >= len(o.Axes) || o.Axes[k] == "" {
			continue
		}
		if d := p.dims[o.Axes[k]]; d != nil {
			out[k] = d.Name + "=" + d.Label(i)
		}
	}
	return out
}

// setUnconstrained names the unconstrained numbers: after the element where
// there is one number an element, and otherwise counted.
func (p *Program) setUnconstrained() {
	for _, x := range p.params {
		p.freeNames(x.obj, x.dims, x.hi-x.lo)
	}
	for _, m := range p.missing {
		v, _ := p.base.Get(m.obj)
		for _, flat := range m.at {
			p.free = append(p.free, m.obj.Name+dots(walk.Indices(v.Type, v.Dims, flat)))
		}
	}
}

func (p *Program) freeNames(o *check.Object, dims []int, n int) {
	if len(dims) == 0 {
		p.free = append(p.free, o.Name)
		return
	}
	c := walk.ConstraintOf(o.Sized)
	for i := range n {
		at := []int{i}
		if c.Inner == 0 {
			at = walk.Indices(o.Type, dims, i)
		}
		p.free = append(p.free, o.Name+dots(at))
	}
}

func dots(at []int) string {
	var b strings.Builder
	for _, i := range at {
		fmt.Fprintf(&b, ".%d", i+1)
	}
	return b.String()
}
