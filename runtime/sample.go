package runtime

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Sample runs the chains, each in its own goroutine with a model of its own:
// newModel is called once for every chain from 0 on, one call after another.
// The draws depend on the configuration and the model alone, never on the
// number of threads or the order of events.
//
// The Result is not nil once the chains have begun, also beside an error. When
// ctx is cancelled the chains stop at once, the sink keeps the draws so far, and
// the error is ctx's.
func Sample(ctx context.Context, cfg Config, newModel func(chain int) Model, sink Sink) (*Result, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	models := make([]Model, cfg.Chains)
	for i := range models {
		models[i] = newModel(i)
	}
	if err := checkPoints(cfg.Init.Points, models[0].Dim()); err != nil {
		return nil, err
	}
	m := models[0]
	run := &Run{Config: cfg, Names: m.Names(), Labels: m.Labels(), Dim: m.Dim(), Started: time.Now()}
	if len(run.Names) != len(run.Labels) {
		return nil, fmt.Errorf("the model has %d names but %d labels", len(run.Names), len(run.Labels))
	}
	if err := sink.Begin(run); err != nil {
		return nil, err
	}
	return runAll(ctx, cfg, models, sink)
}

// runAll runs one chain for each model, and ends the sink.
func runAll(ctx context.Context, cfg Config, models []Model, sink Sink) (*Result, error) {
	var stop atomic.Bool
	cancelled := context.AfterFunc(ctx, func() { stop.Store(true) })
	defer cancelled()

	res := &Result{Chains: make([]ChainResult, len(models))}
	errs := make([]error, len(models))
	var wg sync.WaitGroup
	for i, m := range models {
		wg.Go(func() {
			res.Chains[i], errs[i] = runChain(i, cfg, m, sink, &stop)
			if errs[i] != nil {
				stop.Store(true)
			}
		})
	}
	wg.Wait()
	for _, c := range res.Chains {
		res.Interrupted = res.Interrupted || c.Interrupted
	}
	res.Rejections = mergeRejections(res.Chains)
	failure := firstFailure(errs)
	if err := sink.End(res); err != nil && failure == nil {
		failure = err
	}
	if failure == nil && res.Interrupted {
		failure = context.Cause(ctx)
	}
	return res, failure
}

// runChain runs one chain to its end, and says so to the sink. It returns no
// error for a chain that was stopped from outside.
func runChain(id int, cfg Config, m Model, sink Sink, stop *atomic.Bool) (res ChainResult, err error) {
	res.Chain = id
	defer func() {
		if v := recover(); v != nil {
			res.Interrupted = true
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	c := newChain(id, cfg, m, sink, stop)
	err = c.run()
	c.result.Interrupted = err != nil
	if errors.Is(err, errStopped) {
		err = nil
	}
	endErr := sink.ChainEnd(&c.result)
	if err == nil {
		err = endErr
	}
	return c.result, err
}

// firstFailure returns the error of the first chain that failed, with its
// number.
func firstFailure(errs []error) error {
	for i, err := range errs {
		var atStart *InitError
		if errors.As(err, &atStart) { // names the chain itself
			return err
		}
		if err != nil {
			return fmt.Errorf("chain %d: %w", i+1, err)
		}
	}
	return nil
}

// A PanicError is a panic in a chain's goroutine: a bug in hm, not in the
// program.
type PanicError struct {
	Value any
	Stack []byte
}

// Error gives the value alone; the stack is for the bug report.
func (e *PanicError) Error() string { return fmt.Sprintf("internal error: %v", e.Value) }
