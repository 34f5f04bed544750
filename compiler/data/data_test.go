package data_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"hm/compiler/data"
	"hm/lang/source"
	"hm/lang/types"
)

// factor is the type array[...] factor<dim>.
func factor(dim string) types.Type { return types.Type{Kind: types.Int, Array: 1, Factor: dim} }

// freeze is the data block of specs/freeze/two_datasets.hm.
var freeze = []data.Var{
	{Name: "run", Type: types.TInt, IsDim: true},
	{Name: "dataset", Type: types.TInt, IsDim: true},
	{Name: "cell", Type: types.TInt, IsDim: true},
	{Name: "cell_of", Type: factor("cell"), Axes: []string{"run"}},
	{Name: "dataset_of", Type: factor("dataset"), Axes: []string{"cell"}},
	{Name: "freeze_p", Type: types.TVector, Axes: []string{"run"}},
	{Name: "log_loss", Type: types.TVector, Axes: []string{"run"}},
}

func texts(s ...string) []data.Text {
	t := make([]data.Text, len(s))
	for i := range s {
		t[i].Text = s[i]
	}
	return t
}

func column(name string, exprs ...string) data.Column {
	return data.Column{Name: data.Text{Text: name}, Exprs: texts(exprs...), List: len(exprs) > 1}
}

func bind(t *testing.T, vars []data.Var, spec data.Spec) *data.Bound {
	t.Helper()
	src, list := data.New(spec)
	noErrors(t, list)
	b, list := data.Bind(vars, src)
	noErrors(t, list)
	return b
}

func noErrors(t *testing.T, list source.List) {
	t.Helper()
	if list.Err() != nil {
		var all strings.Builder
		_ = source.Render(&all, list, nil, false)
		t.Fatalf("unexpected errors:\n%s", all.String())
	}
}

func lookup(t *testing.T, b *data.Bound, name string, dims ...int) []float64 {
	t.Helper()
	v, list := b.Lookup(name, data.Shape{Dims: dims})
	noErrors(t, list)
	return v.Nums
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

const runs = `dataset,epoch,freeze_p,dev_loss
A,1,0.0,1
A,2,0.0,0.5
A,1,0.5,2
B,1,0.0,4
B,3,0.25,0.25
`

func TestInteraction(t *testing.T) {
	b := bind(t, freeze, data.Spec{
		Table: &data.File{Name: "runs.csv", Text: []byte(runs)},
		Columns: []data.Column{
			column("log_loss", "log2(dev_loss)"),
			column("cell_of", "dataset", "epoch"),
		},
	})
	equal(t, "log_loss", lookup(t, b, "log_loss", 5), []float64{0, -1, 1, 2, -2})
	equal(t, "freeze_p", lookup(t, b, "freeze_p", 5), []float64{0, 0, 0.5, 0, 0.25})
	equal(t, "cell_of", lookup(t, b, "cell_of", 5), []float64{1, 2, 1, 3, 4})
	equal(t, "dataset_of", lookup(t, b, "dataset_of", 4), []float64{1, 1, 2, 2})
	equal(t, "run", lookup(t, b, "run"), []float64{5})
	cell := b.Dim("cell")
	equal(t, "cell labels", cell.Labels, []string{"A,1", "A,2", "B,1", "B,3"})
	equal(t, "cell parents", cell.Parents, []string{"dataset", "epoch"})
	equal(t, "cell part", cell.Parts[3], []string{"B", "3"})
	equal(t, "dataset labels", b.Dim("dataset").Labels, []string{"A", "B"})
	equal(t, "run is rows", b.Dim("run").Rows, true)
	equal(t, "where", b.Where("log_loss", data.Shape{Dims: []int{5}}, 4).Text, "runs.csv, row 6, column dev_loss (log2(dev_loss))")
	equal(t, "where", b.Where("freeze_p", data.Shape{Dims: []int{5}}, 2).Text, "runs.csv, row 4, column freeze_p")
}

func TestFreeze(t *testing.T) {
	text, err := os.ReadFile("../../specs/freeze/runs.csv")
	if err != nil {
		t.Fatal(err)
	}
	b := bind(t, freeze, data.Spec{
		Table:   &data.File{Name: "runs.csv", Text: text},
		Columns: []data.Column{column("log_loss", "log(dev_loss)"), column("cell_of", "dataset", "epoch")},
	})
	equal(t, "cells", b.Dim("cell").Labels, strings.Fields("A,1 A,2 A,3 A,4 A,5 B,1 B,2 B,3 B,4 B,5"))
	n := strings.Count(string(text), "\n") - 1
	equal(t, "rows", b.Dim("run").Size, n)
	equal(t, "values", len(lookup(t, b, "log_loss", n)), n)
}

func TestEightSchools(t *testing.T) {
	src, list := data.NewJSON("data.json", []byte(`{"J": 8, "y": [28, 8, -3, 7, -1, 1, 18, 12], "sigma": [15, 10, 16, 11, 9, 11, 10, 18], "extra": 1}`))
	noErrors(t, list)
	b, list := data.Bind([]data.Var{
		{Name: "J", Type: types.TInt},
		{Name: "y", Type: types.ArrayOf(1, types.TReal), Axes: []string{"J"}},
		{Name: "sigma", Type: types.TVector, Axes: []string{"J"}},
	}, src)
	noErrors(t, list)
	equal(t, "warning", fmt.Sprint(len(list), " ", list[0].Msg), "1 `extra` is not used: the model does not declare it")
	equal(t, "J", lookup(t, b, "J"), []float64{8})
	equal(t, "y", lookup(t, b, "y", 8), []float64{28, 8, -3, 7, -1, 1, 18, 12})
	equal(t, "place", b.Where("y", data.Shape{Dims: []int{8}}, 2).Text, "`y[3]` in data.json")
	equal(t, "column", b.Where("y", data.Shape{Dims: []int{8}}, 2).Span.Pos.Column, 23)
}

// TestManyUnknown binds many rows whose labels are none of many levels: that
// must not take the product of their numbers.
func TestManyUnknown(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("epoch\n")
	for i := range 200_000 {
		fmt.Fprintf(&rows, "%d\n", 5000+i%5000)
	}
	levels := data.Levels{Dim: data.Text{Text: "epoch"}}
	for i := range 5000 {
		levels.Labels = append(levels.Labels, data.Text{Text: fmt.Sprint(i)})
	}
	src, list := data.New(data.Spec{
		Table: &data.File{Name: "runs.csv", Text: []byte(rows.String())}, Columns: []data.Column{column("e", "epoch")}, Levels: []data.Levels{levels},
	})
	noErrors(t, list)
	start := time.Now()
	_, list = data.Bind([]data.Var{
		{Name: "run", Type: types.TInt, IsDim: true}, {Name: "epoch", Type: types.TInt, IsDim: true},
		{Name: "e", Type: factor("epoch"), Axes: []string{"run"}},
	}, src)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if list.Err() == nil || !strings.Contains(list.Error(), "`5000` in the column `epoch` is none of the levels of `epoch`") {
		t.Errorf("got %v", list)
	}
}
