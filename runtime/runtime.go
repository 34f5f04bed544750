// Package runtime samples from a Density. It knows nothing of hm programs:
// it imports neither lang nor compiler, and they do not import it.
package runtime

import (
	"math/rand/v2"

	"hm/runtime/nuts"
)

// A Density is all the sampler sees of a model. Package nuts declares it.
type Density = nuts.Density

// A Model also knows what to save for an accepted point.
type Model interface {
	Density
	// Names are the saved columns in Stan's form and Stan's order (first index
	// fastest): alpha[1], L[2,3]. Labels are the same with the data's labels:
	// alpha[epoch=1]. Both have one entry per saved number.
	Names() []string
	Labels() []string
	// Draw writes the saved numbers of the unconstrained point q to out:
	// parameters, transformed parameters, generated quantities (with rng).
	Draw(q []float64, rng *rand.Rand, out []float64) error
}
