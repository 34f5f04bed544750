package runtime

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"hm/runtime/adapt"
	"hm/runtime/nuts"
	"hm/runtime/stream"
)

// A chain runs in one goroutine and shares nothing that changes with others,
// but for the flag that stops it.
type chain struct {
	id      int // from 0
	cfg     Config
	dim     int
	model   Model
	sampler *nuts.Sampler
	metric  metricAdapter
	rng     *stream.Stream // transitions and initial points
	gen     *stream.Stream // generated quantities
	sink    Sink
	watch   Observer // nil if nobody does
	stop    *atomic.Bool
	draw    Draw
	at      Progress
	result  ChainResult
}

// The phases within one draw of warm-up.
const (
	transitionPhase = 0
	searchPhase     = 1
)

func newChain(id int, cfg Config, m Model, sink Sink, stop *atomic.Bool) *chain {
	dim := m.Dim()
	c := &chain{
		id: id, cfg: cfg, dim: dim, model: m, sink: sink, stop: stop,
		metric: newMetricAdapter(cfg.Metric, dim),
		rng:    stream.New(stream.Key{}), gen: stream.New(stream.Key{}),
		draw:   Draw{Chain: id, Values: make([]float64, len(m.Names()))},
		at:     Progress{Chain: id, Total: cfg.Warmup + cfg.Draws, StepSize: cfg.StepSize},
		result: ChainResult{Chain: id, rejectionCounts: tally{}},
	}
	c.watch, _ = sink.(Observer)
	opt := nuts.DefaultOptions
	opt.MaxDepth = cfg.MaxDepth
	c.sampler = nuts.New(stoppable{m, stop}, c.metric.metric(), opt)
	return c
}

// stoppable is a density that ends the chain when the flag is set, so that a
// cancelled run need not wait for a long trajectory.
type stoppable struct {
	Density
	stop *atomic.Bool
}

// errStopped ends a chain that was cancelled. It is not a failure.
var errStopped = errors.New("stopped")

// LogDensityGradient implements Density.
func (d stoppable) LogDensityGradient(q, grad []float64) (float64, error) {
	if d.stop.Load() {
		return 0, errStopped
	}
	return d.Density.LogDensityGradient(q, grad)
}

// run is the life of a chain.
func (c *chain) run() error {
	begin := time.Now()
	err := c.warmup()
	c.result.Gradients.Warmup = c.sampler.Gradients()
	c.result.WarmupTime = time.Since(begin)
	if err != nil {
		return err
	}
	c.result.FinishedWarmup = true
	if err := c.sink.Adapted(c.id, &c.result.Adaptation); err != nil {
		return err
	}
	begin = time.Now()
	err = c.sample()
	c.result.Gradients.Sampling = c.sampler.Gradients() - c.result.Gradients.Warmup
	c.result.SamplingTime = time.Since(begin)
	return err
}

// warmup finds the start, the step size and the metric.
func (c *chain) warmup() error {
	if err := c.start(); err != nil {
		return err
	}
	eps, err := c.search(c.cfg.StepSize, 0)
	if err != nil {
		return err
	}
	// As in Stan, the first adaptation is drawn to the configured step
	// size; later ones to what the search found.
	step := adapt.NewStepSize(c.cfg.TargetAccept, eps, c.cfg.StepSize)
	c.sampler.StepSize = eps
	windows := adapt.NewWindows(c.cfg.Warmup)
	from, _, _ := windows.Lengths()
	ends := windows.Ends()
	for t := range c.cfg.Warmup {
		if err := c.iterate(stream.Warmup, t); err != nil {
			return err
		}
		step.Update(c.draw.Accept)
		c.sampler.StepSize = step.Current()
		if t >= from && len(ends) > 0 {
			c.metric.add(c.sampler.Position())
		}
		if len(ends) > 0 && t+1 == ends[0] {
			ends = ends[1:]
			if err := c.metric.update(); err != nil {
				return err
			}
			if eps, err = c.search(c.sampler.StepSize, t+1); err != nil {
				return err
			}
			step.Restart(eps)
			c.sampler.StepSize = eps
		}
	}
	c.sampler.StepSize = step.Final()
	c.result.Adaptation = Adaptation{c.sampler.StepSize, c.cfg.Metric, slices.Clone(c.metric.inverse())}
	return nil
}

// search finds a first step size for the current metric.
func (c *chain) search(eps float64, iter int) (float64, error) {
	if c.dim == 0 {
		return eps, nil
	}
	c.rng.Seek(stream.Key{Seed: c.cfg.Seed, Purpose: stream.Warmup, Chain: c.id, Phase: searchPhase, Draw: iter})
	return adapt.Search(eps, func(eps float64) (float64, error) { return c.sampler.Probe(eps, c.rng) })
}

// sample makes the draws that count.
func (c *chain) sample() error {
	for t := range c.cfg.Draws {
		if err := c.iterate(stream.Sampling, t); err != nil {
			return err
		}
		if c.draw.Divergent {
			c.result.Divergences++
		}
		if c.draw.Depth >= c.cfg.MaxDepth {
			c.result.MaxDepthHits++
		}
	}
	return nil
}

// iterate makes one transition, and saves the point if it is to be saved.
func (c *chain) iterate(purpose stream.Purpose, t int) error {
	if c.stop.Load() {
		return errStopped
	}
	d := &c.draw
	d.Iter, d.Warmup = t, purpose == stream.Warmup
	if err := c.transition(purpose, t); err != nil {
		return err
	}
	if t%c.cfg.Thin == 0 && (!d.Warmup || c.cfg.SaveWarmup) {
		if err := c.save(); err != nil {
			return err
		}
	}
	c.report()
	return nil
}

// transition moves the sampler. A model without parameters has nowhere to go:
// it only generates quantities.
func (c *chain) transition(purpose stream.Purpose, t int) error {
	d := &c.draw
	if c.dim == 0 {
		lp := c.sampler.LogDensity()
		d.Stats = nuts.Stats{LogDensity: lp, Energy: -lp, Accept: 1, StepSize: c.sampler.StepSize}
		return nil
	}
	c.rng.Seek(stream.Key{Seed: c.cfg.Seed, Purpose: purpose, Chain: c.id, Phase: transitionPhase, Draw: t})
	stats, err := c.sampler.Transition(c.rng)
	if err != nil {
		return err
	}
	d.Stats = stats
	d.Divergence = nuts.Divergence{}
	if div, ok := c.sampler.Divergence(); ok {
		d.Divergence = div
		if div.Reason != nil {
			c.result.rejectionCounts.add(div.Reason, d.Warmup)
		}
	}
	return nil
}

// save computes what the model saves of the point and hands it to the sink.
// Quantities that the model refuses to compute are NaN.
func (c *chain) save() error {
	d := &c.draw
	for i := range d.Values {
		d.Values[i] = math.NaN()
	}
	err := c.model.Draw(c.sampler.Position(), c.quantities(d), d.Values)
	if err != nil {
		if !nuts.Rejects(err) {
			return err
		}
		c.result.rejectionCounts.add(err, d.Warmup)
	}
	if d.Warmup {
		c.result.WarmupDraws++
	} else {
		c.result.Draws++
	}
	return c.sink.Draw(d)
}

// quantities is the randomness of the draw's generated quantities.
func (c *chain) quantities(d *Draw) *rand.Rand {
	phase := 1
	if d.Warmup {
		phase = 0
	}
	c.gen.Seek(stream.Key{Seed: c.cfg.Seed, Purpose: stream.Quantities, Chain: c.id, Phase: phase, Draw: d.Iter})
	return c.gen.Rand()
}

// report tells the observer where the chain stands.
func (c *chain) report() {
	if c.watch == nil {
		return
	}
	p := &c.at
	p.Iter++
	p.Warmup, p.StepSize, p.Leapfrogs = c.draw.Warmup, c.draw.StepSize, c.draw.Leapfrogs
	if c.draw.Divergent && !c.draw.Warmup {
		p.Divergences++
	}
	c.watch.Observe(p)
}
