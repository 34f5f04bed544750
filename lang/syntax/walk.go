package syntax

// Inspect calls f for n and, if f returns true, for all parts of n in source
// order. It does not visit comments.
func Inspect(n Node, f func(Node) bool) {
	if !f(n) {
		return
	}
	parts(n,
		func(x *Expr) { Inspect(*x, f) },
		func(s *Stmt) { Inspect(*s, f) },
		func(n Node) { Inspect(n, f) },
	)
}

// parts calls one of its functions for each direct part of n, in source
// order: expr and stmt with the place that holds an expression or statement,
// node for any other part. Parts that are missing are left out.
func parts(n Node, expr func(*Expr), stmt func(*Stmt), node func(Node)) {
	exprs := func(list []Expr) {
		for i := range list {
			if list[i] != nil {
				expr(&list[i])
			}
		}
	}
	stmts := func(list []Stmt) {
		for i := range list {
			stmt(&list[i])
		}
	}
	maybe := func(x *Expr) {
		if *x != nil {
			expr(x)
		}
	}
	ident := func(id *Ident) {
		if id != nil {
			node(id)
		}
	}
	switch n := n.(type) {
	case *File:
		for _, b := range n.Blocks {
			node(b)
		}
	case *Block:
		for _, f := range n.Funcs {
			node(f)
		}
		stmts(n.Stmts)
	case *FuncDef:
		if n.Return != nil {
			node(n.Return)
		}
		ident(n.Name)
		for _, p := range n.Params {
			node(p)
		}
		if n.Body != nil {
			node(n.Body)
		}
	case *FuncParam:
		if n.Type != nil {
			node(n.Type)
		}
		ident(n.Name)
	case *TypeExpr:
		exprs(n.Array)
		ident(n.Factor)
		for _, b := range n.Bounds {
			node(b)
		}
		exprs(n.Sizes)
		for _, e := range n.Elems {
			node(e)
		}
	case *Bound:
		maybe(&n.Value)

	case *Decl:
		if n.Type != nil {
			node(n.Type)
		}
		for _, d := range n.Names {
			node(d)
		}
		if n.Prior != nil {
			node(n.Prior)
		}
	case *Declarator:
		ident(n.Name)
		maybe(&n.Init)
	case *Assign:
		expr(&n.LHS)
		expr(&n.RHS)
	case *Tilde:
		expr(&n.LHS)
		ident(n.Dist)
		exprs(n.Args)
		if n.Trunc != nil {
			node(n.Trunc)
		}
	case *Truncation:
		maybe(&n.Lo)
		maybe(&n.Hi)
	case *TargetPlus:
		expr(&n.Value)
	case *JacobianPlus:
		expr(&n.Value)
	case *CallStmt:
		node(n.Call)
	case *For:
		ident(n.Var)
		expr(&n.Lo)
		expr(&n.Hi)
		stmt(&n.Body)
	case *ForEach:
		ident(n.Var)
		expr(&n.Over)
		stmt(&n.Body)
	case *While:
		expr(&n.Cond)
		stmt(&n.Body)
	case *If:
		expr(&n.Cond)
		stmt(&n.Then)
		if n.Else != nil {
			stmt(&n.Else)
		}
	case *BlockStmt:
		stmts(n.Stmts)
	case *Profile:
		if n.Name != nil {
			node(n.Name)
		}
		stmts(n.Stmts)
	case *Return:
		maybe(&n.Value)
	case *Message:
		exprs(n.Args)

	case *Unary:
		expr(&n.X)
	case *Transpose:
		expr(&n.X)
	case *Binary:
		expr(&n.X)
		expr(&n.Y)
	case *Cond:
		expr(&n.Cond)
		expr(&n.Then)
		expr(&n.Else)
	case *Call:
		ident(n.Fn)
		exprs(n.Args)
	case *Index:
		expr(&n.X)
		for _, a := range n.Indices {
			maybe(&a.Lo)
			maybe(&a.Hi)
		}
	case *TupleIndex:
		expr(&n.X)
	case *ArrayLit:
		exprs(n.Elems)
	case *RowLit:
		exprs(n.Elems)
	case *TupleLit:
		exprs(n.Elems)
	case *Paren:
		expr(&n.X)
	}
}

// Unparen takes the parentheses off an expression.
func Unparen(e Expr) Expr {
	for {
		p, ok := e.(*Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}
