// Package ir is what a log density comes to once the data are known: a
// straight list of operations on arrays whose sizes and indices are numbers.
//
// Its words: every scalar that depends on parameters lives in a Slot of one
// arena; a Node is an operation whose result fills a run of slots; a Term is a
// slot that is added to the log density.
package ir

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"hm/compiler/lib/mem"
	"hm/lang/source"
	"hm/lang/types"
)

// A Slot numbers one scalar of the arena.
type Slot = int32

// Constant marks a scalar that does not depend on parameters.
const Constant Slot = -1

// An Op is one operation on whole values.
type Op struct {
	Name string
	Span source.Span
	// Term says that the result is a term of the log density and goes
	// nowhere else: forward adds its derivatives to the arguments' adjoints
	// by itself, and there is no reverse.
	Term bool
	// Row is the library's row behind the operation: *fn.Overload,
	// *dist.Dist or *constraint.Constraint.
	Row any
	// Bind returns the pair that computes out from args; see fn.Overload. An
	// error says that data are not what the operation takes.
	Bind func(out mem.Operand, args []mem.Operand) (forward func() error, reverse func(), err error)
	// Each, where set, binds the operation on vectors, number by number, with
	// scalars broadcast. Of a Term, which sums, Bind does that itself.
	Each func(out mem.Operand, args []mem.Operand) (forward func() error, reverse func(), err error)
	// Random, where set, draws out anew at each evaluation; Bind is then nil.
	Random func(rng *rand.Rand, args []mem.Operand, out mem.Operand) error
	// Type and Dims are those of the result.
	Type types.Type
	Dims []int
}

// An Arg is an argument of a Node: a run of slots, or data.
type Arg struct {
	First Slot      // Constant for data
	Data  []float64 // data only; shared, never written
	N     int
	Dims  []int
	Type  types.Type
}

// A Node is an operation with its arguments. Its result fills N slots from
// First. A Node without an Op is a gather: slot First+i is a copy of Gather[i],
// or the constant Fill[i] where that is Constant.
type Node struct {
	Op     *Op
	First  Slot
	N      int
	Args   []Arg
	Gather []Slot
	Fill   []float64
}

// A Func is a log density: the first Inputs slots are the unconstrained
// parameters; its value is Constant plus the sum of the slots of Terms.
type Func struct {
	Inputs   int
	Slots    int
	Nodes    []*Node // each after what it uses
	Terms    []Slot
	Constant float64
}

// EachInput calls f with every slot that a node uses.
func (n *Node) EachInput(f func(Slot)) {
	for _, s := range n.Gather {
		if s != Constant {
			f(s)
		}
	}
	for _, a := range n.Args {
		if a.First == Constant {
			continue
		}
		for s := a.First; s < a.First+Slot(a.N); s++ {
			f(s)
		}
	}
}

// Print writes f as text, one node a line.
func (f *Func) Print(w io.Writer) {
	fmt.Fprintf(w, "s0..s%d = parameters\n", f.Inputs-1)
	for _, n := range f.Nodes {
		fmt.Fprintf(w, "%s = %s\n", slots(n.First, n.N), n)
	}
	fmt.Fprintf(w, "target = %g", f.Constant)
	for _, t := range f.Terms {
		fmt.Fprintf(w, " + s%d", t)
	}
	fmt.Fprintln(w)
}

// String says what a node computes.
func (n *Node) String() string {
	if n.Op == nil {
		return "gather " + sample(n.Gather)
	}
	args := make([]string, len(n.Args))
	for i, a := range n.Args {
		if a.First == Constant {
			args[i] = "data" + fmt.Sprint(a.Dims)
		} else {
			args[i] = slots(a.First, a.N)
		}
	}
	return fmt.Sprintf("%s(%s) at %d:%d", n.Op.Name, strings.Join(args, ", "), n.Op.Span.Pos.Line, n.Op.Span.Pos.Column)
}

func slots(first Slot, n int) string {
	if n == 1 {
		return fmt.Sprintf("s%d", first)
	}
	return fmt.Sprintf("s%d..s%d", first, int(first)+n-1)
}

func sample(at []Slot) string {
	if len(at) <= 6 {
		return fmt.Sprint(at)
	}
	return fmt.Sprintf("%v ... %d in all", at[:6], len(at))
}

// Verify reports the first broken invariant of f: a slot used before it is
// computed, or computed twice.
func Verify(f *Func) error {
	done := make([]bool, f.Slots)
	for i := range f.Inputs {
		done[i] = true
	}
	for i, n := range f.Nodes {
		for _, s := range n.Gather {
			if s != Constant && !done[s] {
				return fmt.Errorf("node %d gathers slot %d before it is computed", i, s)
			}
		}
		for _, a := range n.Args {
			for k := range a.N {
				if a.First != Constant && !done[int(a.First)+k] {
					return fmt.Errorf("node %d uses slot %d before it is computed", i, int(a.First)+k)
				}
			}
		}
		for k := range n.N {
			if done[int(n.First)+k] {
				return fmt.Errorf("node %d computes slot %d again", i, int(n.First)+k)
			}
			done[int(n.First)+k] = true
		}
	}
	for _, s := range f.Terms {
		if !done[s] {
			return fmt.Errorf("the log density uses slot %d, which is never computed", s)
		}
	}
	return nil
}
