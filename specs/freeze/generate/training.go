package main

// The experiment: every share with every seed on every data set.
const (
	epochs    = 5
	seeds     = 12
	shares    = 10 // 0, 0.1, ..., 0.9
	batchSize = 16
	rate      = 0.1
)

// observation is one row of the table: the loss on the dev set after one epoch
// of one run.
type observation struct {
	dataset string
	epoch   int
	share   float64
	seed    int
	devLoss float64
}

// observations trains every network, in the order of the table's rows.
func observations() []observation {
	var rows []observation
	for set, d := range datasets {
		rng := stream(set, points, 0)
		train, dev := d.sample(rng, trainSize), d.sample(rng, devSize)
		for tenths := range shares {
			for seed := 1; seed <= seeds; seed++ {
				share := float64(tenths) / shares
				for e, loss := range devLosses(set, train, dev, share, seed) {
					rows = append(rows, observation{d.name, e + 1, share, seed, loss})
				}
			}
		}
	}
	return rows
}

// devLosses is one run: the loss on dev after each epoch of stochastic gradient
// descent on train, the examples in a new random order every epoch. The seed
// fixes the initial weights, which of them freeze first, and the order.
func devLosses(set int, train, dev examples, share float64, seed int) []float64 {
	d, key := datasets[set], uint64(seed)
	net := newNetwork(stream(set, weights, key), d.inputs, d.classes)
	net.freeze(stream(set, freezing, key), share)
	shuffle := stream(set, order, key)
	losses := make([]float64, epochs)
	for e := range losses {
		places := shuffle.Perm(trainSize)
		for at := 0; at < trainSize; at += batchSize {
			net.step(train.pick(places[at:at+batchSize]), rate)
		}
		losses[e] = net.loss(dev)
	}
	return losses
}
