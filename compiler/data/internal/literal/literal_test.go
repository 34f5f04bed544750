package literal

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"hm/lang/source"
)

func TestJSON(t *testing.T) {
	for _, tt := range []struct {
		text string
		dims []int
		nums []float64
	}{
		{`3`, nil, []float64{3}},
		{`-0.5e-1`, nil, []float64{-0.05}},
		{`[1, 2.5, 3e2]`, []int{3}, []float64{1, 2.5, 300}},
		{`[[1, 2, 3], [4, 5, 6]]`, []int{2, 3}, []float64{1, 2, 3, 4, 5, 6}},
		{`[[[1], [2]], [[3], [4]]]`, []int{2, 2, 1}, []float64{1, 2, 3, 4}},
		{`[]`, []int{0}, nil},
		{`[[], []]`, []int{2, 0}, nil},
		{`["Inf", "-Infinity", Infinity, -Inf]`, []int{4}, []float64{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}},
	} {
		m, list := JSON("a.json", `{"x": `+tt.text+`}`)
		if list.Err() != nil {
			t.Errorf("%s: %v", tt.text, list.Err())
			continue
		}
		x, ok := m.Get("x")
		if !ok || x.Ragged != nil || !reflect.DeepEqual(x.Dims, tt.dims) || !reflect.DeepEqual(x.nums, tt.nums) {
			t.Errorf("%s: got %v %v %v, want %v %v", tt.text, x.Dims, x.nums, x.Ragged, tt.dims, tt.nums)
		}
	}
}

func TestRagged(t *testing.T) {
	for text, want := range map[string]string{
		`[[1, 2], [3]]`:         "a.json:1:16 this array has 1 entry, the first one beside it has 2",
		`[1, [2]]`:              "a.json:1:11 there is an array here, where the entries before it are single values",
		`[[1], 2]`:              "a.json:1:13 there is a single value here, where the entries before it are arrays",
		`[[], [1]]`:             "a.json:1:12 this array has 1 entry, the first one beside it has 0",
		`[[], 1]`:               "a.json:1:12 there is a single value here, where the entries before it are arrays",
		`[[[1]], [2]]`:          "a.json:1:16 there is a single value here, where the entries before it are arrays",
		`[[1, 2], [3], 4, [5]]`: "a.json:1:16 this array has 1 entry, the first one beside it has 2",
	} {
		m, list := JSON("a.json", `{"x": `+text+`}`)
		if list.Err() != nil {
			t.Fatal(list.Err())
		}
		x, _ := m.Get("x")
		if x.Ragged == nil {
			t.Errorf("%s is not ragged", text)
		} else if got := x.Ragged.Span.Pos.String() + " " + x.Ragged.Msg; got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestLeaves(t *testing.T) {
	m, list := JSON("a.json", "{\"x\": [1, \"\u00f6\\n\", null,\n true, {\"a\": [1]}, \"NA\"]}")
	if list.Err() != nil {
		t.Fatal(list.Err())
	}
	x, _ := m.Get("x")
	kinds := []Kind{Int, String, Null, Bool, Object, Null}
	places := []string{"a.json:1:8", "a.json:1:11", "a.json:1:18", "a.json:2:2", "a.json:2:8", "a.json:2:20"}
	for i, want := range kinds {
		if x.Kind(i) != want || x.LeafSpan(i).Pos.String() != places[i] {
			t.Errorf("leaf %d: got kind %d at %v, want %d at %s", i, x.Kind(i), x.LeafSpan(i).Pos, want, places[i])
		}
	}
	if x.Text(1) != "ö\n" || x.Object(4).Names[0] != "a" || x.Count(Null) != 2 || x.Count(Int) != 1 {
		t.Errorf("got %q, %v, %d, %d", x.Text(1), x.Object(4).Names, x.Count(Null), x.Count(Int))
	}
	if s := x.Span(); s.Pos.Column != 7 || s.EndPos.Line != 2 || s.EndPos.Column != 25 {
		t.Errorf("the array is at %v to %v", s.Pos, s.EndPos)
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "-0": true, "12": true, "0.5": true, "1e3": true, "1E+3": true, "-1.25e-10": true,
		"": false, "-": false, "01": false, "-01": false, ".5": false, "1.": false, "1e": false, "1e+": false, "+1": false,
		"1e999": false, "0x10": false, "1_0": false, "1.5.2": false, "--1": false, "1e1.5": false,
	} {
		if _, got := number(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestFromNode(t *testing.T) {
	scalar := func(text string) Node { return Node{Text: text} }
	x := FromNode(Node{List: true, Items: []Node{
		scalar("1"), scalar("2.5"), scalar(".inf"), scalar("-.inf"), scalar(".nan"), scalar("~"), scalar("NA"), scalar("true"), scalar("word"), {Text: "3", Quoted: true},
	}})
	want := []Kind{Int, Real, Real, Real, Real, Null, Null, Bool, String, String}
	for i, k := range want {
		if x.Kind(i) != k {
			t.Errorf("leaf %d: got kind %d, want %d", i, x.Kind(i), k)
		}
	}
	if x.Text(8) != "word" || x.Text(9) != "3" || !math.IsInf(x.Num(2), 1) || !math.IsInf(x.Num(3), -1) {
		t.Errorf("got %q %q %g %g", x.Text(8), x.Text(9), x.Num(2), x.Num(3))
	}
}

// FuzzJSON compares with encoding/json: what it accepts is accepted here but
// for the bounds of numbers and depth, and for names that are given twice;
// what it refuses is refused but for the words for infinities and NaN.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"N": 3, "y": [1, 2.5e-3, null], "s": "a\"\u00e4"}`, `{"m": [[1, 2], [3]], "t": {"1": [1], "2": true}}`,
		`{"x": NaN, "y": -Inf}`, `{"x": [1,]}`, "\ufeff{\"x\": 1}", `{"x": 1, "x": 2}`, `{"x": .5}`, `[1]`, `{"x": [`, `{'x': 1}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, list := JSON("a.json", text)
		for _, d := range list {
			if !d.Span.Pos.IsValid() || d.Msg == "" || d.Code == "" || d.Span.EndPos.Offset < d.Span.Pos.Offset {
				t.Errorf("a problem without a place: %+v", d)
			}
		}
		valid := json.Valid([]byte(strings.TrimPrefix(text, "\ufeff")))
		if list.Err() == nil {
			if words := strings.NewReplacer("NaN", "0", "-Infinity", "0", "Infinity", "0", "-Inf", "0", "Inf", "0", "NA", "0"); !valid && !json.Valid([]byte(words.Replace(strings.TrimPrefix(text, "\ufeff")))) {
				t.Errorf("accepted, but not JSON: %q", text)
			}
			visit(t, m)
			return
		}
		var top map[string]any
		if valid && json.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &top) == nil && top != nil && !bounded(list) {
			t.Errorf("refused, but JSON: %q: %v", text, list.Err())
		}
	})
}

// bounded reports whether the problems are those that only this package sees.
func bounded(list source.List) bool {
	for _, d := range list {
		if d.Code != duplicateKey && !strings.Contains(d.Msg, "nested") && !strings.Contains(d.Msg, "is not a number in JSON") {
			return false
		}
	}
	return true
}

// visit looks at every leaf.
func visit(t *testing.T, m *Map) {
	for i, v := range m.Values {
		if m.KeySpan(i).EndPos.Offset <= m.KeySpan(i).Pos.Offset {
			t.Errorf("%s has no place", m.Names[i])
		}
		if v.Ragged == nil && product(v.Dims) != v.Len() {
			t.Errorf("%s has sizes %v but %d leaves", m.Names[i], v.Dims, v.Len())
		}
		for leaf := range v.Len() {
			if s := v.LeafSpan(leaf); s.EndPos.Offset <= s.Pos.Offset {
				t.Errorf("leaf %d of %s is at %v", leaf, m.Names[i], s)
			}
			if v.Kind(leaf) == Object {
				visit(t, v.Object(leaf))
			}
		}
	}
}

func product(dims []int) int {
	n := 1
	for _, d := range dims {
		n *= d
	}
	return n
}
