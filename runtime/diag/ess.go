package diag

import "math"

// ess is the effective sample size of the mean over sequences of equal length,
// from autocorrelations summed by Geyer's initial monotone sequence (section
// 3.2 of Vehtari and others 2021; Geyer 1992).
func (w *Workspace) ess(seqs [][]float64) float64 {
	n, m := len(seqs[0]), len(seqs)
	if n < 3 {
		return math.NaN()
	}
	means := make([]float64, 0, 64)
	for _, s := range seqs {
		mean := 0.0
		for _, x := range s {
			mean += x
		}
		means = append(means, mean/float64(n))
	}
	w.acov.load(seqs, means)
	within := w.acov.at(0) * float64(n) / float64(n-1)
	total := within * float64(n-1) / float64(n)
	if m > 1 {
		_, sd := moments(means)
		total += sd * sd
	}
	if overall, _ := moments(means); !(total > constantTol*constantTol*overall*overall) {
		return math.NaN() // constant: an indicator that never changes
	}
	tau := w.timeScale(n, func(lag int) float64 { return 1 - (within-w.acov.at(lag))/total })
	size := float64(n * m)
	// Antithetic chains are worth more than independent draws, but the
	// estimate has a limit.
	return size / math.Max(tau, 1/math.Log10(size))
}

// timeScale is the integrated autocorrelation time of chains of n draws with
// the autocorrelations rho.
func (w *Workspace) timeScale(n int, rho func(lag int) float64) float64 {
	// Geyer's initial positive sequence: pairs are summed while positive.
	even, odd := 1.0, rho(1)
	r := append(w.rho[:0], even, odd)
	t := 0
	for t < n-5 && even+odd > 0 {
		t += 2
		even, odd = rho(t), rho(t+1)
		if even+odd >= 0 {
			r = append(r, even, odd)
		} else {
			r = append(r, 0, 0)
		}
	}
	// The even term of the pair that ended the sum still improves it.
	if even > 0 {
		r[t] = even
	}
	w.rho = r
	// The initial monotone sequence: no pair is larger than the one before.
	for k := 2; k <= t-2; k += 2 {
		if before := r[k-2] + r[k-1]; r[k]+r[k+1] > before {
			r[k], r[k+1] = before/2, before/2
		}
	}
	sum := 0.0
	for _, x := range r[:max(t, 1)] { // too few draws for any pair count as correlated, as in posterior
		sum += x
	}
	return -1 + 2*sum + r[t]
}
