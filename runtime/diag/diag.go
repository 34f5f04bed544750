// Package diag judges draws: R-hat, effective sample size (ESS), Monte Carlo
// standard error (MCSE), quantiles and E-BFMI. All are pure functions of one
// quantity's draws, given as chains of equal length, one slice a chain.
//
// The definitions are those of Vehtari, Gelman, Simpson, Carpenter and Bürkner,
// "Rank-normalization, folding, and localization: an improved R-hat" (Bayesian
// Analysis 16, 2021), as the R package posterior computes them: every chain is
// split into halves, and an odd one loses its middle draw. A quantity that is
// constant or not finite, or that has fewer than 4 draws a chain, has no R-hat,
// ESS or MCSE: they are NaN.
//
// A Workspace computes the same without allocating for each quantity.
package diag

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// RHat is the larger of the rank-normalised split R-hats of the draws and of
// their distances from the median: the first sees chains in different places,
// the second chains of different widths. Above 1.01 the chains disagree.
func RHat(chains [][]float64) float64 { return on(chains, (*Workspace).rhat) }

// ESSBulk is the effective sample size of the rank-normalised draws, which says
// how well the centre of the distribution is known.
func ESSBulk(chains [][]float64) float64 { return on(chains, (*Workspace).essBulk) }

// ESSTail is the smaller of the effective sample sizes for the 5 % and 95 %
// quantiles.
func ESSTail(chains [][]float64) float64 { return on(chains, (*Workspace).essTail) }

// ESSMean is the effective sample size for the mean.
func ESSMean(chains [][]float64) float64 { return on(chains, (*Workspace).essMean) }

// ESSSD is the effective sample size for the standard deviation.
func ESSSD(chains [][]float64) float64 { return on(chains, (*Workspace).essSD) }

// ESSQuantile is the effective sample size for the quantile of probability p.
func ESSQuantile(chains [][]float64, p float64) float64 {
	return on(chains, func(w *Workspace) float64 { return w.essQuantile(p) })
}

// MCSEMean is the standard error of the mean of the draws.
func MCSEMean(chains [][]float64) float64 {
	return on(chains, func(w *Workspace) float64 { return w.sd / math.Sqrt(w.essMean()) })
}

// MCSESD is the standard error of the standard deviation of the draws, by the
// delta method on the variance.
func MCSESD(chains [][]float64) float64 {
	return on(chains, func(w *Workspace) float64 {
		m2, m4, n := 0.0, 0.0, float64(len(w.sorted))
		for _, x := range w.sorted {
			c := (x - w.mean) * (x - w.mean)
			m2 += c / n
			m4 += c * c / n
		}
		return math.Sqrt((m4 - m2*m2) / w.essSD() / m2 / 4)
	})
}

// MCSEQuantile is the standard error of the sample quantile of probability p:
// half the width of its interval of one standard deviation to each side.
func MCSEQuantile(chains [][]float64, p float64) float64 {
	return on(chains, func(w *Workspace) float64 {
		ess := w.essQuantile(p)
		if math.IsNaN(ess) {
			return math.NaN()
		}
		const below, above = 0.1586553, 0.8413447 // one standard deviation of a normal
		n := float64(len(w.sorted))
		lo := mathext.InvRegIncBeta(ess*p+1, ess*(1-p)+1, below)
		hi := mathext.InvRegIncBeta(ess*p+1, ess*(1-p)+1, above)
		i := max(math.Floor(lo*n), 1)
		j := min(math.Ceil(hi*n), n)
		return (w.sorted[int(j)-1] - w.sorted[int(i)-1]) / 2
	})
}

// on loads the chains into a workspace and asks it.
func on(chains [][]float64, f func(*Workspace) float64) float64 {
	w := NewWorkspace()
	if !w.load(chains) {
		return math.NaN()
	}
	return f(w)
}

// EBFMI is the estimated Bayesian fraction of missing information of one
// chain's energies (Betancourt, arXiv:1604.00695): the mean square of their
// steps over their variance. Below 0.3 the momentum moves the chain too slowly
// between energies.
func EBFMI(energy []float64) float64 {
	if len(energy) < 2 {
		return math.NaN()
	}
	mean, n := 0.0, float64(len(energy))
	for _, e := range energy {
		mean += e / n
	}
	steps, spread := 0.0, 0.0
	for i, e := range energy {
		spread += (e - mean) * (e - mean)
		if i > 0 {
			steps += (e - energy[i-1]) * (e - energy[i-1])
		}
	}
	return steps / spread // both over n - 1
}

// Quantile is the sample quantile of probability p of the numbers x, by
// interpolation (type 7 of Hyndman and Fan 1996, R's default).
func Quantile(x []float64, p float64) float64 {
	return quantileSorted(slices.Sorted(slices.Values(x)), p)
}

// quantileSorted is Quantile of numbers in ascending order.
func quantileSorted(x []float64, p float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	h := p * float64(len(x)-1)
	i := int(math.Floor(h))
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	if x[i] == x[i+1] { // infinities too
		return x[i]
	}
	return x[i] + (h-float64(i))*(x[i+1]-x[i])
}
