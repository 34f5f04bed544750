package fn

import (
	"fmt"
	"slices"
	"strings"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// sig returns an overload with the signature s, spelt as Stan's reference
// spells it: "matrix m, int i => row_vector". In front of a type, "each" takes
// any container of it (types.Each) and "data" refuses what depends on
// parameters. A wrong s is a bug in the table and panics when the program
// starts.
func sig(s string) Overload {
	left, right, ok := strings.Cut(s, "=>")
	if !ok {
		panic("fn: signature without =>: " + s)
	}
	o := Overload{Result: parseType(right, s)}
	for _, p := range splitParams(left) {
		o.Params = append(o.Params, parseParam(p, s))
	}
	return o
}

// splitParams splits at the commas that are not inside array[,].
func splitParams(s string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range s {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == ',' && depth == 0:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	if last := strings.TrimSpace(s[start:]); last != "" {
		out = append(out, last)
	}
	return out
}

func parseParam(s, whole string) types.Param {
	words := strings.Fields(s)
	var p types.Param
	for len(words) > 2 {
		switch words[0] {
		case "each":
			p.Broad = types.Each
		case "data":
			p.Data = true
		default:
			p.Type = parseType(strings.Join(words[:len(words)-1], " "), whole)
			p.Name = words[len(words)-1]
			return p
		}
		words = words[1:]
	}
	if len(words) != 2 {
		panic("fn: parameter without a name in " + whole)
	}
	p.Type, p.Name = parseType(words[0], whole), words[1]
	return p
}

var kindOf = map[string]types.Kind{
	"int": types.Int, "real": types.Real, "vector": types.Vector, "row_vector": types.RowVector, "matrix": types.Matrix,
}

func parseType(s, whole string) types.Type {
	s = strings.TrimSpace(s)
	array := 0
	if rest, ok := strings.CutPrefix(s, "array["); ok {
		commas, elem, _ := strings.Cut(rest, "]")
		array, s = len(commas)+1, strings.TrimSpace(elem)
	}
	k, ok := kindOf[s]
	if !ok {
		panic(fmt.Sprintf("fn: unknown type %q in %s", s, whole))
	}
	return types.Type{Kind: k, Array: array}
}

// row returns the Func of some overloads, which learn its name from it.
func row(name, doc string, overloads ...Overload) *Func {
	overloads = slices.Clone(overloads) // rows may share them
	for i := range overloads {
		overloads[i].Name = name
	}
	return &Func{Name: name, Doc: doc, Overloads: overloads}
}

// join gathers overloads from several lists.
func join(lists ...[]Overload) []Overload {
	var all []Overload
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// sigs returns one overload for each signature, made alike.
func sigs(build func(Overload) Overload, signatures ...string) []Overload {
	out := make([]Overload, len(signatures))
	for i, s := range signatures {
		out[i] = build(sig(s))
	}
	return out
}

type (
	map1  = func(x float64) (f, dx float64)
	map2  = func(x, y float64) (f, dx, dy float64)
	map3  = func(x, y, z float64) (f, dx, dy, dz float64)
	dimFn = func(args []mem.Operand) ([]int, error)
	binds = func(out mem.Operand, args []mem.Operand) (forward func() error, reverse func())
)

func (o Overload) map1(f map1) Overload { o.Map1 = f; return o }
func (o Overload) map2(f map2) Overload { o.Map2 = f; return o }
func (o Overload) map3(f map3) Overload { o.Map3 = f; return o }

func (o Overload) domain(d ...mem.Domain) Overload { o.Domain = d; return o }

// fast adds a Bind that stands in for a map where it can.
func (o Overload) fast(b binds) Overload { o.Bind = b; return o }

// calls makes o a function of whole arrays; dims may be nil for a scalar.
func (o Overload) calls(dims dimFn, b binds) Overload { o.Dims, o.Bind = dims, b; return o }

// when makes o a family of signatures, of which its Params are an example.
func (o Overload) when(rule func(args []types.Type) (types.Type, bool)) Overload {
	o.Rule = rule
	return o
}

// replaceT returns pattern with the type k for every word T.
func replaceT(pattern, k string) string {
	words := strings.Fields(pattern)
	for i, w := range words {
		if w == "T" {
			words[i] = k
		}
	}
	return strings.Join(words, " ")
}
