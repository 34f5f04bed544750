package runtime

import (
	"errors"
	"time"

	"hm/runtime/nuts"
)

// A Sink receives what the chains produce: a CSV file, a table in memory, a
// progress display. Begin comes first and End last, each once. Between them
// different chains call it at the same time, but one chain's calls come in
// order and never overlap: Draws, Adapted when its warm-up is over, Draws, and
// ChainEnd once, whether it finished, failed or was interrupted. An error stops
// the run.
type Sink interface {
	Begin(*Run) error
	Draw(*Draw) error
	Adapted(chain int, a *Adaptation) error
	ChainEnd(*ChainResult) error
	End(*Result) error
}

// An Observer is a Sink that also hears of every iteration, saved or not. It
// must return quickly.
type Observer interface {
	Observe(*Progress)
}

// A Run is what is known before the first draw.
type Run struct {
	Config        Config
	Names, Labels []string // one per saved number; see Model
	Dim           int      // of the unconstrained space
	Started       time.Time
}

// A Draw is one saved point and what the sampler did to get there.
type Draw struct {
	Chain  int // from 0
	Iter   int // from 0 within its phase, thinned iterations counted
	Warmup bool
	nuts.Stats
	// Divergence says where, when Divergent holds.
	Divergence nuts.Divergence
	// Values has one entry per name and is valid until the call returns.
	Values []float64
}

// An Adaptation is what warm-up learnt.
type Adaptation struct {
	StepSize float64 `json:"step_size"`
	Metric   Metric  `json:"metric"`
	// InverseMetric is the diagonal, or the whole matrix row by row.
	InverseMetric []float64 `json:"inverse_metric"`
}

// Progress is where a chain stands after an iteration.
type Progress struct {
	Chain       int // from 0
	Iter, Total int // iterations done and to do, warm-up included
	Warmup      bool
	Divergences int // after warm-up
	StepSize    float64
	Leapfrogs   int // of the last iteration
}

// Gradients counts evaluations of the density and its gradient, those that
// look for a starting point and a step size included.
type Gradients struct {
	Warmup   int `json:"warmup"`
	Sampling int `json:"sampling"`
}

// A ChainResult is the account of one chain.
type ChainResult struct {
	Chain           int           `json:"-"` // from 0
	Adaptation      Adaptation    `json:"adaptation"`
	Gradients       Gradients     `json:"gradients"`
	WarmupTime      time.Duration `json:"warmup_ns"`
	SamplingTime    time.Duration `json:"sampling_ns"`
	WarmupDraws     int           `json:"warmup_draws"` // saved
	Draws           int           `json:"draws"`        // saved after warm-up
	Divergences     int           `json:"divergences"`  // after warm-up, thinned iterations included
	MaxDepthHits    int           `json:"max_depth_hits"`
	Interrupted     bool          `json:"interrupted,omitempty"` // before its last draw
	FinishedWarmup  bool          `json:"finished_warmup"`
	rejectionCounts tally
}

// A Rejection is a reason for which the density refused points, with how often.
type Rejection struct {
	Reason   string `json:"reason"`  // the same for all that differ only in the value
	Example  string `json:"example"` // the first message, in full
	Warmup   int    `json:"warmup"`
	Sampling int    `json:"sampling"`
}

// A Result is the account of a run.
type Result struct {
	Chains     []ChainResult `json:"chains"`
	Rejections []Rejection   `json:"rejections,omitempty"` // most frequent after warm-up first
	// Interrupted says that the run was cancelled or failed: some chain has
	// fewer draws than asked for.
	Interrupted bool `json:"interrupted,omitempty"`
}

// Gradients adds up the chains' counts.
func (r *Result) Gradients() Gradients {
	var g Gradients
	for _, c := range r.Chains {
		g.Warmup += c.Gradients.Warmup
		g.Sampling += c.Gradients.Sampling
	}
	return g
}

// Tee returns a Sink that hands everything to each of sinks in turn.
func Tee(sinks ...Sink) Sink { return tee(sinks) }

type tee []Sink

func (t tee) each(f func(Sink) error) error {
	for _, s := range t {
		if err := f(s); err != nil {
			return err
		}
	}
	return nil
}

// Begin ends those that had begun when one fails.
func (t tee) Begin(r *Run) error {
	for i, s := range t {
		if err := s.Begin(r); err != nil {
			return errors.Join(err, t[:i].End(&Result{Interrupted: true}))
		}
	}
	return nil
}

// Draw repeats each's loop: a closure here would allocate for every draw.
func (t tee) Draw(d *Draw) error {
	for _, s := range t {
		if err := s.Draw(d); err != nil {
			return err
		}
	}
	return nil
}

func (t tee) Adapted(chain int, a *Adaptation) error {
	return t.each(func(s Sink) error { return s.Adapted(chain, a) })
}

// ChainEnd and End reach every sink, so that one's failure does not leave
// another's files half written.
func (t tee) ChainEnd(r *ChainResult) error {
	var errs []error
	for _, s := range t {
		errs = append(errs, s.ChainEnd(r))
	}
	return errors.Join(errs...)
}

func (t tee) End(r *Result) error {
	var errs []error
	for _, s := range t {
		errs = append(errs, s.End(r))
	}
	return errors.Join(errs...)
}

func (t tee) Observe(p *Progress) {
	for _, s := range t {
		if o, ok := s.(Observer); ok {
			o.Observe(p)
		}
	}
}
