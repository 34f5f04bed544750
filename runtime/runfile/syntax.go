package runfile

import (
	"io"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"hm/lang/source"
)

// syntaxError puts an error of the YAML library in our words. The library
// names the line in which it gave up, or one before it, or none; what the user
// needs is the line that is wrong. That is the first one with which no part of
// the file can be read any more.
func (d *decoder) syntaxError(err error) source.Diagnostic {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	n := d.wrongLine()
	line := d.line(n)
	for _, m := range mistakes {
		if m.says != "" && !strings.Contains(msg, m.says) {
			continue
		}
		at := m.line.FindStringSubmatchIndex(line)
		if at == nil {
			continue
		}
		from, to := at[0], at[1]
		if len(at) > 2 && at[2] >= 0 {
			from, to = at[2], at[3]
		}
		return source.Diagnostic{
			Span: d.at(n, utf8.RuneCountInString(line[:from])+1, max(1, utf8.RuneCountInString(line[from:to]))),
			Code: badYAML, Msg: m.msg, Fix: strings.ReplaceAll(m.fix, "TEXT", strings.TrimSpace(line[from:to])),
		}
	}
	return source.Diagnostic{
		Span: d.at(n, 1, utf8.RuneCountInString(line)), Code: badYAML,
		Msg: "this line cannot be read: " + libraryLine.ReplaceAllString(msg, ""),
	}
}

var libraryLine = regexp.MustCompile(`^line \d+: `)

// wrongLine returns the line after the longest part of the file that is whole.
// In a long file it looks for it by halving, which may end within a value of
// several lines before it.
func (d *decoder) wrongLine() int {
	last := len(d.starts)
	if last > 1 && d.starts[last-1] == len(d.text) {
		last--
	}
	whole := func(lines int) bool {
		var node yaml.Node
		err := decode(yaml.NewDecoder(strings.NewReader(d.text[:d.starts[lines]])), &node)
		return err == nil || err == io.EOF
	}
	if last*len(d.text) > muchWork {
		return sort.Search(last-1, func(i int) bool { return !whole(i + 1) }) + 1
	}
	for n := last - 1; n >= 1; n-- {
		if whole(n) {
			return n + 1
		}
	}
	return 1
}

// muchWork is how many bytes wrongLine may read, about a tenth of a second.
const muchWork = 1 << 21

// A mistake is one way to get YAML wrong.
type mistake struct {
	says     string         // what the library's error contains; any if empty
	line     *regexp.Regexp // what the line looks like; its group is underlined
	msg, fix string         // TEXT in fix stands for what is underlined
}

// mistakes are tried in order.
var mistakes = []mistake{
	{"", regexp.MustCompile(`^ *(\t+)`), "a tab stands in the indentation, where YAML allows only spaces", "indent with spaces"},
	{"invalid", regexp.MustCompile(`[^\x00-\x7f]+|^`), "the run file is not UTF-8", "save it as UTF-8"},
	{"control characters", regexp.MustCompile(`[\x00-\x08\x0b-\x1f]|^`), "there is a control character in the run file", "delete it"},
	{"", regexp.MustCompile(`[:,\[{-] +([!@%` + "`" + `][^,}\]]*)`), "a value cannot begin with this character in YAML", "put the value in single quotes: 'TEXT'"},
	{"anchor", regexp.MustCompile(`[:,\[{-] +(\*[^,}\]]*)`), "a value cannot begin with * in YAML", "put the value in single quotes: 'TEXT'"},
	{"escape character", regexp.MustCompile(`(\\[^"\\/abefnrtvxuUNLP_0 ])`), "within double quotes a backslash begins an escape, and YAML does not know this one", "use single quotes, or double the backslash"},
	{"", regexp.MustCompile(`[:,\[-] +("[^"]*" *[^ ,}\]#"].*)$`), "text follows the closing quote", "put the whole value in single quotes: 'TEXT'"},
	{"", regexp.MustCompile(`[:,\[-] +('[^']*' *[^ ,}\]#'].*)$`), "text follows the closing quote", `put the whole value in double quotes: "TEXT"`},
	{"", regexp.MustCompile(`^[^"']*(")[^"]*$`), "this quote is never closed", "close it, in the same line"},
	{"", regexp.MustCompile(`^[^"']*(')[^']*$`), "this quote is never closed", "close it, in the same line"},
	{"did not find expected ',' or '}'", regexp.MustCompile(`\{[^}]*?([\w.]+: +[^ ,}]+ +[\w.]+:[^,}]*)`), "a comma is missing between these", "write `{chains: 4, warmup: 1000}`"},
	{"", regexp.MustCompile(`(\{)[^}]*$`), "this brace is never closed", "close it with }; entries are separated by commas"},
	{"", regexp.MustCompile(`(\[)[^\]]*$`), "this bracket is never closed", "close it with ]; entries are separated by commas"},
	{"", regexp.MustCompile(`^[^{]*(\})`), "this brace closes nothing", "delete it"},
	{"", regexp.MustCompile(`^[^\[]*(\])`), "this bracket closes nothing", "delete it"},
	{"", regexp.MustCompile(`\}\s*([^ #,}\]].*|\})$`), "this cannot follow the closing brace", "delete it, or begin a new line"},
	{"", regexp.MustCompile(`(,\s*,)`), "there is nothing between these commas", "delete one of them"},
	{"block sequence", regexp.MustCompile(`: +(- .*)`), "a list cannot begin behind a colon like this", "write `[a, b]`, or begin a new line with the first `-`"},
	{"mapping values", regexp.MustCompile(`: +[^"'{\[]*?[^ ](: .*)`), "a second colon stands in this line", "put the value in single quotes"},
	{"mapping values", regexp.MustCompile(`^( *)\S`), "this line is indented unlike the lines above it", "keys that belong together begin in the same column"},
	{"could not find expected ':'", regexp.MustCompile(`^ *(.*\S)`), "this is no line of the form `key: value`", "write a colon and a space behind the key, as in `model: model.hm`"},
	{"'-' indicator", regexp.MustCompile(`^ *(.*\S)`), "this line stands among the entries of a list, but does not begin with `-`", "begin it with `- `, or indent it unlike the list"},
	{"did not find expected key", regexp.MustCompile(`^( *)\S`), "this line is indented unlike the lines above it", "keys that belong together begin in the same column"},
}
