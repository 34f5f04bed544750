// Package stream gives every use of randomness its own stream.
//
// A stream is named by a Key: the run's seed, what the numbers are for, the
// chain, the phase and the draw. Its state is a hash of that name, so no state
// is carried from one draw to the next: adding chains or threads changes
// nothing, and a run can go on from any draw.
package stream

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// A Purpose is what random numbers are for. Its value is part of the hash:
// never renumber.
type Purpose uint8

// The purposes.
const (
	Init       Purpose = 1 // initial points
	Warmup     Purpose = 2 // transitions in warm-up
	Sampling   Purpose = 3 // transitions after it
	Quantities Purpose = 4 // generated quantities of a saved draw
	Data       Purpose = 5 // transformed data
	Simulate   Purpose = 6 // data simulated from the model
)

// A Key names one stream.
type Key struct {
	Seed    uint64
	Purpose Purpose
	Chain   int
	Phase   int // tells apart the uses within one draw; each purpose numbers its own
	Draw    int
}

// domain separates these hashes from any other use of SHA-256 on a seed, and
// names the version of the scheme.
const domain = "hm/1"

// hash returns the 256 bits that seed the key's generator.
func (k Key) hash() [32]byte {
	var b [len(domain) + 8 + 1 + 8 + 8 + 8]byte
	n := copy(b[:], domain)
	binary.LittleEndian.PutUint64(b[n:], k.Seed)
	b[n+8] = byte(k.Purpose)
	binary.LittleEndian.PutUint64(b[n+9:], uint64(k.Chain))
	binary.LittleEndian.PutUint64(b[n+17:], uint64(k.Phase))
	binary.LittleEndian.PutUint64(b[n+25:], uint64(k.Draw))
	return sha256.Sum256(b[:])
}

// A Stream is a ChaCha8 generator that can be set to any key. It is not safe
// for concurrent use.
type Stream struct {
	src *rand.ChaCha8
	rng *rand.Rand
}

// New returns a stream set to k.
func New(k Key) *Stream {
	src := rand.NewChaCha8(k.hash())
	return &Stream{src: src, rng: rand.New(src)}
}

// Seek sets the stream to the start of k's numbers. It does not allocate.
func (s *Stream) Seek(k Key) { s.src.Seed(k.hash()) }

// Rand returns the stream as a math/rand/v2 generator, which shares its state.
func (s *Stream) Rand() *rand.Rand { return s.rng }

// Uniform returns a number strictly between 0 and 1: the midpoint of one of
// 2^53 equal cells, so that its logarithm and its normal quantile are finite.
func (s *Stream) Uniform() float64 {
	return (float64(s.src.Uint64()>>11) + 0.5) * 0x1p-53
}

// Normals fills z with independent standard normal numbers, one uniform each.
func (s *Stream) Normals(z []float64) {
	for i := range z {
		z[i] = Quantile(s.Uniform())
	}
}
