package fn

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// A recorded operand of testdata/arrays.json.
type recorded struct {
	Type string
	Dims []int
	Val  []float64
}

func (r recorded) operand() mem.Operand {
	a := mem.Operand{Val: r.Val, Dims: r.Dims, Type: parseType(r.Type, r.Type)}
	if a.Type.Kind != types.Int {
		a.Adj = make([]float64, len(r.Val))
	}
	return a
}

// accepts reports whether o takes arguments of these types, as the checker
// would decide, and what the result then is.
func (o *Overload) accepts(args []types.Type) (types.Type, bool) {
	if o.Rule != nil {
		return o.Rule(args)
	}
	if len(args) != len(o.Params) {
		return types.TInvalid, false
	}
	result := o.Result
	for i, p := range o.Params {
		switch {
		case types.Promotes(args[i], p.Type):
		case p.Broad == types.Each:
			if args[i].Kind != types.Int || len(args) == 1 {
				result = args[i]
			}
		default:
			return types.TInvalid, false
		}
	}
	return result, true
}

// TestArrays holds functions of whole arrays to recorded values.
func TestArrays(t *testing.T) {
	data, err := os.ReadFile("testdata/arrays.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Call string
		Args []recorded
		Out  recorded
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		args := make([]mem.Operand, len(c.Args))
		for i, a := range c.Args {
			args[i] = a.operand()
		}
		want := c.Out.operand()
		o := resolve(c.Call, typesOf(args))
		if o == nil {
			t.Errorf("%s%v: no such overload", c.Call, typesOf(args))
			continue
		}
		if got, _ := o.accepts(typesOf(args)); !got.Equal(want.Type) {
			t.Errorf("%s%v has type %s, want %s", c.Call, typesOf(args), got, want.Type)
		}
		got := bindTo(t, o, args)
		if !slices.Equal(got.out.Dims, want.Dims) {
			t.Errorf("%s%v has sizes %v, want %v", c.Call, typesOf(args), got.out.Dims, want.Dims)
			continue
		}
		got.out.Type = want.Type
		got.forward, _ = o.BindCall(got.out, args)
		if !slices.EqualFunc(got.run(t), want.Val, func(x, y float64) bool { return math.Abs(x-y) <= 1e-12*max(1, math.Abs(y)) }) {
			t.Errorf("%s%v is %v, want %v", c.Call, typesOf(args), got.out.Val, want.Val)
		}
	}
}

// resolve returns the overload that takes the arguments with the fewest
// promotions.
func resolve(name string, args []types.Type) *Overload {
	var best *Overload
	fewest := len(args) + 1
	for o := range overloads {
		if o.Name != name {
			continue
		}
		if _, ok := o.accepts(args); !ok {
			continue
		}
		promoted := 0
		for i, p := range o.Params {
			if o.Rule == nil && args[i].Kind == types.Int && p.Type.Kind != types.Int {
				promoted++
			}
		}
		if promoted < fewest {
			best, fewest = o, promoted
		}
	}
	return best
}
