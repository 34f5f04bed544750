// Package spell finds the name that was probably meant.
package spell

// Nearest returns the candidate closest to x, if one is close enough to be
// what the writer meant. The distance counts insertions, deletions,
// substitutions and transpositions of neighbouring letters (the restricted
// Damerau-Levenshtein distance); a difference of case counts half, because
// Normal is more likely normal than norma1. Of equally near candidates the
// first wins. A candidate equal to x is never a suggestion.
func Nearest(x string, candidates []string) (string, bool) {
	word := []rune(x)
	best, at := limit(len(word))+1, -1
	for i, c := range candidates {
		if c == x {
			continue
		}
		if d := distance(word, []rune(c), best); d < best {
			best, at = d, i
		}
	}
	if at < 0 {
		return "", false
	}
	return candidates[at], true
}

// Distances are counted in half edits, so that case can cost less.
const (
	edit     = 2
	caseEdit = 1
)

// limit is the greatest distance at which a word of n letters is still
// recognisable: one edit for short words, about a third of long ones. One
// letter has no near words, except in another case.
func limit(n int) int {
	switch {
	case n <= 1:
		return caseEdit
	case n <= 4:
		return edit
	case n <= 7:
		return 2 * edit
	default:
		return min(n/3, 4) * edit
	}
}

// distance returns the distance from a to b, or some number that is at least
// bound if the distance is.
func distance(a, b []rune, bound int) int {
	if diff := len(a) - len(b); max(diff, -diff)*edit >= bound {
		return bound
	}
	// before, last and row are the rows i-2, i-1 and i of the table of
	// distances between prefixes.
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j * edit
	}
	for i, r := range a {
		row[0] = (i + 1) * edit
		least := row[0]
		for j, s := range b {
			d := min(last[j]+substitution(r, s), last[j+1]+edit, row[j]+edit)
			if i > 0 && j > 0 && r == b[j-1] && s == a[i-1] {
				d = min(d, before[j-1]+edit)
			}
			row[j+1] = d
			least = min(least, d)
		}
		if least >= bound {
			return bound
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// substitution is the cost of s in the place of r.
func substitution(r, s rune) int {
	switch {
	case r == s:
		return 0
	case lower(r) == lower(s):
		return caseEdit
	default:
		return edit
	}
}

// lower folds the case of ASCII letters; names have no others.
func lower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
