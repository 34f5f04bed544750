package kernel

// The portable bodies of matrix products: element (l, j) of b lies at
// l bRow + j bCol; each element of c takes its products in ascending order of
// l, one fused multiply-add each.

func gemmAdd1Portable(c []float64, ldc int, a []float64, lda int, b []float64, bRow int, bCol int, m int, k int) {
	for l := range k {
		axpyPortable(b[l*bRow], a[l*lda:][:m], c[:m])
	}
}

func gemmSub1Portable(c []float64, ldc int, a []float64, lda int, b []float64, bRow int, bCol int, m int, k int) {
	for l := range k {
		axpyPortable(-b[l*bRow], a[l*lda:][:m], c[:m])
	}
}

func gemmAdd4Portable(c []float64, ldc int, a []float64, lda int, b []float64, bRow int, bCol int, m int, k int) {
	for j := range 4 {
		gemmAdd1Portable(c[j*ldc:], ldc, a, lda, b[j*bCol:], bRow, bCol, m, k)
	}
}

func gemmSub4Portable(c []float64, ldc int, a []float64, lda int, b []float64, bRow int, bCol int, m int, k int) {
	for j := range 4 {
		gemmSub1Portable(c[j*ldc:], ldc, a, lda, b[j*bCol:], bRow, bCol, m, k)
	}
}

func dot2Portable(a, b, y []float64) (ay, by float64) {
	return dotPortable(a, y), dotPortable(b, y)
}
