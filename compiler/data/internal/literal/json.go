package literal

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"hm/compiler/data/internal/place"
	"hm/lang/source"
)

// Codes of what may be wrong with a JSON file.
const (
	badJSON      source.Code = "json-syntax"
	duplicateKey source.Code = "duplicate-key"
)

// maxDepth bounds how deep arrays and objects nest: no variable of a model
// comes near it.
const maxDepth = 64

// maxTwice is how many names that are given twice are reported.
const maxTwice = 10

// JSON reads a file in Stan's JSON: one object with a value for each variable.
// It accepts the words NaN, Infinity and -Infinity, with or without quotes.
func JSON(name, text string) (*Map, source.List) {
	p := &parser{file: &place.File{Name: name, Text: text}}
	p.at = len(text) - len(strings.TrimPrefix(text, "\uFEFF"))
	p.blanks()
	switch {
	case p.peek() == 0 && p.at >= len(text):
		p.fail(0, 0, `it must hold an object such as {"N": 3, "y": [1, 2, 3]}`, "the file is empty")
		return nil, p.list
	case p.peek() != '{':
		p.fail(p.at, p.at+1, `write {"y": [1, 2, 3]}`, "the data must be an object with a value for each variable")
		return nil, p.list
	}
	m := p.object(0)
	if len(p.list) == 0 {
		if p.blanks(); p.at < len(text) {
			p.fail(p.at, p.at+1, "one object holds all variables", "there is text behind the end of the data")
		}
	}
	return m, p.list
}

type parser struct {
	file *place.File
	at   int
	list source.List
	bad  bool // a syntax error was met: unwind
}

func (p *parser) fail(from, to int, fix, format string, args ...any) {
	if !p.bad {
		p.list.Add(p.file.Span(from, to), badJSON, fix, format, args...)
	}
	p.bad = true
}

func (p *parser) peek() byte {
	if p.at < len(p.file.Text) {
		return p.file.Text[p.at]
	}
	return 0
}

func (p *parser) blanks() {
	text := p.file.Text
	for p.at < len(text) && (text[p.at] == ' ' || text[p.at] == '\n' || text[p.at] == '\t' || text[p.at] == '\r') {
		p.at++
	}
	if p.at < len(text) && (text[p.at] == '#' || text[p.at] == '/') {
		p.fail(p.at, p.at+1, "", "JSON has no comments")
	}
}

// object reads from { to }. Duplicate names are errors, but no reason to stop.
func (p *parser) object(depth int) *Map {
	m := &Map{}
	var keys [][2]uint32
	m.place = func(i int) source.Span { return p.file.Span(int(keys[i][0]), int(keys[i][1])) }
	open := p.at
	p.at++
	p.blanks()
	if p.peek() == '}' {
		p.at++
		return m
	}
	for !p.bad {
		p.blanks()
		from := p.at
		name, ok := p.key()
		if !ok {
			return m
		}
		key := [2]uint32{uint32(from), uint32(p.at)}
		if p.blanks(); p.peek() != ':' {
			p.fail(p.at, p.at+1, "", "a colon must follow the name %q", name)
			return m
		}
		p.at++
		v := p.value(depth + 1)
		if p.bad {
			return m
		}
		if first, dup := m.byName[name]; dup {
			p.twice(m, first, key)
		} else {
			keys = append(keys, key)
			m.add(name, v)
		}
		if !p.next(open, '}', "object") {
			return m
		}
	}
	return m
}

// twice reports a name that m has already.
func (p *parser) twice(m *Map, first int, key [2]uint32) {
	if len(p.list) >= maxTwice {
		return
	}
	p.list = append(p.list, source.Diagnostic{
		Span: p.file.Span(int(key[0]), int(key[1])), Code: duplicateKey, Fix: "keep one of them",
		Msg:     "`" + m.Names[first] + "` is given twice",
		Related: []source.Note{{Span: m.KeySpan(first), Msg: "it is first given here"}},
	})
}

// key reads the name of a value.
func (p *parser) key() (string, bool) {
	switch c := p.peek(); {
	case c == '"':
		return p.str()
	case c == '\'':
		p.fail(p.at, p.at+1, `use double quotes: "y"`, "names stand in double quotes in JSON, not in single quotes")
	case c == '}':
		p.fail(p.at, p.at+1, "drop the comma before it", "a name must follow a comma")
	case p.at >= len(p.file.Text):
		p.fail(p.at, p.at, "was it cut off?", "the file ends in the middle of the data")
	default:
		p.fail(p.at, p.at+p.word(), `write "y": [1, 2, 3]`, "a name in double quotes must stand here")
	}
	return "", false
}

// word is the length of the word at hand, at least 1.
func (p *parser) word() int {
	i := strings.IndexAny(p.file.Text[p.at:], " \t\r\n,:[]{}\"")
	if i < 0 {
		i = len(p.file.Text) - p.at
	}
	return max(i, 1)
}

// next reads the comma or the close behind an entry, and reports whether
// another entry follows.
func (p *parser) next(open int, end byte, what string) bool {
	p.blanks()
	switch c := p.peek(); {
	case p.bad:
	case c == ',':
		p.at++
		return true
	case c == end:
		p.at++
	case p.at >= len(p.file.Text):
		p.fail(open, open+1, "was the file cut off?", "this %s is never closed with %c", what, end)
	default:
		p.fail(p.at, p.at+p.word(), "", "a comma or %c must stand here", end)
	}
	return false
}

// value reads one value of a variable.
func (p *parser) value(depth int) *Literal {
	p.blanks()
	from := p.at
	var at []uint32
	b := newBuilder(func(mark int) source.Span { return p.file.Span(mark, leafEnd(p.file.Text, mark)) })
	p.part(b, &at, depth)
	lit := b.literal()
	lit.place = jsonPlace(p.file, from, p.at, at)
	return lit
}

// part reads a value or an entry of an array.
func (p *parser) part(b *builder, at *[]uint32, depth int) {
	if p.blanks(); p.bad {
		return
	}
	start := p.at
	if depth > maxDepth {
		p.fail(start, start+1, "", "arrays and objects are nested more than %d deep", maxDepth)
		return
	}
	if c := p.peek(); c == '[' {
		p.array(b, at, depth)
		return
	}
	*at = append(*at, uint32(start))
	p.leaf(b, start, depth)
}

func (p *parser) array(b *builder, at *[]uint32, depth int) {
	open := p.at
	b.begin(open)
	p.at++
	if p.blanks(); p.peek() == ']' {
		p.at++
		b.end()
		return
	}
	for {
		if p.blanks(); p.peek() == ']' {
			p.fail(p.at, p.at+1, "drop the comma before it", "an entry must follow a comma")
			return
		}
		p.part(b, at, depth+1)
		if p.bad || !p.next(open, ']', "array") {
			b.end()
			return
		}
	}
}

func (p *parser) leaf(b *builder, start, depth int) {
	switch c := p.peek(); {
	case c == '"':
		if s, ok := p.str(); ok {
			b.text(start, s)
		}
	case c == '{':
		b.object(start, p.object(depth))
	case p.at >= len(p.file.Text):
		p.fail(start, start, "was it cut off?", "the file ends where a value must stand")
	default:
		p.bare(b, start)
	}
}

// words are the values that are written without quotes.
var words = map[string]struct {
	kind Kind
	num  float64
}{
	"null": {Null, math.NaN()}, "NA": {Null, math.NaN()}, "true": {Bool, 1}, "false": {Bool, 0},
	"NaN": {Real, math.NaN()}, "Infinity": {Real, math.Inf(1)}, "-Infinity": {Real, math.Inf(-1)},
	"Inf": {Real, math.Inf(1)}, "-Inf": {Real, math.Inf(-1)},
}

// bare reads a number or a word.
func (p *parser) bare(b *builder, start int) {
	end := start + p.word()
	text := p.file.Text[start:end]
	if w, ok := words[text]; ok {
		p.at = end
		b.leaf(start, w.kind, w.num)
		return
	}
	x, ok := number(text)
	switch {
	case ok:
		p.at = end
		b.number(start, x)
	case text[0] == '\'':
		p.fail(start, end, `use double quotes: "a"`, "text stands in double quotes in JSON, not in single quotes")
	case strings.Trim(text, "+-.0123456789eE") == "":
		p.fail(start, end, "write 12, -0.5 or 1e-3", "%q is not a number in JSON", text)
	case strings.ContainsAny(text[:1], ",:]}"):
		p.fail(start, start+1, "", "a value must stand before this %q", text[:1])
	default:
		p.fail(start, end, "numbers stand as they are, text in double quotes", "%q is not a value in JSON", text)
	}
}

// number reads a number in JSON's form: no leading plus or zeros, digits on
// both sides of a decimal point.
func number(text string) (float64, bool) {
	rest := strings.TrimPrefix(text, "-")
	whole := digits(rest)
	if whole == 0 || whole > 1 && rest[0] == '0' {
		return 0, false
	}
	rest = rest[whole:]
	if strings.HasPrefix(rest, ".") {
		n := digits(rest[1:])
		if n == 0 {
			return 0, false
		}
		rest = rest[1+n:]
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		n := digits(rest)
		if n == 0 {
			return 0, false
		}
		rest = rest[n:]
	}
	if rest != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}

// digits is how many digits s starts with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// str reads a string in double quotes.
func (p *parser) str() (string, bool) {
	text := p.file.Text
	open := p.at
	end, plain := stringEnd(text, open)
	if end < 0 {
		p.fail(open, open+1, "", "this string is never closed with a quote")
		return "", false
	}
	p.at = end
	if i := strings.IndexFunc(text[open:end], func(r rune) bool { return r < ' ' }); i >= 0 {
		p.fail(open+i, open+i+1, `a tab is written \t`, "there is a control character in this string")
		return "", false
	}
	if plain {
		return text[open+1 : end-1], true
	}
	var s string
	if err := json.Unmarshal([]byte(text[open:end]), &s); err != nil {
		p.fail(open, end, `a backslash is written \\`, "this string holds an escape that JSON does not know")
		return "", false
	}
	return s, true
}

// stringEnd returns where the string that starts at open ends, or -1, and
// whether it is without escapes. Strings end with their line.
func stringEnd(text string, open int) (end int, plain bool) {
	plain = true
	for i := open + 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i + 1, plain
		case '\\':
			plain = false
			i++
		case '\n':
			return -1, plain
		}
	}
	return -1, plain
}

// leafEnd returns where the leaf or array that starts at an offset ends, near
// enough to underline it.
func leafEnd(text string, start int) int {
	if start >= len(text) {
		return start
	}
	switch text[start] {
	case '"':
		if end, _ := stringEnd(text, start); end > 0 {
			return end
		}
		return start + 1
	case '[', '{':
		if i := strings.IndexAny(text[start:], "]}\n"); i > 0 {
			return start + i + 1
		}
		return start + 1
	}
	i := strings.IndexAny(text[start:], " \t\r\n,:[]{}\"")
	if i < 0 {
		return len(text)
	}
	return start + max(i, 1)
}
