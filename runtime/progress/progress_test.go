package progress

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"hm/runtime"
)

// normal is a standard normal variable.
type normal struct{}

func (normal) Dim() int { return 1 }

func (normal) LogDensityGradient(q, g []float64) (float64, error) {
	g[0] = -q[0]
	return -q[0] * q[0] / 2, nil
}

func (normal) Names() []string                                     { return []string{"x"} }
func (normal) Labels() []string                                    { return []string{"x"} }
func (normal) Draw(q []float64, _ *rand.Rand, out []float64) error { copy(out, q); return nil }

func run(t *testing.T, ctx context.Context, live bool, draws int) string {
	t.Helper()
	var out bytes.Buffer
	cfg := runtime.DefaultConfig()
	cfg.Chains, cfg.Warmup, cfg.Draws, cfg.Seed = 3, 100, draws, 1
	_, err := runtime.Sample(ctx, cfg, func(int) runtime.Model { return normal{} }, New(&out, live))
	if err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPlainLines(t *testing.T) {
	text := run(t, context.Background(), false, 400)
	for chain := 1; chain <= 3; chain++ {
		var lines []string
		for l := range strings.Lines(text) {
			if strings.HasPrefix(l, fmt.Sprintf("chain %d  ", chain)) {
				lines = append(lines, l)
			}
		}
		if len(lines) != 10 {
			t.Fatalf("chain %d has %d lines, want 10:\n%s", chain, len(lines), text)
		}
		if !strings.Contains(lines[0], "warm-up   50/500") || !strings.Contains(lines[0], " left") {
			t.Errorf("first line %q", lines[0])
		}
		if !strings.Contains(lines[9], "sampling 500/500") || !strings.Contains(lines[9], "done in ") {
			t.Errorf("last line %q", lines[9])
		}
		for _, l := range lines {
			if len(l) > 80 || !strings.Contains(l, " div ") || !strings.Contains(l, "step ") || !strings.Contains(l, "leapfrogs") {
				t.Errorf("line %q", l)
			}
		}
	}
}

func TestLiveLines(t *testing.T) {
	text := run(t, context.Background(), true, 400)
	last := text[strings.LastIndex(text, "chain 1"):]
	for chain := 1; chain <= 3; chain++ {
		if !strings.Contains(last, fmt.Sprintf("chain %d", chain)) {
			t.Errorf("the last screen lacks chain %d:\n%q", chain, last)
		}
	}
	if n := strings.Count(last, "sampling 500/500"); n != 3 {
		t.Errorf("%d chains finished on the last screen, want 3:\n%q", n, last)
	}
}

// An interrupted run does not leave the display waiting.
func TestInterrupted(t *testing.T) {
	for _, live := range []bool{false, true} {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		text := run(t, ctx, live, 1<<40)
		cancel()
		if n := strings.Count(text, "stopped"); n < 3 {
			t.Errorf("live %v: %d chains say that they stopped:\n%q", live, n, text)
		}
	}
}

// The time left is judged by the phase that the chain is in.
func TestTimeLeft(t *testing.T) {
	var out bytes.Buffer
	clock := time.Unix(0, 0)
	d := New(&out, false)
	d.now = func() time.Time { return clock }
	cfg := runtime.DefaultConfig()
	cfg.Chains = 1
	if err := d.Begin(&runtime.Run{Config: cfg}); err != nil {
		t.Fatal(err)
	}
	step := func(iter int, warmup bool, dt time.Duration) string {
		out.Reset()
		clock = clock.Add(dt)
		d.Observe(&runtime.Progress{Iter: iter, Total: 2000, Warmup: warmup})
		return out.String()
	}
	if got := step(1000, true, 100*time.Second); !strings.Contains(got, "100s left") {
		t.Errorf("in warm-up: %q", got)
	}
	step(1001, false, 0)
	if got := step(1200, false, 1*time.Second); !strings.Contains(got, "4.0s left") {
		t.Errorf("in sampling: %q", got)
	}
}

func TestShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		2340 * time.Millisecond: "2.3s", 75 * time.Second: "75s", 10 * time.Minute: "10min", 3 * time.Hour: "3.0h",
	} {
		if got := short(d); got != want {
			t.Errorf("%v is shown as %q, want %q", d, got, want)
		}
	}
}

func TestIsTerminal(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if IsTerminal(f) {
		t.Error("a file was taken for a terminal")
	}
}
