package runfile

import (
	"math"

	"hm/runtime"
)

// A key is everything hm knows of one key of a run file.
type key struct {
	path     string // with the sections it stands in: "sampler.chains"
	required bool
	def      string // the default, as it would be written; "" if there is none
	doc      string // one sentence
	example  string // a line that shows it, for errors
	limits   limits
	words    []string // the values a string may have; any if nil
	// into returns where the value goes. Its type says how it is read.
	into func(*Config) any
}

// A section is the place of a key that holds other keys.
type section struct{}

// limits are what a number may be.
type limits struct {
	lo, hi         float64
	loOpen, hiOpen bool // lo or hi itself is not allowed
	words          string
}

const maxInt = math.MaxInt32

var (
	positive = limits{lo: 1, hi: maxInt, words: "1 or more"}
	natural  = limits{lo: 0, hi: maxInt, words: "0 or more"}
	unit     = limits{lo: 0, hi: 1, loOpen: true, hiOpen: true, words: "greater than 0 and less than 1"}
)

// keys is the table of all keys, in the order in which they are best written.
var keys = []key{
	{path: "hm", required: true, example: "hm: 1", doc: "The version of the run file; it is 1.",
		limits: limits{lo: Version, hi: Version, words: "1"}, into: func(*Config) any { return new(int) }},
	{path: "model", required: true, example: "model: model.hm", doc: "The model: a .hm or .stan file. Like all paths it is relative to the run file.",
		into: func(c *Config) any { return &c.Model }},

	{path: "data", required: true, example: "data: {json: data.json}", doc: "Where the data come from. For a model without data write {}.",
		into: func(*Config) any { return section{} }},
	{path: "data.table", example: "table: runs.csv", doc: "A table with a header: .csv with commas, or .tsv with tabs.",
		into: func(c *Config) any { return &c.Data.Table }},
	{path: "data.json", example: "json: data.json", doc: "A file with values of variables in Stan's JSON.",
		into: func(c *Config) any { return &c.Data.JSON }},
	{path: "data.columns", example: "columns: {y: log(loss)}", doc: "For each variable of the model a column of the table, an expression over columns, or a list of them: the columns of a matrix, or the parts of a factor that is a combination. A variable that is called like a column needs no entry.",
		into: func(c *Config) any { return &c.Data.Columns }},
	{path: "data.levels", example: "levels: {epoch: [1, 2, 3]}", doc: "For a dim its labels in order. Without them labels are taken in the order in which they first appear.",
		into: func(c *Config) any { return &c.Data.Levels }},
	{path: "data.values", example: "values: {K: 3}", doc: "For each variable, or dim, a value written out.",
		into: func(c *Config) any { return &c.Data.Values }},
	{path: "data.where", example: `where: dataset == "A"`, doc: "Which rows of the table to use: an expression over columns.",
		into: func(c *Config) any { return &c.Data.Where }},
	{path: "data.missing", def: MissingError, example: "missing: drop", doc: "What to do with rows of the table in which a value is missing: report an error, or drop the row. Variables declared as missing keep theirs.",
		words: []string{MissingError, MissingDrop}, into: func(c *Config) any { return &c.Data.Missing }},

	{path: "sampler", example: "sampler: {chains: 4}", doc: "How to sample.",
		into: func(*Config) any { return section{} }},
	{path: "sampler.method", def: "nuts", example: "method: nuts", doc: "The sampler: nuts, the no-U-turn sampler.",
		words: []string{"nuts"}, into: func(c *Config) any { return &c.Sampler.Method }},
	{path: "sampler.chains", def: "4", example: "chains: 4", doc: "How many chains to run, each from its own start.",
		limits: limits{lo: 1, hi: 1000, words: "1 to 1000"}, into: func(c *Config) any { return &c.Sampler.Chains }},
	{path: "sampler.warmup", def: "1000", example: "warmup: 1000", doc: "Iterations of each chain that adapt step size and metric.",
		limits: natural, into: func(c *Config) any { return &c.Sampler.Warmup }},
	{path: "sampler.draws", def: "1000", example: "draws: 1000", doc: "Iterations of each chain after warm-up.",
		limits: positive, into: func(c *Config) any { return &c.Sampler.Draws }},
	{path: "sampler.seed", example: "seed: 20261122", doc: "The seed of all randomness: the same seed gives the same draws. Without one hm fit draws one at random, and says and records it.",
		limits: limits{lo: 0, hi: math.MaxUint64, words: "a whole number, 0 or more"}, into: func(c *Config) any { return &c.Sampler.Seed }},
	{path: "sampler.target_accept", def: "0.8", example: "target_accept: 0.9", doc: "The mean acceptance that the step size is adapted to. More means smaller steps: slower, with fewer divergences.",
		limits: unit, into: func(c *Config) any { return &c.Sampler.TargetAccept }},
	{path: "sampler.max_depth", def: "10", example: "max_depth: 10", doc: "The greatest depth of a trajectory, which has at most 2^max_depth - 1 steps.",
		limits: limits{lo: 1, hi: 30, words: "1 to 30"}, into: func(c *Config) any { return &c.Sampler.MaxDepth }},
	{path: "sampler.step_size", def: "1", example: "step_size: 0.1", doc: "Where the search for the first step size starts.",
		limits: limits{lo: 0, hi: math.Inf(1), loOpen: true, hiOpen: true, words: "greater than 0"}, into: func(c *Config) any { return &c.Sampler.StepSize }},
	{path: "sampler.metric", def: "diag", example: "metric: diag", doc: "The metric that warm-up adapts: one scale for each parameter (diag), or a whole covariance matrix (dense).",
		words: []string{string(runtime.DiagMetric), string(runtime.DenseMetric)}, into: func(c *Config) any { return &c.Sampler.Metric }},
	{path: "sampler.init", def: "2", example: "init: 2", doc: "Where chains start: a number r for uniform between -r and r in unconstrained space, or a file with values of the parameters in Stan's JSON.",
		limits: limits{lo: 0, hi: math.Inf(1), hiOpen: true, words: "0 or more"}, into: func(c *Config) any { return &c.Sampler }},
	{path: "sampler.thin", def: "1", example: "thin: 1", doc: "Save every thin-th draw; 1 saves all.",
		limits: positive, into: func(c *Config) any { return &c.Sampler.Thin }},
	{path: "sampler.save_warmup", def: "false", example: "save_warmup: true", doc: "Whether to save the draws of warm-up too.",
		into: func(c *Config) any { return &c.Sampler.SaveWarmup }},

	{path: "output", example: "output: {dir: fits/first}", doc: "What to write.",
		into: func(*Config) any { return section{} }},
	{path: "output.dir", def: "fits/NAME", example: "dir: fits/first", doc: "The directory for the fit. NAME is the name of the run file without .yaml, or that of the model if the run file is called run.yaml.",
		into: func(c *Config) any { return &c.Output.Dir }},

	{path: "checks", example: "checks: {max_rhat: 1.01}", doc: "What a good fit must satisfy. One that does not is written all the same, and the command exits with 3.",
		into: func(*Config) any { return section{} }},
	{path: "checks.max_rhat", def: "1.01", example: "max_rhat: 1.01", doc: "The greatest R-hat of any quantity.",
		limits: limits{lo: 1, hi: math.Inf(1), loOpen: true, words: "greater than 1"}, into: func(c *Config) any { return &c.Checks.MaxRhat }},
	{path: "checks.min_ess", def: "400", example: "min_ess: 400", doc: "The least effective sample size, bulk and tail, of any quantity.",
		limits: limits{lo: 0, hi: math.Inf(1), hiOpen: true, words: "0 or more"}, into: func(c *Config) any { return &c.Checks.MinESS }},
	{path: "checks.max_divergences", def: "0", example: "max_divergences: 0", doc: "How many divergent transitions are allowed, in all chains together.",
		limits: natural, into: func(c *Config) any { return &c.Checks.MaxDivergences }},
}

// has reports whether x is within the limits.
func (l limits) has(x float64) bool {
	switch {
	case x != x, x < l.lo, x > l.hi, l.loOpen && x == l.lo, l.hiOpen && x == l.hi:
		return false
	}
	return true
}
