package diag

import "math"

// A sorter sorts numbers and ranks them, by radix: a quantity has thousands of
// draws, and there may be tens of thousands of quantities.
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

// sort sorts x in place.
func (s *sorter) sort(x []float64) []float64 {
	s.reset(len(x))
	for i, v := range x {
		s.a[i] = item{key: key(v)}
	}
	s.radix()
	for i, it := range s.a {
		x[i] = number(it.key)
	}
	return x
}

// scores writes the normal scores of the numbers in from to the places of to,
// equal numbers sharing the mean of their ranks.
func (s *sorter) scores(from, to [][]float64, table *scoreTable) {
	n := 0
	for _, c := range from {
		n += len(c)
	}
	s.reset(n)
	i := 0
	for _, c := range from {
		for _, v := range c {
			s.a[i] = item{key(v), uint32(i)}
			i++
		}
	}
	s.radix()
	scores, size := table.of(n), len(from[0])
	for lo := 0; lo < n; {
		hi := lo + 1
		for hi < n && s.a[hi].key == s.a[lo].key {
			hi++
		}
		z := scores[lo+1+hi] // twice the mean of the ranks lo+1 to hi
		for _, it := range s.a[lo:hi] {
			to[int(it.at)/size][int(it.at)%size] = z
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
