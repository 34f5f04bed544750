package special

import "math"

// A GammaTails holds the logs of the regularised incomplete gamma functions
// P(a, x) and Q(a, x) = 1 - P(a, x), and the derivatives of those logs.
type GammaTails struct {
	LogP, LogPa, LogPx float64 // log P, its derivatives by a and by x
	LogQ, LogQa, LogQx float64 // log Q, its derivatives by a and by x
}

// GammaP returns the regularised lower incomplete gamma function.
func GammaP(a, x float64) float64 { return math.Exp(IncGamma(a, x).LogP) }

// GammaQ returns the regularised upper incomplete gamma function.
func GammaQ(a, x float64) float64 { return math.Exp(IncGamma(a, x).LogQ) }

// IncGamma returns both incomplete gamma functions for a > 0 and x >= 0. The
// smaller one is computed and the other follows, so that neither tail loses
// digits:
//
//   - for x <= a, P by its series of positive terms (DLMF 8.11.4);
//   - for x > a and x >= 1, Q by its continued fraction (DLMF 8.9.2);
//   - for x < 1 where Q is the smaller, Q as the sum of two differences that
//     vanish with a.
func IncGamma(a, x float64) GammaTails {
	switch {
	case !(a > 0) || !(x >= 0) || math.IsInf(a, 1):
		n := math.NaN()
		return GammaTails{n, n, n, n, n, n}
	case x == 0:
		return GammaTails{LogP: math.Inf(-1)}
	case math.IsInf(x, 1):
		return GammaTails{LogQ: math.Inf(-1)}
	case a > hugeShape && x > a/2 && x < 2*a:
		return gammaHuge(a, x)
	case x <= a:
		return gammaSeries(a, x)
	case x < 1:
		return gammaSmall(a, x)
	}
	return gammaFraction(a, x)
}

// GammaPrefix returns log(x^a exp(-x)/Γ(a+1)) and its derivative by a.
func GammaPrefix(a, x float64) (l, da float64) {
	if a < 10 {
		return a*math.Log(x) - x - Lgamma1p(a), math.Log(x) - Digamma(a+1)
	}
	return -Deviance(a, x) - halfLog2Pi - 0.5*math.Log(a) - Stirling(a),
		logRatio(x, a) - PsiMinusLog(a) - 1/a
}

// Deviance returns a log(a/x) - a + x, accurate where x is near a: half the
// deviance of a Poisson count a with mean x (Loader 2000, "bd0").
func Deviance(a, x float64) float64 {
	if d := x - a; math.Abs(d) < 0.5*a {
		return -a * Log1pMx(d/a)
	}
	if a == 0 {
		return x
	}
	return a*math.Log(a/x) - a + x
}

// logRatio returns log(x/a), accurate where x is near a.
func logRatio(x, a float64) float64 {
	if d := x - a; math.Abs(d) < 0.5*a {
		return math.Log1p(d / a)
	}
	return math.Log(x / a)
}

// gammaSeries sums P = D (1 + x/(a+1) + x²/((a+1)(a+2)) + ...), D the prefix.
func gammaSeries(a, x float64) GammaTails {
	l, la := GammaPrefix(a, x)
	s, sa := 1.0, 0.0
	t, ta := 1.0, 0.0
	for n := 1.0; ; n++ {
		r := x / (a + n)
		t, ta = t*r, (ta-t/(a+n))*r
		s, sa = s+t, sa+ta
		if t <= 1e-17*s && -ta <= -1e-17*sa {
			break
		}
	}
	g := GammaTails{LogP: l + math.Log(s), LogPa: la + sa/s, LogPx: a / (x * s)}
	if g.LogP > -0.5 && a < 1 {
		return gammaSmall(a, x)
	}
	g.LogQ, g.LogQa, g.LogQx = complement(g.LogP, g.LogPa, g.LogPx)
	return g
}

// complement returns log(1 - exp(l)) and its derivatives from those of l.
func complement(l, da, dx float64) (lc, dca, dcx float64) {
	l = min(l, 0)
	lc = Log1mExp(l)
	odds := -math.Exp(l - lc)
	return lc, times(odds, da), times(odds, dx)
}

// times is a product in which an exact zero wins over infinity.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// gammaFraction computes Q = D a/x f with f the continued fraction
// x/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))).
func gammaFraction(a, x float64) GammaTails {
	l, la := GammaPrefix(a, x)
	n := fractionTerms(a, x)
	f, fa := 0.0, 0.0 // the fraction's tail after term k, backward for stability
	for k := n; k >= 1; k-- {
		k := float64(k)
		num := k * (a - k)
		den := x + 2*k + 1 - a + f
		f, fa = num/den, (k-num*(fa-1)/den)/den
	}
	den := x + 1 - a + f
	g := GammaTails{LogQ: l + math.Log(a/den), LogQa: la + 1/a - (fa-1)/den, LogQx: -den / x}
	g.LogP, g.LogPa, g.LogPx = complement(g.LogQ, g.LogQa, g.LogQx)
	return g
}

// fractionTerms returns how many terms of gammaFraction reach full precision,
// by running it forward (Lentz's method), and some more for the derivative.
func fractionTerms(a, x float64) int {
	a += awayFromWhole(a)
	c, d := 1/tiny, 1/(x+1-a)
	for k := 1.0; ; k++ {
		num, b := k*(a-k), x+2*k+1-a
		d = 1 / nonzero(b+num*d)
		c = nonzero(b + num/c)
		if math.Abs(c*d-1) < 1e-16 || k > 1e7 {
			return int(1.2*k) + 10
		}
	}
}

const tiny = 1e-300

// nonzero keeps Lentz's method from dividing by zero.
func nonzero(x float64) float64 {
	if x == 0 {
		return tiny
	}
	return x
}

// gammaSmall computes Q for a, x < 1 as (1 - E) - E T with
// E = x^a/Γ(1+a) and T = Σ a (-x)^n/((a+n) n!), both differences vanishing
// with a (DLMF 8.7.1).
func gammaSmall(a, x float64) GammaTails {
	le, lea := a*math.Log(x)-Lgamma1p(a), math.Log(x)-Digamma(a+1)
	e := math.Exp(le)
	t, ta, p := 0.0, 0.0, 1.0
	for n := 1.0; n < 40; n++ {
		p *= -x / n
		t += p / (a + n)
		ta += p * n / ((a + n) * (a + n))
	}
	t *= a
	q := -math.Expm1(le) - e*t
	qa := -e * (lea*(1+t) + ta)
	qx := -math.Exp(le-x) * a / x
	g := GammaTails{LogQ: math.Log(q), LogQa: qa / q, LogQx: qx / q}
	g.LogP, g.LogPa, g.LogPx = complement(g.LogQ, g.LogQa, g.LogQx)
	return g
}

// hugeShape is where the leading terms of Temme's uniform expansion are exact
// in double precision, and near the mean the series would need too many terms.
const hugeShape = 1e10

// gammaHuge uses Temme's uniform asymptotic expansion (DLMF 8.12.3, 8.12.4) to
// its first correction: with x/a = 1 + mu and η²/2 = mu - log(1+mu),
// Q = Phic(η√a) + φ(η√a) c0(η)/√a. The next term is smaller by a factor a.
func gammaHuge(a, x float64) GammaTails {
	mu := (x - a) / a
	root := math.Sqrt(a)
	eta := math.Copysign(math.Sqrt(-2*Log1pMx(mu)), mu)
	c, cd := temme(eta, mu)
	c, cd = c/root, cd/root
	z := eta * root
	etaA, zA := -1/a, -1/root // derivatives of eta and z by a, first where mu is 0
	if mu != 0 {
		etaA, zA = -mu/(a*eta), -math.Log1p(mu)/z
	}
	// Relative to the normal tail, by its hazard h: Q = Phic(z)(1 + h c).
	grow := -z*zA*c + cd*etaA - 0.5*c/a
	lp, hp := LogPhi(z)
	lq, hq := LogPhi(-z)
	pc, qc := 1-hp*c, 1+hq*c
	l, _ := GammaPrefix(a, x)
	l += math.Log(a / x)
	var g GammaTails
	g.LogP, g.LogQ = lp+math.Log1p(-hp*c), lq+math.Log1p(hq*c)
	g.LogPa, g.LogQa = hp*(zA-grow)/pc, hq*(grow-zA)/qc
	g.LogPx, g.LogQx = math.Exp(l-g.LogP), -math.Exp(l-g.LogQ)
	return g
}

// temme returns c0(η) = 1/mu - 1/η and its derivative (DLMF 8.12.8).
func temme(eta, mu float64) (c, dc float64) {
	if math.Abs(eta) < 1e-3 {
		return -1.0/3 + eta*(1.0/12-eta*(2.0/135-eta/864)), 1.0/12 - eta*(4.0/135-eta/288)
	}
	return 1/mu - 1/eta, 1/(eta*eta) - eta*(1+mu)/(mu*mu*mu)
}
