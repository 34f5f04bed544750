package syntax

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
	"hm/lang/spell"
)

// This file words every problem of the grammar.

// describe names a token in a message.
func describe(t *lexer.Token) string {
	switch {
	case t.EOF():
		return "the end of the file"
	case t.Type == tokString && len(t.Value) > 20:
		return "text in quotes"
	}
	return "`" + t.Value + "`"
}

// plural returns "1 size" or "2 sizes".
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// --- the scanner ---

// characters maps characters that word processors and other languages put in
// to what is written here.
var characters = map[rune]string{
	'“': "write straight double quotes: \"", '”': "write straight double quotes: \"",
	'‘': "text stands in double quotes: \"", '’': "write a straight quote for the transpose: '",
	'–': "write a plain minus: -", '—': "write a plain minus: -", '−': "write a plain minus: -",
	'×': "write *", '·': "write *", '÷': "write /", '≤': "write <=", '≥': "write >=", '≠': "write !=",
	'.':      "names have no dots; write _",
	'@':      "the product of matrices is *",
	'$':      "a variable has no fields; the parts of a tuple are x.1, x.2",
	'`':      "names are written without quotes",
	'_':      "a name begins with a letter",
	'\u00A0': "replace the no-break space by a plain space",
}

func (s *scanner) badCharacter(span source.Span, r rune, text string) {
	fix, ok := characters[r]
	if !ok && r > 0x7F {
		fix = "names are made of the letters a to z and A to Z, digits and underscores"
	}
	if !unicode.IsPrint(r) {
		text = fmt.Sprintf("%q", text)
	}
	s.list.Add(span, BadCharacter, fix, "`%s` cannot stand here", text)
}

func (s *scanner) openString(span source.Span) {
	s.list.Add(span, OpenString, "close it with \" before the line ends", "this text has no closing quote")
}

func (s *scanner) openComment(span source.Span) {
	s.list.Add(span, OpenComment, "close it with */", "this comment never ends")
}

func (s *scanner) hashComment(span source.Span) {
	s.list.Add(span, RemovedSyntax, "write //", "comments do not begin with `#`")
}

func (s *scanner) noIncludePath(span source.Span) {
	s.list.Add(span, BadInclude, "write #include file.stan", "#include needs the name of a file")
}

func (s *scanner) includeCycle(span source.Span, path string) {
	s.list.Add(span, BadInclude, "", "%s includes itself: %s", path, strings.Join(append(s.open, path), " includes "))
}

func (s *scanner) includeTooDeep(span source.Span) {
	s.list.Add(span, BadInclude, "", "files include each other more than %d deep", maxIncludes)
}

func (s *scanner) cannotInclude(span source.Span, path string, err error) {
	s.list.Add(span, BadInclude, "", "cannot include %s: %v", path, err)
}

// --- general ---

// unexpected breaks the statement at the next token, unless the scanner has
// reported it.
func (p *parser) unexpected(code source.Code, fix, format string, args ...any) {
	p.unexpectedAt(p.here(), code, fix, format, args...)
}

func (p *parser) unexpectedAt(span source.Span, code source.Code, fix, format string, args ...any) {
	if p.Peek().Type == tokBad {
		p.broken = true
		return
	}
	p.fail(span, code, fix, format, args...)
}

// place is the place of the next token, or if that is on another line, the
// place behind the last one: there something is missing.
func (p *parser) place() source.Span {
	if p.last.Pos.Line > 0 && p.newLine() {
		return p.before()
	}
	return p.here()
}

func (p *parser) expected(what, where string) {
	if where != "" {
		where = " " + where
	}
	p.unexpectedAt(p.place(), Unexpected, "", "expected %s%s, found %s", what, where, describe(p.Peek()))
}

func (p *parser) unclosed(partner string, open source.Span) {
	if p.broken {
		return
	}
	opener := map[string]string{")": "(", "]": "[", "}": "{", ">": "<"}[partner]
	t := p.Peek()
	if t.Type == tokBad {
		p.broken = true
		return
	}
	fix := fmt.Sprintf("put `%s` here", partner)
	if is(t, "|") {
		p.fail(p.here(), BadOperator, "write `||` for or", "`|` stands only inside a call such as normal_lpdf(y | mu, sigma)")
		return
	}
	if !is(t, ";") && !is(t, "{") && !p.newLine() {
		fix = fmt.Sprintf("a `,`, an operator or `%s` is missing", partner)
	}
	p.report(p.place(), Unclosed, fix, "expected `%s`, found %s", partner, describe(t))
	if len(p.list) > 0 {
		p.note(open, fmt.Sprintf("to close this `%s`", opener))
	}
	p.broken = true
}

func (p *parser) missingBrace(open brace) {
	if p.broken || p.unclosedBrace || p.last.Type == tokBad || p.Peek().Type == tokBad {
		return
	}
	if p.suspect != nil {
		open = *p.suspect
	}
	p.unclosedBrace = true
	p.report(open.span, MissingBrace, "close it with `}`", "this block is never closed")
	p.note(p.before(), "the `}` is missing here or before")
}

func (p *parser) tooDeep() {
	p.fail(p.here(), TooDeep, "split it up", "this is nested more than %d deep", maxDepth)
}

// --- blocks ---

func (p *parser) outsideBlock() {
	t := p.Peek()
	switch {
	case t.Type == tokBad:
	case is(t, "}"):
		p.report(p.here(), Unexpected, "remove it, or look for a `{` that is missing above", "this `}` closes nothing")
	default:
		p.report(p.here(), OutsideBlock, "put it into a block such as model { ... }", "%s stands outside every block", describe(t))
	}
}

func emptyProgram(list *source.List, f *File) {
	span := source.Span{Pos: f.Pos, EndPos: f.Pos}
	list.Add(span, EmptyProgram, "a program has at least a model { ... }", "this program has no block")
	(*list)[len(*list)-1].Warning = true
}

func (p *parser) noBlockBrace(kind BlockKind) {
	if p.Peek().Type != tokBad {
		p.report(p.before(), MissingBrace, "write "+kind.String()+" { ... }", "expected `{` after the name of the block")
	}
}

func duplicateBlock(list *source.List, b, first *Block) {
	list.Add(nameSpan(b), DuplicateBlock, "join them", "there is a second `%s` block", b.Kind)
	(*list)[len(*list)-1].Related = []source.Note{{Span: nameSpan(first), Msg: "the first is here"}}
}

func blockOrder(list *source.List, b, latest *Block) {
	list.Add(nameSpan(b), BlockOrder, "move it up", "the `%s` block must stand before the `%s` block", b.Kind, latest.Kind)
	(*list)[len(*list)-1].Related = []source.Note{{Span: nameSpan(latest), Msg: "which is here"}}
}

// nameSpan is the place of a block's name.
func nameSpan(b *Block) source.Span {
	end := after(b.Pos, len(b.Kind.String()))
	if end.Offset > b.EndPos.Offset { // the name was misspelt, and the text ends soon
		end = b.EndPos
	}
	return source.Span{Pos: b.Pos, EndPos: end}
}

func (p *parser) notADeclaration(s Stmt, kind BlockKind) {
	fix := "move it to the `transformed data` block"
	if kind == Parameters {
		fix = "move it to the `transformed parameters` or the `model` block"
		if t, ok := s.(*Tilde); ok {
			fix = "move it to the `model` block"
			if id, ok := t.LHS.(*Ident); ok {
				fix += fmt.Sprintf(", or put the prior behind the declaration of `%s`", id.Name)
			}
		}
	}
	p.report(s.Range(), OnlyDeclarations, fix, "the `%s` block can only declare", kind)
}

func (p *parser) noValue(n *Declarator, kind BlockKind) {
	if kind == Data {
		p.report(n.Init.Range(), NoValue, "move the declaration to the `transformed data` block",
			"`%s` is data: its value is read, not computed", n.Name.Name)
		return
	}
	p.report(n.Init.Range(), NoValue, "move the declaration to the `transformed parameters` block, or write `~` for a prior",
		"`%s` is a parameter: it has no value of its own", n.Name.Name)
}

// --- functions ---

func (p *parser) notAFunction() {
	t := p.Peek()
	switch {
	case t.Type == tokIdent && (t.Value == "def" || t.Value == "function" || t.Value == "fn"):
		p.unexpected(OtherLanguage, "write the type of its result: real f(real x) { ... }", "a function does not begin with `%s`", t.Value)
	case t.Type == tokIdent && p.look(1).Type == tokIdent:
		p.unknownType()
		p.broken = true
	case is(t, ";"):
		p.unexpected(Unexpected, "remove it", "this `;` ends nothing: a function needs none")
	default:
		p.unexpected(Unexpected, "write real f(real x) { ... }; statements belong in another block",
			"expected a function, which begins with the type of its result, found %s", describe(t))
	}
}

func (p *parser) noBody(name *Ident) {
	f := "the function"
	if name != nil {
		f = "`" + name.Name + "`"
	}
	p.unexpected(Unexpected, "put its body in braces: { ... }", "expected the body of %s, found %s", f, describe(p.Peek()))
}

func (p *parser) sizedArgument(span source.Span, write string) {
	p.report(span, ArgumentType, "write `"+write+"`", "types of arguments and results have no sizes")
}

func (p *parser) boundedArgument(span source.Span) {
	p.report(span, ArgumentType, "check the value in the body, with `reject`", "types of arguments and results have no constraints")
}

func (p *parser) constrainedArgument(span source.Span, name, basic string) {
	p.report(span, ArgumentType, "write `"+basic+"`", "an argument or result cannot be a `%s`", name)
}

func (p *parser) hmArgument(t *lexer.Token) {
	p.fail(p.here(), ArgumentType, "write `int`, which it is", "an argument or result cannot be a `%s`", t.Value)
}

func (p *parser) voidArgument() {
	p.fail(p.here(), ArgumentType, "", "only a function's result can be `void`")
}

func (p *parser) oldArrayType(span source.Span, n int, name string) {
	p.report(span, RemovedSyntax, fmt.Sprintf("write `array[%s] %s`", strings.Repeat(",", n-1), name),
		"the brackets of an array do not stand behind its type")
}

func (p *parser) bracketsBehindArgument(span source.Span, n int, param *FuncParam) {
	p.report(span, ArgumentType,
		fmt.Sprintf("write `array[%s] %s %s`", strings.Repeat(",", n-1), param.Type.Name, param.Name.Name),
		"the brackets of an array do not stand behind the argument's name")
}

// --- declarations ---

func (p *parser) arrayOfArray() {
	p.unexpected(BadSizes, "write all sizes together: array[N, M] real", "an array of arrays has all its sizes in one pair of brackets")
}

func (p *parser) arrayNeedsSizes() {
	p.report(p.here(), BadSizes, "write how many elements it has: array[N]", "an array that is declared needs its sizes")
}

func (p *parser) needsSizes(name string, rule typeRule) {
	p.unexpected(BadSizes, "write `"+example(name, rule)+"`", "`%s` needs %s", name, sizesOf(rule))
}

func (p *parser) wrongSizes(span source.Span, name string, n int, rule typeRule) {
	p.report(span, BadSizes, "", "`%s` needs %s, not %d", name, sizesOf(rule), n)
}

func sizesOf(rule typeRule) string {
	if rule.min != rule.max {
		return fmt.Sprintf("%d or %s", rule.min, plural(rule.max, "size"))
	}
	return plural(rule.min, "size")
}

func example(name string, rule typeRule) string {
	if rule.min == 2 {
		return name + "[M, N]"
	}
	return name + "[N]"
}

func (p *parser) sizeOfScalar(name, word string) {
	open := p.here()
	start := p.RawCursor()
	p.next()
	if p.at("]") || p.at(",") {
		p.fail(open, BadSizes, "write array[N] "+name, "an array that is declared needs its sizes, in front")
		return
	}
	p.exprs("]")
	p.close("]", open)
	if !p.broken {
		p.report(p.from(open), BadSizes, fmt.Sprintf("an array is `array%s %s`", p.textFrom(start), word), "`%s` has no size", name)
	}
	p.broken = true
}

func (p *parser) shortTuple(open source.Span) {
	p.report(p.from(open), BadSizes, "add a comma behind a single element: tuple(real,)", "a tuple needs a comma between its elements")
}

func (p *parser) cannotBound(at source.Span, name, typ string) {
	if typ == "int" {
		p.report(at, BadConstraint, "an int takes lower and upper", "an `int` cannot have `%s`", name)
		return
	}
	p.report(at, BadConstraint, "remove it", "`%s` cannot have `%s`", typ, name)
}

func (p *parser) boundTwice(at source.Span, name string) {
	p.report(at, BadConstraint, "remove one", "`%s` is there twice", name)
}

func (p *parser) mixedBounds(at source.Span, first, second string) {
	p.report(at, BadConstraint, "use either lower and upper, or offset and multiplier", "`%s` does not go with `%s`", second, first)
}

func (p *parser) cannotMiss(at source.Span, typ string) {
	p.report(at, BadConstraint, "vectors, matrices and arrays of real or int can have missing entries", "a single `%s` cannot have missing entries", typ)
}

func (p *parser) unknownBound(t *TypeExpr) {
	words := []string{"lower", "upper", "offset", "multiplier", "missing"}
	tok := p.Peek()
	fix := "the constraints are lower, upper, offset and multiplier"
	if near, ok := spell.Nearest(tok.Value, words); ok && tok.Type == tokIdent {
		fix = "did you mean `" + near + "`?"
	}
	p.unexpected(BadConstraint, fix, "expected a constraint of `%s`, found %s", t.Name, describe(tok))
}

// constraintExpr reports what cannot follow the expression of a constraint.
func (p *parser) constraintExpr() {
	t := p.Peek()
	if t.Type == tokOp && (t.Value == "?" || t.Value != ">" && precedence[t.Value] > 0) {
		p.unexpected(NeedsParens, "write lower=(...)", "`%s` needs parentheses inside a constraint, where `>` closes", t.Value)
	}
}

func (p *parser) localConstraint(span source.Span, rule typeRule) {
	fix := "remove the constraint; only variables declared directly in a block have one"
	if rule.basic != "" {
		fix = "declare a `" + rule.basic + "`; only variables declared directly in a block are constrained"
	}
	p.report(span, LocalConstraint, fix, "a local variable has no constraint")
}

func (p *parser) oldArray(span source.Span, typ string, name *Ident, dims string) {
	p.report(span, RemovedSyntax, fmt.Sprintf("write `array%s %s %s`", dims, typ, name.Name),
		"the sizes of an array do not stand behind its name, `%s`", name.Name)
}

func (p *parser) noName() {
	fix := ""
	if is(&p.last, ">") {
		fix = "if a comparison was meant, put it in parentheses: `>` ends the constraint"
	}
	p.unexpectedAt(p.place(), Unexpected, fix, "expected a name after the type, found %s", describe(p.Peek()))
}

func (p *parser) reservedName(t *lexer.Token) {
	p.report(spanOf(t), ReservedWord, "choose another name, such as `"+t.Value+"_`", "`%s` is a word of the language and cannot be a name", t.Value)
}

func (p *parser) badName(t *lexer.Token) {
	if t.Value == "lp__" {
		p.report(spanOf(t), BadName, "read it with target(), add to it with target +=", "`lp__` cannot be declared")
		return
	}
	p.report(spanOf(t), BadName, "choose another name", "`%s` ends in two underscores, which Stan keeps for its own names", t.Value)
}

func (p *parser) secondType(t, u *lexer.Token) {
	if is(&p.last, ",") {
		p.unexpected(Unexpected, fmt.Sprintf("end the first declaration with `;`: ...; %s %s", t.Value, u.Value),
			"all names of one declaration have the same type")
		return
	}
	p.unexpected(Unexpected, "", "expected a name, found the type `%s`", t.Value)
}

func (p *parser) wrongAssign() {
	t := p.next()
	span := spanOf(t)
	if t.Value == "<" {
		span = span.To(spanOf(p.next()))
		p.report(span, RemovedSyntax, "write `=`", "an assignment is not written `<-`")
		return
	}
	p.report(span, BadOperator, "write `=`", "an assignment is not written `:=`")
}

func (p *parser) manyPriors() {
	p.report(p.here(), BadPrior, "declare each name by itself, or put the `~` into the model block",
		"a prior can follow only a single name")
}

func (p *parser) priorAndValue() {
	p.report(p.here(), BadPrior, "leave one of them out", "a variable has a value or a prior, not both")
}

// --- statements ---

func (p *parser) noSemicolon(what string) {
	t := p.Peek()
	switch {
	case t.Type == tokBad:
		p.broken = true
	case t.EOF(), is(t, "}"), is(t, "{"), p.atBlock(), p.startsStatement(),
		p.newLine() && t.Type == tokIdent && (is(p.look(1), "(") || is(p.look(1), "[")):
		p.report(p.before(), MissingSemicolon, "put `;` here", "the %s does not end with `;`", what)
	case is(t, ")"), is(t, "]"):
		p.fail(p.here(), Unexpected, "remove it", "this %s closes nothing", describe(t))
	case is(t, ":") && !p.newLine():
		p.fail(p.here(), Unexpected, "a range lo:hi stands only in an index or in for (i in lo:hi)", "`:` cannot stand here")
	case is(t, "|"):
		p.fail(p.here(), BadOperator, "write `||` for or", "`|` stands only inside a call such as normal_lpdf(y | mu, sigma)")
	case is(t, "'"):
		p.fail(p.here(), Unexpected, "put the expression in parentheses", "the transpose `'` cannot stand here")
	default:
		p.unexpected(Unexpected, "an operator or a `;` is missing before it", "%s cannot follow the %s", describe(t), what)
	}
}

func (p *parser) misplacedWord(t *lexer.Token) {
	switch t.Value {
	case "void":
		p.unexpected(Unexpected, "functions are defined in the functions block", "`void` cannot stand here")
	case "data":
		p.unexpected(Unexpected, "remove it", "`data` cannot stand in front of a variable: only arguments of functions are data-only")
	default:
		p.unexpected(ReservedWord, "choose another name, such as `"+t.Value+"_`", "`%s` is a word of the language and cannot be a name", t.Value)
	}
}

func (p *parser) misplacedElse() {
	p.report(p.here(), Unexpected, "an `else` directly follows the statement or block of an `if`", "this `else` belongs to no `if`")
}

func (p *parser) typeAsFunction(t *lexer.Token) {
	p.next()
	p.fail(spanOf(t), Unexpected, "", "`%s` is a type and cannot be called", t.Value)
}

func (p *parser) notAssignable(x Expr, op string) {
	fix := ""
	switch x := x.(type) {
	case *Call:
		if x.Fn.Name == "target" {
			fix = "write target += ..."
		}
	case *Binary:
		if op == "=" {
			fix = "to compare, write =="
		}
	case *Paren:
		fix = "remove the parentheses"
	}
	p.report(x.Range(), NotAssignable, fix, "this cannot be assigned to: it is not a variable or a part of one")
}

func (p *parser) chainedAssign() {
	p.fail(p.here(), Unexpected, "write one assignment for each variable; to compare, write ==", "one statement assigns only once")
}

func (p *parser) uselessExpr(x Expr) {
	t := p.Peek()
	if !is(t, ";") && !p.newLine() && !is(t, "}") {
		p.unexpected(Unexpected, "write x = ... or x ~ ...", "expected an assignment or `~`, found %s", describe(t))
		return
	}
	fix := "assign it (x = ...), give it a distribution (x ~ ...), or remove it"
	switch x := x.(type) {
	case *Binary:
		if x.Op == "==" {
			fix = "to assign, write ="
		}
	case *BadExpr:
		return
	}
	if n := len(p.list); n > 0 {
		last, here := p.list[n-1].Span, x.Range()
		if last.Pos.Filename == here.Pos.Filename && last.Pos.Offset >= here.Pos.Offset {
			return // something in it was reported
		}
	}
	p.report(x.Range(), NotAStatement, fix, "this expression does nothing")
}

func (p *parser) noDistribution(t *lexer.Token) {
	fix := "write x ~ normal(mu, sigma)"
	if is(p.look(1), "(") && reserved[t.Value] == typeWord {
		fix = ""
	}
	p.unexpected(Unexpected, fix, "expected the name of a distribution after `~`, found %s", describe(t))
}

func (p *parser) oneBound() {
	p.fail(p.here(), Unexpected, "write T[lo, ] or T[, hi]", "a truncation has two bounds with a comma between them")
}

func (p *parser) barInTilde() {
	p.report(p.here(), Unexpected, "write x ~ normal(mu, sigma)", "`|` does not stand after `~`: what is left of `~` comes first by itself")
}

func (p *parser) onlyIncrement(name string) {
	if t := p.Peek(); t.Type == tokOp && assignOps[t.Value] {
		p.fail(p.here(), Unexpected, "write "+name+" += ...", "`%s` can only be added to", name)
		return
	}
	p.unexpected(Unexpected, "write "+name+" += ...", "expected `+=` after `%s`, found %s", name, describe(p.Peek()))
}

func (p *parser) emptyMessage(kind string) {
	p.unexpected(Unexpected, "write what to say: "+kind+`("...")`, "`%s` says nothing", kind)
}

func (p *parser) noCondition(word string) {
	p.unexpected(BadLoop, "write "+word+" (...)", "the condition of `%s` stands in parentheses", word)
}

func (p *parser) assignInCondition() {
	p.report(p.here(), BadOperator, "write `==`", "`=` assigns; it does not compare")
}

func (p *parser) noForParens() {
	p.unexpected(BadLoop, "write for (i in 1:N)", "what `for` goes over stands in parentheses")
}

func (p *parser) noIn(v *Ident) {
	open := p.here()
	if p.at("=") {
		p.skipTo("(", ")")
		p.accept(")")
		p.fail(open, BadLoop, "write for ("+v.Name+" in 1:N)", "`for` goes over a range or a container")
		return
	}
	p.unexpected(BadLoop, "write for ("+v.Name+" in 1:N)", "expected `in` after `%s`, found %s", v.Name, describe(p.Peek()))
}

// --- expressions ---

func (p *parser) foreignOperator(op *lexer.Token, modern string) {
	p.report(spanOf(op), BadOperator, "write `"+modern+"`", "`%s` is not an operator of this language", op.Value)
}

func (p *parser) indexOfTranspose() {
	p.unexpected(NeedsParens, "write (x')[i]", "a transpose needs parentheses before it is indexed")
}

func (p *parser) bigTupleIndex(t *lexer.Token) {
	p.report(spanOf(t), BadNumber, "", "no tuple has an element `%s`", t.Value)
}

func (p *parser) missingTimes(t, u *lexer.Token) {
	p.unexpected(Unexpected, fmt.Sprintf("write %s * %s", t.Value, u.Value), "an operator is missing between `%s` and `%s`", t.Value, u.Value)
}

func (p *parser) extraComma(comma source.Span) {
	p.report(comma, Unexpected, "remove the comma, or write what is missing after it", "nothing follows this comma")
}

func (p *parser) misplacedBar() {
	p.report(p.here(), Unexpected, "write f(y | mu, sigma)", "`|` stands only once in a call, after the first argument")
}

func (p *parser) namedArgument(t *lexer.Token) {
	p.report(spanOf(t).To(spanOf(p.look(1))), OtherLanguage, "leave the name out, and keep the order of the declaration",
		"arguments are given by position, not by name")
}

func (p *parser) emptyParens() {
	p.unexpected(Unexpected, "", "there is nothing in these parentheses")
}

func (p *parser) emptyArray(open source.Span) {
	p.report(open, Unexpected, "an array needs an element, from which its type is known", "this array is empty")
}

func (p *parser) textHere(t *lexer.Token) {
	p.fail(spanOf(t), Unexpected, "", "text in quotes stands only in print, reject and fatal_error, and as the label in an index")
}

// noExpression reports what cannot begin an expression.
func (p *parser) noExpression() {
	t := p.Peek()
	switch {
	case is(t, "'") && p.closesQuote():
		p.fail(p.here(), OtherLanguage, "write double quotes: \"", "text does not stand in single quotes")
	case t.Type == tokWord && reserved[t.Value] == typeWord:
		p.unexpected(Unexpected, "", "`%s` is a type and cannot stand in an expression", t.Value)
	case t.Type == tokWord && !p.newLine():
		p.unexpected(ReservedWord, "", "`%s` is a word of the language and cannot stand in an expression", t.Value)
	case p.countsUp() && is(t, ";"):
		p.unexpected(Unexpected, fmt.Sprintf("to count up or down, write x %s= 1", p.last.Value), "an expression is missing after `%s`", p.last.Value)
	case t.Type == tokOp && precedence[t.Value] > 0:
		p.unexpected(Unexpected, "", "an expression is missing before `%s`", t.Value)
	default:
		p.unexpectedAt(p.place(), Unexpected, "", "expected an expression, found %s", describe(t))
	}
}
