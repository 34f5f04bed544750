package fn

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"hm/compiler/lib/mem"
)

var sorts = []*Func{
	row("sort_asc", "Elements in ascending order.", sorting(1, false)...),
	row("sort_desc", "Elements in descending order.", sorting(-1, false)...),
	row("sort_indices_asc", "Indices that put the elements in ascending order; equal ones keep theirs.", sorting(1, true)...),
	row("sort_indices_desc", "Indices that put the elements in descending order; equal ones keep theirs.", sorting(-1, true)...),
	row("rank", "Number of elements that are less than element s.", sigs(func(o Overload) Overload { return o.calls(rankDims, bindRank) },
		across("T x, int s => int", "vector", "row_vector", "array[] int", "array[] real")...)...),
	row("quantile", "Sample quantile of x at probability p: definition 7 of Hyndman and Fan (1996), R's default.", join(
		sigs(func(o Overload) Overload { return o.calls(quantileDims, bindQuantile) },
			across("data T x, data real p => real", "vector", "row_vector", "array[] real")...),
		sigs(func(o Overload) Overload { return o.calls(quantileDims, bindQuantile) },
			across("data T x, data array[] real p => array[] real", "vector", "row_vector", "array[] real")...))...),
}

// sorting returns the overloads of a sort in a direction, of the elements or
// of their indices.
func sorting(direction int, indices bool) []Overload {
	results := []string{"vector x => vector", "row_vector x => row_vector", "array[] real x => array[] real", "array[] int x => array[] int"}
	if indices {
		results = across("T x => array[] int", "vector", "row_vector", "array[] real", "array[] int")
	}
	return sigs(func(o Overload) Overload {
		return o.calls(likeFirst, func(out mem.Operand, args []mem.Operand) (func() error, func()) {
			return bindSort(out, args[0], direction, indices)
		})
	}, results...)
}

func bindSort(out, x mem.Operand, direction int, indices bool) (func() error, func()) {
	order := make([]int, len(x.Val))
	compare := func(i, j int) int { return direction * cmp.Compare(x.Val[i], x.Val[j]) }
	forward := func() {
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, compare)
		for i, from := range order {
			if indices {
				out.Val[i] = float64(from + 1)
			} else {
				out.Val[i] = x.Val[from]
			}
		}
	}
	if indices {
		return always(forward), nil
	}
	return always(forward), func() {
		for i, from := range order {
			x.Adj[from] += out.Adj[i]
		}
	}
}

func rankDims(args []mem.Operand) ([]int, error) {
	return nil, index(args[1], "s", len(args[0].Val))
}

func bindRank(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, s := args[0].Val, whole(args[1])-1
	return always(func() {
		n := 0.0
		for _, v := range x {
			n += truth(v < x[s])
		}
		out.Val[0] = n
	}), nil
}

func quantileDims(args []mem.Operand) ([]int, error) {
	x, p := args[0], args[1]
	if len(x.Val) == 0 {
		return nil, fmt.Errorf("x needs at least one element")
	}
	for i, v := range x.Val {
		if v != v {
			return nil, fmt.Errorf("element %d of x is NaN", i+1)
		}
	}
	for _, v := range p.Val {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("p is %g, must be between 0 and 1", v)
		}
	}
	return p.Dims, nil
}

func bindQuantile(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, p := args[0], args[1]
	sorted := make([]float64, len(x.Val))
	return always(func() {
		copy(sorted, x.Val)
		slices.Sort(sorted)
		for i, prob := range p.Val {
			at := prob * float64(len(sorted)-1)
			lo := int(math.Floor(at))
			hi := min(lo+1, len(sorted)-1)
			out.Val[i] = sorted[lo] + (at-float64(lo))*(sorted[hi]-sorted[lo])
		}
	}), nil
}
