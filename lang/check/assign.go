package check

import (
	"strings"

	"hm/lang/syntax"
	"hm/lang/types"
)

// assign checks lhs = rhs and the compound forms, where lhs op rhs must
// itself be well typed.
func (c *checker) assign(s *syntax.Assign) {
	if id, ok := s.LHS.(*syntax.Ident); ok && c.scope.find(id.Name) == nil && c.isFunction(id.Name) {
		c.assignToFunction(id)
		c.value(s.RHS)
		return
	}
	c.assignedParts(s)
	lhs := c.lvalue(s.LHS, s.Op)
	rhs := c.value(s.RHS)
	if op := strings.TrimSuffix(s.Op, "="); op != "" {
		c.compound(s, op, lhs, rhs)
		return
	}
	if !assignable(rhs, lhs) {
		c.badAssign(s, rhs, lhs)
	}
}

// compound checks lhs op= rhs.
func (c *checker) compound(s *syntax.Assign, op string, lhs, rhs types.Type) {
	call := c.operator(s, s.Range(), op, lhs, rhs)
	if call != nil && !assignable(call.Result, lhs) {
		c.badCompound(s, op, lhs, rhs, call.Result)
	}
}

// lvalue checks the left side of an assignment and returns its type.
func (c *checker) lvalue(e syntax.Expr, op string) types.Type {
	if t, ok := e.(*syntax.TupleLit); ok {
		typ := types.Type{Kind: types.Tuple}
		for _, x := range t.Elems {
			typ.Elems = append(typ.Elems, c.lvalue(x, op))
		}
		c.info.Types[e] = typ
		if op != "=" {
			c.compoundTuple(t, op)
			return types.TInvalid
		}
		return typ
	}
	root := lvalueRoot(e)
	if root == nil {
		return types.TInvalid // the parser reported it
	}
	if obj := c.scope.find(root.Name); obj != nil && !c.mayAssign(root, obj) {
		c.info.Uses[root] = obj
		return types.TInvalid
	}
	t := c.value(e)
	c.readsItself(e, root)
	c.nestedMulti(e)
	return t
}

// lvalueRoot returns the variable that an assignment to e changes.
func lvalueRoot(e syntax.Expr) *syntax.Ident {
	for {
		switch x := e.(type) {
		case *syntax.Ident:
			return x
		case *syntax.Index:
			e = x.X
		case *syntax.TupleIndex:
			e = x.X
		default:
			return nil
		}
	}
}

// mayAssign reports whether a statement here may change obj, and says why not.
func (c *checker) mayAssign(id *syntax.Ident, obj *Object) bool {
	switch {
	case invalid(obj.Type):
		return false
	case obj.Kind == LoopVar:
		c.assignToLoopVar(id, obj)
	case obj.Kind == Argument:
		c.assignToArgument(id, obj)
	case obj.Local:
		return true
	case obj.Block != c.block || c.block == syntax.Data || c.block == syntax.Parameters:
		c.assignToOtherBlock(id, obj)
	default:
		return true
	}
	return false
}

// readsItself reports x[x[1]] = ...: what it means depends on the order in
// which the left side is read and written.
func (c *checker) readsItself(e syntax.Expr, root *syntax.Ident) {
	for {
		switch x := e.(type) {
		case *syntax.TupleIndex:
			e = x.X
		case *syntax.Index:
			for _, ix := range x.Indices {
				if ix != nil && (mentions(ix.Lo, root.Name) || mentions(ix.Hi, root.Name)) {
					c.assignReadsItself(ix.Span, root)
					return
				}
			}
			e = x.X
		default:
			return
		}
	}
}

// mentions reports whether the variable name occurs in e.
func mentions(e syntax.Expr, name string) bool {
	found := false
	walk(e, func(x syntax.Expr) {
		id, ok := x.(*syntax.Ident)
		found = found || ok && id.Name == name
	})
	return found
}

// nestedMulti reports x[:][1] = ...: Stan has no meaning for it.
func (c *checker) nestedMulti(e syntax.Expr) {
	for {
		switch x := e.(type) {
		case *syntax.TupleIndex:
			e = x.X
		case *syntax.Index:
			if inner, ok := x.X.(*syntax.Index); ok && c.hasMulti(inner) {
				c.assignNestedMulti(x)
				return
			}
			e = x.X
		default:
			return
		}
	}
}

// hasMulti reports whether any index of x chooses several elements.
func (c *checker) hasMulti(x *syntax.Index) bool {
	for _, ix := range x.Indices {
		if ix != nil && (ix.Range || c.info.Types[ix.Lo].Array > 0) {
			return true
		}
	}
	return false
}

// assignedParts reports (x, x) = ...: one place assigned twice at once.
func (c *checker) assignedParts(s *syntax.Assign) {
	var parts []syntax.Expr
	var collect func(e syntax.Expr)
	collect = func(e syntax.Expr) {
		if t, ok := e.(*syntax.TupleLit); ok {
			for _, x := range t.Elems {
				collect(x)
			}
			return
		}
		parts = append(parts, e)
	}
	collect(s.LHS)
	for i, p := range parts {
		for _, q := range parts[:i] {
			if overlaps(p, q) {
				c.assignedTwice(p, q)
				break
			}
		}
	}
	if len(parts) < 2 {
		return
	}
	for _, p := range parts {
		for _, q := range parts {
			if root := lvalueRoot(q); p != q && root != nil && readsInIndex(p, root.Name) {
				c.assignReadsItself(p.Range(), root)
			}
		}
	}
}

// readsInIndex reports whether an index in the assignable expression e reads
// the variable name.
func readsInIndex(e syntax.Expr, name string) bool {
	for {
		switch x := e.(type) {
		case *syntax.TupleIndex:
			e = x.X
		case *syntax.Index:
			for _, ix := range x.Indices {
				if ix != nil && (mentions(ix.Lo, name) || mentions(ix.Hi, name)) {
					return true
				}
			}
			e = x.X
		default:
			return false
		}
	}
}

// overlaps reports whether two assignable expressions may be one place. Two
// different elements of one tuple are not; elements of one array may be.
func overlaps(p, q syntax.Expr) bool {
	a, b := path(p), path(q)
	if a == nil || b == nil {
		return false
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// path spells the place an assignable expression names: the variable, then
// .1 for a tuple's element and [] for any index.
func path(e syntax.Expr) []any {
	switch x := e.(type) {
	case *syntax.Ident:
		return []any{x.Name}
	case *syntax.TupleIndex:
		if p := path(x.X); p != nil {
			return append(p, x.N)
		}
	case *syntax.Index:
		if p := path(x.X); p != nil {
			return append(p, "[]")
		}
	}
	return nil
}
