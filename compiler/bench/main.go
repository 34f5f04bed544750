// Bench times the gradients of a suite of models.
//
//	go run ./compiler/bench [flags] [NAME ...]
//
// prints a row a model: how long it takes from the text of model and data to a
// chain that is ready, how long a gradient takes and what it allocates, the
// memory that the program holds, which tier took it and which passes fired. A
// NAME is a regular expression; without any, all models are measured. With
// --stan, which names a file or a directory of files of times measured for Stan,
// it prints ratios and whether the targets in the file are met.
//
// Models are embedded or come from package specs; data are simulated with fixed
// seeds or come from posteriordb, which is looked for beside the repository.
// Gradients are taken at the point x[i] = sin(i)/2, i from 1. Times are those of
// the machine: two lines of calibration, the time of one math.Exp and of one
// observation of a plain loop, say how fast it is, and by their ratio to those of
// the machine that Stan's times are from, Stan's times and the targets are scaled.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/pprof"
	"time"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

// options are what the command line says.
type options struct {
	stan        string
	posteriordb string
	format      string
	profile     string
	compiling   bool // profile the compilation instead of gradients
	time        time.Duration
	names       []*regexp.Regexp
}

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.stan, "stan", "", "`file` or directory of CSV files with times measured for Stan")
	f.StringVar(&o.posteriordb, "posteriordb", "../shared/posteriordb", "`directory` of posteriordb's data")
	json := f.Bool("json", false, "print JSON")
	markdown := f.Bool("markdown", false, "print tables in Markdown")
	f.DurationVar(&o.time, "time", 200*time.Millisecond, "how long to measure the gradients of a model")
	f.StringVar(&o.profile, "profile", "", "write a CPU profile of the gradients to a `file`")
	f.BoolVar(&o.compiling, "profile-compiling", false, "with --profile: of the compilation instead")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	o.format = "text"
	switch {
	case *json && *markdown:
		return nil, errors.New("choose one of --json and --markdown")
	case *json:
		o.format = "json"
	case *markdown:
		o.format = "markdown"
	}
	for _, name := range f.Args() {
		r, err := regexp.Compile(name)
		if err != nil {
			return nil, err
		}
		o.names = append(o.names, r)
	}
	return o, nil
}

// wants reports whether a row is to be measured.
func (o *options) wants(name string) bool {
	for _, r := range o.names {
		if r.MatchString(name) {
			return true
		}
	}
	return len(o.names) == 0
}

func run(args []string, stdout, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	var times stanTimes
	if o.stan != "" {
		if times, err = readStan(o.stan); err != nil {
			return err
		}
	}
	speed := calibrate()
	rows, err := measureAll(o, stderr)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return errors.New("no model has such a name")
	}
	// Others may have used the machine at the first time or at the second.
	rep := newReport(rows, speed.better(calibrate()), times)
	return printers[o.format](stdout, rep)
}

// measureAll measures the models that the options name, one after another.
func measureAll(o *options, stderr io.Writer) ([]result, error) {
	found := posteriordb(o.posteriordb)
	if len(found) == 0 {
		fmt.Fprintf(stderr, "bench: no posteriordb in %s: its models are left out\n", o.posteriordb)
	}
	prof, err := newProfile(o)
	if err != nil {
		return nil, err
	}
	defer prof.close()
	var rows []result
	for _, b := range append(found, simulated()...) {
		if !o.wants(b.name) {
			continue
		}
		r, err := measure(b, o.time, prof)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// A profile is written while gradients, or compilations, are timed.
type profile struct {
	file      *os.File
	compiling bool
}

func newProfile(o *options) (*profile, error) {
	if o.profile == "" {
		return &profile{}, nil
	}
	f, err := os.Create(o.profile)
	return &profile{file: f, compiling: o.compiling}, err
}

// during runs f, profiled if it is what is to be. A profile holds the last model
// measured: name one.
func (p *profile) during(compiling bool, f func() error) error {
	if p.file == nil || compiling != p.compiling {
		return f()
	}
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(p.file); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}

func (p *profile) close() {
	if p.file != nil {
		_ = p.file.Close()
	}
}
