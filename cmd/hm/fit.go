package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"hm/cmd/hm/internal/fitdir"
	"hm/compiler"
	"hm/compiler/data"
	"hm/runtime"
	"hm/runtime/draws"
	"hm/runtime/progress"
	"hm/runtime/report"
	"hm/runtime/runfile"
)

// A chain is all that compiler and runtime know of each other.
var _ runtime.Model = (*compiler.Chain)(nil)

// A fitCmd samples a posterior.
type fitCmd struct {
	loadArgs
	Seed   *uint64 `placeholder:"N" help:"Where the random numbers start: the same seed gives the same draws. Drawn at random if nobody gives one."`
	Chains *int    `placeholder:"N" help:"Number of chains (4)."`
	Warmup *int    `placeholder:"N" help:"Iterations of warm-up a chain (1000)."`
	Draws  *int    `placeholder:"N" help:"Draws a chain after warm-up (1000)."`
	Out    string  `placeholder:"DIR" help:"Directory of the fit (fits/NAME); an earlier fit there is replaced when this one is done."`
	Quiet  bool    `short:"q" help:"Show no progress."`
	JSON   bool    `help:"Print the result as JSON."`
}

// started is when the program started, as far as it can tell.
var started = time.Now()

// Run loads, samples, writes the fit and prints what came out.
func (c *fitCmd) Run(a *app) error {
	// Git sees the tree as it is now; an interrupt must not cut it short.
	git := gitOf(context.WithoutCancel(a.ctx), c.Model)
	f := &fit{app: a, git: git}
	var err error
	if f.job, err = a.load(c.loadArgs, func(r *runfile.Config) uint64 { return f.seed(c, r) }); err != nil {
		return err
	}
	if err := f.configure(c); err != nil {
		return err
	}
	if err := f.drawable(); err != nil {
		return err
	}
	if f.dir, err = fitdir.Create(f.out); err != nil {
		return userError(err)
	}
	defer f.dir.Discard()
	f.manifest = manifestOf(f.job, f.cfg, f.dir.Target())
	f.manifest.SeedDrawn = f.seedDrawn
	f.manifest.Started, f.manifest.Arguments = started.UTC().Round(time.Millisecond), os.Args[1:]
	if f.seedDrawn {
		fmt.Fprintf(a.stderr, "seed %d (drawn at random; --seed %d gives these draws again)\n", f.cfg.Seed, f.cfg.Seed)
	}
	if err := f.sample(!c.Quiet); err != nil {
		return err
	}
	return f.finish(c.JSON)
}

// A fit is one run of `hm fit`.
type fit struct {
	*app
	job       *job
	cfg       runtime.Config
	out       string
	seedDrawn bool
	git       <-chan *gitState
	dir       *fitdir.Dir
	manifest  *manifest
	table     *draws.Table
}

// seed settles the seed: that of the flag, of the run file, or a new one.
func (f *fit) seed(c *fitCmd, r *runfile.Config) uint64 {
	_, given := r.Given("sampler.seed")
	switch {
	case c.Seed != nil:
		f.cfg.Seed = *c.Seed
	case given:
		f.cfg.Seed = r.Sampler.Config.Seed
	default:
		// Few digits, so that people can type it; JSON readers keep it exact.
		f.cfg.Seed, f.seedDrawn = uint64(rand.Uint32()), true
	}
	return f.cfg.Seed
}

// configure puts the run file and the flags together; flags win.
func (f *fit) configure(c *fitCmd) error {
	seed := f.cfg.Seed
	f.cfg = f.job.config.Sampler.Config
	f.cfg.Seed = seed
	f.out = f.job.config.Output.Dir.Name
	if f.job.runFile == nil {
		f.out = filepath.Join("fits", f.job.name)
	}
	for _, o := range []struct {
		flag *int
		to   *int
	}{{c.Chains, &f.cfg.Chains}, {c.Warmup, &f.cfg.Warmup}, {c.Draws, &f.cfg.Draws}} {
		if o.flag != nil {
			*o.to = *o.flag
		}
	}
	if c.Out != "" {
		f.out = c.Out
	}
	if err := f.initial(); err != nil {
		return err
	}
	if f.cfg.Draws == 0 {
		return userErrorf("draws is 0, must be at least 1")
	}
	return userError(f.cfg.Validate())
}

// drawable says what to expect of a model without parameters.
func (f *fit) drawable() error {
	switch p := f.job.program; {
	case p.Dim() > 0:
	case len(p.Names()) == 0:
		return userErrorf("%s has neither parameters nor generated quantities: there is nothing to draw", f.job.modelFile.path)
	default:
		fmt.Fprintf(f.stderr, "note: the model has no parameters, so that its generated quantities are all there is to draw\n")
	}
	return nil
}

// initial reads the initial values that the run file names; every chain starts
// there.
func (f *fit) initial() error {
	file, err := f.dataFile(f.job.config.Sampler.InitFile.Name)
	if file == nil || err != nil {
		return err
	}
	f.job.initial = &input{file.Name, file.Text}
	src, list := data.NewJSON(file.Name, file.Text)
	if err := f.problems(list); err != nil {
		return err
	}
	q, list := f.job.program.Initial(src)
	for range f.cfg.Chains {
		f.cfg.Init.Points = append(f.cfg.Init.Points, q)
	}
	return f.problems(list)
}

// sample runs the chains into the staging directory. Draws of a run that was
// interrupted or failed are kept beside the place of the fit.
func (f *fit) sample(show bool) error {
	mem, first := draws.NewMemory(), &firstDraw{}
	about := draws.About{Model: f.job.name, Version: f.manifest.HM.HM}
	if len(f.job.data) > 0 {
		about.Data = filepath.Base(f.job.data[0].path)
	}
	sinks := []runtime.Sink{mem, draws.NewCSV(f.dir.Staging(), about), first}
	if show {
		sinks = append(sinks, progress.New(f.stderr, isTerminal(f.stderr)))
	}
	begin := time.Now()
	res, err := runtime.Sample(f.ctx, f.cfg, func(int) runtime.Model { return f.job.program.NewChain() }, runtime.Tee(sinks...))
	f.manifest.Timings = timings{
		Compile: milliseconds(f.job.compiling), FirstDraw: milliseconds(first.after(started)),
		Sampling: milliseconds(time.Since(begin)),
	}
	f.table = mem.Table()
	if err != nil {
		return f.interrupted(res, f.sampleError(err))
	}
	return nil
}

// sampleError says whose fault an error of sampling is.
func (f *fit) sampleError(err error) error {
	var panicked *runtime.PanicError
	var path *fs.PathError
	switch {
	case f.ctx.Err() != nil:
		return context.Canceled
	case errors.As(err, &panicked), errors.As(err, &path):
		return err
	}
	return userError(err)
}

// interrupted keeps the draws of a run that did not end, and returns its cause.
func (f *fit) interrupted(res *runtime.Result, cause error) error {
	if res == nil || f.table.Draws() == 0 {
		if errors.Is(cause, context.Canceled) {
			fmt.Fprintln(f.stderr, "interrupted in warm-up: there are no draws to keep")
			return &exitError{code: exitInterrupted}
		}
		return cause
	}
	outcome := outcomeFailed
	if errors.Is(cause, context.Canceled) {
		outcome = outcomeInterrupted
	}
	if _, err := f.write(outcome); err != nil {
		return errors.Join(cause, err)
	}
	place, err := f.dir.Interrupted()
	if err != nil {
		return errors.Join(cause, err)
	}
	fmt.Fprintf(f.stderr, "%s: what was drawn until then, %s a chain, is in %s\n", outcome, count(f.table.Draws(), "draw"), shorten(place))
	if errors.Is(cause, context.Canceled) {
		return &exitError{code: exitInterrupted}
	}
	return cause
}

// A result is what a fit came to.
type result struct {
	Dir       string            `json:"dir"`
	Seed      uint64            `json:"seed"`
	Summary   []report.Row      `json:"summary"`
	Diagnosis *report.Diagnosis `json:"diagnosis"`
	// Failed lists the checks of the run file that the fit fails, in words.
	Failed []string `json:"failed_checks"`
}

// write puts everything but the draws into the staging directory.
func (f *fit) write(outcome fitOutcome) (*result, error) {
	r := &result{Dir: shorten(f.dir.Target()), Seed: f.cfg.Seed, Summary: report.Summarise(f.table)}
	r.Diagnosis = report.Diagnose(f.table, r.Summary)
	r.Failed = failedChecks(f.job.config.Checks, r.Diagnosis)
	f.manifest.Git = <-f.git
	f.manifest.Ended = outcome
	if outcome == outcomeDone && len(r.Failed) > 0 {
		f.manifest.Ended = outcomeFailedChecks
	}
	f.manifest.Timings.Total = milliseconds(time.Since(started))
	files := []struct {
		name string
		text func() ([]byte, error)
	}{
		{filepath.Base(f.job.modelFile.path), func() ([]byte, error) { return f.job.modelFile.text, nil }},
		{"summary.json", func() ([]byte, error) { return jsonText(r.Summary) }},
		{"diagnostics.json", func() ([]byte, error) { return jsonText(r.Diagnosis) }},
		{fitdir.Manifest, f.manifest.text},
	}
	for _, file := range files {
		text, err := file.text()
		if err != nil {
			return nil, err
		}
		if err := f.dir.Write(file.name, text); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// finish writes the fit, puts it in its place and prints it.
func (f *fit) finish(asJSON bool) error {
	r, err := f.write(outcomeDone)
	if err != nil {
		return err
	}
	if err := f.dir.Commit(); err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(f.stdout, r)
	} else {
		err = f.print(r)
	}
	if err == nil && len(r.Failed) > 0 {
		err = &exitError{code: exitChecks}
	}
	return err
}

// print writes the table, the diagnosis and the verdict of the checks.
func (f *fit) print(r *result) error {
	if err := report.WriteSummary(f.stdout, r.Summary, f.table.Chains()); err != nil {
		return err
	}
	fmt.Fprintln(f.stdout)
	if err := report.WriteDiagnosis(f.stdout, r.Diagnosis); err != nil {
		return err
	}
	if len(r.Failed) > 0 {
		fmt.Fprintln(f.stdout, "\nThe fit fails its checks:")
		for _, line := range r.Failed {
			fmt.Fprintf(f.stdout, "  %s\n", line)
		}
	}
	_, err := fmt.Fprintf(f.stdout, "\nThe fit is in %s\n", r.Dir)
	return err
}

// shorten returns a path relative to the working directory if that is shorter.
func shorten(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(wd, path)
	if err != nil || len(rel) >= len(path) {
		return path
	}
	return rel
}

// firstDraw is a Sink that keeps the time of the first iteration.
type firstDraw struct {
	once sync.Once
	at   time.Time
}

// after is how long after t the first iteration was; 0 if there was none.
func (s *firstDraw) after(t time.Time) time.Duration {
	if s.at.IsZero() {
		return 0
	}
	return s.at.Sub(t)
}

func (s *firstDraw) Observe(*runtime.Progress)            { s.once.Do(func() { s.at = time.Now() }) }
func (*firstDraw) Begin(*runtime.Run) error               { return nil }
func (*firstDraw) Draw(*runtime.Draw) error               { return nil }
func (*firstDraw) Adapted(int, *runtime.Adaptation) error { return nil }
func (*firstDraw) ChainEnd(*runtime.ChainResult) error    { return nil }
func (*firstDraw) End(*runtime.Result) error              { return nil }
