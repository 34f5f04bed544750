package data

import (
	"fmt"

	"hm/lang/source"
	"hm/lang/spell"
)

// howToGive says how to give a variable without data its values.
func (b *Bound) howToGive(v *variable) string {
	s := b.src
	unused := b.unusedNames()
	if near, ok := spell.Nearest(v.Name, unused); ok {
		return fmt.Sprintf("%s has `%s`: is that the same?", s.spec.JSON.Name, near)
	}
	if s.table != nil && columnar(v.Type) && v.Type.Rank() > 0 {
		return b.howToBind(v)
	}
	if s.table != nil && s.json == nil && s.spec.RunFile == "" {
		return fmt.Sprintf("give it under `values` in a run file that names %s", s.table.File.Name)
	}
	if s.json != nil {
		return fmt.Sprintf("add \"%s\" to %s", v.Name, s.spec.JSON.Name)
	}
	if s.spec.RunFile == "" {
		return fmt.Sprintf("give \"%s\" in the data", v.Name)
	}
	if v.Type.Rank() == 0 {
		return fmt.Sprintf("add `%s: 3`, or whatever its value is, under `values` in the run file", v.Name)
	}
	return fmt.Sprintf("add `%s: [1, 2, 3]`, or whatever its values are, under `values` in the run file", v.Name)
}

// howToBind says how to bind a variable to columns of the table.
func (b *Bound) howToBind(v *variable) string {
	near, ok := spell.Nearest(v.Name, b.src.table.Names)
	ok = ok && v.Type.Rank() == 1
	if b.src.spec.RunFile == "" {
		if ok {
			return fmt.Sprintf("call the column `%s` of %s like the variable, or bind it in a run file", near, b.src.table.File.Name)
		}
		return fmt.Sprintf("%s needs a column of that name, or a run file that binds others to it", b.src.table.File.Name)
	}
	column := "COLUMN"
	switch {
	case ok:
		column = near
	case v.Type.Rank() > 1:
		column = "[COLUMN, COLUMN]"
	}
	return fmt.Sprintf("add `%s: %s` under `columns` in the run file", v.Name, column)
}

// unusedNames returns the values of the JSON file that the model does not declare.
func (b *Bound) unusedNames() []string {
	if b.src.json == nil {
		return nil
	}
	var names []string
	for _, name := range b.src.json.Names {
		if b.byName[name] == nil {
			names = append(names, name)
		}
	}
	return names
}

// unused warns of values in the JSON file that the model does not declare.
func (b *Bound) unused() {
	names := b.unusedNames()
	if len(names) == 0 {
		return
	}
	var at source.Span
	for i, name := range b.src.json.Names {
		if name == names[0] {
			at = b.src.json.KeySpan(i)
		}
	}
	is := "is"
	if len(names) > 1 {
		is = "are"
	}
	b.add(source.Diagnostic{Span: at, Code: unused, Warning: true,
		Msg: fmt.Sprintf("%s %s not used: the model does not declare %s", listed(names), is, map[string]string{"is": "it", "are": "them"}[is])})
}
