package dist

import (
	"math"
	"slices"

	"hm/compiler/lib/kernel"
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
	mean      *lane
	phi       mem.Operand
	mu, logMu []float64 // a block of means, their logs,
	l, slope  []float64 // log(1 + mu/phi) and derivatives by the means
	log       bool      // mean holds log means
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
	m := size(args)
	c := &negBinomialCounts{mean: newLane(mean, m), phi: phi, log: log,
		mu: scratch(m), logMu: scratch(m), l: scratch(m), slope: scratch(m)}
	c.n = make([]float64, m)
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
	if phi > largeShape || c.log && !moderate(c.mean.val) {
		return c.exact()
	}
	for i, n := range c.distinct {
		c.ratio[i] = special.Lgamma(n+phi) - special.Lgamma(phi)
		c.excess[i] = special.PsiMinusLogDiff(phi, n)
		c.stretch[i] = math.Log1p(n / phi)
	}
	lp, dphi := -c.factorial, 0.0
	c.mean.start()
	for i := 0; i < len(c.n); i += block {
		l, d := c.part(i, min(block, len(c.n)-i), phi)
		lp += l
		dphi += d
	}
	if c.phi.Adj != nil {
		c.phi.Adj[0] += dphi
	}
	return lp, nil
}

// part returns the log mass of m elements from i on, but for the factorials,
// with its derivative by phi, and adds those by the means.
func (c *negBinomialCounts) part(i, m int, phi float64) (lp, dphi float64) {
	n, mu, logMu, l, slope := c.n[i:i+m], c.mu[:m], c.logMu[:m], c.l[:m], c.slope[:m]
	if c.log {
		copy(logMu, c.mean.at(i, m))
		kernel.Exp(mu, logMu)
	} else {
		copy(mu, c.mean.at(i, m))
		kernel.Log(logMu, mu)
	}
	kernel.Scale(l, 1/phi, mu)
	kernel.Log1p(l, l)
	logPhi := math.Log(phi)
	for j, k := range n {
		of := c.of[i+j]
		lp += c.ratio[of] - (k+phi)*l[j]
		if k > 0 {
			lp += k * (logMu[j] - logPhi)
		}
		both := mu[j] + phi
		u := (k - mu[j]) / both
		if math.Abs(u) < 0.1 {
			dphi += special.Log1pMx(u) + c.excess[of]
		} else {
			dphi += c.stretch[of] - l[j] - u + c.excess[of]
		}
		slope[j] = (k - mu[j]) * phi / both // by the log of the mean
	}
	if !c.log {
		kernel.Div(slope, slope, mu)
	}
	c.mean.add(i, 1, slope)
	return lp, dphi
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
