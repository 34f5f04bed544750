package runfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"hm/runtime"
)

// Schema returns the JSON Schema (draft 2020-12) of run files, for editors:
// with it they complete keys, show what they mean, and mark what is wrong. A
// run file names it in its first line:
//
//	# yaml-language-server: $schema=hm-run.schema.json
func Schema() []byte {
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "hm run file"},
	}
	root = append(root, sectionSchema("")...)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		panic("runfile: the table of keys has no schema: " + err.Error())
	}
	return b.Bytes()
}

// An object is a JSON object whose names keep their order.
type object []struct {
	name  string
	value any
}

// MarshalJSON writes the object.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, e := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", e.name)
		var v bytes.Buffer
		enc := json.NewEncoder(&v)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(e.value); err != nil {
			return nil, err
		}
		b.Write(bytes.TrimSpace(v.Bytes()))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (o *object) add(name string, value any) {
	*o = append(*o, object{{name, value}}...)
}

// sectionSchema describes the keys of a section; "" is the whole file.
func sectionSchema(path string) object {
	var properties object
	required := []string{}
	for i := range keys {
		k := &keys[i]
		if section, name := split(k.path); section == path {
			properties.add(name, k.schema())
			if k.required {
				required = append(required, name)
			}
		}
	}
	s := object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}}
	if len(required) > 0 {
		s.add("required", required)
	}
	return s
}

// schema describes one key.
func (k *key) schema() object {
	s := object{{"description", k.doc}}
	switch k.into(&Config{}).(type) {
	case section:
		s = append(s, sectionSchema(k.path)...)
		s[1].value = []string{"object", "null"}
		if k.path == "data" {
			s[1].value = "object"
		}
	case *[]Column:
		part := object{{"type", []string{"string", "number"}}}
		s.add("type", "object")
		s.add("additionalProperties", object{{"anyOf", []object{part, {{"type", "array"}, {"items", part}}}}})
	case *[]Levels:
		s.add("type", "object")
		s.add("additionalProperties", object{{"type", "array"}, {"minItems", 1},
			{"items", object{{"type", []string{"string", "number", "boolean"}}}}})
	case *[]Entry:
		s.add("type", "object")
	case *int, *uint64:
		s.add("type", "integer")
		k.limits.schema(&s)
	case *float64:
		s.add("type", "number")
		k.limits.schema(&s)
	case *bool:
		s.add("type", "boolean")
	case *Sampler:
		number := object{{"type", "number"}}
		k.limits.schema(&number)
		s.add("anyOf", []object{number, {{"type", "string"}, {"minLength", 1}}})
	case *string, *runtime.Metric:
		s.add("enum", k.words)
	default:
		s.add("type", "string")
	}
	k.defaultSchema(&s)
	return s
}

func (k *key) defaultSchema(s *object) {
	if k.def == "" || strings.Contains(k.def, "NAME") {
		return
	}
	switch x, err := strconv.ParseFloat(k.def, 64); {
	case err == nil:
		s.add("default", x)
	case k.def == "true" || k.def == "false":
		s.add("default", k.def == "true")
	default:
		s.add("default", k.def)
	}
}

// schema adds the limits. The schema leaves out those that only say how large
// a machine's numbers are.
func (l limits) schema(s *object) {
	if l.loOpen {
		s.add("exclusiveMinimum", l.lo)
	} else {
		s.add("minimum", l.lo)
	}
	switch {
	case math.IsInf(l.hi, 1) || l.hi >= maxInt:
	case l.hiOpen:
		s.add("exclusiveMaximum", l.hi)
	default:
		s.add("maximum", l.hi)
	}
}

// Reference describes all keys as a Markdown table, for the documentation.
func Reference() string {
	var b strings.Builder
	b.WriteString("| key | default | meaning |\n|---|---|---|\n")
	for _, k := range keys {
		def := k.def
		if def != "" {
			def = "`" + def + "`"
		}
		if k.required {
			def = "required"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.path, def, k.doc)
	}
	return b.String()
}
