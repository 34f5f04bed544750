package fn

import (
	"math"

	"hm/compiler/lib/mem"
)

// Domains of maps, beside those of package mem.
var (
	// intRange is what an int of Stan can hold.
	intRange = mem.Domain{Name: "a number that an int can hold", Lo: math.MinInt32, Hi: math.MaxInt32}
)
