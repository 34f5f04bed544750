// Package walk evaluates programs: it is the one place that knows what each
// statement and expression means.
//
// A Walker goes over the checked tree. What does not depend on parameters it
// computes on the spot, loops, branches and indices included; each operation
// that does depend on them goes to a Machine. With package tape behind it the
// walk is the reference tier: it evaluates any program. With package trace
// behind it the walk writes down the operations of the log density for fixed
// data, from which closures are made: the fast tier.
//
// Its words: a Value is numbers with a type and sizes; a Slot is where a number
// that depends on parameters lives; a number without one is constant.
package walk

import (
	"io"
	"math/rand/v2"

	"hm/lang/check"
	"hm/lang/syntax"
	"hm/lang/types"
)

// A Walker evaluates the blocks of one program.
type Walker struct {
	Info *check.Info
	// Machine does what depends on parameters; nil where nothing does.
	Machine Machine
	// RNG is the source of _rng functions; nil where none may be called.
	RNG *rand.Rand
	// Record says that random draws are operations too, to be done later.
	Record bool
	// Print receives what print statements say; nil discards it.
	Print io.Writer
	// Labels returns the labels of a dimension, for alpha["3"].
	Labels func(dim string) []string
	// Lib finds functions that statements need without naming them.
	Lib types.Library

	// Loops, where set, collects how loops were run.
	Loops *[]Loop
	// ReadsTarget says that the program calls target(): log densities are then
	// values like any other, so that derivatives go through them.
	ReadsTarget bool

	globals map[*check.Object]*variable
	locals  map[*check.Object]*variable // of the function being called; nil outside
	result  Value                       // of the return statement just run
	depth   int                         // of function calls

	lanes   *lanes                                 // of the loops being run; nil outside
	watches []*watch                               // one for each of those loops
	solo    map[*syntax.For]bool                   // loops whose iterations depend on each other
	assigns map[syntax.Stmt]map[*check.Object]bool // see assigned
}

// A variable is a Value that may be assigned to. While shared, its memory is
// also someone else's and is copied before an element is written.
type variable struct {
	Value
	shared bool
	home   *lanes // those in which it was declared
}

// Fork copies the variables of w into a new Walker with another machine, so
// that transformed data, for example, are computed once. w itself must not run
// any more: forks share its memory, and several may be made at a time.
func (w *Walker) Fork(m Machine) *Walker {
	n := *w
	n.Machine = m
	n.solo, n.assigns = nil, nil
	n.globals = make(map[*check.Object]*variable, len(w.globals))
	for o, v := range w.globals {
		n.globals[o] = &variable{Value: v.Value, shared: true}
	}
	return &n
}

// Set gives a variable its value.
func (w *Walker) Set(o *check.Object, v Value) { w.vars(o)[o] = &variable{Value: v, shared: true} }

// Get returns the value of a variable.
func (w *Walker) Get(o *check.Object) (Value, bool) {
	v, ok := w.vars(o)[o]
	if !ok {
		return Value{}, false
	}
	v.shared = true
	return v.Value, true
}

// vars returns the variables among which o lives.
func (w *Walker) vars(o *check.Object) map[*check.Object]*variable {
	if w.locals != nil && o.Local {
		return w.locals
	}
	if w.globals == nil {
		w.globals = map[*check.Object]*variable{}
	}
	return w.globals
}

// Block runs the statements of a block.
func (w *Walker) Block(b *syntax.Block) error {
	if b == nil {
		return nil
	}
	_, err := w.stmts(b.Stmts)
	return err
}

// Priors runs the priors that the parameters block declares.
func (w *Walker) Priors(b *syntax.Block) error {
	if b == nil {
		return nil
	}
	for _, s := range b.Stmts {
		if d, ok := s.(*syntax.Decl); ok && d.Prior != nil {
			if err := w.tilde(d.Prior, d.Names[0].Name); err != nil {
				return err
			}
		}
	}
	return nil
}
