package dist

// A Form is one of the functions that a distribution gives a program.
type Form uint8

// The forms. The lupdf and lupmf forms are LPDF, since hm keeps every density
// normalised.
const (
	LPDF Form = iota // _lpdf or _lpmf
	CDF
	LCDF
	LCCDF
	RNG
)

// Suffixes returns the endings of the form's names for d, the usual one first.
func (f Form) suffixes(discrete bool) []string {
	switch {
	case f == LPDF && discrete:
		return []string{"_lpmf", "_lupmf"}
	case f == LPDF:
		return []string{"_lpdf", "_lupdf"}
	}
	return [][]string{CDF: {"_cdf"}, LCDF: {"_lcdf"}, LCCDF: {"_lccdf"}, RNG: {"_rng"}}[f]
}

// Has reports whether d has the form at all; see also Unnamed.
func (d *Dist) Has(f Form) bool {
	switch f {
	case CDF, LCDF:
		return d.LogCDF != nil
	case LCCDF:
		return d.LogCCDF != nil
	case RNG:
		return d.Rand != nil || d.RandMulti != nil
	}
	return true
}

// FuncName returns the name of the form: "normal_lpdf".
func (d *Dist) FuncName(f Form) string { return d.Name + f.suffixes(d.Discrete())[0] }
