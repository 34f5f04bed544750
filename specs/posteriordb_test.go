package specs

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// posteriordb is where the database's data and reference draws lie, beside the
// repository.
const posteriordb = "../../shared/posteriordb"

// posteriorFile reads a JSON file of a posterior into value; without the
// database it skips the test.
func posteriorFile(t *testing.T, posterior, name string, value any) {
	t.Helper()
	if _, err := os.Stat(posteriordb); errors.Is(err, fs.ErrNotExist) {
		t.Skip("no posteriordb in ../shared: data and reference draws cannot be compared")
	}
	b, err := os.ReadFile(filepath.Join(posteriordb, posterior, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, value); err != nil {
		t.Fatalf("%s of %s: %v", name, posterior, err)
	}
}

// TestTablesAgreeWithPosteriordb compares the tables made from the database's
// data with them.
func TestTablesAgreeWithPosteriordb(t *testing.T) {
	same := func(x float64) float64 { return x }
	const radon, kidiq = "radon_mn-radon_partially_pooled_noncentered", "kidiq-kidscore_interaction"
	for _, c := range []struct {
		posterior, name string
		file, column    string
		by              func(float64) float64
	}{
		{radon, "county_idx", "radon/radon.csv", "county", same},
		{radon, "floor_measure", "radon/radon.csv", "first_floor", same},
		{radon, "log_uppm", "radon/radon.csv", "uranium", math.Log},
		{radon, "log_radon", "radon/radon.csv", "radon", math.Log},
		{kidiq, "kid_score", "kidiq/kidiq.csv", "kid_score", same},
		{kidiq, "mom_hs", "kidiq/kidiq.csv", "mom_hs", same},
		{kidiq, "mom_iq", "kidiq/kidiq.csv", "mom_iq", same},
	} {
		t.Run(c.file+"/"+c.column, func(t *testing.T) {
			var data map[string]json.RawMessage
			posteriorFile(t, c.posterior, "data.json", &data)
			var want []float64
			if err := json.Unmarshal(data[c.name], &want); err != nil {
				t.Fatal(err)
			}
			got := readTable(t, c.file).numbers(t, c.column)
			if len(got) != len(want) {
				t.Fatalf("%d values, posteriordb has %d", len(got), len(want))
			}
			for i := range want {
				if math.Abs(c.by(got[i])-want[i]) > 1e-13 {
					t.Errorf("row %d gives %v, posteriordb has %v", i+1, c.by(got[i]), want[i])
				}
			}
		})
	}
}

func TestDogsAgreeWithPosteriordb(t *testing.T) {
	var data struct{ Y [][]float64 }
	posteriorFile(t, "dogs-dogs", "data.json", &data)
	tab := readTable(t, "dogs/dogs.csv")
	dog, trial, shock := tab.numbers(t, "dog"), tab.numbers(t, "trial"), tab.numbers(t, "shock")
	avoided, shocked := tab.numbers(t, "avoided"), tab.numbers(t, "shocked")
	i := 0
	for j, shocks := range data.Y {
		before := 0.0
		for k, y := range shocks {
			got := [5]float64{dog[i], trial[i], shock[i], shocked[i], avoided[i]}
			want := [5]float64{float64(j + 1), float64(k + 1), y, before, float64(k) - before}
			if got != want {
				t.Errorf("row %d: dog, trial, shock, shocked, avoided are %v, want %v", i+1, got, want)
			}
			before += y
			i++
		}
	}
}

// TestModelsCoverTheReferences wants a model for each reference that this suite
// is meant to be held to, with the parameters that were summarised.
func TestModelsCoverTheReferences(t *testing.T) {
	for _, posterior := range []string{
		"arK-arK", "bball_drive_event_0-hmm_drive_0", "diamonds-diamonds",
		"earnings-log10earn_height", "earnings-logearn_height", "earnings-logearn_interaction",
		"earnings-logearn_logheight_male", "eight_schools-eight_schools_noncentered",
		"kidiq-kidscore_interaction", "kidiq-kidscore_momhs", "kidiq-kidscore_momiq",
		"kidiq_with_mom_work-kidscore_interaction_c", "kidiq_with_mom_work-kidscore_interaction_z",
		"kilpisjarvi_mod-kilpisjarvi", "low_dim_gauss_mix-low_dim_gauss_mix",
		"mesquite-logmesquite", "mesquite-logmesquite_logva", "mesquite-logmesquite_logvas",
		"mesquite-logmesquite_logvolume", "nes1976-nes", "nes1980-nes", "nes1988-nes",
		"nes1992-nes", "nes2000-nes", "sblrc-blr",
	} {
		t.Run(posterior, func(t *testing.T) {
			var reference struct {
				Model      string
				Parameters map[string]any
			}
			posteriorFile(t, posterior, "reference.json", &reference)
			model := "posteriordb/" + reference.Model + ".hm"
			text := comment.ReplaceAllString(read(t, model), "")
			for name := range reference.Parameters {
				name, _, _ = strings.Cut(name, "[")
				if !strings.Contains(text, "] "+name) && !strings.Contains(text, "> "+name) && !strings.Contains(text, "real "+name) {
					t.Errorf("%s declares no %s", model, name)
				}
			}
			var data map[string]any
			posteriorFile(t, posterior, "data.json", &data)
			for _, declared := range declaration.FindAllStringSubmatch(dataBlock(t, model), -1) {
				if _, ok := data[declared[1]]; !ok {
					t.Errorf("%s declares %s, which data.json lacks", model, declared[1])
				}
			}
		})
	}
}
