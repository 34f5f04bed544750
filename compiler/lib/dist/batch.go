package dist

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// A Vector is a density that takes a batch of elements at a time: it sets lp
// and those of the partial derivatives that are wanted. A batch whose log
// densities it makes infinite or NaN is done again by the definition, so it
// need not know of the ends of domains and of the range of floats.
type Vector func(b *Batch)

// A Batch is a run of elements of a univariate density.
type Batch struct {
	x   [][]float64  // the numbers of each argument; a scalar is spread
	one []bool       // which arguments are scalars
	lp  []float64    // the log density of each element
	d   [][]float64  // its partial derivative by each argument; nil for data
	tmp [4][]float64 // scratch
	at  int          // the index of the first element
}

// ones are for kernels that want a vector where a row has the number 1.
var ones, minusOnes = func() (p, m [block]float64) {
	spread(p[:], 1)
	spread(m[:], -1)
	return p, m
}()

// log sets dst to the logarithm of argument k.
func (b *Batch) log(dst []float64, k int) {
	if b.one[k] {
		spread(dst, math.Log(b.x[k][0]))
		return
	}
	kernel.Log(dst, b.x[k])
}

// inv sets dst to 1 over argument k.
func (b *Batch) inv(dst []float64, k int) {
	if b.one[k] {
		spread(dst, 1/b.x[k][0])
		return
	}
	kernel.Div(dst, ones[:len(dst)], b.x[k])
}

// over sets dst to x over argument k.
func (b *Batch) over(dst, x []float64, k int) {
	if b.one[k] {
		kernel.Scale(dst, 1/b.x[k][0], x)
		return
	}
	kernel.Div(dst, x, b.x[k])
}

// batches runs a Vector over all elements of a call.
type batches struct {
	row   Kernel // the definition
	fast  Vector
	lanes []*lane
	n     int
	whole Batch // memory, of one block but for that of Each
	run   Batch
}

// vector returns d's Vector for n elements, or nil where there is none.
func (d *Dist) vector(args []mem.Operand, n int) Vector {
	if d.Vector == nil || n < short {
		return nil
	}
	return d.Vector(args)
}

// newBatches binds a definition, and what is faster where it is not nil.
func newBatches(row Kernel, fast Vector, args []mem.Operand, n int) *batches {
	k := len(args)
	b := &batches{row: row, fast: fast, n: n, whole: Batch{d: make([][]float64, k)},
		run: Batch{x: make([][]float64, k), one: make([]bool, k), d: make([][]float64, k)}}
	for i, a := range args {
		b.lanes = append(b.lanes, newLane(a, n))
		b.run.one[i] = scalar(a)
	}
	if fast != nil {
		for i := range b.whole.tmp {
			b.whole.tmp[i] = scratch(n)
		}
	}
	return b
}

// sums returns the Eval of the batches.
func (b *batches) sums() Eval {
	b.whole.lp = scratch(b.n)
	for i, l := range b.lanes {
		if l.adj != nil {
			b.whole.d[i] = scratch(b.n)
		}
	}
	return func() (total float64, err error) {
		b.start()
		for i := 0; i < b.n; i += block {
			m := min(block, b.n-i)
			total += b.take(i, m, 0)
			for k, l := range b.lanes {
				if l.adj != nil {
					l.add(i, 1, b.run.d[k])
				}
			}
		}
		return total, nil
	}
}

// fill computes all elements into memory for all of them, and returns the sum.
func (b *batches) fill() float64 {
	b.start()
	total := 0.0
	for i := 0; i < b.n; i += block {
		total += b.take(i, min(block, b.n-i), i)
	}
	return total
}

func (b *batches) start() {
	for _, l := range b.lanes {
		l.start()
	}
}

// take computes m elements from i on into memory from o on, and returns the
// sum of their log densities.
func (b *batches) take(i, m, o int) float64 {
	r := &b.run
	r.at = i
	r.lp = b.whole.lp[o : o+m]
	for k, l := range b.lanes {
		r.x[k] = l.at(i, m)
		if b.whole.d[k] != nil {
			r.d[k] = b.whole.d[k][o : o+m]
		}
	}
	if b.fast != nil {
		for k := range r.tmp {
			r.tmp[k] = b.whole.tmp[k][:m]
		}
		b.fast(r)
		if s := sum(r.lp); s-s == 0 {
			return s
		}
	}
	r.define(b.row)
	return sum(r.lp)
}

// define sets the batch by the definition.
func (b *Batch) define(k Kernel) {
	var v, d [4]float64
	for i := range b.lp {
		for j, x := range b.x {
			v[j] = x[i]
		}
		switch k := k.(type) {
		case Kernel1:
			b.lp[i], d[0] = k(v[0])
		case Kernel2:
			b.lp[i], d[0], d[1] = k(v[0], v[1])
		case Kernel3:
			b.lp[i], d[0], d[1], d[2] = k(v[0], v[1], v[2])
		case Kernel4:
			b.lp[i], d[0], d[1], d[2], d[3] = k(v[0], v[1], v[2], v[3])
		}
		for j, to := range b.d {
			if to != nil {
				to[i] = d[j]
			}
		}
	}
}
