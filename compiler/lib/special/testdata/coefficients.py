# Prints the Chebyshev coefficients that digamma.go and erfcx.go hold.
# Made with mpmath 1.3 or later:  python3 coefficients.py
from mpmath import mp, mpf, cos, pi, digamma, findroot, erfc, exp, chop, nstr

mp.dps = 50


def chebyshev(f, n, terms):
    """The first terms coefficients of f on [-1, 1]; the zeroth is halved."""
    xs = [cos(pi * (k + mpf(1) / 2) / n) for k in range(n)]
    fs = [f(x) for x in xs]
    c = [2 * sum(fs[k] * cos(pi * j * (k + mpf(1) / 2) / n) for k in range(n)) / n for j in range(terms)]
    c[0] /= 2
    return c


root = findroot(digamma, mpf("1.4616321449683623"))
hi = mpf(float(root))
print("root of digamma: %s + %s" % (nstr(hi, 20), nstr(root - hi, 20)))
print("digamma(x)/(x-root), x = 1.5 + t/2")
for c in chebyshev(lambda t: digamma(mpf(3) / 2 + t / 2) / (mpf(3) / 2 + t / 2 - root), 80, 24):
    print("\t%s," % nstr(c, 20))


def scaled(t):
    """(1 + 2x) erfcx(x) with t = (x - 3.75)/(x + 3.75)."""
    if t >= 1:
        return 2 / mp.sqrt(pi)
    x = mpf("3.75") * (1 + t) / (1 - t)
    if x > 1000:
        mp.dps = 60
        s = sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(0, 12)) / (x * mp.sqrt(pi))
        return (1 + 2 * x) * s
    return (1 + 2 * x) * exp(x * x) * erfc(x)


print("(1+2x) erfcx(x)")
for c in chebyshev(scaled, 120, 30):
    print("\t%s," % nstr(c, 20))
print("Stirling series: B(2k)/(2k(2k-1))")
for k in range(1, 12):
    print("\t%s," % nstr(mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)), 20))
print("digamma series: B(2k)/(2k)")
for k in range(1, 12):
    print("\t%s," % nstr(mp.bernoulli(2 * k) / (2 * k), 20))
print("trigamma series: B(2k)")
for k in range(1, 12):
    print("\t%s," % nstr(mp.bernoulli(2 * k), 20))
print("lgamma(1+x)/x, x = t/2")
for c in chebyshev(lambda t: -mp.euler if t == 0 else mp.loggamma(1 + t / 2) / (t / 2), 80, 34):
    print("\t%s," % nstr(c, 20))
