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
}

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

// slot returns the form of a slot.
func (l *linearizer) slot(s ir.Slot) form {
	if f, ok := l.memo[s]; ok {
		return f
	}
	out, ok := form{}, false
	if p := l.producer[s]; p >= 0 {
		if n := l.f.Nodes[p]; n.N > l.narrow || n.Op == nil {
			out, ok = l.node(n, int(s-n.First))
		}
	}
	if !ok {
		out = form{terms: []term{{s, 1}}}
	}
	l.memo[s] = out
	return out
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
		return add(l.arg(x, i), l.arg(n.Args[1], i), 1), true
	case "operator-":
		if len(n.Args) == 1 {
			return scale(l.arg(x, i), -1), true
		}
		return add(l.arg(x, i), l.arg(n.Args[1], i), -1), true
	case "operator*":
		return l.times(n, i)
	case "operator.*":
		return product(l.arg(x, i), l.arg(n.Args[1], i))
	case "operator/":
		if n.Op.Each != nil {
			return over(l.arg(x, i), l.arg(n.Args[1], i))
		}
	case "operator./":
		return over(l.arg(x, i), l.arg(n.Args[1], i))
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
		return product(l.arg(x, i), l.arg(y, i))
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
		out = addInto(out, l.arg(x, i), 1)
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
			out = addInto(out, v, u.off)
		}
	}
	return out, true
}

func product(x, y form) (form, bool) {
	switch {
	case len(x.terms) == 0:
		return scale(y, x.off), true
	case len(y.terms) == 0:
		return scale(x, y.off), true
	}
	return form{}, false
}

func over(x, y form) (form, bool) {
	if len(y.terms) > 0 {
		return form{}, false
	}
	out := form{off: x.off / y.off, terms: slices.Clone(x.terms)}
	for i := range out.terms {
		out.terms[i].coef /= y.off
	}
	return out, true
}

func scale(x form, c float64) form {
	if c == 1 {
		return x
	}
	out := form{off: x.off * c, terms: slices.Clone(x.terms)}
	for i := range out.terms {
		out.terms[i].coef *= c
	}
	return out
}

// addInto is x + c·y, where x is no one else's and y has one term, as it has
// for a parameter; other forms go the general way.
func addInto(x, y form, c float64) form {
	if len(y.terms) == 1 && (len(x.terms) == 0 || x.terms[len(x.terms)-1].slot < y.terms[0].slot) {
		x.off += c * y.off
		x.terms = append(x.terms, term{y.terms[0].slot, c * y.terms[0].coef})
		return x
	}
	return add(x, y, c)
}

// add is x + c·y.
func add(x, y form, c float64) form {
	out := form{off: x.off + c*y.off, terms: make([]term, 0, len(x.terms)+len(y.terms))}
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
