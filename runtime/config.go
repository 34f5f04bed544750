package runtime

import (
	"errors"
	"fmt"
	"math"

	"hm/runtime/nuts"
)

// A Config says how to sample. Start from DefaultConfig: the zero value of
// most fields is not their default.
type Config struct {
	Chains int
	Warmup int // iterations that adapt step size and metric
	Draws  int // iterations after them; every Thin-th is saved
	Thin   int
	Seed   uint64

	TargetAccept float64 // mean acceptance statistic that the step size aims at
	MaxDepth     int     // at most 2^MaxDepth - 1 leapfrog steps a draw
	StepSize     float64 // where the search for the first step size starts
	Metric       Metric
	Init         Init
	SaveWarmup   bool // give the sink the warm-up's draws too
}

// A Metric is a kind of kinetic energy.
type Metric string

// The metrics: one scale for each parameter, or a full covariance matrix.
const (
	DiagMetric  Metric = "diag"
	DenseMetric Metric = "dense"
)

// Init says where the chains start, in unconstrained space.
type Init struct {
	// Radius: each coordinate is uniform between -Radius and Radius. With
	// 0 every chain starts at the origin.
	Radius float64
	// Points, if not nil, are the starting points, one a chain.
	Points [][]float64
}

// DefaultConfig is what a run file that says nothing gets: Stan's defaults.
func DefaultConfig() Config {
	return Config{
		Chains: 4, Warmup: 1000, Draws: 1000, Thin: 1,
		TargetAccept: 0.8, MaxDepth: nuts.DefaultOptions.MaxDepth, StepSize: 1,
		Metric: DiagMetric, Init: Init{Radius: 2},
	}
}

// maxMaxDepth keeps the number of leapfrog steps a draw within an int32.
const maxMaxDepth = 30

// Validate says everything that is wrong with the configuration.
func (c Config) Validate() error {
	checks := []struct {
		ok   bool
		text string
	}{
		{c.Chains >= 1, fmt.Sprintf("chains is %d, must be at least 1", c.Chains)},
		{c.Warmup >= 0, fmt.Sprintf("warmup is %d, must be 0 or more", c.Warmup)},
		{c.Draws >= 0, fmt.Sprintf("draws is %d, must be 0 or more", c.Draws)},
		{c.Thin >= 1, fmt.Sprintf("thin is %d, must be at least 1", c.Thin)},
		{c.TargetAccept > 0 && c.TargetAccept < 1,
			fmt.Sprintf("target_accept is %g, must be between 0 and 1", c.TargetAccept)},
		{c.MaxDepth >= 1 && c.MaxDepth <= maxMaxDepth,
			fmt.Sprintf("max_depth is %d, must be from 1 to %d", c.MaxDepth, maxMaxDepth)},
		{c.StepSize > 0 && !math.IsInf(c.StepSize, 1),
			fmt.Sprintf("step_size is %g, must be positive and finite", c.StepSize)},
		{c.Metric == DiagMetric || c.Metric == DenseMetric,
			fmt.Sprintf("metric is %q, must be %q or %q", c.Metric, DiagMetric, DenseMetric)},
		{c.Init.Radius >= 0 && !math.IsInf(c.Init.Radius, 1),
			fmt.Sprintf("the radius of init is %g, must be 0 or more and finite", c.Init.Radius)},
		{c.Init.Points == nil || len(c.Init.Points) == c.Chains,
			fmt.Sprintf("%d initial points for %d chains, must be one a chain", len(c.Init.Points), c.Chains)},
	}
	var errs []error
	for _, k := range checks {
		if !k.ok {
			errs = append(errs, errors.New(k.text))
		}
	}
	return errors.Join(errs...)
}

// SavedDraws is how many draws each chain saves after warm-up.
func (c Config) SavedDraws() int { return saved(c.Draws, c.Thin) }

// SavedWarmup is how many draws each chain saves in warm-up.
func (c Config) SavedWarmup() int {
	if !c.SaveWarmup {
		return 0
	}
	return saved(c.Warmup, c.Thin)
}

// saved counts the multiples of thin from 0 up to n, n not included.
func saved(n, thin int) int { return (n + thin - 1) / thin }
