package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"hm/runtime/draws"
	"hm/runtime/report"
)

// A summaryCmd prints the table of a fit.
type summaryCmd struct {
	Dir  string `arg:"" help:"A fit's directory, or one with CmdStan's CSV files."`
	JSON bool   `help:"Print JSON."`
}

// Run reads the draws and summarises them.
func (c *summaryCmd) Run(a *app) error {
	t, err := readFit(c.Dir)
	if err != nil {
		return err
	}
	rows := report.Summarise(t)
	if c.JSON {
		return writeJSON(a.stdout, rows)
	}
	a.notices(t)
	return report.WriteSummary(a.stdout, rows, t.Chains())
}

// A diagnoseCmd says whether the draws of a fit can be trusted.
type diagnoseCmd struct {
	Dir  string `arg:"" help:"A fit's directory, or one with CmdStan's CSV files."`
	JSON bool   `help:"Print JSON."`
}

// Run reads the draws and judges them.
func (c *diagnoseCmd) Run(a *app) error {
	t, err := readFit(c.Dir)
	if err != nil {
		return err
	}
	d := report.Diagnose(t, report.Summarise(t))
	if c.JSON {
		return writeJSON(a.stdout, d)
	}
	return report.WriteDiagnosis(a.stdout, d)
}

// notices tells what is missing in the draws. (A diagnosis says it itself.)
func (a *app) notices(t *draws.Table) {
	for _, n := range t.Notices {
		fmt.Fprintf(a.stderr, "note: %s\n", n)
	}
}

// readFit reads the draws in a directory.
func readFit(dir string) (*draws.Table, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, userErrorf("there is no directory `%s`; `hm fit` makes one", dir)
	case err == nil && !info.IsDir():
		return nil, userErrorf("`%s` is a file; give the directory of a fit", dir)
	}
	t, err := draws.Read(dir)
	if err != nil {
		return nil, userError(err)
	}
	if t.Draws() == 0 {
		return nil, userErrorf("`%s` holds no draws after warm-up", dir)
	}
	return t, nil
}
