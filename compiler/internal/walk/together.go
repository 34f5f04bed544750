package walk

import (
	"errors"
	"hm/lang/source"
	"slices"

	"hm/lang/check"
	"hm/lang/syntax"
)

// A Rewinder is a Machine that can forget what it was given since a mark.
type Rewinder interface {
	Mark() (rewind func())
}

// together tries to run all iterations of a loop at once. It reports false,
// and leaves no trace, where they cannot be.
func (w *Walker) together(s *syntax.For, l *lanes, index Value) bool {
	machine, ok := w.Machine.(Rewinder)
	if !ok || w.solo[s] {
		return false
	}
	assigned := w.assigned(s.Body)
	undo := w.keep(assigned)
	rewind := machine.Mark()
	outer, depth := w.lanes, len(w.watches)
	w.lanes = l
	watch := newWatch(l, assigned)
	w.watches = append(w.watches, watch)
	o := w.Info.Uses[s.Var]
	w.vars(o)[o] = &variable{Value: index, home: l}
	f, err := w.stmt(s.Body)
	w.lanes, w.watches = outer, w.watches[:depth]
	if err == nil && (f == next || f == continues) {
		if err = w.last(watch); err == nil {
			w.note(s, nil)
			return true
		}
	}
	if err == nil {
		err = &uneven{"it is left early"}
	}
	// Whatever went wrong, one iteration after another either does not meet
	// it, as behind a break, or says what it is at the right place.
	undo()
	rewind()
	if w.solo == nil {
		w.solo = map[*syntax.For]bool{}
	}
	w.solo[s] = true
	w.note(s, err)
	return false
}

// A Loop is a loop and how it was run.
type Loop struct {
	Span source.Span
	// Alone is empty if all iterations ran together, and otherwise why they
	// had to run one by one.
	Alone string
}

// note remembers how a loop was run; one that ran one by one once, did.
func (w *Walker) note(s *syntax.For, why error) {
	if w.Loops == nil {
		return
	}
	for i, l := range *w.Loops {
		if l.Span == s.Span {
			if why != nil {
				(*w.Loops)[i].Alone = reason(why)
			}
			return
		}
	}
	l := Loop{Span: s.Span}
	if why != nil {
		l.Alone = reason(why)
	}
	*w.Loops = append(*w.Loops, l)
}

func reason(err error) string {
	var no *uneven
	if errors.As(err, &no) {
		return no.why
	}
	return err.Error()
}

// last gives variables that every iteration assigned what the last one did.
func (w *Walker) last(watch *watch) error {
	for o, a := range watch.of {
		if !a.private {
			continue
		}
		v := w.vars(o)[o]
		last, err := v.Value.spread(watch.lanes)
		if err != nil {
			return err
		}
		last = last.lane(max(watch.lanes.n-1, 0))
		w.vars(o)[o] = &variable{Value: last, shared: true, home: a.origin}
	}
	return nil
}

// keep remembers variables and returns what puts them back.
func (w *Walker) keep(objects map[*check.Object]bool) (undo func()) {
	kept := map[*check.Object]*variable{}
	for o := range objects {
		if v, ok := w.vars(o)[o]; ok {
			v.shared = true
			copied := *v
			kept[o] = &copied
		}
	}
	return func() {
		for o := range objects {
			if v, ok := kept[o]; ok {
				w.vars(o)[o] = v
			} else {
				delete(w.vars(o), o)
			}
		}
	}
}

// assigned lists the variables that a statement assigns.
func (w *Walker) assigned(s syntax.Stmt) map[*check.Object]bool {
	if w.assigns == nil {
		w.assigns = map[syntax.Stmt]map[*check.Object]bool{}
	}
	if set, ok := w.assigns[s]; ok {
		return set
	}
	set := map[*check.Object]bool{}
	syntax.Inspect(s, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok {
			syntax.Inspect(a.LHS, func(n syntax.Node) bool {
				switch n := n.(type) {
				case *syntax.Ident:
					set[w.Info.Uses[n]] = true
				case *syntax.Index: // what is assigned, not what its indices read
					for _, part := range lhsRoots(n) {
						set[w.Info.Uses[part]] = true
					}
					return false
				}
				return true
			})
		}
		return true
	})
	w.assigns[s] = set
	return set
}

func lhsRoots(e syntax.Expr) []*syntax.Ident {
	switch e := e.(type) {
	case *syntax.Ident:
		return []*syntax.Ident{e}
	case *syntax.Index:
		return lhsRoots(e.X)
	case *syntax.TupleIndex:
		return lhsRoots(e.X)
	}
	return nil
}

// A watch sees to it that the lanes of a loop do not depend on each other: no
// lane may read or write an element that another one writes.
type watch struct {
	lanes *lanes
	of    map[*check.Object]*accesses
}

// accesses are what the lanes did to one variable of outside the loop that is
// assigned in it.
type accesses struct {
	private bool    // each lane assigned it as a whole before reading it
	origin  *lanes  // private: where it was declared
	reduced bool    // each lane added to it
	reader  []int32 // by element: the lane that read it + 1, or many
	writer  []int32 // by element: the lane that wrote it + 1
}

const many = -1

func newWatch(l *lanes, assigned map[*check.Object]bool) *watch {
	w := &watch{lanes: l, of: map[*check.Object]*accesses{}}
	for o := range assigned {
		w.of[o] = &accesses{}
	}
	return w
}

// watching returns the accesses to a variable, for each loop around that runs
// its iterations together, was begun after the variable was declared, and
// assigns it.
func (w *Walker) watching(o *check.Object) []*watch {
	v := w.vars(o)[o]
	var out []*watch
	for _, x := range w.watches {
		if a := x.of[o]; a != nil && !a.private && (v == nil || !v.home.within(x.lanes)) {
			out = append(out, x)
		}
	}
	return out
}

// readsWhole notes that a variable is read as a whole.
func (w *Walker) readsWhole(o *check.Object) error {
	if len(w.watches) > 0 && len(w.watching(o)) > 0 {
		return &uneven{"`" + o.Name + "` is read as a whole while iterations assign parts of it"}
	}
	return nil
}

// reads notes that each lane reads elements of a variable: at has the same
// number of positions for every lane, one lane after another.
func (w *Walker) reads(o *check.Object, at []int) error {
	for _, x := range w.watching(o) {
		a := x.of[o]
		if a.reduced {
			return &uneven{"`" + o.Name + "` is read while iterations add to it"}
		}
		a.reader = grown(a.reader, at)
		err := w.eachAccess(x, at, func(pos int, lane int32) error {
			if pos < len(a.writer) && a.writer[pos] != 0 && a.writer[pos] != lane {
				return dependence(o)
			}
			switch a.reader[pos] {
			case 0, lane:
				a.reader[pos] = lane
			default:
				a.reader[pos] = many
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// writes notes that each lane writes elements of a variable.
func (w *Walker) writes(o *check.Object, at []int) error {
	for _, x := range w.watching(o) {
		a := x.of[o]
		a.writer = grown(a.writer, at)
		err := w.eachAccess(x, at, func(pos int, lane int32) error {
			if a.writer[pos] != 0 && a.writer[pos] != lane {
				return dependence(o)
			}
			if pos < len(a.reader) && a.reader[pos] != 0 && a.reader[pos] != lane {
				return dependence(o)
			}
			a.writer[pos] = lane
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func dependence(o *check.Object) error {
	return &uneven{"an element of `" + o.Name + "` is shared between iterations"}
}

// eachAccess calls f with each position and the lane of x, from 1, that uses it.
func (w *Walker) eachAccess(x *watch, at []int, f func(pos int, lane int32) error) error {
	if len(at) == 0 {
		return nil
	}
	ids := w.lanes.path(x.lanes)
	k := len(at) / len(ids)
	for i, pos := range at {
		if err := f(pos, int32(ids[i/k])+1); err != nil {
			return err
		}
	}
	return nil
}

func grown(s []int32, at []int) []int32 {
	if n := slices.Max(append(at[:0:0], at...)) + 1; n > len(s) {
		s = append(s, make([]int32, n-len(s))...)
	}
	return s
}

// reduce adds what each lane computes to a variable of outside the loop. It
// reports false if the variable is not one to which lanes may add.
func (w *Walker) reduce(o *check.Object, v Value, plus func(x, y Value) (Value, error)) (bool, error) {
	watches := w.watching(o)
	dst := w.vars(o)[o]
	if len(watches) == 0 || len(watches) != len(w.watches) || dst == nil || dst.lanes != nil || len(dst.Dims) > 0 || len(v.Dims) > 0 {
		return false, nil
	}
	for _, x := range watches {
		if a := x.of[o]; a.reader != nil || a.writer != nil {
			return false, nil
		}
		x.of[o].reduced = true
	}
	sum, err := w.total(v)
	if err != nil {
		return false, err
	}
	l := w.lanes
	w.lanes = nil
	defer func() { w.lanes = l }()
	now, err := plus(dst.Value, sum)
	if err != nil {
		return false, err
	}
	w.vars(o)[o] = &variable{Value: now.as(dst.Type), shared: true, home: dst.home}
	return true, nil
}
