package syntax

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
)

// A typeRule says what a type's word may be followed by in a declaration.
type typeRule struct {
	min, max int    // sizes in brackets
	bounds   bounds // constraints in angle brackets
	basic    string // for a constrained type, the type it constrains
}

type bounds uint8

const (
	noBounds    bounds = iota
	rangeBounds        // lower and upper
	allBounds          // offset and multiplier too
)

// types lists the types that can be declared (Stan Reference Manual, "Data
// Types and Declarations"), and hm's own.
var typeRules = map[string]typeRule{
	"int":                      {0, 0, rangeBounds, ""},
	"real":                     {0, 0, allBounds, ""},
	"complex":                  {0, 0, allBounds, ""},
	"vector":                   {1, 1, allBounds, ""},
	"row_vector":               {1, 1, allBounds, ""},
	"matrix":                   {2, 2, allBounds, ""},
	"complex_vector":           {1, 1, allBounds, ""},
	"complex_row_vector":       {1, 1, allBounds, ""},
	"complex_matrix":           {2, 2, allBounds, ""},
	"ordered":                  {1, 1, noBounds, "vector"},
	"positive_ordered":         {1, 1, noBounds, "vector"},
	"simplex":                  {1, 1, noBounds, "vector"},
	"unit_vector":              {1, 1, noBounds, "vector"},
	"sum_to_zero_vector":       {1, 1, noBounds, "vector"},
	"sum_to_zero_matrix":       {2, 2, noBounds, "matrix"},
	"cholesky_factor_corr":     {1, 1, noBounds, "matrix"},
	"cholesky_factor_cov":      {1, 2, noBounds, "matrix"},
	"corr_matrix":              {1, 1, noBounds, "matrix"},
	"cov_matrix":               {1, 1, noBounds, "matrix"},
	"column_stochastic_matrix": {2, 2, noBounds, "matrix"},
	"row_stochastic_matrix":    {2, 2, noBounds, "matrix"},
	"dim":                      {0, 0, noBounds, "int"},
	"factor":                   {0, 0, noBounds, "int"},
}

// atType reports whether a word of Stan for a type is next.
func (p *parser) atType() bool {
	t := p.Peek()
	return !p.broken && t.Type == tokWord && reserved[t.Value] == typeWord
}

// atHmDecl reports whether a declaration with one of hm's own types is next.
// No statement of Stan begins with two names. A statement can begin with
// factor < x > y, but then a ~ must follow.
func (p *parser) atHmDecl() bool {
	t := p.Peek()
	if t.Type != tokIdent {
		return false
	}
	switch t.Value {
	case "dim":
		return p.look(1).Type == tokIdent
	case "factor":
		if !p.atFactor() || p.look(4).Type != tokIdent {
			return false
		}
		u := p.look(5)
		return u.Type == tokOp && (u.Value == ";" || u.Value == "," || u.Value == "=") || u.Type == tokWord
	}
	return false
}

// atFactor reports whether factor < name > is next.
func (p *parser) atFactor() bool {
	t := p.Peek()
	return t.Type == tokIdent && t.Value == "factor" && is(p.look(1), "<") &&
		p.look(2).Type == tokIdent && is(p.look(3), ">")
}

// decl reads a declaration. In the old syntax for arrays one declaration may
// have names of several types; it becomes several.
func (p *parser) decl() []Stmt {
	start, at := p.here(), p.RawCursor()
	typ := p.sizedType()
	return p.declOf(start, typ, p.textFrom(at))
}

// declOf reads the rest of a declaration whose type was read; text is the
// type as written.
func (p *parser) declOf(start source.Span, typ *TypeExpr, text string) []Stmt {
	d := &Decl{Type: typ}
	d.Span = start
	list := []Stmt{d}
	for {
		n, dims := p.declarator(text)
		if n == nil {
			break
		}
		if dims != nil {
			if len(d.Names) > 0 {
				d = &Decl{}
				list = append(list, d)
			}
			d.Type = withDims(typ, dims)
		} else if d.Type != typ { // the name before was an array in the old syntax
			d = &Decl{Type: typ}
			list = append(list, d)
		}
		if len(d.Names) == 0 {
			d.Span = start
		}
		d.Names = append(d.Names, n)
		d.Span = p.from(d.Span)
		if !p.accept(",") {
			break
		}
		start = p.here()
	}
	if p.at("~") {
		p.prior(d, len(list) == 1)
		if p.at(",") {
			p.manyPriors()
			p.broken = true
		}
	}
	p.endStmt("declaration")
	d.Span = p.from(d.Span)
	if len(d.Names) == 0 {
		return []Stmt{&BadStmt{d.Span}}
	}
	return list
}

// withDims returns typ with sizes of the old syntax for arrays.
func withDims(typ *TypeExpr, dims []Expr) *TypeExpr {
	array := *typ
	array.Array = append(dims, typ.Array...)
	return &array
}

// declarator reads one name of a declaration, with its initial value, and the
// sizes behind it if it is an array in the old syntax.
func (p *parser) declarator(typ string) (*Declarator, []Expr) {
	start, at := p.here(), p.RawCursor()
	n := &Declarator{Name: p.declName()}
	if n.Name == nil {
		return nil, nil
	}
	var dims []Expr
	if p.at("[") {
		open := p.here()
		p.next()
		dims = p.exprs("]")
		p.close("]", open)
		if !p.broken {
			p.oldArray(p.from(start), typ, n.Name, p.textFrom(at+1))
		}
	}
	switch {
	case p.accept("="):
		n.Init = p.expr()
	case p.at(":="), p.at("<") && is(p.look(1), "-"):
		p.wrongAssign()
		n.Init = p.expr()
	}
	n.Span = p.from(start)
	return n, dims
}

// prior reads the distribution that follows a declared name.
func (p *parser) prior(d *Decl, alone bool) {
	n := d.Names
	if len(n) != 1 || !alone {
		p.manyPriors()
	} else if n[0].Init != nil {
		p.priorAndValue()
	}
	lhs := &Ident{Span: p.here()}
	if len(n) > 0 {
		lhs = &Ident{n[0].Name.Span, n[0].Name.Name}
	}
	d.Prior = p.tilde(lhs)
}

// declName reads a name that is being declared.
func (p *parser) declName() *Ident {
	if p.broken {
		return nil
	}
	t := p.Peek()
	span := spanOf(t)
	switch {
	case t.Type == tokIdent:
		if future[t.Value] {
			p.reservedName(t)
		} else if strings.HasSuffix(t.Value, "__") {
			p.badName(t)
		}
	case t.Type == tokWord && t.Value != "return":
		if u := p.look(1); u.Type == tokIdent && reserved[t.Value] == typeWord {
			p.secondType(t, u)
			return nil
		}
		p.reservedName(t)
	default:
		p.noName()
		return nil
	}
	p.next()
	return &Ident{span, t.Value}
}

// sizedType reads the type of a declaration.
func (p *parser) sizedType() *TypeExpr {
	start := p.here()
	t := &TypeExpr{Span: start}
	if !p.enter() {
		p.leave()
		return t
	}
	defer p.leave()
	if p.at("array") {
		p.next()
		t.Array = p.arrayDims()
	}
	if p.broken {
		return t
	}
	p.elementType(t)
	t.Span = p.from(start)
	return t
}

// arrayDims reads the sizes of an array.
func (p *parser) arrayDims() []Expr {
	open := p.here()
	if !p.expect("[", "after `array`") {
		return nil
	}
	if p.at("]") || p.at(",") {
		p.arrayNeedsSizes()
		p.skipTo("[", "]")
		p.accept("]")
		return []Expr{&BadExpr{p.from(open)}}
	}
	dims := p.exprs("]")
	p.close("]", open)
	return dims
}

// elementType reads a type up to its sizes.
func (p *parser) elementType(t *TypeExpr) {
	word := p.Peek()
	switch {
	case p.at("tuple"):
		p.next()
		t.Name = "tuple"
		t.Elems = p.tupleTypes((*parser).sizedType)
		return
	case word.Type == tokWord && word.Value == "array":
		p.arrayOfArray()
		return
	case p.atFactor():
		p.next()
		p.next()
		t.Name, t.Factor = "factor", p.ident()
		p.next()
	case word.Type == tokIdent && word.Value == "dim", p.atType():
		p.next()
		t.Name = word.Value
	default:
		t.Name = p.unknownType()
	}
	if p.broken {
		return
	}
	rule := typeRules[t.Name]
	p.typeBounds(t, rule)
	p.typeSizes(t, word.Value, rule)
	if p.local && !p.broken && (len(t.Bounds) > 0 || t.Missing || rule.basic != "") {
		p.localConstraint(p.from(spanOf(word)), rule)
	}
}

// tupleTypes reads the types of a tuple's elements.
func (p *parser) tupleTypes(elem func(*parser) *TypeExpr) []*TypeExpr {
	open := p.here()
	if !p.expect("(", "after `tuple`") {
		return nil
	}
	var list []*TypeExpr
	for !p.broken {
		if e := elem(p); e != nil {
			list = append(list, e)
		}
		if len(list) == 1 && p.at(")") {
			p.shortTuple(open)
		}
		if !p.accept(",") || len(list) == 1 && p.at(")") { // tuple(real,) has one element
			p.close(")", open)
			break
		}
	}
	return list
}

// typeBounds reads the constraints of a type.
func (p *parser) typeBounds(t *TypeExpr, rule typeRule) {
	open := p.here()
	if !p.accept("<") {
		return
	}
	for {
		start, word := p.here(), p.Peek()
		switch {
		case word.Type == tokIdent && word.Value == "missing":
			p.next()
			if t.Missing {
				p.boundTwice(start, "missing")
			}
			t.Missing = true
			p.checkMissing(start, t)
		case p.at("lower"), p.at("upper"), p.at("offset"), p.at("multiplier"):
			p.next()
			b := &Bound{Name: word.Value, Value: &BadExpr{start}}
			p.checkBound(start, b.Name, t, rule)
			if p.expect("=", "after `"+b.Name+"`") {
				b.Value = p.binary(additive)
				p.constraintExpr()
			}
			b.Span = p.from(start)
			t.Bounds = append(t.Bounds, b)
		default:
			p.unknownBound(t)
		}
		if p.broken || !p.accept(",") {
			break
		}
	}
	p.close(">", open)
}

// checkBound reports a constraint that the type cannot have, or has already.
func (p *parser) checkBound(at source.Span, name string, t *TypeExpr, rule typeRule) {
	scale := name == "offset" || name == "multiplier"
	switch {
	case rule.bounds == noBounds, rule.bounds == rangeBounds && scale:
		p.cannotBound(at, name, t.Name)
		return
	}
	for _, b := range t.Bounds {
		switch other := b.Name == "offset" || b.Name == "multiplier"; {
		case b.Name == name:
			p.boundTwice(at, name)
			return
		case other != scale:
			p.mixedBounds(at, b.Name, name)
			return
		}
	}
}

// checkMissing reports <missing> on a type whose entries cannot be missing.
func (p *parser) checkMissing(at source.Span, t *TypeExpr) {
	switch t.Name {
	case "vector", "row_vector", "matrix":
	case "real", "int":
		if t.Array == nil {
			p.cannotMiss(at, t.Name)
		}
	default:
		p.cannotMiss(at, t.Name)
	}
}

// typeSizes reads the sizes of a vector or matrix.
func (p *parser) typeSizes(t *TypeExpr, word string, rule typeRule) {
	if p.broken {
		return
	}
	open := p.here()
	if !p.at("[") {
		if rule.min > 0 {
			p.needsSizes(t.Name, rule)
		}
		return
	}
	if rule.max == 0 {
		p.sizeOfScalar(t.Name, word)
	}
	if p.broken {
		return
	}
	p.next()
	if p.at("]") {
		p.needsSizes(t.Name, rule)
	} else {
		t.Sizes = p.exprs("]")
	}
	p.close("]", open)
	if n := len(t.Sizes); !p.broken && n > 0 && (n < rule.min || n > rule.max) {
		p.wrongSizes(p.from(open), t.Name, n, rule)
	}
}

// returnType reads what a function returns.
func (p *parser) returnType() *TypeExpr {
	start := p.here()
	if p.accept("void") {
		return &TypeExpr{Span: start, Name: "void"}
	}
	return p.unsizedType(false)
}

// unsizedType reads a type of a function's argument or result.
func (p *parser) unsizedType(argument bool) *TypeExpr {
	start := p.here()
	t := &TypeExpr{Span: start}
	if !p.enter() {
		p.leave()
		return t
	}
	defer p.leave()
	if p.accept("array") {
		t.Array = p.unsizedDims(start)
	}
	word := p.Peek()
	switch {
	case p.broken:
		return t
	case p.at("tuple"):
		p.next()
		t.Name = "tuple"
		t.Elems = p.tupleTypes(func(p *parser) *TypeExpr { return p.unsizedType(true) })
	case p.at("array"):
		p.arrayOfArray()
	case p.atType():
		p.next()
		t.Name = word.Value
		if rule := typeRules[t.Name]; rule.basic != "" {
			p.constrainedArgument(spanOf(word), t.Name, rule.basic)
			t.Name = rule.basic
		}
		p.noBoundsHere(t)
		p.oldDims(t, word)
	case word.Type == tokIdent && (word.Value == "dim" || word.Value == "factor"):
		p.hmArgument(word)
	case p.at("void"):
		p.voidArgument()
	default:
		t.Name = p.unknownType()
	}
	t.Span = p.from(start)
	return t
}

// unsizedDims reads the [,] of an array type without sizes.
func (p *parser) unsizedDims(start source.Span) []Expr {
	open := p.here()
	if !p.expect("[", "after `array`") {
		return nil
	}
	if !p.at("]") && !p.at(",") {
		dims := p.exprs("]")
		p.close("]", open)
		if !p.broken {
			p.sizedArgument(p.from(start), "array["+strings.Repeat(",", max(len(dims)-1, 0))+"]")
		}
		return make([]Expr, len(dims))
	}
	n := 1
	for p.accept(",") {
		n++
	}
	p.close("]", open)
	return make([]Expr, n)
}

// noBoundsHere reports constraints on an argument.
func (p *parser) noBoundsHere(t *TypeExpr) {
	if p.at("<") {
		open := p.here()
		p.typeBounds(t, typeRules[t.Name])
		if !p.broken {
			p.boundedArgument(p.from(open))
		}
		t.Bounds, t.Missing = nil, false
	}
}

// oldDims reads real[,], the old form of array[,] real, and reports sizes.
func (p *parser) oldDims(t *TypeExpr, word *lexer.Token) {
	if !p.at("[") {
		return
	}
	open := p.here()
	p.next()
	if !p.at("]") && !p.at(",") {
		p.exprs("]")
		p.close("]", open)
		if !p.broken {
			p.sizedArgument(p.from(spanOf(word)), t.Name)
		}
		return
	}
	n := 1
	for p.accept(",") {
		n++
	}
	p.close("]", open)
	if !p.broken {
		p.oldArrayType(p.from(spanOf(word)), n, t.Name)
		t.Array = append(make([]Expr, n), t.Array...)
	}
}

// oldArgumentDims reports sizes or brackets behind an argument's name.
func (p *parser) oldArgumentDims(param *FuncParam) {
	if !p.at("[") {
		return
	}
	open := p.here()
	p.next()
	n := 1
	for !p.broken && !p.at("]") {
		if p.accept(",") {
			n++
		} else {
			p.expr()
		}
	}
	p.close("]", open)
	if !p.broken {
		p.bracketsBehindArgument(p.from(param.Type.Span), n, param)
		param.Type.Array = append(make([]Expr, n), param.Type.Array...)
	}
}
