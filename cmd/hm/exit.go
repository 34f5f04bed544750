package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"hm/lang/source"
	hmruntime "hm/runtime"
)

// The exit codes.
const (
	exitDone        = 0
	exitBug         = 1   // the program's fault
	exitInput       = 2   // the user's input is wrong
	exitChecks      = 3   // the fit fails its checks
	exitInterrupted = 130 // Ctrl-C: 128 + SIGINT, as shells report it
)

// An exitError ends the command with a code. A nil err has been reported.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return fmt.Sprint(e.err) }
func (e *exitError) Unwrap() error { return e.err }

// userError marks err as the fault of the input.
func userError(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitInput, err}
}

// userErrorf is userError of a new error.
func userErrorf(format string, args ...any) error {
	return userError(fmt.Errorf(format, args...))
}

// report tells the user how a command ended and returns its exit code.
func (a *app) report(err error) int {
	var panicked *hmruntime.PanicError
	var list source.List
	var exit *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &panicked):
		return a.bug(panicked.Value, panicked.Stack)
	case errors.As(err, &list):
		a.showAll(list)
		return exitInput
	case errors.As(err, &exit):
		if exit.err != nil {
			fmt.Fprintf(a.stderr, "hm: %v\n", exit.err)
		}
		return exit.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "hm: interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(a.stderr, "hm: %v\n", err)
	return exitBug
}

// bug asks for a report of a panic, which is always hm's own fault.
func (a *app) bug(value any, stack []byte) int {
	fmt.Fprintf(a.stderr, "hm: internal error: %v\n\n"+
		"This is a bug in hm, not in your files. Please report it, with the files\n"+
		"that you gave and the lines below.\n\n%s %s/%s\n%s",
		value, versionLine(), runtime.GOOS, runtime.GOARCH, stack)
	return exitBug
}

func stack() []byte { return debug.Stack() }
