package special

import "math"

// A BetaTails holds the logs of the regularised incomplete beta functions
// I_x(a, b) and 1 - I_x(a, b), and the derivatives of those logs.
type BetaTails struct {
	LogP, LogPa, LogPb, LogPx float64 // log I, its derivatives by a, b and x
	LogQ, LogQa, LogQb, LogQx float64 // log(1 - I), its derivatives by a, b and x
}

// BetaI returns the regularised incomplete beta function I_x(a, b).
func BetaI(a, b, x float64) float64 { return math.Exp(IncBeta(a, b, x, 1-x).LogP) }

// IncBeta returns the incomplete beta functions at x, for a, b > 0 and x in
// [0, 1]; y is 1 - x, passed so that neither end loses digits. The smaller
// function is computed by the continued fraction of Didonato and Morris (1992,
// ACM TOMS 18, eq. 9), whose terms are positive on that side, and the other
// follows from it.
func IncBeta(a, b, x, y float64) BetaTails {
	switch {
	case !(a > 0 && b > 0 && x >= 0 && y >= 0) || math.IsInf(a+b, 1):
		n := math.NaN()
		return BetaTails{n, n, n, n, n, n, n, n}
	case x == 0:
		return BetaTails{LogP: math.Inf(-1)}
	case y == 0:
		return BetaTails{LogQ: math.Inf(-1)}
	case nearlyAll(a, b, x):
		return betaSmall(a, b, x, y)
	case nearlyAll(b, a, y):
		return betaSmall(b, a, y, x).swap()
	case a*y >= b*x: // left of the mean
		return betaLeft(a, b, x, y)
	}
	return betaLeft(b, a, y, x).swap()
}

// nearlyAll reports whether a is so small that most mass is left of x, where
// the fraction would be slow and betaSmall is quick.
func nearlyAll(a, b, x float64) bool {
	return a < 0.1 && x < 0.3 && b*x < 1 && a*math.Log(x) > -0.5
}

// swap turns the functions of (b, a, y) into those of (a, b, x).
func (t BetaTails) swap() BetaTails {
	return BetaTails{
		LogP: t.LogQ, LogPa: t.LogQb, LogPb: t.LogQa, LogPx: -t.LogQx,
		LogQ: t.LogP, LogQa: t.LogPb, LogQb: t.LogPa, LogQx: -t.LogPx,
	}
}

// BetaPrefix returns log(x^a y^b/B(a,b)) and its derivatives by a and b.
func BetaPrefix(a, b, x, y float64) (l, da, db float64) {
	if a < 10 || b < 10 {
		lx, ly := log1(x, y), log1(y, x)
		return a*lx + b*ly - LBeta(a, b), lx + DigammaDiff(a, b), ly + DigammaDiff(b, a)
	}
	n := a + b
	lambda := a*y - b*x
	l = 0.5*math.Log(a*(b/n)) - halfLog2Pi - (Stirling(a) + Stirling(b) - Stirling(n))
	l += a*log1pMxRatio(-lambda/a, x*(n/a)) + b*log1pMxRatio(lambda/b, y*(n/b))
	psi := PsiMinusLog(n)
	return l, log1pRatio(-lambda/a, x*(n/a)) + psi - PsiMinusLog(a),
		log1pRatio(lambda/b, y*(n/b)) + psi - PsiMinusLog(b)
}

// log1 returns log(x), given y = 1 - x.
func log1(x, y float64) float64 {
	if x > 0.5 {
		return math.Log1p(-y)
	}
	return math.Log(x)
}

// log1pRatio returns log(r) where r = 1 + d, and d is exact near zero.
func log1pRatio(d, r float64) float64 {
	if math.Abs(d) < 0.5 {
		return math.Log1p(d)
	}
	return math.Log(r)
}

// log1pMxRatio returns log(r) - d where r = 1 + d, and d is exact near zero.
func log1pMxRatio(d, r float64) float64 {
	if math.Abs(d) < 0.5 {
		return Log1pMx(d)
	}
	return math.Log(r) - d
}

// betaLeft is IncBeta for x at most the mean a/(a+b).
func betaLeft(a, b, x, y float64) BetaTails {
	l, la, lb := BetaPrefix(a, b, x, y)
	f, fa, fb := betaFraction(a, b, x, y)
	t := BetaTails{LogP: l - math.Log(f), LogPa: la - fa/f, LogPb: lb - fb/f, LogPx: f / (x * y)}
	t.LogP = min(t.LogP, 0)
	if t.LogP > -0.3 && a < 1 && x < 0.75 {
		return betaSmall(a, b, x, y)
	}
	t.LogQ = Log1mExp(t.LogP)
	odds := -math.Exp(t.LogP - t.LogQ)
	t.LogQa, t.LogQb, t.LogQx = times(odds, t.LogPa), times(odds, t.LogPb), times(odds, t.LogPx)
	return t
}

// betaHead returns β0 of the fraction and its derivatives by a and b.
func betaHead(a, b, x, y float64) (be, bea, beb float64) {
	g, h := a*y-b*x+1, a/(a+1)
	return h * g, g/((a+1)*(a+1)) + h*y, -h * x
}

// betaTerm returns term n, from 1, of the fraction β0 + α1/(β1 + α2/(β2 + ...)): α and
// β with their derivatives by a and b.
func betaTerm(n, a, b, x, y float64) (al, ala, alb, be, bea, beb float64) {
	u := a + (2*n - 1)
	w := n * (b - n) * x / u
	wa, wb := -w/u, n*x/u
	lambda := a*y - b*x
	g := lambda + 1 + n*(1+y)
	h := (a + n) / (u + 2)
	ha := (n + 1) / ((u + 2) * (u + 2))
	be = n + w + h*g
	bea = wa + ha*g + h*y
	beb = wb - h*x
	// α_n = (a+n-1)(a+b+n-1)/(a+2n-1) · x · w
	p, q := a+(n-1), a+b+(n-1)
	v := p * (q / u) * x
	va, vb := x*(p+q-p*(q/u))/u, x*p/u
	return v * w, va*w + v*wa, vb*w + v*wb, be, bea, beb
}

// betaFraction evaluates the fraction backward, with derivatives.
func betaFraction(a, b, x, y float64) (f, fa, fb float64) {
	var t, ta, tb float64
	for n := betaTerms(a, b, x, y); n > 0; n-- {
		al, ala, alb, be, bea, beb := betaTerm(float64(n), a, b, x, y)
		d := be + t
		da, db := bea+ta, beb+tb
		t, ta, tb = al/d, (ala-al/d*da)/d, (alb-al/d*db)/d
	}
	be, bea, beb := betaHead(a, b, x, y)
	return be + t, bea + ta, beb + tb
}

// betaTerms returns how many terms reach full precision (Lentz's method), and
// some more for the derivatives.
func betaTerms(a, b, x, y float64) int {
	b += awayFromWhole(b)
	c, _, _ := betaHead(a, b, x, y)
	d := 0.0
	for n := 1; ; n++ {
		al, _, _, be, _, _ := betaTerm(float64(n), a, b, x, y)
		d = 1 / nonzero(be+al*d)
		c = nonzero(be + al/c)
		if math.Abs(c*d-1) < 1e-16 || n > 1e6 {
			return n + n/5 + 10
		}
	}
}

// betaSmall is for small a, where I is near 1 and 1 - I is the sum of two
// differences that vanish with a: with E = x^a/(a B(a,b)),
// I = E (1 + a Σ (1-b)_n x^n/(n! (a+n))) (DLMF 8.17.7).
func betaSmall(a, b, x, y float64) BetaTails {
	lx := math.Log(x)
	le := a*lx - Lgamma1p(a) + LgammaDiff(b, a)
	lea := lx - Digamma(a+1) + Digamma(a+b)
	leb := DigammaDiff(b, a)
	var s, sa, sb float64
	c, cb := 1.0, 0.0
	for n := 1.0; n < 2000; n++ {
		r := x * (n - b) / n
		c, cb = c*r, cb*r-c*x/n
		d := c / (a + n)
		s += d
		sa -= d / (a + n)
		sb += cb / (a + n)
		if math.Abs(d) < 1e-18*math.Abs(s) && math.Abs(cb) < 1e-18*math.Abs(sb) || c == 0 && cb == 0 {
			break
		}
	}
	e := math.Exp(le)
	q := -math.Expm1(le) - e*a*s
	qa := -e * (lea*(1+a*s) + s + a*sa)
	qb := -e * (leb*(1+a*s) + a*sb)
	qx := -math.Exp(a*lx+b*math.Log1p(-x)-LBeta(a, b)) / (x * y)
	t := BetaTails{LogQ: math.Log(q), LogQa: qa / q, LogQb: qb / q, LogQx: qx / q}
	t.LogP = Log1mExp(min(t.LogQ, 0))
	odds := -math.Exp(t.LogQ - t.LogP)
	t.LogPa, t.LogPb, t.LogPx = times(odds, t.LogQa), times(odds, t.LogQb), times(odds, t.LogQx)
	return t
}
