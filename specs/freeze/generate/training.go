package main

import "sync"

// The experiment: every share with every seed on every data set.
const (
	epochs    = 5
	seeds     = 16
	shares    = 10 // 0, 0.1, ..., 0.9
	batchSize = 16
)

// run is one network to train: the data set's place in datasets, the share of
// its weights to freeze in tenths, and the seed.
type run struct {
	set, tenths, seed int
}

// share is the share of weights to freeze.
func (r run) share() float64 { return float64(r.tenths) / shares }

// observation is one row of the table: the loss on the dev set after one epoch
// of a run.
type observation struct {
	run
	epoch   int
	devLoss float64
}

// observations trains every network, side by side, and returns their losses in
// the order of the table's rows.
func observations() []observation {
	var all sync.WaitGroup
	rows := make([]observation, len(datasets)*shares*seeds*epochs)
	next := rows
	for set, d := range datasets {
		rng := stream(set, points, 0)
		train, dev := d.sample(rng, trainSize), d.sample(rng, devSize)
		for tenths := range shares {
			for seed := 1; seed <= seeds; seed++ {
				r, own := run{set, tenths, seed}, next[:epochs]
				next = next[epochs:]
				all.Go(func() {
					for e, loss := range devLosses(r, train, dev) {
						own[e] = observation{r, e + 1, loss}
					}
				})
			}
		}
	}
	all.Wait()
	return rows
}

// devLosses is the loss on dev after each epoch of stochastic gradient descent
// on train, the examples in a new random order every epoch. The seed fixes the
// initial weights, which of them freeze first, and the order.
func devLosses(r run, train, dev examples) []float64 {
	d, seed := datasets[r.set], uint64(r.seed)
	net := newNetwork(stream(r.set, weights, seed), d.inputs, d.classes)
	net.freeze(stream(r.set, freezing, seed), r.share())
	shuffle := stream(r.set, order, seed)
	losses := make([]float64, epochs)
	for e := range losses {
		places := shuffle.Perm(trainSize)
		for at := 0; at < trainSize; at += batchSize {
			net.step(train.pick(places[at:at+batchSize]), d.rate)
		}
		losses[e] = net.loss(dev)
	}
	return losses
}
