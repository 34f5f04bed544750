package expr

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hm/lang/spell"
)

// An Env is the table that an expression is evaluated over.
type Env interface {
	// Column returns a column, or an Error without a place.
	Column(name string) (Vec, *Error)
	Rows() int
	// Names are the columns there are, for suggestions.
	Names() []string
}

// A Vec is the value of an expression: one entry a row, or one for all rows.
type Vec struct {
	Num []float64 // of numbers: NaN where missing
	// Text returns entry i as text, "" where missing; of text, and of numbers
	// that are written in the table. Missing of text says which have no value.
	Text    func(i int) string
	IsText  bool
	Missing func(i int) bool
	Scalar  bool
}

func (v Vec) len(rows int) int {
	if v.Scalar {
		return 1
	}
	return rows
}

func (v Vec) at(i int) float64 {
	if v.Scalar {
		i = 0
	}
	return v.Num[i]
}

func (v Vec) text(i int) string {
	if v.Scalar {
		i = 0
	}
	return v.Text(i)
}

func (v Vec) missing(i int) bool {
	if v.Scalar {
		i = 0
	}
	if v.IsText {
		return v.Missing != nil && v.Missing(i)
	}
	return math.IsNaN(v.Num[i])
}

// Eval evaluates e over env.
func (e *Expr) Eval(env Env) (Vec, *Error) {
	ev := &evaluator{env: env, text: e.Text}
	v := ev.eval(e.root)
	if ev.err != nil {
		return Vec{}, ev.err
	}
	return v, nil
}

type evaluator struct {
	env  Env
	text string
	err  *Error
}

func (ev *evaluator) fail(n *node, fix, format string, args ...any) Vec {
	if ev.err == nil {
		ev.err = &Error{From: n.from, To: n.to, Msg: fmt.Sprintf(format, args...), Fix: fix, Row: -1}
	}
	return Vec{Num: []float64{math.NaN()}, Scalar: true}
}

func (ev *evaluator) eval(n *node) Vec {
	switch n.op {
	case "number":
		return Vec{Num: []float64{n.num}, Scalar: true}
	case "text":
		return Vec{Text: func(int) string { return n.name }, IsText: true, Scalar: true}
	case "column":
		return ev.column(n)
	case "call":
		return ev.call(n)
	case "==", "!=", "<", "<=", ">", ">=":
		return ev.compare(n)
	}
	args := make([]Vec, len(n.args))
	for i, a := range n.args {
		args[i] = ev.number(a)
	}
	if ev.err != nil {
		return Vec{}
	}
	if len(args) == 1 {
		f := map[string]func(float64) float64{"-": neg, "+": same, "!": not}[n.op]
		return ev.each(n, args, func(i int) float64 { return f(args[0].at(i)) }, "")
	}
	f := arithmetic[n.op]
	return ev.each(n, args, func(i int) float64 { return f(args[0].at(i), args[1].at(i)) }, arithmeticWant[n.op])
}

func (ev *evaluator) column(n *node) Vec {
	v, err := ev.env.Column(n.name)
	if err != nil && ev.err == nil {
		err.From, err.To = n.from, n.to
		ev.err = err
	}
	return v
}

// NoColumn says that no column has a name, with the nearest one.
func NoColumn(name string, names []string) *Error {
	e := &Error{Row: -1, Msg: fmt.Sprintf("no column is called `%s`", name)}
	if near, ok := spell.Nearest(name, names); ok {
		e.Fix = "did you mean `" + near + "`?"
		return e
	}
	if functions[name] != nil {
		e.Fix = fmt.Sprintf("the function is called with parentheses: `%s(...)`", name)
		return e
	}
	shown := names
	if len(shown) > 12 {
		shown = shown[:12]
	}
	e.Fix = "the columns are " + strings.Join(shown, ", ")
	if len(shown) < len(names) {
		e.Fix += fmt.Sprintf(" and %d more", len(names)-len(shown))
	}
	return e
}

// number evaluates an operand that must be a number.
func (ev *evaluator) number(n *node) Vec {
	v := ev.eval(n)
	if ev.err != nil || !v.IsText {
		return v
	}
	if n.op == "text" {
		return ev.fail(n, "", "a number must stand here, not text")
	}
	return ev.notNumber(n, v)
}

// notNumber points at the first cell of a column of text that is no number.
func (ev *evaluator) notNumber(n *node, v Vec) Vec {
	ev.fail(n, "text can be compared, as in `"+n.name+" == \"A\"`, or bound to a factor", "the column `%s` is text, not numbers", n.name)
	if ev.err.Row >= 0 {
		return v
	}
	bad := func(i int) bool { return !v.missing(i) && math.IsNaN(v.at(i)) }
	for i := range ev.env.Rows() {
		if v.Num != nil && bad(i) {
			ev.err.Row, ev.err.Column, ev.err.Cell = i, n.name, v.text(i)
			ev.err.Msg = fmt.Sprintf("`%s` in the column `%s` is not a number", v.text(i), n.name)
			break
		}
	}
	return v
}

func (ev *evaluator) call(n *node) Vec {
	f := n.fn
	if f.rows != nil {
		x, scalar := f.rows(ev.env.Rows())
		return Vec{Num: x, Scalar: scalar}
	}
	if f.asks {
		return ev.asks(n)
	}
	x := ev.number(n.args[0])
	if ev.err != nil {
		return Vec{}
	}
	if f.each != nil {
		return ev.each(n, []Vec{x}, func(i int) float64 { return f.each(x.at(i)) }, f.want)
	}
	if f.one != nil {
		y, err := f.one(present(x.Num))
		return ev.checked(n, Vec{Num: []float64{y}, Scalar: true}, err)
	}
	y, err := f.all(x.Num)
	return ev.checked(n, Vec{Num: y, Scalar: x.Scalar}, err)
}

// checked returns v unless making it failed.
func (ev *evaluator) checked(n *node, v Vec, err error) Vec {
	if err != nil {
		return ev.fail(n, "", "`%s` has no value: %v", n.source(ev.text), err)
	}
	return v
}

// asks evaluates missing(x) and present(x).
func (ev *evaluator) asks(n *node) Vec {
	x := ev.eval(n.args[0])
	if ev.err != nil {
		return Vec{}
	}
	y := make([]float64, x.len(ev.env.Rows()))
	for i := range y {
		y[i] = truth(x.missing(i) == (n.fn.name == "missing"))
	}
	return Vec{Num: y, Scalar: x.Scalar}
}

func (n *node) source(text string) string { return text[n.from:n.to] }

// each evaluates f for every row. A result that is not finite although the
// operands are is an error in that row, since no model wants it.
func (ev *evaluator) each(n *node, args []Vec, f func(i int) float64, want string) Vec {
	scalar := !slices.ContainsFunc(args, func(a Vec) bool { return !a.Scalar })
	size := ev.env.Rows()
	if scalar {
		size = 1
	}
	y := make([]float64, size)
	bad, first := 0, 0
	for i := range y {
		y[i] = f(i)
		if y[i]-y[i] != 0 && finite(args, i) {
			if bad == 0 {
				first = i
			}
			bad++
		}
	}
	if bad > 0 {
		ev.notFinite(n, args, first, bad, y[first], want)
	}
	return Vec{Num: y, Scalar: scalar}
}

func finite(args []Vec, i int) bool {
	for _, a := range args {
		if x := a.at(i); x-x != 0 {
			return false
		}
	}
	return true
}

// notFinite reports a row in which an operation has no result.
func (ev *evaluator) notFinite(n *node, args []Vec, row, rows int, result float64, want string) {
	arg := len(args) - 1 // of x / y the divisor is to blame
	msg := fmt.Sprintf("`%s` is %s where `%s` is %g", n.source(ev.text), inWords(result), n.args[arg].source(ev.text), args[arg].at(row))
	if n.op == "^" || n.op == "*" || n.op == "+" || n.op == "-" {
		msg = fmt.Sprintf("`%s` is %s where `%s` is %g and `%s` is %g", n.source(ev.text), inWords(result),
			n.args[0].source(ev.text), args[0].at(row), n.args[1].source(ev.text), args[1].at(row))
	}
	fix := ""
	if want != "" {
		fix = fmt.Sprintf("`%s` must be %s", n.args[arg].source(ev.text), want)
	}
	ev.fail(n, fix, "%s", msg)
	if ev.err.Rows == 0 && slices.ContainsFunc(args, func(a Vec) bool { return !a.Scalar }) {
		ev.err.Row, ev.err.Rows, ev.err.Column = row, rows, firstColumn(n.args[arg], n)
	}
}

// firstColumn returns the first column that n, or else m, is made of.
func firstColumn(n, m *node) string {
	for _, x := range []*node{n, m} {
		if refs := (&Expr{root: x}).Refs(); len(refs) > 0 {
			return refs[0].Name
		}
	}
	return ""
}

func inWords(x float64) string {
	switch {
	case math.IsInf(x, 1):
		return "infinite"
	case math.IsInf(x, -1):
		return "minus infinity"
	}
	return "not a number"
}

func neg(x float64) float64  { return -x }
func same(x float64) float64 { return x }

func not(x float64) float64 {
	if math.IsNaN(x) {
		return x
	}
	return truth(x == 0)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var arithmetic = map[string]func(x, y float64) float64{
	"+":  func(x, y float64) float64 { return x + y },
	"-":  func(x, y float64) float64 { return x - y },
	"*":  func(x, y float64) float64 { return x * y },
	"/":  func(x, y float64) float64 { return x / y },
	"%":  math.Mod,
	"^":  math.Pow,
	"&&": and,
	"||": or,
}

var arithmeticWant = map[string]string{"/": "other than 0", "%": "other than 0"}

// and is false if either side is, whatever the other; missing if undecided.
func and(x, y float64) float64 {
	switch {
	case x == 0 || y == 0:
		return 0
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	}
	return 1
}

// or is true if either side is, whatever the other; missing if undecided.
func or(x, y float64) float64 {
	switch {
	case x != 0 && !math.IsNaN(x), y != 0 && !math.IsNaN(y):
		return 1
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	}
	return 0
}

var orders = map[string]func(order int) bool{
	"==": func(o int) bool { return o == 0 },
	"!=": func(o int) bool { return o != 0 },
	"<":  func(o int) bool { return o < 0 },
	"<=": func(o int) bool { return o <= 0 },
	">":  func(o int) bool { return o > 0 },
	">=": func(o int) bool { return o >= 0 },
}

// compare compares numbers, or text; the columns must be of the same kind.
func (ev *evaluator) compare(n *node) Vec {
	x, y := ev.eval(n.args[0]), ev.eval(n.args[1])
	if ev.err != nil {
		return Vec{}
	}
	if x.IsText != y.IsText {
		return ev.mixed(n, x)
	}
	order := func(i int) int { return compareNumbers(x.at(i), y.at(i)) }
	if x.IsText {
		order = func(i int) int { return strings.Compare(x.text(i), y.text(i)) }
	}
	holds := orders[n.op]
	scalar := x.Scalar && y.Scalar
	out := make([]float64, Vec{Scalar: scalar}.len(ev.env.Rows()))
	for i := range out {
		if x.missing(i) || y.missing(i) {
			out[i] = math.NaN()
			continue
		}
		out[i] = truth(holds(order(i)))
	}
	return Vec{Num: out, Scalar: scalar}
}

func compareNumbers(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// mixed reports a comparison of text with a number.
func (ev *evaluator) mixed(n *node, x Vec) Vec {
	text, num := n.args[0], n.args[1]
	if !x.IsText {
		text, num = num, text
	}
	fix := ""
	switch {
	case num.op == "number":
		fix = fmt.Sprintf("write `\"%s\"`", num.source(ev.text))
	case text.op == "text":
		fix = fmt.Sprintf("`%s` holds numbers: write `%s` without quotes", num.source(ev.text), text.name)
	}
	return ev.fail(n, fix, "`%s` is text and `%s` is a number, so they cannot be compared", text.source(ev.text), num.source(ev.text))
}

// Label returns entry i as the label of a factor: as it is written in the
// table, or as short as a computed number can be written. A missing entry is "".
func (v Vec) Label(i int) string {
	if v.Scalar {
		i = 0
	}
	switch {
	case v.Text != nil:
		return v.Text(i)
	case math.IsNaN(v.Num[i]):
		return ""
	}
	return strconv.FormatFloat(v.Num[i], 'g', -1, 64)
}
