// Command gen writes the assembly of package kernel and the functions that
// choose between its bodies. It is a module of its own so that hm does not
// depend on avo.
package main

import (
	"bytes"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: gen DIRECTORY-OF-PACKAGE-KERNEL")
	}
	if err := generate(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func generate(dir string) error {
	consts, err := readConstants(filepath.Join(dir, "constants.go"))
	if err != nil {
		return err
	}
	ctx := build.NewContext()
	globals := map[uint64]operand.Mem{}
	for _, k := range kernels {
		for _, t := range targets {
			t.hoists = fitting(k, t, consts)
			emit(ctx, globals, k, t, consts)
		}
	}
	for _, k := range tileKernels {
		for _, t := range targets {
			emitTile(ctx, globals, k, t)
		}
	}
	file, err := ctx.Result()
	if err != nil {
		return err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return err
	}
	config := printer.Config{Name: "internal/gen", Pkg: "kernel"}
	for name, p := range map[string]printer.Printer{
		"kernels_amd64.s":  printer.NewGoAsm(config),
		"kernels_amd64.go": printer.NewStubs(config),
	} {
		text, err := p.Print(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), bytes.TrimLeft(text, "\n"), 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return writeDispatch(dir)
}

// fitting returns how many constants of a kernel the registers have room for.
func fitting(k kernel, t target, c constants) int {
	for ; t.hoists > 0; t.hoists-- {
		ctx := build.NewContext()
		emit(ctx, map[uint64]operand.Mem{}, k, t, c)
		if file, err := ctx.Result(); err == nil && pass.Compile.Execute(file) == nil {
			break
		}
	}
	return t.hoists
}

func floatBits(x float64) uint64 { return math.Float64bits(x) }
