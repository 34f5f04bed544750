package check

import "hm/lang/types"

// A typeWord is what a word that names a type means in a declaration.
type typeWord struct {
	kind types.Kind
	// min and max are how many sizes may be written, and axes how many the
	// type has: cov_matrix[K] has one size and two axes.
	min, max, axes int
	bounds         bool // takes lower and upper
	affine         bool // takes offset and multiplier
	constrained    bool // is itself a constraint, so not for local variables
}

// typeWords lists every word that names a type, but void, tuple, dim and factor.
var typeWords = map[string]typeWord{
	"int":                {kind: types.Int, bounds: true},
	"real":               {kind: types.Real, bounds: true, affine: true},
	"complex":            {kind: types.Complex},
	"vector":             {kind: types.Vector, min: 1, max: 1, axes: 1, bounds: true, affine: true},
	"row_vector":         {kind: types.RowVector, min: 1, max: 1, axes: 1, bounds: true, affine: true},
	"matrix":             {kind: types.Matrix, min: 2, max: 2, axes: 2, bounds: true, affine: true},
	"complex_vector":     {kind: types.ComplexVector, min: 1, max: 1, axes: 1},
	"complex_row_vector": {kind: types.ComplexRowVector, min: 1, max: 1, axes: 1},
	"complex_matrix":     {kind: types.ComplexMatrix, min: 2, max: 2, axes: 2},

	"simplex":                  {kind: types.Vector, min: 1, max: 1, axes: 1, constrained: true},
	"ordered":                  {kind: types.Vector, min: 1, max: 1, axes: 1, constrained: true},
	"positive_ordered":         {kind: types.Vector, min: 1, max: 1, axes: 1, constrained: true},
	"unit_vector":              {kind: types.Vector, min: 1, max: 1, axes: 1, constrained: true},
	"sum_to_zero_vector":       {kind: types.Vector, min: 1, max: 1, axes: 1, constrained: true},
	"sum_to_zero_matrix":       {kind: types.Matrix, min: 2, max: 2, axes: 2, constrained: true},
	"column_stochastic_matrix": {kind: types.Matrix, min: 2, max: 2, axes: 2, constrained: true},
	"row_stochastic_matrix":    {kind: types.Matrix, min: 2, max: 2, axes: 2, constrained: true},
	"cholesky_factor_corr":     {kind: types.Matrix, min: 1, max: 1, axes: 2, constrained: true},
	"cholesky_factor_cov":      {kind: types.Matrix, min: 1, max: 2, axes: 2, constrained: true},
	"corr_matrix":              {kind: types.Matrix, min: 1, max: 1, axes: 2, constrained: true},
	"cov_matrix":               {kind: types.Matrix, min: 1, max: 1, axes: 2, constrained: true},
}
