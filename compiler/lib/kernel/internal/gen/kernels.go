package main

// A kernel is a function of the package in assembly. Slices lists its slice
// parameters in the order of slots, all of one length; accumulators start at 0
// (sum) or 1 (product) and are its results.
type kernel struct {
	name      string
	signature string
	slices    []string
	scalars   []string
	starts    []float64
	write     func(w writer)
}

// unary is the kernel of a function of one argument.
func unary(name string, f func(w writer, x value) value) kernel {
	return kernel{
		name: name, signature: "func(dst, x []float64)", slices: []string{"dst", "x"},
		write: func(w writer) { w.store(0, f(w, w.load(1))) },
	}
}

// binary is the kernel of a function of two arguments.
func binary(name string, f func(w writer, x, y value) value) kernel {
	return kernel{
		name: name, signature: "func(dst, x, y []float64)", slices: []string{"dst", "x", "y"},
		write: func(w writer) { w.store(0, f(w, w.load(1), w.load(2))) },
	}
}

var sum = []float64{0}

var kernels = []kernel{
	unary("exp", writer.exp),
	unary("expm1", writer.expm1),
	unary("log", writer.log),
	unary("log1p", writer.log1p),
	unary("tanh", writer.tanh),
	unary("sqrt", func(w writer, x value) value { return w.sqrt(x) }),
	unary("log1pExp", func(w writer, x value) value {
		return w.softplus(x, w.expNegative(w.negAbs(x)))
	}),
	unary("invLogit", func(w writer, x value) value {
		return w.logistic(x, w.expNegative(w.negAbs(x)))
	}),
	unary("phi", func(w writer, x value) value { p, _ := w.phi(x); return p }),
	{
		name: "phiDensity", signature: "func(prob, density, x []float64)",
		slices: []string{"prob", "density", "x"},
		write: func(w writer) {
			p, density := w.phi(w.load(2))
			w.store(0, p)
			w.store(1, density)
		},
	},
	{
		name: "softplusLogit", signature: "func(softplus, prob, x []float64)",
		slices: []string{"softplus", "prob", "x"},
		write: func(w writer) {
			x := w.load(2)
			t := w.expNegative(w.negAbs(x))
			w.store(0, w.softplus(x, t))
			w.store(1, w.logistic(x, t))
		},
	},
	binary("add", func(w writer, x, y value) value { return w.plus(x, y) }),
	binary("sub", func(w writer, x, y value) value { return w.minus(x, y) }),
	binary("mul", func(w writer, x, y value) value { return w.times(x, y) }),
	binary("div", func(w writer, x, y value) value { return w.over(x, y) }),
	{
		name: "mulAdd", signature: "func(dst, x, y, z []float64)", slices: []string{"dst", "x", "y", "z"},
		write: func(w writer) { w.store(0, w.fma(w.load(1), w.load(2), w.load(3))) },
	},
	{
		name: "axpy", signature: "func(a float64, x, y []float64)",
		slices: []string{"x", "y"}, scalars: []string{"a"},
		write: func(w writer) { w.store(1, w.fma(w.load(0), w.scalar(0), w.load(1))) },
	},
	{
		name: "scale", signature: "func(dst []float64, a float64, x []float64)",
		slices: []string{"dst", "x"}, scalars: []string{"a"},
		write: func(w writer) { w.store(0, w.times(w.load(1), w.scalar(0))) },
	},
	{
		name: "sum", signature: "func(x []float64) float64", slices: []string{"x"}, starts: sum,
		write: func(w writer) { w.accAdd(0, w.load(0)) },
	},
	{
		name: "sumSq", signature: "func(x []float64) float64", slices: []string{"x"}, starts: sum,
		write: func(w writer) { x := w.load(0); w.accFMA(0, x, x) },
	},
	{
		name: "dot", signature: "func(x, y []float64) float64", slices: []string{"x", "y"}, starts: sum,
		write: func(w writer) { w.accFMA(0, w.load(0), w.load(1)) },
	},
	{
		name: "dot2", signature: "func(a, b, y []float64) (ay, by float64)", slices: []string{"a", "b", "y"},
		starts: []float64{0, 0},
		write: func(w writer) {
			y := w.load(2)
			w.accFMA(0, w.load(0), y)
			w.accFMA(1, w.load(1), y)
		},
	},
	{
		name: "expShiftSum", signature: "func(dst, x []float64, shift float64) float64",
		slices: []string{"dst", "x"}, scalars: []string{"shift"}, starts: sum,
		write: func(w writer) {
			e := w.exp(w.minus(w.load(1), w.scalar(0)))
			w.store(0, e)
			w.accAdd(0, e)
		},
	},
	{
		name: "normalResid", signature: "func(y, mu []float64, inv float64, dmu []float64) float64",
		slices: []string{"y", "mu", "dmu"}, scalars: []string{"inv"}, starts: sum,
		write: func(w writer) {
			inv := w.scalar(0)
			z := w.times(w.minus(w.load(0), w.load(1)), inv)
			w.store(2, w.times(z, inv))
			w.accFMA(0, z, z)
		},
	},
	{
		name: "normalResidWeighted", signature: "func(y, mu, w []float64, inv float64, dmu []float64) float64",
		slices: []string{"y", "mu", "w", "dmu"}, scalars: []string{"inv"}, starts: sum,
		write: func(w writer) {
			inv := w.scalar(0)
			z := w.times(w.minus(w.load(0), w.load(1)), inv)
			wz := w.times(w.load(2), z)
			w.store(3, w.times(wz, inv))
			w.accFMA(0, wz, z)
		},
	},
	{
		name: "bernoulliLogit", signature: "func(y, eta, deta []float64) (sum, product float64)",
		slices: []string{"y", "eta", "deta"}, starts: []float64{0, 1},
		write: func(w writer) {
			one := w.cmp(notEqual, w.load(0), w.num(0))
			eta := w.load(1)
			v := w.choose(one, w.negate(eta), eta)
			t := w.expNegative(w.negAbs(v))
			q := w.logisticFast(v, t)
			w.store(2, w.choose(one, q, w.negate(q)))
			w.accAdd(0, w.positive(v))
			w.accMul(1, w.plus(t, w.num(1)))
		},
	},
	{
		name: "binomialLogit", signature: "func(y, n, eta, deta []float64) float64",
		slices: []string{"y", "n", "eta", "deta"}, starts: sum,
		write: func(w writer) {
			n, x := w.load(1), w.load(2)
			t := w.expNegative(w.negAbs(x))
			up := w.cmp(greater, x, w.num(0))
			q := w.minus(w.load(0), w.only(up, n))
			far := w.times(n, w.over(t, w.plus(t, w.num(1))))
			w.store(3, w.plus(q, w.choose(up, far, w.negate(far))))
			lin := w.only(w.cmp(notEqual, q, w.num(0)), w.times(q, x))
			w.accAdd(0, w.fnma(n, w.log1pUnit(t), lin))
		},
	},
	{
		name: "negBinomialLogit", signature: "func(y []float64, size float64, eta, deta []float64) (lp, softplus float64)",
		slices: []string{"y", "eta", "deta"}, scalars: []string{"size"}, starts: []float64{0, 0},
		write: func(w writer) {
			x := w.load(1)
			t := w.expNegative(w.negAbs(x))
			l := w.log1pUnit(t)
			w.accAdd(1, w.plus(w.positive(x), l))
			y, size := w.load(0), w.scalar(0)
			up := w.cmp(greater, x, w.num(0))
			q := w.choose(up, w.negate(size), y)
			n := w.plus(y, size)
			far := w.times(n, w.over(t, w.plus(t, w.num(1))))
			w.store(2, w.plus(q, w.xor(far, w.only(w.cmp(notGreater, x, w.num(0)), w.sign()))))
			lin := w.only(w.cmp(notEqual, q, w.num(0)), w.times(q, x))
			w.accAdd(0, w.fnma(n, l, lin)) // last: AVX2 has few registers
		},
	},
	{
		name: "poissonLog", signature: "func(y, eta, deta []float64) float64",
		slices: []string{"y", "eta", "deta"}, starts: sum,
		write: func(w writer) {
			eta := w.load(1)
			w.poisson(w.load(0), eta, w.exp(eta), 2)
		},
	},
	{
		name: "poissonLogWeighted", signature: "func(y, w, eta, deta []float64) float64",
		slices: []string{"y", "w", "eta", "deta"}, starts: sum,
		write: func(w writer) {
			eta := w.load(2)
			w.poisson(w.load(0), eta, w.times(w.load(1), w.exp(eta)), 3)
		},
	},
}

// poisson adds y eta - mu and stores y - mu in a slice.
func (w writer) poisson(y, eta, mu value, slot int) {
	w.store(slot, w.minus(y, mu))
	seen := w.only(w.cmp(notEqual, y, w.num(0)), eta)
	w.accAdd(0, w.fms(y, seen, mu))
}
