package dist

import (
	"math"
	"math/rand/v2"

	"hm/compiler/lib/kernel"
	"hm/compiler/lib/mem"
	"hm/compiler/lib/special"
)

var studentT = Dist{
	Name: "student_t",
	Doc:  "Student's t distribution with nu degrees of freedom, location mu and scale sigma.",
	Args: []Arg{
		{Name: "y", Domain: mem.Real, Shows: true},
		{Name: "nu", Domain: mem.PositiveFin},
		{Name: "mu", Domain: mem.Finite, Shows: true},
		{Name: "sigma", Domain: mem.PositiveFin},
	},
	One: oneStudentT,
	LogPDF: Kernel4(func(y, nu, mu, sigma float64) (lp, dy, dnu, dmu, dsigma float64) {
		z := (y - mu) / sigma
		c, dc := studentTNorm(nu)
		l, g, dl := studentTBody(z, nu)
		if math.IsInf(l, -1) {
			return l, 0, 0, 0, 0
		}
		return l + c - math.Log(sigma), -g / sigma, dl + dc, g / sigma, (z*g - 1) / sigma
	}),
	LogCDF: Kernel4(func(y, nu, mu, sigma float64) (l, dy, dnu, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz, dnu := studentTLower(z, nu)
		l, dy, dmu, dsigma = locScaleTail(l, dz, z, sigma)
		return l, dy, dnu, dmu, dsigma
	}),
	LogCCDF: Kernel4(func(y, nu, mu, sigma float64) (l, dy, dnu, dmu, dsigma float64) {
		z := (y - mu) / sigma
		l, dz, dnu := studentTLower(-z, nu)
		l, dy, dmu, dsigma = locScaleTail(l, -dz, z, sigma)
		return l, dy, dnu, dmu, dsigma
	}),
	Rand: func(rng *rand.Rand, p []float64) float64 {
		half := p[0] / 2
		return p[1] + p[2]*rng.NormFloat64()*math.Sqrt(half/drawGamma(rng, half))
	},
	Vector: studentTVector,
	Bind: func(args []mem.Operand) Eval {
		y, nu, mu, sigma := args[0], args[1], args[2], args[3]
		if !scalar(nu) {
			return nil
		}
		b := &studentTBlock{nu: nu.Val, wantNu: nu.Adj != nil}
		s := newLocScale(y, mu, sigma, 0, b.std)
		return func() (float64, error) {
			b.dnu = 0
			lp, err := s.eval()
			c, dc := studentTNorm(nu.Val[0])
			if nu.Adj != nil {
				nu.Adj[0] += b.dnu + float64(s.n)*dc
			}
			return lp + float64(s.n)*c, err
		}
	},
}

// studentTNorm returns log(Γ((nu+1)/2)/Γ(nu/2)) - log(nu π)/2 and its
// derivative.
func studentTNorm(nu float64) (c, dc float64) {
	h := nu / 2
	c = special.LgammaDiff(h, 0.5) - 0.5*math.Log(nu) - 0.5*math.Log(math.Pi)
	return c, 0.5 * special.DigammaExcess(h, 0.5)
}

// studentTBody returns -(nu+1)/2 log(1 + z²/nu), minus its derivative by z,
// and its derivative by nu.
func studentTBody(z, nu float64) (l, g, dnu float64) {
	r := z * z / nu
	if math.IsInf(r, 1) && !math.IsInf(z, 0) {
		l = -(nu + 1) * (math.Log(math.Abs(z)) - 0.5*math.Log(nu))
		return l, (nu + 1) / z, l/(nu+1) + 0.5*(nu+1)/nu
	}
	l = math.Log1p(r)
	w := 1 / (1 + r)
	if math.IsInf(r, 1) {
		return math.Inf(-1), 0, math.Inf(-1)
	}
	dnu = 0.5 * (r*w/nu + r*w - l)
	if r < 0.5 { // then r/(1+r) and log(1+r) cancel
		dnu = 0.5 * (r*w/nu - special.Log1pMx(r) - r*r*w)
	}
	return -0.5 * (nu + 1) * l, (nu + 1) / nu * z * w, dnu
}

// A studentTBlock is the family for a fused location-scale density.
type studentTBlock struct {
	nu     []float64
	wantNu bool
	dnu    float64
}

func (b *studentTBlock) std(z, g, tmp []float64) float64 {
	nu := b.nu[0]
	c := (nu + 1) / nu
	if len(z) >= few {
		if shares, ok := studentTSlopes(z, g, tmp, nu); ok {
			kernel.Log1p(tmp, tmp)
			l := sum(tmp)
			if b.wantNu {
				b.dnu += b.byNu(z, nu, 0.5*(c*shares-l))
			}
			return -0.5 * (nu + 1) * l
		}
	}
	var logs logProduct
	shares := 0.0 // Σ r/(1+r)
	for i, v := range z {
		r := v * v / nu
		w := 1 / (1 + r)
		logs.add(r)
		g[i] = c * v * w
		shares += r * w
	}
	l := logs.sum()
	if b.wantNu {
		b.dnu += b.byNu(z, nu, 0.5*(c*shares-l))
	}
	return -0.5 * (nu + 1) * l
}

// studentTSlopes sets r to z²/nu and g to (nu+1)/nu z/(1+r), and returns
// Σ r/(1+r). It reports false where squares leave the range of floats.
func studentTSlopes(z, g, r []float64, nu float64) (shares float64, ok bool) {
	kernel.Mul(r, z, z)
	kernel.Scale(r, 1/nu, r)
	if !(sum(r) < largeSquares) {
		return 0, false
	}
	kernel.Add(g, r, ones[:len(r)])
	kernel.Div(g, ones[:len(r)], g)
	shares = dot(r, g)
	kernel.Mul(g, g, z)
	kernel.Scale(g, (nu+1)/nu, g)
	return shares, true
}

// studentTVector is for one nu.
func studentTVector(args []mem.Operand) Vector {
	if !scalar(args[1]) {
		return nil
	}
	return func(b *Batch) {
		nu, z, g, r, c := b.x[1][0], b.tmp[0], b.tmp[1], b.tmp[2], b.tmp[3]
		kernel.Sub(z, b.x[0], b.x[2])
		b.over(z, z, 3)
		_, ok := studentTSlopes(z, g, r, nu)
		if !ok || b.d[1] != nil && nu > 100 {
			b.refuse()
			return
		}
		norm, dnorm := studentTNorm(nu)
		b.scaleTerm(c, 3, -norm)
		kernel.Log1p(b.lp, r)
		if d := b.d[1]; d != nil {
			studentTByNu(d, r, b.lp, nu, dnorm)
		}
		kernel.Scale(b.lp, -0.5*(nu+1), b.lp)
		kernel.Add(b.lp, b.lp, c)
		b.locScaleSlopes(2, 3, g, z)
	}
}

// studentTByNu sets d to the derivative by nu, where l = log(1+r).
func studentTByNu(d, r, l []float64, nu, dnorm float64) {
	c := (nu + 1) / nu
	for i, v := range r {
		d[i] = 0.5*(c*(v/(1+v))-l[i]) + dnorm
	}
}

// byNu returns the derivative of the block by nu: plain, or summed element by
// element where the difference in plain has too few digits.
func (b *studentTBlock) byNu(z []float64, nu, plain float64) float64 {
	if nu < 100 && !math.IsInf(plain, 0) && plain == plain {
		return plain
	}
	s := 0.0
	for _, v := range z {
		_, _, d := studentTBody(v, nu)
		s += d
	}
	return s
}
