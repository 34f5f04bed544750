package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script and README.md")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hm": main})
}

// TestScripts runs the command as a user types it. Each script is one
// behaviour; testdata/script/README says what a script may contain.
func TestScripts(t *testing.T) {
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SPECS", filepath.Join(repo, "specs"))
			// Neither the user's git nor a repository around the test may matter.
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			env.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(env.WorkDir))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"json":  jsonHas,
		},
	})
}

// exits CODE PROGRAM ARGS... runs a program and demands its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// jsonHas FILE KEY... demands that a file (or stdout) is a JSON object, or a
// list of objects, with exactly these keys. KEY=VALUE also demands the value,
// as JSON, of the first object; KEY? may be missing.
func jsonHas(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: json FILE KEY...")
	}
	objects, err := decodeObjects(ts.ReadFile(args[0]))
	if err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	for i, o := range objects {
		if err := matchObject(o, args[1:], i == 0); err != nil {
			ts.Fatalf("%s: object %d: %v", args[0], i, err)
		}
	}
}

func decodeObjects(text string) ([]map[string]json.RawMessage, error) {
	var list []map[string]json.RawMessage
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		err := json.Unmarshal([]byte(text), &list)
		if err == nil && len(list) == 0 {
			err = errors.New("the list is empty")
		}
		return list, err
	}
	var one map[string]json.RawMessage
	err := json.Unmarshal([]byte(text), &one)
	return append(list, one), err
}

// compact is JSON without spaces between its parts.
func compact(text json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		return string(text)
	}
	return b.String()
}

func matchObject(o map[string]json.RawMessage, wants []string, values bool) error {
	known := map[string]bool{}
	for _, want := range wants {
		key, value, hasValue := strings.Cut(want, "=")
		key, optional := strings.CutSuffix(key, "?")
		known[key] = true
		got, ok := o[key]
		if !ok && !optional {
			return fmt.Errorf("no key %q", key)
		}
		if hasValue && values && compact(got) != value {
			return fmt.Errorf("%q is %s, want %s", key, compact(got), value)
		}
	}
	var extra []string
	for key := range o {
		if !known[key] {
			extra = append(extra, key)
		}
	}
	slices.Sort(extra)
	if len(extra) > 0 {
		return fmt.Errorf("unexpected keys %q", extra)
	}
	return nil
}
