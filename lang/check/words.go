package check

import "hm/lang/types"

// A typeWord is what a word that names a type means in a declaration. How it
// may be written, with how many sizes and which bounds, the parser knows.
type typeWord struct {
	kind types.Kind
	axes int // of one element; cov_matrix[K] has one size and two axes
}

// typeWords lists every word that names a type, but void, tuple, dim and factor.
var typeWords = map[string]typeWord{
	"int":                {types.Int, 0},
	"real":               {types.Real, 0},
	"complex":            {types.Complex, 0},
	"vector":             {types.Vector, 1},
	"row_vector":         {types.RowVector, 1},
	"matrix":             {types.Matrix, 2},
	"complex_vector":     {types.ComplexVector, 1},
	"complex_row_vector": {types.ComplexRowVector, 1},
	"complex_matrix":     {types.ComplexMatrix, 2},

	"simplex":                  {types.Vector, 1},
	"ordered":                  {types.Vector, 1},
	"positive_ordered":         {types.Vector, 1},
	"unit_vector":              {types.Vector, 1},
	"sum_to_zero_vector":       {types.Vector, 1},
	"sum_to_zero_matrix":       {types.Matrix, 2},
	"column_stochastic_matrix": {types.Matrix, 2},
	"row_stochastic_matrix":    {types.Matrix, 2},
	"cholesky_factor_corr":     {types.Matrix, 2},
	"cholesky_factor_cov":      {types.Matrix, 2},
	"corr_matrix":              {types.Matrix, 2},
	"cov_matrix":               {types.Matrix, 2},
}
