package adapt

// Windows divide the warm-up. At first only the step size adapts, while the
// chain finds the bulk of the target; then the metric is estimated in windows
// that double in length; at last the step size settles with the final metric.
type Windows struct {
	warmup  int
	initial int // iterations before the first window
	last    int // iterations after the last window
	base    int // length of the first window
}

// Stan's lengths.
const (
	initBuffer = 75
	termBuffer = 50
	baseWindow = 25
)

// minAdapted is the shortest warm-up that adapts the metric at all.
const minAdapted = 20

// NewWindows plans a warm-up of n iterations. One too short for Stan's lengths
// has a single window, between buffers of 15 % and 10 %. (Stan 2.3x announces
// the same plan, but does not restart its counter, so that its metric never
// changes in so short a warm-up.)
func NewWindows(n int) Windows {
	w := Windows{warmup: n, initial: initBuffer, last: termBuffer, base: baseWindow}
	switch {
	case n < minAdapted:
		w.initial, w.last, w.base = n, 0, 0
	case n < initBuffer+baseWindow+termBuffer:
		w.initial = n * 15 / 100
		w.last = n / 10
		w.base = n - w.initial - w.last
	}
	return w
}

// Ends returns after how many iterations each window ends.
func (w Windows) Ends() []int {
	stop := w.warmup - w.last
	var ends []int
	end, size := w.initial, w.base
	for size > 0 && end < stop {
		end += size
		// A window that leaves no room for the next, twice as long, takes
		// the rest. The first is never stretched.
		if len(ends) > 0 && end+2*size > stop {
			end = stop
		}
		ends = append(ends, end)
		size *= 2
	}
	return ends
}

// Lengths are the three stages as Stan's output names them: init_buffer,
// term_buffer and window.
func (w Windows) Lengths() (initial, last, base int) { return w.initial, w.last, w.base }
