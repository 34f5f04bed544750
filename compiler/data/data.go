// Package data binds the data block of a model to what the user gave.
//
// A Source is what was given: a table with a header, a file of Stan's JSON,
// values written in the run file, or several of these. A Var is a declaration
// of the data block. Bind puts them together. It first settles every dimension:
// its size, and the labels of its entries where there are any. Then Lookup
// returns the values of one variable, once the caller knows its sizes, which
// may depend on variables looked up before.
//
// A variable takes its values from, in this order,
//
//  1. its entry among the columns of the run file,
//  2. its entry among the values of the run file,
//  3. the JSON file,
//  4. the column of the table that has its name.
//
// Three kinds of variable may have no entry. A dim takes its size from what is
// declared over it. An int that is the size of a variable bound to columns is
// counted too. And array[cell] factor<dataset> follows from the columns that
// cell was made of.
//
// # Dimensions
//
// The row dimension, over which the columns of a table lie, has as many entries
// as the table has rows. A dim that factors refer to has an entry for each
// label: in the order that `levels` gives, or else in the order of first
// appearance. A factor bound to several columns, an interaction, has an entry
// for each combination that occurs. A variable over a dim of factors, such as
// vector[county] uranium, may be bound to a column that says the same in all
// rows of a county.
//
// # Problems
//
// Everything that does not fit is reported as a source.Diagnostic at the cell,
// the JSON value or the line of the run file that is wrong, with a note at the
// declaration in the model.
package data

import (
	"strconv"

	"hm/compiler/data/internal/literal"
	"hm/lang/source"
	"hm/lang/types"
)

// A Spec says where data come from. All parts are optional.
type Spec struct {
	// RunFile is what messages call the run file; without one it is empty.
	RunFile string
	Table   *File // .csv, or .tsv, .tab and .txt with tabs
	JSON    *File
	Columns []Column
	Levels  []Levels
	Values  []Entry
	Where   Text // which rows of the table to use; all if empty
	Missing Policy
}

// A File is a file that was read.
type File struct {
	Name string
	Text []byte
}

// A Text is a piece of the run file and where it stands, quotes included.
type Text struct {
	Text string
	Span source.Span
}

// A Column binds a variable to a column, to an expression over columns, or
// with List set to several of them: the columns of a matrix or the parts of an
// interaction.
type Column struct {
	Name  Text // the variable
	Exprs []Text
	List  bool
}

// Levels are the labels of a dim, in order.
type Levels struct {
	Dim    Text
	Labels []Text
}

// An Entry gives a variable, or a dim, a literal value.
type Entry struct {
	Name    Text
	Literal Literal
}

// A Literal is a value written out in the run file: a single value, a list, or
// a mapping.
type Literal = literal.Node

// A Policy says what to do with rows in which a value is missing.
type Policy uint8

// The policies.
const (
	Refuse Policy = iota // report them
	Drop                 // leave them out
)

// A Var is one declaration of the data block.
type Var struct {
	Name string
	Type types.Type
	// Axes names, for each array size and then each size of the vector or
	// matrix, the dim or the int variable that it is; "" if it is anything
	// else. It may be shorter than the rank of the type.
	Axes    []string
	IsDim   bool
	Missing bool        // entries may be missing
	Span    source.Span // of the declaration
}

// A Shape holds the sizes of a variable.
type Shape struct {
	Dims  []int   // array sizes, then length, or rows and columns
	Elems []Shape // of the elements of a tuple
}

// A Value is the value of a variable. Numbers lie as package mem says; a
// complex number is its real and then its imaginary part.
type Value struct {
	Nums    []float64
	Missing []int   // the indices in Nums of missing entries, which are NaN; ascending
	Elems   []Value // of a tuple; of an array of tuples each holds the array of that element
}

// A Dim is a dimension with its size known.
type Dim struct {
	Name   string
	Size   int
	Labels []string // of each entry; nil if entries only have numbers
	// Parents and Parts describe the dim of an interaction: the dims, or where
	// there is no dim the columns, that it combines, and the labels in them of
	// each entry; nil for an entry that does not occur.
	Parents []string
	Parts   [][]string
	// Rows says that the entries are rows of the table.
	Rows bool
}

// Label returns the label of an entry, counted from 0: its number if it has
// no other.
func (d *Dim) Label(i int) string {
	if d.Labels == nil {
		return strconv.Itoa(i + 1)
	}
	return d.Labels[i]
}

// Codes of the problems with data.
const (
	unknownName   source.Code = "unknown-name"
	missingColumn source.Code = "missing-column"
	noData        source.Code = "no-data"
	noSize        source.Code = "no-size"
	sizeConflict  source.Code = "size-conflict"
	wrongSize     source.Code = "wrong-size"
	raggedArray   source.Code = "ragged-array"
	wrongType     source.Code = "wrong-type"
	missingValue  source.Code = "missing-value"
	unknownLabel  source.Code = "unknown-label"
	notConstant   source.Code = "not-constant"
	givenTwice    source.Code = "given-twice"
	badExpression source.Code = "bad-expression"
	noRows        source.Code = "no-rows"
	unused        source.Code = "unused-data"
	dropped       source.Code = "dropped-rows"
	alike         source.Code = "labels-alike"
)
