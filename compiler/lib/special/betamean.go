package special

import "math"

// A meanFraction is the continued fraction of Didonato and Morris (1992, ACM
// TOMS 18, eq. 9) for I_x(a, b) at x = a/(a+mu), with its derivative by a
// while mu stays. That derivative is smaller than those by a and by x alone by
// a factor of about a, so their sum would have few digits: every term carries
// its own, from which the cancelling parts are gone.
type meanFraction struct {
	a, b    float64
	x, y    float64 // a/(a+mu), mu/(a+mu)
	rate    float64 // y/a, the derivative of log x by a
	ay      float64 // a y = mu x
	lambda  float64 // a y - b x
	reverse bool    // mu < b: the fraction is that of the complement
	shift   float64 // added to the factor that ends the fraction; see awayFromWhole
}

// BetaFraction returns F and its derivative by a such that, for x = a/(a+mu),
// y = 1-x and D = x^a y^b/B(a,b), I_x(a,b) is D/F where mu >= b, and 1 -
// I_x(a,b) is D/F where mu < b. The derivative of log D by a is BetaMeanScore.
func BetaFraction(a, b, mu float64) (f, fa float64) {
	s := newMeanFraction(a, b, mu)
	s.shift = awayFromWhole(b)
	if s.reverse {
		s.shift = awayFromWhole(a)
	}
	n := s.terms()
	s.shift = 0
	var t, ta float64
	for ; n > 0; n-- {
		al, ala, be, bea := s.term(float64(n))
		d := be + t
		t, ta = al/d, (ala-al/d*(bea+ta))/d
	}
	be, bea := s.head()
	return be + t, bea + ta
}

// BetaMeanScore returns the derivative by a of log(x^a y^b/B(a,b)) at
// x = a/(a+mu), while mu stays.
func BetaMeanScore(a, b, mu float64) float64 {
	u := (b - mu) / (a + mu)
	if math.Abs(u) > 0.5 {
		return math.Log((a+b)/(a+mu)) - u + PsiMinusLogDiff(a, b)
	}
	return Log1pMx(u) + PsiMinusLogDiff(a, b)
}

// awayFromWhole returns what to add to b so that it is not near a whole number
// n, where the factor b-n ends the fraction, but not its derivative.
func awayFromWhole(b float64) float64 {
	if r := math.Round(b); r >= 1 && math.Abs(b-r) < 0.25 {
		return 0.5
	}
	return 0
}

func newMeanFraction(a, b, mu float64) *meanFraction {
	s := &meanFraction{a: a, b: b, x: 1 / (1 + mu/a), y: 1 / (1 + a/mu), reverse: mu < b}
	s.rate = s.y / a
	s.ay = a * s.y
	s.lambda = s.ay - b*s.x
	return s
}

// head returns the leading term and its derivative.
func (s *meanFraction) head() (be, bea float64) {
	if s.reverse {
		h := s.b / (s.b + 1)
		return h * (1 - s.lambda), -h * s.lambda * s.rate
	}
	h := s.a / (s.a + 1)
	return h * (s.lambda + 1), (s.lambda+1)/((s.a+1)*(s.a+1)) + h*s.lambda*s.rate
}

// term returns the numerator and denominator of term n >= 1 with their
// derivatives.
func (s *meanFraction) term(n float64) (al, ala, be, bea float64) {
	if s.reverse {
		return s.reverseTerm(n)
	}
	u := s.a + (2*n - 1)
	w := n * (s.b + s.shift - n) * s.x / u
	h := (s.a + n) / (u + 2)
	ha := (n + 1) / ((u + 2) * (u + 2))
	g := s.lambda + 1 + n*(1+s.y)
	ga := (s.lambda - n*s.x) * s.rate
	p, q := s.a+(n-1), s.a+s.b+(n-1)
	al = n * (s.b + s.shift - n) * s.x * s.x * (p / u) * (q / u)
	return al, al * (2*s.rate + (n/p+(n-s.b)/q)/u), n + w + h*g, w*(s.rate-1/u) + ha*g + h*ga
}

// reverseTerm is term with a, x and b, y changing places; ay stands for the
// products of a large a and a small y.
func (s *meanFraction) reverseTerm(n float64) (al, ala, be, bea float64) {
	u, p := s.b+(2*n-1), s.b+(n-1)
	h := (s.b + n) / (u + 2)
	g := 1 - s.lambda + n*(1+s.x)
	ga := (n*s.x - s.lambda) * s.rate
	r, ra := s.ay+(s.shift-n)*s.y, (s.ay+n*s.x)*s.rate // (a-n) y
	q, qa := s.ay+p*s.y, (s.ay-p*s.x)*s.rate           // (a+b+n-1) y
	c := n * (p / u) / u
	return c * q * r, c * (qa*r + q*ra), n + n/u*r + h*g, n/u*ra + h*ga
}

// terms returns how many terms reach full precision (Lentz's method), and some
// more for the derivative.
func (s *meanFraction) terms() int {
	c, _ := s.head()
	d := 0.0
	for n := 1; ; n++ {
		al, _, be, _ := s.term(float64(n))
		d = 1 / nonzero(be+al*d)
		c = nonzero(be + al/c)
		if math.Abs(c*d-1) < 1e-16 || n > 1e6 {
			return n + n/5 + 10
		}
	}
}
