package main

import (
	"fmt"

	"hm/compiler"
	"hm/compiler/lib"
	"hm/lang/source"
	"hm/runtime/runfile"
)

// A checkCmd reports everything that is wrong with models.
type checkCmd struct {
	Files          []string `arg:"" name:"file" help:"Models (.hm, .stan), run files (.yaml), or directories that hold models; - for a model on standard input."`
	JSON           bool     `help:"Print the problems as a JSON list."`
	ExplainCompile bool     `help:"Take MODEL DATA or RUN.yaml and say what the compiler makes of the model with its data: the tier, its loops, the passes."`
	Operations     bool     `help:"With --explain-compile: print the operations of the log density as well."`
	IncludePath    []string `help:"Where to look for the files that #include names, after the model's own directory." placeholder:"DIR"`
}

// Run checks every file, whatever the others hold.
func (c *checkCmd) Run(a *app) error {
	if c.ExplainCompile {
		return c.explain(a)
	}
	files, err := models(c.Files)
	if err != nil {
		return err
	}
	var all source.List
	unread := 0
	for _, file := range files {
		list, err := a.check(file, c.IncludePath)
		if err != nil {
			a.report(err)
			unread++
		}
		all = append(all, list...)
	}
	if c.JSON {
		if err := source.RenderJSON(a.stdout, all); err != nil {
			return err
		}
	} else {
		a.showAll(all)
	}
	if all.Err() != nil || unread > 0 {
		return &exitError{code: exitInput}
	}
	return nil
}

// explain compiles a model with its data and says what became of it.
func (c *checkCmd) explain(a *app) error {
	args := loadArgs{Model: c.Files[0], IncludePath: c.IncludePath}
	switch len(c.Files) {
	case 1:
		if !isRunFile(args.Model) {
			return userErrorf("--explain-compile takes a model and its data, or a run file: the compiler needs the data")
		}
	case 2:
		args.Data = c.Files[1]
	default:
		return userErrorf("--explain-compile takes one model and its data, or one run file; found %d files", len(c.Files))
	}
	j, err := a.load(args, noSeed)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(a.stdout, j.program.Explain())
	}
	j.program.Explain().WriteText(a.stdout)
	if c.Operations {
		j.program.WriteIR(a.stdout)
	}
	return nil
}

// check returns what is wrong with a model, or with a run file and the model it
// names.
func (a *app) check(file string, includePath []string) (source.List, error) {
	if !isRunFile(file) {
		return a.checkModel(file, includePath)
	}
	c, list := runfile.Read(file)
	if c == nil || !isFile(c.Model.Name) {
		return list, nil
	}
	more, err := a.checkModel(c.Model.Name, includePath)
	return append(list, more...), err
}

func (a *app) checkModel(file string, includePath []string) (source.List, error) {
	label, text, err := a.read(file)
	if err != nil {
		return nil, err
	}
	in := a.includer(includePath)
	_, list := compiler.Compile(label, text, lib.Library(), compiler.Options{Include: in.read})
	return in.place(list), nil
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
