// Package progress shows where the chains stand while they run: one live line a
// chain on a terminal, a few plain lines a chain elsewhere.
package progress

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/cwriter"
	"github.com/vbauerster/mpb/v8/decor"

	"hm/runtime"
)

// A Display is a runtime.Sink that shows the chains' progress and keeps nothing.
type Display struct {
	out    io.Writer
	live   bool
	now    func() time.Time
	bars   *mpb.Progress
	mu     sync.Mutex // over out, when the lines are plain
	chains []*line
}

// New returns a display on out: live lines if live holds, plain ones if not.
func New(out io.Writer, live bool) *Display { return &Display{out: out, live: live, now: time.Now} }

// IsTerminal reports whether f is a terminal, which can show live lines.
func IsTerminal(f *os.File) bool { return cwriter.IsTerminal(int(f.Fd())) }

// A line is what is shown of one chain.
type line struct {
	mu      sync.Mutex
	at      runtime.Progress
	state   string    // how the chain ended; empty while it runs
	phase   time.Time // when the phase began
	from    int       // iterations done by then
	touched time.Time // when the live line was last told
	tenths  int       // plain lines printed
	bar     *mpb.Bar
}

// refresh is how often live lines change.
const refresh = 150 * time.Millisecond

// Begin implements runtime.Sink.
func (d *Display) Begin(run *runtime.Run) error {
	c := run.Config
	d.chains = make([]*line, c.Chains)
	if d.live {
		d.bars = mpb.New(mpb.WithOutput(d.out), mpb.WithRefreshRate(refresh), mpb.WithAutoRefresh())
	}
	for i := range d.chains {
		l := &line{at: runtime.Progress{Chain: i, Total: c.Warmup + c.Draws, Warmup: c.Warmup > 0}, phase: d.now()}
		d.chains[i] = l
		if d.live {
			l.bar = d.bars.AddBar(int64(max(l.at.Total, 1)), mpb.BarWidth(18),
				mpb.PrependDecorators(decor.Name(fmt.Sprintf("chain %d", i+1), decor.WCSyncSpaceR)),
				mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return " " + l.text(d.now()) })))
		}
	}
	return nil
}

// Observe implements runtime.Observer.
func (d *Display) Observe(p *runtime.Progress) {
	l, now := d.chains[p.Chain], d.now()
	l.mu.Lock()
	if p.Warmup != l.at.Warmup {
		l.phase, l.from = now, p.Iter-1
	}
	l.at = *p
	l.mu.Unlock()
	if d.live {
		if now.Sub(l.touched) >= refresh/2 {
			l.touched = now
			l.bar.SetCurrent(int64(p.Iter))
		}
		return
	}
	if tenth := 10 * p.Iter / p.Total; tenth > l.tenths {
		l.tenths = tenth
		if tenth < 10 { // the last is ChainEnd's
			d.print(l)
		}
	}
}

// text is the line after the bar or the name.
func (l *line) text(now time.Time) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.at
	phase := "sampling"
	if p.Warmup {
		phase = "warm-up "
	}
	left := l.state
	if left == "" && p.Iter > l.from {
		perIter := float64(now.Sub(l.phase)) / float64(p.Iter-l.from)
		left = short(time.Duration(perIter*float64(p.Total-p.Iter))) + " left"
	}
	s := fmt.Sprintf("%s %*d/%d  %-12s", phase, len(fmt.Sprint(p.Total)), p.Iter, p.Total, left)
	if p.Iter > 0 {
		s += fmt.Sprintf("  %d div  step %.3g  %d leapfrogs", p.Divergences, p.StepSize, p.Leapfrogs)
	}
	return s
}

// short writes a duration to the precision that matters to someone who waits.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0fs", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0fmin", d.Minutes())
	}
	return fmt.Sprintf("%.1fh", d.Hours())
}

func (d *Display) print(l *line) {
	text := l.text(d.now())
	d.mu.Lock()
	defer d.mu.Unlock()
	fmt.Fprintf(d.out, "chain %d  %s\n", l.at.Chain+1, text)
}

// Draw implements runtime.Sink: Observe has said it all.
func (*Display) Draw(*runtime.Draw) error { return nil }

// Adapted implements runtime.Sink.
func (*Display) Adapted(int, *runtime.Adaptation) error { return nil }

// ChainEnd shows how the chain ended.
func (d *Display) ChainEnd(r *runtime.ChainResult) error {
	l := d.chains[r.Chain]
	l.mu.Lock()
	l.state = "done in " + short(r.WarmupTime+r.SamplingTime)
	if r.Interrupted {
		l.state = "stopped"
	}
	l.mu.Unlock()
	switch {
	case !d.live:
		d.print(l)
	case r.Interrupted:
		l.bar.Abort(false)
	default:
		l.bar.SetTotal(int64(max(l.at.Total, 1)), true)
	}
	return nil
}

// End leaves the last state of the live lines on the terminal.
func (d *Display) End(*runtime.Result) error {
	if d.live {
		for _, l := range d.chains { // those that a panic ended
			l.bar.Abort(false)
		}
		d.bars.Wait()
	}
	return nil
}
