package source

import (
	"strings"
	"unicode"
)

// tabWidth is the distance of tab stops in drawn source.
const tabWidth = 4

// maxWidth is the widest piece of a source line that is drawn. Data files may
// hold everything on one line.
const maxWidth = 120

// layout returns a line of source as drawn, tabs expanded and control
// characters made harmless, and the range of drawn columns that the range mark
// of its characters covers. Of a long line it draws the part about the mark.
func layout(line string, mark [2]int) (shown string, from, to int) {
	runes := []rune(line)
	runes, mark, before := window(runes, mark)
	var b strings.Builder
	at := 0
	if before {
		b.WriteString("...")
		at = 3
	}
	from = -1
	for i, r := range runes {
		if i == mark[0] {
			from = at
		}
		if i == mark[1] {
			to = at
		}
		switch {
		case r == '\t':
			n := tabWidth - at%tabWidth
			b.WriteString(strings.Repeat(" ", n))
			at += n
		default:
			r = harmless(r)
			b.WriteRune(r)
			at += width(r)
		}
	}
	if from < 0 { // the mark is behind the end
		from = at
	}
	if mark[1] >= len(runes) {
		to = at
	}
	return b.String(), from, max(to, from+1)
}

// window cuts a long line down to the part about mark, and reports whether
// something was cut off before it.
func window(runes []rune, mark [2]int) ([]rune, [2]int, bool) {
	if len(runes) <= maxWidth {
		return runes, mark, false
	}
	mark[1] = min(mark[1], mark[0]+maxWidth/2)
	start := min(max(mark[0]-maxWidth/3, 0), len(runes)-maxWidth)
	end := min(start+maxWidth, len(runes))
	cut := append([]rune(nil), runes[start:end]...)
	if end < len(runes) {
		cut = append(cut, []rune("...")...)
	}
	return cut, [2]int{mark[0] - start, mark[1] - start}, start > 0
}

// harmless replaces what a terminal would act on.
func harmless(r rune) rune {
	if r != '\t' && !unicode.IsPrint(r) && !unicode.Is(unicode.Mn, r) {
		return '\uFFFD'
	}
	return r
}

// printable makes a message fit for a terminal; it may quote source.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return harmless(r)
	}, s)
}

// wide holds the main ranges of characters that take two columns: East Asian
// wide and fullwidth characters and emoji (Unicode Standard Annex 11).
var wide = [...][2]rune{
	{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
	{0xA000, 0xA4CF}, {0xA960, 0xA97C}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},
	{0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF},
	{0x20000, 0x3FFFD},
}

// width is the number of columns a character takes.
func width(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.Is(unicode.Mn, r) {
		return 0
	}
	for _, w := range wide {
		if w[0] <= r && r <= w[1] {
			return 2
		}
	}
	return 1
}
