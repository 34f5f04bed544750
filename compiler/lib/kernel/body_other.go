//go:build !amd64

package kernel

// best returns the only body there is.
func best() body { return portable }
