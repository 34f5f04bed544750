package syntax

import "hm/lang/source"

// item reads a block. Of anything else it reads up to the next block, and
// returns nil. It consumes at least one token.
func (p *parser) item() *Block {
	start := p.here()
	if kind, words, ok := p.blockName(); ok {
		for range words {
			p.next()
		}
		return p.block(kind, p.from(start))
	}
	if t := p.Peek(); t.Type == tokIdent && (is(p.look(1), "{") || p.look(1).Type == tokIdent && is(p.look(2), "{")) {
		return p.misnamedBlock()
	}
	p.outsideBlock()
	for first := true; !p.Peek().EOF() && (first || !p.atBlock()); first = false {
		p.next()
	}
	return nil
}

// blockName reports which block's name comes next, and of how many words.
func (p *parser) blockName() (kind BlockKind, words int, ok bool) {
	t := p.Peek()
	switch {
	case t.Type == tokWord && reserved[t.Value] == blockWord:
		for kind, name := range blockNames {
			if name == t.Value {
				return BlockKind(kind), 1, true
			}
		}
	case t.Type == tokIdent && (t.Value == "transformed" || t.Value == "generated"):
		name := t.Value + " " + p.look(1).Value
		for kind, n := range blockNames {
			if name == n {
				return BlockKind(kind), 2, true
			}
		}
	}
	return 0, 0, false
}

// atBlock reports whether a block begins here.
func (p *parser) atBlock() bool {
	_, words, ok := p.blockName()
	return ok && is(p.look(words), "{")
}

// block reads the rest of a block whose name was consumed.
func (p *parser) block(kind BlockKind, name source.Span) *Block {
	b := &Block{Kind: kind}
	open := brace{name, p.indent}
	if p.at("{") {
		open = p.openBrace()
	} else {
		p.noBlockBrace(kind)
		p.unclosedBrace = true
	}
	p.local = kind == Model || kind == Functions
	if kind == Functions {
		b.Funcs = p.functions(open)
	} else {
		b.Stmts = p.stmts(open)
	}
	if kind == Data || kind == Parameters {
		b.Stmts = p.onlyDeclarations(b.Stmts, kind)
	}
	b.Span = p.from(name)
	return b
}

// onlyDeclarations reports what does not belong in a block of declarations,
// and leaves it out.
func (p *parser) onlyDeclarations(stmts []Stmt, kind BlockKind) []Stmt {
	kept := stmts[:0]
	for _, s := range stmts {
		switch s := s.(type) {
		case *Decl:
			for _, n := range s.Names {
				if n.Init != nil {
					if s.Prior == nil { // both were reported
						p.noValue(n, kind)
					}
					n.Init = nil
				}
			}
			kept = append(kept, s)
		case *Empty, *BadStmt:
			kept = append(kept, s)
		default:
			p.notADeclaration(s, kind)
			kept = append(kept, &BadStmt{s.Range()})
		}
	}
	return kept
}

// stmts reads statements up to the } that ends them, and consumes it.
func (p *parser) stmts(open brace) []Stmt {
	var list []Stmt
	for !p.endOfBraces(open) {
		at := p.RawCursor()
		list = append(list, p.stmt()...)
		if p.RawCursor() == at { // nothing here begins a statement
			p.next()
		}
	}
	return list
}

// functions reads function definitions up to the } that ends them.
func (p *parser) functions(open brace) []*FuncDef {
	var list []*FuncDef
	for !p.endOfBraces(open) {
		at := p.RawCursor()
		if f := p.funcDef(); f != nil {
			list = append(list, f)
		}
		if p.RawCursor() == at {
			p.next()
		}
	}
	return list
}

// endOfBraces consumes the } that ends what { at open began, and reports
// whether that is done. The end of the file and a new block end it too.
func (p *parser) endOfBraces(open brace) bool {
	if p.at("}") {
		p.closeBrace(open)
		return true
	}
	if p.Peek().EOF() || p.atBlock() {
		p.missingBrace(open)
		return true
	}
	return false
}

// funcDef reads a function definition or declaration.
func (p *parser) funcDef() *FuncDef {
	start := p.here()
	if !p.atType() && !p.at("void") {
		p.notAFunction()
		p.skipFunction()
		return nil
	}
	f := &FuncDef{Return: p.returnType()}
	f.Name = p.declName()
	open := p.here()
	if p.expect("(", "after the function's name") {
		f.Params = p.params(open)
	}
	wasBroken := p.mend()
	if wasBroken {
		p.skipToBody()
	}
	switch at := p.here(); {
	case p.at("{"):
		body := &BlockStmt{Stmts: p.stmts(p.openBrace())}
		body.Span = p.from(at)
		f.Body = body
	case p.accept(";"):
	default:
		if !wasBroken {
			p.noBody(f.Name)
		}
		p.skipFunction()
	}
	f.Span = p.from(start)
	if f.Name == nil {
		return nil
	}
	return f
}

// params reads formal arguments up to the closing parenthesis.
func (p *parser) params(open source.Span) []*FuncParam {
	var list []*FuncParam
	if p.accept(")") {
		return nil
	}
	for {
		start := p.here()
		param := &FuncParam{Data: p.accept("data")}
		param.Type = p.unsizedType(true)
		param.Name = p.declName()
		if p.broken {
			return list
		}
		p.oldArgumentDims(param)
		param.Span = p.from(start)
		list = append(list, param)
		if !p.accept(",") {
			p.close(")", open)
			return list
		}
	}
}

// skipToBody skips to the { or ; after a function's broken head.
func (p *parser) skipToBody() {
	for t := p.Peek(); !t.EOF() && !is(t, "{") && !is(t, ";") && !is(t, "}"); t = p.Peek() {
		p.next()
	}
}

// skipFunction skips what cannot be read as a function, with its body.
func (p *parser) skipFunction() {
	p.mend()
	p.skipToBody()
	if !p.accept(";") && p.at("{") {
		depth := 0
		for t := p.Peek(); !t.EOF() && !p.atBlock(); t = p.Peek() {
			switch {
			case is(t, "{"):
				depth++
			case is(t, "}"):
				depth--
			}
			p.next()
			if depth == 0 {
				return
			}
		}
	}
}
