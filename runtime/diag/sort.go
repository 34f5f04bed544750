package diag

import "math"

// A sorter orders numbers by radix: a quantity has thousands of draws, and there
// may be tens of thousands of quantities. One sort serves all that depends on
// order: quantiles, ranks, and the ranks of distances from the median.
type sorter struct{ a, b []item }

// An item is a number, as an integer with the same order, and where it stood.
type item struct {
	key uint64
	at  uint32
}

// key maps numbers to integers of the same order, -0 to 0 and NaN to the end.
func key(x float64) uint64 {
	switch {
	case x == 0:
		return 1 << 63
	case x != x:
		return math.MaxUint64
	}
	b := math.Float64bits(x)
	if b>>63 == 1 {
		return ^b
	}
	return b | 1<<63
}

// number undoes key.
func number(k uint64) float64 {
	if k == math.MaxUint64 {
		return math.NaN()
	}
	if k>>63 == 1 {
		return math.Float64frombits(k &^ (1 << 63))
	}
	return math.Float64frombits(^k)
}

// sort returns the numbers as items in ascending order, valid until the next
// call.
func (s *sorter) sort(x []float64) []item {
	s.reset(len(x))
	for i, v := range x {
		s.a[i] = item{key(v), uint32(i)}
	}
	s.radix()
	return s.a
}

// fold appends to dst the items of sorted in ascending order of their distance
// from center, which becomes their key.
func fold(dst, sorted []item, center float64) []item {
	r := 0
	for r < len(sorted) && number(sorted[r].key) < center {
		r++
	}
	// Distances grow to the left of l and to the right of r.
	for l := r - 1; l >= 0 || r < len(sorted); {
		if l < 0 || r < len(sorted) && number(sorted[r].key)-center < center-number(sorted[l].key) {
			dst = append(dst, item{key(number(sorted[r].key) - center), sorted[r].at})
			r++
			continue
		}
		dst = append(dst, item{key(center - number(sorted[l].key)), sorted[l].at})
		l--
	}
	return dst
}

// rank writes the normal score of each of the sorted items to its place in to.
// Equal items share the mean of their ranks.
func rank(sorted []item, to []float64, table *scoreTable) {
	n := len(sorted)
	scores := table.of(n)
	for lo := 0; lo < n; {
		hi := lo + 1
		for hi < n && sorted[hi].key == sorted[lo].key {
			hi++
		}
		z := scores[lo+1+hi] // by twice the mean of the ranks lo+1 to hi
		for _, it := range sorted[lo:hi] {
			to[it.at] = z
		}
		lo = hi
	}
}

func (s *sorter) reset(n int) {
	if cap(s.a) < n {
		s.a, s.b = make([]item, n), make([]item, n)
	}
	s.a, s.b = s.a[:n], s.b[:n]
}

// radix sorts a by key, byte after byte from the lowest.
func (s *sorter) radix() {
	var counts [8][256]uint32
	for _, it := range s.a {
		for d := range counts {
			counts[d][byte(it.key>>(8*d))]++
		}
	}
	for d := range counts {
		c := &counts[d]
		if len(s.a) > 0 && c[byte(s.a[0].key>>(8*d))] == uint32(len(s.a)) {
			continue // all have the same byte
		}
		at := uint32(0)
		for k, n := range c {
			c[k], at = at, at+n
		}
		for _, it := range s.a {
			k := byte(it.key >> (8 * d))
			s.b[c[k]] = it
			c[k]++
		}
		s.a, s.b = s.b, s.a
	}
}
