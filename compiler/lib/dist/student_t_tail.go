package dist

import (
	"math"

	"hm/compiler/lib/special"
)

// studentTLower returns the log of the distribution function at z with its
// derivatives by z and nu. The function is an incomplete beta function of
// nu/(nu+z²), whose prefix x^a y^b/B(a,b) is the density f times |z|: with the
// fraction F of special.BetaFraction(nu/2, 1/2, z²/2),
//
//	P(T > |z|) = f |z| / (2F) for |z| >= 1 and P(|T| < |z|) = f |z| / F below.
func studentTLower(z, nu float64) (l, dz, dnu float64) {
	if math.IsInf(z, 0) {
		return math.Log(0.5 + math.Copysign(0.5, z)), 0, 0
	}
	c, cnu := studentTNorm(nu)
	if z == 0 {
		return -math.Ln2, 2 * math.Exp(c), 0
	}
	b, _, bnu := studentTBody(z, nu)
	f, fa := special.BetaFraction(nu/2, 0.5, z*z/2)
	lf := b + c
	part, partNu := lf+math.Log(math.Abs(z)/f), bnu+cnu-0.5*fa/f
	if z*z < 1 {
		mass := math.Copysign(math.Exp(part), z)
		return math.Log1p(mass) - math.Ln2, 2 * math.Exp(lf) / (1 + mass), partNu * mass / (1 + mass)
	}
	l = part - math.Ln2
	if z < 0 {
		return l, math.Exp(lf - l), partNu
	}
	tail := math.Exp(l)
	return math.Log1p(-tail), math.Exp(lf) / (1 - tail), -partNu * tail / (1 - tail)
}
