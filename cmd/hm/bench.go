package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"hm/compiler"
)

// A benchCmd times one gradient.
type benchCmd struct {
	loadArgs
	JSON bool `help:"Print JSON."`
}

// A benchmark is what bench measures.
type benchmark struct {
	Dim               int     `json:"dim"`
	NsPerGradient     float64 `json:"ns_per_gradient"`
	AllocsPerGradient int64   `json:"allocs_per_gradient"`
	CompileMS         float64 `json:"compile_ms"`
	// Tier is "fast", or "reference" for a model that only the reference
	// tier can evaluate.
	Tier string `json:"tier"`
}

// Run measures and prints.
func (c *benchCmd) Run(a *app) error {
	j, err := a.load(c.loadArgs, noSeed)
	if err != nil {
		return err
	}
	begin := time.Now()
	chain := j.program.NewChain()
	compile := j.compiling + time.Since(begin)
	q, grad, err := benchPoint(chain)
	if err != nil {
		return err
	}
	gradient := func() { _, _ = chain.LogDensityGradient(q, grad) }
	b := benchmark{
		Dim: chain.Dim(), Tier: "fast", CompileMS: milliseconds(compile),
		AllocsPerGradient: allocsPerRun(gradient), NsPerGradient: medianNs(gradient),
	}
	if j.program.Static() != nil {
		b.Tier = "reference"
	}
	if c.JSON {
		return writeJSON(a.stdout, b)
	}
	_, err = fmt.Fprintf(a.stdout, "one gradient  %s, %s (%d parameters, %s tier)\ncompile       %.1f ms\n",
		duration(b.NsPerGradient), count(int(b.AllocsPerGradient), "allocation"), b.Dim, b.Tier, b.CompileMS)
	return err
}

// duration writes nanoseconds in a fitting unit.
func duration(ns float64) string {
	switch {
	case ns < 1e3:
		return fmt.Sprintf("%.0f ns", ns)
	case ns < 1e6:
		return fmt.Sprintf("%.3g µs", ns/1e3)
	}
	return fmt.Sprintf("%.3g ms", ns/1e6)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// benchPoint finds a point with a finite density among those where chains start.
func benchPoint(chain *compiler.Chain) (q, grad []float64, err error) {
	const tries = 100
	rng := rand.New(rand.NewPCG(1, 1))
	q, grad = make([]float64, chain.Dim()), make([]float64, chain.Dim())
	for range tries {
		for i := range q {
			q[i] = 4*rng.Float64() - 2
		}
		var lp float64
		lp, err = chain.LogDensityGradient(q, grad)
		if err == nil && !math.IsInf(lp, 0) && !math.IsNaN(lp) {
			return q, grad, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("the log density is not finite")
	}
	return nil, nil, userErrorf("no point to measure at: %w (the last of %d random points)", err, tries)
}

// benchRepeats is how many times a run of gradients is timed, benchRun how long
// a run is about.
const (
	benchRepeats = 11
	benchRun     = 20 * time.Millisecond
)

// medianNs times f: the median over repeats of the mean over a run.
func medianNs(f func()) float64 {
	n := 1
	for timeOf(f, n) < benchRun {
		n *= 2
	}
	times := make([]float64, benchRepeats)
	for i := range times {
		times[i] = float64(timeOf(f, n)) / float64(n)
	}
	slices.Sort(times)
	return times[benchRepeats/2]
}

// timeOf is how long n calls of f take.
func timeOf(f func(), n int) time.Duration {
	begin := time.Now()
	for range n {
		f()
	}
	return time.Since(begin)
}

// allocsPerRun counts the memory allocations of one call of f, other
// goroutines kept away.
func allocsPerRun(f func()) int64 {
	const runs = 100
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		f()
	}
	runtime.ReadMemStats(&after)
	return int64(after.Mallocs-before.Mallocs) / runs
}
