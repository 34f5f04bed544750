package main

import (
	"fmt"
	"slices"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// An emitter writes one kernel for one target.
type emitter struct {
	assembler
	k       kernel
	p       *program
	last    []int
	fixed   map[value]reg.Register // scalars and hoisted constants
	bases   []reg.Register
	index   reg.GPVirtual
	left    reg.GPVirtual
	accs    [][]reg.VecVirtual // by slot and vector of a block
	regs    map[value]reg.Register
	current int          // of the block, being written
	mask    reg.Register // of the tail, being written
}

// emit writes a kernel.
func emit(ctx *build.Context, globals map[uint64]operand.Mem, k kernel, t target, c constants) {
	p := &program{}
	k.write(writer{p, c})
	e := &emitter{
		assembler: assembler{ctx, t, globals}, k: k, p: p, last: p.lastUses(),
		fixed: map[value]reg.Register{},
	}
	ctx.Function(k.name + t.name)
	ctx.Attributes(4) // NOSPLIT
	ctx.Doc(fmt.Sprintf("%s%s is %sPortable.", k.name, t.name, k.name))
	ctx.Pragma("noescape")
	ctx.SignatureExpr(k.signature)
	e.prologue()
	e.blocks()
	e.tail()
	ctx.Label("done")
	e.results()
	ctx.VZEROUPPER()
	ctx.RET()
}

// perBlock returns how many vectors a turn of the loop takes: all partial sums
// of a reduction, and as many elements where there is little to do with each.
func (e *emitter) perBlock() int {
	if len(e.k.starts) > 0 || len(e.p.nodes) < 8 {
		return partialSums / e.lanes
	}
	return 1
}

// prologue loads parameters and what stays in registers.
func (e *emitter) prologue() {
	for _, s := range e.k.slices {
		e.bases = append(e.bases, e.Load(e.Param(s).Base(), e.GP64()))
	}
	e.left = e.Load(e.Param(e.k.slices[0]).Len(), e.GP64()).(reg.GPVirtual)
	e.index = e.GP64()
	e.XORQ(e.index, e.index)
	for i, n := range e.p.nodes {
		if n.op == opScalar && e.scalarsFit() {
			e.fixed[value(i)] = e.broadcast(e.k.scalars[n.slot])
		}
	}
	for _, v := range e.mostUsed() {
		e.fixed[v] = e.loadLiteral(e.p.nodes[v].bits)
	}
	for _, start := range e.k.starts {
		e.accs = append(e.accs, e.accumulators(start))
	}
}

// scalarsFit reports whether scalars may stay in registers; else they are read
// where they are used.
func (e *emitter) scalarsFit() bool { return e.wide || len(e.k.starts) < 2 }

func (e *emitter) broadcast(scalar string) reg.Register {
	b, err := e.Param(scalar).Resolve()
	if err != nil {
		panic(err)
	}
	r := e.vector()
	e.VBROADCASTSD(b.Addr, r)
	return r
}

// mostUsed returns the constants to keep in registers.
func (e *emitter) mostUsed() []value {
	uses := make([]int, len(e.p.nodes))
	var all []value
	for i, n := range e.p.nodes {
		if n.op == opConst {
			all = append(all, value(i))
		}
		for _, a := range n.args {
			uses[a]++
		}
	}
	slices.SortStableFunc(all, func(a, b value) int { return uses[b] - uses[a] })
	return all[:min(len(all), e.hoists)]
}

func (e *emitter) accumulators(start float64) []reg.VecVirtual {
	accs := make([]reg.VecVirtual, partialSums/e.lanes)
	for i := range accs {
		accs[i] = e.loadLiteral(floatBits(start))
	}
	return accs
}

// blocks writes the loop over whole blocks.
func (e *emitter) blocks() {
	block := operand.U32(uint32(e.perBlock() * e.lanes))
	e.CMPQ(e.left, block)
	e.JLT(operand.LabelRef("tail"))
	e.Label("loop")
	for e.current = range e.perBlock() {
		e.body()
	}
	e.ADDQ(block, e.index)
	e.SUBQ(block, e.left)
	e.CMPQ(e.left, block)
	e.JGE(operand.LabelRef("loop"))
}

// tail writes what is left after whole blocks, vector by vector under masks.
func (e *emitter) tail() {
	e.Label("tail")
	for e.current = range e.perBlock() {
		e.CMPQ(e.left, operand.U32(uint32(e.current*e.lanes)))
		e.JLE(operand.LabelRef("done"))
		e.mask = e.tailMask(e.left, e.current*e.lanes)
		e.body()
	}
}

// results folds and returns the accumulators.
func (e *emitter) results() {
	for i, start := range e.k.starts {
		f := e.VADDPD
		if start == 1 {
			f = e.VMULPD
		}
		e.Store(e.fold(e.accs[i], f), e.ReturnIndex(i))
	}
}

// body writes the program for one vector.
func (e *emitter) body() {
	e.regs = map[value]reg.Register{}
	for i := range e.p.nodes {
		e.node(i)
	}
}

// address returns where a slice's part of the vector lies.
func (e *emitter) address(slot int) operand.Mem {
	return operand.Mem{Base: e.bases[slot], Index: e.index, Scale: 8, Disp: 8 * e.lanes * e.current}
}

// at returns a value as the first operand of an instruction: constants that are
// not hoisted lie in memory.
func (e *emitter) at(v value) operand.Op {
	if r, ok := e.fixed[v]; ok {
		return r
	}
	switch n := e.p.nodes[v]; n.op {
	case opConst:
		return e.literal(n.bits)
	case opScalar:
		return e.broadcast(e.k.scalars[n.slot])
	}
	return e.regs[v]
}

// in returns a value in a register.
func (e *emitter) in(v value) reg.Register {
	if r, ok := e.at(v).(reg.Register); ok {
		return r
	}
	return e.loadLiteral(e.p.nodes[v].bits)
}

// free reports whether a node may overwrite the register of a value.
func (e *emitter) free(v value, i int) bool {
	_, fixed := e.fixed[v]
	o := e.p.nodes[v].op
	return e.last[v] == i && !fixed && o != opConst && o != opScalar
}

func (e *emitter) node(i int) {
	n := e.p.nodes[i]
	switch n.op {
	case opConst, opScalar:
	case opLoad:
		e.regs[value(i)] = e.read(n.slot)
	case opStore:
		e.write(n.slot, e.in(n.args[0]))
	case opFMA, opFNMA, opFMS:
		e.regs[value(i)] = e.fused(i, n)
	case opCmp:
		e.regs[value(i)] = e.compare(n.bits, e.in(n.args[0]), e.at(n.args[1]))
	case opAccAdd, opAccMul, opAccFMA:
		e.accumulate(n)
	default:
		r := e.vector()
		e.compute(n, r)
		e.regs[value(i)] = r
	}
}

func (e *emitter) read(slot int) reg.Register {
	r := e.vector()
	if e.mask != nil {
		e.loadMasked(e.address(slot), e.mask, r)
	} else {
		e.VMOVUPD(e.address(slot), r)
	}
	return r
}

func (e *emitter) write(slot int, r reg.Register) {
	if e.mask != nil {
		e.storeMasked(r, e.mask, e.address(slot))
	} else {
		e.VMOVUPD(r, e.address(slot))
	}
}

// compute writes an operation whose result has a register of its own.
func (e *emitter) compute(n node, to operand.Op) {
	switch n.op {
	case opSqrt:
		e.VSQRTPD(e.in(n.args[0]), to)
	case opShl:
		e.VPSLLQ(operand.U8(n.bits), e.in(n.args[0]), to)
	case opShr:
		e.VPSRLQ(operand.U8(n.bits), e.in(n.args[0]), to)
	case opScale:
		e.scale(e.in(n.args[0]), e.in(n.args[1]), e.in(n.args[2]), to)
	case opPower:
		bias := operand.Op(e.literal((0x3ff + n.bits) << 52))
		e.VPSLLQ(operand.U8(52), e.in(n.args[0]), to)
		e.do(e.VPADDQ, e.VPADDQ_BCST, bias, to, to)
	case opSelect:
		e.blend(e.in(n.args[0]), e.at(n.args[1]), e.in(n.args[2]), to)
	case opOnly:
		yes := e.at(n.args[1])
		if e.wide { // no masked move broadcasts
			yes = e.in(n.args[1])
		}
		e.keep(e.in(n.args[0]), yes, to)
	default:
		e.twoOperands(n, to)
	}
}

func (e *emitter) twoOperands(n node, to operand.Op) {
	f := map[op][2]instruction{
		opAdd: {e.VADDPD, e.VADDPD_BCST}, opSub: {e.VSUBPD, e.VSUBPD_BCST},
		opMul: {e.VMULPD, e.VMULPD_BCST}, opDiv: {e.VDIVPD, e.VDIVPD_BCST},
		opMin: {e.VMINPD, e.VMINPD_BCST}, opMax: {e.VMAXPD, e.VMAXPD_BCST},
		opAnd: {e.VANDPD, e.VANDPD_BCST}, opOr: {e.VORPD, e.VORPD_BCST}, opXor: {e.VXORPD, e.VXORPD_BCST},
		opAddI: {e.VPADDQ, e.VPADDQ_BCST}, opSubI: {e.VPSUBQ, e.VPSUBQ_BCST},
	}[n.op]
	e.do(f[0], f[1], e.at(n.args[1]), e.in(n.args[0]), to)
}

// fused writes a fused multiply-add, whose result overwrites an operand: one
// that is not needed any more, if there is one.
func (e *emitter) fused(i int, n node) reg.Register {
	x, y, z := n.args[0], n.args[1], n.args[2]
	f := e.fusedForms(n.op)
	if e.inMemory(z) {
		if !e.free(x, i) && e.free(y, i) {
			x, y = y, x
		}
		to := e.owned(x, i)
		e.do(f[0], f[1], e.at(z), e.in(y), to) // to = y to + z
		return to
	}
	if e.inMemory(x) {
		x, y = y, x
	}
	if !e.free(z, i) {
		if !e.free(x, i) && e.free(y, i) && !e.inMemory(y) {
			x, y = y, x
		}
		if e.free(x, i) {
			to := e.in(x)
			e.do(f[2], f[3], e.at(y), e.in(z), to) // to = to y + z
			return to
		}
	}
	to := e.owned(z, i)
	e.do(f[4], f[5], e.at(y), e.in(x), to) // to = x y + to
	return to
}

// fusedForms returns the forms 213, 132 and 231 of an operation, each with its
// broadcasting form.
func (e *emitter) fusedForms(o op) [6]instruction {
	switch o {
	case opFNMA:
		return [6]instruction{e.VFNMADD213PD, e.VFNMADD213PD_BCST, e.VFNMADD132PD, e.VFNMADD132PD_BCST,
			e.VFNMADD231PD, e.VFNMADD231PD_BCST}
	case opFMS:
		return [6]instruction{e.VFMSUB213PD, e.VFMSUB213PD_BCST, e.VFMSUB132PD, e.VFMSUB132PD_BCST,
			e.VFMSUB231PD, e.VFMSUB231PD_BCST}
	}
	return [6]instruction{e.VFMADD213PD, e.VFMADD213PD_BCST, e.VFMADD132PD, e.VFMADD132PD_BCST,
		e.VFMADD231PD, e.VFMADD231PD_BCST}
}

func (e *emitter) inMemory(v value) bool {
	_, memory := e.at(v).(operand.Mem)
	return memory
}

// owned returns a register with a value that node i may overwrite.
func (e *emitter) owned(v value, i int) reg.Register {
	if e.free(v, i) || e.inMemory(v) {
		return e.in(v)
	}
	r := e.vector()
	e.VMOVAPD(e.in(v), r)
	return r
}

// accumulate adds to (or multiplies into) the vector's accumulator, in the
// tail only the lanes of the mask.
func (e *emitter) accumulate(n node) {
	acc := e.accs[n.slot][e.current]
	args := []operand.Op{}
	for _, v := range n.args {
		args = append(args, e.in(v))
	}
	f := map[op]instruction{opAccAdd: e.VADDPD, opAccMul: e.VMULPD, opAccFMA: e.VFMADD231PD}[n.op]
	switch {
	case e.mask != nil && e.wide:
		e.merge(n.op, f, args, acc)
		return
	case e.mask != nil:
		args = e.neutral(n, args)
	}
	if n.op == opAccFMA {
		f(args[1], args[0], acc)
	} else {
		f(args[0], acc, acc)
	}
}

// merge accumulates the lanes of a mask register.
func (e *emitter) merge(o op, f instruction, args []operand.Op, acc operand.Op) {
	if o == opAccFMA {
		f(args[1], args[0], e.mask, acc)
		return
	}
	f(args[0], acc, e.mask, acc)
}

// neutral replaces operands outside the mask by what leaves an accumulator as
// it is: a sum is never -0, so adding 0 does.
func (e *emitter) neutral(n node, args []operand.Op) []operand.Op {
	one := operand.Op(nil)
	if n.op == opAccMul {
		one = e.loadLiteral(floatBits(1))
	}
	out := []operand.Op{}
	for i, x := range args {
		if i > 0 && x == args[0] {
			out = append(out, out[0])
			continue
		}
		r := e.vector()
		if one != nil {
			e.blend(e.mask, x, one, r)
		} else {
			e.keep(e.mask, x, r)
		}
		out = append(out, r)
	}
	return out
}
