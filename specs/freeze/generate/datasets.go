package main

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Sizes of the two halves of each data set.
const (
	trainSize = 480
	devSize   = 480
)

// dataset is a classification problem: how one labelled example is drawn.
type dataset struct {
	name    string
	inputs  int // features of an example
	classes int
	rate    float64 // step of the descent, so small that five epochs do not finish learning
	// draw fills x with the features of a random example of the class.
	draw func(rng *rand.Rand, class int, x []float64)
}

// datasets are the two problems. A is easy to see and easy to learn; B has more
// features, more classes and classes that overlap.
var datasets = []dataset{
	{name: "A", inputs: 2, classes: 2, rate: 0.003, draw: moon},
	{name: "B", inputs: 8, classes: 3, rate: 0.01, draw: twoBlobs},
}

// moon draws a point on one of two interleaved half circles, with noise.
func moon(rng *rand.Rand, class int, x []float64) {
	const noise = 0.2
	angle := math.Pi * rng.Float64()
	x[0], x[1] = math.Cos(angle), math.Sin(angle)
	if class == 1 {
		x[0], x[1] = 1-x[0], 0.5-x[1]
	}
	for i := range x {
		x[i] += float64(noise * rng.NormFloat64())
	}
}

// twoBlobs draws a point from a class that is a mixture of two Gaussian blobs of
// unit width: class k lies up feature 2k or down feature 2k+1. The features left
// over are noise.
func twoBlobs(rng *rand.Rand, class int, x []float64) {
	const distance = 2
	blob := rng.IntN(2)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	if blob == 0 {
		x[2*class] += distance
	} else {
		x[2*class+1] -= distance
	}
}

// examples are labelled points: one row of features, with a final one for the
// bias, and one class an example.
type examples struct {
	x     *mat.Dense
	class []int
}

// sample draws n examples of the data set, the classes in turn.
func (d dataset) sample(rng *rand.Rand, n int) examples {
	e := examples{x: mat.NewDense(n, d.inputs+1, nil), class: make([]int, n)}
	for i := range n {
		e.class[i] = i % d.classes
		row := e.x.RawRowView(i)
		d.draw(rng, e.class[i], row[:d.inputs])
		row[d.inputs] = 1
	}
	return e
}

// pick returns the examples at the given places.
func (e examples) pick(at []int) examples {
	_, cols := e.x.Dims()
	out := examples{x: mat.NewDense(len(at), cols, nil), class: make([]int, len(at))}
	for i, j := range at {
		out.x.SetRow(i, e.x.RawRowView(j))
		out.class[i] = e.class[j]
	}
	return out
}
