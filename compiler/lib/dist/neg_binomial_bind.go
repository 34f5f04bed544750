package dist

import (
	"math"
	"slices"

	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

// A negBinomialCounts is the fused log mass of many counts with one precision.
// The terms that need gamma functions depend on the count and the precision
// alone, so they are computed once for each distinct count.
type negBinomialCounts struct {
	n         []float64 // the count of each element
	of        []int     // where it stands among the distinct ones
	distinct  []float64
	ratio     []float64 // log(Γ(n+phi)/Γ(phi)) of each distinct count
	excess    []float64 // ψ(n+phi) - log(n+phi) - ψ(phi) + log(phi)
	stretch   []float64 // log((n+phi)/phi)
	factorial float64   // Σ log n!
	mean, phi mem.Operand
	log       bool // mean holds log means
	exact     Eval
}

// bindNegBinomial serves both parametrisations; log says that the second
// argument is the log of the mean. exact is the definition, used where the
// precision is so large that the plain terms cancel.
func bindNegBinomial(args []mem.Operand, exact Kernel3, log bool) Eval {
	n, mean, phi := args[0], args[1], args[2]
	if !scalar(phi) || slices.Max(n.Val) > largeCount {
		return nil
	}
	c := &negBinomialCounts{mean: mean, phi: phi, log: log}
	c.n = make([]float64, size(args))
	for i := range c.n {
		c.n[i] = n.At(i)
	}
	c.distinct = slices.Compact(slices.Sorted(slices.Values(c.n)))
	c.of = make([]int, len(c.n))
	for i, v := range c.n {
		c.of[i], _ = slices.BinarySearch(c.distinct, v)
	}
	k := len(c.distinct)
	c.ratio, c.excess, c.stretch = make([]float64, k), make([]float64, k), make([]float64, k)
	c.factorial = logFactorials(n.Val, len(c.n))
	c.exact = exact.Bind(len(c.n), args)
	return c.eval
}

func (c *negBinomialCounts) eval() (float64, error) {
	phi := c.phi.Val[0]
	if phi > largeShape || c.log && !moderate(c.mean.Val) {
		return c.exact()
	}
	for i, n := range c.distinct {
		c.ratio[i] = special.Lgamma(n+phi) - special.Lgamma(phi)
		c.excess[i] = special.PsiMinusLogDiff(phi, n)
		c.stretch[i] = math.Log1p(n / phi)
	}
	lp, dphi, dmean, logPhi := 0.0, 0.0, 0.0, math.Log(phi)
	for i, n := range c.n {
		mu, logMu := c.means(i, n)
		both, l, of := mu+phi, math.Log1p(mu/phi), c.of[i]
		lp += c.ratio[of] - (n+phi)*l
		if n > 0 {
			lp += n * (logMu - logPhi)
		}
		u := (n - mu) / both
		if math.Abs(u) < 0.1 {
			dphi += special.Log1pMx(u) + c.excess[of]
		} else {
			dphi += c.stretch[of] - l - u + c.excess[of]
		}
		d := (n - mu) * phi / both // by the log of the mean
		if !c.log {
			d /= mu
		}
		if c.mean.Adj != nil {
			if len(c.mean.Adj) == 1 {
				dmean += d
			} else {
				c.mean.Adj[i] += d
			}
		}
	}
	if len(c.mean.Adj) == 1 {
		c.mean.Adj[0] += dmean
	}
	if c.phi.Adj != nil {
		c.phi.Adj[0] += dphi
	}
	return lp - c.factorial, nil
}

// means returns the mean of element i and its log, the latter only where the
// count is not zero and it matters.
func (c *negBinomialCounts) means(i int, n float64) (mu, logMu float64) {
	m := c.mean.At(i)
	switch {
	case c.log:
		return math.Exp(m), m
	case n == 0:
		return m, 0
	}
	return m, math.Log(m)
}

// moderate reports whether exp of every number is well inside the range of
// floats.
func moderate(x []float64) bool {
	for _, v := range x {
		if !(math.Abs(v) < 300) {
			return false
		}
	}
	return true
}
