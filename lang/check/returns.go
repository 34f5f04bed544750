package check

import (
	"strings"

	"hm/lang/syntax"
)

// terminates reports whether a function that reaches s surely leaves there,
// by Stan's rule (Reference Manual, "Return guarantee required"): a return, a
// rejection, a sequence that ends in one, an if whose branches both do, a loop
// whose body does, and an endless loop with a return and no break.
func (c *checker) terminates(s syntax.Stmt) bool {
	switch s := s.(type) {
	case *syntax.Return, *syntax.BadStmt:
		return true
	case *syntax.Message:
		return s.Kind != "print"
	case *syntax.BlockStmt:
		return s != nil && c.terminatesIn(s.Stmts)
	case *syntax.Profile:
		return c.terminatesIn(s.Stmts)
	case *syntax.If:
		return s.Else != nil && c.terminates(s.Then) && c.terminates(s.Else)
	case *syntax.For:
		return c.terminates(s.Body) && !breaks(s.Body)
	case *syntax.ForEach:
		return c.terminates(s.Body) && !breaks(s.Body)
	case *syntax.While:
		if breaks(s.Body) {
			return false
		}
		return c.terminates(s.Body) || endless(s.Cond) && hasReturn(s.Body)
	}
	return false
}

// terminatesIn reports whether a sequence of statements terminates.
func (c *checker) terminatesIn(list []syntax.Stmt) bool {
	for _, s := range list {
		if c.terminates(s) {
			return true
		}
	}
	return false
}

// endless reports whether a loop's condition is a number other than 0.
func endless(cond syntax.Expr) bool {
	lit, ok := syntax.Unparen(cond).(*syntax.IntLit)
	return ok && strings.Trim(lit.Text, "0_") != ""
}

// breaks reports whether s has a break that leaves the loop it is the body of.
func breaks(s syntax.Stmt) bool {
	switch s.(type) {
	case *syntax.Break:
		return true
	case *syntax.For, *syntax.ForEach, *syntax.While:
		return false
	}
	found := false
	eachStmt(s, func(x syntax.Stmt) { found = found || breaks(x) })
	return found
}

// hasReturn reports whether s has a return anywhere.
func hasReturn(s syntax.Stmt) bool {
	if _, ok := s.(*syntax.Return); ok {
		return true
	}
	found := false
	eachStmt(s, func(x syntax.Stmt) { found = found || hasReturn(x) })
	return found
}
