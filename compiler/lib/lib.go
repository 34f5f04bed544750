// Package lib gathers hm's distributions and functions into the library that
// the checker resolves names in, and says what computes each signature.
package lib

import (
	"maps"
	"slices"
	"sync"

	"hm/compiler/lib/dist"
	"hm/compiler/lib/fn"
	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A Form is one of the functions that a distribution gives a program.
type Form = dist.Form

// The forms; _lupdf and _lupmf are LPDF, since densities stay normalised.
const (
	LPDF  = dist.LPDF
	CDF   = dist.CDF
	LCDF  = dist.LCDF
	LCCDF = dist.LCCDF
	RNG   = dist.RNG
)

// A DistFunc is the Impl of a signature that a distribution gives rise to; the
// Impl of a function's signature is its *fn.Overload.
type DistFunc struct {
	Dist *dist.Dist
	Form Form
}

// DrawDims returns the sizes of what a call of an _rng function returns.
func (f *DistFunc) DrawDims(args []mem.Operand) ([]int, error) { return f.Dist.DrawDims(args) }

// Library returns the library of everything that hm computes.
var Library = sync.OnceValue(func() types.Library { return newLibrary(dist.Table, fn.Table) })

// A library is two tables by name.
type library struct {
	funcs, dists map[string][]*types.Signature
	names        []string
}

// Func returns the overloads of a function or operator.
func (l *library) Func(name string) []*types.Signature { return l.funcs[name] }

// Dist returns the overloads of a distribution in a ~ statement.
func (l *library) Dist(name string) []*types.Signature { return l.dists[name] }

// Names lists every function and distribution, sorted.
func (l *library) Names() []string { return l.names }

func newLibrary(dists []*dist.Dist, funcs []*fn.Func) *library {
	l := &library{funcs: map[string][]*types.Signature{}, dists: map[string][]*types.Signature{}}
	for _, d := range dists {
		l.addDist(d)
	}
	for _, f := range funcs {
		for i := range f.Overloads {
			o := &f.Overloads[i]
			l.funcs[f.Name] = append(l.funcs[f.Name], &types.Signature{
				Name: f.Name, Doc: f.Doc, Params: o.Params, Result: o.Result, Rule: o.Rule, Impl: o,
			})
		}
	}
	all := maps.Clone(l.funcs)
	maps.Copy(all, l.dists)
	l.names = slices.Sorted(maps.Keys(all))
	return l
}

// addDist adds a distribution's statement and all its functions.
func (l *library) addDist(d *dist.Dist) {
	s := d.Statement()
	s.Impl = &DistFunc{d, LPDF}
	l.dists[d.Name] = append(l.dists[d.Name], &s)
	for f := LPDF; f <= RNG; f++ {
		for _, s := range d.Signatures(f) {
			s.Impl = &DistFunc{d, f}
			l.funcs[s.Name] = append(l.funcs[s.Name], &s)
		}
	}
}
