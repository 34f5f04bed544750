package kernel

// NormalResid sets dmu to z inv and returns the sum of z², for z = (y - mu) inv:
// with inv = 1/sigma, dmu is the derivative of the normal log density by mu
// and the sum what its value and the derivative by sigma need.
func NormalResid(y, mu []float64, inv float64, dmu []float64) float64 {
	same(len(mu), len(y))
	same(len(dmu), len(y))
	return normalResidBody(y, mu, inv, dmu)
}

// NormalResidWeighted is NormalResid for rows with weights w: it sets dmu to w z
// inv and returns the sum of w z².
func NormalResidWeighted(y, mu, w []float64, inv float64, dmu []float64) float64 {
	same(len(mu), len(y))
	same(len(w), len(y))
	same(len(dmu), len(y))
	return normalResidWeightedBody(y, mu, w, inv, dmu)
}

// BernoulliLogit returns the log likelihood of outcomes y, each 0 or 1, with
// log odds eta, and sets deta to its derivative. The sum is accurate to a few
// units of 1e-16 an observation, absolutely.
func BernoulliLogit(y, eta, deta []float64) float64 {
	same(len(eta), len(y))
	same(len(deta), len(y))
	lp := 0.0
	for len(y) > 0 {
		n := min(len(y), logisticBlock)
		sum, product := bernoulliLogitBody(y[:n], eta[:n], deta[:n])
		lp -= sum + log(product)
		y, eta, deta = y[n:], eta[n:], deta[n:]
	}
	return lp
}

// BinomialLogit returns the log likelihood Σ (y eta - n log(1 + e^eta)) of y
// successes of n with log odds eta, without the binomial coefficients, and sets
// deta to its derivative. Rows of a Bernoulli likelihood with weights are such
// sums too.
func BinomialLogit(y, n, eta, deta []float64) float64 {
	same(len(n), len(y))
	same(len(eta), len(y))
	same(len(deta), len(y))
	return binomialLogitBody(y, n, eta, deta)
}

// NegBinomialLogit returns Σ (y eta - (y + size) log(1 + e^eta)), the log
// likelihood of counts y of a negative binomial distribution with that size
// whose mean is size e^eta, without the binomial coefficients, and Σ log(1 +
// e^eta), which the derivative by size needs; it sets deta to the derivative of
// the former. For neg_binomial_2_log, eta is the log mean less log(phi) and
// size is phi.
func NegBinomialLogit(y []float64, size float64, eta, deta []float64) (lp, softplus float64) {
	same(len(eta), len(y))
	same(len(deta), len(y))
	return negBinomialLogitBody(y, size, eta, deta)
}

// PoissonLog returns the log likelihood Σ (y eta - e^eta) of counts y with log
// rates eta, without the factorials, and sets deta to its derivative.
func PoissonLog(y, eta, deta []float64) float64 {
	same(len(eta), len(y))
	same(len(deta), len(y))
	return poissonLogBody(y, eta, deta)
}

// PoissonLogWeighted returns Σ (y eta - w e^eta) and sets deta to its
// derivative: the likelihood of rows with weights or exposures w, where y is
// the sum of the counts of a row.
func PoissonLogWeighted(y, w, eta, deta []float64) float64 {
	same(len(w), len(y))
	same(len(eta), len(y))
	same(len(deta), len(y))
	return poissonLogWeightedBody(y, w, eta, deta)
}
