package main

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// hidden is the number of hidden units of every network.
const hidden = 64

// network is a classifier with one hidden layer of tanh units and a softmax
// over the classes. Each layer is one matrix, inputs by outputs; its last row
// is the bias.
type network struct {
	layers [2]*mat.Dense
	// free has the shape of layers: 1 where a weight learns, 0 where it is frozen.
	free [2]*mat.Dense
}

// newNetwork draws the initial weights, normal with variance 1/inputs, and
// lets all of them learn.
func newNetwork(rng *rand.Rand, inputs, classes int) *network {
	net := &network{}
	shapes := [2][2]int{{inputs + 1, hidden}, {hidden + 1, classes}}
	for l, shape := range shapes {
		sd := 1 / math.Sqrt(float64(shape[0]))
		net.layers[l] = mat.NewDense(shape[0], shape[1], nil)
		net.layers[l].Apply(func(_, _ int, _ float64) float64 { return sd * rng.NormFloat64() }, net.layers[l])
		net.free[l] = mat.NewDense(shape[0], shape[1], nil)
		net.free[l].Apply(func(_, _ int, _ float64) float64 { return 1 }, net.free[l])
	}
	return net
}

// freeze stops a share of all weights, biases included, from learning. Which
// ones is a random order in rng, so that with the same stream a larger share
// freezes the weights of a smaller one and some more.
func (net *network) freeze(rng *rand.Rand, share float64) {
	first := len(net.free[0].RawMatrix().Data)
	second := len(net.free[1].RawMatrix().Data)
	frozen := int(math.Round(share * float64(first+second)))
	for _, k := range rng.Perm(first + second)[:frozen] {
		if k < first {
			net.free[0].RawMatrix().Data[k] = 0
		} else {
			net.free[1].RawMatrix().Data[k-first] = 0
		}
	}
}

// forward returns the hidden activations, with a final one for the bias, and
// the class probabilities, one row an example.
func (net *network) forward(x *mat.Dense) (h, p *mat.Dense) {
	z := product(x, net.layers[0])
	n, _ := z.Dims()
	h = mat.NewDense(n, hidden+1, nil)
	h.Apply(func(i, j int, _ float64) float64 {
		if j == hidden {
			return 1
		}
		return math.Tanh(z.At(i, j))
	}, h)
	p = product(h, net.layers[1])
	for i := range n {
		softmax(p.RawRowView(i))
	}
	return h, p
}

// step moves the free weights down the gradient of the mean cross-entropy of
// the batch.
func (net *network) step(batch examples, rate float64) {
	h, dz := net.forward(batch.x)
	n := len(batch.class)
	for i, class := range batch.class {
		dz.Set(i, class, dz.At(i, class)-1) // p - y is the gradient at the softmax's inputs
	}
	dz.Scale(1/float64(n), dz)

	back := product(dz, mat.DenseCopyOf(net.layers[1].T()))
	dh := mat.NewDense(n, hidden, nil)
	dh.Apply(func(i, j int, _ float64) float64 {
		a := h.At(i, j)
		return back.At(i, j) * (1 - float64(a*a))
	}, dh)

	net.descend(1, product(mat.DenseCopyOf(h.T()), dz), rate)
	net.descend(0, product(mat.DenseCopyOf(batch.x.T()), dh), rate)
}

// descend takes a step of the given rate against grad in the layer's free weights.
func (net *network) descend(layer int, grad *mat.Dense, rate float64) {
	grad.MulElem(grad, net.free[layer])
	grad.Scale(rate, grad)
	net.layers[layer].Sub(net.layers[layer], grad)
}

// loss is the mean cross-entropy of the examples.
func (net *network) loss(e examples) float64 {
	_, p := net.forward(e.x)
	sum := 0.0
	for i, class := range e.class {
		sum -= math.Log(p.At(i, class))
	}
	return sum / float64(len(e.class))
}

// softmax turns scores into probabilities in place.
func softmax(z []float64) {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range z {
		z[i] = math.Exp(v - top)
		sum += z[i]
	}
	for i := range z {
		z[i] /= sum
	}
}

// product is the matrix product a*b. mat.Dense.Mul sums in an order that
// depends on the machine's vector instructions; this one adds term by term,
// each product rounded first (the conversion forbids a fused multiply-add).
func product(a, b *mat.Dense) *mat.Dense {
	rows, inner := a.Dims()
	_, cols := b.Dims()
	out := mat.NewDense(rows, cols, nil)
	for i := range rows {
		to := out.RawRowView(i)
		for k := range inner {
			w := a.At(i, k)
			for j, v := range b.RawRowView(k) {
				to[j] += float64(w * v)
			}
		}
	}
	return out
}
