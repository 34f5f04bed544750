package syntax

import (
	"cmp"
	"slices"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"hm/lang/source"
)

// Options adjusts Parse; the zero value reads a program as it is.
type Options struct {
	// Include returns the text of a file that the file named from includes.
	// If it is nil, an #include stays in the tree as a Comment.
	Include func(path, from string) ([]byte, error)
	// Deprecated accepts the spellings of older versions of Stan. The tree is
	// that of the modern spelling, with and without it.
	Deprecated bool
}

// Parse reads a program. It returns a tree whatever src holds, with all
// problems that are independent of each other in source order.
func Parse(name string, src []byte, opts Options) (*File, source.List) {
	s := &scanner{include: opts.Include, tokens: make([]lexer.Token, 0, len(src)/3+8)}
	s.file(name, src)
	file := &File{Comments: s.comments}
	file.Pos = source.Pos{Filename: name, Line: 1, Column: 1}
	file.EndPos = source.Pos(s.pos)
	list := append(s.list, parseBlocks(file, s.lexer())...)
	list = append(list, checkBlocks(file)...)
	if len(file.Blocks) == 0 && len(list) == 0 {
		emptyProgram(&list, file)
	}
	list = append(list, modernise(file)...)
	attachDocs(file)
	return file, tidy(list, name, opts)
}

// The grammar of a program, as far as participle parses it: a file is a
// sequence of items. An item is read by a production of our own, because
// participle stops at the first error and has only its own words for it; each
// item comes with the problems found in it and never fails.
type program struct {
	Items []item `parser:"@@*"`
}

// An item is a block, or something else that stands outside every block.
type item interface{ problems() source.List }

type blockItem struct {
	block *Block // nil for something else
	list  source.List
}

func (b *blockItem) problems() source.List { return b.list }

// grammar is built when the first program is parsed.
var grammar = sync.OnceValue(func() *participle.Parser[program] {
	return participle.MustBuild[program](participle.Lexer(definition{}), participle.ParseTypeWith(parseItem))
})

// parseItem is participle's way into our own productions.
func parseItem(lex *lexer.PeekingLexer) (item, error) {
	if lex.Peek().EOF() {
		return nil, participle.NextMatch
	}
	p := &parser{PeekingLexer: lex}
	block := p.item()
	return &blockItem{block, p.list}, nil
}

// parseBlocks fills in the blocks of file.
func parseBlocks(file *File, lex lexer.Lexer) source.List {
	var list source.List
	tokens, err := lexer.Upgrade(lex)
	if err == nil {
		var prog *program
		prog, err = grammar().ParseFromLexer(tokens)
		for _, it := range prog.Items {
			list = append(list, it.problems()...)
			if b := it.(*blockItem).block; b != nil {
				file.Blocks = append(file.Blocks, b)
			}
		}
	}
	if err != nil { // participle bounds the number of items
		list.Add(spanOf(tokens.Peek()), Unexpected, "", "this file cannot be read: %v", err)
	}
	return list
}

// tidy puts the problems in order and leaves out what opts allows.
func tidy(list source.List, name string, opts Options) source.List {
	if opts.Deprecated {
		list = slices.DeleteFunc(list, func(d source.Diagnostic) bool { return d.Code == RemovedSyntax })
	}
	// Problems in included files stay together, in the order found, behind
	// those of the file itself.
	slices.SortStableFunc(list, func(a, b source.Diagnostic) int {
		aIn, bIn := a.Span.Pos.Filename == name, b.Span.Pos.Filename == name
		switch {
		case aIn && bIn:
			return cmp.Compare(a.Span.Pos.Offset, b.Span.Pos.Offset)
		case aIn:
			return -1
		case bIn:
			return 1
		}
		return 0
	})
	return list
}

// checkBlocks reports blocks that are there twice or out of order.
func checkBlocks(file *File) source.List {
	var list source.List
	if len(file.Blocks) == 0 {
		return list
	}
	var seen [GeneratedQuantities + 1]*Block
	latest := file.Blocks[0]
	for _, b := range file.Blocks {
		if first := seen[b.Kind]; first != nil {
			duplicateBlock(&list, b, first)
			continue
		}
		seen[b.Kind] = b
		if b.Kind < latest.Kind {
			blockOrder(&list, b, latest)
			continue
		}
		latest = b
	}
	return list
}
