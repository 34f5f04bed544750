package draws

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hm/runtime"
	"hm/runtime/adapt"
)

// About is what the files say of their origin.
type About struct {
	Model   string // the model's name
	Data    string // the data file, if any
	Version string // of hm
}

// A CSV is a Sink that writes the draws as CmdStan does, so that whatever reads
// its files reads these: chain_1.csv and so on, with labels.json and
// sampler.json beside them. The files appear when the run ends, whole, by
// renaming.
type CSV struct {
	dir   string
	about About
	run   *runtime.Run
	files []*csvFile
}

// NewCSV returns a writer into the directory dir, which is made if need be.
func NewCSV(dir string, about About) *CSV { return &CSV{dir: dir, about: about} }

// chainPath is the file of a chain counted from 0.
func chainPath(dir string, chain int) string {
	return filepath.Join(dir, fmt.Sprintf("chain_%d.csv", chain+1))
}

// A csvFile is one chain's file while it is written.
type csvFile struct {
	f         *os.File
	w         *bufio.Writer
	line      []byte
	countAt   int64 // where the number of draws stands in the header
	finished  bool
	finishErr error
}

// Begin opens a file for each chain and writes its header.
func (s *CSV) Begin(run *runtime.Run) error {
	s.run = run
	if err := os.MkdirAll(s.dir, 0o777); err != nil {
		return err
	}
	for i := range run.Config.Chains {
		f, err := os.CreateTemp(s.dir, fmt.Sprintf(".chain_%d.csv.*", i+1))
		if err != nil {
			s.discard()
			return err
		}
		c := &csvFile{f: f, w: bufio.NewWriterSize(f, 1<<16)}
		s.files = append(s.files, c)
		head, countAt := s.header(i)
		c.countAt = int64(countAt)
		if _, err := c.w.WriteString(head); err != nil {
			s.discard()
			return err
		}
	}
	return nil
}

// discard removes what is not finished.
func (s *CSV) discard() {
	for _, c := range s.files {
		_ = c.f.Close()
		_ = os.Remove(c.f.Name())
	}
	s.files = nil
}

// countWidth leaves room to correct the number of draws of an interrupted
// chain in place; readers ignore the spaces.
const countWidth = 12

// header returns the comments and the line of names, and where in it the number
// of draws stands.
func (s *CSV) header(chain int) (text string, countAt int) {
	c := s.run.Config
	initial, last, base := adapt.NewWindows(c.Warmup).Lengths()
	init := fmt.Sprint(c.Init.Radius)
	if c.Init.Points != nil {
		init = "user"
	}
	var b strings.Builder
	set := func(indent int, key string, v any) {
		fmt.Fprintf(&b, "# %*s%s = %v\n", indent, "", key, v)
	}
	// The version is that of the CmdStan whose format this is.
	set(0, "stan_version_major", 2)
	set(0, "stan_version_minor", 36)
	set(0, "stan_version_patch", 0)
	set(0, "model", s.about.Model)
	set(0, "method", "sample (Default)")
	b.WriteString("#   sample\n#     num_samples = ")
	countAt = b.Len()
	fmt.Fprintf(&b, "%-*d\n", countWidth, c.Draws)
	set(4, "num_warmup", c.Warmup)
	set(4, "save_warmup", c.SaveWarmup)
	set(4, "thin", c.Thin)
	b.WriteString("#     adapt\n")
	set(6, "engaged", c.Warmup > 0)
	set(6, "gamma", 0.05)
	set(6, "delta", c.TargetAccept)
	set(6, "kappa", 0.75)
	set(6, "t0", 10)
	set(6, "init_buffer", initial)
	set(6, "term_buffer", last)
	set(6, "window", base)
	set(4, "algorithm", "hmc (Default)")
	b.WriteString("#       hmc\n")
	set(8, "engine", "nuts (Default)")
	b.WriteString("#           nuts\n")
	set(12, "max_depth", c.MaxDepth)
	set(8, "metric", c.Metric+"_e") // diag_e, dense_e
	set(8, "metric_file", "")
	set(8, "stepsize", c.StepSize)
	set(8, "stepsize_jitter", 0)
	set(4, "num_chains", c.Chains)
	set(0, "id", chain+1)
	b.WriteString("# data\n")
	set(2, "file", s.about.Data)
	set(0, "init", init)
	b.WriteString("# random\n")
	set(2, "seed", c.Seed)
	b.WriteString("# output\n")
	set(2, "file", filepath.Base(chainPath(s.dir, chain)))
	set(0, "num_threads", 1)
	set(0, "stanc_version", strings.TrimSpace("hm "+s.about.Version))
	b.WriteString(strings.Join(statNames[:], ","))
	for _, n := range s.run.Names {
		b.WriteString("," + dotted(n))
	}
	b.WriteString("\n")
	return b.String(), countAt
}

// Draw implements runtime.Sink.
func (s *CSV) Draw(d *runtime.Draw) error {
	c := s.files[d.Chain]
	b := appendLogDensity(c.line[:0], d.LogDensity)
	numbers := stats(d)
	for _, v := range numbers[1:] {
		b = appendNumber(append(b, ','), v)
	}
	for _, v := range d.Values {
		b = appendNumber(append(b, ','), v)
	}
	c.line = append(b, '\n')
	_, err := c.w.Write(c.line)
	return err
}

// appendNumber writes x so that reading gives the same number, with Stan's
// spelling of what is not finite.
func appendNumber(b []byte, x float64) []byte {
	switch {
	case math.IsNaN(x):
		return append(b, "nan"...)
	case math.IsInf(x, 1):
		return append(b, "inf"...)
	case math.IsInf(x, -1):
		return append(b, "-inf"...)
	case x == math.Trunc(x) && math.Abs(x) < 1e15: // readers want int(n_leapfrog__), not 1e+06
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

// appendLogDensity gives a row's first number a sign if it would begin with a
// letter: cmdstanr takes such a line for the header.
func appendLogDensity(b []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 1) {
		b = append(b, '+')
	}
	return appendNumber(b, x)
}

// Adapted writes the block between warm-up and sampling.
func (s *CSV) Adapted(chain int, a *runtime.Adaptation) error {
	c := s.files[chain]
	fmt.Fprintf(c.w, "# Adaptation terminated\n# Step size = %s\n", appendNumber(nil, a.StepSize))
	rows, width := 1, len(a.InverseMetric)
	if a.Metric == runtime.DenseMetric {
		rows, width = s.run.Dim, s.run.Dim
		_, _ = c.w.WriteString("# Elements of inverse mass matrix:\n")
	} else {
		_, _ = c.w.WriteString("# Diagonal elements of inverse mass matrix:\n")
	}
	var err error
	for i := range rows {
		b := append(c.line[:0], '#')
		for j, v := range a.InverseMetric[i*width : (i+1)*width] {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendNumber(append(b, ' '), v)
		}
		c.line = append(b, '\n')
		_, err = c.w.Write(c.line) // the writer keeps its first error
	}
	return err
}

// ChainEnd writes the times and makes the file safe on disk.
func (s *CSV) ChainEnd(r *runtime.ChainResult) error {
	c := s.files[r.Chain]
	c.finished = true
	warm, samp := r.WarmupTime.Seconds(), r.SamplingTime.Seconds()
	fmt.Fprintf(c.w, "# \n#  Elapsed Time: %.6g seconds (Warm-up)\n#                %.6g seconds (Sampling)\n#                %.6g seconds (Total)\n# \n",
		warm, samp, warm+samp)
	err := c.w.Flush()
	if err == nil && r.Interrupted {
		_, err = c.f.WriteAt(fmt.Appendf(nil, "%-*d", countWidth, r.Draws*s.run.Config.Thin), c.countAt)
	}
	if err == nil {
		err = c.f.Sync()
	}
	c.finishErr = errors.Join(err, c.f.Close())
	return c.finishErr
}

// End renames the files into place, writes those beside them, and removes what
// a former run with more chains left. A run without a single draw leaves
// nothing, and what was there before stays.
func (s *CSV) End(r *runtime.Result) error {
	drawn := false
	for _, c := range r.Chains {
		drawn = drawn || c.Draws > 0 || c.WarmupDraws > 0
	}
	if !drawn && r.Interrupted {
		s.discard()
		return nil
	}
	var errs []error
	for i, c := range s.files {
		if !c.finished { // a chain that panicked
			errs = append(errs, c.w.Flush(), c.f.Close())
		}
		if c.finishErr != nil {
			continue // told already
		}
		if err := os.Chmod(c.f.Name(), 0o644); err != nil {
			errs = append(errs, err)
		}
		errs = append(errs, os.Rename(c.f.Name(), chainPath(s.dir, i)))
	}
	for i := len(s.files); ; i++ {
		if os.Remove(chainPath(s.dir, i)) != nil {
			break
		}
	}
	errs = append(errs, writeBeside(s.dir, s.run, r), syncDir(s.dir))
	return errors.Join(errs...)
}

// writeWhole writes a file aside, syncs it and renames it into place.
func writeWhole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// syncDir makes the renames in a directory lasting.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
