package nuts

import "math"

// A Source is the randomness of a transition. Numbers are asked for in a fixed
// order: the momentum first, then uniforms as the tree needs them.
type Source interface {
	Normals(z []float64) // standard normal
	Uniform() float64    // strictly between 0 and 1
}

// Options bound a transition.
type Options struct {
	MaxDepth  int     // the trajectory has at most 2^MaxDepth - 1 steps
	MaxDeltaH float64 // a larger rise of the energy is a divergence
}

// DefaultOptions are Stan's.
var DefaultOptions = Options{MaxDepth: 10, MaxDeltaH: 1000}

// A Sampler makes NUTS transitions of one chain. All its memory is made by
// New: transitions do not allocate. It is not safe for concurrent use.
type Sampler struct {
	StepSize float64

	density Density
	metric  Metric
	opt     Options

	at        proposal  // the current point; its gradient is kept, so no transition computes it again
	main      tree      // the whole trajectory
	frames    []frame   // frames[d] builds a tree of depth d + 1
	sub       tree      // the tree about to be merged into main
	ends      [2]state  // the states at main.beg and main.end
	rho       []float64 // spare memory for main's
	spare     state     // where the next leapfrog step lands
	gradients int

	// of the current transition
	rng    Source
	h0     float64
	step   float64 // StepSize with the sign of the direction
	accept float64 // sum of min(1, exp(H0 - H)) over the leaves
	leaves int
	div    divergence
	err    error // stops the chain
}

// A state is a point of the trajectory from which it can go on.
type state struct{ q, p, v, g []float64 }

func newState(dim int) state {
	return state{make([]float64, dim), make([]float64, dim), make([]float64, dim), make([]float64, dim)}
}

// A divergence is kept in memory of the sampler's own until the next one.
type divergence struct {
	happened   bool
	from, to   []float64
	deltaH     float64
	rejectedBy error
}

// A Divergence says where the energy could not be conserved.
type Divergence struct {
	// From and To are the two ends of the leapfrog step; they are valid
	// until the next transition.
	From, To []float64
	// DeltaH is the rise of the energy since the start: +Inf when the
	// density could not be evaluated at To.
	DeltaH float64
	// Reason is the density's reason to reject To; nil when it had none.
	Reason error
}

// Stats say what one transition did.
type Stats struct {
	LogDensity float64 // at the new point
	Accept     float64 // mean over the leaves of min(1, exp(H0 - H)): what step size adaptation aims at
	StepSize   float64
	Depth      int // doublings merged into the trajectory
	Leapfrogs  int
	Divergent  bool
	Energy     float64 // H at the new point
}

// New returns a sampler of d. Start gives it a point.
func New(d Density, m Metric, opt Options) *Sampler {
	n := d.Dim()
	s := &Sampler{
		StepSize: 1, density: d, metric: m, opt: opt,
		main: newTree(n), sub: newTree(n), rho: make([]float64, n), frames: make([]frame, opt.MaxDepth),
		ends: [2]state{newState(n), newState(n)}, spare: newState(n),
		at: proposal{q: make([]float64, n), g: make([]float64, n)},
	}
	for i := range s.frames {
		s.frames[i] = frame{newTree(n), newTree(n)}
	}
	s.div.from, s.div.to = make([]float64, n), make([]float64, n)
	return s
}

// Start makes q the current point. It returns the density's error there,
// rejections included; whether the values are finite is the caller's to ask.
func (s *Sampler) Start(q []float64) error {
	copy(s.at.q, q)
	s.gradients++
	lp, err := s.density.LogDensityGradient(s.at.q, s.at.g)
	s.at.lp = lp
	return err
}

// Position is the current point, valid until the next transition.
func (s *Sampler) Position() []float64 { return s.at.q }

// LogDensity is the log density at the current point.
func (s *Sampler) LogDensity() float64 { return s.at.lp }

// Gradient is the gradient at the current point, valid until the next
// transition.
func (s *Sampler) Gradient() []float64 { return s.at.g }

// Gradients counts the evaluations of the density so far.
func (s *Sampler) Gradients() int { return s.gradients }

// Divergence returns where the last transition diverged, and whether it did.
func (s *Sampler) Divergence() (Divergence, bool) {
	d := &s.div
	return Divergence{d.from, d.to, d.deltaH, d.rejectedBy}, d.happened
}

// begin draws a momentum at the current point into ends[0].
func (s *Sampler) begin(rng Source) {
	s.rng, s.accept, s.leaves, s.err = rng, 0, 0, nil
	s.div.happened, s.div.rejectedBy = false, nil
	z := &s.ends[0]
	rng.Normals(z.p)
	s.metric.Momentum(z.p)
	kinetic := s.metric.Velocity(z.p, z.v)
	copy(z.q, s.at.q)
	copy(z.g, s.at.g)
	s.h0 = -s.at.lp + 0.5*kinetic
}

// Probe takes one leapfrog step of size eps from the current point with a
// fresh momentum, and returns the fall of the energy, H0 - H: -Inf where the
// density rejects. It moves nothing; it serves the search for a step size.
func (s *Sampler) Probe(eps float64, rng Source) (float64, error) {
	s.begin(rng)
	s.step = eps
	_, h := s.leapfrog(&s.ends[0])
	return s.h0 - h, s.err
}

// leapfrog moves z by one step and returns the log density and the energy
// there: +Inf for whatever is rejected or not finite.
// The former point stays in spare.
func (s *Sampler) leapfrog(z *state) (lp, h float64) {
	half, to := 0.5*s.step, &s.spare
	n := len(z.q)
	p, g := to.p[:n], z.g[:n]
	for i, pi := range z.p {
		p[i] = pi + half*g[i]
	}
	s.metric.Drift(z.q, to.p, s.step, to.q)
	s.gradients++
	lp, err := s.density.LogDensityGradient(to.q, to.g)
	g = to.g[:n]
	for i := range p {
		p[i] += half * g[i]
	}
	kinetic := s.metric.Velocity(to.p, to.v)
	*z, s.spare = s.spare, *z
	if err != nil {
		return lp, s.refused(err)
	}
	if h = -lp + 0.5*kinetic; math.IsNaN(h) || math.IsInf(lp, 0) {
		h = math.Inf(1)
	}
	return lp, h
}

// refused notes why the density gave no value, and returns the energy there.
func (s *Sampler) refused(err error) float64 {
	if Rejects(err) {
		s.div.rejectedBy = err
	} else {
		s.err = err
	}
	return math.Inf(1)
}
