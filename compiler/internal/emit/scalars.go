package emit

import (
	"math"

	"hm/compiler/internal/ir"
	"hm/compiler/lib/fn"
)

// Operations on scalars that follow one another run as a program of small
// instructions instead of as closures. They are what remains of loops in which
// each iteration needs the one before.

// An opcode is what an instruction does with v[a], v[b] and v[c].
type opcode uint8

const (
	opCopy opcode = iota
	opAdd
	opSub
	opMul
	opDiv
	opNeg
	opSquare
	opSqrt
	opExp
	opLog
	opInv
	opMulAdd     // a·b + c, made of two instructions
	opLogSumExp  // of n numbers from a on
	opLogSumExp2 // of two
	opMap1       // any other function, by its table row
	opMap2
	opMap3
)

// An instruction computes v[out]. Partial derivatives that are not worth
// computing again wait at p.
type instruction struct {
	op      opcode
	n       int32
	out     ir.Slot
	a, b, c ir.Slot
	p       int32
	row     *fn.Overload
}

// maxList is the longest list of numbers that an instruction takes.
const maxList = 16

// scalars is a program on the arena.
type scalars struct {
	code     []instruction
	val, adj []float64
	partial  []float64
}

// opcodes of operations with one and two arguments.
var (
	unary  = map[string]opcode{"operator-": opNeg, "square": opSquare, "sqrt": opSqrt, "exp": opExp, "log": opLog, "inv": opInv}
	binary = map[string]opcode{"operator+": opAdd, "operator-": opSub, "operator*": opMul, "operator/": opDiv, "operator.*": opMul, "operator./": opDiv, "log_sum_exp": opLogSumExp2}
)

// instructions returns the instructions for a node, or nil if it is not an
// operation on scalars. constant returns a slot that holds a number.
func instructions(n *ir.Node, constant func(float64) ir.Slot) []instruction {
	if n.Op == nil {
		return copies(n)
	}
	row, ok := n.Op.Row.(*fn.Overload)
	if !ok || n.N != 1 || n.Op.Term || row.Domain != nil {
		return nil
	}
	if row.Name == "log_sum_exp" && len(n.Args) == 1 && n.Args[0].First != ir.Constant && n.Args[0].N > 0 && n.Args[0].N <= maxList {
		return []instruction{{op: opLogSumExp, n: int32(n.Args[0].N), out: n.First, a: n.Args[0].First}}
	}
	in := instruction{out: n.First, row: row}
	at := []*ir.Slot{&in.a, &in.b, &in.c}
	if len(n.Args) > len(at) {
		return nil
	}
	for i, a := range n.Args {
		if a.N != 1 {
			return nil
		}
		if *at[i] = a.First; a.First == ir.Constant {
			*at[i] = constant(a.Data[0])
		}
	}
	switch {
	case row.Map1 != nil && len(n.Args) == 1:
		if in.op, ok = unary[row.Name]; !ok {
			in.op = opMap1
		}
	case row.Map2 != nil && len(n.Args) == 2:
		if in.op, ok = binary[row.Name]; !ok {
			in.op = opMap2
		}
	case row.Map3 != nil && len(n.Args) == 3:
		in.op = opMap3
	default:
		return nil
	}
	return []instruction{in}
}

// copies returns the instructions of a short gather.
func copies(n *ir.Node) []instruction {
	if n.N > maxList {
		return nil
	}
	list := []instruction{}
	for i, s := range n.Gather {
		if s != ir.Constant {
			list = append(list, instruction{op: opCopy, out: n.First + ir.Slot(i), a: s})
		}
	}
	return list
}

// fused joins each multiplication with the addition that alone uses it. uses
// counts the uses of every slot.
func fused(code []instruction, uses []int32) []instruction {
	product := map[ir.Slot]int{} // by slot: the multiplication that fills it
	gone := make([]bool, len(code))
	for i := range code {
		in := &code[i]
		switch in.op {
		case opMul:
			if uses[in.out] == 1 {
				product[in.out] = i
			}
		case opAdd:
			for _, at := range [][2]ir.Slot{{in.a, in.b}, {in.b, in.a}} {
				if j, ok := product[at[0]]; ok && at[0] != at[1] {
					*in = instruction{op: opMulAdd, out: in.out, a: code[j].a, b: code[j].b, c: at[1]}
					gone[j] = true
					break
				}
			}
		}
	}
	live := make([]instruction, 0, len(code))
	for i, in := range code {
		if !gone[i] {
			live = append(live, in)
		}
	}
	return live
}

// newScalars makes a program of instructions.
func newScalars(code []instruction, val, adj []float64) *scalars {
	s := &scalars{code: code, val: val, adj: adj}
	for i := range s.code {
		in := &s.code[i]
		in.p = int32(len(s.partial))
		switch in.op {
		case opMap1, opLogSumExp2:
			s.partial = append(s.partial, 0)
		case opLogSumExp:
			s.partial = append(s.partial, make([]float64, in.n)...)
		case opMap2:
			s.partial = append(s.partial, 0, 0)
		case opMap3:
			s.partial = append(s.partial, 0, 0, 0)
		}
	}
	return s
}

func (s *scalars) forward() error {
	v, d := s.val, s.partial
	for i := range s.code {
		in := &s.code[i]
		switch in.op {
		case opCopy:
			v[in.out] = v[in.a]
		case opAdd:
			v[in.out] = v[in.a] + v[in.b]
		case opSub:
			v[in.out] = v[in.a] - v[in.b]
		case opMul:
			v[in.out] = v[in.a] * v[in.b]
		case opDiv:
			v[in.out] = v[in.a] / v[in.b]
		case opNeg:
			v[in.out] = -v[in.a]
		case opSquare:
			v[in.out] = v[in.a] * v[in.a]
		case opSqrt:
			v[in.out] = math.Sqrt(v[in.a])
		case opExp:
			v[in.out] = math.Exp(v[in.a])
		case opLog:
			v[in.out] = math.Log(v[in.a])
		case opInv:
			v[in.out] = 1 / v[in.a]
		case opMulAdd:
			v[in.out] = v[in.a]*v[in.b] + v[in.c]
		case opLogSumExp:
			v[in.out] = logSumExp(d[in.p:in.p+in.n], v[in.a:in.a+in.n])
		case opLogSumExp2:
			v[in.out], d[in.p] = logSumExp2(v[in.a], v[in.b])
		case opMap1:
			v[in.out], d[in.p] = in.row.Map1(v[in.a])
		case opMap2:
			v[in.out], d[in.p], d[in.p+1] = in.row.Map2(v[in.a], v[in.b])
		case opMap3:
			v[in.out], d[in.p], d[in.p+1], d[in.p+2] = in.row.Map3(v[in.a], v[in.b], v[in.c])
		}
	}
	return nil
}

func (s *scalars) reverse() {
	v, g, d := s.val, s.adj, s.partial
	for i := len(s.code) - 1; i >= 0; i-- {
		in := &s.code[i]
		seed := g[in.out]
		switch in.op {
		case opCopy:
			g[in.a] += seed
		case opAdd:
			g[in.a] += seed
			g[in.b] += seed
		case opSub:
			g[in.a] += seed
			g[in.b] -= seed
		case opMul:
			x, y := v[in.a], v[in.b]
			g[in.a] += seed * y
			g[in.b] += seed * x
		case opDiv:
			q := seed / v[in.b]
			g[in.a] += q
			g[in.b] -= q * v[in.out]
		case opNeg:
			g[in.a] -= seed
		case opSquare:
			g[in.a] += 2 * seed * v[in.a]
		case opSqrt:
			g[in.a] += 0.5 * seed / v[in.out]
		case opExp:
			g[in.a] += seed * v[in.out]
		case opLog:
			g[in.a] += seed / v[in.a]
		case opInv:
			g[in.a] -= seed * v[in.out] * v[in.out]
		case opMulAdd:
			x, y := v[in.a], v[in.b]
			g[in.a] += seed * y
			g[in.b] += seed * x
			g[in.c] += seed
		case opLogSumExp2:
			g[in.a] += seed * d[in.p]
			g[in.b] += seed * (1 - d[in.p])
		case opLogSumExp:
			to := g[in.a : in.a+in.n]
			for j, w := range d[in.p : in.p+in.n] {
				to[j] += seed * w
			}
		case opMap1:
			g[in.a] += seed * d[in.p]
		case opMap2:
			g[in.a] += seed * d[in.p]
			g[in.b] += seed * d[in.p+1]
		case opMap3:
			g[in.a] += seed * d[in.p]
			g[in.b] += seed * d[in.p+1]
			g[in.c] += seed * d[in.p+2]
		}
	}
}

// logSumExp2 is log(exp(x) + exp(y)) with its derivative by x; that by y is the
// rest to 1. One exponential serves both.
func logSumExp2(x, y float64) (f, dx float64) {
	d := x - y
	switch {
	case math.IsInf(d, 1), math.IsInf(y, -1):
		return x, 1
	case math.IsInf(d, -1), math.IsInf(x, -1):
		return y, 0
	case d != d:
		if x == y { // both +Inf
			return x, 0.5
		}
		return math.NaN(), math.NaN()
	}
	e := math.Exp(-math.Abs(d))
	u := 1 + e
	rest := math.Log(u) + (e-(u-1))/u // log1p(e), to the last digit
	if d >= 0 {
		return x + rest, 1 / u
	}
	return y + rest, e / u
}

// logSumExp is log(Σ exp(x)); its derivatives, which sum to 1, go to w. Where
// all terms vanish it has none.
func logSumExp(w, x []float64) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = math.Max(top, v)
	}
	if math.IsInf(top, 0) || math.IsNaN(top) {
		clear(w)
		return top
	}
	sum := 0.0
	for i, v := range x {
		w[i] = math.Exp(v - top)
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return top + math.Log(sum)
}
