package kernel

// Gather sets dst[i] to src[idx[i]]. Src has a length of its own; an index
// outside it panics. The processor's own gather instructions promise little over
// single loads, so there is one body.
func Gather(dst, src []float64, idx []int32) {
	same(len(dst), len(idx))
	for len(idx) >= 4 && len(dst) >= 4 {
		a, b, c, d := src[idx[0]], src[idx[1]], src[idx[2]], src[idx[3]]
		dst[0], dst[1], dst[2], dst[3] = a, b, c, d
		dst, idx = dst[4:], idx[4:]
	}
	for i, j := range idx {
		dst[i] = src[j]
	}
}

// ScatterAdd adds x[i] to dst[idx[i]], in ascending order of i. Dst has a
// length of its own; an index outside it panics. Each sum waits for the one
// before it to the same element: if idx has long runs of one value, see
// ScatterAddFew, and SumSegments if it is sorted.
func ScatterAdd(dst []float64, idx []int32, x []float64) {
	same(len(x), len(idx))
	for len(idx) >= 4 && len(x) >= 4 {
		a, b, c, d := x[0], x[1], x[2], x[3]
		dst[idx[0]] += a
		dst[idx[1]] += b
		dst[idx[2]] += c
		dst[idx[3]] += d
		x, idx = x[4:], idx[4:]
	}
	for i, j := range idx {
		dst[j] += x[i]
	}
}

// scatterCopies is the number of partial sums of ScatterAddFew.
const scatterCopies = 4

// ScatterAddFew is ScatterAdd for a dst that is short beside x, in another
// order: it keeps four partial sums of each element of dst, x[i] going to sum i
// mod 4, and adds them, 0 and 2 and 1 and 3 first, to dst at the end. Work
// has ScatterAddFewWork(len(dst)) elements.
func ScatterAddFew(dst []float64, idx []int32, x, work []float64) {
	same(len(x), len(idx))
	same(len(work), ScatterAddFewWork(len(dst)))
	n := len(dst)
	clear(work)
	s0, s1, s2, s3 := work[:n], work[n:2*n], work[2*n:3*n], work[3*n:]
	s1, s2, s3 = s1[:len(s0)], s2[:len(s0)], s3[:len(s0)]
	for len(idx) >= scatterCopies && len(x) >= scatterCopies {
		a, b, c, d := x[0], x[1], x[2], x[3]
		s0[idx[0]] += a
		s1[idx[1]] += b
		s2[idx[2]] += c
		s3[idx[3]] += d
		x, idx = x[scatterCopies:], idx[scatterCopies:]
	}
	for i, j := range idx {
		work[i*n:][:n][j] += x[i]
	}
	for j := range dst {
		dst[j] += (s0[j] + s2[j]) + (s1[j] + s3[j])
	}
}

// ScatterAddFewWork returns how many numbers of working space ScatterAddFew
// needs for n elements.
func ScatterAddFewWork(n int) int { return scatterCopies * n }

// SumSegments adds to dst[j] the sum of the j-th segment of x, each computed
// as Sum does; ends[j] is where the segment ends and the next begins. The last
// end must be the length of x.
func SumSegments(dst []float64, ends []int32, x []float64) {
	same(len(dst), len(ends))
	from := 0
	for j, end := range ends {
		dst[j] += sumBody(x[from:end])
		from = int(end)
	}
	same(from, len(x))
}
