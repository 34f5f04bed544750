package check

import (
	"slices"
	"strings"

	"hm/lang/syntax"
	"hm/lang/types"
)

// checkFunctions declares every function of the block, so that each may call
// any other, and then checks their bodies.
func (c *checker) checkFunctions(defs []*syntax.FuncDef) {
	var objs []*Object
	for _, d := range defs {
		objs = append(objs, c.declareFunc(d))
	}
	for i, d := range defs {
		if objs[i] == nil {
			continue
		}
		if objs[i].Def == nil {
			if !c.broken[objs[i].Name] {
				c.undefinedFunction(d)
			}
			objs[i].Def = d // once is enough
			continue
		}
		if d.Body != nil {
			c.checkBody(d, objs[i])
		}
	}
}

// declareFunc gives a definition or declaration an Object: the one that an
// earlier declaration with the same arguments made, or a new one. It returns
// nil only where there is no name.
func (c *checker) declareFunc(d *syntax.FuncDef) *Object {
	if d == nil || d.Name == nil {
		return nil
	}
	sig := &types.Signature{Name: d.Name.Name, Doc: d.Doc, Result: resultType(d.Return)}
	for _, p := range d.Params {
		if p != nil && p.Name != nil {
			sig.Params = append(sig.Params, types.Param{Name: p.Name.Name, Type: unsizedType(p.Type), Data: p.Data})
		}
	}
	obj := &Object{
		Name: d.Name.Name, Kind: Func, Type: sig.Result, Block: syntax.Functions,
		Ident: d.Name, Sig: sig, Doc: d.Doc,
	}
	sig.Impl = obj
	if d.Body != nil {
		obj.Def = d
	}
	if earlier := c.sameArguments(sig); earlier != nil {
		return c.redeclareFunc(d, obj, earlier)
	}
	c.info.Uses[d.Name] = obj
	if c.validFunction(d, sig) {
		c.addFunc(obj)
		return obj
	}
	name := normalised(sig.Name)
	c.broken[name] = true
	for _, suffix := range densitySuffixes {
		if dist, ok := strings.CutSuffix(name, suffix); ok {
			c.broken[dist] = true
		}
	}
	return obj
}

// validFunction checks a definition as a whole.
func (c *checker) validFunction(d *syntax.FuncDef, sig *types.Signature) bool {
	if hasSuffix(sig.Name, "_lupdf", "_lupmf") {
		c.defineUnnormalised(d.Name)
		return false
	}
	return c.validDensity(d, sig) && !c.clashesWithLibrary(d, sig)
}

// addFunc makes a function callable.
func (c *checker) addFunc(obj *Object) {
	c.funcs[obj.Name] = append(c.funcs[obj.Name], obj)
	if obj.Def != nil {
		c.info.Funcs = append(c.info.Funcs, obj)
	}
}

// sameArguments returns the function declared earlier with the name and the
// argument types of sig, or nil.
func (c *checker) sameArguments(sig *types.Signature) *Object {
	for _, f := range c.funcs[sig.Name] {
		if slices.EqualFunc(f.Sig.Params, sig.Params, func(a, b types.Param) bool { return a.Type.Equal(b.Type) }) {
			return f
		}
	}
	return nil
}

// redeclareFunc joins a definition to its declaration, or reports a second of
// either.
func (c *checker) redeclareFunc(d *syntax.FuncDef, obj, earlier *Object) *Object {
	c.info.Uses[d.Name] = earlier
	sameData := slices.EqualFunc(earlier.Sig.Params, obj.Sig.Params, func(a, b types.Param) bool { return a.Data == b.Data })
	switch {
	case !earlier.Type.Equal(obj.Type):
		c.overloadByResult(d, earlier)
	case earlier.Def != nil:
		c.functionTwice(d, earlier)
	case obj.Def == nil:
		c.declaredTwice(d, earlier)
		c.broken[obj.Name] = true
	case !sameData:
		c.dataDiffers(d, earlier)
	default:
		earlier.Def, earlier.Ident, earlier.Doc = d, d.Name, d.Doc
		earlier.Sig.Params, earlier.Sig.Doc = obj.Sig.Params, d.Doc
		c.info.Funcs = append(c.info.Funcs, earlier)
		return earlier
	}
	obj.Def = d // reported: its body is still checked
	if earlier.Def == nil && d.Body != nil {
		earlier.Def = d
	}
	return obj
}

// validDensity checks what the suffix of a name promises: a density returns
// a real, and its variate is real; that of a mass function is int.
func (c *checker) validDensity(d *syntax.FuncDef, sig *types.Signature) bool {
	if !hasSuffix(sig.Name, densitySuffixes...) {
		return true
	}
	if r := sig.Result; !invalid(r) && !r.Equal(types.TReal) {
		c.densityResult(d, r)
		return false
	}
	pdf, pmf := hasSuffix(sig.Name, "_lpdf"), hasSuffix(sig.Name, "_lpmf")
	if !pdf && !pmf {
		return true
	}
	if len(sig.Params) == 0 {
		c.densityNoVariate(d)
		return false
	}
	variate := sig.Params[0].Type
	if !invalid(variate) && variate.Kind != types.Tuple && (variate.Kind == types.Int) != pmf {
		c.densityVariate(d, variate)
		return false
	}
	return true
}

// fixedFuncs may not be overloaded: what they accept depends on the function
// they are given (Reference Manual, "Function overloading").
var fixedFuncs = map[string]bool{
	"reduce_sum": true, "reduce_sum_static": true, "target": true,
	"ode_rk45": true, "ode_rk45_tol": true, "ode_bdf": true, "ode_bdf_tol": true, "ode_adams": true, "ode_adams_tol": true,
	"ode_ckrk": true, "ode_ckrk_tol": true, "ode_adjoint_tol_ctl": true, "dae": true, "dae_tol": true,
	"solve_newton": true, "solve_newton_tol": true, "solve_powell": true, "solve_powell_tol": true,
	"laplace_marginal": true, "laplace_marginal_tol": true, "laplace_latent_rng": true, "laplace_latent_tol_rng": true,
}

// clashesWithLibrary reports a function that the library has already.
func (c *checker) clashesWithLibrary(d *syntax.FuncDef, sig *types.Signature) bool {
	if fixedFuncs[sig.Name] {
		c.notOverloadable(d)
		return true
	}
	args := make([]types.Type, len(sig.Params))
	for i, p := range sig.Params {
		if invalid(p.Type) {
			return false
		}
		args[i] = p.Type
	}
	for _, s := range c.lib.Func(sig.Name) {
		if clashes(s, args) {
			c.libraryFunction(d, s)
			return true
		}
	}
	return false
}

// resultType is the type that a function returns.
func resultType(te *syntax.TypeExpr) types.Type {
	if te != nil && te.Name == "void" {
		return types.TVoid
	}
	return unsizedType(te)
}

// unsizedType is a type as function arguments and results have it.
func unsizedType(te *syntax.TypeExpr) types.Type {
	if te == nil {
		return types.TInvalid
	}
	t := types.Type{Kind: typeWords[te.Name].kind, Array: len(te.Array)}
	if te.Name == "tuple" {
		t.Kind = types.Tuple
		for _, e := range te.Elems {
			t.Elems = append(t.Elems, unsizedType(e))
		}
	}
	if t.Kind == types.Invalid {
		return types.TInvalid
	}
	return t
}

// checkBody checks the body of a function, which sees its arguments and no
// variable of the program.
func (c *checker) checkBody(d *syntax.FuncDef, obj *Object) {
	clear(c.missed)
	c.fn = obj
	c.enter(func() {
		c.scope = newScope(nil)
		c.local = true
		n := 0
		for _, p := range d.Params {
			if p == nil || p.Name == nil {
				continue
			}
			arg := &Object{Name: p.Name.Name, Kind: Argument, Type: obj.Sig.Params[n].Type, Level: Param, Block: syntax.Functions, Local: true, Ident: p.Name}
			if p.Data {
				arg.Level = Data
			}
			n++
			c.argument(arg)
		}
		c.stmts(d.Body.Stmts)
	})
	c.fn = nil
	if obj.Type.Kind != types.Void && !c.terminates(d.Body) {
		c.missingReturn(d)
	}
}

// argument declares a formal argument; two of one name have their own message.
func (c *checker) argument(arg *Object) {
	if other := c.scope.names[arg.Name]; other != nil {
		c.info.Uses[arg.Ident] = arg
		c.argumentTwice(arg.Ident, other.Ident)
		return
	}
	c.declare(arg)
}

// returns checks a return statement against the function's type.
func (c *checker) returns(s *syntax.Return) {
	var t types.Type
	if s.Value != nil {
		t = c.value(s.Value)
	}
	switch {
	case c.fn == nil:
		c.returnOutside(s)
	case s.Value == nil && c.fn.Type.Kind != types.Void && !invalid(c.fn.Type):
		c.returnNothing(s, c.fn)
	case s.Value != nil && c.fn.Type.Kind == types.Void:
		c.returnValueOfVoid(s, c.fn)
	case s.Value != nil && !assignable(t, c.fn.Type):
		c.returnType(s, t, c.fn)
	}
}
