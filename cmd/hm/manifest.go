package main

import (
	"path/filepath"
	"time"

	"hm/compiler/lib/kernel"
	"hm/lang/format"
	"hm/lang/syntax"
	"hm/runtime"
)

// A manifest says what a fit was made from and how. Paths are relative to the
// fit's directory, so that a project can be moved whole.
type manifest struct {
	Fit     int            `json:"hm_fit"` // version of this format
	Name    string         `json:"name"`
	HM      versions       `json:"version"`
	Model   manifestModel  `json:"model"`
	RunFile *manifestFile  `json:"run_file,omitempty"`
	Data    []manifestFile `json:"data"`
	// Kernels says which body computed: portable, avx2 or avx512. All give the
	// same draws.
	Kernels string        `json:"kernels"`
	Initial *manifestFile `json:"initial_values,omitempty"`
	Sampler samplerRecord `json:"sampler"`
	Seed    uint64        `json:"seed"`
	// SeedDrawn says that nobody gave the seed: it was drawn at random.
	SeedDrawn bool       `json:"seed_drawn"`
	Git       *gitState  `json:"git,omitempty"`
	Started   time.Time  `json:"started"`
	Timings   timings    `json:"timings"`
	Arguments []string   `json:"arguments"` // of the command line
	Ended     fitOutcome `json:"outcome"`
}

// fitVersion is the version of the manifest's format.
const fitVersion = 1

// A manifestFile is an input with its hash.
type manifestFile struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// A manifestModel is the model.
type manifestModel struct {
	manifestFile
	Includes []manifestFile `json:"includes,omitempty"`
	// Canonical is the model in the layout of hm fmt, which does not change
	// with spaces and line breaks.
	Canonical string `json:"canonical"`
}

// A samplerRecord is the configuration, under the names of the run file.
type samplerRecord struct {
	Method       string  `json:"method"`
	Chains       int     `json:"chains"`
	Warmup       int     `json:"warmup"`
	Draws        int     `json:"draws"`
	Thin         int     `json:"thin"`
	TargetAccept float64 `json:"target_accept"`
	MaxDepth     int     `json:"max_depth"`
	Metric       string  `json:"metric"`
}

// timings are durations in milliseconds.
type timings struct {
	Compile   float64 `json:"compile_ms"`    // model and data to a program
	FirstDraw float64 `json:"first_draw_ms"` // from the program's start to the first draw of warm-up
	Sampling  float64 `json:"sampling_ms"`   // warm-up included
	Total     float64 `json:"total_ms"`      // from the program's start
}

// A fitOutcome says how a fit ended.
type fitOutcome string

// The outcomes.
const (
	outcomeDone         fitOutcome = "done"
	outcomeFailedChecks fitOutcome = "failed checks"
	outcomeInterrupted  fitOutcome = "interrupted" // by Ctrl-C
	outcomeFailed       fitOutcome = "failed"      // the model broke while it drew
)

// manifestOf describes a job that will be in dir.
func manifestOf(j *job, cfg runtime.Config, dir string) *manifest {
	file := func(in input) manifestFile { return manifestFile{relative(dir, in.path), in.sum()} }
	kernels, _ := kernel.Selected() // load has looked at the error
	m := &manifest{
		Kernels: kernels,
		Fit:     fitVersion, Name: j.name, HM: programVersions(),
		Model: manifestModel{manifestFile: file(j.modelFile), Canonical: canonical(j.modelFile)},
		Data:  []manifestFile{},
		Sampler: samplerRecord{
			Method: "nuts", Chains: cfg.Chains, Warmup: cfg.Warmup, Draws: cfg.Draws, Thin: cfg.Thin,
			TargetAccept: cfg.TargetAccept, MaxDepth: cfg.MaxDepth, Metric: string(cfg.Metric),
		},
		Seed: cfg.Seed,
	}
	for _, in := range j.includes {
		m.Model.Includes = append(m.Model.Includes, file(in))
	}
	for _, in := range j.data {
		m.Data = append(m.Data, file(in))
	}
	maybe := func(in *input) *manifestFile {
		if in == nil {
			return nil
		}
		f := file(*in)
		return &f
	}
	m.RunFile, m.Initial = maybe(j.runFile), maybe(j.initial)
	return m
}

// canonical is the layout of hm fmt, which leaves #include lines as they are.
func canonical(model input) string {
	f, list := syntax.Parse(model.path, model.text, syntax.Options{})
	if list.Err() != nil {
		return string(model.text)
	}
	return string(format.File(f, model.text))
}

// relative returns path as seen from dir, or as it is where there is no way.
func relative(dir, path string) string {
	if path == stdinLabel {
		return path
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

// text returns the manifest as it is stored.
func (m *manifest) text() ([]byte, error) { return jsonText(m) }
