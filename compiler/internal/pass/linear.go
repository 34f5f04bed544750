package pass

import (
	"slices"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/fn"
	"hm/lang/types"
)

// A form is a scalar that is linear in other slots with known coefficients:
// off + Σ coef·slot, terms sorted by slot.
type form struct {
	off   float64
	terms []term
}

type term struct {
	slot ir.Slot
	coef float64
}

// A linearizer finds the linear forms of slots. A slot that is not a linear
// function of others, such as a parameter or a product of parameters, is its
// own form.
type linearizer struct {
	producer []int32 // by slot: the index of the node that computes it, or -1
	f        *ir.Func
	memo     map[ir.Slot]form
	// narrow is the length of result up to which a node is not looked into:
	// what it computes is taken as it is.
	narrow int
	// room is memory for the terms of the forms of one row; see fresh.
	room []term
}

// maxMemo is the length of result up to which forms are kept: elements of
// longer ones are seldom asked for twice.
const maxMemo = 4096

func newLinearizer(f *ir.Func, narrow int) *linearizer {
	l := &linearizer{producer: make([]int32, f.Slots), f: f, memo: map[ir.Slot]form{}, narrow: narrow}
	for i := range l.producer {
		l.producer[i] = -1
	}
	for i, n := range f.Nodes {
		for s := n.First; s < n.First+ir.Slot(n.N); s++ {
			l.producer[s] = int32(i)
		}
	}
	return l
}

// row returns the form of element i of an argument. It is good until the next
// call.
func (l *linearizer) row(a ir.Arg, i int) form {
	l.room = l.room[:0]
	return l.arg(a, i)
}

// fresh returns empty memory for n terms, good until the next row.
func (l *linearizer) fresh(n int) []term {
	if len(l.room)+n > cap(l.room) {
		l.room = make([]term, 0, 2*cap(l.room)+n+64) // forms in use keep the old one
	}
	at := len(l.room)
	l.room = l.room[:at+n]
	return l.room[at : at : at+n]
}

// slot returns the form of a slot.
func (l *linearizer) slot(s ir.Slot) form {
	p := l.producer[s]
	if p < 0 {
		return l.itself(s)
	}
	n := l.f.Nodes[p]
	if n.N <= l.narrow && n.Op != nil {
		return l.itself(s)
	}
	if n.N > maxMemo {
		if out, ok := l.node(n, int(s-n.First)); ok {
			return out
		}
		return l.itself(s)
	}
	if f, ok := l.memo[s]; ok {
		return f
	}
	out, ok := l.node(n, int(s-n.First))
	if !ok {
		out = l.itself(s)
	}
	out.terms = slices.Clone(out.terms)
	l.memo[s] = out
	return out
}

func (l *linearizer) itself(s ir.Slot) form {
	return form{terms: append(l.fresh(1), term{s, 1})}
}

// node returns the form of element i of a node's result.
func (l *linearizer) node(n *ir.Node, i int) (form, bool) {
	if n.Op == nil {
		if s := n.Gather[i]; s != ir.Constant {
			return l.slot(s), true
		}
		return form{off: n.Fill[i]}, true
	}
	if _, ok := n.Op.Row.(*fn.Overload); !ok {
		return form{}, false
	}
	x := n.Args[0]
	switch n.Op.Name {
	case "operator+":
		if len(n.Args) == 1 {
			return l.arg(x, i), true
		}
		return l.add(l.arg(x, i), l.arg(n.Args[1], i), 1), true
	case "operator-":
		if len(n.Args) == 1 {
			return l.scale(l.arg(x, i), -1), true
		}
		return l.add(l.arg(x, i), l.arg(n.Args[1], i), -1), true
	case "operator*":
		return l.times(n, i)
	case "operator.*":
		return l.product(l.arg(x, i), l.arg(n.Args[1], i))
	case "operator/":
		if n.Op.Each != nil {
			return l.over(l.arg(x, i), l.arg(n.Args[1], i))
		}
	case "operator./":
		return l.over(l.arg(x, i), l.arg(n.Args[1], i))
	case "rep_vector":
		return l.arg(x, 0), true
	case "to_vector":
		return l.arg(x, i), x.Type.Array <= 1
	case "sum":
		return l.sum(x), true
	case "dot_product":
		return l.dot(x, n.Args[1], 0, 1)
	}
	return form{}, false
}

// arg returns the form of element i of a possibly broadcast argument.
func (l *linearizer) arg(a ir.Arg, i int) form {
	if a.N == 1 {
		i = 0
	}
	return l.element(a, i)
}

func (l *linearizer) element(a ir.Arg, i int) form {
	if a.First == ir.Constant {
		return form{off: a.Data[i]}
	}
	return l.slot(a.First + ir.Slot(i))
}

// times is element i of a product: number by number, or of a data matrix and a
// vector.
func (l *linearizer) times(n *ir.Node, i int) (form, bool) {
	x, y := n.Args[0], n.Args[1]
	switch {
	case n.Op.Each != nil:
		return l.product(l.arg(x, i), l.arg(y, i))
	case x.Type.Kind == types.Matrix && y.Type.Kind == types.Vector:
		return l.dot(x, y, i, x.Dims[0])
	case x.Type.Kind == types.RowVector && y.Type.Kind == types.Vector:
		return l.dot(x, y, 0, 1)
	}
	return form{}, false
}

func (l *linearizer) sum(x ir.Arg) form {
	out := form{}
	for i := range x.N {
		out = l.addInto(out, l.arg(x, i), 1)
	}
	return out
}

// dot is Σ_k x[first + k·stride]·y[k], where one of the two is data.
func (l *linearizer) dot(x, y ir.Arg, first, stride int) (form, bool) {
	if x.First != ir.Constant && y.First != ir.Constant {
		return form{}, false
	}
	out := form{}
	for k := range y.N {
		u, v := l.element(x, first+k*stride), l.element(y, k)
		if len(u.terms) > 0 {
			u, v = v, u
		}
		if u.off != 0 {
			out = l.addInto(out, v, u.off)
		}
	}
	return out, true
}

func (l *linearizer) product(x, y form) (form, bool) {
	switch {
	case len(x.terms) == 0:
		return l.scale(y, x.off), true
	case len(y.terms) == 0:
		return l.scale(x, y.off), true
	}
	return form{}, false
}

func (l *linearizer) over(x, y form) (form, bool) {
	if len(y.terms) > 0 {
		return form{}, false
	}
	out := form{off: x.off / y.off, terms: append(l.fresh(len(x.terms)), x.terms...)}
	for i := range out.terms {
		out.terms[i].coef /= y.off
	}
	return out, true
}

func (l *linearizer) scale(x form, c float64) form {
	if c == 1 {
		return x
	}
	out := form{off: x.off * c, terms: append(l.fresh(len(x.terms)), x.terms...)}
	for i := range out.terms {
		out.terms[i].coef *= c
	}
	return out
}

// addInto is x + c·y, where x is no one else's and y has one term, as it has
// for a parameter; other forms go the general way.
func (l *linearizer) addInto(x, y form, c float64) form {
	if len(y.terms) == 1 && (len(x.terms) == 0 || x.terms[len(x.terms)-1].slot < y.terms[0].slot) {
		x.off += c * y.off
		x.terms = append(x.terms, term{y.terms[0].slot, c * y.terms[0].coef})
		return x
	}
	return l.add(x, y, c)
}

// add is x + c·y.
func (l *linearizer) add(x, y form, c float64) form {
	out := form{off: x.off + c*y.off, terms: l.fresh(len(x.terms) + len(y.terms))}
	i, j := 0, 0
	for i < len(x.terms) || j < len(y.terms) {
		switch {
		case j == len(y.terms) || i < len(x.terms) && x.terms[i].slot < y.terms[j].slot:
			out.terms = append(out.terms, x.terms[i])
			i++
		case i == len(x.terms) || y.terms[j].slot < x.terms[i].slot:
			out.terms = append(out.terms, term{y.terms[j].slot, c * y.terms[j].coef})
			j++
		default:
			out.terms = append(out.terms, term{x.terms[i].slot, x.terms[i].coef + c*y.terms[j].coef})
			i, j = i+1, j+1
		}
	}
	return out
}

// origin follows gathers from a slot to the one that they copy; Constant if
// that is a constant.
func (l *linearizer) origin(s ir.Slot) ir.Slot {
	for s != ir.Constant && l.producer[s] >= 0 && l.f.Nodes[l.producer[s]].Op == nil {
		n := l.f.Nodes[l.producer[s]]
		s = n.Gather[s-n.First]
	}
	return s
}
