// Package literal holds values written out in full: those of a JSON file, and
// those under `values` in a run file.
//
// A literal is a leaf, or nested arrays of leaves. The leaves lie flat, in the
// order in which they are written, beside the sizes of the arrays: that is
// what most of the work needs, and a million numbers take a few megabytes.
package literal

import (
	"fmt"
	"math"

	"hm/compiler/data/internal/place"
	"hm/lang/source"
)

// A Kind says what a leaf is.
type Kind uint8

// The kinds of leaves.
const (
	Int    Kind = iota // a whole number, written with or without a decimal point
	Real               // another number, an infinity, or NaN
	String             // any other string
	Null               // null or NA: no value
	Bool
	Object // values by name, such as a tuple {"1": 2, "2": [3, 4]}
)

// A Literal is one value.
type Literal struct {
	// Dims are the sizes of the nested arrays, outermost first; empty for a
	// leaf alone. If the arrays are ragged, they say nothing.
	Dims   []int
	Ragged *Ragged // how the arrays are ragged, or nil

	kinds   []Kind
	nums    []float64      // of Int and Real; of Bool 1 or 0
	strings map[int]string // of String
	objects map[int]*Map   // of Object

	place  func(leaf int) source.Span // of a leaf; of the whole if it is -1
	counts [4]int                     // how many leaves are Int, Real, String, Null
}

// Ragged says where nested arrays are not rectangular.
type Ragged struct {
	Span source.Span
	Msg  string // in words, such as "this row has 2 entries, the first has 3"
}

// A Map is values by name, in the order in which they are written.
type Map struct {
	Names  []string
	Values []*Literal
	byName map[string]int
	place  func(i int) source.Span // of name i
}

// Get returns the value of a name.
func (m *Map) Get(name string) (*Literal, bool) {
	if m == nil {
		return nil, false
	}
	i, ok := m.byName[name]
	if !ok {
		return nil, false
	}
	return m.Values[i], true
}

// KeySpan returns where name i is.
func (m *Map) KeySpan(i int) source.Span { return m.place(i) }

func (m *Map) add(name string, v *Literal) {
	if m.byName == nil {
		m.byName = map[string]int{}
	}
	m.byName[name] = len(m.Names)
	m.Names, m.Values = append(m.Names, name), append(m.Values, v)
}

// Len is the number of leaves.
func (l *Literal) Len() int { return len(l.kinds) }

// Kind returns the kind of a leaf.
func (l *Literal) Kind(leaf int) Kind { return l.kinds[leaf] }

// Num returns a leaf that is a number or a Bool.
func (l *Literal) Num(leaf int) float64 { return l.nums[leaf] }

// Text returns a leaf that is a String.
func (l *Literal) Text(leaf int) string { return l.strings[leaf] }

// Object returns a leaf that is an Object.
func (l *Literal) Object(leaf int) *Map { return l.objects[leaf] }

// Span returns where the value is.
func (l *Literal) Span() source.Span { return l.place(-1) }

// LeafSpan returns where a leaf is.
func (l *Literal) LeafSpan(leaf int) source.Span { return l.place(leaf) }

// Count returns how many leaves are of one of the kinds Int, Real, String and Null.
func (l *Literal) Count(k Kind) int { return l.counts[k] }

// All reports whether every leaf is of kind k.
func (l *Literal) All(k Kind) bool {
	for _, kind := range l.kinds {
		if kind != k {
			return false
		}
	}
	return true
}

// A builder makes a Literal from the start and end of arrays and the leaves.
type builder struct {
	lit   *Literal
	open  []int // entries so far of each array that is open
	depth int   // how many arrays are around leaves; -1 if not yet known
	dims  []int // the size of the first array of each depth; -1 while unknown
	// span returns the place of a part that begins at mark, for Ragged.
	span func(mark int) source.Span
	at   []int // the marks of the open arrays
}

func newBuilder(span func(mark int) source.Span) *builder {
	return &builder{lit: &Literal{}, depth: -1, span: span}
}

func (b *builder) begin(mark int) {
	b.entry()
	if b.depth >= 0 && len(b.open) >= b.depth {
		b.ragged(mark, "there is an array here, where the entries before it are single values")
	}
	b.open, b.at = append(b.open, 0), append(b.at, mark)
	if len(b.dims) < len(b.open) {
		b.dims = append(b.dims, -1)
	}
}

// end closes the innermost array.
func (b *builder) end() {
	d := len(b.open) - 1
	n, mark := b.open[d], b.at[d]
	b.open, b.at = b.open[:d], b.at[:d]
	switch {
	case b.dims[d] < 0:
		b.dims[d] = n
	case b.dims[d] != n:
		b.ragged(mark, fmt.Sprintf("this array has %s, the first one beside it has %d", entries(n), b.dims[d]))
	}
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// entry counts one more entry of the innermost array.
func (b *builder) entry() {
	if d := len(b.open) - 1; d >= 0 {
		b.open[d]++
	}
}

func (b *builder) leaf(mark int, k Kind, x float64) {
	b.entry()
	if b.depth < 0 {
		b.depth = len(b.open)
	}
	switch {
	case len(b.open) < b.depth, len(b.dims) > b.depth:
		b.ragged(mark, "there is a single value here, where the entries before it are arrays")
	}
	b.lit.kinds = append(b.lit.kinds, k)
	b.lit.nums = append(b.lit.nums, x)
	if int(k) < len(b.lit.counts) {
		b.lit.counts[k]++
	}
}

func (b *builder) number(mark int, x float64) {
	if x == math.Trunc(x) && !math.IsInf(x, 0) {
		b.leaf(mark, Int, x)
		return
	}
	b.leaf(mark, Real, x)
}

func (b *builder) text(mark int, s string) {
	switch s {
	case "NaN", "nan":
		b.leaf(mark, Real, math.NaN())
	case "Inf", "+Inf", "inf", "+inf", "Infinity", "+Infinity":
		b.leaf(mark, Real, math.Inf(1))
	case "-Inf", "-inf", "-Infinity":
		b.leaf(mark, Real, math.Inf(-1))
	case "NA":
		b.leaf(mark, Null, math.NaN())
	default:
		b.leaf(mark, String, math.NaN())
		if b.lit.strings == nil {
			b.lit.strings = map[int]string{}
		}
		b.lit.strings[len(b.lit.kinds)-1] = s
	}
}

func (b *builder) object(mark int, m *Map) {
	b.leaf(mark, Object, math.NaN())
	if b.lit.objects == nil {
		b.lit.objects = map[int]*Map{}
	}
	b.lit.objects[len(b.lit.kinds)-1] = m
}

// ragged keeps the first problem: those after it may follow from it.
func (b *builder) ragged(mark int, msg string) {
	if b.lit.Ragged == nil {
		b.lit.Ragged = &Ragged{b.span(mark), msg}
	}
}

func (b *builder) literal() *Literal {
	b.lit.Dims = b.dims
	return b.lit
}

// jsonPlace finds leaves again by their byte offsets.
func jsonPlace(file *place.File, from, to int, at []uint32) func(int) source.Span {
	return func(leaf int) source.Span {
		if leaf < 0 {
			return file.Span(from, to)
		}
		start := int(at[leaf])
		return file.Span(start, leafEnd(file.Text, start))
	}
}
