package runtime

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
)

// A tally counts rejections by reason for one chain. Points are refused all
// the time in early warm-up, so that a message each would only frighten.
type tally map[string]*Rejection

// maxReasons bounds a tally, for a model whose messages never repeat.
const maxReasons = 50

// value is the number in "sigma is -0.3, must be positive".
var value = regexp.MustCompile(`\bis [-+]?(?i:[0-9][0-9.e+-]*[0-9]|[0-9]|inf|nan)`)

// add counts err. An error may say its own reason; otherwise the reason is its
// text without the offending value.
func (t tally) add(err error, warmup bool) {
	text := err.Error()
	reason := value.ReplaceAllString(text, "is ...")
	var r interface{ Reason() string }
	if errors.As(err, &r) {
		reason = r.Reason()
	}
	c := t[reason]
	if c == nil {
		if len(t) >= maxReasons {
			reason = "other reasons"
		}
		if c = t[reason]; c == nil {
			c = &Rejection{Reason: reason, Example: text}
			t[reason] = c
		}
	}
	if warmup {
		c.Warmup++
	} else {
		c.Sampling++
	}
}

// mergeRejections adds up the chains' tallies, in an order that does not depend
// on the order of events.
func mergeRejections(chains []ChainResult) []Rejection {
	sum := map[string]*Rejection{}
	for _, c := range chains {
		for reason, r := range c.rejectionCounts {
			s := sum[reason]
			if s == nil {
				s = &Rejection{Reason: reason, Example: r.Example}
				sum[reason] = s
			}
			s.Warmup += r.Warmup
			s.Sampling += r.Sampling
		}
	}
	var out []Rejection
	for _, r := range sum {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Rejection) int {
		return cmp.Or(-cmp.Compare(a.Sampling, b.Sampling), -cmp.Compare(a.Warmup, b.Warmup), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}
