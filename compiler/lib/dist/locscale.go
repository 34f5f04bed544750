package dist

import (
	"math"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
)

// A locScale is the fused density of a location-scale family: the sum over
// elements of f((y-mu)/sigma) - log(sigma), in one pass over blocks.
type locScale struct {
	y, mu, sigma *lane
	n            int
	z, g, tmp    []float64
	// std is the family: for each standardised z it sets g to -f'(z), and it
	// returns Σ f(z), constants aside; tmp is scratch.
	std func(z, g, tmp []float64) float64
	pad float64 // the constant in f, negated: log of the normaliser
	// Of sigmas that are data, one for each element: their inverses, and the
	// sum of their logs.
	inverse []float64
	logs    float64
}

func newLocScale(y, mu, sigma mem.Operand, pad float64, std func(z, g, tmp []float64) float64) *locScale {
	n := size([]mem.Operand{y, mu, sigma})
	s := &locScale{y: newLane(y, n), mu: newLane(mu, n), sigma: newLane(sigma, n),
		n: n, z: scratch(n), g: scratch(n), tmp: scratch(n), std: std, pad: pad}
	if sigma.Adj == nil && !scalar(sigma) {
		for _, v := range sigma.Val {
			s.inverse = append(s.inverse, 1/v)
			s.logs += math.Log(v)
		}
	}
	return s
}

func (s *locScale) eval() (float64, error) {
	s.y.start()
	s.mu.start()
	if s.sigma.one {
		return s.sharedScale(), nil
	}
	if s.inverse != nil {
		return s.knownScales(), nil
	}
	return s.ownScales(), nil
}

// knownScales is for a sigma for each element that is data.
func (s *locScale) knownScales() float64 {
	lp := 0.0
	for i := 0; i < s.n; i += block {
		m := min(block, s.n-i)
		z, g, inv := s.z[:m], s.g[:m], s.inverse[i:i+m]
		kernel.Sub(z, s.y.at(i, m), s.mu.at(i, m))
		kernel.Mul(z, z, inv)
		lp += s.std(z, g, s.tmp[:m])
		kernel.Mul(g, g, inv)
		s.y.add(i, -1, g)
		s.mu.add(i, 1, g)
	}
	return lp - s.logs - float64(s.n)*s.pad
}

// sharedScale is for one sigma, whose inverse and log are taken once.
func (s *locScale) sharedScale() float64 {
	sigma := s.sigma.val[0]
	inv := 1 / sigma
	lp, zg := 0.0, 0.0
	for i := 0; i < s.n; i += block {
		m := min(block, s.n-i)
		z, g := s.z[:m], s.g[:m]
		y, mu := s.y.at(i, m), s.mu.at(i, m)
		standardise(z, y, mu, inv)
		lp += s.std(z, g, s.tmp[:m])
		s.y.add(i, -inv, g)
		s.mu.add(i, inv, g)
		if s.sigma.adj != nil {
			zg += dot(z, g)
		}
	}
	n := float64(s.n)
	if s.sigma.adj != nil {
		s.sigma.adj[0] += (zg - n) * inv
	}
	return lp - n*(math.Log(sigma)+s.pad)
}

// ownScales is for a sigma for each element.
func (s *locScale) ownScales() float64 {
	lp := 0.0
	for i := 0; i < s.n; i += block {
		m := min(block, s.n-i)
		z, g := s.z[:m], s.g[:m]
		y, mu, sigma := s.y.at(i, m), s.mu.at(i, m), s.sigma.at(i, m)
		kernel.Sub(z, y, mu)
		kernel.Div(z, z, sigma)
		lp += s.std(z, g, s.tmp[:m])
		if s.sigma.adj != nil {
			d := s.tmp[:m]
			kernel.MulAdd(d, z, g, minusOnes[:m])
			kernel.Div(d, d, sigma)
			s.sigma.add(i, 1, d)
		}
		kernel.Log(z, sigma)
		lp -= sum(z)
		kernel.Div(g, g, sigma)
		s.y.add(i, -1, g)
		s.mu.add(i, 1, g)
	}
	return lp - float64(s.n)*s.pad
}

// standardise sets z to (y-mu) inv.
func standardise(z, y, mu []float64, inv float64) {
	if len(z) < few {
		for i := range z {
			z[i] = (y[i] - mu[i]) * inv
		}
		return
	}
	kernel.Sub(z, y, mu)
	kernel.Scale(z, inv, z)
}
