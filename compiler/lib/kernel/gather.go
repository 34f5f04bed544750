package kernel

// Gather sets dst[i] to src[idx[i]]. Src has a length of its own; an index
// outside it panics.
func Gather(dst, src []float64, idx []int32) {
	same(len(dst), len(idx))
	dst = dst[:len(idx)]
	for i, j := range idx {
		dst[i] = src[j]
	}
}

// ScatterAdd adds x[i] to dst[idx[i]], in ascending order of i. Dst has a
// length of its own; an index outside it panics.
func ScatterAdd(dst []float64, idx []int32, x []float64) {
	same(len(x), len(idx))
	x = x[:len(idx)]
	for i, j := range idx {
		dst[j] += x[i]
	}
}
