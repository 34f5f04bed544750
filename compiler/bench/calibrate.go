package main

import (
	"math"
	"time"
)

// The machine that Stan's times and the targets are from: a Xeon with AVX-512.
const (
	referenceExp  = 4.8  // ns, one math.Exp
	referenceLoop = 1.15 // ns, one observation of a plain loop
)

// A calibration says how fast this machine is.
type calibration struct {
	ExpNS  float64 `json:"exp_ns"`  // one math.Exp
	LoopNS float64 `json:"loop_ns"` // one observation of plainLoop
	// Scale is what times of the reference machine are multiplied by: the
	// geometric mean of the two ratios.
	Scale float64 `json:"scale"`
}

// calibrate measures the machine.
func calibrate() calibration {
	const long = 300 * time.Millisecond
	x := draw(1024, func(i int) float64 { return math.Sin(float64(i)) })
	sum := 0.0
	exp := timeOf(func() {
		for _, v := range x {
			sum += math.Exp(v)
		}
	}, long)
	l := newPlainLoop(10000)
	loop := timeOf(func() { l.run() }, long)
	if math.IsNaN(sum) || math.IsNaN(l.run()) { // both are used, so both are computed
		panic("calibration: not a number")
	}
	return newCalibration(exp[0]*1e3/float64(len(x)), loop[0]*1e3/float64(len(l.y)))
}

func newCalibration(exp, loop float64) calibration {
	return calibration{exp, loop, math.Sqrt(exp / referenceExp * loop / referenceLoop)}
}

// better is the quicker of two measurements.
func (c calibration) better(d calibration) calibration {
	return newCalibration(min(c.ExpNS, d.ExpNS), min(c.LoopNS, d.LoopNS))
}

// A plainLoop is the first user's likelihood as one would write it by hand in Go:
// one pass over the observations for the sum of squares and its derivatives.
type plainLoop struct {
	y, x                   []float64
	epoch                  []int32
	alpha, beta, dMu, dMuX []float64
}

func newPlainLoop(n int) *plainLoop {
	v := slopes(n)
	epoch := v["epoch_of"].([]int)
	return &plainLoop{
		y: v["log_loss"].([]float64), x: v["freeze_p"].([]float64),
		epoch: draw(n, func(i int) int32 { return int32(epoch[i] - 1) }),
		alpha: point(5), beta: point(5), dMu: make([]float64, 5), dMuX: make([]float64, 5),
	}
}

func (l *plainLoop) run() float64 {
	clear(l.dMu)
	clear(l.dMuX)
	x, epoch, squares := l.x[:len(l.y)], l.epoch[:len(l.y)], 0.0
	for i, y := range l.y {
		e := epoch[i]
		r := y - l.alpha[e] - l.beta[e]*x[i]
		squares += r * r
		l.dMu[e] += r
		l.dMuX[e] += r * x[i]
	}
	return squares
}
