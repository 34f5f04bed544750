package literal

import (
	"strconv"

	"hm/lang/source"
)

// A Node is a value written under `values` in a run file.
type Node struct {
	Span source.Span
	// Text is what a single value says, without quotes; Quoted says that it
	// was written in quotes and is text even if it looks like a number.
	Text   string
	Quoted bool
	// Items are the entries of a list; of a mapping they are the values of
	// Keys. A single value has neither.
	List  bool
	Items []Node
	Keys  []string
}

// FromNode makes a literal of a node.
func FromNode(n Node) *Literal {
	var spans, marks []source.Span
	b := newBuilder(func(mark int) source.Span { return marks[mark] })
	addNode(b, n, &spans, &marks)
	lit := b.literal()
	lit.place = func(leaf int) source.Span {
		if leaf < 0 {
			return n.Span
		}
		return spans[leaf]
	}
	return lit
}

func addNode(b *builder, n Node, spans, marks *[]source.Span) {
	mark := len(*marks)
	*marks = append(*marks, n.Span)
	if n.List {
		b.begin(mark)
		for _, item := range n.Items {
			addNode(b, item, spans, marks)
		}
		b.end()
		return
	}
	*spans = append(*spans, n.Span)
	if n.Keys != nil {
		m := &Map{place: func(i int) source.Span { return n.Items[i].Span }}
		for i, key := range n.Keys {
			m.add(key, FromNode(n.Items[i]))
		}
		b.object(mark, m)
		return
	}
	addScalar(b, mark, n)
}

// addScalar reads a single value as YAML does.
func addScalar(b *builder, mark int, n Node) {
	if n.Quoted {
		b.text(mark, n.Text)
		return
	}
	switch n.Text {
	case "", "~", "null", "Null", "NULL":
		b.text(mark, "NA")
	case "true", "True", "TRUE":
		b.leaf(mark, Bool, 1)
	case "false", "False", "FALSE":
		b.leaf(mark, Bool, 0)
	case ".nan", ".NaN", ".NAN":
		b.text(mark, "NaN")
	case ".inf", "+.inf", ".Inf":
		b.text(mark, "Inf")
	case "-.inf", "-.Inf":
		b.text(mark, "-Inf")
	default:
		if x, err := strconv.ParseFloat(n.Text, 64); err == nil {
			b.number(mark, x)
			return
		}
		b.text(mark, n.Text)
	}
}
