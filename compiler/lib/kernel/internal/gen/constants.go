package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"
)

// constants are those of the package's constants.go, so that the assembly and
// the portable code cannot come to differ.
type constants map[string]constant.Value

func readConstants(file string) (constants, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, 0)
	if err != nil {
		return nil, err
	}
	pkg, err := new(types.Config).Check("kernel", fset, []*ast.File{f}, nil)
	if err != nil {
		return nil, err
	}
	all := constants{}
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok {
			all[name] = c.Val()
		}
	}
	return all, nil
}

// float returns the bits of a number.
func (c constants) float(name string) uint64 {
	v, ok := c[name]
	if !ok {
		panic(fmt.Sprintf("constants.go does not declare %s", name))
	}
	f, _ := constant.Float64Val(v)
	return math.Float64bits(f)
}

// integer returns an integer constant as bits.
func (c constants) integer(name string) uint64 {
	v, ok := constant.Uint64Val(constant.ToInt(c[name]))
	if !ok {
		panic(fmt.Sprintf("constants.go does not declare the integer %s", name))
	}
	return v
}
