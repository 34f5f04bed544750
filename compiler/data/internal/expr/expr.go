// Package expr evaluates expressions over the columns of a table, such as
// log(dev_loss), center(age) / 10 or dataset == "A" && epoch > 1.
//
// An expression is evaluated for all rows at once. Its values are numbers, with
// 1 for true and 0 for false, or text; text can only be compared. NaN stands
// for a value that is missing; what is computed from it is missing too, except
// that a false side decides && and a true side decides ||.
//
// From loosest to tightest the operators are
//
//	||
//	&&
//	== != < <= > >=
//	+ -
//	* / %
//	- ! (before their operand)
//	^ (from right to left)
//
// Names are letters, digits, underscores and points; any other name of a column
// stands in backquotes. Text stands in single or double quotes.
package expr

// An Expr is an expression that was read.
type Expr struct {
	Text string
	root *node
}

// A node is one operation. Its place is a range of bytes of the text.
type node struct {
	op       string // an operator, "number", "text", "column" or "call"
	from, to int
	num      float64
	name     string // of a column or function, or the text
	fn       *function
	args     []*node
}

// An Error says what is wrong, and where in the text of the expression.
type Error struct {
	From, To int    // bytes of the text
	Msg, Fix string // as of a source.Diagnostic
	Row      int    // the index of the row in which it happened, or -1
	Rows     int    // in how many rows it happened
	Column   string // a column that led to it, if Row is set
	Cell     string // what is in that column, if it is no number
}

func (e *Error) Error() string { return e.Msg }

// A Ref is a use of a column.
type Ref struct {
	Name     string
	From, To int
	// Asked says that the expression only asks whether the value is missing.
	Asked bool
}

// Refs returns the uses of columns in e, in order.
func (e *Expr) Refs() []Ref {
	var refs []Ref
	var walk func(n *node, asked bool)
	walk = func(n *node, asked bool) {
		if n.op == "column" {
			refs = append(refs, Ref{n.name, n.from, n.to, asked})
		}
		for _, a := range n.args {
			walk(a, asked || n.fn != nil && n.fn.asks)
		}
	}
	walk(e.root, false)
	return refs
}

// Plain returns the column if e is nothing but a column.
func (e *Expr) Plain() (column string, ok bool) { return e.root.name, e.root.op == "column" }

// Column returns the expression that is a column, whatever its name.
func Column(name string) *Expr {
	return &Expr{Text: name, root: &node{op: "column", name: name, to: len(name)}}
}
