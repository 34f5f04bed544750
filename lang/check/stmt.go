package check

import (
	"hm/lang/syntax"
	"hm/lang/types"
)

// stmts checks statements in order, and warns of one that is never reached.
func (c *checker) stmts(list []syntax.Stmt) {
	warned := false
	for i, s := range list {
		if i > 0 && !warned && c.leaves(list[i-1]) && !isEmpty(s) {
			c.unreachable(s, list[i-1])
			warned = true
		}
		c.stmt(s)
	}
}

func isEmpty(s syntax.Stmt) bool { _, ok := s.(*syntax.Empty); return ok }

// leaves reports whether nothing after s in its block can run.
func (c *checker) leaves(s syntax.Stmt) bool {
	switch s.(type) {
	case *syntax.Return:
		return c.fn != nil
	case *syntax.Break, *syntax.Continue:
		return c.loops > 0
	}
	return false
}

// body checks the body of a loop or branch, which is a scope of its own.
func (c *checker) body(s syntax.Stmt) {
	c.enter(func() {
		c.local = true
		c.stmt(s)
	})
}

func (c *checker) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Decl:
		c.decl(s)
	case *syntax.Assign:
		c.assign(s)
	case *syntax.Tilde:
		c.tilde(s, nil)
	case *syntax.TargetPlus:
		c.targetPlus(s)
	case *syntax.JacobianPlus:
		c.jacobianPlus(s)
	case *syntax.CallStmt:
		c.callStmt(s)
	case *syntax.For:
		c.forRange(s)
	case *syntax.ForEach:
		c.forEach(s)
	case *syntax.While:
		c.condition(s.Cond, "while")
		c.enter(func() {
			c.loops++
			c.body(s.Body)
		})
	case *syntax.If:
		c.condition(s.Cond, "if")
		c.body(s.Then)
		c.body(s.Else)
	case *syntax.BlockStmt:
		c.enter(func() {
			c.local = true
			c.stmts(s.Stmts)
		})
	case *syntax.Profile:
		c.enter(func() {
			c.local = true
			c.stmts(s.Stmts)
		})
	case *syntax.Return:
		c.returns(s)
	case *syntax.Break:
		if c.loops == 0 {
			c.outsideLoop(s, "break")
		}
	case *syntax.Continue:
		if c.loops == 0 {
			c.outsideLoop(s, "continue")
		}
	case *syntax.Message:
		c.message(s)
	}
}

// condition checks what an if or while asks.
func (c *checker) condition(e syntax.Expr, of string) {
	if t := c.value(e); !isInt(t) {
		c.conditionNotInt(e, of, t)
	}
}

// forRange checks a loop over whole numbers.
func (c *checker) forRange(s *syntax.For) {
	for _, e := range []syntax.Expr{s.Lo, s.Hi} {
		if t := c.value(e); !isInt(t) {
			c.loopBoundNotInt(e, t)
		}
	}
	c.loop(s.Var, types.TInt, nil, s.Body)
}

// forEach checks a loop over the elements of a container.
func (c *checker) forEach(s *syntax.ForEach) {
	t := c.value(s.Over)
	elem, ok := element(t)
	if !ok && !invalid(t) {
		c.notIterable(s.Over, t)
	}
	var axes []string
	if t.Array > 0 && elem.Rank() > 0 {
		if all := c.axes(s.Over); len(all) > 0 {
			axes = all[1:]
		}
	}
	c.loop(s.Var, elem, axes, s.Body)
}

// element is the type of what a loop over t visits: the elements of an array,
// the numbers of a vector or matrix.
func element(t types.Type) (types.Type, bool) {
	switch {
	case invalid(t):
		return types.TInvalid, false
	case t.Array > 0:
		return t.Elem(1), true
	case t.Kind >= types.Vector && t.Kind <= types.Matrix:
		return types.TReal, true
	case t.Kind >= types.ComplexVector && t.Kind <= types.ComplexMatrix:
		return types.Type{Kind: types.Complex}, true
	}
	return types.TInvalid, false
}

// loop checks the body of a loop with its variable.
func (c *checker) loop(v *syntax.Ident, t types.Type, axes []string, body syntax.Stmt) {
	c.enter(func() {
		c.local = true
		c.loops++
		if v != nil {
			c.declare(&Object{Name: v.Name, Kind: LoopVar, Type: t, Level: Data, Block: c.block, Local: true, Ident: v, Axes: axes})
		}
		c.body(body)
	})
}

// message checks print, reject and fatal_error: any values and any text.
func (c *checker) message(s *syntax.Message) {
	for _, a := range s.Args {
		if str, ok := syntax.Unparen(a).(*syntax.StringLit); ok {
			c.info.Types[str] = types.Type{Kind: types.String}
			c.info.Types[a] = types.Type{Kind: types.String}
			continue
		}
		c.value(a)
	}
}

// targetPlus checks target += x, which adds up any container of numbers.
func (c *checker) targetPlus(s *syntax.TargetPlus) {
	c.needsTarget(s.Range(), "target +=")
	c.increment(s.Value, "target")
}

// jacobianPlus checks jacobian += x.
func (c *checker) jacobianPlus(s *syntax.JacobianPlus) {
	c.needsJacobian(s.Range(), "jacobian +=")
	c.increment(s.Value, "jacobian")
}

func (c *checker) increment(e syntax.Expr, what string) {
	t := c.value(e)
	switch t.Kind {
	case types.Invalid, types.Int, types.Real, types.Vector, types.RowVector, types.Matrix:
	default:
		c.badIncrement(e, what, t)
	}
}
