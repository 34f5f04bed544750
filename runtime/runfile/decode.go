package runfile

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"hm/lang/source"
	"hm/lang/spell"
	"hm/runtime"
)

// key decodes the value of a key.
func (d *decoder) key(k *key, name, n *yaml.Node) {
	at := d.span(n)
	if isNull(n) {
		if _, isSection := k.into(d.config).(section); !isSection {
			d.list.Add(d.span(name), wrongType, "write `"+k.example+"`, or drop the line", "`%s` has no value", k.name())
		}
		return
	}
	d.config.given[k.path] = at
	switch into := k.into(d.config).(type) {
	case section:
		if d.mapping(k, n) {
			d.section(k.path, n)
		}
	case *[]Column:
		d.columns(k, n, into)
	case *[]Levels:
		d.levels(k, n, into)
	case *[]Entry:
		d.values(k, n, into)
	default:
		if n.Kind != yaml.ScalarNode {
			d.wrong(k, at, "%s", kindOf(n))
			return
		}
		d.scalar(k, n, into)
	}
}

func (k *key) name() string { _, n := split(k.path); return n }

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// setDefault gives a key its default.
func (d *decoder) setDefault(k *key) {
	if k.def == "" || k.path == "output.dir" {
		return
	}
	d.layout = newLayout("", k.def)
	d.scalar(k, &yaml.Node{Kind: yaml.ScalarNode, Value: k.def, Line: 1, Column: 1}, k.into(d.config))
}

// scalar decodes a single value.
func (d *decoder) scalar(k *key, n *yaml.Node, into any) {
	at := d.span(n)
	switch into := into.(type) {
	case *int:
		if x, ok := d.integer(k, n, at); ok {
			*into = int(x)
		}
	case *uint64:
		if x, ok := d.integer(k, n, at); ok {
			*into = x
		}
	case *float64:
		if x, ok := d.number(k, n, at); ok {
			*into = x
		}
	case *bool:
		d.boolean(k, n, at, into)
	case *string:
		if d.word(k, n, at) {
			*into = n.Value
		}
	case *runtime.Metric:
		if d.word(k, n, at) {
			*into = runtime.Metric(n.Value)
		}
	case *Text:
		*into = Text{n.Value, at}
	case *Path:
		if d.filled(k, n, at) {
			*into = d.path(Text{n.Value, at})
		}
	case *Sampler:
		d.init(k, n, at, into)
	}
}

// wrong reports a value of the wrong type.
func (d *decoder) wrong(k *key, at source.Span, format string, args ...any) {
	d.list.Add(at, wrongType, "write `"+k.example+"`", "`%s` must be %s, not %s", k.name(), k.kind(), fmt.Sprintf(format, args...))
}

// kind says in words what the value of a key must be.
func (k *key) kind() string {
	switch k.into(&Config{}).(type) {
	case section:
		return "a section with keys of its own"
	case *[]Column:
		return "entries of the form `variable: column`"
	case *[]Entry:
		return "entries of the form `variable: value`"
	case *[]Levels:
		return "entries of the form `dim: [labels]`"
	case *int, *uint64:
		return "a whole number"
	case *float64:
		return "a number"
	case *bool:
		return "true or false"
	case *Path:
		if k.path == "output.dir" {
			return "a directory"
		}
		return "the name of a file"
	case *Sampler:
		return "a number or the name of a file"
	case *Text:
		return "an expression"
	}
	return "one word"
}

// kindOf says in words what a node is.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a section"
	case yaml.SequenceNode:
		return "a list"
	}
	if quoted(n) {
		return "text in quotes"
	}
	return "`" + n.Value + "`"
}

func quoted(n *yaml.Node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

func (d *decoder) mapping(k *key, n *yaml.Node) bool {
	if n.Kind == yaml.MappingNode {
		return true
	}
	d.wrong(k, d.span(n), "%s", kindOf(n))
	if inner := soleKey(k.path, n); inner != "" {
		d.list[len(d.list)-1].Fix = fmt.Sprintf("write `%s: {%s: %s}`", k.path, inner, n.Value)
	}
	return false
}

// soleKey guesses which key of a section a single value was meant for.
func soleKey(section string, n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		return ""
	}
	switch ext := filepath.Ext(n.Value); {
	case section == "output":
		return "dir"
	case section == "data" && (ext == ".csv" || ext == ".tsv"):
		return "table"
	case section == "data" && ext == ".json":
		return "json"
	}
	return ""
}

// filled refuses an empty name.
func (d *decoder) filled(k *key, n *yaml.Node, at source.Span) bool {
	if n.Value == "" {
		d.wrong(k, at, "empty")
	}
	return n.Value != ""
}

// path places a path relative to the run file.
func (d *decoder) path(t Text) Path {
	if filepath.IsAbs(t.Text) {
		return Path{t, t.Text}
	}
	return Path{t, filepath.Join(filepath.Dir(d.config.File), filepath.FromSlash(t.Text))}
}

// float reads a number as YAML writes it.
func float(n *yaml.Node) (float64, bool) {
	if quoted(n) {
		return 0, false
	}
	switch text := n.Value; text {
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
		return math.Inf(1), true
	case "-.inf", "-.Inf", "-.INF":
		return math.Inf(-1), true
	default:
		for _, r := range text {
			if !strings.ContainsRune("+-.0123456789eE_", r) {
				return 0, false
			}
		}
		x, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
		return x, err == nil
	}
}

func (d *decoder) number(k *key, n *yaml.Node, at source.Span) (float64, bool) {
	x, ok := float(n)
	if !ok {
		d.notNumber(k, n, at)
		return 0, false
	}
	return x, d.within(k, x, n, at)
}

// notNumber reports what is no number; a number in quotes almost is.
func (d *decoder) notNumber(k *key, n *yaml.Node, at source.Span) {
	bare := *n
	bare.Style = 0
	if _, ok := float(&bare); ok && quoted(n) {
		d.list.Add(at, wrongType, fmt.Sprintf("write `%s: %s`, without quotes", k.name(), n.Value), "`%s` must be %s, not text in quotes", k.name(), k.kind())
		return
	}
	d.wrong(k, at, "%s", kindOf(n))
}

func (d *decoder) within(k *key, x float64, n *yaml.Node, at source.Span) bool {
	if k.limits.has(x) {
		return true
	}
	if k.path == "hm" {
		d.list.Add(at, badVersion, "write `hm: 1`, or install a newer hm", "this is a run file of version %s, but this hm reads version 1", n.Value)
		return false
	}
	fix := "the default is " + k.def
	if k.def == "" {
		fix = "write `" + k.example + "`"
	}
	d.list.Add(at, outOfRange, fix, "`%s` must be %s, not %s", k.name(), k.limits.words, n.Value)
	return false
}

// integer reads a whole number; 1e3 is one, too.
func (d *decoder) integer(k *key, n *yaml.Node, at source.Span) (uint64, bool) {
	x, ok := float(n)
	if !ok || x != math.Trunc(x) {
		d.notNumber(k, n, at)
		return 0, false
	}
	if !d.within(k, x, n, at) {
		return 0, false
	}
	// A seed may be larger than a float64 is exact.
	if u, err := strconv.ParseUint(strings.ReplaceAll(n.Value, "_", ""), 10, 64); err == nil {
		return u, true
	}
	if x > 1<<53 {
		d.list.Add(at, outOfRange, "write all its digits", "`%s` is not exact", k.name())
		return 0, false
	}
	return uint64(x), true
}

func (d *decoder) boolean(k *key, n *yaml.Node, at source.Span, into *bool) {
	switch n.Value {
	case "true", "True", "TRUE":
		*into = true
	case "false", "False", "FALSE":
		*into = false
	default:
		d.wrong(k, at, "%s", kindOf(n))
	}
}

// word checks a value that must be one of a few.
func (d *decoder) word(k *key, n *yaml.Node, at source.Span) bool {
	for _, w := range k.words {
		if n.Value == w {
			return true
		}
	}
	fix := fmt.Sprintf("the default is %s", k.def)
	if near, ok := spell.Nearest(n.Value, k.words); ok {
		fix = "did you mean `" + near + "`?"
	}
	d.list.Add(at, wrongType, fix, "`%s` must be %s, not `%s`", k.name(), strings.Join(k.words, " or "), n.Value)
	return false
}

// init reads a radius or a file.
func (d *decoder) init(k *key, n *yaml.Node, at source.Span, s *Sampler) {
	if x, ok := float(n); ok {
		if d.within(k, x, n, at) {
			s.Init.Radius = x
		}
		return
	}
	if d.filled(k, n, at) {
		s.InitFile = d.path(Text{n.Value, at})
	}
}

// entries calls f for each entry of a mapping whose names the user chooses.
func (d *decoder) entries(k *key, n *yaml.Node, f func(name Text, value *yaml.Node)) {
	if !d.mapping(k, n) {
		return
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		switch {
		case name.Kind != yaml.ScalarNode:
			d.list.Add(d.span(name), wrongType, "write `"+k.example+"`", "the name of a variable must stand here, not %s", kindOf(name))
		case !d.once(seen, name):
		case isNull(value):
			d.list.Add(d.span(name), wrongType, emptyFix(k, name.Value), "`%s` has no value", name.Value)
		default:
			f(Text{name.Value, d.span(name)}, value)
		}
	}
}

// emptyFix explains an entry without a value.
func emptyFix(k *key, name string) string {
	if before, after, ok := strings.Cut(name, ":"); ok {
		return fmt.Sprintf("a space must follow the colon: `%s: %s`", before, after)
	}
	if k.path == "data.values" {
		return "write NA for a value that is missing"
	}
	return "write `" + k.example + "`"
}

func (d *decoder) columns(k *key, n *yaml.Node, into *[]Column) {
	d.entries(k, n, func(name Text, value *yaml.Node) {
		c := Column{Name: name, List: value.Kind == yaml.SequenceNode}
		parts := []*yaml.Node{value}
		if c.List {
			parts = value.Content
		}
		for _, p := range parts {
			if p.Kind != yaml.ScalarNode || isNull(p) {
				d.list.Add(d.span(p), wrongType, "a constant stands under `values`", "`%s` must be bound to a column, an expression over columns, or a list of them", name.Text)
				return
			}
			c.Exprs = append(c.Exprs, Text{p.Value, d.span(p)})
		}
		*into = append(*into, c)
	})
}

func (d *decoder) levels(k *key, n *yaml.Node, into *[]Levels) {
	d.entries(k, n, func(name Text, value *yaml.Node) {
		l := Levels{Dim: name}
		if value.Kind != yaml.SequenceNode || len(value.Content) == 0 {
			d.list.Add(d.span(value), wrongType, "write `"+k.example+"`", "the levels of `%s` must be a list of labels", name.Text)
			return
		}
		for _, p := range value.Content {
			if p.Kind != yaml.ScalarNode || isNull(p) {
				d.list.Add(d.span(p), wrongType, "", "a label must be text or a number")
				return
			}
			l.Labels = append(l.Labels, Text{p.Value, d.span(p)})
		}
		*into = append(*into, l)
	})
}

func (d *decoder) values(k *key, n *yaml.Node, into *[]Entry) {
	d.entries(k, n, func(name Text, value *yaml.Node) {
		*into = append(*into, Entry{name, d.value(value)})
	})
}

// value keeps a node as it was written.
func (d *decoder) value(n *yaml.Node) Value {
	v := Value{Span: d.span(n), Text: n.Value, Quoted: quoted(n), List: n.Kind == yaml.SequenceNode}
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			v.Items = append(v.Items, d.value(item))
		}
	case yaml.MappingNode:
		v.Keys = []string{}
		seen := map[string]*yaml.Node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if d.once(seen, n.Content[i]) {
				v.Keys = append(v.Keys, n.Content[i].Value)
				v.Items = append(v.Items, d.value(n.Content[i+1]))
			}
		}
	}
	return v
}
