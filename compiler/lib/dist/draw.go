package dist

import (
	"fmt"
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
	"hm/lang/types"
)

// drawArgs returns the formal arguments of d's _rng.
func (d *Dist) drawArgs() []Arg {
	if d.RandArgs != nil {
		return d.RandArgs
	}
	return d.Args[1:]
}

// DrawDims returns the sizes of what a call of d's _rng returns, for the
// parameters args: none for a scalar, one array dimension for containers. An
// error says that the sizes do not fit.
func (d *Dist) DrawDims(args []mem.Operand) ([]int, error) {
	formal := d.drawArgs()
	if len(args) != len(formal) {
		return nil, fmt.Errorf("%s takes %d arguments, found %d", d.FuncName(RNG), len(formal), len(args))
	}
	if !d.Multivariate() {
		n, err := common(d.FuncName(RNG), formal, args)
		for _, a := range args {
			if container(a) {
				return []int{n}, err
			}
		}
		return nil, err
	}
	var outer, one []int
	first := make([]mem.Operand, len(args))
	for i, a := range args {
		first[i] = a
		if !arrayed(formal[i], a) {
			continue
		}
		if outer != nil && outer[0] != a.Dims[0] {
			return nil, fmt.Errorf("%s: %s has size %d, but another array has size %d", d.FuncName(RNG), formal[i].Name, a.Dims[0], outer[0])
		}
		outer = a.Dims[:1]
		if a.Dims[0] > 0 {
			first[i] = a.Elem(0)
		}
	}
	one = d.RandSize(first)
	return append(append([]int(nil), outer...), one...), nil
}

// arrayed reports whether an argument is an array of what the row takes.
func arrayed(formal Arg, a mem.Operand) bool {
	return formal.Broad == types.Vectors && len(a.Dims) > formal.Type.Rank()
}

// Draw fills out with random draws: one where the parameters args are of one
// variate, and as many as out holds, each with its own or the shared
// parameters. An error (a *mem.DomainError for a parameter outside its domain)
// leaves out unfinished.
func (d *Dist) Draw(rng *rand.Rand, args []mem.Operand, out mem.Operand) error {
	if err := d.checkDraw(args); err != nil {
		return err
	}
	if d.Multivariate() {
		return d.drawMany(rng, args, out)
	}
	var buf [4]float64
	p := buf[:len(args)]
	for i := range out.Val {
		for j, a := range args {
			if len(a.Val) != 1 && len(a.Val) != len(out.Val) {
				return fmt.Errorf("%s: %s has size %d, but %d draws are wanted", d.FuncName(RNG), d.Args[j+1].Name, len(a.Val), len(out.Val))
			}
			p[j] = a.At(i)
		}
		out.Val[i] = d.Rand(rng, p)
	}
	return nil
}

// drawMany draws multivariate variates one after the other.
func (d *Dist) drawMany(rng *rand.Rand, args []mem.Operand, out mem.Operand) error {
	formal := d.drawArgs()
	p := make([]mem.Operand, len(args))
	copy(p, args)
	for i := 0; len(out.Val) > 0; i++ {
		for j, a := range args {
			if arrayed(formal[j], a) {
				if i >= a.Dims[0] {
					return fmt.Errorf("%s: %s has size %d, but more draws are wanted", d.FuncName(RNG), formal[j].Name, a.Dims[0])
				}
				p[j] = a.Elem(i)
			}
		}
		n := mem.Size(d.RandSize(p))
		if n == 0 || n > len(out.Val) {
			return fmt.Errorf("%s: a draw has %d numbers, but there is room for %d", d.FuncName(RNG), n, len(out.Val))
		}
		if err := d.RandMulti(rng, p, out.Val[:n]); err != nil {
			return err
		}
		out.Val = out.Val[n:]
	}
	return nil
}

// checkDraw checks the domains of parameters, which must be finite as well.
func (d *Dist) checkDraw(args []mem.Operand) error {
	formal := d.drawArgs()
	if len(args) != len(formal) {
		return fmt.Errorf("%s takes %d arguments, found %d", d.FuncName(RNG), len(formal), len(args))
	}
	for i, a := range formal {
		c := newCheck(d.FuncName(RNG), a, args[i])
		if err := c.run(); err != nil {
			return err
		}
		for j, x := range args[i].Val {
			if math.IsInf(x, 0) {
				c.domain.Name = "finite"
				return c.fail(j, x)
			}
		}
	}
	for _, r := range d.Relations {
		if r.Of == 0 {
			continue
		}
		b := relation{Relation: r, of: args[r.Of-1], to: args[r.To-1]}
		b.check = newCheck(d.FuncName(RNG), d.Args[r.Of], b.of)
		b.check.domain.Name = r.Want
		b.n = max(len(b.of.Val), len(b.to.Val))
		if err := b.run(); err != nil {
			return err
		}
	}
	return nil
}
