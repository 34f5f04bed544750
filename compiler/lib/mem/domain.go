package mem

import (
	"errors"
	"fmt"
	"math"
)

// A DomainError says which argument of which function was outside its domain.
// It rejects the point and does not stop the chain.
type DomainError struct {
	Func, Arg string
	Value     float64
	Want      string // "positive", "between 0 and 1"
	Index     int    // which element of a container argument, from 1; 0 for a scalar
}

// Error says it in one sentence.
func (e *DomainError) Error() string {
	arg := e.Arg
	if e.Index > 0 {
		arg = fmt.Sprintf("%s[%d]", e.Arg, e.Index)
	}
	return fmt.Sprintf("%s: %s is %g, must be %s", e.Func, arg, e.Value, e.Want)
}

// Reason says it without the value, so that refusals can be counted by reason.
func (e *DomainError) Reason() string {
	return fmt.Sprintf("%s: %s must be %s", e.Func, e.Arg, e.Want)
}

// Reason returns what err says without the value that brought it about, where
// err can tell them apart.
func Reason(err error) string {
	var r interface{ Reason() string }
	if errors.As(err, &r) {
		return r.Reason()
	}
	return err.Error()
}

// Reject marks the error as a refusal of the point.
func (*DomainError) Reject() bool { return true }

// A Domain is the values a scalar argument may take.
type Domain struct {
	Name   string // in words: "positive", "between 0 and 1"
	Lo, Hi float64
	LoOpen bool // Lo itself is outside
	HiOpen bool
	Int    bool // whole numbers only, and declared int
	NaN    bool // NaN is let through (as Stan does for few arguments)
}

// The usual domains.
var (
	Real        = Domain{Name: "a number", Lo: math.Inf(-1), Hi: math.Inf(1)}
	Finite      = Domain{Name: "finite", Lo: math.Inf(-1), Hi: math.Inf(1), LoOpen: true, HiOpen: true}
	Positive    = Domain{Name: "positive", Lo: 0, Hi: math.Inf(1), LoOpen: true}
	PositiveFin = Domain{Name: "positive and finite", Lo: 0, Hi: math.Inf(1), LoOpen: true, HiOpen: true}
	Nonnegative = Domain{Name: "zero or more", Lo: 0, Hi: math.Inf(1)}
	Unit        = Domain{Name: "between 0 and 1", Lo: 0, Hi: 1}
	Count       = Domain{Name: "a whole number, zero or more", Lo: 0, Hi: math.Inf(1), Int: true}
	Integer     = Domain{Name: "a whole number", Lo: math.Inf(-1), Hi: math.Inf(1), Int: true}
	Binary      = Domain{Name: "0 or 1", Lo: 0, Hi: 1, Int: true}
	Category    = Domain{Name: "1 or more", Lo: 1, Hi: math.Inf(1), Int: true}
)

// Has reports whether x is in the domain.
func (d Domain) Has(x float64) bool {
	switch {
	case x != x:
		return d.NaN
	case x < d.Lo || x > d.Hi:
		return false
	case d.LoOpen && x == d.Lo, d.HiOpen && x == d.Hi:
		return false
	}
	return true
}
