package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/special"
)

// openUnit returns a uniform number in (0, 1), both ends excluded.
func openUnit(rng *rand.Rand) float64 { return (float64(rng.Uint64()>>12) + 0.5) / (1 << 52) }

func drawBernoulli(rng *rand.Rand, p float64) float64 {
	if rng.Float64() < p {
		return 1
	}
	return 0
}

// drawGamma returns a gamma variate of rate 1 (Marsaglia and Tsang 2000, ACM
// TOMS 26). It is never zero.
func drawGamma(rng *rand.Rand, shape float64) float64 {
	return max(math.Exp(drawLogGamma(rng, shape)), math.SmallestNonzeroFloat64)
}

// drawLogGamma returns the log of a gamma variate of rate 1, which for small
// shapes is often below the range of floats.
func drawLogGamma(rng *rand.Rand, shape float64) float64 {
	if shape < 1 { // G(a) = G(a+1) U^(1/a)
		return drawLogGamma(rng, shape+1) - rng.ExpFloat64()/shape
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		lv := 3 * math.Log(v)
		v = v * v * v
		if math.Log(openUnit(rng)) < 0.5*x*x+d-d*v+d*lv {
			return math.Log(d) + lv
		}
	}
}

// drawBeta works with logs, since for small shapes both gammas may underflow.
func drawBeta(rng *rand.Rand, a, b float64) float64 {
	return special.InvLogit(drawLogGamma(rng, a) - drawLogGamma(rng, b))
}

// drawPoisson counts arrivals for small rates and uses Hörmann's transformed
// rejection PTRS (1993, Insurance: Mathematics and Economics 12) for large.
func drawPoisson(rng *rand.Rand, rate float64) float64 {
	switch {
	case !(rate > 0):
		return 0
	case rate < 10:
		limit := math.Exp(-rate)
		n, p := 0.0, openUnit(rng)
		for p > limit {
			p *= openUnit(rng)
			n++
		}
		return n
	}
	b := 0.931 + 2.53*math.Sqrt(rate)
	a := -0.059 + 0.02483*b
	invAlpha := 1.1239 + 1.1328/(b-3.4)
	vr := 0.9277 - 3.6224/(b-2)
	for {
		u := openUnit(rng) - 0.5
		v := openUnit(rng)
		us := 0.5 - math.Abs(u)
		n := math.Floor((2*a/us+b)*u + rate + 0.43)
		if us >= 0.07 && v <= vr {
			return n
		}
		if n < 0 || us < 0.013 && v > us {
			continue
		}
		lp := -rate
		if n > 0 {
			lp, _ = special.GammaPrefix(n, rate)
		}
		if math.Log(v*invAlpha/(a/(us*us)+b)) <= lp {
			return n
		}
	}
}

// drawBinomial adds waiting times for small means and uses Hörmann's
// transformed rejection BTRS (1993, J. Statist. Comput. Simul. 46) for large.
func drawBinomial(rng *rand.Rand, n, p float64) float64 {
	if p > 0.5 {
		return n - drawBinomial(rng, n, 1-p)
	}
	if n*p < 10 {
		return binomialWaiting(rng, n, p)
	}
	spq := math.Sqrt(n * p * (1 - p))
	b := 1.15 + 2.53*spq
	a := -0.0873 + 0.0248*b + 0.01*p
	c := n*p + 0.5
	vr := 0.92 - 4.2/b
	alpha := (2.83 + 5.1/b) * spq
	m := math.Floor((n + 1) * p)
	mode := binomialMass(m, n, p, 1-p)
	for {
		u := openUnit(rng) - 0.5
		v := openUnit(rng)
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + c)
		if k < 0 || k > n {
			continue
		}
		if us >= 0.07 && v <= vr {
			return k
		}
		if math.Log(v*alpha/(a/(us*us)+b)) <= binomialMass(k, n, p, 1-p)-mode {
			return k
		}
	}
}

// binomialWaiting counts successes by the geometric gaps between them.
func binomialWaiting(rng *rand.Rand, n, p float64) float64 {
	if p <= 0 {
		return 0
	}
	l := math.Log1p(-p)
	successes, trials := 0.0, 0.0
	for {
		trials += math.Floor(-rng.ExpFloat64()/l) + 1
		if trials > n {
			return successes
		}
		successes++
	}
}
