package check

import (
	"hm/lang/syntax"
)

// The second pass finds the level of every expression. A variable has the
// highest level of all that is ever assigned to it, and of the conditions
// under which that happens: k in `if (theta > 0) k = 2;` depends on theta. So
// levels go round until none rises, which takes a few rounds at most, since
// there are four levels.

// A leveller is the state of the second pass.
type leveller struct {
	info    *Info
	changed bool
	inFunc  bool
	block   syntax.BlockKind
	// control holds the levels of the conditions around the statement, and
	// depth for each local variable how many of them surround its declaration:
	// only those within can make a difference to its value.
	control []Level
	depth   map[*Object]int
	// exits holds for each loop the level of the conditions under which it is
	// left, or cut short, early; loops is the loops around the statement with
	// the number of conditions around their bodies.
	exits map[syntax.Stmt]Level
	loops []openLoop
}

// An openLoop is a loop around the current statement.
type openLoop struct {
	stmt  syntax.Stmt
	depth int
}

// checkLevels runs the second pass, and then checks what must be data.
func (c *checker) checkLevels(f *syntax.File) {
	l := &leveller{info: c.info, depth: map[*Object]int{}, exits: map[syntax.Stmt]Level{}}
	for l.changed = true; l.changed; {
		l.changed = false
		l.file(f)
	}
	for _, s := range c.sizes {
		if id := c.notData(s.size); id != nil && !invalid(c.info.Types[s.size]) {
			c.sizeNotData(s.size, s.obj, id)
		}
	}
	for _, d := range c.dataUse {
		if c.info.Levels[d.arg] > Data {
			c.argNotData(d)
		}
	}
}

// notData returns the first name in an expression whose value is not data, or
// nil. Unlike levels it minds size(theta) too, as Stan does: the sizes of
// top-level variables are functions of data alone. The size of data with
// missing values is one of those.
func (c *checker) notData(e syntax.Expr) *syntax.Ident {
	switch e := e.(type) {
	case *syntax.Ident:
		if obj := c.info.Uses[e]; obj != nil && obj.Kind != Func && obj.Level > Data {
			return e
		}
	case *syntax.Call:
		if shapeFuncs[e.Fn.Name] && len(e.Args) == 1 && c.isMissing(e.Args[0]) {
			return nil
		}
	}
	var found *syntax.Ident
	eachExpr(e, func(x syntax.Expr) {
		if found == nil {
			found = c.notData(x)
		}
	})
	return found
}

// isMissing reports whether e is data with missing values.
func (c *checker) isMissing(e syntax.Expr) bool {
	id, ok := syntax.Unparen(e).(*syntax.Ident)
	return ok && c.info.Uses[id] != nil && c.info.Uses[id].Missing
}

func (l *leveller) file(f *syntax.File) {
	for _, b := range f.Blocks {
		l.block = b.Kind
		l.inFunc = b.Kind == syntax.Functions
		for _, d := range b.Funcs {
			if d != nil && d.Body != nil {
				l.stmts(d.Body.Stmts)
			}
		}
		l.stmts(b.Stmts)
	}
}

func (l *leveller) stmts(list []syntax.Stmt) {
	for _, s := range list {
		l.stmt(s)
	}
}

func (l *leveller) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Decl:
		l.decl(s)
	case *syntax.Assign:
		l.assign(s)
	case *syntax.Tilde:
		l.tilde(s)
	case *syntax.TargetPlus:
		l.expr(s.Value)
	case *syntax.JacobianPlus:
		l.expr(s.Value)
	case *syntax.CallStmt:
		if s.Call != nil {
			l.expr(s.Call)
		}
	case *syntax.For:
		level := max(l.expr(s.Lo), l.expr(s.Hi))
		l.loop(s, level, s.Var, level, s.Body)
	case *syntax.ForEach:
		level := l.expr(s.Over)
		l.loop(s, sizeLevel(level), s.Var, level, s.Body)
	case *syntax.While:
		l.loop(s, l.expr(s.Cond), nil, Const, s.Body)
	case *syntax.If:
		l.under(l.expr(s.Cond), func() {
			l.stmt(s.Then)
			l.stmt(s.Else)
		})
	case *syntax.Break, *syntax.Continue:
		l.exit()
	case *syntax.Return:
		l.expr(s.Value)
	case *syntax.Message:
		for _, a := range s.Args {
			l.expr(a)
		}
	case *syntax.BlockStmt:
		if s != nil {
			l.stmts(s.Stmts)
		}
	case *syntax.Profile:
		l.stmts(s.Stmts)
	}
}

// under runs body within one more condition.
func (l *leveller) under(level Level, body func()) {
	l.control = append(l.control, level)
	body()
	l.control = l.control[:len(l.control)-1]
}

// loop goes through a loop that runs as often as something of level says,
// with a variable whose values have level varLevel.
func (l *leveller) loop(s syntax.Stmt, level Level, v *syntax.Ident, varLevel Level, body syntax.Stmt) {
	l.under(max(level, l.exits[s]), func() {
		l.loops = append(l.loops, openLoop{s, len(l.control)})
		if v != nil {
			if obj := l.info.Uses[v]; obj != nil {
				l.depth[obj] = len(l.control)
				l.raise(obj, varLevel)
			}
			l.expr(v)
		}
		l.stmt(body)
		l.loops = l.loops[:len(l.loops)-1]
	})
}

// exit notes that the innermost loop is left, or its round cut short, under
// the conditions within it.
func (l *leveller) exit() {
	if len(l.loops) == 0 {
		return
	}
	loop := l.loops[len(l.loops)-1]
	level := l.controlSince(loop.depth)
	if level > l.exits[loop.stmt] {
		l.exits[loop.stmt] = level
		l.changed = true
	}
}

// controlSince is the highest level of the conditions within the first n.
func (l *leveller) controlSince(n int) Level {
	level := Const
	for _, c := range l.control[min(n, len(l.control)):] {
		level = max(level, c)
	}
	return level
}

// raise gives obj at least this level.
func (l *leveller) raise(obj *Object, level Level) {
	if level > obj.Level {
		obj.Level = level
		l.changed = true
	}
}

func (l *leveller) decl(d *syntax.Decl) {
	if d.Type != nil {
		l.typeExpr(d.Type)
	}
	for _, n := range d.Names {
		if n == nil || n.Name == nil {
			continue
		}
		level := l.expr(n.Init)
		if obj := l.info.Uses[n.Name]; obj != nil && obj.Decl == d {
			l.depth[obj] = len(l.control)
			if obj.Local {
				l.raise(obj, level)
			}
		}
		l.expr(n.Name)
	}
	if d.Prior != nil {
		l.tilde(d.Prior)
	}
}

func (l *leveller) typeExpr(te *syntax.TypeExpr) {
	for _, e := range te.Array {
		l.expr(e)
	}
	for _, e := range te.Sizes {
		l.expr(e)
	}
	for _, b := range te.Bounds {
		if b != nil {
			l.expr(b.Value)
		}
	}
	for _, e := range te.Elems {
		if e != nil {
			l.typeExpr(e)
		}
	}
}

func (l *leveller) tilde(s *syntax.Tilde) {
	l.expr(s.LHS)
	for _, a := range s.Args {
		l.expr(a)
	}
	if s.Trunc != nil {
		l.expr(s.Trunc.Lo)
		l.expr(s.Trunc.Hi)
	}
}

// assign carries the level of the right side, of the indices on the left and
// of the conditions around into the variable.
func (l *leveller) assign(s *syntax.Assign) {
	level := l.expr(s.RHS)
	var each func(e syntax.Expr)
	each = func(e syntax.Expr) {
		if t, ok := e.(*syntax.TupleLit); ok {
			for _, x := range t.Elems {
				each(x)
			}
			return
		}
		root := lvalueRoot(e)
		if root == nil {
			return
		}
		if obj := l.info.Uses[root]; obj != nil && obj.Kind == Variable && obj.Local {
			l.raise(obj, max(level, l.indexLevel(e), l.controlSince(l.depth[obj])))
		}
	}
	each(s.LHS)
	l.expr(s.LHS)
}

// indexLevel is the highest level of the indices in an assignable expression.
func (l *leveller) indexLevel(e syntax.Expr) Level {
	level := Const
	for {
		switch x := e.(type) {
		case *syntax.TupleIndex:
			e = x.X
		case *syntax.Index:
			for _, ix := range x.Indices {
				if ix != nil {
					level = max(level, l.expr(ix.Lo), l.expr(ix.Hi))
				}
			}
			e = x.X
		default:
			return level
		}
	}
}

// expr finds the level of an expression, and of all in it, and records them.
func (l *leveller) expr(e syntax.Expr) Level {
	if e == nil {
		return Const
	}
	level := Const
	if id, ok := e.(*syntax.Ident); ok {
		if obj := l.info.Uses[id]; obj != nil && obj.Kind != Func {
			level = max(obj.Level, Data)
		}
	}
	eachExpr(e, func(x syntax.Expr) { level = max(level, l.expr(x)) })
	if call, ok := e.(*syntax.Call); ok && call.Fn != nil {
		level = l.call(call, level)
	}
	l.info.Levels[e] = level
	return level
}

// call is the level of a call whose arguments have this level.
func (l *leveller) call(e *syntax.Call, args Level) Level {
	name := e.Fn.Name
	switch {
	case name == "target" || hasSuffix(name, "_lp"):
		return max(args, Param)
	case hasSuffix(name, "_rng"):
		if !l.inFunc && l.block == syntax.TransformedData {
			return max(args, Data) // drawn once, when data are bound
		}
		return Draw
	case shapeFuncs[name] && l.info.Calls[e] != nil && l.info.Calls[e].User == nil:
		level := sizeLevel(args)
		for _, a := range e.Args {
			level = max(level, l.declaredSizes(a))
		}
		return level
	}
	return args
}

// declaredSizes is the level of the sizes that a local variable was declared
// with, which are not always data.
func (l *leveller) declaredSizes(e syntax.Expr) Level {
	id, ok := syntax.Unparen(e).(*syntax.Ident)
	if !ok {
		return Const
	}
	obj := l.info.Uses[id]
	if obj == nil || obj.Sized == nil || !obj.Local {
		return Const
	}
	level := Const
	for _, sizes := range [][]syntax.Expr{obj.Sized.Array, obj.Sized.Sizes} {
		for _, s := range sizes {
			level = max(level, l.info.Levels[s])
		}
	}
	return level
}

// sizeLevel is the level of the shape of a value: known once data are bound.
func sizeLevel(value Level) Level { return min(value, Data) }
