package fn

// compare returns the overloads of a comparison, of ints and of reals.
func compare(f func(x, y float64) bool) []Overload {
	m := func(x, y float64) (v, dx, dy float64) { return truth(f(x, y)), 0, 0 }
	return sigs(func(o Overload) Overload { return o.map2(m) }, "int x, int y => int", "real x, real y => int")
}

// connect returns the overload of a logical operator, whose operands are
// integers: not 0 is true.
func connect(f func(x, y bool) bool) Overload {
	return sig(bothInt).map2(func(x, y float64) (v, dx, dy float64) { return truth(f(x != 0, y != 0)), 0, 0 })
}

func equal(x, y float64) bool        { return x == y }
func notEqual(x, y float64) bool     { return x != y }
func less(x, y float64) bool         { return x < y }
func lessEqual(x, y float64) bool    { return x <= y }
func greater(x, y float64) bool      { return x > y }
func greaterEqual(x, y float64) bool { return x >= y }
func and(x, y bool) bool             { return x && y }
func or(x, y bool) bool              { return x || y }

var not = sig("int x => int").map1(flat(func(x float64) float64 { return truth(x == 0) }))

var logic = []*Func{
	row("operator==", "1 if x equals y, else 0.", compare(equal)...),
	row("operator!=", "1 if x differs from y, else 0.", compare(notEqual)...),
	row("operator<", "1 if x is less than y, else 0.", compare(less)...),
	row("operator<=", "1 if x is at most y, else 0.", compare(lessEqual)...),
	row("operator>", "1 if x is greater than y, else 0.", compare(greater)...),
	row("operator>=", "1 if x is at least y, else 0.", compare(greaterEqual)...),
	row("operator&&", "1 if neither x nor y is 0, else 0.", connect(and)),
	row("operator||", "1 if x or y is not 0, else 0.", connect(or)),
	row("operator!", "1 if x is 0, else 0.", not),
	row("logical_eq", "The operator == as a function.", compare(equal)...),
	row("logical_neq", "The operator != as a function.", compare(notEqual)...),
	row("logical_lt", "The operator < as a function.", compare(less)...),
	row("logical_lte", "The operator <= as a function.", compare(lessEqual)...),
	row("logical_gt", "The operator > as a function.", compare(greater)...),
	row("logical_gte", "The operator >= as a function.", compare(greaterEqual)...),
	row("logical_and", "The operator && as a function.", connect(and)),
	row("logical_or", "The operator || as a function.", connect(or)),
	row("logical_negation", "The operator ! as a function.", not),
}
