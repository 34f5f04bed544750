package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"hm/compiler"
	"hm/compiler/data"
	"hm/compiler/lib"
	"hm/compiler/lib/kernel"
	"hm/lang/source"
	"hm/runtime/runfile"
	"hm/runtime/stream"
)

// loadArgs name a model with its data.
type loadArgs struct {
	Model       string   `arg:"" name:"model" help:"A run file (.yaml), or a model (.hm, .stan)."`
	Data        string   `arg:"" name:"data" optional:"" help:"The model's data: Stan's JSON, or a table (.csv, .tsv) with a column for each variable."`
	IncludePath []string `help:"Where to look for the files that #include names, after the model's own directory." placeholder:"DIR"`
}

// A job is a model bound to its data, with what it was made from.
type job struct {
	config    *runfile.Config // the defaults without a run file
	runFile   *input          // nil without one
	name      string          // of the model
	model     *compiler.Model
	program   *compiler.Program
	modelFile input
	includes  []input
	data      []input
	initial   *input        // initial values; nil if random
	compiling time.Duration // Compile and Bind together
}

// An input is a file that was read.
type input struct {
	path string
	text []byte
}

// sum is the SHA-256 of the file's bytes.
func (in input) sum() string {
	h := sha256.Sum256(in.text)
	return hex.EncodeToString(h[:])
}

// load reads, compiles and binds what the command line names. seed gives the
// seed for random draws in the transformed data, once the run file is read.
func (a *app) load(args loadArgs, seed func(*runfile.Config) uint64) (*job, error) {
	if _, err := kernel.Selected(); err != nil {
		return nil, userError(err)
	}
	j := &job{config: runfile.Default()}
	modelPath := args.Model
	var spec data.Spec
	var err error
	if isRunFile(args.Model) {
		spec, err = j.readRun(a, args)
		modelPath = j.config.Model.Name
	} else {
		spec, err = a.readData(args.Data)
	}
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := j.compile(a, modelPath, args.IncludePath); err != nil {
		return nil, err
	}
	if err := j.bind(a, spec, seed(j.config)); err != nil {
		return nil, err
	}
	j.compiling = time.Since(begin)
	return j, nil
}

// readRun reads the run file and the data it names.
func (j *job) readRun(a *app, args loadArgs) (data.Spec, error) {
	if args.Data != "" {
		return data.Spec{}, userErrorf("the run file `%s` names its data itself: leave out `%s`", args.Model, args.Data)
	}
	c, file, err := a.readRun(args.Model)
	if err != nil {
		return data.Spec{}, err
	}
	j.config, j.runFile = c, &file
	return a.readSpec(c)
}

// readData reads the data of the command line: a file, or what a run file names.
func (a *app) readData(file string) (data.Spec, error) {
	if isRunFile(file) {
		c, _, err := a.readRun(file)
		if err != nil {
			return data.Spec{}, err
		}
		return a.readSpec(c)
	}
	f, err := a.dataFile(file)
	if err != nil {
		return data.Spec{}, err
	}
	switch strings.ToLower(filepath.Ext(file)) {
	case ".csv", ".tsv":
		return data.Spec{Table: f}, nil
	}
	return data.Spec{JSON: f}, nil
}

// compile compiles the model and remembers the files that it consists of.
func (j *job) compile(a *app, path string, includePath []string) error {
	label, text, err := a.read(path)
	if err != nil {
		return err
	}
	j.modelFile = input{label, text}
	j.name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if path == stdinName {
		j.name = "stdin"
	}
	in := a.includer(includePath)
	var list source.List
	j.model, list = compiler.Compile(label, text, lib.Library(), compiler.Options{Include: in.read})
	j.includes = in.files
	return a.problems(in.place(list))
}

// bind gives the model its data.
func (j *job) bind(a *app, spec data.Spec, seed uint64) error {
	for _, f := range []*data.File{spec.Table, spec.JSON} {
		if f != nil {
			j.data = append(j.data, input{f.Name, f.Text})
		}
	}
	src, list := data.New(spec)
	if err := a.problems(list); err != nil {
		return err
	}
	j.program, list = j.model.Bind(src, compiler.Random(stream.New(stream.Key{Seed: seed, Purpose: stream.Data}).Rand()), compiler.Print(&shared{w: a.stderr}))
	return a.problems(list)
}

// problems returns a list that holds errors as an error, and shows one that
// holds only warnings.
func (a *app) problems(list source.List) error {
	if err := list.Err(); err != nil {
		return err
	}
	a.showAll(list)
	return nil
}

// noSeed is for commands that draw nothing of their own.
func noSeed(*runfile.Config) uint64 { return 0 }

// A shared writer takes what several chains write, one line at a time.
type shared struct {
	mu sync.Mutex
	w  io.Writer
}

// Write implements io.Writer.
func (s *shared) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(b)
}
