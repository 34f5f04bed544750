package pass

import (
	"encoding/binary"
	"math"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/dist"
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// compressRows evaluates a likelihood once for observations that are the same:
// those with the same outcome and the same parameters in the same combination,
// however the program computes them. Their number becomes a weight.
func compressRows(f *ir.Func) int {
	return eachLikelihood(f, likelihood, (*compressor).compress)
}

// eachLikelihood puts what replace returns in the place of each node that is
// asked for, if it returns anything, and counts how often it does.
func eachLikelihood(f *ir.Func, wanted func(*ir.Node) bool, replace func(*compressor, *ir.Node) []*ir.Node) int {
	fired := 0
	var out []*ir.Node
	c := &compressor{f: f}
	for _, n := range f.Nodes {
		if wanted(n) {
			if c.ids == nil {
				c.number()
			}
			if made := replace(c, n); made != nil {
				out = append(out, made...)
				fired++
				continue
			}
		}
		out = append(out, n)
	}
	f.Nodes = out
	return fired
}

// minCompress is how many times fewer rows there must be: weighted ones cost
// more.
const minCompress = 3

// likelihood reports whether n is a term over many elements of a univariate
// distribution.
func likelihood(n *ir.Node) bool {
	if n.Op == nil || !n.Op.Term {
		return false
	}
	d, ok := n.Op.Row.(*dist.Dist)
	return ok && d.HasEach(dist.LPDF) && rowsOf(n) >= 16
}

func rowsOf(n *ir.Node) int {
	rows := 1
	for _, a := range n.Args {
		rows = max(rows, a.N)
	}
	return rows
}

// A compressor numbers what slots hold: slots with the same number hold the
// same, whatever the parameters.
type compressor struct {
	f        *ir.Func
	ids      []int32
	producer []*ir.Node
	known    map[string]int32
}

func (c *compressor) number() {
	c.ids, c.producer = make([]int32, c.f.Slots), make([]*ir.Node, c.f.Slots)
	c.known = map[string]int32{}
	for s := range c.ids {
		c.ids[s] = int32(s)
	}
	var key []byte
	for k, n := range c.f.Nodes {
		for i := range n.N {
			s := n.First + ir.Slot(i)
			c.producer[s] = n
			switch {
			case n.Op == nil && n.Gather[i] != ir.Constant:
				c.ids[s] = c.ids[n.Gather[i]]
			case n.Op != nil && n.Op.Each != nil && n.N > 1:
				key = binary.LittleEndian.AppendUint32(key[:0], uint32(k))
				key = c.row(key, n, i)
				if id, ok := c.known[string(key)]; ok {
					c.ids[s] = id
				} else {
					c.known[string(key)] = c.ids[s]
				}
			}
		}
	}
}

// row appends what element i of the arguments of n is.
func (c *compressor) row(key []byte, n *ir.Node, i int) []byte {
	for _, a := range n.Args {
		j := i
		if a.N == 1 {
			j = 0
		}
		if a.First == ir.Constant {
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(a.Data[j]))
		} else {
			key = binary.LittleEndian.AppendUint32(key, uint32(c.ids[a.First+ir.Slot(j)]))
		}
	}
	return key
}

// compress returns the nodes that take the place of a likelihood, or nil where
// too few rows are the same.
func (c *compressor) compress(n *ir.Node) []*ir.Node {
	rows := rowsOf(n)
	index := map[string]int{}
	var first []int       // the first of each kind of row
	var weights []float64 // how many there are
	var key []byte
	for i := range rows {
		key = c.row(key[:0], n, i)
		k, ok := index[string(key)]
		if !ok {
			if k = len(first); (k+1)*minCompress > rows {
				return nil
			}
			index[string(key)] = k
			first, weights = append(first, i), append(weights, 0)
		}
		weights[k]++
	}
	s := &shrinker{c: c, rows: first, done: map[*ir.Node]ir.Slot{}}
	node := &ir.Node{Op: weighted(n.Op, weights), First: n.First, N: 1}
	for _, a := range n.Args {
		node.Args = append(node.Args, s.arg(a))
	}
	return append(s.nodes, node)
}

// A shrinker computes some elements only of what a likelihood is made of.
type shrinker struct {
	c     *compressor
	rows  []int
	done  map[*ir.Node]ir.Slot // nodes computed for these rows
	nodes []*ir.Node
}

// arg returns the rows of an argument.
func (s *shrinker) arg(a ir.Arg) ir.Arg {
	if a.N == 1 {
		return a
	}
	out := ir.Arg{First: ir.Constant, N: len(s.rows), Dims: []int{len(s.rows)}, Type: a.Type}
	if a.First == ir.Constant {
		for _, i := range s.rows {
			out.Data = append(out.Data, a.Data[i])
		}
		return out
	}
	n := s.c.producer[a.First]
	if n != nil && n.First == a.First && n.N == a.N && n.Op != nil && n.Op.Each != nil {
		out.First = s.node(n)
		return out
	}
	slots := make([]ir.Slot, len(s.rows))
	for k, i := range s.rows {
		slots[k] = a.First + ir.Slot(i)
		if n := s.c.producer[slots[k]]; n != nil && n.Op == nil {
			if from := n.Gather[slots[k]-n.First]; from != ir.Constant {
				slots[k] = from
			}
		}
	}
	out.First = s.place(&ir.Node{Gather: slots, Fill: make([]float64, len(slots)), N: len(slots)})
	return out
}

// node computes the rows of an elementwise operation.
func (s *shrinker) node(n *ir.Node) ir.Slot {
	if first, ok := s.done[n]; ok {
		return first
	}
	op := *n.Op
	op.Bind, op.Type, op.Dims = op.Each, types.TVector, []int{len(s.rows)}
	made := &ir.Node{Op: &op, N: len(s.rows)}
	for _, a := range n.Args {
		made.Args = append(made.Args, s.arg(a))
	}
	s.done[n] = s.place(made)
	return s.done[n]
}

func (s *shrinker) place(n *ir.Node) ir.Slot {
	n.First = ir.Slot(s.c.f.Slots)
	s.c.f.Slots += n.N
	s.nodes = append(s.nodes, n)
	return n.First
}

// weighted is a likelihood of which each row counts as often as weights say.
func weighted(was *ir.Op, weights []float64) *ir.Op {
	op := *was
	d := was.Row.(*dist.Dist)
	op.Name = "weighted " + was.Name
	op.Row = nil // other passes take each row as one
	op.Bind = func(out mem.Operand, args []mem.Operand) (func() error, func(), error) {
		rows := mem.Operand{Val: make([]float64, len(weights)), Adj: weights, Dims: []int{len(weights)}, Type: types.TVector}
		forward, reverse, err := d.Each(dist.LPDF, rows, args)
		if err != nil {
			return nil, nil, err
		}
		return func() error {
			if err := forward(); err != nil {
				return err
			}
			reverse()
			sum := 0.0
			for i, w := range weights {
				sum += w * rows.Val[i]
			}
			out.Val[0] = sum
			return nil
		}, nil, nil
	}
	return &op
}
