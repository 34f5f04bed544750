// Package nuts is the No-U-Turn transition: one draw from the last, no I/O.
package nuts

import "errors"

// A Density is a log density on R^n.
type Density interface {
	// Dim is n, the number of unconstrained parameters.
	Dim() int
	// LogDensityGradient returns the log density at q and fills grad.
	// A result that is not finite, or an error for which Rejects holds,
	// rejects the proposal; any other error stops the chain.
	LogDensityGradient(q, grad []float64) (float64, error)
}

// Rejects reports whether err only refuses the point, such as a negative
// scale. Like net.Error's Timeout it asks a method, so that models need not
// import this package.
func Rejects(err error) bool {
	var r interface{ Reject() bool }
	return errors.As(err, &r) && r.Reject()
}
