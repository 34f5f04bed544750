package check

import (
	"slices"

	"hm/lang/syntax"
	"hm/lang/types"
)

// A sizeUse is a size that must be data, for the second pass.
type sizeUse struct {
	size syntax.Expr
	obj  *Object
}

// A priorUse is a prior where its parameter is declared.
type priorUse struct {
	obj   *Object
	prior *syntax.Tilde
}

// decl checks a declaration and declares its names. As in Stan a variable is
// visible in its own initial value, where it has none yet.
func (c *checker) decl(d *syntax.Decl) {
	first := &Object{Level: c.startLevel(), Block: c.block, Local: c.local, Decl: d, Sized: d.Type, Doc: d.Doc}
	c.declaredType(d.Type, first)
	for _, n := range d.Names {
		if n == nil || n.Name == nil {
			continue
		}
		obj := *first
		obj.Name, obj.Ident, obj.Init = n.Name.Name, n.Name, n
		c.declare(&obj)
		c.initial(n, &obj)
		if !obj.Local {
			c.info.Vars = append(c.info.Vars, &obj)
		}
		for i := range c.sizes {
			if c.sizes[i].obj == first {
				c.sizes[i].obj = &obj
			}
		}
		if d.Prior != nil {
			c.prior(d, &obj)
		}
	}
}

// startLevel is the level a variable has by its place alone. Local ones get
// theirs from what is assigned to them.
func (c *checker) startLevel() Level {
	switch {
	case c.local:
		return Data
	case c.block == syntax.Parameters, c.block == syntax.TransformedParameters:
		return Param
	case c.block == syntax.GeneratedQuantities:
		return Draw
	}
	return Data
}

// initial checks an initial value.
func (c *checker) initial(n *syntax.Declarator, obj *Object) {
	if n.Init == nil {
		return
	}
	t := c.value(n.Init)
	if mentions(n.Init, obj.Name) && c.scope.names[obj.Name] == obj {
		c.selfReference(n)
	}
	if !assignable(t, obj.Type) {
		c.badInit(n, t, obj.Type)
	}
}

// prior keeps a prior for the end of the parameters block, where all
// parameters are declared.
func (c *checker) prior(d *syntax.Decl, obj *Object) {
	if obj.Local || c.block != syntax.Parameters {
		c.priorElsewhere(d.Prior, obj)
		return
	}
	c.priors = append(c.priors, priorUse{obj, d.Prior})
}

// checkPriors checks the priors written in a parameters block as the ~
// statements they are, but where every parameter is visible.
func (c *checker) checkPriors() {
	for _, p := range c.priors {
		c.tilde(p.prior, p.obj)
	}
	c.priors = nil
}

// declaredType fills in what a declared type says about obj.
func (c *checker) declaredType(te *syntax.TypeExpr, obj *Object) {
	if te == nil {
		return
	}
	switch te.Name {
	case "dim":
		c.dimType(te, obj)
		return
	case "factor":
		c.factorType(te, obj)
	default:
		obj.Type = c.sizedType(te, obj)
	}
	c.arraySizes(te, obj)
	c.placement(te, obj)
	if te.Missing {
		c.missingType(te, obj)
	}
}

// dimType checks `dim epoch;`.
func (c *checker) dimType(te *syntax.TypeExpr, obj *Object) {
	obj.Type, obj.IsDim = types.TInt, true
	if !obj.Local && c.block != syntax.Data { // of local ones the parser tells
		c.onlyInData(te, "dim")
	}
}

// factorType checks `factor<epoch>`.
func (c *checker) factorType(te *syntax.TypeExpr, obj *Object) {
	obj.Type = types.TInt
	if c.block != syntax.Data {
		if !obj.Local {
			c.onlyInData(te, "factor")
		}
		return
	}
	if te.Factor == nil {
		return
	}
	dim := c.scope.find(te.Factor.Name)
	if dim == nil || !dim.IsDim {
		c.notADim(te.Factor, dim)
		if dim != nil {
			c.info.Uses[te.Factor] = dim
		}
		return
	}
	c.info.Uses[te.Factor] = dim
	obj.Type.Factor = dim.Name
}

// sizedType checks a type as a declaration writes it, without its array
// sizes, and returns it.
func (c *checker) sizedType(te *syntax.TypeExpr, obj *Object) types.Type {
	if te.Name == "tuple" {
		t := types.Type{Kind: types.Tuple}
		for _, e := range te.Elems {
			t.Elems = append(t.Elems, c.tupleElem(e, obj))
		}
		return t
	}
	w, ok := typeWords[te.Name]
	if !ok {
		return types.TInvalid
	}
	t := types.Type{Kind: w.kind}
	for _, s := range te.Sizes {
		c.size(s, te.Name, obj)
	}
	c.bounds(te, t)
	return t
}

// tupleElem checks one element type of a tuple.
func (c *checker) tupleElem(te *syntax.TypeExpr, obj *Object) types.Type {
	if te == nil {
		return types.TInvalid
	}
	if te.Name == "dim" || te.Name == "factor" || te.Missing {
		c.notInTuple(te)
		return types.TInvalid
	}
	t := c.sizedType(te, obj)
	for _, s := range te.Array {
		c.size(s, "array", obj)
	}
	t.Array = len(te.Array)
	return t
}

// arraySizes checks the array sizes and notes the axes of a declaration.
func (c *checker) arraySizes(te *syntax.TypeExpr, obj *Object) {
	for _, s := range te.Array {
		c.size(s, "array", obj)
	}
	obj.Type.Array = len(te.Array)
	for _, s := range te.Array {
		obj.Axes = append(obj.Axes, c.dimOf(s))
	}
	w := typeWords[te.Name]
	for i := range w.axes {
		if len(te.Sizes) == 0 {
			obj.Axes = append(obj.Axes, "")
			continue
		}
		obj.Axes = append(obj.Axes, c.dimOf(te.Sizes[min(i, len(te.Sizes)-1)]))
	}
}

// dimOf returns the dim that a size names, or "".
func (c *checker) dimOf(size syntax.Expr) string {
	if id, ok := syntax.Unparen(size).(*syntax.Ident); ok {
		if obj := c.info.Uses[id]; obj != nil && obj.IsDim {
			return obj.Name
		}
	}
	return ""
}

// size checks one size: an int, and for a top-level variable data.
func (c *checker) size(e syntax.Expr, of string, obj *Object) {
	if e == nil {
		return
	}
	if !obj.Local {
		c.inSize = obj
		c.sizes = append(c.sizes, sizeUse{e, obj})
	}
	t := c.value(e)
	c.inSize = nil
	if !isInt(t) {
		c.sizeNotInt(e, of, t)
	}
}

// bounds checks lower, upper, offset and multiplier. Which of them may stand
// together the parser knows.
func (c *checker) bounds(te *syntax.TypeExpr, t types.Type) {
	for _, b := range te.Bounds {
		if b == nil {
			continue
		}
		bt := c.value(b.Value)
		switch {
		case t.Kind == types.Complex || t.Kind >= types.ComplexVector && t.Kind <= types.ComplexMatrix:
			c.boundNotAllowed(te, b)
			return
		case !fitsBound(bt, types.ArrayOf(len(te.Array), t)):
			c.badBound(te, b, bt)
		}
	}
}

// fitsBound reports whether a bound of type b may constrain a t: a number, or
// one bound for each number in the vector, the matrix or the whole array.
func fitsBound(b, t types.Type) bool {
	if b.Kind == types.Invalid {
		return true
	}
	if t.Kind == types.Int {
		return b.Kind == types.Int && (b.Array == 0 || b.Array == t.Array)
	}
	return b.IsScalar() && b.Kind != types.Complex || b.Array == 0 && b.Kind == t.Kind || types.Promotes(b, t)
}

// placement checks that ints are not declared where only what has a density,
// or a derivative, can be.
func (c *checker) placement(te *syntax.TypeExpr, obj *Object) {
	if obj.Local || !hasInt(obj.Type) {
		return
	}
	switch c.block {
	case syntax.Parameters, syntax.TransformedParameters:
		c.intParameter(te, c.block)
		obj.Type = types.TInvalid
	}
}

// hasInt reports whether any part of t is an int.
func hasInt(t types.Type) bool {
	return t.Kind == types.Int || slices.ContainsFunc(t.Elems, hasInt)
}

// missingType checks vector<missing>: data, and real numbers in a container.
// What is missing becomes a parameter, so the variable has that level.
func (c *checker) missingType(te *syntax.TypeExpr, obj *Object) {
	if c.block != syntax.Data {
		if !obj.Local {
			c.onlyInData(te, "missing")
		}
		return
	}
	if obj.Type.Kind == types.Int {
		c.missingInt(te)
	}
	obj.Missing, obj.Level = true, Param
}
