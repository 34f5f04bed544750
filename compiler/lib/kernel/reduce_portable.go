package kernel

import "math"

// width is the number of partial sums of a reduction: element i goes to sum i
// mod width, whatever the body, so that all round alike.
const width = 16

// A lanes value holds the partial sums.
type lanes [width]float64

// total adds the partial sums in a fixed tree, the one that halving a vector
// register gives.
func (l *lanes) total() float64 {
	for n := width / 2; n > 0; n /= 2 {
		for j := range n {
			l[j] += l[j+n]
		}
	}
	return l[0]
}

// product is total for products.
func (l *lanes) product() float64 {
	for n := width / 2; n > 0; n /= 2 {
		for j := range n {
			l[j] *= l[j+n]
		}
	}
	return l[0]
}

func sumPortable(x []float64) float64 {
	var s lanes
	for ; len(x) >= width; x = x[width:] {
		b := (*lanes)(x)
		for j := range s {
			s[j] += b[j]
		}
	}
	for j, v := range x {
		s[j] += v
	}
	return s.total()
}

func dotPortable(x, y []float64) float64 {
	var s lanes
	for ; len(x) >= width; x, y = x[width:], y[width:] {
		a, b := (*lanes)(x), (*lanes)(y)
		for j := range s {
			s[j] = math.FMA(a[j], b[j], s[j])
		}
	}
	for j, v := range x {
		s[j] = math.FMA(v, y[j], s[j])
	}
	return s.total()
}

func sumSqPortable(x []float64) float64 { return dotPortable(x, x) }

func expShiftSumPortable(dst, x []float64, shift float64) float64 {
	dst = dst[:len(x)]
	var s lanes
	for i, v := range x {
		e := exp(v - shift)
		dst[i] = e
		s[i%width] += e
	}
	return s.total()
}

func maxPortable(x []float64) float64 {
	m := math.Inf(-1)
	for _, v := range x {
		if v > m || v != v {
			m = v
		}
		if m != m {
			return m
		}
	}
	return m + 0 // no -0, whichever zero came last
}
