package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hm/lang/source"
	"hm/lang/spell"
	"hm/lang/syntax"
	"hm/lang/types"
)

// Every message is worded here: one sentence that names the thing, what was
// expected and what was found, without a full stop. The fix is what to do,
// and a note points at the other half of a conflict.

// A problem is a message under construction.
type problem struct{ d *source.Diagnostic }

// error starts the message of an error.
func (c *checker) error(span source.Span, code source.Code, format string, args ...any) problem {
	c.errs.Add(span, code, "", format, args...)
	return problem{&c.errs[len(c.errs)-1]}
}

// warning starts the message of a warning.
func (c *checker) warning(span source.Span, code source.Code, format string, args ...any) problem {
	p := c.error(span, code, format, args...)
	p.d.Warning = true
	return p
}

// fix says what to do.
func (p problem) fix(format string, args ...any) problem {
	p.d.Fix = fmt.Sprintf(format, args...)
	return p
}

// see adds a note at a second place, or without one.
func (p problem) see(span source.Span, format string, args ...any) problem {
	p.d.Related = append(p.d.Related, source.Note{Span: span, Msg: fmt.Sprintf(format, args...)})
	return p
}

// declared adds a note that points at a declaration.
func (p problem) declared(id *syntax.Ident) problem {
	if id == nil {
		return p
	}
	return p.see(id.Range(), "`%s` is declared here", id.Name)
}

// didYouMean suggests a name, if one is near.
func (p problem) didYouMean(name string, candidates []string) problem {
	if near, ok := spell.Nearest(name, candidates); ok {
		return p.fix("did you mean `%s`?", near)
	}
	return p
}

// Names.

func (c *checker) undeclared(id *syntax.Ident) {
	p := c.error(id.Range(), Undeclared, "nothing called `%s` is declared", id.Name)
	if p.didYouMean(id.Name, c.scope.visible()); p.d.Fix == "" && len(c.lib.Dist(id.Name)) > 0 {
		p.fix("`%s` is a distribution: write `y ~ %s(...)`", id.Name, id.Name)
	}
}

func (c *checker) notVisibleHere(id *syntax.Ident, g global) {
	switch {
	case c.fn != nil:
		c.error(id.Range(), NotVisible, "`%s` is a variable of the %s block, which functions cannot see", id.Name, g.block).
			fix("add an argument to `%s` and pass `%s` to it", c.fn.Name, id.Name).declared(g.ident)
	case g.block == c.block:
		c.error(id.Range(), NotVisible, "`%s` is used before it is declared", id.Name).
			fix("move the declaration up").declared(g.ident)
	case g.block == syntax.Model:
		c.error(id.Range(), NotVisible, "`%s` is local to the model block, so %s cannot see it", id.Name, c.block).
			fix("declare it in transformed parameters").declared(g.ident)
	default:
		c.error(id.Range(), NotVisible, "`%s` is declared in %s, which comes after %s", id.Name, g.block, c.block).
			declared(g.ident)
	}
}

func (c *checker) redeclared(id, other *syntax.Ident) {
	c.error(id.Range(), Redeclared, "the name `%s` is already taken", id.Name).
		fix("choose another name: a variable cannot hide another").
		see(other.Range(), "`%s` was first declared here", other.Name)
}

func (c *checker) unnormalisedName(id *syntax.Ident) {
	c.error(id.Range(), ReservedName, "the variable `%s` is named like an unnormalised density", id.Name).
		fix("choose a name that does not end in _lupdf or _lupmf")
}

func (c *checker) functionAsValue(id *syntax.Ident) {
	p := c.error(id.Range(), FunctionAsValue, "`%s` is a function, and a value is needed here", id.Name).
		fix("call it: `%s(...)`", id.Name)
	if fs := c.funcs[normalised(id.Name)]; len(fs) > 0 {
		p.see(fs[0].Ident.Range(), "`%s` is defined here", id.Name)
	}
}

func (c *checker) callVariable(e *syntax.Call, obj *Object) {
	p := c.error(e.Fn.Range(), ValueAsFunction, "`%s` is a variable here, not a function", obj.Name).declared(obj.Ident)
	switch {
	case c.isFunction(obj.Name):
		p.fix("rename the variable: it hides the function `%s`", obj.Name)
	case obj.Type.Rank() > 0:
		p.fix("to take an element write `%s[...]`", obj.Name)
	}
}

func (c *checker) unknownFunction(e *syntax.Call) {
	name := e.Fn.Name
	if c.missed[name+"("] {
		return
	}
	c.missed[name+"("] = true
	if c.noSuchForm(e) {
		return
	}
	p := c.error(e.Fn.Range(), UnknownFunction, "there is no function `%s`", name)
	if g, ok := c.later[name]; ok {
		p.declared(g.ident)
		return
	}
	if len(c.distributions(name)) > 0 {
		p.fix("`%s` is a distribution: its density is `%s`, and a draw from it `%s_rng(...)`", name, c.densityCall(name), name)
		return
	}
	p.didYouMean(name, c.functionNames())
}

// densityCall spells a call of the density of a distribution.
func (c *checker) densityCall(dist string) string {
	for _, suffix := range [...]string{"_lpmf", "_lpdf"} {
		if c.isFunction(dist + suffix) {
			return dist + suffix + "(y | ...)"
		}
	}
	return dist + "_lpdf(y | ...)"
}

// noSuchForm reports normal_lpmf or binomial_logit_cdf: a distribution that
// exists with a suffix it does not have.
func (c *checker) noSuchForm(e *syntax.Call) bool {
	for _, suffix := range append([]string{"_rng"}, densitySuffixes...) {
		dist, ok := strings.CutSuffix(e.Fn.Name, suffix)
		if !ok || len(c.distributions(dist)) == 0 {
			continue
		}
		p := c.error(e.Fn.Range(), NoSuchForm, "the distribution `%s` has no `%s`", dist, e.Fn.Name)
		if strings.HasPrefix(suffix, "_lp") || strings.HasPrefix(suffix, "_lu") {
			p.fix("use `%s`", c.densityCall(dist))
		}
		return true
	}
	return false
}

// functionNames lists what can be called.
func (c *checker) functionNames() []string {
	names := slices.Sorted(maps.Keys(c.funcs))
	for _, name := range c.lib.Names() {
		if len(c.lib.Func(name)) > 0 {
			names = append(names, name)
		}
	}
	return names
}

func (c *checker) notADistribution(s *syntax.Tilde) {
	name := s.Dist.Name
	if c.missed[name+"~"] {
		return
	}
	c.missed[name+"~"] = true
	for _, suffix := range densitySuffixes {
		dist, ok := strings.CutSuffix(name, suffix)
		if !ok || len(c.distributions(dist)) == 0 {
			continue
		}
		p := c.error(s.Dist.Range(), DistributionSuffix, "a ~ statement names the distribution, and `%s` is a function of it", name)
		if strings.Contains(suffix, "cdf") {
			p.fix("write `target += %s_l%s(y | ...)`", dist, strings.TrimPrefix(strings.TrimPrefix(suffix, "_l"), "_"))
		} else {
			p.fix("write `~ %s(...)`", dist)
		}
		return
	}
	p := c.error(s.Dist.Range(), UnknownDistribution, "there is no distribution `%s`", name)
	switch {
	case c.isFunction(name):
		p.fix("`%s` is a function; the right side of ~ must be a distribution", name)
	case c.scope.find(name) != nil:
		p.declared(c.scope.find(name).Ident)
	default:
		p.didYouMean(name, c.distributionNames())
	}
}

// distributionNames lists what ~ can take.
func (c *checker) distributionNames() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c.funcs)) {
		for _, suffix := range [...]string{"_lpdf", "_lpmf"} {
			if dist, ok := strings.CutSuffix(name, suffix); ok {
				names = append(names, dist)
			}
		}
	}
	for _, name := range c.lib.Names() {
		if len(c.lib.Dist(name)) > 0 {
			names = append(names, name)
		}
	}
	return names
}

// Declarations.

func (c *checker) sizeNotInt(e syntax.Expr, of string, t types.Type) {
	c.error(e.Range(), SizeNotInt, "the size of %s must be an int, and %s is %s", article(of), text(e), typeName(t))
}

func (c *checker) sizeNotData(e syntax.Expr, obj *Object, id *syntax.Ident) {
	from := c.info.Uses[id]
	p := c.error(e.Range(), SizeNotData, "the size of `%s` must come from the data, and `%s` is declared in %s", obj.Name, id.Name, from.Block).declared(from.Ident)
	switch call, ok := syntax.Unparen(e).(*syntax.Call); {
	case ok && shapeFuncs[call.Fn.Name]:
		p.fix("use the size that `%s` is declared with", id.Name)
	case from.Type.Kind == types.Int:
		p.fix("compute `%s` in transformed data", id.Name)
	}
}

func (c *checker) rngInSize(span source.Span, name string, obj *Object) {
	p := c.error(span, RNGPlace, "the size of a top-level variable cannot be drawn at random, as `%s` does", name)
	if obj.Block == syntax.TransformedData {
		p.fix("draw it into an int first")
	}
}

func (c *checker) badBound(te *syntax.TypeExpr, b *syntax.Bound, t types.Type) {
	want := "a number"
	switch kind := typeWords[te.Name].kind; {
	case kind == types.Int:
		want = "an int"
	case kind.Rank() > 0:
		want = "a number or " + article(kind.String())
	}
	if n := len(te.Array); n > 0 {
		want += ", or " + types.Type{Kind: typeWords[te.Name].kind, Array: n}.String()
	}
	c.error(b.Value.Range(), BoundType, "the %s of %s must be %s, and %s is %s", boundWord(b.Name), article(te.Name), want, text(b.Value), typeName(t))
}

// boundWord spells what a bound is called in a sentence.
func boundWord(name string) string {
	if name == "lower" || name == "upper" {
		return name + " bound"
	}
	return name
}

func (c *checker) boundNotAllowed(te *syntax.TypeExpr, b *syntax.Bound) {
	c.error(b.Range(), BoundNotAllowed, "complex numbers have no order, so `%s` takes no %s", te.Name, boundWord(b.Name)).
		fix("constrain the real and imaginary parts as two parameters")
}

func (c *checker) intParameter(te *syntax.TypeExpr, block syntax.BlockKind) {
	p := c.error(te.Range(), IntParameter, "%s cannot be ints: the sampler needs derivatives", block)
	if block == syntax.Parameters {
		p.fix("sum the discrete values out of the density, or declare a real")
		return
	}
	p.fix("declare it in transformed data or generated quantities, or as a local variable")
}

func (c *checker) onlyInData(te *syntax.TypeExpr, what string) {
	switch what {
	case "dim":
		c.error(te.Range(), OnlyInData, "a `dim` can only be declared in the data block").
			fix("its size and labels come with the data; declare an int for any other size")
	case "factor":
		c.error(te.Range(), OnlyInData, "a `factor` can only be declared in the data block").
			fix("declare an int: it indexes as a factor does")
	default:
		c.error(te.Range(), OnlyInData, "only data can have missing values")
	}
}

func (c *checker) notADim(id *syntax.Ident, obj *Object) {
	if obj != nil {
		c.error(id.Range(), NotADim, "`%s` is not a dimension", id.Name).
			fix("declare it with `dim %s;`", id.Name).declared(obj.Ident)
		return
	}
	p := c.error(id.Range(), NotADim, "there is no dimension `%s`", id.Name).fix("declare it with `dim %s;` above", id.Name)
	var dims []string
	for _, name := range c.scope.visible() {
		if c.scope.find(name).IsDim {
			dims = append(dims, name)
		}
	}
	p.didYouMean(id.Name, dims)
}

func (c *checker) missingInt(te *syntax.TypeExpr) {
	c.error(te.Range(), MissingType, "missing ints are not possible: what is missing becomes a parameter, which is real").
		fix("leave out the missing observations")
}

func (c *checker) missingInTransformedData(id *syntax.Ident, obj *Object) {
	c.error(id.Range(), MissingInTransformedData, "`%s` has missing values, which are parameters and have no value in transformed data", id.Name).
		fix("compute this in transformed parameters").declared(obj.Ident)
}

func (c *checker) priorElsewhere(s *syntax.Tilde, obj *Object) {
	p := c.error(s.Range(), PriorPlace, "only a declaration in the parameters block can have a prior")
	if c.block != syntax.GeneratedQuantities && c.fn == nil {
		p.fix("write `%s ~ ...` in the model block", obj.Name)
	}
}

func (c *checker) notInTuple(te *syntax.TypeExpr) {
	c.error(te.Range(), BadTupleElement, "a tuple cannot hold a dim, a factor or missing values")
}

func (c *checker) selfReference(n *syntax.Declarator) {
	c.warning(n.Init.Range(), SelfReference, "`%s` has no value yet where it is given its first one", n.Name.Name)
}

// Functions.

func (c *checker) functionTwice(d *syntax.FuncDef, earlier *Object) {
	c.error(d.Name.Range(), DuplicateFunction, "`%s` is already defined for these argument types", d.Name.Name).
		see(earlier.Ident.Range(), "the first definition is here")
}

func (c *checker) declaredTwice(d *syntax.FuncDef, earlier *Object) {
	c.error(d.Name.Range(), DuplicateFunction, "`%s` is already declared for these argument types", d.Name.Name).
		see(earlier.Ident.Range(), "the first declaration is here")
}

func (c *checker) overloadByResult(d *syntax.FuncDef, earlier *Object) {
	c.error(d.Name.Range(), DuplicateFunction, "`%s` with these argument types already returns %s", d.Name.Name, typeName(earlier.Type)).
		fix("overloads must differ in their arguments, not in the result alone").
		see(earlier.Ident.Range(), "the other `%s` is here", d.Name.Name)
}

func (c *checker) dataDiffers(d *syntax.FuncDef, earlier *Object) {
	c.error(d.Name.Range(), DuplicateFunction, "this definition of `%s` and its declaration differ in which arguments are `data`", d.Name.Name).
		see(earlier.Ident.Range(), "the declaration is here")
}

func (c *checker) libraryFunction(d *syntax.FuncDef, s *types.Signature) {
	c.error(d.Name.Range(), LibraryFunction, "the library already has `%s`", signature(s)).
		fix("choose another name, or other argument types")
}

func (c *checker) notOverloadable(d *syntax.FuncDef) {
	c.error(d.Name.Range(), LibraryFunction, "`%s` is a library function that cannot be overloaded", d.Name.Name).
		fix("choose another name")
}

func (c *checker) undefinedFunction(d *syntax.FuncDef) {
	c.error(d.Name.Range(), UndefinedFunction, "`%s` is declared but not defined", d.Name.Name).
		fix("add a body for these arguments")
}

func (c *checker) argumentTwice(id, other *syntax.Ident) {
	c.error(id.Range(), DuplicateArgument, "two arguments are called `%s`", id.Name).
		see(other.Range(), "the other is here")
}

func (c *checker) defineUnnormalised(id *syntax.Ident) {
	c.error(id.Range(), ReservedName, "`%s` cannot be defined: it follows from `%s`", id.Name, normalised(id.Name)).
		fix("define `%s`", normalised(id.Name))
}

func (c *checker) densityResult(d *syntax.FuncDef, t types.Type) {
	what := "returns " + typeName(t)
	if t.Kind == types.Void {
		what = "returns nothing"
	}
	c.error(d.Return.Range(), DensityDefinition, "`%s` is a density by its name, so it must return a real, and it %s", d.Name.Name, what)
}

func (c *checker) densityNoVariate(d *syntax.FuncDef) {
	c.error(d.Name.Range(), DensityDefinition, "`%s` is a density by its name, so its first argument must be the variate, and it has none", d.Name.Name)
}

func (c *checker) densityVariate(d *syntax.FuncDef, t types.Type) {
	p := c.error(d.Params[0].Range(), DensityDefinition, "the variate of `%s` is %s", d.Name.Name, typeName(t))
	if base, ok := strings.CutSuffix(d.Name.Name, "_lpdf"); ok {
		p.fix("_lpdf is for real variates; for ints call it `%s_lpmf`", base)
	} else {
		p.fix("_lpmf is for int variates; for reals call it `%s_lpdf`", strings.TrimSuffix(d.Name.Name, "_lpmf"))
	}
}

func (c *checker) missingReturn(d *syntax.FuncDef) {
	c.error(d.Name.Range(), MissingReturn, "`%s` returns %s, but can end without a return", d.Name.Name, typeName(c.info.Uses[d.Name].Type)).
		fix("end every path with `return`")
}

func (c *checker) returnOutside(s *syntax.Return) {
	c.error(s.Range(), ReturnOutside, "`return` is for functions")
}

func (c *checker) returnNothing(s *syntax.Return, fn *Object) {
	c.error(s.Range(), ReturnType, "`%s` must return %s, and this return has no value", fn.Name, typeName(fn.Type)).declared(fn.Ident)
}

func (c *checker) returnValueOfVoid(s *syntax.Return, fn *Object) {
	c.error(s.Value.Range(), ReturnType, "`%s` is void, so it cannot return a value", fn.Name).
		fix("write `return;`, or declare what it returns").declared(fn.Ident)
}

func (c *checker) returnType(s *syntax.Return, t types.Type, fn *Object) {
	p := c.error(s.Value.Range(), ReturnType, "`%s` must return %s, and %s is %s", fn.Name, typeName(fn.Type), text(s.Value), typeName(t)).declared(fn.Ident)
	p.conversion(t, fn.Type)
}

// Calls.

// noMatch says why no signature takes the arguments, and shows them.
func (c *checker) noMatch(at syntax.Node, span source.Span, name string, sigs []*types.Signature, exprs []syntax.Expr, args []types.Type) {
	s, tilde := at.(*syntax.Tilde)
	if tilde && c.discreteVariate(s, sigs, args) {
		return
	}
	given := name + "(" + typeList(args) + ")"
	if tilde {
		given = args[0].String() + " ~ " + name + "(" + typeList(args[1:]) + ")"
	}
	p := c.mismatch(span, name, sigs, exprs, args, tilde)
	p.see(source.Span{}, "given: %s", given)
	p.signatures(sigs, tilde)
}

// mismatch explains a call that fits nothing by the one reason that stands
// out: a wrong number of arguments, or one argument without which it would
// fit, or which fits no signature at all.
func (c *checker) mismatch(span source.Span, name string, sigs []*types.Signature, exprs []syntax.Expr, args []types.Type, tilde bool) problem {
	same := withCount(sigs, len(args))
	if len(same) == 0 {
		return c.wrongCount(span, name, sigs, len(args), tilde)
	}
	if i, sigs := culprit(same, args); i >= 0 && i < len(exprs) && exprs[i] != nil {
		same = sigs
		p := c.error(exprs[i].Range(), NoMatch, "%s%s must be %s, and is %s",
			c.whichArg(name, i, tilde), paramName(same, i), wantedBy(same, i), typeName(args[i]))
		if want := same[0].Params[i]; len(same) == 1 && want.Broad == types.Exact {
			p.conversion(args[i], want.Type)
		}
		return p
	}
	return c.error(span, NoMatch, "`%s` does not take these arguments: %s", name, typeList(args))
}

// withCount returns the signatures that take n arguments, as far as is known.
func withCount(sigs []*types.Signature, n int) []*types.Signature {
	var same []*types.Signature
	for _, s := range sigs {
		if s.Rule != nil || len(s.Params) == n {
			same = append(same, s)
		}
	}
	return same
}

// wrongCount reports the wrong number of arguments, or of parameters of a
// distribution.
func (c *checker) wrongCount(span source.Span, name string, sigs []*types.Signature, n int, tilde bool) problem {
	thing, less := "argument", 0
	if tilde {
		thing, less = "parameter", 1
	}
	var counts []int
	for _, s := range sigs {
		if want := len(s.Params) - less; !slices.Contains(counts, want) {
			counts = append(counts, want)
		}
	}
	slices.Sort(counts)
	want := ""
	for _, n := range counts[:len(counts)-1] {
		want += strconv.Itoa(n) + " or "
	}
	return c.error(span, NoMatch, "`%s` takes %s, and is given %d", name, want+count(counts[len(counts)-1], thing), n-less)
}

// culprit returns the one argument without which the call would fit, and the
// signatures it would fit; or the first that fits no signature; or -1.
func culprit(sigs []*types.Signature, args []types.Type) (int, []*types.Signature) {
	found, alone := -1, 0
	for i := range args {
		if len(fitOthers(sigs, args, i)) > 0 {
			found = i
			alone++
		}
	}
	if alone == 1 {
		return found, fitOthers(sigs, args, found)
	}
	for i := range args {
		fits := func(s *types.Signature) bool {
			if s.Rule != nil {
				return true
			}
			_, _, ok := fitParam(s.Params[i], args[i])
			return ok
		}
		if !slices.ContainsFunc(sigs, fits) {
			return i, sigs
		}
	}
	return -1, nil
}

// fitOthers returns the signatures that take every argument but the i-th.
func fitOthers(sigs []*types.Signature, args []types.Type, i int) []*types.Signature {
	var out []*types.Signature
	for _, s := range sigs {
		fits := s.Rule == nil
		for j := range args {
			if !fits {
				break
			}
			_, _, ok := fitParam(s.Params[j], args[j])
			fits = ok != (j == i)
		}
		if fits {
			out = append(out, s)
		}
	}
	return out
}

// paramName spells the name of the i-th parameter, if there is one signature.
func paramName(sigs []*types.Signature, i int) string {
	if len(sigs) != 1 || sigs[0].Params[i].Name == "" {
		return ""
	}
	return ", `" + sigs[0].Params[i].Name + "`,"
}

// wantedBy spells what some signatures take as their i-th argument.
func wantedBy(sigs []*types.Signature, i int) string {
	var wants []string
	for _, s := range sigs {
		if w := wanted(s.Params[i]); !slices.Contains(wants, w) {
			wants = append(wants, w)
		}
	}
	if len(wants) > 5 {
		return "one of the types below"
	}
	return strings.Join(wants, " or ")
}

// whichArg spells which argument is meant.
func (c *checker) whichArg(name string, i int, tilde bool) string {
	switch {
	case tilde && i == 0:
		return "the left side of ~ " + name
	case tilde:
		return fmt.Sprintf("the %s parameter of `%s`", ordinal(i-1), name)
	}
	return fmt.Sprintf("the %s argument of `%s`", ordinal(i), name)
}

// signatures notes at most five of the signatures there are.
func (p problem) signatures(sigs []*types.Signature, tilde bool) {
	const most = 5
	for i, s := range sigs {
		if i == most && len(sigs) > most+1 {
			p.see(source.Span{}, "and %d more", len(sigs)-most)
			return
		}
		shown := signature(s)
		if tilde {
			shown = tildeSignature(s)
		}
		var at source.Span
		if u := userFunc(s); u != nil {
			at = u.Ident.Range()
		}
		p.see(at, "takes: %s", shown)
	}
}

// tildeSignature spells a density as a ~ statement.
func tildeSignature(s *types.Signature) string {
	if len(s.Params) == 0 {
		return signature(s)
	}
	name := s.Name
	for _, suffix := range densitySuffixes {
		name = strings.TrimSuffix(name, suffix)
	}
	var rest []string
	for _, p := range s.Params[1:] {
		rest = append(rest, strings.TrimSpace(paramType(p)+" "+p.Name))
	}
	return paramType(s.Params[0]) + " ~ " + name + "(" + strings.Join(rest, ", ") + ")"
}

// wanted spells what a parameter takes.
func wanted(p types.Param) string {
	t := typeName(p.Type)
	switch p.Broad {
	case types.Reals:
		return t + " or a container of them"
	case types.Vectors:
		return t + " or an array of them"
	case types.Each:
		return t + " or a container of them"
	}
	return t
}

// discreteVariate reports y ~ poisson(3) for a real y.
func (c *checker) discreteVariate(s *syntax.Tilde, sigs []*types.Signature, args []types.Type) bool {
	if k := scalarOf(args[0].Kind); k != types.Real || s.LHS == nil {
		return false
	}
	for _, sig := range sigs {
		if len(sig.Params) != len(args) || sig.Rule != nil || sig.Params[0].Type.Kind != types.Int {
			return false
		}
	}
	p := c.error(s.LHS.Range(), DiscreteVariate, "`%s` is a distribution of ints, and %s is %s", s.Dist.Name, text(s.LHS), typeName(args[0]))
	if root := lvalueRoot(s.LHS); root != nil && c.info.Uses[root] != nil {
		p.declared(c.info.Uses[root].Ident)
		if obj := c.info.Uses[root]; obj.Block == syntax.Data && obj.Type.Kind.Rank() > 0 {
			p.fix("declare `%s` as an array of ints, `array[N] int %s`", obj.Name, obj.Name)
		}
	}
	return true
}

// operatorHint says what may have been meant by an operator on two kinds.
func operatorHint(op string, args []types.Type) string {
	if len(args) != 2 {
		if op == "!" && args[0].Equal(types.TReal) {
			return "write `x == 0`"
		}
		return ""
	}
	x, y := args[0], args[1]
	col, row := types.Vector, types.RowVector
	switch {
	case x.Array > 1 || y.Array > 1 || x.Array*x.Kind.Rank()+y.Array*y.Kind.Rank() > 0:
		return "arrays have no arithmetic: go over their elements in a loop"
	case x.Array+y.Array > 0 && strings.Contains("+ - * / .* ./ ^ .^", op):
		return "arrays have no arithmetic: declare a vector, or use `to_vector`"
	case op == "*" && x.Kind == y.Kind && (x.Kind == col || x.Kind == row):
		return "for the products element by element use `.*`, and for their sum `dot_product`"
	case op == "/" && y.Kind.Rank() > 0:
		return "to divide element by element use `./`"
	case op == "^" && x.Kind.Rank()+y.Kind.Rank() > 0:
		return "to raise each element to a power use `.^`"
	case x.Kind == col && y.Kind == row || x.Kind == row && y.Kind == col:
		return "transpose one of them with '"
	case op == "%/%" || op == "%":
		return "`%/%` and `%` are for ints; for reals use `/`, `floor` and `fmod`"
	case strings.Contains("== != < > <= >= && ||", op) && x.Kind.Rank()+y.Kind.Rank() > 0:
		return "compare element by element in a loop"
	}
	return ""
}

func (c *checker) noOperator(span source.Span, op string, args []types.Type) {
	var p problem
	switch {
	case len(args) == 2:
		p = c.error(span, NoOperator, "`%s` does not go with %s and %s", op, typeName(args[0]), typeName(args[1]))
	case op == "'":
		p = c.error(span, NoOperator, "%s cannot be transposed", typeName(args[0]))
	default:
		p = c.error(span, NoOperator, "`%s` does not go with %s", op, typeName(args[0]))
	}
	if hint := operatorHint(op, args); hint != "" {
		p.fix("%s", hint)
	}
}

func (c *checker) ambiguous(span source.Span, name string, args []types.Type, a, b *types.Signature) {
	c.error(span, Ambiguous, "this call of `%s` with (%s) fits several definitions equally well", name, typeList(args)).
		fix("make the argument types match one of them").signatures([]*types.Signature{a, b}, false)
}

func (c *checker) barUnexpected(e *syntax.Call) {
	c.error(e.Range(), BarUnexpected, "`%s` is not a density, so its arguments are separated by commas alone", e.Fn.Name)
}

func (c *checker) voidAsValue(e syntax.Expr) {
	name := "this function"
	if call, ok := syntax.Unparen(e).(*syntax.Call); ok {
		name = "`" + call.Fn.Name + "`"
	}
	c.error(e.Range(), VoidValue, "%s returns nothing, and a value is needed here", name).
		fix("call it as a statement of its own")
}

func (c *checker) resultUnused(e *syntax.Call, t types.Type) {
	p := c.error(e.Range(), ResultUnused, "`%s` returns %s that is not used", e.Fn.Name, typeName(t))
	if hasSuffix(e.Fn.Name, "_lpdf", "_lpmf", "_lupdf", "_lupmf") {
		p.fix("write `target += %s(...)`", e.Fn.Name)
		return
	}
	p.fix("assign it to a variable")
}

func (c *checker) argNotData(d dataArg) {
	p := c.error(d.arg.Range(), DataOnly, "%s must be data, and %s can depend on parameters", dataParam(d), text(d.arg))
	if root := lvalueRoot(d.arg); root != nil {
		if obj := c.info.Uses[root]; obj != nil {
			p.declared(obj.Ident)
			if obj.Kind == Argument {
				p.fix("write `data` in front of the argument `%s`", obj.Name)
			}
		}
	}
	if d.user != nil {
		p.see(d.user.Ident.Range(), "`%s` is defined here", d.fn)
	}
}

func dataParam(d dataArg) string {
	if d.name == "" {
		return "this argument of `" + d.fn + "`"
	}
	return "the argument `" + d.name + "` of `" + d.fn + "`"
}

func (c *checker) targetWithArgs(e *syntax.Call) {
	c.error(e.Range(), NoMatch, "`target()` takes no arguments")
}

func (c *checker) targetElsewhere(span source.Span, what string) {
	where := "the model block"
	if what == "target()" {
		where = "transformed parameters, for the model block"
	}
	p := c.error(span, TargetPlace, "%s is for %s and for functions whose name ends in _lp", code(what), where)
	if c.fn != nil {
		p.fix("rename the function to `%s_lp`", c.fn.Name).declared(c.fn.Ident)
	} else if what != "target()" && c.block != syntax.GeneratedQuantities {
		p.fix("move it to the model block")
	}
}

func (c *checker) lpElsewhere(span source.Span, name string) {
	p := c.error(span, TargetPlace, "`%s` adds to the log density, so it can be called in transformed parameters, in the model block and in functions whose name ends in _lp", name)
	if c.fn != nil {
		p.declared(c.fn.Ident)
	}
}

func (c *checker) jacobianElsewhere(span source.Span, what string) {
	p := c.error(span, JacobianPlace, "`%s` is for transformed parameters and for functions whose name ends in _jacobian", what)
	if c.fn == nil && c.block == syntax.Model {
		p.fix("in the model block write `target += ...`")
	}
}

func (c *checker) rngElsewhere(span source.Span, name string) {
	p := c.error(span, RNGPlace, "`%s` draws at random, which only transformed data, generated quantities and functions whose name ends in _rng can do", name)
	if c.fn != nil {
		p.fix("rename the function to `%s_rng`", c.fn.Name).declared(c.fn.Ident)
	} else if dist := strings.TrimSuffix(name, "_rng"); c.block == syntax.Model && len(c.distributions(dist)) > 0 {
		p.fix("to say how something is distributed write `y ~ %s(...)`", dist)
	}
}

func (c *checker) unnormalisedElsewhere(span source.Span, name string) {
	c.error(span, UnnormalisedPlace, "`%s` can only be used in the model block and in functions whose name ends in _lpdf or _lpmf", name).
		fix("use `%s`", normalised(name))
}

func (c *checker) noTruncation(s *syntax.Tilde, suffix string, sigs []*types.Signature, args []types.Type) {
	name := s.Dist.Name + suffix
	if len(sigs) == 0 {
		c.error(s.Range(), TruncationForm, "`%s` cannot be truncated like this: that needs `%s`, which does not exist", s.Dist.Name, name)
		return
	}
	c.error(s.Range(), TruncationForm, "`%s` cannot be truncated like this: that needs `%s` of (%s)", s.Dist.Name, name, typeList(args)).
		signatures(sigs, false)
}

func (c *checker) badTruncBound(e syntax.Expr, t types.Type) {
	c.error(e.Range(), TruncationBound, "a truncation bound must be a number, and %s is %s", text(e), typeName(t))
}

func (c *checker) notComputedYet(n syntax.Node, name string) {
	span := n.Range()
	switch n := n.(type) {
	case *syntax.Call:
		span = n.Fn.Range()
	case *syntax.Tilde:
		span = n.Dist.Range()
	}
	name = strings.TrimPrefix(name, "operator")
	c.error(span, NotComputedYet, "hm does not compute `%s` yet", name)
}

// Expressions.

func (c *checker) conditionNotInt(e syntax.Expr, of string, t types.Type) {
	p := c.error(e.Range(), ConditionType, "the condition of `%s` must be an int, and %s is %s", of, text(e), typeName(t))
	if t.Equal(types.TReal) {
		p.fix("write `%s != 0`", strings.Trim(text(e), "`"))
	}
}

func (c *checker) branchesDiffer(e *syntax.Cond, x, y types.Type) {
	c.error(e.Range(), BranchTypes, "the branches of `? :` must have one type, and they are %s and %s", typeName(x), typeName(y))
}

func (c *checker) elementsDiffer(x syntax.Expr, t types.Type, one syntax.Expr, u types.Type) {
	c.error(x.Range(), ElementTypes, "the elements of an array must have one type, and %s is %s after %s", text(x), typeName(t), typeName(u)).
		see(one.Range(), "the first element")
}

func (c *checker) badRowElement(x syntax.Expr, t types.Type) {
	p := c.error(x.Range(), ElementTypes, "the elements of [ ] must be numbers or row vectors, and %s is %s", text(x), typeName(t))
	switch {
	case t.Array == 0 && t.Kind == types.Vector:
		p.fix("transpose it with '")
	case t.Array > 0:
		p.fix("write an array with { }")
	}
}

func (c *checker) mixedRow(e *syntax.RowLit) {
	c.error(e.Range(), ElementTypes, "the elements of [ ] must be all numbers, for a row vector, or all row vectors, for a matrix")
}

func (c *checker) raggedLiteral(other, one *syntax.ArrayLit) {
	c.error(other.Range(), Ragged, "the rows of an array must have one length: this has %s, and the first %d", count(len(other.Elems), "element"), len(one.Elems)).
		see(one.Range(), "the first row")
}

func (c *checker) intTooLarge(e *syntax.IntLit) {
	c.error(e.Range(), IntTooLarge, "%s is larger than the largest int, 2_147_483_647", e.Text).
		fix("for a real write `%s.0`", e.Text)
}

func (c *checker) badIndex(ix *syntax.IndexArg, t types.Type) {
	c.error(ix.Span, IndexType, "an index must be an int, an array of ints or a range, and %s is %s", text(ix.Lo), typeName(t))
}

func (c *checker) rangeNotInt(e syntax.Expr, t types.Type) {
	c.error(e.Range(), IndexType, "the ends of a range must be ints, and %s is %s", text(e), typeName(t))
}

func (c *checker) notIndexable(e *syntax.Index, t types.Type) {
	p := c.error(e.Range(), NotIndexable, "%s is %s, which has no elements to index", text(e.X), typeName(t)).declaredRoot(c, e.X)
	if t.Kind == types.Tuple {
		p.fix("the elements of a tuple are `.1`, `.2` and so on")
	}
}

// declaredRoot points at the declaration of the variable an expression is
// part of.
func (p problem) declaredRoot(c *checker, e syntax.Expr) problem {
	if root := lvalueRoot(e); root != nil && c.info.Uses[root] != nil {
		return p.declared(c.info.Uses[root].Ident)
	}
	return p
}

func (c *checker) tooManyIndices(e *syntax.Index, t types.Type) {
	c.error(e.Range(), TooManyIndices, "%s is %s, which takes %s, and is given %d", text(e.X), typeName(t), count(t.Rank(), "index"), len(e.Indices)).
		declaredRoot(c, e.X)
}

func (c *checker) wrongFactor(e *syntax.Index, ix *syntax.IndexArg, n int, axis, factor string) {
	what := text(e.X)
	if n > 0 {
		what = "the " + ordinal(n) + " axis of " + what
	}
	c.error(ix.Span, WrongFactor, "%s is declared over `%s`, so it cannot be indexed by %s, a factor of `%s`", what, axis, text(ix.Lo), factor).
		declaredRoot(c, e.X).declaredRoot(c, ix.Lo)
}

func (c *checker) labelWithoutDim(e *syntax.Index, label *syntax.StringLit) {
	c.error(label.Range(), LabelNoDim, "%s cannot be indexed by a label: it is not declared over a `dim` here", text(e.X)).declaredRoot(c, e.X)
}

func (c *checker) notTuple(e *syntax.TupleIndex, t types.Type) {
	p := c.error(e.Range(), NotTuple, "%s is %s, not a tuple", text(e.X), typeName(t)).declaredRoot(c, e.X)
	if t.Rank() > 0 {
		p.fix("to take an element write `[%d]`", e.N)
	}
}

func (c *checker) noTupleElement(e *syntax.TupleIndex, t types.Type) {
	c.error(e.Range(), NoTupleElement, "%s has %s, so there is no `.%d`", text(e.X), count(len(t.Elems), "element"), e.N).declaredRoot(c, e.X)
}

func (c *checker) intDivision(e *syntax.Binary) {
	c.warning(e.Range(), IntDivision, "%s divides ints, which drops the fraction", text(e)).
		fix("write `%s.0`, or `%%/%%` if this is meant", strings.Trim(text(e.X), "`"))
}

// Statements.

func (c *checker) badAssign(s *syntax.Assign, from, to types.Type) {
	c.error(s.RHS.Range(), AssignType, "%s is %s and cannot hold %s", text(s.LHS), typeName(to), withType(s.RHS, from)).
		declaredRoot(c, s.LHS).conversion(from, to)
}

func (c *checker) badInit(n *syntax.Declarator, from, to types.Type) {
	c.error(n.Init.Range(), AssignType, "`%s` is %s and cannot hold %s", n.Name.Name, typeName(to), withType(n.Init, from)).
		conversion(from, to)
}

// withType spells a value with its type.
func withType(e syntax.Expr, t types.Type) string {
	if s := text(e); s != "this expression" {
		return s + ", which is " + typeName(t)
	}
	return typeName(t)
}

// conversion suggests how to turn one type into another.
func (p problem) conversion(from, to types.Type) problem {
	vectorish := func(t types.Type) bool {
		return t.Array == 0 && (t.Kind == types.Vector || t.Kind == types.RowVector)
	}
	reals := func(t types.Type) bool { return t.Array == 1 && (t.Kind == types.Real || t.Kind == types.Int) }
	switch {
	case vectorish(from) && vectorish(to):
		p.fix("transpose it with '")
	case to.Equal(types.TVector) && (reals(from) || from.Equal(types.TMatrix)):
		p.fix("use `to_vector`")
	case to.Equal(types.TRowVector) && reals(from):
		p.fix("use `to_row_vector`")
	case reals(to) && to.Kind == types.Real && vectorish(from):
		p.fix("use `to_array_1d`, or declare a vector")
	case to.Equal(types.TInt) && from.Equal(types.TReal):
		p.fix("declare a real, or for data use `to_int`")
	case to.Equal(types.TMatrix) && from.Array > 0:
		p.fix("use `to_matrix`")
	}
	return p
}

func (c *checker) badCompound(s *syntax.Assign, op string, lhs, rhs, result types.Type) {
	c.error(s.Range(), AssignType, "%s is %s, and %s %s %s is %s, which it cannot hold", text(s.LHS), typeName(lhs), typeName(lhs), op, typeName(rhs), typeName(result)).
		declaredRoot(c, s.LHS)
}

func (c *checker) compoundTuple(e *syntax.TupleLit, op string) {
	c.error(e.Range(), CompoundTuple, "`%s` changes one variable at a time, not a tuple of them", op)
}

func (c *checker) assignToFunction(id *syntax.Ident) {
	p := c.error(id.Range(), AssignToFunction, "`%s` is a function, so nothing can be assigned to it", id.Name).
		fix("declare a variable of that name first")
	if fs := c.funcs[id.Name]; len(fs) > 0 {
		p.see(fs[0].Ident.Range(), "`%s` is defined here", id.Name)
	}
}

func (c *checker) assignToLoopVar(id *syntax.Ident, obj *Object) {
	c.error(id.Range(), AssignReadOnly, "the loop sets `%s`, so it cannot be assigned", id.Name).declared(obj.Ident)
}

func (c *checker) assignToArgument(id *syntax.Ident, obj *Object) {
	c.error(id.Range(), AssignReadOnly, "`%s` is an argument of the function and cannot be changed", id.Name).
		fix("copy it into a local variable first").declared(obj.Ident)
}

func (c *checker) assignToOtherBlock(id *syntax.Ident, obj *Object) {
	p := c.error(id.Range(), AssignReadOnly, "`%s` belongs to %s, so only that block could set it", id.Name, obj.Block).declared(obj.Ident)
	switch obj.Block {
	case syntax.Data:
		p.d.Msg = fmt.Sprintf("`%s` is data, which cannot be changed", id.Name)
	case syntax.Parameters:
		p.d.Msg = fmt.Sprintf("`%s` is a parameter: the sampler sets it", id.Name)
	}
}

func (c *checker) assignReadsItself(span source.Span, root *syntax.Ident) {
	c.error(span, AssignReadsItself, "the left side of this assignment both reads and changes `%s`", root.Name).
		fix("copy what it reads into a variable first")
}

func (c *checker) assignNestedMulti(e *syntax.Index) {
	c.error(e.Range(), AssignNestedIndex, "the left side of an assignment cannot index a range again").
		fix("write all indices in one pair of brackets")
}

func (c *checker) assignedTwice(p, q syntax.Expr) {
	c.error(p.Range(), AssignedTwice, "%s is assigned twice in one statement", text(p)).see(q.Range(), "the first time is here")
}

func (c *checker) loopBoundNotInt(e syntax.Expr, t types.Type) {
	c.error(e.Range(), LoopBound, "a loop counts ints, and %s is %s", text(e), typeName(t))
}

func (c *checker) notIterable(e syntax.Expr, t types.Type) {
	p := c.error(e.Range(), NotIterable, "a loop can go over an array, a vector or a matrix, and %s is %s", text(e), typeName(t))
	if t.Equal(types.TInt) {
		p.fix("to count write `1:%s`", strings.Trim(text(e), "`"))
	}
}

func (c *checker) outsideLoop(s syntax.Stmt, word string) {
	c.error(s.Range(), OutsideLoop, "`%s` is not in a loop", word)
}

func (c *checker) badIncrement(e syntax.Expr, what string, t types.Type) {
	c.error(e.Range(), IncrementType, "`%s +=` adds a real, or a container of reals, and %s is %s", what, text(e), typeName(t))
}

func (c *checker) unreachable(s, after syntax.Stmt) {
	c.warning(s.Range(), Unreachable, "this statement is never reached").see(after.Range(), "everything ends here")
}
