package main

import (
	"hm/compiler/data"
	"hm/runtime/runfile"
)

// readRun reads a run file. Warnings are shown.
func (a *app) readRun(file string) (*runfile.Config, input, error) {
	c, list := runfile.Read(file)
	if err := a.problems(list); err != nil {
		return nil, input{}, err
	}
	label, text, err := a.read(file)
	return c, input{label, text}, err
}

// readSpec reads the data that a run file names. Package data does not know run
// files, nor package runfile data; this is where they meet.
func (a *app) readSpec(c *runfile.Config) (spec data.Spec, err error) {
	d := c.Data
	spec = data.Spec{
		RunFile: c.File, Where: data.Text(d.Where),
		Columns: convert(d.Columns, func(x runfile.Column) data.Column {
			return data.Column{Name: data.Text(x.Name), Exprs: texts(x.Exprs), List: x.List}
		}),
		Levels: convert(d.Levels, func(x runfile.Levels) data.Levels {
			return data.Levels{Dim: data.Text(x.Dim), Labels: texts(x.Labels)}
		}),
		Values: convert(d.Values, func(x runfile.Entry) data.Entry {
			return data.Entry{Name: data.Text(x.Name), Literal: literal(x.Value)}
		}),
	}
	if d.Missing == runfile.MissingDrop {
		spec.Missing = data.Drop
	}
	if spec.Table, err = a.dataFile(d.Table.Name); err != nil {
		return spec, err
	}
	spec.JSON, err = a.dataFile(d.JSON.Name)
	return spec, err
}

// dataFile reads a file of data; nil for no name.
func (a *app) dataFile(name string) (*data.File, error) {
	if name == "" {
		return nil, nil
	}
	label, text, err := a.read(name)
	return &data.File{Name: label, Text: text}, err
}

func literal(v runfile.Value) data.Literal {
	return data.Literal{Span: v.Span, Text: v.Text, Quoted: v.Quoted, List: v.List, Items: convert(v.Items, literal), Keys: v.Keys}
}

func texts(list []runfile.Text) []data.Text {
	return convert(list, func(t runfile.Text) data.Text { return data.Text(t) })
}

// convert maps a list; the nil list to itself.
func convert[A, B any](list []A, f func(A) B) []B {
	if list == nil {
		return nil
	}
	out := make([]B, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}
