// Package runfile reads run files: the YAML files that say which model is fitted
// to which data, how it is sampled, and what a good fit must satisfy.
//
//	hm: 1
//	model: varying_slopes.hm
//	data:
//	  table: runs.csv
//	  columns:
//	    log_loss: log(dev_loss)
//	    epoch_of: epoch
//	sampler: {chains: 4, warmup: 1000, draws: 1000, seed: 20261122}
//	output: {dir: fits/varying_slopes}
//	checks: {max_rhat: 1.01, min_ess: 400, max_divergences: 0}
//
// All keys stand in one table, in keys.go, from which decoding, defaults, the
// reference and the JSON Schema for editors come. Everything wrong is reported
// at once, each with its place; nothing is guessed.
package runfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hm/lang/source"
	"hm/lang/spell"
	"hm/runtime"
)

// Version is the version of run files that hm reads, the value of the key hm.
const Version = 1

// A Config is what a run file says, with defaults filled in.
type Config struct {
	File    string // the run file, as it was named
	Model   Path
	Data    Data
	Sampler Sampler
	Output  Output
	Checks  Checks

	given map[string]source.Span
}

// Given returns where a key, such as "sampler.seed", has its value, and whether
// it has one or the default stands.
func (c *Config) Given(key string) (source.Span, bool) {
	s, ok := c.given[key]
	return s, ok
}

// A Text is a piece of the run file and where it stands, quotes included.
type Text struct {
	Text string
	Span source.Span
}

// A Path is a file that the run file names.
type Path struct {
	Text        // as written
	Name string // as this process can open it: relative to the run file's directory
}

// Data says where the data come from and what they are bound to.
type Data struct {
	Table, JSON Path // empty if not given
	Columns     []Column
	Levels      []Levels
	Values      []Entry
	Where       Text   // which rows of the table to use; all if empty
	Missing     string // MissingError or MissingDrop
}

// What to do with rows in which a value is missing.
const (
	MissingError = "error"
	MissingDrop  = "drop"
)

// A Column binds a variable of the model to a column of the table, to an
// expression over columns or, if List is set, to several of them.
type Column struct {
	Name  Text
	Exprs []Text
	List  bool
}

// Levels lists the labels of a dim.
type Levels struct {
	Dim    Text
	Labels []Text
}

// An Entry gives a variable, or a dim, its value.
type Entry struct {
	Name  Text
	Value Value
}

// A Value is a value as written: a single one, a list, or a mapping.
type Value struct {
	Span   source.Span
	Text   string // of a single value, without quotes
	Quoted bool   // it stood in quotes: it is text even if it looks like a number
	List   bool
	Items  []Value  // of a list; of a mapping the values of Keys
	Keys   []string // of a mapping; nil otherwise
}

// A Sampler says how to sample. Its points, if initial values come from a
// file, are still to be read.
type Sampler struct {
	Method string // "nuts"
	runtime.Config
	// InitFile is Stan's JSON with initial values; empty if none is given.
	InitFile Path
}

// Output says where the fit is written.
type Output struct{ Dir Path }

// Checks are what a fit must satisfy; one that does not is written all the
// same, and the command says so by its exit code.
type Checks struct {
	MaxRhat        float64
	MinESS         float64
	MaxDivergences int
}

// Read reads a run file and checks that the files it names exist.
func Read(path string) (*Config, source.List) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, source.List{unreadable(path, err)}
	}
	c, list := Parse(path, text)
	if c != nil {
		c.checkFiles(&list)
	}
	return c, list
}

// unreadable reports a file that cannot be read, and the one that may be meant.
func unreadable(path string, err error) source.Diagnostic {
	d := source.Diagnostic{Span: source.Span{Pos: source.Pos{Filename: path}}, Code: noFile, Msg: "the run file does not exist"}
	if !errors.Is(err, fs.ErrNotExist) {
		d.Msg = "the run file cannot be read: " + reason(err)
		return d
	}
	d.Fix = nearFile(path)
	return d
}

// reason is an error without the path, which stands in front of it anyway.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// nearFile suggests a file in the same directory.
func nearFile(path string) string {
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Sprintf("the directory `%s` does not exist either", dir)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if near, ok := spell.Nearest(filepath.Base(path), names); ok {
		return "did you mean `" + near + "`?"
	}
	return ""
}

func (c *Config) checkFiles(list *source.List) {
	for _, f := range []struct {
		what string
		path Path
	}{
		{"model", c.Model}, {"table", c.Data.Table}, {"file of data", c.Data.JSON}, {"file of initial values", c.Sampler.InitFile},
	} {
		if f.path.Name == "" {
			continue
		}
		info, err := os.Stat(f.path.Name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			fix := nearFile(f.path.Name)
			if fix == "" {
				fix = "paths are relative to the directory of the run file"
			}
			list.Add(f.path.Span, noFile, fix, "the %s `%s` does not exist", f.what, f.path.Text.Text)
		case err != nil:
			list.Add(f.path.Span, noFile, "", "the %s `%s` cannot be read: %s", f.what, f.path.Text.Text, reason(err))
		case info.IsDir():
			list.Add(f.path.Span, noFile, "", "the %s `%s` is a directory", f.what, f.path.Text.Text)
		}
	}
}

// Default returns what a run file would say that says nothing but a model and
// a file of data.
func Default() *Config {
	c := &Config{given: map[string]source.Span{}}
	c.Sampler.Config = runtime.DefaultConfig()
	d := &decoder{config: c}
	for i := range keys {
		d.setDefault(&keys[i])
	}
	return c
}

// defaultDir is where a fit is written if the run file does not say: named
// after the run file, or after the model if the run file is called run.yaml.
func (c *Config) defaultDir() string {
	name := stem(c.File)
	if name == "run" {
		name = stem(c.Model.Text.Text)
	}
	return "fits/" + name
}

func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// Codes of the problems with run files.
const (
	badYAML      source.Code = "yaml-syntax"
	unknownKey   source.Code = "unknown-key"
	duplicateKey source.Code = "duplicate-key"
	missingKey   source.Code = "missing-key"
	wrongType    source.Code = "wrong-type"
	outOfRange   source.Code = "out-of-range"
	badVersion   source.Code = "wrong-version"
	noFile       source.Code = "no-file"
	conflict     source.Code = "conflict"
)
