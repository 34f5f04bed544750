package main

import (
	"bytes"
	"fmt"

	"hm/cmd/hm/internal/fitdir"
	"hm/lang/format"
	"hm/lang/source"
	"hm/lang/syntax"
)

// A fmtCmd rewrites models in the canonical layout.
type fmtCmd struct {
	Files   []string `arg:"" name:"file" help:"Models, or directories that hold them; - formats standard input to standard output."`
	Check   bool     `help:"Change nothing: list the files whose layout differs, and exit with 2 if there are any."`
	Upgrade bool     `help:"Also rewrite the spellings that Stan has removed, such as int x[N] and <-."`
}

// Run formats every file that can be read, and names those it changed.
func (c *fmtCmd) Run(a *app) error {
	files, err := models(c.Files)
	if err != nil {
		return err
	}
	differ, failed := 0, 0
	for _, file := range files {
		changed, err := c.format(a, file)
		if err != nil {
			a.report(err)
			failed++
		}
		if changed {
			differ++
		}
	}
	if failed > 0 || c.Check && differ > 0 {
		return &exitError{code: exitInput}
	}
	return nil
}

// format formats one file, and reports whether its layout differed.
func (c *fmtCmd) format(a *app, file string) (changed bool, err error) {
	label, text, err := a.read(file)
	if err != nil {
		return false, err
	}
	formatted, list := c.text(label, text)
	if list.Err() != nil {
		return false, list
	}
	changed = !bytes.Equal(text, formatted)
	switch {
	case file == stdinName && !c.Check:
		_, err = a.stdout.Write(formatted)
	case !changed:
	default:
		if !c.Check {
			if err := fitdir.WriteFile(file, formatted, 0o666); err != nil {
				return false, err
			}
		}
		_, err = fmt.Fprintln(a.stdout, label)
	}
	return changed, err
}

// text returns the canonical form of a model.
func (c *fmtCmd) text(name string, text []byte) ([]byte, source.List) {
	f, list := syntax.Parse(name, text, syntax.Options{Deprecated: c.Upgrade})
	if list.Err() != nil {
		return nil, list
	}
	return format.File(f, text), list
}
