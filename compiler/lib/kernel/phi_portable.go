package kernel

import "math"

// phi returns the standard normal distribution function and density at x.
func phi(x float64) (p, density float64) {
	a := math.Abs(x)
	if a > phiHigh {
		a = phiHigh
	}
	square := float64(a * a)
	lost := math.FMA(a, a, -square) // it counts: e^-square/2 multiplies its error by the square
	e := exp(-0.5 * square)
	e = math.FMA(float64(-0.5*lost), e, e)
	d := a + 5
	w := 1 / d
	rest := math.FMA(-d, w, 1)               // what rounding took from w, relative to it,
	rest = math.FMA(-(a - (d - 5)), w, rest) // and from d
	t := math.FMA(float64(-10*w), rest, math.FMA(-10, w, 1))
	tail := float64(float64(e*math.FMA(w, rest, w)) * mills(t))
	density = e * invRoot2Pi
	if x > 0 {
		return 1 - tail, density
	}
	return tail, density
}

// mills returns exp(a²/2) Φ(-a) (a+5), which varies little, for t =
// (a-5)/(a+5). The last terms are added one by one, as they nearly cancel.
func mills(t float64) float64 {
	z := float64(t * t)
	even, odd := phiC22, phiC23
	even = math.FMA(math.FMA(math.FMA(math.FMA(even, z, phiC20), z, phiC18), z, phiC16), z, phiC14)
	even = math.FMA(math.FMA(math.FMA(math.FMA(math.FMA(even, z, phiC12), z, phiC10), z, phiC8), z, phiC6), z, phiC4)
	odd = math.FMA(math.FMA(math.FMA(math.FMA(odd, z, phiC21), z, phiC19), z, phiC17), z, phiC15)
	odd = math.FMA(math.FMA(math.FMA(math.FMA(math.FMA(odd, z, phiC13), z, phiC11), z, phiC9), z, phiC7), z, phiC5)
	s := math.FMA(odd, t, even)
	return math.FMA(math.FMA(math.FMA(math.FMA(s, t, phiC3), t, phiC2), t, phiC1), t, phiC0)
}

func phiPortable(dst, x []float64) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i], _ = phi(v)
	}
}

func phiDensityPortable(prob, density, x []float64) {
	prob, density = prob[:len(x)], density[:len(x)]
	for i, v := range x {
		prob[i], density[i] = phi(v)
	}
}
