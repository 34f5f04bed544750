package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"hm/cmd/hm/internal/fitdir"
	hmruntime "hm/runtime"
	"hm/runtime/draws"
)

// Ctrl-C keeps what was drawn, beside an earlier fit, and exits as shells expect.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no process can send an interrupt on Windows")
	}
	dir := t.TempDir()
	model := filepath.Join(dir, "m.hm")
	if err := os.WriteFile(model, []byte("parameters {\n  real x ~ normal(0, 1);\n}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "fit")
	if text, err := hm(t, "fit", model, "--seed=1", "--quiet", "--out", out).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	earlier, err := os.ReadFile(filepath.Join(out, fitdir.Manifest))
	if err != nil {
		t.Fatal(err)
	}

	said := interruptWhenSampling(t, hm(t, "fit", model, "--seed=1", "--draws=100000000", "--out", out))
	if !strings.Contains(said, "interrupted: ") || !strings.Contains(said, "fit.interrupted") {
		t.Errorf("an interrupted fit says\n%s", said)
	}
	table, err := draws.Read(out + fitdir.InterruptedSuffix)
	if err != nil {
		t.Fatal(err)
	}
	if table.Chains() != 4 || table.Draws() == 0 {
		t.Errorf("there are %d chains of %d draws", table.Chains(), table.Draws())
	}
	if now, _ := os.ReadFile(filepath.Join(out, fitdir.Manifest)); !bytes.Equal(now, earlier) {
		t.Error("the earlier fit has changed")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 3 {
		t.Errorf("there is more than the model and two fits: %v", entries)
	}
}

// interruptWhenSampling starts a fit, interrupts it when all chains draw, and
// returns what it said after that. It demands the exit code.
func interruptWhenSampling(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	// Progress comes in tenths, too seldom for a run that must not end: wait
	// for the draws themselves.
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	waitForDraws(t, filepath.Dir(cmd.Args[len(cmd.Args)-1]))
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("the interrupted fit ended with %v, want exit code %d", err, exitInterrupted)
	}
	return said.String()
}

// waitForDraws waits until every chain has written more than its header.
func waitForDraws(t *testing.T, dir string) {
	t.Helper()
	const header = 64 << 10 // and the writer's buffer
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		files, _ := filepath.Glob(filepath.Join(dir, ".fit.tmp-*", ".chain_*"))
		long := 0
		for _, f := range files {
			if info, err := os.Stat(f); err == nil && info.Size() > header {
				long++
			}
		}
		if long == 4 {
			return
		}
	}
	t.Fatal("no draws after a minute")
}

// A panic is hm's fault, and says so: in the command itself,
func TestPanic(t *testing.T) {
	var stderr strings.Builder
	a := &app{ctx: context.Background(), stderr: &stderr} // no stdout: printing panics
	if code := a.run([]string{"version"}); code != exitBug {
		t.Errorf("exit code %d, want %d", code, exitBug)
	}
	for _, want := range []string{"internal error: ", "This is a bug in hm, not in your files. Please report it", "version.go:"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("no %q in\n%s", want, &stderr)
		}
	}
}

// and in a chain.
func TestPanicInChain(t *testing.T) {
	var stderr strings.Builder
	a := &app{ctx: context.Background(), stderr: &stderr}
	err := errors.Join(errors.New("chain 2"), &hmruntime.PanicError{Value: "index out of range", Stack: []byte("chain.go:7")})
	if code := a.report(err); code != exitBug {
		t.Errorf("exit code %d, want %d", code, exitBug)
	}
	for _, want := range []string{"internal error: index out of range", "Please report it", "chain.go:7"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("no %q in\n%s", want, &stderr)
		}
	}
}
