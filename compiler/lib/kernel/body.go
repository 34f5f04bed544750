package kernel

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// A body is one of the implementations of all functions.
type body int

// The bodies, best last.
const (
	portable body = iota
	avx2
	avx512
)

// bodyNames are the values of HM_KERNELS, by body.
var bodyNames = []string{portable: "portable", avx2: "avx2", avx512: "avx512"}

// String returns the name of a body.
func (b body) String() string { return bodyNames[b] }

// active is the body that calls go to; only tests change it after start-up.
var active, activeErr = choose(os.Getenv("HM_KERNELS"), best())

// Selected returns the name of the body that computes: portable, avx2 or
// avx512. The error says why it is not the one that HM_KERNELS asks for.
func Selected() (name string, err error) { return active.String(), activeErr }

// choose returns the body of a name, or the best if the name is empty, unknown
// or beyond the processor.
func choose(name string, best body) (body, error) {
	if name == "" {
		return best, nil
	}
	b := body(slices.Index(bodyNames, name))
	switch {
	case b < 0:
		return best, fmt.Errorf("HM_KERNELS is %q, must be %s; using %s",
			name, strings.Join(bodyNames, ", "), best)
	case b > best:
		return best, fmt.Errorf("HM_KERNELS is %q, which this processor lacks; using %s", name, best)
	}
	return b, nil
}

// same panics unless two lengths that must be equal are.
func same(n, m int) {
	if n != m {
		panic(fmt.Sprintf("kernel: slices of lengths %d and %d must have the same length", n, m))
	}
}
