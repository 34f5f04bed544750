package compiler

import (
	"errors"
	"math"
	"math/rand/v2"

	"hm/compiler/internal/emit"
	"hm/compiler/internal/ir"
	"hm/compiler/internal/pass"
	"hm/compiler/internal/trace"
	"hm/compiler/internal/walk"
	"hm/lang/syntax"
)

// recorded is what a draw saves as operations, so that generated quantities
// cost no more than they must. Its terms are the saved numbers that depend on
// the draw; from holds, for each saved number, the index of its term, or -1
// with the number itself in constant.
type recorded struct {
	code     *ir.Func
	from     []int
	constant []float64
}

// record writes the saved numbers down. Where that cannot be done, such as
// when generated quantities branch on a parameter or print, they are walked at
// each draw. An error is what is wrong whatever the parameters, such as an index
// out of range: better now than once the chains have warmed up.
func (p *Program) record(b *binder) error {
	t, q := trace.New(p.dim)
	w := p.base.Fork(t)
	w.Record = true
	if err := p.save(w, q); err != nil {
		var certain *walk.Error
		if errors.As(err, &certain) && !certain.Rejects {
			return err
		}
		return nil
	}
	code := t.Func // a copy, so that the trace can be freed
	r := &recorded{code: &code, from: make([]int, len(p.names)), constant: make([]float64, len(p.names))}
	code.Terms, code.Constant = nil, 0
	for _, col := range p.columns {
		v, _ := w.Get(col.obj)
		for i, j := range col.order {
			r.from[col.first+i] = -1
			switch {
			case j >= len(v.Num):
				r.constant[col.first+i] = math.NaN()
			case v.Slot == nil || v.Slot[j] == ir.Constant:
				r.constant[col.first+i] = v.Num[j]
			default:
				r.from[col.first+i] = len(code.Terms)
				code.Terms = append(code.Terms, v.Slot[j])
			}
		}
	}
	pass.Run(r.code, func(name string) bool { return !b.off[name] }, b.verify)
	if _, err := emit.New(r.code); err == nil {
		p.draw = r
	}
	return nil
}

// save computes everything that a draw saves.
func (p *Program) save(w *walk.Walker, q walk.Value) error {
	if err := p.constrain(w, q); err != nil {
		return err
	}
	if err := p.transformed(w); err != nil {
		return err
	}
	if err := w.Block(p.block(syntax.GeneratedQuantities)); err != nil {
		return err
	}
	return p.satisfied(w, syntax.GeneratedQuantities)
}

// Draw writes the saved numbers of the unconstrained point q to out. Where
// generated quantities fail, the rest is NaN and the error says why.
func (c *Chain) Draw(q []float64, rng *rand.Rand, out []float64) error {
	if c.draw != nil && c.draw.Forward(q, rng) == nil {
		for i, from := range c.Program.draw.from {
			if from < 0 {
				out[i] = c.Program.draw.constant[i]
			} else {
				out[i] = c.draw.Term(from)
			}
		}
		return nil
	}
	w := c.base.Fork(walk.Numbers{})
	w.RNG = rng
	err := c.save(w, walk.Vector(q))
	for _, col := range c.columns {
		v, ok := w.Get(col.obj)
		for i, j := range col.order {
			out[col.first+i] = math.NaN()
			if ok && j < len(v.Num) {
				out[col.first+i] = v.Num[j]
			}
		}
	}
	return err
}
