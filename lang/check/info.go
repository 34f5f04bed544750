// Package check resolves names and checks types, sizes, blocks and data-ness.
// What it learns lies in an Info, beside the untouched tree.
//
// # How it works
//
// File makes two passes. The first goes through the program in order, block by
// block, with a chain of scopes: it resolves every name to an Object, gives
// every expression a type, and resolves every call, operator and ~ statement
// to one signature, the one that needs the fewest promotions. The second works
// out the level of every expression, that is, how early its value is known: it
// carries levels through assignments and conditions until none changes, and
// then checks what must be data (sizes, data-only arguments).
//
// # Words
//
// A promotion turns an int into a real, or a real into a complex number, alone
// or in a container. An argument is widened when a container stands where the
// signature names a scalar. An axis is one dimension of a container; it has a
// label set when it was declared over a dim. A type is invalid (types.TInvalid)
// once something in the expression was reported: whatever meets an invalid type
// is silent, so that one mistake yields one message.
//
// # Where to look
//
// codes.go lists every problem with an example; messages.go words them all.
// match.go is overload resolution, levels.go the second pass, and each other
// file is one part of the language.
package check

import (
	"hm/lang/syntax"
	"hm/lang/types"
)

// A Level orders expressions by when their value is known.
type Level uint8

// The levels, in order; an expression has the highest level of its parts. But
// the shape of anything, as in size(theta), is Data.
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
