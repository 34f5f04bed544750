package check

import (
	"strconv"
	"strings"

	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// value checks an expression that must be a value, and returns its type.
func (c *checker) value(e syntax.Expr) types.Type {
	if e == nil {
		return types.TInvalid
	}
	t := c.exprType(e)
	if t.Kind == types.Void {
		c.voidAsValue(e)
		t = types.TInvalid
	}
	c.info.Types[e] = t
	return t
}

// exprType finds the type of an expression; value records it.
func (c *checker) exprType(e syntax.Expr) types.Type {
	switch e := e.(type) {
	case *syntax.Ident:
		return c.use(e)
	case *syntax.IntLit:
		return c.intLit(e)
	case *syntax.RealLit:
		return types.TReal
	case *syntax.ImagLit:
		return types.Type{Kind: types.Complex}
	case *syntax.Paren:
		return c.value(e.X)
	case *syntax.Unary:
		return c.result(c.operator(e, e.Range(), e.Op, c.value(e.X)))
	case *syntax.Transpose:
		return c.result(c.operator(e, e.Range(), "'", c.value(e.X)))
	case *syntax.Binary:
		x, y := c.value(e.X), c.value(e.Y)
		c.warnIntDivision(e, x, y)
		return c.result(c.operator(e, e.Range(), e.Op, x, y))
	case *syntax.Cond:
		return c.conditional(e)
	case *syntax.Call:
		return c.call(e)
	case *syntax.Index:
		return c.index(e)
	case *syntax.TupleIndex:
		return c.tupleIndex(e)
	case *syntax.ArrayLit:
		return c.arrayLit(e)
	case *syntax.RowLit:
		return c.rowLit(e)
	case *syntax.TupleLit:
		t := types.Type{Kind: types.Tuple}
		for _, x := range e.Elems {
			t.Elems = append(t.Elems, c.value(x))
		}
		return t
	}
	return types.TInvalid
}

// result returns the type of a resolved call, or the invalid type.
func (c *checker) result(call *Call) types.Type {
	if call == nil {
		return types.TInvalid
	}
	return call.Result
}

// intLit checks that a whole number is one that Stan's int can hold.
func (c *checker) intLit(e *syntax.IntLit) types.Type {
	if _, err := strconv.ParseInt(strings.ReplaceAll(e.Text, "_", ""), 10, 32); err != nil {
		c.intTooLarge(e)
		return types.TInvalid
	}
	return types.TInt
}

// operator resolves op for operands of these types: "operator*" is a function
// of the library like any other. It returns nil where it reported a problem
// or an operand is invalid.
func (c *checker) operator(at syntax.Node, span source.Span, op string, args ...types.Type) *Call {
	for _, a := range args {
		if invalid(a) {
			return nil
		}
	}
	best, tied := choose(c.lib.Func("operator"+op), args)
	switch {
	case best == nil:
		c.noOperator(span, op, args)
		return nil
	case tied != nil:
		c.ambiguous(span, "operator "+op, args, best.sig, tied.sig)
		return nil
	}
	call := &Call{Sig: best.sig, Args: args, Result: best.result}
	c.info.Calls[at] = call
	return call
}

// conditional checks c ? x : y, whose branches promote to one type.
func (c *checker) conditional(e *syntax.Cond) types.Type {
	if t := c.value(e.Cond); !isInt(t) {
		c.conditionNotInt(e.Cond, "? :", t)
	}
	x, y := c.value(e.Then), c.value(e.Else)
	t, ok := common(x, y)
	if !ok {
		c.branchesDiffer(e, x, y)
	}
	return t
}

// arrayLit checks {x, y}, whose elements promote to one type.
func (c *checker) arrayLit(e *syntax.ArrayLit) types.Type {
	if len(e.Elems) == 0 {
		return types.TInvalid
	}
	var t types.Type
	for i, x := range e.Elems {
		xt := c.value(x)
		if i == 0 {
			t = xt
			continue
		}
		u, ok := common(t, xt)
		if !ok {
			c.elementsDiffer(x, xt, e.Elems[0], t)
		}
		t = u
		if !ok {
			c.rest(e.Elems[i+1:])
			break
		}
	}
	c.ragged(e)
	if invalid(t) {
		return types.TInvalid
	}
	return types.ArrayOf(1, t)
}

// rest checks expressions of which only their own mistakes matter.
func (c *checker) rest(list []syntax.Expr) {
	for _, x := range list {
		c.value(x)
	}
}

// ragged reports an array literal of array literals of different lengths.
func (c *checker) ragged(e *syntax.ArrayLit) {
	one, ok := syntax.Unparen(e.Elems[0]).(*syntax.ArrayLit)
	if !ok {
		return
	}
	for _, x := range e.Elems[1:] {
		if other, ok := syntax.Unparen(x).(*syntax.ArrayLit); ok && len(other.Elems) != len(one.Elems) {
			c.raggedLiteral(other, one)
			return
		}
	}
}

// rowLit checks [x, y]: a row vector of numbers or a matrix of row vectors.
func (c *checker) rowLit(e *syntax.RowLit) types.Type {
	if len(e.Elems) == 0 {
		return types.TInvalid
	}
	var numbers, rows, complexes, bad int
	for _, x := range e.Elems {
		t := c.value(x)
		switch {
		case invalid(t):
			bad++
		case t.IsScalar():
			numbers++
		case t.Array == 0 && (t.Kind == types.RowVector || t.Kind == types.ComplexRowVector):
			rows++
		default:
			c.badRowElement(x, t)
			bad++
		}
		if t.Kind == types.Complex || t.Kind == types.ComplexRowVector {
			complexes++
		}
	}
	switch {
	case numbers > 0 && rows > 0:
		c.mixedRow(e)
		return types.TInvalid
	case bad > 0:
		return types.TInvalid
	case rows > 0 && complexes > 0:
		return types.Type{Kind: types.ComplexMatrix}
	case rows > 0:
		return types.TMatrix
	case complexes > 0:
		return types.Type{Kind: types.ComplexRowVector}
	}
	return types.TRowVector
}

// tupleIndex checks x.1.
func (c *checker) tupleIndex(e *syntax.TupleIndex) types.Type {
	t := c.value(e.X)
	switch {
	case invalid(t):
	case t.Kind != types.Tuple || t.Array > 0:
		c.notTuple(e, t)
	case e.N < 1 || e.N > len(t.Elems):
		c.noTupleElement(e, t)
	default:
		return t.Elems[e.N-1]
	}
	return types.TInvalid
}

// warnIntDivision warns of 1 / 2, which is 0.
func (c *checker) warnIntDivision(e *syntax.Binary, x, y types.Type) {
	if e.Op != "/" || x.Kind != types.Int || y.Kind != types.Int || x.Array+y.Array > 0 {
		return
	}
	_, litX := syntax.Unparen(e.X).(*syntax.IntLit)
	_, litY := syntax.Unparen(e.Y).(*syntax.IntLit)
	if litX && litY {
		c.intDivision(e)
	}
}
