package check

import (
	"cmp"
	"slices"

	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// File checks a parsed file whose undeclared functions and distributions lib
// resolves. The Info is complete for a program without errors; where errors
// are returned it holds what could be learned. File reports every independent
// problem and never panics on a tree that the parser returned, errors or not.
func File(f *syntax.File, lib types.Library) (*Info, source.List) {
	c := &checker{
		lib: lib,
		info: &Info{
			Types:  map[syntax.Expr]types.Type{},
			Levels: map[syntax.Expr]Level{},
			Uses:   map[*syntax.Ident]*Object{},
			Calls:  map[syntax.Node]*Call{},
		},
		funcs:  map[string][]*Object{},
		later:  map[string]global{},
		missed: map[string]bool{},
		broken: map[string]bool{},
	}
	c.scope = newScope(nil)
	c.noteGlobals(f)
	for kind := syntax.Functions; kind <= syntax.GeneratedQuantities; kind++ {
		for _, b := range f.Blocks {
			if b.Kind == kind {
				c.checkBlock(b)
			}
		}
	}
	c.checkLevels(f)
	slices.SortStableFunc(c.errs, func(a, b source.Diagnostic) int {
		return cmp.Compare(a.Span.Pos.Offset, b.Span.Pos.Offset)
	})
	return c.info, c.errs
}

// A checker is the state of the first pass.
type checker struct {
	lib   types.Library
	info  *Info
	errs  source.List
	scope *scope
	funcs map[string][]*Object // user-defined functions: one Object for each signature
	// broken holds the functions whose definitions were reported, and the
	// distributions they would define: uses of them are not.
	broken map[string]bool
	later  map[string]global // every top-level variable, for messages
	// missed holds the undeclared names reported in the current block, each of
	// which is reported once.
	missed map[string]bool

	block     syntax.BlockKind
	fn        *Object // the function whose body is being checked, or nil
	local     bool    // inside braces, a loop, a function body or the model block
	loops     int     // how many loops surround the statement
	inSize    *Object // the top-level variable whose sizes are being checked, or nil
	shapeOnly bool    // only the shape of the expression matters, as in size(y)

	sizes   []sizeUse  // sizes that must be data, for the second pass
	dataUse []dataArg  // data-only arguments, for the second pass
	priors  []priorUse // priors of the current parameters block
}

// A global is a top-level variable, noted before its block is reached.
type global struct {
	ident *syntax.Ident
	block syntax.BlockKind
}

// noteGlobals notes every top-level variable, so that an early use can be
// told from a misspelt name.
func (c *checker) noteGlobals(f *syntax.File) {
	for _, b := range f.Blocks {
		for _, s := range b.Stmts {
			d, ok := s.(*syntax.Decl)
			if !ok {
				continue
			}
			for _, n := range d.Names {
				if n == nil || n.Name == nil {
					continue
				}
				if _, seen := c.later[n.Name.Name]; !seen {
					c.later[n.Name.Name] = global{n.Name, b.Kind}
				}
			}
		}
	}
}

// checkBlock checks one program block. Variables of the model block are local
// to it, as if it stood in braces.
func (c *checker) checkBlock(b *syntax.Block) {
	c.block = b.Kind
	clear(c.missed)
	switch b.Kind {
	case syntax.Functions:
		c.checkFunctions(b.Funcs)
		return
	case syntax.Model:
		c.enter(func() {
			c.local = true
			c.stmts(b.Stmts)
		})
	default:
		c.stmts(b.Stmts)
	}
	c.checkPriors()
}

// enter runs body in a new scope, after which the context is as before.
func (c *checker) enter(body func()) {
	scope, local, loops := c.scope, c.local, c.loops
	c.scope = newScope(scope)
	body()
	c.scope, c.local, c.loops = scope, local, loops
}
