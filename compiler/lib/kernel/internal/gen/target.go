package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A target is an instruction set: its registers, and the few operations that
// are not the same instruction with other registers.
type target struct {
	name   string
	lanes  int // of a vector register
	hoists int // constants that stay in registers, at most
	wide   bool
}

var targets = []target{
	{name: "AVX2", lanes: 4},
	{name: "AVX512", lanes: 8, hoists: 20, wide: true},
}

// partialSums is width of the package's reduce_portable.go.
const partialSums = 16

// An assembler writes instructions for one target.
type assembler struct {
	*build.Context
	target
	globals map[uint64]operand.Mem
}

func (a *assembler) vector() reg.VecVirtual {
	if a.wide {
		return a.ZMM()
	}
	return a.YMM()
}

// literal returns the memory of a constant: a whole vector of AVX2, whose first
// element AVX-512 broadcasts.
func (a *assembler) literal(bits uint64) operand.Mem {
	if m, ok := a.globals[bits]; ok {
		return m
	}
	m := a.StaticGlobal(fmt.Sprintf("c%016x", bits))
	a.DataAttributes(24) // RODATA | NOPTR
	for i := range 4 {
		a.AddDatum(8*i, operand.U64(bits))
	}
	a.globals[bits] = m
	return m
}

// loadLiteral puts a constant into a register.
func (a *assembler) loadLiteral(bits uint64) reg.VecVirtual {
	r := a.vector()
	switch {
	case bits == 0:
		a.clear(r)
	case a.wide:
		a.VBROADCASTSD(a.literal(bits), r)
	default:
		a.VMOVUPD(a.literal(bits), r)
	}
	return r
}

// clear sets a register to 0.
func (a *assembler) clear(r operand.Op) {
	if a.wide {
		a.VPXORQ(r, r, r)
	} else {
		a.VXORPD(r, r, r)
	}
}

// An instruction takes its operands in the order of Go's assembler: reversed,
// the result last.
type instruction func(ops ...operand.Op)

// do writes an instruction; a constant in memory, which can be the first
// operand only, is broadcast by AVX-512.
func (a *assembler) do(plain, broadcast instruction, ops ...operand.Op) {
	if _, memory := ops[0].(operand.Mem); memory && a.wide {
		broadcast(ops...)
		return
	}
	plain(ops...)
}

// tailMask returns a mask of the first n-from lanes.
func (a *assembler) tailMask(n reg.GPVirtual, from int) reg.Register {
	left := a.GP64()
	a.MOVQ(n, left)
	a.SUBQ(operand.U32(uint32(from)), left)
	if a.wide {
		ones, k := a.GP32(), a.K()
		a.MOVL(operand.U32(1<<32-1), ones)
		a.BZHIL(left.As32(), ones, ones)
		a.KMOVW(ones, k)
		return k
	}
	mask := a.YMM()
	a.VMOVQ(left, mask.AsX())
	a.VPBROADCASTQ(mask.AsX(), mask)
	a.VPCMPGTQ(a.iota(), mask, mask)
	return mask
}

// iota returns the memory of the integers 0 to 3.
func (a *assembler) iota() operand.Mem {
	const key = ^uint64(0) // no constant of a kernel
	if m, ok := a.globals[key]; ok {
		return m
	}
	m := a.StaticGlobal("iota")
	a.DataAttributes(24)
	for i := range 4 {
		a.AddDatum(8*i, operand.U64(i))
	}
	a.globals[key] = m
	return m
}

// loadMasked reads the lanes of a mask, 0 elsewhere.
func (a *assembler) loadMasked(m operand.Mem, mask, to operand.Op) {
	if a.wide {
		a.VMOVUPD_Z(m, mask, to)
		return
	}
	a.VMASKMOVPD(m, mask, to)
}

func (a *assembler) storeMasked(from, mask operand.Op, m operand.Mem) {
	if a.wide {
		a.VMOVUPD(from, mask, m)
		return
	}
	a.VMASKMOVPD(from, mask, m)
}

// compare returns the mask of a predicate.
func (a *assembler) compare(pred uint64, x, y operand.Op) reg.Register {
	if a.wide {
		k := a.K()
		a.do(func(ops ...operand.Op) { a.VCMPPD(append([]operand.Op{operand.U8(pred)}, ops...)...) },
			func(ops ...operand.Op) { a.VCMPPD_BCST(append([]operand.Op{operand.U8(pred)}, ops...)...) }, y, x, k)
		return k
	}
	r := a.YMM()
	a.VCMPPD(operand.U8(pred), y, x, r)
	return r
}

// blend sets to to yes in the lanes of a mask, else to no.
func (a *assembler) blend(mask, yes, no, to operand.Op) {
	if !a.wide {
		a.VBLENDVPD(mask, yes, no, to)
		return
	}
	a.do(a.VBLENDMPD, a.VBLENDMPD_BCST, yes, no, mask, to)
}

// keep sets to to yes in the lanes of a mask, else to 0.
func (a *assembler) keep(mask, yes, to operand.Op) {
	if a.wide {
		a.VMOVAPD_Z(yes, mask, to)
		return
	}
	a.VANDPD(yes, mask, to)
}

// scale sets to to x 2^n.
func (a *assembler) scale(x, n, t, to operand.Op) {
	if a.wide {
		a.VSCALEFPD(n, x, to)
		return
	}
	half, rest := a.YMM(), a.YMM() // in two steps, as the portable exp
	one := a.literal(0x3ff0000000000000)
	a.VPSRAD(operand.U8(1), t, half)
	a.VPSUBD(half, t, rest)
	a.VPSLLQ(operand.U8(52), half, half)
	a.VPSLLQ(operand.U8(52), rest, rest)
	a.VPADDQ(one, half, half)
	a.VPADDQ(one, rest, rest)
	a.VMULPD(half, x, half)
	a.VMULPD(rest, half, to)
}

// fold reduces accumulators to the first lane, halving as lanes.total does.
func (a *assembler) fold(accs []reg.VecVirtual, f instruction) reg.VecVirtual {
	for n := len(accs) / 2; n > 0; n /= 2 {
		for i := range n {
			f(accs[i+n], accs[i], accs[i])
		}
	}
	r := accs[0]
	t := a.YMM()
	if a.wide {
		a.VEXTRACTF64X4(operand.U8(1), r, t)
		f(t, r.AsY(), t)
	} else {
		a.VMOVAPD(r, t)
	}
	high := a.XMM()
	if a.wide { // which, unlike the other, reaches registers 16 to 31
		a.VEXTRACTF64X2(operand.U8(1), t, high)
	} else {
		a.VEXTRACTF128(operand.U8(1), t, high)
	}
	f(high, t.AsX(), high)
	swapped := a.XMM()
	a.VPERMILPD(operand.U8(1), high, swapped)
	f(swapped, high, high)
	return high
}
