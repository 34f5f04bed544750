package fn

import "slices"

// Table is every function and operator, family by family. A name stands in it
// once.
var Table = slices.Concat(
	arithmetic, logic, constants, powers, trigonometric, rounding, logExp, gammas, normals,
	logSums, reductions, dots, sizings, repeats, conversions,
	slicings, appends, builders, diagonals, sorts, products, factorisations, solvers,
)
