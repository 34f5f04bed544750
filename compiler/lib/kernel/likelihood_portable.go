package kernel

import "math"

func normalResidPortable(y, mu []float64, inv float64, dmu []float64) float64 {
	mu, dmu = mu[:len(y)], dmu[:len(y)]
	var s lanes
	for i, v := range y {
		z := float64((v - mu[i]) * inv)
		dmu[i] = z * inv
		s[i%width] = math.FMA(z, z, s[i%width])
	}
	return s.total()
}

func normalResidWeightedPortable(y, mu, w []float64, inv float64, dmu []float64) float64 {
	mu, w, dmu = mu[:len(y)], w[:len(y)], dmu[:len(y)]
	var s lanes
	for i, v := range y {
		z := float64((v - mu[i]) * inv)
		wz := float64(w[i] * z)
		dmu[i] = wz * inv
		s[i%width] = math.FMA(wz, z, s[i%width])
	}
	return s.total()
}

// logisticBlock is the number of factors 1 + e^-|eta| whose product is sure to
// be finite: each is at most 2.
const logisticBlock = 960

// bernoulliLogitPortable returns Σ max(v, 0) and Π (1 + e^-|v|) for v = eta
// where y is 0, else -eta: the log likelihood is minus the sum and minus the
// log of the product. One logarithm then serves a whole block.
func bernoulliLogitPortable(y, eta, deta []float64) (sum, product float64) {
	eta, deta = eta[:len(y)], deta[:len(y)]
	var s, p lanes
	for j := range p {
		p[j] = 1
	}
	for i, v := range eta {
		if y[i] != 0 {
			v = -v
		}
		t := exp(-math.Abs(v))
		q := logisticFast(v, t)
		if y[i] == 0 {
			q = -q
		}
		deta[i] = q
		s[i%width] += positive(v)
		p[i%width] *= 1 + t
	}
	return s.total(), p.product()
}

func binomialLogitPortable(y, n, eta, deta []float64) float64 {
	n, eta, deta = n[:len(y)], eta[:len(y)], deta[:len(y)]
	var s lanes
	for i, x := range eta {
		t := exp(-math.Abs(x))
		q, far := y[i], float64(n[i]*(t/(1+t))) // far: n times the smaller probability
		if x > 0 {
			q -= n[i]
		} else {
			far = -far
		}
		s[i%width] += math.FMA(-n[i], log1pUnit(t), times(q, x))
		deta[i] = q + far
	}
	return s.total()
}

func negBinomialLogitPortable(y []float64, size float64, eta, deta []float64) (lp, softplus float64) {
	eta, deta = eta[:len(y)], deta[:len(y)]
	var s, soft lanes
	for i, x := range eta {
		t := exp(-math.Abs(x))
		n := y[i] + size
		q, far := y[i], float64(n*(t/(1+t)))
		if x > 0 {
			q = -size
		} else {
			far = -far
		}
		l := log1pUnit(t)
		s[i%width] += math.FMA(-n, l, times(q, x))
		soft[i%width] += positive(x) + l
		deta[i] = q + far
	}
	return s.total(), soft.total()
}

// times returns q x, 0 if q is 0 whatever x.
func times(q, x float64) float64 {
	if q == 0 {
		return 0
	}
	return q * x
}

func poissonLogPortable(y, eta, deta []float64) float64 {
	eta, deta = eta[:len(y)], deta[:len(y)]
	var s lanes
	for i, x := range eta {
		mu := exp(x)
		s[i%width] += math.FMA(y[i], only(y[i], x), -mu)
		deta[i] = y[i] - mu
	}
	return s.total()
}

func poissonLogWeightedPortable(y, w, eta, deta []float64) float64 {
	w, eta, deta = w[:len(y)], eta[:len(y)], deta[:len(y)]
	var s lanes
	for i, x := range eta {
		mu := float64(w[i] * exp(x))
		s[i%width] += math.FMA(y[i], only(y[i], x), -mu)
		deta[i] = y[i] - mu
	}
	return s.total()
}

// only returns x, or 0 where y is 0.
func only(y, x float64) float64 {
	if y == 0 {
		return 0
	}
	return x
}
