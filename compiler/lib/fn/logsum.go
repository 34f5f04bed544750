package fn

import (
	"fmt"
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

var logSums = []*Func{
	row("log_sum_exp", "log of the sum of exponentials: of all elements of one container, or of two arguments element by element.",
		append(sigs(func(o Overload) Overload { return o.calls(nil, bindLogSumExp) },
			"vector x => real", "row_vector x => real", "matrix x => real", "array[] real x => real"),
			sig("each real x, each real y => real").map2(logSumExp2).fast(fastLogSumExp2))...),
	row("softmax", "exp(x) scaled to sum to 1.", softmaxes(bindSoftmax)...),
	row("log_softmax", "Logarithm of softmax(x).", softmaxes(bindLogSoftmax)...),
	row("log_mix", "log of a mixture, of two densities or of as many as theta has elements; given an array, the sum over it.",
		append(mixtures(), sig("real theta, real lp1, real lp2 => real").map3(logMix).fast(fastLogMix))...),
}

// logSumExp2 keeps -Inf, a term that is not there, out of the derivatives.
func logSumExp2(x, y float64) (f, dx, dy float64) {
	switch {
	case math.IsInf(x, -1):
		return y, 0, 1
	case math.IsInf(y, -1):
		return x, 1, 0
	case math.IsInf(x, 1) || math.IsInf(y, 1):
		return math.Inf(1), truth(x >= y), truth(y > x)
	}
	dx, _ = invLogit(x - y)
	dy, _ = invLogit(y - x)
	return max(x, y) + math.Log1p(math.Exp(-math.Abs(x-y))), dx, dy
}

// logMix is log_sum_exp(log(theta) + a, log1m(theta) + b).
func logMix(theta, a, b float64) (f, dtheta, da, db float64) {
	f, da, db = logSumExp2(math.Log(theta)+a, math.Log1p(-theta)+b)
	// (e^a - e^b) / (theta e^a + (1-theta) e^b), scaled by the larger
	if a >= b {
		r := math.Expm1(b - a)
		return f, -r / (theta + (1-theta)*math.Exp(b-a)), da, db
	}
	r := math.Expm1(a - b)
	return f, r / (1 - theta + theta*math.Exp(a-b)), da, db
}

// logSumExpInto returns log(Σ exp(x)) and writes the softmax of x to p.
func logSumExpInto(p, x []float64) float64 {
	m := kernel.Max(x)
	if math.IsInf(m, 0) || m != m {
		return oneTakesAll(p, x, m)
	}
	if len(x) >= short {
		sum := kernel.ExpShiftSum(p, x, m)
		kernel.Scale(p, 1/sum, p)
		return m + math.Log(sum)
	}
	sum := 0.0
	for i, v := range x {
		p[i] = math.Exp(v - m)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return m + math.Log(sum)
}

// oneTakesAll serves a maximum m that is no finite number: derivatives are 0,
// or 1 for the element that is +Inf.
func oneTakesAll(p, x []float64, m float64) float64 {
	for i, v := range x {
		p[i] = truth(v == m && m > 0)
		if m != m {
			p[i] = m
		}
	}
	return m
}

func bindLogSumExp(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x := args[0]
	p := make([]float64, len(x.Val))
	return always(func() { out.Val[0] = logSumExpInto(p, x.Val) }), func() { axpy(x.Adj, out.Adj[0], p) }
}

// softmaxes are the overloads over vectors and arrays of them, of which each
// is transformed by itself.
func softmaxes(b binds) []Overload {
	return sigs(func(o Overload) Overload { return o.calls(likeFirst, b) },
		"vector x => vector", "row_vector x => row_vector",
		"array[] vector x => array[] vector", "array[] row_vector x => array[] row_vector")
}

// lastDim returns the length of the vectors in a.
func lastDim(a mem.Operand) int { return a.Dims[len(a.Dims)-1] }

func bindSoftmax(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, k := args[0], lastDim(args[0])
	forward := func() {
		for i := 0; i < len(x.Val); i += k {
			logSumExpInto(out.Val[i:i+k], x.Val[i:i+k])
		}
	}
	return always(forward), func() {
		for i := 0; i < len(x.Val); i += k {
			p, g := out.Val[i:i+k], out.Adj[i:i+k]
			mean := dot(p, g)
			for j, pj := range p {
				x.Adj[i+j] += pj * (g[j] - mean)
			}
		}
	}
}

func bindLogSoftmax(out mem.Operand, args []mem.Operand) (func() error, func()) {
	x, k := args[0], lastDim(args[0])
	p := make([]float64, len(x.Val))
	forward := func() {
		for i := 0; i < len(x.Val); i += k {
			l := logSumExpInto(p[i:i+k], x.Val[i:i+k])
			for j, v := range x.Val[i : i+k] {
				out.Val[i+j] = v - l
			}
		}
	}
	return always(forward), func() {
		for i := 0; i < len(x.Val); i += k {
			g := out.Adj[i : i+k]
			addTo(x.Adj[i:i+k], g)
			axpy(x.Adj[i:i+k], -sumOf(g), p[i:i+k])
		}
	}
}

func mixtures() []Overload {
	var all []string
	for _, theta := range []string{"vector", "row_vector", "array[] real"} {
		for _, lp := range []string{"vector", "row_vector", "array[] real", "array[] vector", "array[] row_vector"} {
			all = append(all, theta+" theta, "+lp+" lp => real")
		}
	}
	return sigs(func(o Overload) Overload { return o.calls(mixtureDims, bindMixture) }, all...)
}

func mixtureDims(args []mem.Operand) ([]int, error) {
	if len(args[0].Val) != lastDim(args[1]) {
		return nil, fmt.Errorf("sizes differ: %d weights and %d densities", len(args[0].Val), lastDim(args[1]))
	}
	return nil, nil
}

// bindMixture sums log(Σ theta_k exp(lp_k)) over the runs of lp.
func bindMixture(out mem.Operand, args []mem.Operand) (func() error, func()) {
	theta, lp := args[0], args[1]
	k := len(theta.Val)
	post := make([]float64, len(lp.Val)) // posterior weight of each component
	term := make([]float64, k)
	top := make([]float64, len(lp.Val)) // log of each run's density
	forward := func() {
		out.Val[0] = 0
		for i := 0; i < len(lp.Val); i += k {
			for j, t := range theta.Val {
				term[j] = math.Log(t) + lp.Val[i+j]
			}
			top[i] = logSumExpInto(post[i:i+k], term)
			out.Val[0] += top[i]
		}
	}
	return always(forward), func() {
		g := out.Adj[0]
		for i := 0; i < len(lp.Val); i += k {
			for j := range k {
				put(lp.Adj, i+j, g*post[i+j])
				put(theta.Adj, j, g*math.Exp(lp.Val[i+j]-top[i]))
			}
		}
	}
}
