package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"hm/specs"
)

// A posterior is a model of posteriordb with data there.
type posterior struct {
	name    string
	outcome string // the data whose number is that of the observations
	data    string // the posterior whose data they are, if another
}

// posteriors are those that package specs has a model for.
var posteriors = []posterior{
	{name: "eight_schools-eight_schools_noncentered", outcome: "y"},
	{name: "eight_schools-eight_schools_centered", outcome: "y", data: "eight_schools-eight_schools_noncentered"},
	{name: "kidiq-kidscore_interaction", outcome: "kid_score"},
	{name: "kidiq-kidscore_momhs", outcome: "kid_score"},
	{name: "kidiq-kidscore_momiq", outcome: "kid_score"},
	{name: "kidiq_with_mom_work-kidscore_interaction_c", outcome: "kid_score"},
	{name: "kidiq_with_mom_work-kidscore_interaction_z", outcome: "kid_score"},
	{name: "nes1976-nes", outcome: "partyid7"},
	{name: "nes1980-nes", outcome: "partyid7"},
	{name: "nes1988-nes", outcome: "partyid7"},
	{name: "nes1992-nes", outcome: "partyid7"},
	{name: "nes2000-nes", outcome: "partyid7"},
	{name: "earnings-log10earn_height", outcome: "earn"},
	{name: "earnings-logearn_height", outcome: "earn"},
	{name: "earnings-logearn_interaction", outcome: "earn"},
	{name: "earnings-logearn_logheight_male", outcome: "earn"},
	{name: "mesquite-logmesquite", outcome: "weight"},
	{name: "mesquite-logmesquite_logva", outcome: "weight"},
	{name: "mesquite-logmesquite_logvas", outcome: "weight"},
	{name: "mesquite-logmesquite_logvolume", outcome: "weight"},
	{name: "kilpisjarvi_mod-kilpisjarvi", outcome: "y"},
	{name: "sblrc-blr", outcome: "y"},
	{name: "diamonds-diamonds", outcome: "Y"},
	{name: "wells_data-wells_dist", outcome: "switched"},
	{name: "dogs-dogs", outcome: "y"},
	{name: "low_dim_gauss_mix-low_dim_gauss_mix", outcome: "y"},
	{name: "arK-arK", outcome: "y"},
	{name: "garch-garch11", outcome: "y"},
	{name: "GLMM_Poisson_data-GLMM_Poisson_model", outcome: "C"},
	{name: "irt_2pl-irt_2pl", outcome: "y"},
	{name: "radon_mn-radon_partially_pooled_noncentered", outcome: "log_radon"},
	{name: "radon_all-radon_variable_intercept_slope_noncentered", outcome: "log_radon", data: "radon_all-radon_variable_intercept_slope_centered"},
	{name: "radon_all-radon_variable_intercept_slope_centered", outcome: "log_radon"},
	{name: "bball_drive_event_0-hmm_drive_0", outcome: "u"},
	{name: "hudson_lynx_hare-lotka_volterra", outcome: "y"},
	{name: "mcycle_gp-accel_gp", outcome: "Y"},
	{name: "gp_pois_regr-gp_pois_regr", outcome: "k"},
	{name: "gp_pois_regr-gp_regr", outcome: "y"},
	{name: "one_comp_mm_elim_abs-one_comp_mm_elim_abs", outcome: "C_hat"},
}

// model is the file of specs that has a posterior's model.
func (p posterior) model() string {
	_, model, _ := strings.Cut(p.name, "-")
	return "posteriordb/" + model + ".hm"
}

// posteriordb returns the rows of the posteriors for which dir has data and
// specs a model. There are none where there is no such directory.
func posteriordb(dir string) []benchmark {
	var list []benchmark
	for _, p := range posteriors {
		from := p.name
		if p.data != "" {
			from = p.data
		}
		file := filepath.Join(dir, from, "data.json")
		if _, err := specs.FS.Open(p.model()); err != nil {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		read := func() ([]byte, error) { return text, nil }
		list = append(list, benchmark{name: p.name, model: p.model(), n: entries(text, p.outcome), data: read, stan: p.name})
	}
	return list
}

// entries is how many numbers a variable of Stan's JSON has.
func entries(text []byte, name string) int {
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return 0
	}
	return leaves(all[name])
}

// leaves is how many numbers a decoded JSON value holds.
func leaves(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			n += leaves(x)
		}
	case map[string]any:
		for _, x := range v {
			n += leaves(x)
		}
	case nil:
	default:
		n = 1
	}
	return n
}
