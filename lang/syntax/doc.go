package syntax

import "strings"

// attachDocs gives declarations and functions their doc comments: the ///
// lines directly above, and for a declaration the one at the end of its line.
func attachDocs(f *File) {
	docs := docComments(f.Comments)
	if len(docs) == 0 {
		return
	}
	var decls []*Decl
	Inspect(f, func(n Node) bool {
		switch n := n.(type) {
		case *FuncDef:
			n.Doc = docs.above(n)
		case *Decl:
			n.Doc = docs.above(n)
			decls = append(decls, n)
		case Expr:
			return false
		}
		return true
	})
	// Of several declarations on a line, the last has the comment behind it.
	behind := map[line]*Decl{}
	for _, d := range decls {
		behind[line{d.EndPos.Filename, d.EndPos.Line}] = d
	}
	for at, d := range behind {
		if c := docs[at]; c != nil && !c.own && c.Pos.Offset >= d.EndPos.Offset {
			d.Doc = strings.TrimPrefix(d.Doc+"\n"+docText(c), "\n")
		}
	}
}

type line struct {
	file string
	n    int
}

// A docLines holds the doc comments by line.
type docLines map[line]*Comment

func docComments(comments []*Comment) docLines {
	docs := docLines{}
	for _, c := range comments {
		if strings.HasPrefix(c.Text, "///") && !strings.HasPrefix(c.Text, "////") {
			docs[line{c.Pos.Filename, c.Pos.Line}] = c
		}
	}
	return docs
}

// above returns the text of the comments on the lines above n.
func (d docLines) above(n Node) string {
	pos := n.Range().Pos
	var text string
	for at := (line{pos.Filename, pos.Line - 1}); d[at] != nil && d[at].own; at.n-- {
		text = strings.TrimSuffix(docText(d[at])+"\n"+text, "\n")
	}
	return text
}

func docText(c *Comment) string {
	return strings.TrimPrefix(strings.TrimPrefix(c.Text, "///"), " ")
}
