package constraint

import (
	"fmt"
	"math"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

// A point is a constrained number with its derivatives by the unconstrained
// x and by the constraint's first and second argument, and the same of its
// log Jacobian.
type point struct {
	y, dx, da, db     float64
	lj, ljx, lja, ljb float64
}

// A curve is the definition of an elementwise constraint. A constraint with
// one argument leaves b alone.
type curve func(x, a, b float64) point

var lower = Constraint{
	Name: "lower", Doc: "Numbers not below a bound: lower + exp(x). Without effect for a bound of -Inf.", Args: []string{"lower"},
	Free: mem.Size, Bind: faster(exponential(1), bindCurve(above)), From: fromCurve(fromLower), Check: checkBounds(hasLower),
}

var upper = Constraint{
	Name: "upper", Doc: "Numbers not above a bound: upper - exp(x). Without effect for a bound of +Inf.", Args: []string{"upper"},
	Free: mem.Size, Bind: faster(exponential(-1), bindCurve(below)), From: fromCurve(fromUpper), Check: checkBounds(hasUpper),
}

var lowerUpper = Constraint{
	Name: "lower_upper", Doc: "Numbers between two bounds: lower + (upper - lower) inv_logit(x). An infinite bound is none.", Args: []string{"lower", "upper"},
	Free: mem.Size, Bounds: orderedBounds, Bind: bindCurve(between), From: fromCurve(fromBetween), Check: checkBounds(hasLower, hasUpper),
}

var offset = Constraint{
	Name: "offset", Doc: "Numbers sampled as their distance from an offset: offset + x.", Args: []string{"offset"},
	Free: mem.Size, Bounds: affineBounds(true, false),
	Bind: faster(sharedOffset, bindCurve(func(x, a, _ float64) point { return affine(x, a, 1) })),
	From: fromCurve(func(y, a, _ float64) (float64, string) { return y - a, "" }),
}

var multiplier = Constraint{
	Name: "multiplier", Doc: "Numbers sampled in units of a multiplier: multiplier * x.", Args: []string{"multiplier"},
	Free: mem.Size, Bounds: affineBounds(false, true),
	Bind: faster(sharedMultiplier, bindCurve(func(x, a, _ float64) point {
		p := affine(x, 0, a)
		p.da, p.lja, p.db, p.ljb = p.db, p.ljb, 0, 0
		return p
	})),
	From: fromCurve(func(y, a, _ float64) (float64, string) { return y / a, "" }),
}

var offsetMultiplier = Constraint{
	Name: "offset_multiplier", Doc: "Numbers sampled as their distance from an offset in units of a multiplier: offset + multiplier * x.",
	Args: []string{"offset", "multiplier"},
	Free: mem.Size, Bounds: affineBounds(true, true),
	Bind: faster(sharedBoth, bindCurve(affine)),
	From: fromCurve(func(y, a, b float64) (float64, string) { return (y - a) / b, "" }),
}

func above(x, a, _ float64) point {
	if math.IsInf(a, -1) {
		return point{y: x, dx: 1}
	}
	e := math.Exp(x)
	return point{y: a + e, dx: e, da: 1, lj: x, ljx: 1}
}

func below(x, b, _ float64) point {
	if math.IsInf(b, 1) {
		return point{y: x, dx: 1}
	}
	e := math.Exp(x)
	return point{y: b - e, dx: -e, da: 1, lj: x, ljx: 1}
}

// between starts from the nearer bound, which keeps the digits of the
// distance to it. The log Jacobian is log(b-a) + log s + log(1-s), where s is
// inv_logit(x), written with exp(-|x|).
func between(x, a, b float64) point {
	switch {
	case math.IsInf(b, 1):
		return above(x, a, 0)
	case math.IsInf(a, -1):
		p := below(x, b, 0)
		p.da, p.db = 0, p.da
		return p
	case !(a < b):
		nan := math.NaN()
		return point{nan, nan, nan, nan, nan, nan, nan, nan}
	}
	e := math.Exp(-math.Abs(x))
	near, far := e/(1+e), 1/(1+e) // inv_logit of -|x| and of |x|
	w := b - a
	p := point{dx: w * near * far, lj: math.Log(w) - math.Abs(x) - 2*math.Log1p(e), lja: -1 / w, ljb: 1 / w}
	if x > 0 {
		p.y, p.da, p.db, p.ljx = b-w*near, near, far, near-far
		return p
	}
	p.y, p.da, p.db, p.ljx = a+w*near, far, near, far-near
	return p
}

func affine(x, a, b float64) point {
	return point{y: a + b*x, dx: b, da: 1, db: x, lj: math.Log(b), ljb: 1 / b}
}

// arg returns argument i, a 0 where there is none.
func arg(args []mem.Operand, i int) mem.Operand {
	if i < len(args) {
		return args[i]
	}
	return mem.Operand{Val: []float64{0}}
}

// bindCurve applies f to every number, with bounds broadcast.
func bindCurve(f curve) func(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
	return func(x, y mem.Operand, args []mem.Operand) (func() float64, func()) {
		a, b := arg(args, 0), arg(args, 1)
		points := make([]point, len(y.Val))
		forward := func() float64 {
			lj := 0.0
			for i := range y.Val {
				p := f(x.Val[i], a.At(i), b.At(i))
				points[i] = p
				y.Val[i] = p.y
				lj += p.lj
			}
			return lj
		}
		return forward, func() {
			for i := range points {
				p, g := &points[i], 0.0
				if y.Adj != nil {
					g = y.Adj[i]
				}
				x.Add(i, g*p.dx+p.ljx)
				a.Add(i, g*p.da+p.lja)
				b.Add(i, g*p.db+p.ljb)
			}
		}
	}
}

// fromCurve applies the inverse of a curve to every number. It says what y
// must be where it has no inverse.
func fromCurve(f func(y, a, b float64) (x float64, want string)) func(x, y []float64, dims []int, args []mem.Operand) error {
	return func(x, y []float64, dims []int, args []mem.Operand) error {
		a, b := arg(args, 0), arg(args, 1)
		for i, v := range y {
			var want string
			if x[i], want = f(v, a.At(i), b.At(i)); want != "" {
				return &Violation{i, dims, v, want}
			}
			if math.IsNaN(x[i]) || math.IsInf(x[i], 0) {
				return &Violation{i, dims, v, "must be finite"}
			}
		}
		return nil
	}
}

func fromLower(y, a, _ float64) (float64, string) {
	if math.IsInf(a, -1) {
		return y, ""
	}
	if !(y > a) {
		return 0, bound("above", a)
	}
	return math.Log(y - a), ""
}

func fromUpper(y, b, _ float64) (float64, string) {
	if math.IsInf(b, 1) {
		return y, ""
	}
	if !(y < b) {
		return 0, bound("below", b)
	}
	return math.Log(b - y), ""
}

func fromBetween(y, a, b float64) (float64, string) {
	switch {
	case math.IsInf(b, 1):
		return fromLower(y, a, 0)
	case math.IsInf(a, -1):
		return fromUpper(y, b, 0)
	case !(y > a && y < b):
		return 0, fmt.Sprintf("must be between %.6g and %.6g, not on either", a, b)
	}
	return special.Logit((y - a) / (b - a)), ""
}

// A side says what a number must be where it is on the wrong side of a bound.
type side func(y float64, args []mem.Operand, i int) string

func hasLower(y float64, args []mem.Operand, i int) string {
	if a := args[0].At(i); !(y >= a) {
		return bound("at least", a)
	}
	return ""
}

func hasUpper(y float64, args []mem.Operand, i int) string {
	if b := args[len(args)-1].At(i); !(y <= b) {
		return bound("at most", b)
	}
	return ""
}

// checkBounds is the Check of constraints with one or two bounds.
func checkBounds(sides ...side) func(y []float64, dims []int, args []mem.Operand) error {
	return func(y []float64, dims []int, args []mem.Operand) error {
		for i, v := range y {
			for _, s := range sides {
				if want := s(v, args, i); want != "" {
					return &Violation{i, dims, v, want}
				}
			}
		}
		return nil
	}
}

// orderedBounds demands that every lower bound is below its upper bound.
func orderedBounds(args []mem.Operand) error {
	a, b := args[0], args[1]
	for i := range max(len(a.Val), len(b.Val)) {
		if lo, hi := a.At(i), b.At(i); !(lo < hi) {
			return fmt.Errorf("the lower bound is %.6g, must be below the upper bound, which is %.6g", lo, hi)
		}
	}
	return nil
}

// affineBounds demands a finite offset and a positive, finite multiplier.
func affineBounds(offset, multiplier bool) func(args []mem.Operand) error {
	return func(args []mem.Operand) error {
		if offset {
			for _, v := range args[0].Val {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return fmt.Errorf("the offset is %.6g, must be finite", v)
				}
			}
		}
		if multiplier {
			for _, v := range args[len(args)-1].Val {
				if !(v > 0) || math.IsInf(v, 1) {
					return fmt.Errorf("the multiplier is %.6g, must be positive and finite", v)
				}
			}
		}
		return nil
	}
}
