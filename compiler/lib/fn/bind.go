package fn

import (
	"fmt"
	"slices"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// DimsOf returns the sizes of the result for bound arguments, empty for a
// scalar, or says in the user's words why the arguments do not fit together.
func (o *Overload) DimsOf(args []mem.Operand) ([]int, error) {
	dims, err := o.dimsOf(args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Name, err)
	}
	return dims, nil
}

func (o *Overload) dimsOf(args []mem.Operand) ([]int, error) {
	switch {
	case o.isMap():
		return broadcastDims(args)
	case o.Dims != nil:
		return o.Dims(args)
	}
	return nil, nil
}

func (o *Overload) isMap() bool { return o.Map1 != nil || o.Map2 != nil || o.Map3 != nil }

// broadcastDims returns the one shape of the arguments that are not scalars.
func broadcastDims(args []mem.Operand) ([]int, error) {
	var dims []int
	for _, a := range args {
		switch {
		case len(a.Dims) == 0:
		case dims == nil:
			dims = a.Dims
		case !slices.Equal(dims, a.Dims):
			return nil, fmt.Errorf("sizes differ: %s and %s", sizes(dims), sizes(a.Dims))
		}
	}
	return dims, nil
}

// BindCall binds the overload to memory that DimsOf has approved of: forward
// computes out from args, reverse adds to the adjoints of args what out.Adj
// says and is nil where there is nothing to add. Neither allocates. Arguments
// may share memory with each other, not with out.
func (o *Overload) BindCall(out mem.Operand, args []mem.Operand) (forward func() error, reverse func()) {
	if out.Adj == nil {
		args = withoutAdj(args)
	}
	if o.Bind != nil {
		forward, reverse = o.Bind(out, args)
	}
	if forward == nil {
		forward, reverse = o.bindMap(out, args)
	}
	if !slices.ContainsFunc(args, hasAdj) {
		reverse = nil
	}
	return forward, reverse
}

func hasAdj(a mem.Operand) bool { return a.Adj != nil }

func withoutAdj(args []mem.Operand) []mem.Operand {
	args = slices.Clone(args)
	for i := range args {
		args[i].Adj = nil
	}
	return args
}

// sameOrder returns args with arrays of integers that meet a matrix copied into
// the matrix's order, since arrays lie row by row; refresh makes the copies.
func sameOrder(out mem.Operand, args []mem.Operand) (ordered []mem.Operand, refresh func()) {
	if out.Type.Kind != types.Matrix {
		return args, nil
	}
	ordered = slices.Clone(args)
	for i, a := range args {
		if a.Type.Array != out.Type.Array+2 {
			continue
		}
		ordered[i].Val, ordered[i].Adj = make([]float64, len(a.Val)), nil
		m, n := a.Dims[len(a.Dims)-2], a.Dims[len(a.Dims)-1]
		flip, copied, next := flipped(n, m), ordered[i].Val, refresh
		refresh = func() {
			for at := 0; at < len(copied); at += m * n {
				for j := range flip {
					flip[j].copyTo(copied[at:at+m*n], a.Val[at:at+m*n])
				}
			}
			if next != nil {
				next()
			}
		}
	}
	return ordered, refresh
}

// bindMap applies the definition of a map to every element. Partial
// derivatives wait in scratch memory between forward and reverse.
func (o *Overload) bindMap(out mem.Operand, args []mem.Operand) (forward func() error, reverse func()) {
	args, refresh := sameOrder(out, args)
	ins := make([]input, len(args))
	for i, a := range args {
		ins[i] = newInput(a, len(out.Val))
	}
	var body func()
	switch {
	case o.Map1 != nil:
		body = forward1(o.Map1, out.Val, ins[0])
	case o.Map2 != nil:
		body = forward2(o.Map2, out.Val, ins[0], ins[1])
	default:
		body = forward3(o.Map3, out.Val, ins[0], ins[1], ins[2])
	}
	if refresh != nil {
		inner := body
		body = func() { refresh(); inner() }
	}
	return o.guard(args, body), func() {
		for i := range ins {
			ins[i].pull(out.Adj)
		}
	}
}

// guard checks the domains of a map's arguments before its body runs.
func (o *Overload) guard(args []mem.Operand, body func()) func() error {
	if o.Domain == nil {
		return func() error { body(); return nil }
	}
	bad := &mem.DomainError{Func: o.Name}
	return func() error {
		for i, a := range args {
			d := &o.Domain[i]
			for j, x := range a.Val {
				if !d.Has(x) {
					bad.Arg, bad.Value, bad.Want, bad.Index = o.Params[i].Name, x, d.Name, 0
					if len(a.Dims) > 0 {
						bad.Index = j + 1
					}
					return bad
				}
			}
		}
		body()
		return nil
	}
}

// An input is one argument of a map with the partial derivative of each
// element of the result by it.
type input struct {
	val, adj []float64
	step     int       // 0 for a scalar that meets containers
	part     []float64 // nil for data
}

func newInput(a mem.Operand, n int) input {
	in := input{val: a.Val, adj: a.Adj, step: 1}
	if len(a.Val) == 1 {
		in.step = 0
	}
	if a.Adj != nil {
		in.part = make([]float64, n)
	}
	return in
}

func (in *input) put(i int, d float64) {
	if in.part != nil {
		in.part[i] = d
	}
}

func (in *input) pull(g []float64) {
	switch {
	case in.part == nil:
	case in.step == 0:
		sum := 0.0
		for i, d := range in.part {
			sum += d * g[i]
		}
		in.adj[0] += sum
	default:
		for i, d := range in.part {
			in.adj[i] += d * g[i]
		}
	}
}

func forward1(f map1, out []float64, x input) func() {
	if x.part == nil {
		return func() {
			for i := range out {
				out[i], _ = f(x.val[i*x.step])
			}
		}
	}
	return func() {
		for i := range out {
			out[i], x.part[i] = f(x.val[i*x.step])
		}
	}
}

func forward2(f map2, out []float64, x, y input) func() {
	return func() {
		for i := range out {
			v, dx, dy := f(x.val[i*x.step], y.val[i*y.step])
			out[i] = v
			x.put(i, dx)
			y.put(i, dy)
		}
	}
}

func forward3(f map3, out []float64, x, y, z input) func() {
	return func() {
		for i := range out {
			v, dx, dy, dz := f(x.val[i*x.step], y.val[i*y.step], z.val[i*z.step])
			out[i] = v
			x.put(i, dx)
			y.put(i, dy)
			z.put(i, dz)
		}
	}
}
