package main

import "math/rand/v2"

// purpose keeps the random streams of the program apart, so that a change in
// how many numbers one of them draws leaves the others as they were.
type purpose uint64

const (
	points   purpose = 1 + iota // the examples of a data set
	weights                     // the initial weights of a network
	freezing                    // which weights freeze first
	order                       // the order of the examples in each epoch
)

// stream is the random stream of one data set, purpose and seed.
func stream(set int, p purpose, seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(set)<<8|uint64(p), seed))
}
