package main

// A program is what a kernel does to one vector: a straight list of operations,
// written once and emitted for each target. Values are numbered by the
// operation that makes them.
type program struct {
	nodes []node
}

// A value is the index of a node.
type value int

// A node is an operation. Bits is the number of a constant or shift or the
// predicate of a comparison; slot says which slice, scalar or accumulator.
type node struct {
	op   op
	args []value
	bits uint64
	slot int
}

// An op is the kind of a node.
type op int

const (
	opConst op = iota
	opScalar
	opLoad
	opStore
	opAdd
	opSub
	opMul
	opDiv
	opSqrt
	opMin // the second operand if either is NaN
	opMax // the second operand if either is NaN or both are 0
	opAnd
	opOr
	opXor
	opFMA  // a b + c
	opFNMA // c - a b
	opFMS  // a b - c
	opAddI
	opSubI
	opShl
	opShr
	opScale // a 2^n, n given as an integer number b and as b + roundInt
	opPower // 2^(k+bits), k in the low bits of a
	opCmp
	opSelect // mask, yes, no
	opOnly   // mask, yes, else 0
	opAccAdd
	opAccMul
	opAccFMA
)

// The predicates of comparisons, as VCMPPD numbers them; those
// that begin with not hold for NaN.
const (
	equal          = 0x00
	less           = 0x11
	greaterOrEqual = 0x1d
	greater        = 0x1e
	notEqual       = 0x04
	notGreaterOrEq = 0x19
	notLessOrEqual = 0x16
	notGreater     = 0x1a
)

func (p *program) add(o op, bits uint64, slot int, args ...value) value {
	p.nodes = append(p.nodes, node{o, args, bits, slot})
	return value(len(p.nodes) - 1)
}

// constant returns a constant of given bits; each is made once.
func (p *program) constant(bits uint64) value {
	for i, n := range p.nodes {
		if n.op == opConst && n.bits == bits {
			return value(i)
		}
	}
	return p.add(opConst, bits, 0)
}

func (p *program) scalar(slot int) value             { return p.add(opScalar, 0, slot) }
func (p *program) load(slot int) value               { return p.add(opLoad, 0, slot) }
func (p *program) store(slot int, v value)           { p.add(opStore, 0, slot, v) }
func (p *program) plus(a, b value) value             { return p.add(opAdd, 0, 0, a, b) }
func (p *program) minus(a, b value) value            { return p.add(opSub, 0, 0, a, b) }
func (p *program) times(a, b value) value            { return p.add(opMul, 0, 0, a, b) }
func (p *program) over(a, b value) value             { return p.add(opDiv, 0, 0, a, b) }
func (p *program) sqrt(a value) value                { return p.add(opSqrt, 0, 0, a) }
func (p *program) min(a, b value) value              { return p.add(opMin, 0, 0, a, b) }
func (p *program) max(a, b value) value              { return p.add(opMax, 0, 0, a, b) }
func (p *program) and(a, b value) value              { return p.add(opAnd, 0, 0, a, b) }
func (p *program) or(a, b value) value               { return p.add(opOr, 0, 0, a, b) }
func (p *program) xor(a, b value) value              { return p.add(opXor, 0, 0, a, b) }
func (p *program) fma(a, b, c value) value           { return p.add(opFMA, 0, 0, a, b, c) }
func (p *program) fnma(a, b, c value) value          { return p.add(opFNMA, 0, 0, a, b, c) }
func (p *program) fms(a, b, c value) value           { return p.add(opFMS, 0, 0, a, b, c) }
func (p *program) addI(a, b value) value             { return p.add(opAddI, 0, 0, a, b) }
func (p *program) subI(a, b value) value             { return p.add(opSubI, 0, 0, a, b) }
func (p *program) shl(a value, n int) value          { return p.add(opShl, uint64(n), 0, a) }
func (p *program) shr(a value, n int) value          { return p.add(opShr, uint64(n), 0, a) }
func (p *program) scale(a, n, t value) value         { return p.add(opScale, 0, 0, a, n, t) }
func (p *program) power(t value, k int) value        { return p.add(opPower, uint64(int64(k)), 0, t) }
func (p *program) cmp(pred uint64, a, b value) value { return p.add(opCmp, pred, 0, a, b) }
func (p *program) choose(mask, yes, no value) value  { return p.add(opSelect, 0, 0, mask, yes, no) }
func (p *program) only(mask, yes value) value        { return p.add(opOnly, 0, 0, mask, yes) }
func (p *program) accAdd(slot int, v value)          { p.add(opAccAdd, 0, slot, v) }
func (p *program) accMul(slot int, v value)          { p.add(opAccMul, 0, slot, v) }
func (p *program) accFMA(slot int, a, b value)       { p.add(opAccFMA, 0, slot, a, b) }

// lastUses returns for each value the node that uses it last.
func (p *program) lastUses() []int {
	last := make([]int, len(p.nodes))
	for i, n := range p.nodes {
		for _, a := range n.args {
			last[a] = i
		}
	}
	return last
}
