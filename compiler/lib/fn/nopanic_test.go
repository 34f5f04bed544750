package fn

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// TestNoPanic gives every overload containers of any sizes, empty ones too,
// and integers of any value: it answers with an error, or runs.
func TestNoPanic(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	ran := 0
	for o := range overloads {
		for range 300 {
			args := wild(rng, o)
			if err := attempt(o, args); err != nil {
				t.Errorf("%s: %v with %s", describe(o), err, sizesOf(args))
				break
			}
			ran++
		}
	}
	if ran < 1000 {
		t.Errorf("only %d calls ran", ran)
	}
}

func wild(rng *rand.Rand, o *Overload) []mem.Operand {
	args := make([]mem.Operand, len(o.Params))
	most := 1 + rng.IntN(3)
	for i, p := range o.Params {
		dims := make([]int, p.Type.Rank())
		for j := range dims {
			dims[j] = rng.IntN(most + 1)
		}
		lo, hi := -1.0, 2.0
		if p.Type.Equal(types.TInt) {
			hi = 5
		}
		args[i] = fresh(rng, p.Type, lo, hi, dims...)
	}
	return args
}

// attempt runs o and returns a panic as an error.
func attempt(o *Overload, args []mem.Operand) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panics: %v", r)
		}
	}()
	dims, bad := o.DimsOf(args)
	if bad != nil {
		return nil
	}
	n := mem.Size(dims)
	out := mem.Operand{Val: make([]float64, n), Adj: make([]float64, n), Dims: dims, Type: o.Result}
	forward, reverse := o.BindCall(out, args)
	if forward() == nil && reverse != nil {
		reverse()
	}
	return nil
}

func sizesOf(args []mem.Operand) string {
	s := ""
	for _, a := range args {
		s += fmt.Sprintf(" %s%v", a.Type, a.Dims)
		if a.Type.Equal(types.TInt) {
			s += fmt.Sprintf("=%g", a.Val[0])
		}
	}
	return s
}
