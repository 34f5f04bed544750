package fn

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// The loops of this file stand in for the maps of the hot operators and
// functions. A scalar that meets a container has length 1. Tests demand that
// they agree with the maps.

// always is the forward of a loop that cannot fail.
func always(f func()) func() error { return func() error { f(); return nil } }

// is1 reports whether a stays the same for every element of out.
func is1(a, out mem.Operand) bool { return len(a.Val) == 1 && len(out.Val) != 1 }

// pullSame adds g to the adjoint of an argument whose derivative is 1.
func pullSame(a mem.Operand, g []float64) {
	switch {
	case a.Adj == nil:
	case len(a.Adj) == 1:
		a.Adj[0] += sumOf(g)
	default:
		addTo(a.Adj, g)
	}
}

// pullMinus does so where the derivative is -1.
func pullMinus(a mem.Operand, g []float64) {
	switch {
	case a.Adj == nil:
	case len(a.Adj) == 1:
		a.Adj[0] -= sumOf(g)
	default:
		subFrom(a.Adj, g)
	}
}

// pullTimes does so where the derivative is b, itself a scalar or a container.
func pullTimes(a, b mem.Operand, g []float64) {
	switch {
	case a.Adj == nil:
	case len(a.Adj) == 1 && len(b.Val) == 1:
		a.Adj[0] += sumOf(g) * b.Val[0]
	case len(a.Adj) == 1:
		a.Adj[0] += dot(g, b.Val)
	case len(b.Val) == 1:
		axpy(a.Adj, b.Val[0], g)
	default:
		mulAdd(a.Adj, g, b.Val)
	}
}

func fastAdd(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	if is1(x, out) {
		x, y = y, x
	}
	ov, xv, yv := out.Val, x.Val, y.Val
	forward := func() {
		yv := yv[:len(ov)]
		for i, a := range xv[:len(ov)] {
			ov[i] = a + yv[i]
		}
	}
	if len(xv) == len(ov) && len(yv) == len(ov) && len(ov) >= few {
		forward = func() { kernel.Add(ov, xv, yv) }
	}
	if is1(y, out) {
		forward = func() {
			c := yv[0]
			for i, a := range xv[:len(ov)] {
				ov[i] = a + c
			}
		}
	}
	return always(forward), func() {
		pullSame(x, out.Adj)
		pullSame(y, out.Adj)
	}
}

func fastSub(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	ov, xv, yv := out.Val, x.Val, y.Val
	forward := func() {
		yv := yv[:len(ov)]
		for i, a := range xv[:len(ov)] {
			ov[i] = a - yv[i]
		}
	}
	if len(xv) == len(ov) && len(yv) == len(ov) && len(ov) >= few {
		forward = func() { kernel.Sub(ov, xv, yv) }
	}
	switch {
	case is1(y, out):
		forward = func() {
			c := yv[0]
			for i, a := range xv[:len(ov)] {
				ov[i] = a - c
			}
		}
	case is1(x, out):
		forward = func() {
			c := xv[0]
			for i, b := range yv[:len(ov)] {
				ov[i] = c - b
			}
		}
	}
	return always(forward), func() {
		pullSame(x, out.Adj)
		pullMinus(y, out.Adj)
	}
}

func fastMul(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	if is1(x, out) {
		x, y = y, x
	}
	ov, xv, yv := out.Val, x.Val, y.Val
	forward := func() {
		yv := yv[:len(ov)]
		for i, a := range xv[:len(ov)] {
			ov[i] = a * yv[i]
		}
	}
	if len(xv) == len(ov) && len(yv) == len(ov) && len(ov) >= few {
		forward = func() { kernel.Mul(ov, xv, yv) }
	}
	switch {
	case is1(y, out) && len(ov) >= few:
		forward = func() { kernel.Scale(ov, yv[0], xv) }
	case is1(y, out):
		forward = func() {
			c := yv[0]
			for i, a := range xv[:len(ov)] {
				ov[i] = a * c
			}
		}
	}
	return always(forward), func() {
		pullTimes(x, y, out.Adj)
		pullTimes(y, x, out.Adj)
	}
}

func fastDiv(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	ov, xv, yv := out.Val, x.Val, y.Val
	forward := func() {
		yv := yv[:len(ov)]
		for i, a := range xv[:len(ov)] {
			ov[i] = a / yv[i]
		}
	}
	if len(xv) == len(ov) && len(yv) == len(ov) && len(ov) >= few {
		forward = func() { kernel.Div(ov, xv, yv) }
	}
	switch {
	case is1(y, out):
		forward = func() {
			c := yv[0]
			for i, a := range xv[:len(ov)] {
				ov[i] = a / c
			}
		}
	case is1(x, out):
		forward = func() {
			c := xv[0]
			for i, b := range yv[:len(ov)] {
				ov[i] = c / b
			}
		}
	}
	if len(ov) < few || x.Adj == nil && y.Adj == nil {
		return always(forward), func() { pullQuotient(out, x, y) }
	}
	share := make([]float64, min(batch, len(ov)))
	return always(forward), func() {
		if is1(y, out) {
			pullQuotient(out, x, y)
			return
		}
		pullRatios(out, x, y, share)
	}
}

// pullRatios is pullQuotient for many divisors, in batches; share is scratch.
func pullRatios(out, x, y mem.Operand, share []float64) {
	for i := 0; i < len(out.Val); i += batch {
		j := min(i+batch, len(out.Val))
		d := share[:j-i]
		kernel.Div(d, out.Adj[i:j], y.Val[i:j])
		switch {
		case x.Adj == nil:
		case len(x.Adj) == 1:
			x.Adj[0] += sumOf(d)
		default:
			addTo(x.Adj[i:j], d)
		}
		if y.Adj != nil {
			kernel.Mul(d, d, out.Val[i:j])
			subFrom(y.Adj[i:j], d)
		}
	}
}

// pullQuotient adds the derivatives of x/y: 1/y and -out/y.
func pullQuotient(out, x, y mem.Operand) {
	if is1(y, out) {
		inv := 1 / y.Val[0]
		if x.Adj != nil {
			axpy(x.Adj, inv, out.Adj)
		}
		if y.Adj != nil {
			y.Adj[0] -= inv * dot(out.Adj, out.Val)
		}
		return
	}
	sum := 0.0 // for a scalar x
	each := len(x.Adj) == len(out.Adj)
	for i, g := range out.Adj {
		d := g / y.Val[i]
		if each {
			x.Adj[i] += d
		}
		sum += d
		if y.Adj != nil {
			y.Adj[i] -= d * out.Val[i]
		}
	}
	if !each && x.Adj != nil {
		x.Adj[0] += sum
	}
}

func fastNeg(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i] = -a
		}
	}
	if len(ov) >= few {
		forward = func() { negate(ov, xv) }
	}
	return always(forward), func() { pullMinus(x, out.Adj) }
}

func fastExp(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i] = math.Exp(a)
		}
	}
	return always(forward), func() { mulAdd(x.Adj, out.Adj, ov) }
}

func fastLog(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i] = math.Log(a)
		}
	}
	return always(forward), func() {
		for i, g := range out.Adj {
			x.Adj[i] += g / xv[i]
		}
	}
}

func fastSquare(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i] = a * a
		}
	}
	return always(forward), func() {
		for i, g := range out.Adj {
			x.Adj[i] += 2 * g * xv[i]
		}
	}
}

func fastSqrt(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i] = math.Sqrt(a)
		}
	}
	return always(forward), func() {
		for i, g := range out.Adj {
			x.Adj[i] += 0.5 * g / ov[i]
		}
	}
}

// fastInvLogit keeps the derivative for reverse only where somebody wants it,
// and does not take it from the value: 1 - value cancels near 1.
func fastInvLogit(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	if x.Adj == nil {
		return always(func() {
			for i, a := range xv[:len(ov)] {
				ov[i], _ = invLogit(a)
			}
		}), nil
	}
	part := make([]float64, len(ov))
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i], part[i] = invLogit(a)
		}
	}
	return always(forward), func() { mulAdd(x.Adj, out.Adj, part) }
}

func fastLog1pExp(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	ov, xv := out.Val, x.Val
	if x.Adj == nil {
		return always(func() {
			for i, a := range xv[:len(ov)] {
				ov[i], _ = log1pExp(a)
			}
		}), nil
	}
	part := make([]float64, len(ov))
	forward := func() {
		for i, a := range xv[:len(ov)] {
			ov[i], part[i] = log1pExp(a)
		}
	}
	return always(forward), func() { mulAdd(x.Adj, out.Adj, part) }
}

// fastPow saves the logarithm that the derivative by the exponent needs where
// the exponent is data.
func fastPow(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, y := args[0], args[1]
	if y.Adj != nil {
		return nil, nil
	}
	if len(out.Val) >= short && len(x.Val) == len(out.Val) && len(y.Val) == 1 && y.Type.Array == 0 {
		return powWhole(out, x, y)
	}
	ov := out.Val
	forward := func() {
		for i := range ov {
			ov[i] = power(x.At(i), y.At(i))
		}
	}
	return always(forward), func() {
		for i, g := range out.Adj {
			x.Add(i, g*powerSlope(x.At(i), y.At(i)))
		}
	}
}

// powWhole is for many numbers to one power: small whole powers are products.
func powWhole(out, x, y mem.Operand) (func() error, func()) {
	slope := make([]float64, min(batch, len(out.Val)))
	forward := func() {
		for i := 0; i < len(out.Val); i += batch {
			j := min(i+batch, len(out.Val))
			setPowers(out.Val[i:j], x.Val[i:j], y.Val[0])
		}
	}
	return always(forward), func() {
		for i := 0; i < len(out.Val); i += batch {
			j := min(i+batch, len(out.Val))
			d := slope[:j-i]
			powerSlopes(d, x.Val[i:j], y.Val[0])
			mulAdd(x.Adj[i:j], out.Adj[i:j], d)
		}
	}
}

// setPowers sets out to the powers p of x.
func setPowers(out, x []float64, p float64) {
	switch p {
	case 0:
		setAll(out, 1)
	case 1:
		copy(out, x)
	case 2:
		kernel.Mul(out, x, x)
	case 3:
		kernel.Mul(out, x, x)
		kernel.Mul(out, out, x)
	case -1:
		reciprocal(out, x)
	default:
		for i, v := range x {
			out[i] = power(v, p)
		}
	}
}

// powerSlopes sets d to p times the powers p-1 of x.
func powerSlopes(d, x []float64, p float64) {
	switch p {
	case 1, 2, 3:
		setPowers(d, x, p-1)
		kernel.Scale(d, p, d)
	default:
		for i, v := range x {
			d[i] = powerSlope(v, p)
		}
	}
}
