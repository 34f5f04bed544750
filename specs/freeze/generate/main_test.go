package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// made is what the program makes, trained once for all tests.
var made = sync.OnceValue(observations)

func TestCommittedTablesAreReproduced(t *testing.T) {
	for name, got := range tables(made()) {
		want, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if line := firstDifference(got, want); line > 0 {
			t.Errorf("%s differs from what the program makes, first in line %d: run go generate ./specs/...", name, line)
		}
	}
}

// firstDifference is the first line in which a and b differ, 0 if none.
func firstDifference(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	linesA, linesB := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(linesA), len(linesB)) {
		if !bytes.Equal(linesA[i], linesB[i]) {
			return i + 1
		}
	}
	return min(len(linesA), len(linesB)) + 1
}

// TestLossesBehave checks what the models take for granted: on average the loss
// falls from epoch to epoch and rises with every further tenth of frozen
// weights, and seeds differ.
func TestLossesBehave(t *testing.T) {
	type cell struct{ set, tenths, epoch int }
	sum, low, high := map[cell]float64{}, map[cell]float64{}, map[cell]float64{}
	for _, o := range made() {
		c := cell{o.set, o.tenths, o.epoch}
		if !(o.devLoss > 0) || math.IsInf(o.devLoss, 0) {
			t.Fatalf("%+v: loss %v, want positive and finite", c, o.devLoss)
		}
		if sum[c] == 0 {
			low[c], high[c] = o.devLoss, o.devLoss
		}
		sum[c] += o.devLoss
		low[c], high[c] = min(low[c], o.devLoss), max(high[c], o.devLoss)
	}
	if want := len(datasets) * shares * epochs; len(sum) != want {
		t.Fatalf("%d combinations of data set, share and epoch, want %d", len(sum), want)
	}
	for c, s := range sum {
		if before, ok := sum[cell{c.set, c.tenths, c.epoch - 1}]; ok && s >= before {
			t.Errorf("%+v: mean loss %.4f is not below %.4f of the epoch before", c, s/seeds, before/seeds)
		}
		if freer, ok := sum[cell{c.set, c.tenths - 1, c.epoch}]; ok && s <= freer {
			t.Errorf("%+v: mean loss %.4f is not above %.4f with fewer frozen weights", c, s/seeds, freer/seeds)
		}
		if low[c] == high[c] {
			t.Errorf("%+v: all seeds give the loss %v", c, low[c])
		}
	}
}

func TestFreezing(t *testing.T) {
	initial := newNetwork(stream(0, weights, 1), 2, 2)
	size := len(initial.layers[0].RawMatrix().Data) + len(initial.layers[1].RawMatrix().Data)
	rng := stream(0, points, 0)
	train := datasets[0].sample(rng, 64)
	frozenBefore := 0
	for tenths := range shares {
		share := float64(tenths) / shares
		net := newNetwork(stream(0, weights, 1), 2, 2)
		net.freeze(stream(0, freezing, 1), share)
		net.step(train, 0.1)
		frozen := 0
		for l := range net.layers {
			for k, v := range net.layers[l].RawMatrix().Data {
				free, moved := net.free[l].RawMatrix().Data[k] == 1, v != initial.layers[l].RawMatrix().Data[k]
				if free != moved {
					t.Errorf("share %.1f, layer %d, weight %d: free %v but moved %v", share, l, k, free, moved)
				}
				if !free {
					frozen++
				}
			}
		}
		if want := int(math.Round(share * float64(size))); frozen != want || frozen < frozenBefore {
			t.Errorf("share %.1f freezes %d of %d weights, want %d", share, frozen, size, want)
		}
		frozenBefore = frozen
	}
}

// TestStepFollowsTheGradient compares a step with central differences of the loss.
func TestStepFollowsTheGradient(t *testing.T) {
	const h, rate = 1e-5, 1e-3
	d := datasets[1]
	batch := d.sample(stream(1, points, 7), 12)
	fresh := func() *network { return newNetwork(stream(1, weights, 3), d.inputs, d.classes) }
	stepped := fresh()
	stepped.step(batch, rate)
	for l := range stepped.layers {
		for k, after := range stepped.layers[l].RawMatrix().Data {
			net := fresh()
			at := &net.layers[l].RawMatrix().Data[k]
			before := *at
			*at = before + h
			up := net.loss(batch)
			*at = before - h
			want := (up - net.loss(batch)) / (2 * h)
			if got := (before - after) / rate; math.Abs(got-want) > 1e-7 {
				t.Errorf("layer %d, weight %d: gradient %v, by differences %v", l, k, got, want)
			}
		}
	}
}
