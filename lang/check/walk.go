package check

import "hm/lang/syntax"

// walk visits e and every expression in it.
func walk(e syntax.Expr, visit func(syntax.Expr)) {
	if e == nil {
		return
	}
	visit(e)
	eachExpr(e, func(x syntax.Expr) { walk(x, visit) })
}

// eachExpr visits the expressions directly under e, in order. The name of a
// called function is not one of them.
func eachExpr(e syntax.Expr, visit func(syntax.Expr)) {
	all := func(list ...syntax.Expr) {
		for _, x := range list {
			if x != nil {
				visit(x)
			}
		}
	}
	switch e := e.(type) {
	case *syntax.Unary:
		all(e.X)
	case *syntax.Transpose:
		all(e.X)
	case *syntax.Binary:
		all(e.X, e.Y)
	case *syntax.Cond:
		all(e.Cond, e.Then, e.Else)
	case *syntax.Call:
		all(e.Args...)
	case *syntax.Index:
		all(e.X)
		for _, ix := range e.Indices {
			if ix != nil {
				all(ix.Lo, ix.Hi)
			}
		}
	case *syntax.TupleIndex:
		all(e.X)
	case *syntax.ArrayLit:
		all(e.Elems...)
	case *syntax.RowLit:
		all(e.Elems...)
	case *syntax.TupleLit:
		all(e.Elems...)
	case *syntax.Paren:
		all(e.X)
	}
}

// eachStmt visits the statements directly under s, in order.
func eachStmt(s syntax.Stmt, visit func(syntax.Stmt)) {
	all := func(list ...syntax.Stmt) {
		for _, x := range list {
			if x != nil {
				visit(x)
			}
		}
	}
	switch s := s.(type) {
	case *syntax.For:
		all(s.Body)
	case *syntax.ForEach:
		all(s.Body)
	case *syntax.While:
		all(s.Body)
	case *syntax.If:
		all(s.Then, s.Else)
	case *syntax.BlockStmt:
		all(s.Stmts...)
	case *syntax.Profile:
		all(s.Stmts...)
	}
}
