// Command hm checks, formats and samples statistical models: .hm files, a
// declarative, Stan-like language, and .stan files.
//
// Each subcommand is a file of this package, named after it. A subcommand is a
// struct whose fields are its arguments and flags, and whose Run does the work.
// This is the only package that knows both the compiler and the runtime.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	Fit        fitCmd        `cmd:"" help:"Sample a model's posterior and keep the fit in a directory."`
	Check      checkCmd      `cmd:"" help:"Report everything that is wrong with models and run files; needs no data."`
	Fmt        fmtCmd        `cmd:"" help:"Rewrite models in the one canonical layout."`
	Summary    summaryCmd    `cmd:"" help:"Print the table of posterior means, spreads and convergence of a fit."`
	Diagnose   diagnoseCmd   `cmd:"" help:"Say whether the draws of a fit can be trusted, and what to do if not."`
	LogDensity logDensityCmd `cmd:"" help:"Evaluate the log density and its gradient at an unconstrained point."`
	Bench      benchCmd      `cmd:"" help:"Time one gradient of a model with its data."`
	Version    versionCmd    `cmd:"" help:"Print the version of hm."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second Ctrl-C ends the program at once, however long a file takes to write.
	context.AfterFunc(ctx, stop)
	a := &app{ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(a.run(os.Args[1:]))
}

// An app is what a subcommand works with.
type app struct {
	ctx            context.Context // cancelled by Ctrl-C
	stdin          io.Reader
	stdout, stderr io.Writer
	texts          textStore
}

// errHelp unwinds from kong once it has printed help.
var errHelp = errors.New("help was printed")

// run runs one command line and returns the exit code.
func (a *app) run(args []string) (code int) {
	defer func() {
		if v := recover(); v != nil {
			code = a.bug(v, stack())
		}
	}()
	return a.report(a.dispatch(args))
}

// dispatch finds the subcommand that args name and runs it.
func (a *app) dispatch(args []string) (err error) {
	defer func() {
		if v := recover(); v == errHelp {
			err = nil
		} else if v != nil {
			panic(v)
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parser, err := kong.New(&cli{},
		kong.Name("hm"),
		kong.Description("hm fits statistical models written in a Stan-like language.\n\n"+
			"Exit codes: 0 done, 1 hm's fault, 2 the input is wrong, 3 the fit fails its checks."),
		kong.Writers(a.stdout, a.stderr),
		kong.Exit(func(int) { panic(errHelp) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return err
	}
	kctx, err := parser.Parse(args)
	if err != nil {
		return usageError(err)
	}
	return kctx.Run(a)
}

// usageError words a wrong command line, with the help that belongs to it.
func usageError(err error) error {
	help := "hm --help"
	var wrong *kong.ParseError
	if errors.As(err, &wrong) && wrong.Context != nil && wrong.Context.Selected() != nil {
		help = "hm " + wrong.Context.Selected().Path() + " --help"
	}
	return userError(fmt.Errorf("%w; see `%s`", err, help))
}
