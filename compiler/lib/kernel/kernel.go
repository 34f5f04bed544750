// Package kernel computes elementary functions, sums, likelihoods and dense
// linear algebra over slices of float64.
//
// A function here has up to three bodies: portable Go, and assembly for amd64
// with AVX2 and FMA or with AVX-512. The best that the processor has is chosen
// when the program starts; the environment variable HM_KERNELS (portable, avx2
// or avx512) forces one, and Selected tells which it is.
//
// All bodies agree to the bit, so that a fit does not depend on the processor
// it ran on. Elementwise functions are one sequence of fused multiply-adds and
// other operations that IEEE 754 rounds correctly. Reductions keep sixteen
// partial sums, element i going to sum i mod 16, and add them in a fixed tree.
// Only the payload and sign of a NaN are not promised.
//
// Slices that a call reads and writes may be the same slice, but must not
// overlap otherwise. All slices of a call must have the same length, unless its
// comment says so; a mismatch is the caller's mistake and panics. No function
// allocates. Errors are stated in ulp, units in the last place of the exact
// result: the largest seen among 60 000 arguments of every kind and millions
// of ordinary ones. The tests hold them to bounds on some thousands of reference
// values of 50 digits (testdata/reference.py).
package kernel

//go:generate go -C internal/gen run . ../..
