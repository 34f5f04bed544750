package diag

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"

	"hm/runtime/stream"
)

// A Workspace computes the diagnostics of many quantities with the same
// memory. It is not safe for concurrent use.
type Workspace struct {
	chains [][]float64 // the loaded quantity
	halves [][]float64 // its chains split
	sorted []float64   // all its draws in ascending order
	items  []item      // the same, without those that splitting drops
	mean   float64
	sd     float64

	flat   []float64   // a transform of all draws, chain after chain
	parts  [][]float64 // flat by chain
	split  [][]float64 // flat by half chain
	order  sorter
	folded []item
	scores scoreTable
	acov   autocov
	rho    []float64 // autocorrelations by lag
}

// NewWorkspace returns a workspace for quantities of any size.
func NewWorkspace() *Workspace { return &Workspace{} }

// A Summary is what there is to know of one quantity.
type Summary struct {
	Mean, SD, MCSEMean     float64
	Quantiles              []float64 // one for each probability asked for
	RHat, ESSBulk, ESSTail float64
	// Constant says that the quantity never changes, which is why it has no
	// R-hat, ESS or MCSE: a fixed element such as the zeros of a Cholesky
	// factor.
	Constant bool
}

// Summarise computes all of a quantity's summaries. The draws need not be
// finite: then the mean is what arithmetic makes of them and the diagnostics
// are NaN.
func (w *Workspace) Summarise(chains [][]float64, probs ...float64) Summary {
	ok := w.load(chains)
	s := Summary{Mean: w.mean, SD: w.sd, Constant: constant(w.sorted)}
	for _, p := range probs {
		s.Quantiles = append(s.Quantiles, quantileSorted(w.sorted, p))
	}
	if !ok {
		nan := math.NaN()
		s.MCSEMean, s.RHat, s.ESSBulk, s.ESSTail = nan, nan, nan, nan
		return s
	}
	s.MCSEMean = w.sd / math.Sqrt(w.essMean())
	s.RHat, s.ESSBulk = w.rhatAndBulk()
	s.ESSTail = w.essTail()
	return s
}

// constantTol is the relative spread below which a quantity counts as constant:
// rounding alone makes the unit diagonal of a correlation matrix vary by some
// 1e-16.
const constantTol = 1e-13

// constant reports whether sorted numbers are all the same, up to rounding.
func constant(sorted []float64) bool {
	if len(sorted) == 0 {
		return true
	}
	lo, hi := sorted[0], sorted[len(sorted)-1]
	size := max(math.Abs(lo), math.Abs(hi))
	return lo == hi || hi-lo <= constantTol*size && !math.IsInf(size, 1)
}

// minDraws a chain, so that each half has 2.
const minDraws = 4

// load makes the chains the current quantity. It reports whether its
// diagnostics exist; mean, sd and sorted are there in any case.
func (w *Workspace) load(chains [][]float64) bool {
	w.chains = chains
	n := 0
	for _, c := range chains {
		n += len(c)
	}
	w.flat = resize(w.flat, n)
	at, equal := 0, true
	w.parts = w.parts[:0]
	for _, c := range chains {
		w.parts = append(w.parts, w.flat[at:at+len(c)])
		at += copy(w.flat[at:], c)
		equal = equal && len(c) == len(chains[0])
	}
	w.halves = appendHalves(w.halves[:0], chains)
	w.split = appendHalves(w.split[:0], w.parts)
	w.mean, w.sd = moments(w.flat)
	finite := !math.IsNaN(w.sd) && !math.IsInf(w.sd, 0)
	w.items = w.order.sort(w.flat)
	w.sorted = w.sorted[:0]
	for _, it := range w.items {
		w.sorted = append(w.sorted, number(it.key))
	}
	if equal && n > 0 && len(chains[0])%2 == 1 {
		w.items = dropMiddles(w.items, len(chains[0]))
	}
	return equal && finite && n > 0 && len(chains[0]) >= minDraws && !constant(w.sorted)
}

// dropMiddles removes the middle draw of each chain of n draws.
func dropMiddles(items []item, n int) []item {
	return slices.DeleteFunc(items, func(it item) bool { return int(it.at)%n == n/2 })
}

// moments returns mean and standard deviation (with n - 1), in two passes.
func moments(x []float64) (mean, sd float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v
	}
	mean /= n
	ss := 0.0
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(ss / (n - 1))
}

// appendHalves appends the halves of each chain, without the middle of an odd
// one. They share the chains' memory.
func appendHalves(dst, chains [][]float64) [][]float64 {
	for _, c := range chains {
		h := len(c) / 2
		dst = append(dst, c[:h], c[len(c)-h:])
	}
	return dst
}

func resize(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, n)
	}
	return x[:n]
}

// transform sets the workspace's copy of the draws to f of each draw.
func (w *Workspace) transform(f func(x float64) float64) {
	for i, c := range w.chains {
		for j, x := range c {
			w.parts[i][j] = f(x)
		}
	}
}

// rhat is RHat of the current quantity.
func (w *Workspace) rhat() float64 {
	r, _ := w.rhatAndBulk()
	return r
}

// essBulk is ESSBulk of the current quantity.
func (w *Workspace) essBulk() float64 {
	rank(w.items, w.flat, &w.scores)
	return w.ess(w.split)
}

// rhatAndBulk shares the ranks. Where the distances from the median are constant,
// as for 0s and 1s in equal numbers, R-hat is that of the draws alone; posterior
// has none there.
func (w *Workspace) rhatAndBulk() (rhat, bulk float64) {
	bulk = w.essBulk()
	rhat = basicRHat(w.split)
	w.folded = fold(w.folded[:0], w.items, w.median())
	rank(w.folded, w.flat, &w.scores)
	if folded := basicRHat(w.split); folded > rhat || math.IsNaN(rhat) {
		rhat = folded
	}
	return rhat, bulk
}

// median is the mean of the two middle draws, computed so that they are equally
// far from it: their ranks then tie.
func (w *Workspace) median() float64 {
	n := len(w.sorted)
	return (w.sorted[(n-1)/2] + w.sorted[n/2]) / 2
}

func (w *Workspace) essMean() float64 { return w.ess(w.halves) }

func (w *Workspace) essSD() float64 {
	w.transform(func(x float64) float64 { return (x - w.mean) * (x - w.mean) })
	return w.ess(w.split)
}

func (w *Workspace) essTail() float64 {
	lo, hi := w.essQuantile(0.05), w.essQuantile(0.95)
	return math.Min(lo, hi) // NaN if either is
}

func (w *Workspace) essQuantile(p float64) float64 {
	q := quantileSorted(w.sorted, p)
	w.transform(func(x float64) float64 {
		if x <= q {
			return 1
		}
		return 0
	})
	return w.ess(w.split)
}

// basicRHat compares the variance between the chains with that within.
func basicRHat(chains [][]float64) float64 {
	n, m := float64(len(chains[0])), float64(len(chains))
	mean, size, within, ss := 0.0, 0.0, 0.0, 0.0
	for _, c := range chains {
		cm, _ := moments(c)
		mean += cm / m
		size = max(size, math.Abs(cm))
	}
	for _, c := range chains {
		cm, sd := moments(c)
		within += sd * sd / m
		ss += (cm - mean) * (cm - mean)
	}
	if noise := constantTol * constantTol * size * size; within <= noise {
		if ss <= noise {
			return math.NaN() // all the same: the distances of 0s and 1s from a median of 1/2
		}
		return math.Inf(1) // every chain is stuck, in a place of its own
	}
	between := n * ss / (m - 1)
	return math.Sqrt((between/within + n - 1) / n)
}

// A scoreTable holds the normal scores of all average ranks of n draws, which
// are multiples of one half.
type scoreTable struct {
	n      int
	scores []float64 // by twice the rank
}

func (t *scoreTable) of(n int) []float64 {
	if t.n != n {
		t.n = n
		t.scores = resize(t.scores, 2*n+1)
		for k := range t.scores {
			t.scores[k] = stream.Quantile((float64(k)/2 - 0.375) / (float64(n) + 0.25))
		}
	}
	return t.scores
}

// An autocov computes autocovariances of several sequences of equal length,
// averaged over the sequences and divided by the length at every lag.
type autocov struct {
	centred []float64 // the sequences less their means
	seqs    [][]float64
	byLag   []float64 // once the transform was needed
	fft     *fourier.FFT
	padded  []float64
	coef    []complex128
	power   []complex128
}

// directLags is the number of lags computed one by one. A chain that mixes well
// needs fewer; beyond, one Fourier transform for each sequence costs less.
const directLags = 64

// load centres the sequences, and returns their means and their variances
// around them, averaged (over n).
func (a *autocov) load(seqs [][]float64, means []float64) {
	n := len(seqs[0])
	a.centred = resize(a.centred, n*len(seqs))
	a.seqs, a.byLag = a.seqs[:0], a.byLag[:0]
	for i, s := range seqs {
		c := a.centred[i*n : (i+1)*n]
		for j, x := range s {
			c[j] = x - means[i]
		}
		a.seqs = append(a.seqs, c)
	}
}

// at returns the autocovariance at a lag.
func (a *autocov) at(lag int) float64 {
	if lag >= directLags {
		if len(a.byLag) == 0 {
			a.transform()
		}
		return a.byLag[lag]
	}
	s := 0.0
	for _, c := range a.seqs {
		s += lagged(c, lag)
	}
	return s / float64(len(a.centred))
}

// lagged is the sum of x[i] x[i+lag], in four sums so that additions need not
// wait for each other.
func lagged(x []float64, lag int) float64 {
	y := x[lag:]
	x = x[:len(y)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(x); i += 4 {
		u, v := x[i:i+4:i+4], y[i:i+4:i+4]
		s0 += u[0] * v[0]
		s1 += u[1] * v[1]
		s2 += u[2] * v[2]
		s3 += u[3] * v[3]
	}
	for ; i < len(x); i++ {
		s0 += x[i] * y[i]
	}
	return s0 + s1 + (s2 + s3)
}

// transform computes all lags by the Fourier transform: the inverse transform
// of the power spectra, of sequences padded so that they do not wrap.
func (a *autocov) transform() {
	n := len(a.seqs[0])
	size := 1
	for size < 2*n {
		size *= 2
	}
	if a.fft == nil || a.fft.Len() != size {
		a.fft = fourier.NewFFT(size)
		a.padded = make([]float64, size)
		a.coef, a.power = make([]complex128, size/2+1), make([]complex128, size/2+1)
	}
	clear(a.power)
	for _, c := range a.seqs {
		clear(a.padded[copy(a.padded, c):])
		a.fft.Coefficients(a.coef, a.padded)
		for k, z := range a.coef {
			a.power[k] += complex(real(z)*real(z)+imag(z)*imag(z), 0)
		}
	}
	a.fft.Sequence(a.padded, a.power)
	scale := float64(size) * float64(len(a.centred))
	a.byLag = resize(a.byLag, n)
	for lag := range a.byLag {
		a.byLag[lag] = a.padded[lag] / scale
	}
}
