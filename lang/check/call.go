package check

import (
	"strings"

	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// A dataArg is an argument that must be data, for the second pass.
type dataArg struct {
	arg  syntax.Expr
	fn   string
	name string
	user *Object // of a user-defined function, or nil
}

// targetSig is target(), the log density so far.
var targetSig = &types.Signature{Name: "target", Doc: "The log density so far.", Result: types.TReal}

// call checks f(x) or f(x | y) and returns its result, which may be void. As
// in Stan a variable hides the program's functions of its name, but not the
// library's.
func (c *checker) call(e *syntax.Call) types.Type {
	name := e.Fn.Name
	if name == "target" {
		return c.targetCall(e)
	}
	if obj := c.scope.find(name); obj != nil && (len(c.funcs[normalised(name)]) > 0 || len(c.lib.Func(name)) == 0) {
		c.info.Uses[e.Fn] = obj
		c.rest(e.Args)
		if !invalid(obj.Type) {
			c.callVariable(e, obj)
		}
		return types.TInvalid
	}
	sigs := c.candidates(name)
	if len(sigs) == 0 {
		c.rest(e.Args)
		if !c.broken[normalised(name)] {
			c.unknownFunction(e)
		}
		return types.TInvalid
	}
	c.mayCall(e.Fn.Range(), name)
	args, ok := c.args(e, sigs)
	if e.Bar && !hasSuffix(name, densitySuffixes...) {
		c.barUnexpected(e)
		return types.TInvalid
	}
	if !ok {
		return types.TInvalid
	}
	return c.result(c.resolve(e, e.Range(), name, sigs, e.Args, args))
}

// targetCall checks target().
func (c *checker) targetCall(e *syntax.Call) types.Type {
	c.needsTarget(e.Range(), "target()")
	c.rest(e.Args)
	if len(e.Args) > 0 {
		c.targetWithArgs(e)
	}
	c.info.Calls[e] = &Call{Sig: targetSig, Result: types.TReal}
	return types.TReal
}

// candidates returns every function of a name: the program's, then the
// library's. foo_lupdf is foo_lpdf without its constants.
func (c *checker) candidates(name string) []*types.Signature {
	var sigs []*types.Signature
	for _, f := range c.funcs[normalised(name)] {
		sigs = append(sigs, f.Sig)
	}
	lib := c.lib.Func(name)
	if len(lib) == 0 {
		lib = c.lib.Func(normalised(name))
	}
	return append(sigs, lib...)
}

// normalised turns foo_lupdf and foo_lupmf into foo_lpdf and foo_lpmf.
func normalised(name string) string {
	for _, s := range [...][2]string{{"_lupdf", "_lpdf"}, {"_lupmf", "_lpmf"}} {
		if base, ok := strings.CutSuffix(name, s[0]); ok {
			return base + s[1]
		}
	}
	return name
}

// densitySuffixes end the names of functions of a variate given parameters,
// which are called with a bar. Where it is missing the parser says so.
var densitySuffixes = []string{"_lpdf", "_lpmf", "_lupdf", "_lupmf", "_cdf", "_lcdf", "_lccdf"}

// args checks the arguments of a call. The name of a function is one where a
// candidate takes functions.
func (c *checker) args(e *syntax.Call, sigs []*types.Signature) ([]types.Type, bool) {
	args, ok := make([]types.Type, len(e.Args)), true
	shapeOnly := c.shapeOnly
	for i, a := range e.Args {
		_, name := syntax.Unparen(a).(*syntax.Ident)
		c.shapeOnly = name && shapeFuncs[e.Fn.Name]
		args[i] = c.arg(a, sigs)
		ok = ok && !invalid(args[i])
	}
	c.shapeOnly = shapeOnly
	return args, ok
}

// arg checks one argument of a call of one of sigs.
func (c *checker) arg(a syntax.Expr, sigs []*types.Signature) types.Type {
	if id, ok := a.(*syntax.Ident); ok && takesFunctions(sigs) && c.scope.find(id.Name) == nil && c.isFunction(id.Name) {
		return c.functionArg(id)
	}
	return c.value(a)
}

// shapeFuncs are the functions that look at the shape of a container alone.
var shapeFuncs = map[string]bool{"size": true, "rows": true, "cols": true, "num_elements": true, "dims": true}

// takesFunctions reports whether an argument may be the name of a function.
func takesFunctions(sigs []*types.Signature) bool {
	for _, s := range sigs {
		for _, p := range s.Params {
			if p.Type.Kind == types.Function {
				return true
			}
		}
	}
	return false
}

// functionArg returns the type of a function named as an argument: its
// elements are the result and the parameters where there is one overload.
func (c *checker) functionArg(id *syntax.Ident) types.Type {
	c.mayCall(id.Range(), id.Name)
	t := types.Type{Kind: types.Function}
	if fs := c.funcs[normalised(id.Name)]; len(fs) > 0 {
		c.info.Uses[id] = fs[0]
		if len(fs) == 1 {
			t.Elems = append(t.Elems, fs[0].Sig.Result)
			for _, p := range fs[0].Sig.Params {
				t.Elems = append(t.Elems, p.Type)
			}
		}
	}
	c.info.Types[id] = t
	return t
}

// resolve chooses one of sigs for arguments of these types and notes the call.
func (c *checker) resolve(at syntax.Node, span source.Span, name string, sigs []*types.Signature, exprs []syntax.Expr, args []types.Type) *Call {
	best, tied := choose(sigs, args)
	switch {
	case best == nil:
		c.noMatch(at, span, name, sigs, exprs, args)
		return nil
	case tied != nil:
		c.ambiguous(span, name, args, best.sig, tied.sig)
		return nil
	}
	call := &Call{Sig: best.sig, User: userFunc(best.sig), Args: args, Result: best.result}
	c.info.Calls[at] = call
	c.noteUse(at, call.User)
	c.noteDataArgs(name, call, exprs)
	return call
}

// noteUse records which user-defined function a call's name stands for.
func (c *checker) noteUse(at syntax.Node, user *Object) {
	if user == nil {
		return
	}
	switch at := at.(type) {
	case *syntax.Call:
		c.info.Uses[at.Fn] = user
	case *syntax.Tilde:
		c.info.Uses[at.Dist] = user
	}
}

// noteDataArgs keeps the data-only arguments for the second pass. Transformed
// data and generated quantities have no derivatives, and ints never do.
func (c *checker) noteDataArgs(name string, call *Call, exprs []syntax.Expr) {
	if c.fn == nil && (c.block == syntax.TransformedData || c.block == syntax.GeneratedQuantities) {
		return
	}
	for i, p := range call.Sig.Params {
		if p.Data && i < len(exprs) && i < len(call.Args) && call.Args[i].Kind != types.Int {
			c.dataUse = append(c.dataUse, dataArg{exprs[i], name, p.Name, call.User})
		}
	}
}

// callStmt checks a call that stands alone, which must return nothing.
func (c *checker) callStmt(s *syntax.CallStmt) {
	if s.Call == nil || s.Call.Fn == nil {
		return
	}
	t := c.call(s.Call)
	c.info.Types[s.Call] = t
	if !invalid(t) && t.Kind != types.Void {
		c.resultUnused(s.Call, t)
	}
}

// mayCall checks that functions with side effects or of special meaning are
// called only where Stan lets them.
func (c *checker) mayCall(span source.Span, name string) {
	switch {
	case hasSuffix(name, "_rng"):
		c.needsRNG(span, name)
	case hasSuffix(name, "_lp"):
		c.needsLP(span, name)
	case hasSuffix(name, "_jacobian"):
		c.needsJacobian(span, name)
	case hasSuffix(name, "_lupdf", "_lupmf"):
		c.needsUnnormalised(span, name)
	}
}

// inFunc reports whether the statement is in a user-defined function with one
// of these suffixes; in is false outside functions.
func (c *checker) inFunc(suffixes ...string) (yes, in bool) {
	if c.fn == nil {
		return false, false
	}
	return hasSuffix(c.fn.Name, suffixes...), true
}

// needsTarget reports a use of the log density where there is none. It can be
// read, as target(), in transformed parameters too.
func (c *checker) needsTarget(span source.Span, what string) {
	yes, in := c.inFunc("_lp")
	reads := what == "target()" && c.block == syntax.TransformedParameters
	if yes || !in && (c.block == syntax.Model || reads) {
		return
	}
	c.targetElsewhere(span, what)
}

// needsLP reports a call of a function that adds to the log density.
func (c *checker) needsLP(span source.Span, name string) {
	yes, in := c.inFunc("_lp")
	if yes || !in && (c.block == syntax.Model || c.block == syntax.TransformedParameters) {
		return
	}
	c.lpElsewhere(span, name)
}

// needsJacobian reports a Jacobian adjustment where there is none.
func (c *checker) needsJacobian(span source.Span, what string) {
	if yes, in := c.inFunc("_jacobian"); yes || !in && c.block == syntax.TransformedParameters {
		return
	}
	c.jacobianElsewhere(span, what)
}

// needsRNG reports a random draw where there is no generator.
func (c *checker) needsRNG(span source.Span, name string) {
	yes, in := c.inFunc("_rng")
	switch {
	case !in && c.inSize != nil:
		c.rngInSize(span, name, c.inSize)
	case yes || !in && (c.block == syntax.TransformedData || c.block == syntax.GeneratedQuantities):
	default:
		c.rngElsewhere(span, name)
	}
}

// needsUnnormalised reports foo_lupdf where constants may not be dropped.
func (c *checker) needsUnnormalised(span source.Span, name string) {
	if yes, in := c.inFunc("_lpdf", "_lpmf"); yes || !in && c.block == syntax.Model {
		return
	}
	c.unnormalisedElsewhere(span, name)
}
