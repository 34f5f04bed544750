package dist

import "math"

// A logProduct sums log(1 + e) over many e >= 0 with few logarithms: it keeps
// q = Π(1+e) - 1, which loses no digits of small e, and takes its log when it
// is large.
type logProduct struct{ logs, q float64 }

func (p *logProduct) add(e float64) {
	if e > 1e150 {
		p.logs += math.Log(e)
		return
	}
	p.q += e + p.q*e
	if p.q > 1e100 {
		p.flush()
	}
}

func (p *logProduct) flush() {
	p.logs += math.Log1p(p.q)
	p.q = 0
}

// sum returns Σ log(1 + e).
func (p *logProduct) sum() float64 { return p.logs + math.Log1p(p.q) }
