package data_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"hm/compiler/data"
	"hm/lang/check"
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
	"hm/runtime/runfile"
)

var update = flag.Bool("update", false, "rewrite what testdata wants")

// TestBad binds the data of each case of testdata/bad to its model and
// compares what is said with the section want, which was read by a human.
func TestBad(t *testing.T) {
	cases(t, "testdata/bad", 25, func(t *testing.T, c *testCase) string {
		_, list := c.bind(t)
		if list.Err() == nil {
			t.Errorf("%s: no error", c.name)
		}
		return c.render(t, list)
	})
}

// TestGood does the same for data that fit: want lists the values.
func TestGood(t *testing.T) {
	cases(t, "testdata/good", 1, func(t *testing.T, c *testCase) string {
		values, list := c.bind(t)
		return c.render(t, list) + values
	})
}

func cases(t *testing.T, dir string, atLeast int, run func(*testing.T, *testCase) string) {
	files, err := filepath.Glob(dir + "/*.txtar")
	if err != nil || len(files) < atLeast {
		t.Fatalf("found %d files in %s (%v), want %d", len(files), dir, err, atLeast)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c := readCase(t, file)
			got := run(t, c)
			if *update {
				c.rewrite(t, got)
			} else if want := string(c.file("want")); got != want {
				t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
			}
		})
	}
}

// A testCase is a txtar with a model, data, and perhaps a run file.
type testCase struct {
	name    string
	archive *txtar.Archive
}

func readCase(t *testing.T, file string) *testCase {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return &testCase{file, a}
}

// file returns a file of the case, or nil.
func (c *testCase) file(name string) []byte {
	for _, f := range c.archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func (c *testCase) rewrite(t *testing.T, want string) {
	c.archive.Files = slices.DeleteFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	c.archive.Files = append(c.archive.Files, txtar.File{Name: "want", Data: []byte(want)})
	if err := os.WriteFile(c.name, txtar.Format(c.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (c *testCase) render(t *testing.T, list source.List) string {
	for _, d := range list {
		if d.Code == "" || d.Msg == "" || d.Span.Pos.Filename == "" || !d.Span.Pos.IsValid() {
			t.Errorf("a problem without place, code or message: %+v", d)
		}
	}
	var b strings.Builder
	if err := source.Render(&b, list, c.file, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bind does what the command does, as far as the data block goes, and returns
// the values, written out.
func (c *testCase) bind(t *testing.T) (string, source.List) {
	t.Helper()
	f, list := syntax.Parse("model.hm", c.file("model.hm"), syntax.Options{})
	info, more := check.File(f, noLibrary{})
	noErrors(t, append(list, more...))
	src, list := data.New(c.spec(t))
	if src == nil {
		return "", list
	}
	b, more := data.Bind(declared(info), src)
	if list = append(list, more...); list.Err() != nil {
		return "", list
	}
	var out strings.Builder
	for _, d := range b.Dims {
		if list.Err() == nil {
			writeDim(&out, d)
		}
	}
	sizes := map[string]int{}
	for _, d := range b.Dims {
		sizes[d.Name] = d.Size
	}
	for _, o := range info.Vars {
		if o.IsDim {
			continue
		}
		shape := shapeOf(o.Sized, sizes)
		v, more := b.Lookup(o.Name, shape)
		if list = append(list, more...); more.Err() != nil {
			continue
		}
		if o.Type.IsScalar() && o.Type.Kind == types.Int {
			sizes[o.Name] = int(v.Nums[0])
		}
		out.WriteString(o.Name + " =")
		writeValue(&out, v)
		out.WriteString("\n")
	}
	return out.String(), list
}

func writeDim(out *strings.Builder, d *data.Dim) {
	out.WriteString("dim " + d.Name + " = " + strconv.Itoa(d.Size))
	if d.Labels != nil {
		out.WriteString(" [" + strings.Join(d.Labels, " | ") + "]")
	}
	if d.Parents != nil {
		out.WriteString(" of " + strings.Join(d.Parents, " and "))
	}
	out.WriteString("\n")
}

func writeValue(out *strings.Builder, v data.Value) {
	for _, x := range v.Nums {
		out.WriteString(" " + strconv.FormatFloat(x, 'g', 6, 64))
	}
	if v.Missing != nil {
		out.WriteString(" missing")
		for _, i := range v.Missing {
			out.WriteString(" " + strconv.Itoa(i))
		}
	}
	for _, e := range v.Elems {
		out.WriteString(" (")
		writeValue(out, e)
		out.WriteString(" )")
	}
}

func declared(info *check.Info) []data.Var {
	var vars []data.Var
	for _, o := range info.Vars {
		v := data.Var{Name: o.Name, Type: o.Type, IsDim: o.IsDim, Missing: o.Missing, Span: o.Ident.Span}
		for _, size := range append(slices.Clone(o.Sized.Array), o.Sized.Sizes...) {
			name := ""
			if id, ok := size.(*syntax.Ident); ok {
				name = id.Name
			}
			v.Axes = append(v.Axes, name)
		}
		vars = append(vars, v)
	}
	return vars
}

// shapeOf evaluates sizes, which are names or numbers in these tests.
func shapeOf(t *syntax.TypeExpr, sizes map[string]int) data.Shape {
	var s data.Shape
	for _, e := range append(slices.Clone(t.Array), t.Sizes...) {
		switch e := e.(type) {
		case *syntax.Ident:
			s.Dims = append(s.Dims, sizes[e.Name])
		case *syntax.IntLit:
			n, _ := strconv.Atoi(e.Text)
			s.Dims = append(s.Dims, n)
		}
	}
	for _, e := range t.Elems {
		s.Elems = append(s.Elems, shapeOf(e, sizes))
	}
	return s
}

// spec reads the run file of a case; without one the data are runs.csv or
// data.json alone.
func (c *testCase) spec(t *testing.T) data.Spec {
	t.Helper()
	text := c.file("run.yaml")
	switch {
	case text == nil && c.file("runs.csv") != nil:
		return data.Spec{Table: &data.File{Name: "runs.csv", Text: c.file("runs.csv")}}
	case text == nil:
		return data.Spec{JSON: &data.File{Name: "data.json", Text: c.file("data.json")}}
	}
	r, list := runfile.Parse("run.yaml", text)
	noErrors(t, list)
	spec := data.Spec{RunFile: r.File, Where: data.Text(r.Data.Where), Table: c.data(r.Data.Table), JSON: c.data(r.Data.JSON)}
	for _, x := range r.Data.Columns {
		spec.Columns = append(spec.Columns, data.Column{Name: data.Text(x.Name), Exprs: convert(x.Exprs), List: x.List})
	}
	for _, x := range r.Data.Levels {
		spec.Levels = append(spec.Levels, data.Levels{Dim: data.Text(x.Dim), Labels: convert(x.Labels)})
	}
	for _, x := range r.Data.Values {
		spec.Values = append(spec.Values, data.Entry{Name: data.Text(x.Name), Literal: literal(x.Value)})
	}
	if r.Data.Missing == runfile.MissingDrop {
		spec.Missing = data.Drop
	}
	return spec
}

func (c *testCase) data(p runfile.Path) *data.File {
	if p.Name == "" {
		return nil
	}
	return &data.File{Name: p.Name, Text: c.file(p.Name)}
}

func convert(list []runfile.Text) []data.Text {
	var out []data.Text
	for _, x := range list {
		out = append(out, data.Text(x))
	}
	return out
}

func literal(v runfile.Value) data.Literal {
	l := data.Literal{Span: v.Span, Text: v.Text, Quoted: v.Quoted, List: v.List, Keys: v.Keys}
	for _, item := range v.Items {
		l.Items = append(l.Items, literal(item))
	}
	return l
}

// noLibrary is a library without functions: data blocks need none.
type noLibrary struct{}

func (noLibrary) Func(string) []*types.Signature { return nil }
func (noLibrary) Dist(string) []*types.Signature { return nil }
func (noLibrary) Names() []string                { return nil }
