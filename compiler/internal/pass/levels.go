package pass

import (
	"hm/compiler/internal/ir"
	"hm/compiler/lib/dist"
	"hm/lang/types"
)

// summed are the distributions whose log density under shared parameters needs
// only a few sums over the data (see Bind of each): their sufficient
// statistics.
var summed = map[string]bool{
	"normal": true, "lognormal": true, "exponential": true, "gamma": true, "beta": true,
	"poisson": true, "poisson_log": true, "bernoulli": true, "bernoulli_logit": true, "binomial": true,
}

// levelSums splits a likelihood by the parameters that observations have, such
// as those of the levels of a factor: for each, the data come to a few sums.
func levelSums(f *ir.Func) int {
	return eachLikelihood(f, func(n *ir.Node) bool {
		return likelihood(n) && summed[n.Op.Row.(*dist.Dist).Name] &&
			n.Args[0].First == ir.Constant && n.Args[0].N == rowsOf(n)
	}, (*compressor).byLevel)
}

// minLevelSize is how many observations a level must have on average: a term of
// its own costs as much as some of them.
const minLevelSize = 12

// rowsPerTerm is how many weighted rows cost what a term of its own does.
const rowsPerTerm = 20

// byLevel returns one term for each combination of parameters, and what they
// are computed from; nil where there are too many.
func (c *compressor) byLevel(n *ir.Node) []*ir.Node {
	rows := rowsOf(n)
	params := *n
	params.Args = n.Args[1:]
	index := map[string]int{}
	different := map[string]bool{} // rows, outcomes included
	var first []int
	var members [][]int
	var key []byte
	for i := range rows {
		key = c.row(key[:0], &params, i)
		k, ok := index[string(key)]
		if !ok {
			if k = len(first); (k+1)*minLevelSize > rows {
				return nil
			}
			index[string(key)] = k
			first, members = append(first, i), append(members, nil)
		}
		members[k] = append(members[k], i)
		different[string(c.row(key[:0], n, i))] = true
	}
	if len(first) < 2 || len(different)*minCompress <= rows && len(different) < rowsPerTerm*len(first) {
		return nil // or weights for rows that are the same cost less
	}
	s := &shrinker{c: c, rows: first, done: map[*ir.Node]ir.Slot{}}
	shrunk := make([]ir.Arg, len(params.Args))
	for i, a := range params.Args {
		shrunk[i] = s.arg(a)
	}
	made := s.nodes
	for k, rows := range members {
		y := ir.Arg{First: ir.Constant, N: len(rows), Dims: []int{len(rows)}, Type: n.Args[0].Type}
		for _, i := range rows {
			y.Data = append(y.Data, n.Args[0].Data[i])
		}
		term := &ir.Node{Op: n.Op, First: n.First, N: 1, Args: []ir.Arg{y}}
		if k > 0 {
			term.First = ir.Slot(c.f.Slots)
			c.f.Slots++
			c.f.Terms = append(c.f.Terms, term.First)
		}
		for i, a := range shrunk {
			term.Args = append(term.Args, element(a, params.Args[i].Type, k))
		}
		made = append(made, term)
	}
	return made
}

// element is number k of an argument, or the argument itself if it is a scalar.
func element(a ir.Arg, was types.Type, k int) ir.Arg {
	if a.N == 1 {
		return ir.Arg{First: a.First, Data: a.Data, N: 1, Type: scalarOf(was)}
	}
	out := ir.Arg{First: a.First, N: 1, Type: scalarOf(was)}
	if a.First == ir.Constant {
		out.Data = a.Data[k : k+1 : k+1]
	} else {
		out.First += ir.Slot(k)
	}
	return out
}

// scalarOf is the type of one number of a container.
func scalarOf(t types.Type) types.Type {
	if t.Kind == types.Int {
		return types.TInt
	}
	return types.TReal
}
