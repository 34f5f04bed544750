package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/mem"
)

var uniform = Dist{
	Name: "uniform",
	Doc:  "Uniform distribution between alpha and beta; the density elsewhere is zero, not an error.",
	Args: []Arg{
		{Name: "y", Domain: mem.Real},
		{Name: "alpha", Domain: mem.Finite},
		{Name: "beta", Domain: mem.Finite},
	},
	Relations: []Relation{{Of: 2, To: 1, Want: "greater than alpha", Holds: func(b, a float64) bool { return b > a }}},
	One:       oneUniform,
	LogPDF: Kernel3(func(y, a, b float64) (lp, dy, da, db float64) {
		if y < a || y > b {
			return math.Inf(-1), 0, 0, 0
		}
		w := b - a
		return -math.Log(w), 0, 1 / w, -1 / w
	}),
	LogCDF: Kernel3(func(y, a, b float64) (l, dy, da, db float64) {
		switch {
		case y <= a:
			return math.Inf(-1), 0, 0, 0
		case y >= b:
			return 0, 0, 0, 0
		}
		w, left, right := b-a, y-a, b-y
		return logShare(left, right, w), 1 / left, -right / (w * left), -1 / w
	}),
	LogCCDF: Kernel3(func(y, a, b float64) (l, dy, da, db float64) {
		switch {
		case y <= a:
			return 0, 0, 0, 0
		case y >= b:
			return math.Inf(-1), 0, 0, 0
		}
		w, left, right := b-a, y-a, b-y
		return logShare(right, left, w), -1 / right, 1 / w, left / (w * right)
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 { return p[0] + (p[1]-p[0])*rng.Float64() },
}

// logShare returns log(part/whole), given the rest of the whole, which has the
// digits where it is small.
func logShare(part, rest, whole float64) float64 {
	if rest < part {
		return math.Log1p(-rest / whole)
	}
	return math.Log(part / whole)
}
