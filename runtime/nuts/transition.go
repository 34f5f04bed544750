package nuts

import "math"

// Transition moves to the next point of the chain: multinomial NUTS with
// biased progressive sampling, as in Stan (Betancourt, arXiv:1701.02434,
// appendix A). An error stops the chain; the current point is then unchanged.
func (s *Sampler) Transition(rng Source) (Stats, error) {
	s.begin(rng)
	s.startTree()
	depth := 0
	for depth < s.opt.MaxDepth {
		s.face(rng.Uniform() > 0.5)
		if !s.grow(depth, &s.sub) {
			break
		}
		depth++
		if !s.merge() {
			break
		}
	}
	if s.err != nil {
		return Stats{}, s.err
	}
	swap(&s.at, &s.main.draw)
	return Stats{
		LogDensity: s.at.lp, Energy: s.at.energy, StepSize: s.StepSize,
		Accept: s.accept / float64(max(s.leaves, 1)), Leapfrogs: s.leaves,
		Depth: depth, Divergent: s.div.happened,
	}, nil
}

// startTree makes main the trajectory of the start alone, facing forward.
func (s *Sampler) startTree() {
	s.step = s.StepSize
	z := &s.ends[0]
	copy(s.main.beg.p, z.p)
	copy(s.main.beg.v, z.v)
	s.main.widen()
	copy(s.main.draw.q, s.at.q)
	copy(s.main.draw.g, s.at.g)
	s.main.draw.lp, s.main.draw.energy = s.at.lp, s.h0
	s.main.logWeight = 0
	far := &s.ends[1]
	copy(far.q, z.q)
	copy(far.p, z.p)
	copy(far.v, z.v)
	copy(far.g, z.g)
}

// face turns main so that it grows forward or backward in time at its end.
func (s *Sampler) face(forward bool) {
	if forward == (s.step > 0) {
		return
	}
	s.step = -s.step
	s.main.beg, s.main.end = s.main.end, s.main.beg
	s.ends[0], s.ends[1] = s.ends[1], s.ends[0]
}

// merge adds the tree sub to the end of main, and reports whether the
// trajectory may grow on. A heavier sub always takes the draw: the bias away
// from the start that makes progressive sampling efficient.
func (s *Sampler) merge() bool {
	m, t := &s.main, &s.sub
	if t.logWeight > m.logWeight || s.rng.Uniform() < math.Exp(t.logWeight-m.logWeight) {
		swap(&m.draw, &t.draw)
	}
	m.logWeight = logSumExp(m.logWeight, t.logWeight)
	near, rho := m.end, m.rho
	m.end, t.end = t.end, m.end
	m.rho, s.rho = s.rho, m.rho
	for i, r := range rho {
		m.rho[i] = r + t.rho[i]
	}
	return persists(m, near, rho, t.beg, t.rho)
}

// grow makes t the tree of 2^depth leaves that goes on from main's end. It
// reports whether the tree is whole: neither divergent nor turning anywhere
// inside.
func (s *Sampler) grow(depth int, t *tree) bool {
	if depth > 0 {
		return s.build(depth, t)
	}
	ok := s.leaf(t)
	t.widen()
	return ok
}

// build is grow for a depth of at least 1.
func (s *Sampler) build(depth int, t *tree) bool {
	f := &s.frames[depth-1]
	a, b := &f.first, &f.last
	if depth == 1 {
		if !s.leaf(a) || !s.leaf(b) {
			return false
		}
	} else if !s.build(depth-1, a) || !s.build(depth-1, b) {
		return false
	}
	t.logWeight = logSumExp(a.logWeight, b.logWeight)
	pick := a
	if s.rng.Uniform() < math.Exp(b.logWeight-t.logWeight) {
		pick = b
	}
	swap(&t.draw, &pick.draw)
	return t.join(a, b, depth == 1)
}

// leaf takes one leapfrog step on from main's end and makes t that single point.
func (s *Sampler) leaf(t *tree) bool {
	z := &s.ends[1]
	lp, h := s.leapfrog(z)
	s.leaves++
	s.accept += math.Min(1, math.Exp(s.h0-h))
	if s.err != nil || !(h-s.h0 <= s.opt.MaxDeltaH) {
		s.diverged(z, h)
		return false
	}
	t.logWeight = s.h0 - h
	t.draw.lp, t.draw.energy = lp, h
	copy(t.draw.q, z.q)
	copy(t.draw.g, z.g)
	copy(t.beg.p, z.p)
	copy(t.beg.v, z.v)
	return true
}

// diverged keeps where it happened. The point before the step is in spare.
func (s *Sampler) diverged(z *state, h float64) {
	s.div.happened, s.div.deltaH = true, h-s.h0
	copy(s.div.from, s.spare.q)
	copy(s.div.to, z.q)
}

func swap(a, b *proposal) { *a, *b = *b, *a }
