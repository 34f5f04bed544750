package runfile

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"

	"hm/lang/source"
	"hm/lang/spell"
)

// Parse reads the text of a run file of a name, which places it: paths in it
// are relative to its directory. It touches no file. A Config is returned even
// with errors, unless the text is no YAML at all.
func Parse(name string, text []byte) (*Config, source.List) {
	d := &decoder{layout: newLayout(name, string(text)), config: Default()}
	d.config.File = name
	root := d.document()
	if root == nil {
		return nil, d.list
	}
	d.root(root)
	return d.config, d.list
}

// A decoder fills a Config from the nodes of a document.
type decoder struct {
	*layout
	config *Config
	list   source.List
}

// document reads the only document of the file: nil if there is none.
func (d *decoder) document() *yaml.Node {
	dec := yaml.NewDecoder(bytes.NewReader([]byte(d.text)))
	var doc, second yaml.Node
	err := decode(dec, &doc)
	switch {
	case err == io.EOF:
		d.list.Add(d.at(1, 1, 0), missingKey, "it begins with `hm: 1` and `model: model.hm`", "the run file is empty")
		return nil
	case err != nil:
		d.list = append(d.list, d.syntaxError(err))
		return nil
	}
	if err := decode(dec, &second); err == nil {
		d.list.Add(d.at(second.Line, second.Column, 3), badYAML, "drop the line `---`, or write a second file",
			"a second document begins here, but a run file is one document")
		return nil
	}
	return doc.Content[0]
}

// decode reads the next document. A panic of the library on strange input is
// an error like others.
func decode(dec *yaml.Decoder, n *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	return dec.Decode(n)
}

func (d *decoder) root(n *yaml.Node) {
	if !d.plain(n, 0) {
		return
	}
	if n.Kind != yaml.MappingNode {
		fix := "write lines such as `model: model.hm`"
		if strings.Contains(n.Value, ":") {
			fix = "a space must follow each colon: `model: model.hm`"
		}
		d.list.Add(d.span(n), wrongType, fix, "a run file consists of lines of the form `key: value`")
		return
	}
	d.section("", n)
	if _, ok := d.config.given["output.dir"]; !ok {
		d.config.Output.Dir = d.path(Text{Text: d.config.defaultDir()})
	}
	d.together()
}

// together checks keys that depend on each other.
func (d *decoder) together() {
	s := d.config.Sampler
	if at, ok := d.config.given["sampler.thin"]; ok && s.Thin > s.Draws {
		d.list.Add(at, outOfRange, "", "`thin` is %d, but there are only %d draws", s.Thin, s.Draws)
	}
	for _, w := range []struct {
		key, ext, fix string
		path          Path
	}{
		{"table", ".json", "write `json: %s`", d.config.Data.Table},
		{"json", ".csv", "write `table: %s`", d.config.Data.JSON},
		{"json", ".tsv", "write `table: %s`", d.config.Data.JSON},
	} {
		if strings.EqualFold(filepath.Ext(w.path.Text.Text), w.ext) {
			d.list.Add(w.path.Span, conflict, fmt.Sprintf(w.fix, w.path.Text.Text), "`%s` names a %s file", w.key, w.ext)
		}
	}
}

// maxDepth bounds how deep a run file nests.
const maxDepth = 32

// plain reports whether a node is without aliases, anchors and tags, which run
// files do not need and which would make positions lie.
func (d *decoder) plain(n *yaml.Node, depth int) bool {
	switch {
	case depth > maxDepth:
		d.list.Add(d.at(n.Line, n.Column, 1), badYAML, "", "the run file is nested more than %d deep", maxDepth)
		return false
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.list.Add(d.at(n.Line, n.Column, 1), badYAML, "write the value out; text that begins with & or * stands in quotes", "run files have no anchors (&) or aliases (*)")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		d.list.Add(d.at(n.Line, n.Column, 1), badYAML, "put the value in quotes, as in '!missing(y)'", "a value that begins with ! has a special meaning in YAML")
		return false
	}
	ok := true
	for _, c := range n.Content {
		ok = d.plain(c, depth+1) && ok
	}
	return ok
}

// section decodes the keys of a mapping that the table lists under a path.
func (d *decoder) section(path string, n *yaml.Node) {
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		if !d.once(seen, name) {
			continue
		}
		if k := find(join(path, name.Value)); k != nil && name.Kind == yaml.ScalarNode {
			d.key(k, name, value)
		} else {
			d.unknown(path, name)
		}
	}
	for i := range keys {
		k := &keys[i]
		if section, name := split(k.path); k.required && section == path && seen[name] == nil {
			d.list.Add(d.at(1, 1, 0), missingKey, "add `"+k.example+"`", "the run file has no `%s`", k.path)
		}
	}
}

// once reports whether the name of an entry is new among those beside it.
func (d *decoder) once(seen map[string]*yaml.Node, name *yaml.Node) bool {
	first := seen[name.Value]
	if first == nil {
		seen[name.Value] = name
		return true
	}
	d.list = append(d.list, source.Diagnostic{
		Span: d.span(name), Code: duplicateKey, Fix: "keep one of them",
		Msg:     fmt.Sprintf("`%s` is given twice", name.Value),
		Related: []source.Note{{Span: d.span(first), Msg: "it is first given here"}},
	})
	return false
}

func find(path string) *key {
	for i := range keys {
		if keys[i].path == path {
			return &keys[i]
		}
	}
	return nil
}

func join(section, name string) string {
	if section == "" {
		return name
	}
	return section + "." + name
}

func split(path string) (section, name string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}

// unknown reports a key that is not in the table.
func (d *decoder) unknown(path string, name *yaml.Node) {
	where := "of a run file"
	if path != "" {
		where = "of `" + path + "`"
	}
	d.list.Add(d.span(name), unknownKey, keyFix(path, name.Value), "`%s` is no key %s", name.Value, where)
}

// keyFix guesses which key was meant.
func keyFix(path, name string) string {
	var beside, elsewhere []string
	for _, k := range keys {
		section, n := split(k.path)
		if section == path {
			beside = append(beside, n)
		}
		if n == name {
			elsewhere = append(elsewhere, section)
		}
	}
	if before, after, ok := strings.Cut(name, ":"); ok && find(join(path, before)) != nil {
		return fmt.Sprintf("a space must follow the colon: `%s: %s`", before, after)
	}
	if len(elsewhere) > 0 {
		if elsewhere[0] == "" {
			return fmt.Sprintf("`%s` belongs at the margin, in no section", name)
		}
		return fmt.Sprintf("it belongs under `%s`", elsewhere[0])
	}
	if near, ok := spell.Nearest(name, beside); ok {
		return "did you mean `" + near + "`?"
	}
	if syn, ok := synonyms[strings.ToLower(name)]; ok {
		return "it is called `" + syn + "` here"
	}
	if path == "data" {
		return fmt.Sprintf("a value of a variable stands under `values`: `values: {%s: ...}`", name)
	}
	return "the keys are " + strings.Join(beside, ", ")
}

// synonyms are names that other programs have for keys.
var synonyms = map[string]string{
	"iter": "draws", "iter_sampling": "draws", "num_samples": "draws", "samples": "draws",
	"iter_warmup": "warmup", "num_warmup": "warmup", "tune": "warmup", "burnin": "warmup", "burn_in": "warmup",
	"num_chains": "chains", "adapt_delta": "target_accept", "delta": "target_accept",
	"max_treedepth": "max_depth", "inits": "init", "stepsize": "step_size", "random_seed": "seed",
	"save_dir": "dir", "output_dir": "dir", "directory": "dir", "path": "dir",
	"file": "table", "csv": "table", "filter": "where", "subset": "where", "na": "missing", "factors": "levels",
	"rhat": "max_rhat", "ess": "min_ess", "divergences": "max_divergences", "version": "hm",
}
