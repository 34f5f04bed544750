package data_test

import (
	"testing"

	"hm/compiler/data"
	"hm/lang/source"
	"hm/lang/types"
)

// everything is a data block with most kinds of variables.
var everything = []data.Var{
	{Name: "run", Type: types.TInt, IsDim: true, Span: span},
	{Name: "epoch", Type: types.TInt, IsDim: true, Span: span},
	{Name: "cell", Type: types.TInt, IsDim: true, Span: span},
	{Name: "N", Type: types.TInt, Span: span},
	{Name: "e", Type: factor("epoch"), Axes: []string{"run"}, Span: span},
	{Name: "c", Type: factor("cell"), Axes: []string{"run"}, Span: span},
	{Name: "p", Type: factor("epoch"), Axes: []string{"cell"}, Span: span},
	{Name: "x", Type: types.TVector, Axes: []string{"run"}, Span: span},
	{Name: "y", Type: types.TVector, Axes: []string{"N"}, Missing: true, Span: span},
	{Name: "k", Type: types.ArrayOf(1, types.TInt), Axes: []string{"run"}, Span: span},
	{Name: "m", Type: types.TMatrix, Axes: []string{"run", ""}, Span: span},
	{Name: "g", Type: types.TVector, Axes: []string{"epoch"}, Span: span},
	{Name: "t", Type: types.Type{Kind: types.Tuple, Elems: []types.Type{types.TInt, types.TVector}}, Span: span},
	{Name: "z", Type: types.Type{Kind: types.Complex, Array: 1}, Axes: []string{"N"}, Span: span},
	{Name: "r", Type: types.TReal, Span: span},
}

var span = source.Span{Pos: source.Pos{Filename: "m.hm", Line: 1, Column: 1}, EndPos: source.Pos{Filename: "m.hm", Line: 1, Column: 2, Offset: 1}}

// bindAll binds everything and looks every variable up, and demands that all
// problems have places and all values their size.
func bindAll(t *testing.T, spec data.Spec) {
	src, list := data.New(spec)
	if src == nil {
		places(t, list)
		return
	}
	b, more := data.Bind(everything, src)
	places(t, append(list, more...))
	sizes := map[string]int{"": 2}
	for _, d := range b.Dims {
		sizes[d.Name] = min(d.Size, 1000)
	}
	for _, v := range everything {
		shape := data.Shape{}
		for _, axis := range v.Axes {
			shape.Dims = append(shape.Dims, sizes[axis])
		}
		if v.Type.Kind == types.Tuple {
			shape.Elems = []data.Shape{{}, {Dims: []int{2}}}
		}
		value, list := b.Lookup(v.Name, shape)
		places(t, list)
		if list.Err() == nil {
			checkSize(t, v, shape, value)
		}
		if v.Name == "N" && len(value.Nums) == 1 {
			sizes["N"] = min(max(int(value.Nums[0]), 0), 1000)
		}
		for i := range min(len(value.Nums), 10) {
			if b.Where(v.Name, shape, i).Text == "" {
				t.Errorf("%s: entry %d has no place", v.Name, i)
			}
		}
	}
}

func checkSize(t *testing.T, v data.Var, s data.Shape, value data.Value) {
	if v.Type.Kind == types.Tuple {
		if len(value.Elems) != 2 || len(value.Elems[0].Nums) != 1 || len(value.Elems[1].Nums) != 2 {
			t.Errorf("%s: got %v", v.Name, value)
		}
		return
	}
	n := 1
	for _, d := range s.Dims {
		n *= d
	}
	if v.Type.Kind == types.Complex {
		n *= 2
	}
	if len(value.Nums) != n {
		t.Errorf("%s: %d numbers, want %d", v.Name, len(value.Nums), n)
	}
}

func places(t *testing.T, list source.List) {
	for _, d := range list {
		if !d.Span.Pos.IsValid() || d.Span.Pos.Filename == "" || d.Code == "" || d.Msg == "" || d.Span.EndPos.Offset < d.Span.Pos.Offset {
			t.Errorf("a problem without place, code or message: %+v", d)
		}
		for _, n := range d.Related {
			if !n.Span.Pos.IsValid() {
				t.Errorf("a note without a place: %+v", d)
			}
		}
	}
}

// at places the texts of a spec in a run file.
func at(texts ...string) []data.Text {
	out := make([]data.Text, len(texts))
	for i, s := range texts {
		out[i] = data.Text{Text: s, Span: span}
	}
	return out
}

func FuzzCSV(f *testing.F) {
	const where = "x > 0"
	for _, text := range []string{runs, "epoch,x,y,k,g,two\n1,1,NA,2,3,a\n2,.5,1,2,3,b\n", "x\n1\n", "epoch,x\n,\n\"a\",-1\n"} {
		f.Add(text, "log(x)", "", false)
		f.Add(text, "x", where, true)
		f.Add(text, "epoch == 1", "present(x) || row() > 1", true)
	}
	f.Fuzz(func(t *testing.T, text, expr, where string, drop bool) {
		spec := data.Spec{
			RunFile: "run.yaml", Table: &data.File{Name: "runs.csv", Text: []byte(text)}, Where: at(where)[0],
			Columns: []data.Column{
				{Name: at("e")[0], Exprs: at("epoch")}, {Name: at("c")[0], Exprs: at("epoch", expr), List: true},
				{Name: at("x")[0], Exprs: at(expr)}, {Name: at("m")[0], Exprs: at("x", expr), List: true},
			},
			Values: []data.Entry{{Name: at("r")[0], Literal: data.Literal{Text: expr, Span: span}}},
		}
		if drop {
			spec.Missing = data.Drop
		}
		bindAll(t, spec)
	})
}

func FuzzJSON(f *testing.F) {
	for _, text := range []string{
		`{"N": 2, "e": ["a", "b"], "c": [1, 2], "p": ["b", "a"], "x": [1, 2], "y": [null, 1], "k": [1, 2], "m": [[1, 2], [3, 4]], "g": [1, 2], "t": {"1": 1, "2": [1, 2]}, "z": [[1, 2], [3, 4]], "r": 1}`,
		`{"run": 2, "epoch": 3, "cell": ["u", "v"], "N": 0, "x": [], "t": [{"1": 1}], "m": [], "z": []}`,
		`{"run": 0, "x": [[]], "e": [1.5], "c": [3, -1], "k": [true, "1"]}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		bindAll(t, data.Spec{JSON: &data.File{Name: "data.json", Text: []byte(text)}})
	})
}
