package specs

import (
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestEveryFolderIsComplete(t *testing.T) {
	folders, err := fs.ReadDir(FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		want := []string{"README.md", "run.yaml"}
		if folder.Name() == "posteriordb" {
			want = want[:1]
		}
		for _, name := range want {
			if _, err := fs.Stat(FS, path.Join(folder.Name(), name)); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestEveryModelHasARunFile(t *testing.T) {
	used := map[string]bool{}
	for _, name := range RunFiles() {
		used[path.Join(path.Dir(name), readRunFile(t, name).Model)] = true
	}
	for _, model := range Models() {
		if path.Dir(model) != "posteriordb" && !used[model] {
			t.Errorf("no run file fits %s", model)
		}
	}
}

// runFile is the part of a run file that must agree with the files beside it.
type runFile struct {
	HM    int
	Model string
	Data  struct {
		Table   string
		JSON    string
		Columns map[string]yaml.Node
	}
	Sampler, Output, Checks map[string]any
}

func readRunFile(t *testing.T, name string) runFile {
	t.Helper()
	var run runFile
	dec := yaml.NewDecoder(strings.NewReader(read(t, name)))
	dec.KnownFields(true)
	if err := dec.Decode(&run); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return run
}

func TestRunFilesAgreeWithTheFilesBesideThem(t *testing.T) {
	for _, name := range RunFiles() {
		t.Run(name, func(t *testing.T) {
			run, dir := readRunFile(t, name), path.Dir(name)
			if run.HM != 1 {
				t.Errorf("hm: %d, want 1", run.HM)
			}
			if (run.Data.Table == "") == (run.Data.JSON == "") {
				t.Errorf("data has table %q and json %q, want one of the two", run.Data.Table, run.Data.JSON)
			}
			for _, section := range []map[string]any{run.Sampler, run.Output, run.Checks} {
				if len(section) == 0 {
					t.Errorf("sampler, output and checks are %v, %v, %v: one is empty", run.Sampler, run.Output, run.Checks)
				}
			}
			data := dataBlock(t, path.Join(dir, run.Model))
			if run.Data.JSON != "" {
				checkJSON(t, path.Join(dir, run.Data.JSON), data)
				return
			}
			checkColumns(t, run.Data.Columns, readTable(t, path.Join(dir, run.Data.Table)), data)
		})
	}
}

var (
	comment     = regexp.MustCompile(`//[^\n]*`)
	declaration = regexp.MustCompile(`(\w+);`)
	word        = regexp.MustCompile(`[A-Za-z_]\w*\b`)
	function    = regexp.MustCompile(`[A-Za-z_]\w*\(`)
)

// dataBlock returns the text of a model's data block without comments.
func dataBlock(t *testing.T, model string) string {
	t.Helper()
	text := comment.ReplaceAllString(read(t, model), "")
	_, after, found := strings.Cut(text, "data {")
	block, _, closed := strings.Cut(after, "\n}")
	if !found || !closed {
		t.Fatalf("%s has no data block", model)
	}
	return block
}

// checkJSON wants a value for everything the data block declares.
func checkJSON(t *testing.T, name, data string) {
	t.Helper()
	var values map[string]any
	if err := json.Unmarshal([]byte(read(t, name)), &values); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, declared := range declaration.FindAllStringSubmatch(data, -1) {
		if values[declared[1]] == nil {
			t.Errorf("%s has no %s", name, declared[1])
		}
	}
}

// checkColumns wants every entry of columns to be declared in the data block and
// to speak of columns that the table has.
func checkColumns(t *testing.T, columns map[string]yaml.Node, table table, data string) {
	t.Helper()
	if len(columns) == 0 {
		t.Error("no columns")
	}
	for name, value := range columns {
		if !regexp.MustCompile(`\b` + name + `;`).MatchString(data) {
			t.Errorf("columns: the model declares no %s", name)
		}
		parts := []string{value.Value}
		if value.Kind == yaml.SequenceNode {
			parts = nil
			for _, item := range value.Content {
				parts = append(parts, item.Value)
			}
		}
		for _, part := range parts {
			for _, column := range word.FindAllString(function.ReplaceAllString(part, "("), -1) {
				if !slices.Contains(table.header, column) {
					t.Errorf("columns: %s: the table has no column %s", name, column)
				}
			}
		}
	}
}

// table is a CSV file: its header and its rows.
type table struct {
	header []string
	rows   [][]string
}

func readTable(t *testing.T, name string) table {
	t.Helper()
	// The reader wants as many fields in every record as in the first.
	records, err := csv.NewReader(strings.NewReader(read(t, name))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return table{records[0], records[1:]}
}

// numbers are the values of a numeric column.
func (tab table) numbers(t *testing.T, column string) []float64 {
	t.Helper()
	at := slices.Index(tab.header, column)
	if at < 0 {
		t.Fatalf("no column %s in %v", column, tab.header)
	}
	out := make([]float64, len(tab.rows))
	for i, row := range tab.rows {
		v, err := strconv.ParseFloat(row[at], 64)
		if err != nil {
			t.Fatalf("row %d: %v", i+1, err)
		}
		out[i] = v
	}
	return out
}

func TestTablesAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, file := range glob("*/*.csv") {
		tab := readTable(t, file)
		for j, column := range tab.header {
			if !name.MatchString(column) || slices.Index(tab.header, column) != j {
				t.Errorf("%s: column %q is not a fresh name", file, column)
			}
			_, err := strconv.ParseFloat(tab.rows[0][j], 64)
			numeric := err == nil
			for i, row := range tab.rows {
				v, err := strconv.ParseFloat(row[j], 64)
				if row[j] == "" || numeric != (err == nil) || math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s:%d: %s is %q", file, i+2, column, row[j])
				}
			}
		}
	}
}

// TestPublishedTotals guards tables that were typed in from a publication.
func TestPublishedTotals(t *testing.T) {
	for _, c := range []struct {
		file, column string
		rows         int
		sum          float64
	}{
		{"seeds/seeds.csv", "germinated", 21, 99 + 201 + 49 + 75}, // by treatment
		{"seeds/seeds.csv", "seeds", 21, 272 + 295 + 123 + 141},
		{"pumps/pumps.csv", "failures", 10, 75},
		{"pumps/pumps.csv", "thousand_hours", 10, 350.24},
		{"epilepsy/epilepsy.csv", "seizures", 236, 1948},
		{"dogs/dogs.csv", "shock", 750, 234},
		{"radon/radon.csv", "first_floor", 919, 153},
	} {
		values, sum := readTable(t, c.file).numbers(t, c.column), 0.0
		for _, v := range values {
			sum += v
		}
		if len(values) != c.rows || math.Abs(sum-c.sum) > 1e-9 {
			t.Errorf("%s: %d values of %s with sum %v, want %d with sum %v", c.file, len(values), c.column, sum, c.rows, c.sum)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
