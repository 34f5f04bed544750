// Package adapt chooses the step size and the metric during warm-up, as Stan
// does (Stan Reference Manual, "MCMC sampling", automatic parameter tuning).
// It sees points and acceptance statistics, never a density.
package adapt

import (
	"errors"
	"math"
)

// A StepSize adapts the step size by dual averaging (Hoffman and Gelman 2014,
// section 3.2.1), with Stan's constants.
type StepSize struct {
	target   float64 // of the acceptance statistic
	mu       float64 // the log step size that the adaptation shrinks toward
	n        float64 // updates since the restart
	errBar   float64 // weighted mean of target - accept
	xBar     float64 // weighted mean of the log step sizes
	stepSize float64
}

// Stan's constants: how strongly it shrinks toward mu, how fast old steps are
// forgotten, and how much the first steps are damped.
const (
	gamma = 0.05
	kappa = 0.75
	t0    = 10
)

// NewStepSize returns an adaptation toward the acceptance statistic target,
// that starts with the step size eps and tries mostly larger ones, up to ten
// times mid.
func NewStepSize(target, eps, mid float64) *StepSize {
	return &StepSize{target: target, mu: math.Log(10 * mid), stepSize: eps}
}

// Restart forgets all steps but begins anew around eps.
func (a *StepSize) Restart(eps float64) { *a = *NewStepSize(a.target, eps, eps) }

// Update learns from the acceptance statistic of one transition.
func (a *StepSize) Update(accept float64) {
	a.n++
	eta := 1 / (a.n + t0)
	a.errBar = (1-eta)*a.errBar + eta*(a.target-math.Min(1, accept))
	x := a.mu - a.errBar*math.Sqrt(a.n)/gamma
	w := math.Pow(a.n, -kappa)
	a.xBar = (1-w)*a.xBar + w*x
	a.stepSize = math.Exp(x)
}

// Current is the step size to use while adapting.
func (a *StepSize) Current() float64 { return a.stepSize }

// Final is the step size to keep: a mean that the last steps weigh most in. It
// is the starting one when nothing was learnt.
func (a *StepSize) Final() float64 {
	if a.n == 0 {
		return a.stepSize
	}
	return math.Exp(a.xBar)
}

// The searches that fail.
var (
	ErrImproper = errors.New("the step size can grow without limit: the posterior looks improper. " +
		"Give every parameter a prior")
	ErrNoStepSize = errors.New("no step size is small enough to follow the density. " +
		"Is it continuous, and its gradient right?")
)

// maxStepSize is where the search gives up.
const maxStepSize = 1e7

// Search doubles or halves eps until the acceptance probability of one leapfrog
// step crosses 0.8. The argument probe makes the step with a fresh momentum and
// returns the fall of the energy.
func Search(eps float64, probe func(eps float64) (float64, error)) (float64, error) {
	if !(eps > 0 && eps <= maxStepSize) {
		return eps, nil
	}
	limit := math.Log(0.8)
	fall, err := probe(eps)
	if err != nil {
		return eps, err
	}
	grow := fall > limit
	for {
		if fall, err = probe(eps); err != nil {
			return eps, err
		}
		if crossed := grow != (fall > limit); crossed {
			return eps, nil
		}
		if grow {
			eps *= 2
		} else {
			eps /= 2
		}
		switch {
		case eps > maxStepSize:
			return eps, ErrImproper
		case eps == 0:
			return eps, ErrNoStepSize
		}
	}
}
