package fn

import (
	"fmt"

	"hm/compiler/lib/mem"
)

// A refusal is a matrix that a function cannot work with at this point.
type refusal struct {
	name, why string
	i, j      int     // of the elements that break the symmetry, from 1
	a, b      float64 // their values
}

const (
	notSymmetric        = "not symmetric"
	notPositiveDefinite = "not positive definite"
	singular            = "singular"
)

// Error says it in one sentence.
func (r *refusal) Error() string {
	if r.why == notSymmetric {
		return fmt.Sprintf("%s: the matrix is not symmetric: element [%d,%d] is %.10g, element [%d,%d] is %.10g", r.name, r.i, r.j, r.a, r.j, r.i, r.b)
	}
	return fmt.Sprintf("%s: the matrix is %s", r.name, r.why)
}

// Reject marks the error as a refusal of the point.
func (*refusal) Reject() bool { return true }

// symmetric fills r and reports false where the n x n matrix a is not
// symmetric, with Stan's tolerance.
func (r *refusal) symmetric(a []float64, n int) bool {
	for j := range n {
		for i := range j {
			x, y := a[i+j*n], a[j+i*n]
			if d := x - y; !(d <= 1e-8 && d >= -1e-8) {
				r.why, r.i, r.j, r.a, r.b = notSymmetric, i+1, j+1, x, y
				return false
			}
		}
	}
	return true
}

var products = []*Func{
	row("crossprod", "x' * x.", sig("matrix x => matrix").calls(func(args []mem.Operand) ([]int, error) {
		return []int{args[0].Cols(), args[0].Cols()}, nil
	}, bindCrossprod)),
	row("tcrossprod", "x * x'.", sig("matrix x => matrix").calls(rowsSquare, bindTcrossprod)),
	row("multiply_lower_tri_self_transpose", "L * L' of the lower triangle of x.", sig("matrix x => matrix").calls(rowsSquare, bindLowerSelf)),
	row("diag_pre_multiply", "diag_matrix(d) * x.", diagProducts("T d, matrix x => matrix", 0)...),
	row("diag_post_multiply", "x * diag_matrix(d).", diagProducts("matrix x, T d => matrix", 1)...),
	row("quad_form_diag", "diag_matrix(d) * x * diag_matrix(d).", sigs(func(o Overload) Overload { return o.calls(quadDiagDims, bindQuadDiag) },
		across("matrix x, T d => matrix", "vector", "row_vector")...)...),
	row("quad_form", "b' * a * b.", quadForms(false)...),
	row("quad_form_sym", "b' * a * b of a symmetric matrix a.", quadForms(true)...),
	row("trace_quad_form", "trace(b' * a * b).", sigs(func(o Overload) Overload { return o.calls(traceQuadDims, bindTraceQuad) },
		across("matrix a, T b => real", "vector", "matrix")...)...),
	row("trace_gen_quad_form", "trace(d * b' * a * b).", sig("matrix d, matrix a, matrix b => real").calls(traceGenDims, bindTraceGen)),
	row("trace_dot", "trace(a * b).", sig("matrix a, matrix b => real").calls(traceDotDims, bindTraceDot)),
}

// rowsSquare is the Dims of square results with as many rows as x has.
func rowsSquare(args []mem.Operand) ([]int, error) {
	return []int{args[0].Rows(), args[0].Rows()}, nil
}

// symmetricPart sets s to g + g', for an n x n matrix g.
func symmetricPart(s, g []float64, n int) {
	for j := range n {
		for i := range n {
			s[i+j*n] = g[i+j*n] + g[j+i*n]
		}
	}
}

func bindCrossprod(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	m, n := x.Rows(), x.Cols()
	s := make([]float64, n*n)
	forward := func() { clear(out.Val); gemmTN(n, m, n, x.Val, x.Val, out.Val) }
	return always(forward), func() {
		symmetricPart(s, out.Adj, n)
		gemm(m, n, n, x.Val, s, x.Adj)
	}
}

func bindTcrossprod(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	m, n := x.Rows(), x.Cols()
	s := make([]float64, m*m)
	forward := func() { clear(out.Val); gemmNT(m, n, m, x.Val, x.Val, out.Val) }
	return always(forward), func() {
		symmetricPart(s, out.Adj, m)
		gemm(m, m, n, s, x.Val, x.Adj)
	}
}

func bindLowerSelf(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	m, n := x.Rows(), x.Cols()
	l, g, s := make([]float64, m*n), make([]float64, m*n), make([]float64, m*m)
	forward := func() {
		for j := range min(m, n) {
			copy(l[j+j*m:(j+1)*m], x.Val[j+j*m:])
		}
		clear(out.Val)
		gemmNT(m, n, m, l, l, out.Val)
	}
	return always(forward), func() {
		symmetricPart(s, out.Adj, m)
		clear(g)
		gemm(m, m, n, s, l, g)
		for j := range min(m, n) {
			addTo(x.Adj[j+j*m:(j+1)*m], g[j+j*m:(j+1)*m])
		}
	}
}

// diagProducts are the products with a diagonal matrix, which is argument at:
// 0 scales rows and 1 columns.
func diagProducts(pattern string, at int) []Overload {
	return sigs(func(o Overload) Overload {
		return o.calls(func(args []mem.Operand) ([]int, error) {
			d, x := args[at], args[1-at]
			if n := x.Dims[at]; len(d.Val) != n {
				return nil, fmt.Errorf("d has %d numbers, must have %d, one for each %s", len(d.Val), n, [...]string{"row", "column"}[at])
			}
			return x.Dims, nil
		}, func(out mem.Operand, args []mem.Operand) (func() error, func()) {
			if at == 0 {
				return bindDiagPre(out, args[0], args[1])
			}
			return bindDiagPost(out, args[1], args[0])
		})
	}, across(pattern, "vector", "row_vector")...)
}

func bindDiagPre(out, d, x mem.Operand) (func() error, func()) {
	m := len(d.Val)
	forward := func() {
		for j := 0; j < len(x.Val); j += m {
			for i, v := range x.Val[j : j+m] {
				out.Val[i+j] = d.Val[i] * v
			}
		}
	}
	return always(forward), func() {
		for j := 0; j < len(x.Val); j += m {
			if d.Adj != nil {
				mulAdd(d.Adj, out.Adj[j:j+m], x.Val[j:j+m])
			}
			if x.Adj != nil {
				mulAdd(x.Adj[j:j+m], out.Adj[j:j+m], d.Val)
			}
		}
	}
}

func bindDiagPost(out, d, x mem.Operand) (func() error, func()) {
	m := x.Rows()
	forward := func() {
		clear(out.Val)
		for j, v := range d.Val {
			axpy(out.Val[j*m:(j+1)*m], v, x.Val[j*m:(j+1)*m])
		}
	}
	return always(forward), func() {
		for j, v := range d.Val {
			g := out.Adj[j*m : (j+1)*m]
			if d.Adj != nil {
				d.Adj[j] += dot(g, x.Val[j*m:(j+1)*m])
			}
			if x.Adj != nil {
				axpy(x.Adj[j*m:(j+1)*m], v, g)
			}
		}
	}
}

func quadDiagDims(args []mem.Operand) ([]int, error) {
	n, err := squareSize(args[0])
	if err == nil && len(args[1].Val) != n {
		err = fmt.Errorf("d has %d numbers, the matrix %d rows", len(args[1].Val), n)
	}
	return args[0].Dims, err
}

func bindQuadDiag(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, d := args[0], args[1]
	n := len(d.Val)
	forward := func() {
		for j, dj := range d.Val {
			for i, di := range d.Val {
				out.Val[i+j*n] = di * x.Val[i+j*n] * dj
			}
		}
	}
	return always(forward), func() {
		for j, dj := range d.Val {
			for i, di := range d.Val {
				g := out.Adj[i+j*n]
				put(x.Adj, i+j*n, g*di*dj)
				put(d.Adj, i, g*x.Val[i+j*n]*dj)
				put(d.Adj, j, g*x.Val[i+j*n]*di)
			}
		}
	}
}

func quadForms(sym bool) []Overload {
	name := "quad_form"
	if sym {
		name = "quad_form_sym"
	}
	return sigs(func(o Overload) Overload {
		return o.calls(quadDims, func(out mem.Operand, args []mem.Operand) (func() error, func()) {
			return bindQuad(name, sym, out, args[0], args[1])
		})
	}, "matrix a, matrix b => matrix", "matrix a, vector b => real")
}

func quadDims(args []mem.Operand) ([]int, error) {
	a, b := args[0], args[1]
	n, err := squareSize(a)
	if err == nil && b.Rows() != n {
		err = fmt.Errorf("a has %d columns, b %d rows", n, b.Rows())
	}
	if len(b.Dims) == 1 {
		return nil, err
	}
	return []int{b.Cols(), b.Cols()}, err
}

func traceQuadDims(args []mem.Operand) ([]int, error) {
	_, err := quadDims(args)
	return nil, err
}

// A quad is the form b'ab with the scratch of its adjoints.
type quad struct {
	a, b   mem.Operand
	n, k   int
	ab, bg []float64 // a b, and b times an adjoint
	atb    []float64 // a'b
}

func newQuad(a, b mem.Operand) *quad {
	n, k := b.Rows(), b.Cols()
	q := &quad{a: a, b: b, n: n, k: k}
	q.ab, q.bg, q.atb = make([]float64, n*k), make([]float64, n*k), make([]float64, n*k)
	return q
}

func (q *quad) forward(out []float64) {
	clear(q.ab)
	clear(out)
	gemm(q.n, q.n, q.k, q.a.Val, q.b.Val, q.ab)
	gemmTN(q.k, q.n, q.k, q.b.Val, q.ab, out)
}

// pull adds b g b' to a and a b g' + a'b g to b.
func (q *quad) pull(g []float64) {
	if q.a.Adj != nil {
		clear(q.bg)
		gemm(q.n, q.k, q.k, q.b.Val, g, q.bg)
		gemmNT(q.n, q.k, q.n, q.bg, q.b.Val, q.a.Adj)
	}
	if q.b.Adj != nil {
		clear(q.atb)
		gemmTN(q.n, q.n, q.k, q.a.Val, q.b.Val, q.atb)
		gemmNT(q.n, q.k, q.k, q.ab, g, q.b.Adj)
		gemm(q.n, q.k, q.k, q.atb, g, q.b.Adj)
	}
}

// bindQuad makes the result of the symmetric form exactly symmetric.
func bindQuad(name string, sym bool, out, a, b mem.Operand) (func() error, func()) {
	q := newQuad(a, b)
	bad := &refusal{name: name}
	half := make([]float64, q.k*q.k)
	forward := func() error {
		if sym && !bad.symmetric(a.Val, q.n) {
			return bad
		}
		q.forward(out.Val)
		if sym {
			symmetricPart(half, out.Val, q.k)
			clear(out.Val)
			axpy(out.Val, 0.5, half)
		}
		return nil
	}
	return forward, func() {
		if !sym {
			q.pull(out.Adj)
			return
		}
		symmetricPart(half, out.Adj, q.k)
		for i := range half {
			half[i] *= 0.5
		}
		q.pull(half)
	}
}

func bindTraceQuad(out mem.Operand, args []mem.Operand) (func() error, func()) {
	q := newQuad(args[0], args[1])
	form := make([]float64, q.k*q.k)
	forward := func() {
		q.forward(form)
		out.Val[0] = 0
		for i := 0; i < len(form); i += q.k + 1 {
			out.Val[0] += form[i]
		}
	}
	return always(forward), func() {
		clear(form)
		for i := 0; i < len(form); i += q.k + 1 {
			form[i] = out.Adj[0]
		}
		q.pull(form)
	}
}

func traceGenDims(args []mem.Operand) ([]int, error) {
	k, err := squareSize(args[0])
	if err != nil {
		return nil, fmt.Errorf("d: %w", err)
	}
	if k != args[2].Cols() {
		return nil, fmt.Errorf("d has %d rows, b %d columns", k, args[2].Cols())
	}
	return traceQuadDims(args[1:])
}

func bindTraceGen(out mem.Operand, args []mem.Operand) (func() error, func()) {
	d, q := args[0], newQuad(args[1], args[2])
	form, g := make([]float64, q.k*q.k), make([]float64, q.k*q.k)
	forward := func() { q.forward(form); out.Val[0] = traceOf(d.Val, form, q.k) }
	return always(forward), func() {
		clear(g)
		pullTrace(g, d.Val, out.Adj[0], q.k, q.k)
		if d.Adj != nil {
			pullTrace(d.Adj, form, out.Adj[0], q.k, q.k)
		}
		q.pull(g)
	}
}

// traceOf is trace(a b) of n x n matrices.
func traceOf(a, b []float64, n int) float64 {
	sum := 0.0
	for j := range n {
		for i := range n {
			sum += a[i+j*n] * b[j+i*n]
		}
	}
	return sum
}

// pullTrace adds c b' to g, which is m x n.
func pullTrace(g, b []float64, c float64, m, n int) {
	for j := range n {
		for i := range m {
			g[i+j*m] += c * b[j+i*n]
		}
	}
}

func traceDotDims(args []mem.Operand) ([]int, error) {
	a, b := args[0], args[1]
	if a.Rows() != b.Cols() || a.Cols() != b.Rows() {
		return nil, fmt.Errorf("a is %s and b %s: their product is not square", sizes(a.Dims), sizes(b.Dims))
	}
	return nil, nil
}

func bindTraceDot(out mem.Operand, args []mem.Operand) (func() error, func()) {
	a, b := args[0], args[1]
	m, n := a.Rows(), a.Cols()
	forward := func() {
		out.Val[0] = 0
		for j := range n {
			for i := range m {
				out.Val[0] += a.Val[i+j*m] * b.Val[j+i*n]
			}
		}
	}
	return always(forward), func() {
		if a.Adj != nil {
			pullTrace(a.Adj, b.Val, out.Adj[0], m, n)
		}
		if b.Adj != nil {
			pullTrace(b.Adj, a.Val, out.Adj[0], n, m)
		}
	}
}
