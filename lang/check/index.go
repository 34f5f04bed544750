package check

import (
	"hm/lang/syntax"
	"hm/lang/types"
)

// An indexShape says what one index does to its axis.
type indexShape uint8

const (
	one  indexShape = iota // an int: the axis goes
	many                   // a range or an array of ints: the axis stays
	lost                   // reported
)

// index checks x[i, j]: the indices go with the array axes of x from the left,
// then with the axes of its elements.
func (c *checker) index(e *syntax.Index) types.Type {
	t := c.value(e.X)
	axes := c.axes(e.X)
	shapes := make([]indexShape, len(e.Indices))
	bad := invalid(t)
	for i, ix := range e.Indices {
		var axis string
		if i < len(axes) {
			axis = axes[i]
		}
		shapes[i] = c.indexArg(e, ix, i, axis, !bad)
		bad = bad || shapes[i] == lost
	}
	switch {
	case invalid(t):
		return types.TInvalid
	case t.Rank() == 0:
		c.notIndexable(e, t)
		return types.TInvalid
	case len(shapes) > t.Rank():
		c.tooManyIndices(e, t)
		return types.TInvalid
	case bad:
		return types.TInvalid
	}
	return indexed(t, shapes)
}

// indexed returns the type that is left of t.
func indexed(t types.Type, shapes []indexShape) types.Type {
	array := min(t.Array, len(shapes))
	out := t
	for _, s := range shapes[:array] {
		if s == one {
			out.Array--
		}
	}
	inner := shapes[array:]
	switch {
	case len(inner) == 0:
	case t.Kind.Rank() == 1:
		if inner[0] == one {
			out.Kind = scalarOf(t.Kind)
		}
	default: // a matrix, by row and then by column
		row, col := inner[0] == one, len(inner) > 1 && inner[1] == one
		switch {
		case row && col:
			out.Kind = scalarOf(t.Kind)
		case row:
			out.Kind = t.Kind - (types.Matrix - types.RowVector)
		case col:
			out.Kind = t.Kind - (types.Matrix - types.Vector)
		}
	}
	return out
}

// scalarOf is the kind of one number in a container of kind k.
func scalarOf(k types.Kind) types.Kind {
	switch k {
	case types.Vector, types.RowVector, types.Matrix:
		return types.Real
	case types.ComplexVector, types.ComplexRowVector, types.ComplexMatrix:
		return types.Complex
	}
	return k
}

// indexArg checks one index against the dim its axis is declared over.
func (c *checker) indexArg(e *syntax.Index, ix *syntax.IndexArg, n int, axis string, known bool) indexShape {
	if ix == nil {
		return lost
	}
	if ix.Range {
		shape := many
		for _, end := range []syntax.Expr{ix.Lo, ix.Hi} {
			if end == nil {
				continue
			}
			if t := c.value(end); !isInt(t) {
				c.rangeNotInt(end, t)
				shape = lost
			}
		}
		return shape
	}
	if label, ok := syntax.Unparen(ix.Lo).(*syntax.StringLit); ok {
		return c.label(e, ix, label, axis, known)
	}
	t := c.value(ix.Lo)
	switch {
	case invalid(t):
		return lost
	case t.Kind != types.Int || t.Array > 1:
		c.badIndex(ix, t)
		return lost
	}
	if axis != "" && t.Factor != "" && t.Factor != axis {
		c.wrongFactor(e, ix, n, axis, t.Factor)
	}
	if t.Array == 1 {
		return many
	}
	return one
}

// label checks alpha["3"]; whether there is such a label is known once data
// are bound.
func (c *checker) label(e *syntax.Index, ix *syntax.IndexArg, label *syntax.StringLit, axis string, known bool) indexShape {
	c.info.Types[label] = types.Type{Kind: types.String}
	c.info.Types[ix.Lo] = types.Type{Kind: types.String}
	if axis == "" {
		if known {
			c.labelWithoutDim(e, label)
		}
		return lost
	}
	return one
}

// axes returns, for each axis of an expression, the dim it is declared over,
// or "". It may return fewer than the expression has.
func (c *checker) axes(e syntax.Expr) []string {
	switch e := syntax.Unparen(e).(type) {
	case *syntax.Ident:
		if obj := c.info.Uses[e]; obj != nil {
			return obj.Axes
		}
	case *syntax.Transpose:
		if in := c.axes(e.X); len(in) == 2 {
			return []string{in[1], in[0]}
		} else {
			return in
		}
	case *syntax.Index:
		return c.indexedAxes(e)
	}
	return nil
}

// indexedAxes returns the axes that are left of an indexed expression: a
// chosen one goes, a : stays, and alpha[epoch_of] has the axis of epoch_of.
func (c *checker) indexedAxes(e *syntax.Index) []string {
	var out []string
	in := c.axes(e.X)
	for i, axis := range in {
		if i >= len(e.Indices) {
			out = append(out, axis)
			continue
		}
		switch ix := e.Indices[i]; {
		case ix == nil:
			return nil
		case ix.Range && ix.Lo == nil && ix.Hi == nil:
			out = append(out, axis)
		case ix.Range:
			out = append(out, "")
		case c.info.Types[ix.Lo].Array > 0:
			by := ""
			if a := c.axes(ix.Lo); len(a) > 0 {
				by = a[0]
			}
			out = append(out, by)
		}
	}
	return out
}
