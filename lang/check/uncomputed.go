package check

import (
	"cmp"
	"slices"

	"hm/lang/source"
)

// Uncomputed reports every use of a library function or distribution that hm
// knows, so that programs with it check, but does not compute yet. The
// compiler calls it; hm check and editors need not.
func Uncomputed(info *Info) source.List {
	c := &checker{info: info}
	for node, call := range info.Calls {
		if call.Sig != nil && call.Sig != targetSig && call.User == nil && call.Sig.Impl == nil {
			c.notComputedYet(node, call.Sig.Name)
		}
	}
	slices.SortFunc(c.errs, func(a, b source.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Span.Pos.Offset, b.Span.Pos.Offset), cmp.Compare(a.Msg, b.Msg))
	})
	return c.errs
}
