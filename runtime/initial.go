package runtime

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"hm/runtime/nuts"
	"hm/runtime/stream"
)

// initTries is how many random points a chain tries before it gives up.
const initTries = 100

// An InitError says why a chain found no point to start from.
type InitError struct {
	Chain   int // from 0
	Tries   int
	Given   bool    // the point was given, not drawn
	Radius  float64 // of the random points
	Reasons []Rejection
	Last    string // what was wrong with the last point
}

// Error lists the reasons by frequency, with what to do.
func (e *InitError) Error() string {
	var b strings.Builder
	if e.Given {
		fmt.Fprintf(&b, "chain %d cannot start at the given initial point: %s", e.Chain+1, e.Last)
		return b.String()
	}
	fmt.Fprintf(&b, "chain %d found no point to start from in %d tries with unconstrained values between %g and %g",
		e.Chain+1, e.Tries, -e.Radius, e.Radius)
	for i, r := range e.Reasons {
		if i == 5 {
			fmt.Fprintf(&b, "\n  and %d other reasons", len(e.Reasons)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %d times: %s", r.Warmup, r.Reason)
	}
	fmt.Fprintf(&b, "\n  the last point: %s", e.Last)
	b.WriteString("\n  check the constraints and priors of the parameters named here, give initial values, or a smaller radius")
	return b.String()
}

// unusable is the reason why a point has no usable density.
type unusable string

func (u unusable) Error() string { return string(u) }

// usable reports what is wrong with the sampler's starting point, if anything.
func usable(s *nuts.Sampler) error {
	if lp := s.LogDensity(); math.IsNaN(lp) || math.IsInf(lp, 0) {
		return unusable(fmt.Sprintf("the log density is %s", spell(lp)))
	}
	for i, g := range s.Gradient() {
		if math.IsNaN(g) || math.IsInf(g, 0) {
			return unusable(fmt.Sprintf("the gradient by unconstrained parameter %d is %s", i+1, spell(g)))
		}
	}
	return nil
}

// spell writes a number that is not finite in words.
func spell(x float64) string {
	switch {
	case math.IsInf(x, 1):
		return "infinite"
	case math.IsInf(x, -1):
		return "minus infinity: the point is impossible"
	}
	return "not a number"
}

// start finds the chain's first point.
func (c *chain) start() error {
	q := make([]float64, c.dim)
	given := c.cfg.Init.Points != nil
	tries := initTries
	if given || c.cfg.Init.Radius == 0 {
		tries = 1
	}
	reasons := tally{}
	var last error
	for try := range tries {
		if given {
			copy(q, c.cfg.Init.Points[c.id])
		} else {
			c.rng.Seek(stream.Key{Seed: c.cfg.Seed, Purpose: stream.Init, Chain: c.id, Draw: try})
			for i := range q {
				q[i] = c.cfg.Init.Radius * (2*c.rng.Uniform() - 1)
			}
		}
		err := c.sampler.Start(q)
		if err != nil && !nuts.Rejects(err) {
			return err
		}
		if err == nil {
			err = usable(c.sampler)
		}
		if err == nil {
			return nil
		}
		reasons.add(err, true)
		last = err
	}
	return &InitError{
		Chain: c.id, Tries: tries, Given: given, Radius: c.cfg.Init.Radius,
		Reasons: mergeRejections([]ChainResult{{rejectionCounts: reasons}}), Last: last.Error(),
	}
}

// checkPoints says whether the given points fit the model.
func checkPoints(points [][]float64, dim int) error {
	var errs []error
	for i, p := range points {
		if len(p) != dim {
			errs = append(errs, fmt.Errorf("the initial point of chain %d has %d values, the model has %d unconstrained parameters", i+1, len(p), dim))
		}
	}
	return errors.Join(errs...)
}
