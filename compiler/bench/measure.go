package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/metrics"
	"slices"
	"testing"
	"time"

	"hm/compiler"
	"hm/compiler/data"
	"hm/compiler/lib"
)

// A result is what is measured of a row.
type result struct {
	Name         string         `json:"name"`
	Model        string         `json:"model"`
	Dim          int            `json:"dim"`
	N            int            `json:"n"`
	CompileMS    float64        `json:"compile_ms"` // from the texts of model and data to a chain that is ready, minimum
	ReadMS       float64        `json:"read_ms"`    // of it, reading the text of the data
	MinUS        float64        `json:"min_us"`     // a gradient
	MedianUS     float64        `json:"median_us"`
	Allocs       float64        `json:"allocs"`        // a gradient
	DataBytes    int            `json:"data_bytes"`    // numbers of 8 bytes
	ProgramBytes int64          `json:"program_bytes"` // what the program and one chain hold
	PeakBytes    int64          `json:"peak_bytes"`    // the most that the heap held while they were made, garbage included
	Tier         string         `json:"tier"`
	Fired        map[string]int `json:"fired"`
	vector, stan string
}

// measure measures one row.
func measure(b benchmark, long time.Duration, prof *profile) (result, error) {
	r := result{Name: b.name, Model: b.model, N: b.n, vector: b.vector, stan: b.stan}
	src, err := b.source()
	if err != nil {
		return r, err
	}
	text, err := b.data()
	if err != nil {
		return r, err
	}
	r.DataBytes = 8 * numbersIn(text)
	err = prof.during(true, func() error { return r.timeCompiling(b.model, src, text) })
	if err != nil {
		return r, err
	}
	chain, err := r.weigh(b.model, src, text)
	if err != nil {
		return r, err
	}
	r.Dim, r.Tier, r.Fired = chain.Dim(), "fast", chain.Fired()
	if chain.Static() != nil {
		r.Tier = "reference"
	}
	return r, prof.during(false, func() error { return r.timeGradients(chain, long) })
}

// A build is a chain and how long it took to make.
type build struct {
	chain       *compiler.Chain
	read, whole time.Duration
}

// compile goes from texts to a chain that is ready.
func compile(name string, src, text []byte) (build, error) {
	begin := time.Now()
	m, list := compiler.Compile(name, src, lib.Library(), compiler.Options{})
	if err := list.Err(); err != nil {
		return build{}, err
	}
	checked := time.Now()
	d, list := data.NewJSON("data.json", text)
	if err := list.Err(); err != nil {
		return build{}, err
	}
	read := time.Since(checked)
	p, list := m.Bind(d)
	if err := list.Err(); err != nil {
		return build{}, err
	}
	c := p.NewChain()
	return build{c, read, time.Since(begin)}, nil
}

// Compiling is timed this often, unless it takes as long as maxCompiling.
const (
	compilations = 7
	maxCompiling = 3 * time.Second
)

// timeCompiling takes the quickest of several compilations.
func (r *result) timeCompiling(name string, src, text []byte) error {
	r.CompileMS = math.Inf(1)
	begin := time.Now()
	for i := 0; i < compilations && (i < 2 || time.Since(begin) < maxCompiling); i++ {
		runtime.GC()
		b, err := compile(name, src, text)
		if err != nil {
			return err
		}
		if ms := milliseconds(b.whole); ms < r.CompileMS {
			r.CompileMS, r.ReadMS = ms, milliseconds(b.read)
		}
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// weigh compiles once more to see how much memory that takes.
func (r *result) weigh(name string, src, text []byte) (*compiler.Chain, error) {
	before := heap()
	peak := watchHeap()
	b, err := compile(name, src, text)
	r.PeakBytes = peak() - before
	if err != nil {
		return nil, err
	}
	r.ProgramBytes = heap() - before
	runtime.KeepAlive(text)
	return b.chain, nil
}

// heap is how many bytes live objects take.
func heap() int64 {
	runtime.GC()
	runtime.GC() // a second time for what finalisers and pools held
	return heapNow()
}

// heapNow is how many bytes objects take, those included that are garbage.
func heapNow() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// watchHeap looks at the heap every millisecond until the returned function is
// called, which returns the most that was seen.
func watchHeap() (stop func() int64) {
	done, top := make(chan struct{}), make(chan int64)
	go func() {
		most := int64(0)
		for {
			most = max(most, heapNow())
			select {
			case <-done:
				top <- max(most, heapNow())
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() int64 { close(done); return <-top }
}

// batch is about how long the gradients take that are timed together: short
// enough that on a busy machine some are left in peace.
const batch = 2 * time.Millisecond

// timeGradients times gradients for a while.
func (r *result) timeGradients(c *compiler.Chain, long time.Duration) error {
	q, grad := point(c.Dim()), make([]float64, c.Dim())
	if lp, err := c.LogDensityGradient(q, grad); err != nil || math.IsNaN(lp) || math.IsInf(lp, 0) {
		return fmt.Errorf("the log density where it is measured is %g: %v", lp, err)
	}
	gradient := func() { _, _ = c.LogDensityGradient(q, grad) }
	times := timeOf(gradient, long)
	r.MinUS, r.MedianUS = times[0], times[len(times)/2]
	r.Allocs = testing.AllocsPerRun(10, gradient)
	return nil
}

// timeOf returns the microseconds that f takes, as found by batches of calls for
// a while, sorted.
func timeOf(f func(), long time.Duration) []float64 {
	run := func(n int) time.Duration {
		begin := time.Now()
		for range n {
			f()
		}
		return time.Since(begin)
	}
	n := 1
	for run(n) < batch {
		n *= 2
	}
	var times []float64
	for begin := time.Now(); len(times) < 5 || time.Since(begin) < long; {
		times = append(times, float64(run(n))/float64(n)/float64(time.Microsecond))
	}
	slices.Sort(times)
	return times
}

// point is where gradients are taken.
func point(dim int) []float64 {
	return draw(dim, func(i int) float64 { return 0.5 * math.Sin(float64(i+1)) })
}

// numbersIn counts the numbers of a JSON text.
func numbersIn(text []byte) int {
	n, quoted, inside := 0, false, false
	for _, c := range text {
		digit := c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && digit && !inside:
			n++
		}
		inside = digit && !quoted
	}
	return n
}
