package check

import (
	"slices"
	"strconv"
	"strings"

	"hm/lang/syntax"
	"hm/lang/types"
)

// text spells an expression in a message: as the user wrote it, but on one
// line, and cut where it is long.
func text(e syntax.Expr) string {
	var b strings.Builder
	write(&b, e)
	if s := b.String(); len(s) <= 40 {
		return "`" + s + "`"
	}
	return "this expression"
}

func write(b *strings.Builder, e syntax.Expr) {
	if b.Len() > 60 {
		return
	}
	switch e := e.(type) {
	case *syntax.Ident:
		b.WriteString(e.Name)
	case *syntax.IntLit:
		b.WriteString(e.Text)
	case *syntax.RealLit:
		b.WriteString(e.Text)
	case *syntax.ImagLit:
		b.WriteString(e.Text + "i")
	case *syntax.StringLit:
		b.WriteString(strconv.Quote(e.Value))
	case *syntax.Paren:
		writeList(b, "(", ")", e.X)
	case *syntax.Unary:
		b.WriteString(e.Op)
		write(b, e.X)
	case *syntax.Transpose:
		write(b, e.X)
		b.WriteString("'")
	case *syntax.Binary:
		write(b, e.X)
		b.WriteString(" " + e.Op + " ")
		write(b, e.Y)
	case *syntax.Cond:
		write(b, e.Cond)
		b.WriteString(" ? ")
		write(b, e.Then)
		b.WriteString(" : ")
		write(b, e.Else)
	case *syntax.Call:
		if e.Fn != nil {
			b.WriteString(e.Fn.Name)
		}
		writeArgs(b, e)
	case *syntax.Index:
		write(b, e.X)
		writeIndices(b, e.Indices)
	case *syntax.TupleIndex:
		write(b, e.X)
		b.WriteString("." + strconv.Itoa(e.N))
	case *syntax.ArrayLit:
		writeList(b, "{", "}", e.Elems...)
	case *syntax.RowLit:
		writeList(b, "[", "]", e.Elems...)
	case *syntax.TupleLit:
		writeList(b, "(", ")", e.Elems...)
	default:
		b.WriteString("...")
	}
}

// writeArgs writes the arguments of a call, with its bar.
func writeArgs(b *strings.Builder, e *syntax.Call) {
	if !e.Bar || len(e.Args) == 0 {
		writeList(b, "(", ")", e.Args...)
		return
	}
	b.WriteString("(")
	write(b, e.Args[0])
	writeList(b, " | ", ")", e.Args[1:]...)
}

func writeList(b *strings.Builder, open, end string, list ...syntax.Expr) {
	b.WriteString(open)
	for i, x := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, x)
	}
	b.WriteString(end)
}

func writeIndices(b *strings.Builder, list []*syntax.IndexArg) {
	b.WriteString("[")
	for i, ix := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		if ix == nil {
			continue
		}
		if ix.Lo != nil {
			write(b, ix.Lo)
		}
		if ix.Range {
			b.WriteString(":")
		}
		if ix.Hi != nil {
			write(b, ix.Hi)
		}
	}
	b.WriteString("]")
}

// signature spells a signature as its function is called, with Stan's words
// for what widens: "normal_lpdf(reals y | reals mu, reals sigma) => real".
func signature(s *types.Signature) string {
	params := make([]string, len(s.Params))
	for i, p := range s.Params {
		params[i] = paramType(p)
		if p.Name != "" {
			params[i] += " " + p.Name
		}
	}
	sep := ", "
	list := strings.Join(params, sep)
	if len(params) > 1 && hasSuffix(s.Name, densitySuffixes...) {
		list = params[0] + " | " + strings.Join(params[1:], sep)
	}
	shown := s.Name + "(" + list + ") => " + s.Result.String()
	if slices.ContainsFunc(s.Params, func(p types.Param) bool { return p.Broad == types.Each }) {
		shown += ", element by element"
	}
	return shown
}

// paramType spells the type of a parameter.
func paramType(p types.Param) string {
	t := p.Type.String()
	switch {
	case p.Broad == types.Reals, p.Broad == types.Vectors:
		t = plural(p.Type)
	}
	if p.Data {
		t = "data " + t
	}
	return t
}

// plural spells a type that may be widened over one dimension.
func plural(t types.Type) string {
	t.Array = 0
	return t.String() + "s"
}

// typeList spells the types of arguments.
func typeList(args []types.Type) string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i] = a.String()
	}
	return strings.Join(list, ", ")
}

// typeName spells a type in a sentence: "an int", "array[] real".
func typeName(t types.Type) string {
	switch {
	case t.Kind == types.Function:
		return "a function"
	case t.Array > 0:
		return t.String()
	}
	return article(t.String())
}

// article puts a or an in front of a word.
func article(word string) string {
	if strings.ContainsRune("aeio", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// code sets a piece of program in backquotes, unless it is in words.
func code(s string) string {
	if strings.Contains(s, "statement") {
		return s
	}
	return "`" + s + "`"
}

// count spells a number of things.
func count(n int, thing string) string {
	switch {
	case n == 1:
		return "1 " + thing
	case thing == "index":
		return strconv.Itoa(n) + " indices"
	case n == 0:
		return "no " + thing + "s"
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// ordinal spells the place of an argument or index, counted from 0.
func ordinal(i int) string {
	words := [...]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if i < len(words) {
		return words[i]
	}
	return "argument " + strconv.Itoa(i+1)
}
