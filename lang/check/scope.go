package check

import (
	"slices"
	"strings"

	"hm/lang/syntax"
	"hm/lang/types"
)

// A scope is the variables declared between one pair of braces. Functions have
// names of their own (checker.funcs).
type scope struct {
	parent *scope
	names  map[string]*Object
}

func newScope(parent *scope) *scope { return &scope{parent, map[string]*Object{}} }

// find returns the visible variable of a name, or nil.
func (s *scope) find(name string) *Object {
	for ; s != nil; s = s.parent {
		if obj := s.names[name]; obj != nil {
			return obj
		}
	}
	return nil
}

// visible returns the names of all visible variables.
func (s *scope) visible() []string {
	var names []string
	for ; s != nil; s = s.parent {
		for name := range s.names {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// declare puts obj into the current scope. No variable may hide another.
func (c *checker) declare(obj *Object) {
	c.info.Uses[obj.Ident] = obj
	if hasSuffix(obj.Name, "_lupdf", "_lupmf") {
		c.unnormalisedName(obj.Ident)
	}
	if other := c.scope.find(obj.Name); other != nil {
		c.redeclared(obj.Ident, other.Ident)
		return
	}
	c.scope.names[obj.Name] = obj
}

// use resolves a name that stands for a value.
func (c *checker) use(id *syntax.Ident) types.Type {
	obj := c.scope.find(id.Name)
	if obj == nil {
		c.unresolved(id)
		return types.TInvalid
	}
	c.info.Uses[id] = obj
	if obj.Missing && c.block == syntax.TransformedData && !c.shapeOnly {
		c.missingInTransformedData(id, obj)
		return types.TInvalid
	}
	return obj.Type
}

// unresolved reports a name that is no visible variable, once in each block.
func (c *checker) unresolved(id *syntax.Ident) {
	if c.missed[id.Name] {
		return
	}
	c.missed[id.Name] = true
	if c.isFunction(id.Name) {
		c.functionAsValue(id)
		return
	}
	if g, ok := c.later[id.Name]; ok {
		c.notVisibleHere(id, g)
		return
	}
	c.undeclared(id)
}

// isFunction reports whether a program can call name.
func (c *checker) isFunction(name string) bool {
	return len(c.funcs[normalised(name)]) > 0 || len(c.lib.Func(name)) > 0
}

// hasSuffix reports whether name ends in one of suffixes.
func hasSuffix(name string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool {
		return len(name) > len(s) && strings.HasSuffix(name, s)
	})
}
