package expr

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A function is one row of the table below. One of each, all, one, rows and
// asks says how it is evaluated.
type function struct {
	name  string
	arity int
	doc   string
	each  func(x float64) float64              // row by row
	want  string                               // what x must be for that, in words
	all   func(x []float64) ([]float64, error) // all rows at once
	one   func(x []float64) (float64, error)   // one number from the values that are not missing
	rows  func(n int) ([]float64, bool)        // from the number of rows; true if one number for all rows
	asks  bool                                 // from whether the value is missing
}

// use shows how the function is called.
func (f *function) use() string {
	if f.arity == 0 {
		return "write `" + f.name + "()`: " + f.doc
	}
	return "write `" + f.name + "(x)`: " + f.doc
}

// functions is the table of functions, by name.
var functions = func() map[string]*function {
	table := map[string]*function{
		"log":       {doc: "the natural logarithm", each: math.Log, want: "positive"},
		"log2":      {doc: "the logarithm to base 2", each: math.Log2, want: "positive"},
		"log10":     {doc: "the logarithm to base 10", each: math.Log10, want: "positive"},
		"log1p":     {doc: "log(1 + x)", each: math.Log1p, want: "greater than -1"},
		"exp":       {doc: "e to the power x", each: math.Exp, want: "small enough for a finite result"},
		"expm1":     {doc: "exp(x) - 1", each: math.Expm1, want: "small enough for a finite result"},
		"sqrt":      {doc: "the square root", each: math.Sqrt, want: "zero or more"},
		"square":    {doc: "x * x", each: func(x float64) float64 { return x * x }, want: "small enough for a finite result"},
		"abs":       {doc: "the value without its sign", each: math.Abs},
		"floor":     {doc: "rounded down", each: math.Floor},
		"ceil":      {doc: "rounded up", each: math.Ceil},
		"round":     {doc: "rounded to the nearest whole number, halves away from zero", each: math.Round},
		"logit":     {doc: "log(x / (1 - x))", each: func(x float64) float64 { return math.Log(x) - math.Log1p(-x) }, want: "between 0 and 1"},
		"inv_logit": {doc: "1 / (1 + exp(-x))", each: func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},

		"center":      {doc: "less the mean of the column", all: center},
		"scale":       {doc: "less the mean of the column, divided by its standard deviation", all: scale},
		"standardize": {doc: "the same as scale(x)", all: scale},

		"mean": {doc: "the mean of the column", one: mean},
		"sd":   {doc: "the standard deviation of the column (with n - 1)", one: sd},
		"min":  {doc: "the least value of the column", one: least},
		"max":  {doc: "the greatest value of the column", one: greatest},
		"sum":  {doc: "the sum of the column", one: sum},

		"missing": {doc: "1 where the value is missing, 0 elsewhere", asks: true},
		"present": {doc: "0 where the value is missing, 1 elsewhere", asks: true},
		"row":     {doc: "the number of the row, from 1", rows: rowNumbers},
		"rows":    {doc: "how many rows there are", rows: func(n int) ([]float64, bool) { return []float64{float64(n)}, true }},
	}
	for name, f := range table {
		f.name = name
		if f.rows == nil {
			f.arity = 1
		}
	}
	return table
}()

// sortedFunctions returns the names of all functions, sorted.
func sortedFunctions() []string {
	names := make([]string, 0, len(functions))
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func functionNames() string { return strings.Join(sortedFunctions(), ", ") }

// Doc describes the functions, one a line, for the reference.
func Doc() string {
	var b strings.Builder
	for _, name := range sortedFunctions() {
		f, arg := functions[name], "x"
		if f.arity == 0 {
			arg = ""
		}
		fmt.Fprintf(&b, "%s(%s): %s\n", name, arg, f.doc)
	}
	return b.String()
}

func rowNumbers(n int) ([]float64, bool) {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i + 1)
	}
	return x, false
}

// present returns the values that are not missing.
func present(x []float64) []float64 {
	if !slices.ContainsFunc(x, math.IsNaN) {
		return x
	}
	return slices.DeleteFunc(slices.Clone(x), math.IsNaN)
}

var (
	errNoValues = fmt.Errorf("there are no values")
	errOneValue = fmt.Errorf("one value has no standard deviation")
	errConstant = fmt.Errorf("all values are the same, so their standard deviation is 0")
)

func sum(x []float64) (float64, error) {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s, nil
}

func mean(x []float64) (float64, error) {
	if len(x) == 0 {
		return 0, errNoValues
	}
	s, _ := sum(x)
	m := s / float64(len(x))
	// A second pass takes out what rounding left in the first.
	rest := 0.0
	for _, v := range x {
		rest += v - m
	}
	return m + rest/float64(len(x)), nil
}

func sd(x []float64) (float64, error) {
	m, err := mean(x)
	if err != nil {
		return 0, err
	}
	if len(x) == 1 {
		return 0, errOneValue
	}
	ss := 0.0
	for _, v := range x {
		ss += (v - m) * (v - m)
	}
	return math.Sqrt(ss / float64(len(x)-1)), nil
}

func least(x []float64) (float64, error) {
	if len(x) == 0 {
		return 0, errNoValues
	}
	return slices.Min(x), nil
}

func greatest(x []float64) (float64, error) {
	if len(x) == 0 {
		return 0, errNoValues
	}
	return slices.Max(x), nil
}

func center(x []float64) ([]float64, error) {
	m, err := mean(present(x))
	return shifted(x, m, 1), err
}

func scale(x []float64) ([]float64, error) {
	there := present(x)
	m, err := mean(there)
	if err != nil {
		return x, err
	}
	s, err := sd(there)
	if err == nil && s == 0 {
		err = errConstant
	}
	return shifted(x, m, s), err
}

func shifted(x []float64, by, unit float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = (v - by) / unit
	}
	return y
}
