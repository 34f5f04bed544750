package fn

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// A factor is a factorisation of an n x n matrix in memory of its own, with
// which systems are solved in place.
type factor interface {
	// of factorises a, or fills bad with the reason why not.
	of(a []float64, bad *refusal) bool
	// solve turns b into the solution x of A x = b.
	solve(b []float64)
	// solveT does so for A'x = b.
	solveT(b []float64)
	// pull takes w x' from the adjoint of A.
	pull(adj, w, x []float64)
}

// lower is a triangular matrix, of which only the lower triangle is read.
type lower struct {
	n int
	l []float64
}

func newLower(n int) factor { return &lower{n: n, l: make([]float64, n*n)} }

func (f *lower) of(a []float64, bad *refusal) bool {
	copy(f.l, a)
	for i := range f.n {
		if f.l[i+i*f.n] == 0 {
			bad.why = singular
			return false
		}
	}
	return true
}

func (f *lower) solve(b []float64) {
	for j := range f.n {
		b[j] /= f.l[j+j*f.n]
		axpy(b[j+1:], -b[j], f.l[j+1+j*f.n:(j+1)*f.n])
	}
}

func (f *lower) solveT(b []float64) {
	for j := f.n - 1; j >= 0; j-- {
		b[j] = (b[j] - dot(f.l[j+1+j*f.n:(j+1)*f.n], b[j+1:])) / f.l[j+j*f.n]
	}
}

func (f *lower) pull(adj, w, x []float64) {
	for j, v := range x {
		axpy(adj[j+j*f.n:(j+1)*f.n], -v, w[j:])
	}
}

// chol is the Cholesky factor of a symmetric positive definite matrix.
type chol struct{ lower }

func newChol(n int) factor { return &chol{lower{n: n, l: make([]float64, n*n)}} }

func (f *chol) of(a []float64, bad *refusal) bool {
	return bad.symmetric(a, f.n) && cholesky(f.l, a, f.n, bad)
}

func (f *chol) solve(b []float64)  { f.lower.solve(b); f.lower.solveT(b) }
func (f *chol) solveT(b []float64) { f.solve(b) }

func (f *chol) pull(adj, w, x []float64) { pullFull(adj, w, x) }

func pullFull(adj, w, x []float64) {
	n := len(x)
	for j, v := range x {
		axpy(adj[j*n:(j+1)*n], -v, w)
	}
}

// blocked is the order from which the blocked algorithms of package kernel pay.
const blocked = 16

// cholesky sets l to the factor of the lower triangle of a.
func cholesky(l, a []float64, n int, bad *refusal) bool {
	if n >= blocked {
		copy(l, a)
		if !kernel.Cholesky(kernel.NewMatrix(l, n, n)) {
			bad.why = notPositiveDefinite
			return false
		}
		return true
	}
	clear(l)
	for j := range n {
		c := l[j+j*n : (j+1)*n]
		copy(c, a[j+j*n:(j+1)*n])
		for p := range j {
			axpy(c, -l[j+p*n], l[j+p*n:(p+1)*n])
		}
		if !(c[0] > 0) || math.IsInf(c[0], 1) {
			bad.why = notPositiveDefinite
			return false
		}
		r := math.Sqrt(c[0])
		c[0] = r
		for i := range c[1:] {
			c[i+1] /= r
		}
	}
	return true
}

// pullCholesky turns g, the adjoint of the factor l, into that of the lower
// triangle of the matrix, in place (Murray 2016, "Differentiation of the
// Cholesky decomposition", section 3.3).
//
// work has kernel.CholeskyAdjointWork(n) numbers where n is large.
func pullCholesky(g, l []float64, n int, work []float64) {
	if n >= blocked {
		kernel.CholeskyAdjoint(kernel.NewMatrix(l, n, n), kernel.NewMatrix(g, n, n), work)
		return
	}
	for j := n - 1; j >= 0; j-- {
		lj, gj := l[j+j*n:(j+1)*n], g[j+j*n:(j+1)*n]
		gj[0] -= dot(lj[1:], gj[1:]) / lj[0]
		for i := range gj {
			gj[i] /= lj[0]
		}
		for p := range j {
			lp, gp := l[j+p*n:(p+1)*n], g[j+p*n:(p+1)*n]
			gp[0] -= dot(gj, lp)
			axpy(gp[1:], -lp[0], gj[1:])
		}
		gj[0] /= 2
	}
}

// lu is P A = L U with partial pivoting, both triangles in one matrix.
type lu struct {
	n     int
	a     []float64
	pivot []int
	odd   bool      // an odd number of rows changed places
	tmp   []float64 // for the permutation
}

func newLU(n int) factor {
	return &lu{n: n, a: make([]float64, n*n), pivot: make([]int, n), tmp: make([]float64, n)}
}

func (f *lu) of(a []float64, bad *refusal) bool {
	if !f.factorise(a) {
		bad.why = singular
		return false
	}
	return true
}

// factorise reports whether no pivot is zero.
func (f *lu) factorise(a []float64) bool {
	copy(f.a, a)
	n := f.n
	f.odd = false
	regular := true
	for k := range n {
		p := k
		for i := k + 1; i < n; i++ {
			if math.Abs(f.a[i+k*n]) > math.Abs(f.a[p+k*n]) {
				p = i
			}
		}
		f.pivot[k] = p
		if p != k {
			f.odd = !f.odd
			for j := range n {
				f.a[k+j*n], f.a[p+j*n] = f.a[p+j*n], f.a[k+j*n]
			}
		}
		d := f.a[k+k*n]
		if d == 0 || d != d {
			regular = false
			continue
		}
		below := f.a[k+1+k*n : (k+1)*n]
		for i := range below {
			below[i] /= d
		}
		for j := k + 1; j < n; j++ {
			axpy(f.a[k+1+j*n:(j+1)*n], -f.a[k+j*n], below)
		}
	}
	return regular
}

func (f *lu) solve(b []float64) {
	n := f.n
	for k, p := range f.pivot {
		b[k], b[p] = b[p], b[k]
	}
	for j := range n {
		axpy(b[j+1:], -b[j], f.a[j+1+j*n:(j+1)*n])
	}
	for j := n - 1; j >= 0; j-- {
		b[j] /= f.a[j+j*n]
		axpy(b[:j], -b[j], f.a[j*n:j+j*n])
	}
}

func (f *lu) solveT(b []float64) {
	n := f.n
	for j := range n {
		b[j] = (b[j] - dot(f.a[j*n:j+j*n], b[:j])) / f.a[j+j*n]
	}
	for j := n - 1; j >= 0; j-- {
		b[j] -= dot(f.a[j+1+j*n:(j+1)*n], b[j+1:])
	}
	for k := n - 1; k >= 0; k-- {
		p := f.pivot[k]
		b[k], b[p] = b[p], b[k]
	}
}

func (f *lu) pull(adj, w, x []float64) { pullFull(adj, w, x) }

// det is the determinant; logDet the log of its absolute value.
func (f *lu) det() float64 {
	d := 1.0
	if f.odd {
		d = -1
	}
	for i := range f.n {
		d *= f.a[i+i*f.n]
	}
	return d
}

func (f *lu) logDet() float64 {
	sum := 0.0
	for i := range f.n {
		sum += math.Log(math.Abs(f.a[i+i*f.n]))
	}
	return sum
}

var factorisations = []*Func{
	row("cholesky_decompose", "Lower triangular L with L * L' = x, of a symmetric positive definite matrix.",
		sig("matrix x => matrix").calls(squareDims, bindCholesky)),
	row("chol2inv", "Inverse of L * L' for a lower triangular matrix L.", sig("matrix L => matrix").calls(squareDims, bindChol2Inv)),
	row("inverse", "Inverse of a square matrix.", sig("matrix x => matrix").calls(squareDims, bindInverse("inverse", newLU))),
	row("inverse_spd", "Inverse of a symmetric positive definite matrix.", sig("matrix x => matrix").calls(squareDims, bindInverse("inverse_spd", newChol))),
	row("determinant", "Determinant of a square matrix.", sig("matrix x => real").calls(squareReal, bindDeterminant)),
	row("log_determinant", "Log of the absolute value of the determinant.", sig("matrix x => real").calls(squareReal, bindLogDeterminant)),
	row("log_determinant_spd", "Log of the determinant of a symmetric positive definite matrix.", sig("matrix x => real").calls(squareReal, bindLogDeterminantSPD)),
}

// squareReal is the Dims of functions from a square matrix to a number.
func squareReal(args []mem.Operand) ([]int, error) {
	_, err := squareSize(args[0])
	return nil, err
}

func bindCholesky(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, n := args[0], args[0].Rows()
	bad := &refusal{name: "cholesky_decompose"}
	g, work := make([]float64, n*n), make([]float64, kernel.CholeskyAdjointWork(n))
	forward := func() error {
		if !bad.symmetric(x.Val, n) || !cholesky(out.Val, x.Val, n, bad) {
			return bad
		}
		return nil
	}
	return forward, func() {
		copy(g, out.Adj)
		pullCholesky(g, out.Val, n, work)
		for j := range n {
			addTo(x.Adj[j+j*n:(j+1)*n], g[j+j*n:(j+1)*n])
		}
	}
}

// invert sets inv to the inverse of what f factorises.
func invert(f factor, inv []float64, n int) {
	clear(inv)
	for j := range n {
		inv[j+j*n] = 1
		f.solve(inv[j*n : (j+1)*n])
	}
}

func bindInverse(name string, newFactor func(n int) factor) binds {
	return func(out mem.Operand, args []mem.Operand) (func() error, func()) {
		x, n := args[0], args[0].Rows()
		f, bad, w := newFactor(n), &refusal{name: name}, make([]float64, n)
		forward := func() error {
			if !f.of(x.Val, bad) {
				return bad
			}
			invert(f, out.Val, n)
			return nil
		}
		return forward, func() { // take A^-T G A^-T from the adjoint, column by column of G
			for j := range n {
				copy(w, out.Adj[j*n:(j+1)*n])
				f.solveT(w)
				for p := range n {
					axpy(x.Adj[p*n:(p+1)*n], -out.Val[p+j*n], w)
				}
			}
		}
	}
}

// bindChol2Inv differentiates (L L')^-1 = S through -S dL L' S - S L dL' S.
func bindChol2Inv(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, n := args[0], args[0].Rows()
	f, bad := &lower{n: n, l: make([]float64, n*n)}, &refusal{name: "chol2inv"}
	s, sg, sgs := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
	forward := func() error {
		if !f.of(x.Val, bad) {
			return bad
		}
		clear(out.Val)
		for j := range n {
			out.Val[j+j*n] = 1
			f.solve(out.Val[j*n : (j+1)*n])
			f.solveT(out.Val[j*n : (j+1)*n])
		}
		for j := range n {
			for i := range j {
				f.l[i+j*n] = 0
			}
		}
		return nil
	}
	return forward, func() {
		symmetricPart(s, out.Adj, n)
		clear(sg)
		gemm(n, n, n, out.Val, s, sg)
		clear(sgs)
		gemm(n, n, n, sg, out.Val, sgs)
		clear(s)
		gemm(n, n, n, sgs, f.l, s)
		for j := range n {
			subFrom(x.Adj[j+j*n:(j+1)*n], s[j+j*n:(j+1)*n])
		}
	}
}

// pullInverseT adds c A^-T to adj.
func pullInverseT(f factor, adj, w []float64, c float64, n int) {
	for j := range n {
		clear(w)
		w[j] = 1
		f.solveT(w)
		axpy(adj[j*n:(j+1)*n], c, w)
	}
}

func bindDeterminant(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, n := args[0], args[0].Rows()
	f, w := newLU(n).(*lu), make([]float64, n)
	forward := func() {
		f.factorise(x.Val)
		out.Val[0] = f.det()
	}
	return always(forward), func() { pullInverseT(f, x.Adj, w, out.Adj[0]*out.Val[0], n) }
}

func bindLogDeterminant(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, n := args[0], args[0].Rows()
	f, w := newLU(n).(*lu), make([]float64, n)
	forward := func() {
		f.factorise(x.Val)
		out.Val[0] = f.logDet()
	}
	return always(forward), func() { pullInverseT(f, x.Adj, w, out.Adj[0], n) }
}

func bindLogDeterminantSPD(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, n := args[0], args[0].Rows()
	f, bad, w := newChol(n).(*chol), &refusal{name: "log_determinant_spd"}, make([]float64, n)
	forward := func() error {
		if !f.of(x.Val, bad) {
			return bad
		}
		out.Val[0] = 0
		for i := range n {
			out.Val[0] += 2 * math.Log(f.l[i+i*n])
		}
		return nil
	}
	return forward, func() { pullInverseT(f, x.Adj, w, out.Adj[0], n) }
}
