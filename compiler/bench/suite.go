package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"hm/specs"
)

//go:embed models/*.hm
var models embed.FS

// A benchmark is one row: a model with data.
type benchmark struct {
	name  string
	model string // a file of models, or one of package specs if it has a directory
	n     int    // observations
	data  func() ([]byte, error)
	// vector names the row of the same model and data in vector spelling, if
	// this is the scalar spelling.
	vector string
	// stan is the row of --stan.
	stan string
}

// source returns the text of the model.
func (b benchmark) source() ([]byte, error) {
	if strings.Contains(b.model, "/") {
		return specs.FS.ReadFile(b.model)
	}
	return models.ReadFile("models/" + b.model)
}

// A simulation makes data of about n observations, the same each time.
type simulation func(n int) values

// values are data by name, as encoding/json takes them.
type values map[string]any

// A family is a model with simulated data.
type family struct {
	name  string // of its rows, with %d for the number of observations if there are several
	model string
	sizes []int
	small int // observations in tests
	data  simulation
	// vector is the name of the family whose scalar spelling this is, stan the
	// name of the rows of --stan, both with %d as name.
	vector, stan string
}

// families are the models with simulated data.
var families = []family{
	{name: "first_user_%d", model: "freeze/varying_slopes.hm", sizes: powers, small: 200, data: slopes, stan: "seed_centered_%d"},
	{name: "first_user_loop_%d", model: "first_user_loop.hm", sizes: powers, small: 200, data: slopes, vector: "first_user_%d", stan: "seed_loop_%d"},
	{name: "radon_vector", model: "radon/radon.hm", sizes: []int{919}, small: 919, data: radon},
	{name: "radon_loop", model: "radon_loop.hm", sizes: []int{919}, small: 919, data: radon, vector: "radon_vector"},
	{name: "irt_2pl_long", model: "irt_2pl.hm", sizes: []int{20000}, small: 200, data: answers},
	{name: "irt_2pl_long_loop", model: "irt_2pl_loop.hm", sizes: []int{20000}, small: 200, data: answers, vector: "irt_2pl_long"},
	{name: "garch_1000", model: "posteriordb/garch11.hm", sizes: []int{1000}, small: 50, data: garch},
	{name: "ar5_1000", model: "posteriordb/arK.hm", sizes: []int{1000}, small: 50, data: autoregression},
	{name: "hmm_3_states", model: "hmm.hm", sizes: []int{500}, small: 20, data: hidden},
	{name: "kalman", model: "kalman.hm", sizes: []int{500}, small: 50, data: walk},
	{name: "gp_%d", model: "gp.hm", sizes: []int{100, 400}, small: 12, data: process},
	{name: "lkj_slopes", model: "lkj_slopes.hm", sizes: []int{2000}, small: 100, data: groups},
	{name: "poisson_glm_10", model: "poisson_glm.hm", sizes: []int{2000}, small: 50, data: counts(10)},
	{name: "poisson_glm_10_loop", model: "poisson_glm_loop.hm", sizes: []int{2000}, small: 50, data: counts(10), vector: "poisson_glm_10"},
	{name: "poisson_glm_100", model: "poisson_glm.hm", sizes: []int{2000}, small: 200, data: counts(100)},
	{name: "logistic_glm_10", model: "logistic_glm.hm", sizes: []int{2000}, small: 50, data: switches(10)},
	{name: "logistic_glm_10_loop", model: "logistic_glm_loop.hm", sizes: []int{2000}, small: 50, data: switches(10), vector: "logistic_glm_10"},
	{name: "logistic_glm_100", model: "logistic_glm.hm", sizes: []int{2000}, small: 200, data: switches(100)},
	{name: "mixture_3", model: "mixture.hm", sizes: []int{1000}, small: 50, data: mixed},
	{name: "counts_by_level", model: "counts_by_level.hm", sizes: []int{10000}, small: 100, data: levels},
	{name: "few_kinds_of_rows", model: "few_kinds_of_rows.hm", sizes: []int{10000}, small: 100, data: kinds},
	{name: "badly_scaled", model: "badly_scaled.hm", sizes: []int{1000}, small: 50, data: farAway},
}

// powers are the sizes of the first user's data.
var powers = []int{100, 1000, 10000, 100000, 1000000}

// simulated returns the rows of all families.
func simulated() []benchmark {
	var list []benchmark
	for _, f := range families {
		for _, n := range f.sizes {
			list = append(list, benchmark{
				name: numbered(f.name, n), model: f.model, n: n,
				data: f.data.text(n), vector: numbered(f.vector, n), stan: numbered(f.stan, n),
			})
		}
	}
	return list
}

// numbered puts n in the place that name has for it.
func numbered(name string, n int) string { return strings.ReplaceAll(name, "%d", fmt.Sprint(n)) }

// text returns what makes the data of n observations.
func (s simulation) text(n int) func() ([]byte, error) {
	return func() ([]byte, error) { return json.Marshal(s(n)) }
}
