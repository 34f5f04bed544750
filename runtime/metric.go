package runtime

import (
	"errors"
	"math"

	"hm/runtime/adapt"
	"hm/runtime/nuts"
)

// A metricAdapter estimates the metric of one chain from its warm-up draws.
type metricAdapter interface {
	metric() nuts.Metric
	add(q []float64)
	// update makes the estimate of the window the metric.
	update() error
	inverse() []float64
}

func newMetricAdapter(kind Metric, dim int) metricAdapter {
	if kind == DenseMetric {
		a := &denseAdapter{nuts.NewDense(dim), adapt.NewCovariance(dim), make([]float64, dim*dim)}
		for i := range dim {
			a.inv[i*dim+i] = 1
		}
		return a
	}
	a := &diagAdapter{nuts.NewDiagonal(dim), adapt.NewVariance(dim), make([]float64, dim)}
	for i := range a.inv {
		a.inv[i] = 1
	}
	return a
}

var errMetric = errors.New("the draws of a warm-up window have no finite covariance: the chain runs away to infinity. " +
	"Is the posterior proper?")

type diagAdapter struct {
	m   *nuts.Diagonal
	est *adapt.Variance
	inv []float64
}

func (a *diagAdapter) metric() nuts.Metric { return a.m }
func (a *diagAdapter) add(q []float64)     { a.est.Add(q) }
func (a *diagAdapter) inverse() []float64  { return a.inv }

func (a *diagAdapter) update() error {
	if !a.est.Take(a.inv) {
		return nil
	}
	for _, v := range a.inv {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return errMetric
		}
	}
	a.m.Set(a.inv)
	return nil
}

type denseAdapter struct {
	m   *nuts.Dense
	est *adapt.Covariance
	inv []float64
}

func (a *denseAdapter) metric() nuts.Metric { return a.m }
func (a *denseAdapter) add(q []float64)     { a.est.Add(q) }
func (a *denseAdapter) inverse() []float64  { return a.inv }

func (a *denseAdapter) update() error {
	if a.est.Take(a.inv) && !a.m.Set(a.inv) {
		return errMetric
	}
	return nil
}
