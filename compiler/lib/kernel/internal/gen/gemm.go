package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// tileSignature is that of the functions that update some columns of a matrix
// product: c is m by columns, a is m by k, and element (l, j) of b lies at
// l bRow + j bCol. Each element of c takes its products in ascending order of
// l, one fused multiply-add each.
const tileSignature = "func(c []float64, ldc int, a []float64, lda int, b []float64, bRow int, bCol int, m int, k int)"

// A tileKernel updates that many columns; sub subtracts the product.
type tileKernel struct {
	name    string
	columns int
	sub     bool
}

var tileKernels = []tileKernel{
	{"gemmAdd4", 4, false}, {"gemmAdd1", 1, false}, {"gemmSub4", 4, true}, {"gemmSub1", 1, true},
}

// A tiler writes one of them.
type tiler struct {
	assembler
	tileKernel
	c, a, b, m, k reg.Register
	ldc, lda      reg.Register // in bytes
	bRow, bCol    reg.Register // in bytes
	ldc3, bCol3   reg.Register
	vectors       int          // of the tile's rows
	mask          reg.Register // of its last rows
	accs          [][]reg.VecVirtual
}

func emitTile(ctx *build.Context, globals map[uint64]operand.Mem, k tileKernel, t target) {
	e := &tiler{assembler: assembler{ctx, t, globals}, tileKernel: k}
	ctx.Function(k.name + t.name)
	ctx.Attributes(4) // NOSPLIT
	ctx.Doc(fmt.Sprintf("%s%s is %sPortable.", k.name, t.name, k.name))
	ctx.Pragma("noescape")
	ctx.SignatureExpr(tileSignature)
	e.prologue()
	for _, vectors := range e.heights() {
		e.rows(vectors)
	}
	e.lastRows()
	ctx.Label("done")
	ctx.VZEROUPPER()
	ctx.RET()
}

// heights returns the rows of the tiles, in vectors: as many sums at once as
// hide the latency of an addition, where registers allow.
func (e *tiler) heights() []int {
	switch {
	case e.columns == 1:
		return []int{8, 2, 1}
	case e.wide:
		return []int{4, 2, 1}
	}
	return []int{2, 1}
}

func (e *tiler) prologue() {
	e.c, e.a, e.b = e.base("c"), e.base("a"), e.base("b")
	e.m, e.k = e.Load(e.Param("m"), e.GP64()), e.Load(e.Param("k"), e.GP64())
	e.ldc, e.lda = e.bytes("ldc"), e.bytes("lda")
	e.bRow = e.bytes("bRow")
	if e.columns == 4 {
		e.bCol = e.bytes("bCol")
		e.ldc3, e.bCol3 = e.thrice(e.ldc), e.thrice(e.bCol)
	}
}

func (e *tiler) base(name string) reg.Register { return e.Load(e.Param(name).Base(), e.GP64()) }

func (e *tiler) bytes(name string) reg.Register {
	r := e.Load(e.Param(name), e.GP64())
	e.SHLQ(operand.U8(3), r)
	return r
}

func (e *tiler) thrice(x reg.Register) reg.Register {
	r := e.GP64()
	e.LEAQ(operand.Mem{Base: x, Index: x, Scale: 2}, r)
	return r
}

// rows writes the loop over tiles of so many vectors of rows.
func (e *tiler) rows(vectors int) {
	e.vectors = vectors
	n := operand.U32(uint32(vectors * e.lanes))
	loop, end := fmt.Sprintf("rows%d", vectors), fmt.Sprintf("end%d", vectors)
	e.Label(loop)
	e.CMPQ(e.m, n)
	e.JLT(operand.LabelRef(end))
	e.tile(fmt.Sprintf("terms%d", vectors))
	e.ADDQ(operand.U32(uint32(8*vectors*e.lanes)), e.a)
	e.ADDQ(operand.U32(uint32(8*vectors*e.lanes)), e.c)
	e.SUBQ(n, e.m)
	e.JMP(operand.LabelRef(loop))
	e.Label(end)
}

// lastRows writes the tile of what is left.
func (e *tiler) lastRows() {
	e.CMPQ(e.m, operand.U32(0))
	e.JLE(operand.LabelRef("done"))
	e.vectors = 1
	e.mask = e.tailMask(e.m.(reg.GPVirtual), 0)
	e.tile("termsLast")
}

// tile loads its part of c, adds all products and stores it.
func (e *tiler) tile(label string) {
	e.accs = nil
	for j := range e.columns {
		var column []reg.VecVirtual
		for v := range e.vectors {
			column = append(column, e.read(e.column(e.c, e.ldc, e.ldc3, j, v)))
		}
		e.accs = append(e.accs, column)
	}
	a, b, left := e.GP64(), e.GP64(), e.GP64()
	e.MOVQ(e.a, a)
	e.MOVQ(e.b, b)
	e.MOVQ(e.k, left)
	e.TESTQ(left, left)
	e.JLE(operand.LabelRef(label + "End"))
	e.Label(label)
	e.term(a, b)
	e.ADDQ(e.lda, a)
	e.ADDQ(e.bRow, b)
	e.DECQ(left)
	e.JNZ(operand.LabelRef(label))
	e.Label(label + "End")
	for j, column := range e.accs {
		for v, r := range column {
			e.write(r, e.column(e.c, e.ldc, e.ldc3, j, v))
		}
	}
}

// term adds one column of a times one row of b.
func (e *tiler) term(a, b reg.Register) {
	var rows []operand.Op
	for v := range e.vectors {
		m := operand.Mem{Base: a, Disp: 8 * e.lanes * v}
		if e.columns == 1 && e.mask == nil {
			rows = append(rows, m) // used once
		} else {
			rows = append(rows, e.read(m))
		}
	}
	f := e.VFMADD231PD
	if e.sub {
		f = e.VFNMADD231PD
	}
	for j, column := range e.accs {
		x := e.vector()
		e.VBROADCASTSD(e.column(b, e.bCol, e.bCol3, j, 0), x)
		for v, acc := range column {
			f(rows[v], x, acc)
		}
	}
}

// column returns the address of a vector in the j-th column from a base.
func (e *tiler) column(base, stride, stride3 reg.Register, j, v int) operand.Mem {
	m := operand.Mem{Base: base, Disp: 8 * e.lanes * v}
	switch j {
	case 1, 2:
		m.Index, m.Scale = stride, uint8(j)
	case 3:
		m.Index, m.Scale = stride3, 1
	}
	return m
}

func (e *tiler) read(m operand.Mem) reg.VecVirtual {
	r := e.vector()
	if e.mask != nil {
		e.loadMasked(m, e.mask, r)
	} else {
		e.VMOVUPD(m, r)
	}
	return r
}

func (e *tiler) write(r reg.Register, m operand.Mem) {
	if e.mask != nil {
		e.storeMasked(r, e.mask, m)
	} else {
		e.VMOVUPD(r, m)
	}
}
