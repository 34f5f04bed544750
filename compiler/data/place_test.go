package data_test

import (
	"testing"

	"hm/compiler/data"
	"hm/lang/types"
)

// TestWhere looks for the place of entries of values from everywhere.
func TestWhere(t *testing.T) {
	const table = "county,u,x,y\nAitkin,1,10,20\n\nDane,2,11,21\nDane,2,12,22\n"
	const json = `{"m": [[1, 2, 3],
 [4, 5, 6]], "a": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]],
 "z": [[1, 2], [3, 4]], "t": {"1": 2}, "s": 7}`
	b := bind(t, []data.Var{
		{Name: "run", Type: types.TInt, IsDim: true},
		{Name: "county", Type: types.TInt, IsDim: true},
		{Name: "N", Type: types.TInt},
		{Name: "county_of", Type: factor("county"), Axes: []string{"run"}},
		{Name: "u", Type: types.TVector, Axes: []string{"county"}},
		{Name: "X", Type: types.TMatrix, Axes: []string{"run", ""}},
		{Name: "V", Type: types.ArrayOf(1, types.TVector), Axes: []string{"N", ""}},
		{Name: "mean_x", Type: types.TReal},
		{Name: "m", Type: types.TMatrix},
		{Name: "a", Type: types.ArrayOf(1, types.TMatrix)},
		{Name: "z", Type: types.Type{Kind: types.Complex, Array: 1}},
		{Name: "t", Type: types.Type{Kind: types.Tuple, Elems: []types.Type{types.TInt}}},
		{Name: "s", Type: types.TReal},
	}, data.Spec{
		Table: &data.File{Name: "d/runs.csv", Text: []byte(table)},
		JSON:  &data.File{Name: "data.json", Text: []byte(json)},
		Columns: []data.Column{
			column("county_of", "county"), column("X", "x", "y - x"), column("V", "y", "x"), column("mean_x", "mean(x)"),
		},
	})
	for _, tt := range []struct {
		name         string
		dims         []int
		index        int
		text         string
		line, column int
	}{
		{"county_of", []int{3}, 1, "d/runs.csv, row 4, column county", 4, 1},
		{"u", []int{2}, 1, "d/runs.csv, row 4, column u", 4, 6},
		{"X", []int{3, 2}, 2, "d/runs.csv, row 5, column x", 5, 8},
		{"X", []int{3, 2}, 4, "d/runs.csv, row 4, column y (y - x)", 4, 11},
		{"V", []int{3, 2}, 2, "d/runs.csv, row 4, column y", 4, 11},
		{"V", []int{3, 2}, 5, "d/runs.csv, row 5, column x", 5, 8},
		{"N", nil, 0, "the rows of d/runs.csv", 1, 1},
		{"m", []int{2, 3}, 1, "`m[2,1]` in data.json", 2, 3},
		{"m", []int{2, 3}, 4, "`m[1,3]` in data.json", 1, 15},
		{"a", []int{2, 2, 2}, 6, "`a[2,1,2]` in data.json", 2, 43},
		{"z", []int{2}, 3, "`z[2,2]` in data.json", 3, 20},
		{"t", nil, 0, "`t` in data.json", 3, 30},
		{"s", nil, 0, "`s` in data.json", 3, 45},
		{"m", []int{1}, 7, "`m` in data.json", 1, 7},
	} {
		got := b.Where(tt.name, data.Shape{Dims: tt.dims}, tt.index)
		if got.Text != tt.text || got.Span.Pos.Line != tt.line || got.Span.Pos.Column != tt.column {
			t.Errorf("%s, entry %d: got %q at %v, want %q at %d:%d", tt.name, tt.index, got.Text, got.Span.Pos, tt.text, tt.line, tt.column)
		}
	}
	// The value at each place is the one in memory.
	m := lookup(t, b, "m", 2, 3)
	a := lookup(t, b, "a", 2, 2, 2)
	for _, tt := range []struct {
		name string
		nums []float64
		dims []int
		text string
	}{{"m", m, []int{2, 3}, json}, {"a", a, []int{2, 2, 2}, json}} {
		for i, want := range tt.nums {
			s := b.Where(tt.name, data.Shape{Dims: tt.dims}, i).Span
			if got := tt.text[s.Pos.Offset:s.EndPos.Offset]; len(got) != 1 || float64(got[0]-'0') != want {
				t.Errorf("%s: entry %d is %g, but %q stands at its place", tt.name, i, want, got)
			}
		}
	}
}

func TestLabel(t *testing.T) {
	d := &data.Dim{Name: "run", Size: 3}
	equal(t, "number", d.Label(2), "3")
	d.Labels = []string{"a", "b", "c"}
	equal(t, "label", d.Label(2), "c")
	b := bind(t, nil, data.Spec{})
	if b.Dim("run") != nil {
		t.Error("an empty data block has a dim")
	}
}
