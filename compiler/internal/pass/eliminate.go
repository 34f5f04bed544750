package pass

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/mat"

	"hm/compiler/internal/ir"
)

// An elimination is a QR decomposition of sparse rows (X | y), column by column
// (Davis, Direct Methods for Sparse Linear Systems, 2006, chapter 5): the rows
// that begin with a column are a small dense matrix, whose own decomposition
// gives a row of R and rows that begin further right. Columns that few rows
// have, such as group effects, go first; those that all rows share go last, so
// that R stays sparse.
type elimination struct {
	// The observations, one after another: row i has the columns and values
	// start[i] to start[i+1].
	start []int32
	cols  []int32
	vals  []float64
	y     []float64
	rss   float64
}

// A sparseRow is a row of (X | y) without its zeros.
type sparseRow struct {
	cols []int32
	vals []float64
	y    float64
}

// chunk is how many rows are decomposed at once: more do not fit the caches.
const chunk = 1024

// maxFront is the widest matrix that is decomposed on the way: wider ones take
// longer than they save.
const maxFront = 160

// add adds an observation.
func (e *elimination) add(f form, y float64, column map[ir.Slot]int32) {
	e.start = append(e.start, int32(len(e.cols)))
	for _, t := range f.terms {
		if t.coef != 0 {
			e.cols, e.vals = append(e.cols, column[t.slot]), append(e.vals, t.coef)
		}
	}
	e.y = append(e.y, y-f.off)
}

// row returns an observation.
func (e *elimination) row(i int) sparseRow {
	lo, hi := e.start[i], int32(len(e.cols))
	if i+1 < len(e.start) {
		hi = e.start[i+1]
	}
	return sparseRow{e.cols[lo:hi], e.vals[lo:hi], e.y[i]}
}

// order returns the columns by the number of rows that have them, and the rank
// of each.
func (e *elimination) order(cols int) (order, rank []int32) {
	count := make([]int, cols)
	for _, c := range e.cols {
		count[c]++
	}
	order = make([]int32, cols)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(count[a], count[b]) })
	rank = make([]int32, cols)
	for i, c := range order {
		rank[c] = int32(i)
	}
	return order, rank
}

// run decomposes, or returns nil where R has more numbers than limit.
func (e *elimination) run(cols, limit int) *stratum {
	order, rank := e.order(cols)
	waiting := make([]queue, cols) // by the rank of the first column
	for i := range e.y {
		r := e.row(i)
		for k, c := range r.cols {
			r.cols[k] = rank[c]
		}
		sortRow(r)
		if len(r.cols) == 0 {
			e.rss += r.y * r.y
			continue
		}
		q := &waiting[r.cols[0]]
		q.observed = append(q.observed, int32(i))
	}
	s := &stratum{rows: len(e.y), start: []int32{0}}
	for first := range waiting {
		top, ok := e.front(&waiting[first], waiting)
		if !ok || len(s.r)+len(top.cols) > limit {
			return nil
		}
		waiting[first] = queue{}
		if len(top.cols) == 0 {
			continue
		}
		for _, c := range top.cols {
			s.cols = append(s.cols, order[c])
		}
		s.r, s.z = append(s.r, top.vals...), append(s.z, top.y)
		s.start = append(s.start, int32(len(s.r)))
	}
	s.rss = e.rss
	return s
}

// A queue is the rows that begin with one column: observations, and rows that
// earlier columns left.
type queue struct {
	observed []int32
	left     []sparseRow
}

func (q *queue) len() int { return len(q.observed) + len(q.left) }

// rows returns rows lo to hi.
func (e *elimination) rows(q *queue, lo, hi int) []sparseRow {
	rows := make([]sparseRow, 0, hi-lo)
	for i := lo; i < hi; i++ {
		if i < len(q.observed) {
			rows = append(rows, e.row(int(q.observed[i])))
		} else {
			rows = append(rows, q.left[i-len(q.observed)])
		}
	}
	return rows
}

// front decomposes the rows that begin with one column. It returns the row of R
// and leaves the rest to later columns; false if the front is too wide.
func (e *elimination) front(q *queue, waiting []queue) (sparseRow, bool) {
	switch q.len() {
	case 0:
		return sparseRow{}, true
	case 1:
		return e.rows(q, 0, 1)[0], true
	}
	position := map[int32]int{}
	var cols []int32
	for lo := 0; lo < q.len(); lo += chunk {
		for _, r := range e.rows(q, lo, min(lo+chunk, q.len())) {
			for _, c := range r.cols {
				if _, ok := position[c]; !ok {
					position[c] = 0
					cols = append(cols, c)
				}
			}
		}
	}
	if len(cols) > maxFront {
		return sparseRow{}, false
	}
	slices.Sort(cols)
	for j, c := range cols {
		position[c] = j
	}
	k := len(cols)
	var upper *mat.Dense // of the chunks so far: k+1 rows
	for lo := 0; lo < q.len(); lo += chunk {
		upper = triangle(e.rows(q, lo, min(lo+chunk, q.len())), position, upper)
	}
	for i := 1; i < min(k, q.len()); i++ {
		r := sparseRow{cols: cols[i:], vals: make([]float64, k-i), y: upper.At(i, k)}
		for j := i; j < k; j++ {
			r.vals[j-i] = upper.At(i, j)
		}
		waiting[cols[i]].left = append(waiting[cols[i]].left, r)
	}
	e.rss += upper.At(k, k) * upper.At(k, k)
	top := sparseRow{cols: cols, vals: make([]float64, k), y: upper.At(0, k)}
	for j := range cols {
		top.vals[j] = upper.At(0, j)
	}
	return top, true
}

// triangle returns R of rows (X | y) below what came before.
func triangle(rows []sparseRow, position map[int32]int, before *mat.Dense) *mat.Dense {
	k := len(position)
	above := 0
	if before != nil {
		above = k + 1
	}
	m := mat.NewDense(max(above+len(rows), k+1), k+1, nil) // rows of zeros change nothing
	if before != nil {
		m.Slice(0, above, 0, k+1).(*mat.Dense).Copy(before)
	}
	for i, r := range rows {
		for j, c := range r.cols {
			m.Set(above+i, position[c], r.vals[j])
		}
		m.Set(above+i, k, r.y)
	}
	var qr mat.QR
	qr.Factorize(m)
	var r mat.Dense
	qr.RTo(&r)
	upper := mat.NewDense(k+1, k+1, nil)
	upper.Copy(r.Slice(0, k+1, 0, k+1))
	for i := range k + 1 {
		for j := range i {
			upper.Set(i, j, 0)
		}
	}
	return upper
}

// sortRow puts the columns of a row in order.
func sortRow(r sparseRow) {
	for i := 1; i < len(r.cols); i++ { // rows are short
		for j := i; j > 0 && r.cols[j] < r.cols[j-1]; j-- {
			r.cols[j], r.cols[j-1] = r.cols[j-1], r.cols[j]
			r.vals[j], r.vals[j-1] = r.vals[j-1], r.vals[j]
		}
	}
}
