// Package check resolves names and checks types, sizes, blocks and data-ness.
// What it learns lies in an Info, beside the untouched tree.
package check

import (
	"hm/lang/source"
	"hm/lang/syntax"
	"hm/lang/types"
)

// A Level orders expressions by when their value is known.
type Level uint8

// The levels, in order; an expression has the highest level of its parts.
const (
	Const Level = iota // a literal: while checking
	Data               // once data are bound
	Param              // at each evaluation of the density
	Draw               // once per saved draw: generated quantities and _rng
)

// An ObjectKind says what a name stands for.
type ObjectKind uint8

// The kinds of object.
const (
	Variable ObjectKind = iota // declared in a block or locally
	LoopVar
	Argument // of a user-defined function
	Func     // a user-defined function
)

// An Object is something a program declares.
type Object struct {
	Name  string
	Kind  ObjectKind
	Type  types.Type // of a Func: its result type
	Level Level
	// Block is where it is declared; Local says inside braces, a loop or a
	// function body.
	Block syntax.BlockKind
	Local bool
	Ident *syntax.Ident      // the declaring occurrence
	Decl  *syntax.Decl       // a Variable's declaration
	Sized *syntax.TypeExpr   // a Variable's declared type
	Init  *syntax.Declarator // a Variable's declarator
	Def   *syntax.FuncDef    // a Func's definition (the one with a body)
	Sig   *types.Signature   // a Func's signature; Impl is the Object itself
	Doc   string
	// Axes names, for each array size and then each container size, the
	// dimension it is declared over ("epoch"), or is empty.
	Axes []string
	// IsDim marks a `dim`; Missing marks a vector<missing>.
	IsDim, Missing bool
}

// A Call is how a call, operator or ~ statement was resolved.
type Call struct {
	Sig    *types.Signature // the chosen overload: library or user
	User   *Object          // the user-defined function, or nil
	Args   []types.Type     // the argument types as given, before promotion
	Result types.Type
}

// Info is what checking learned.
type Info struct {
	Types  map[syntax.Expr]types.Type
	Levels map[syntax.Expr]Level
	Uses   map[*syntax.Ident]*Object // every use and every declaration of a name
	Calls  map[syntax.Node]*Call     // by *Call, *Unary, *Binary, *Transpose, *Tilde, and *Assign for compound ones
	Funcs  []*Object                 // user-defined functions with bodies, in order
	Vars   []*Object                 // top-level variables of all blocks, in order
}

// Errors is what checking found wrong: see File in file.go.
type Errors = source.List
