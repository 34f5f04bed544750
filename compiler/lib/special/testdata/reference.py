# Writes reference.json: values of the package's functions to 30 digits.
# Made with mpmath 1.3.0:  python3 reference.py > reference.json
# Each row is {"f": function, "at": arguments, "want": values}; want holds the
# value and, for IncGamma and IncBeta, the fields in order.
import json
from mpmath import mp, mpf, mpc, log, exp, inf

mp.dps = 60
rows = []


def show(v):
    if v == inf:
        return "inf"
    if v == -inf:
        return "-inf"
    return mp.nstr(v, 30)


def add(f, fun, *args):
    v = fun(*[mpf(a) for a in args])
    v = v if isinstance(v, (list, tuple)) else [v]
    rows.append({"f": f, "at": [float(a) for a in args], "want": [show(x) for x in v]})


def phi(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


grid = [1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.3, 0.49, 0.5, 0.7, 0.9, 0.999999, 1.000001, 1.3, 1.4616321449683622, 1.4616321449683625, 1.47, 1.5, 1.7, 1.99999,
        2.0, 2.00001, 2.2, 2.5, 2.7, 3, 3.5, 5, 7.3, 9.99, 10, 12.5, 33, 100.25, 1e4, 1e6, 1e10, 1e17, 1e100]
negative = [-0.3, -0.9, -1.5, -2.7, -10.2, -1e-9]
for x in grid + negative:
    if x > 0:
        add("Lgamma", mp.loggamma, x)
    add("Digamma", mp.digamma, x)
    add("Trigamma", lambda x: mp.psi(1, x), x)
for x in [-0.5, -0.3, -1e-3, -1e-10, 0, 1e-12, 1e-5, 0.2, 0.5, 0.8, 3]:
    add("Lgamma1p", lambda x: mp.loggamma(1 + x), x)
for x in [1e-3, 0.02, 0.5, 1, 2, 9.9, 10, 50, 1e5, 1e12]:
    add("Stirling", lambda x: mp.loggamma(x) - ((x - mpf(1) / 2) * log(x) - x + log(2 * mp.pi) / 2), x)
    add("PsiMinusLog", lambda x: mp.digamma(x) - log(x), x)
    for d in [1e-12, 1e-6, 1e-3, 0.5, 1, 3, 20, 1e4]:
        mp.dps = 90
        add("LgammaDiff", lambda x, d: mp.loggamma(x + d) - mp.loggamma(x), x, d)
        add("DigammaDiff", lambda x, d: mp.digamma(x + d) - mp.digamma(x), x, d)
        add("LBeta", lambda x, d: mp.loggamma(x) + mp.loggamma(d) - mp.loggamma(x + d), x, d)
        mp.dps = 60
for n, k in [(1, 0), (5, 1), (5, 2), (5, 3), (60, 30), (1000, 3), (1e6, 5e5), (1e9, 7), (7.5, 2.25)]:
    add("LChoose", lambda n, k: mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1), n, k)
for x in [-800, -40, -20, -1, -1e-10, 0, 1e-10, 0.7, 1, 20, 40, 800]:
    add("Log1pExp", lambda x: log(1 + exp(x)) if x > -100 else mp.log1p(exp(x)), x)
    add("InvLogit", lambda x: 1 / (1 + exp(-x)), x)
    add("LogInvLogit", lambda x: -mp.log1p(exp(-x)), x)
for x in [-800, -40, -1, -0.7, -0.6, -1e-3, -1e-10, -1e-300]:
    add("Log1mExp", lambda x: mp.log1p(-exp(x)) if x < -0.5 else log(-mp.expm1(x)), x)
for x in [1e-300, 1e-3, 0.2, 0.49999, 0.5, 0.50001, 0.9, 1 - 1e-15]:
    add("Logit", lambda x: log(x / (1 - x)), x)
for x in [-0.9999, -0.5, -0.4, -0.1, -1e-5, -1e-12, 0, 1e-12, 1e-4, 0.3, 0.59, 0.61, 2, 1e5]:
    add("Log1pMx", lambda x: mp.log1p(x) - x, x)
for x, y in [(0, 0), (-800, -801), (700, 710), (-1e-3, 30), (5, -800)]:
    add("LogSumExp2", lambda x, y: log(exp(x) + exp(y)), x, y)
for x, y in [(0, -1e-10), (-800, -801), (710, 700), (30, -1e-3), (5, -800)]:
    add("LogDiffExp", lambda x, y: x + log(-mp.expm1(y - x)), x, y)
for x in [-20, -3, -1, -0.1, 0, 1e-5, 0.1, 0.5, 1, 2, 3.75, 5, 10, 25, 100, 1e4, 1e7, 1e9]:
    def erfcx(x):
        mp.dps = 60 + int(min(x * x, 1e5))
        if x > 1000:
            mp.dps = 60
            return sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(20)) / (x * mp.sqrt(mp.pi))
        v = exp(x * x) * mp.erfc(x)
        mp.dps = 60
        return v
    add("Erfcx", erfcx, x)


def logphi(z):
    if z > -1000:
        lp = log(phi(z)) if z < 5 else mp.log1p(-phi(-z))
        return [lp, mp.npdf(z) / phi(z)]
    t = -z / mp.sqrt(2)
    e = erfcx(t)
    return [log(e / 2) - z * z / 2, mp.sqrt(2 / mp.pi) / e]


for z in [-1e8, -1e4, -100, -38, -37.5, -20, -8, -3, -1.01, -0.99, -0.5, -1e-10, 0, 0.3, 1, 2, 5, 8, 20, 37]:
    add("LogPhi", logphi, z)
    if -37.6 < z:
        add("Phi", phi, z)


def invphi(p):
    z = mp.sqrt(2) * mp.erfinv(2 * p - 1) if p > mpf("1e-10") else -mp.sqrt(-2 * log(p))
    for _ in range(60):
        step = (log(phi(z)) - log(p)) * phi(z) / mp.npdf(z)
        z -= step
        if abs(step) < mpf(10) ** -45:
            break
    return z


for p in [1e-300, 1e-100, 1e-20, 1e-5, 0.01, 0.074, 0.076, 0.2, 0.4999999, 0.50001, 0.7, 0.924, 0.93, 0.99, 0.999999]:
    add("InvPhi", invphi, p)
for lp in [-1e5, -1000, -600, -400, -50, -1, -0.69, -0.7, -0.01, -1e-10]:
    def invphilog(lp):
        if lp > -0.01:
            z = -invphi(-mp.expm1(lp))
            return z
        z = -mp.sqrt(-2 * lp) if lp < -5 else invphi(exp(lp))
        for _ in range(60):
            v, d = logphi(z)
            step = (v - lp) / d
            z -= step
            if abs(step) < mpf(10) ** -45:
                break
        return z
    add("InvPhiLog", invphilog, lp)


def diff(f, x):
    """Central difference; the working precision is far beyond its error."""
    h = abs(x) * mpf(10) ** -25
    return (f(x + h) - f(x - h)) / (2 * h)


def kummer_p(a, x):
    """P(a, x) by its positive series."""
    s = t = mpf(1)
    n = 0
    while t > s * mpf(10) ** -(mp.dps + 5):
        n += 1
        t *= x / (a + n)
        s += t
    return exp(a * log(x) - x - mp.loggamma(a + 1)) * s


def tails_gamma(a, x):
    mp.dps = 90 + int(min((x - a) ** 2 / min(a, x), 1000))  # 1 - P keeps 60 digits in either tail
    lp = lambda a, x: log(kummer_p(a, x))
    lq = lambda a, x: log(1 - kummer_p(a, x))
    v = [lp(a, x), diff(lambda t: lp(t, x), a), diff(lambda t: lp(a, t), x),
         lq(a, x), diff(lambda t: lq(t, x), a), diff(lambda t: lq(a, t), x)]
    mp.dps = 60
    return v


for a, x in [(1e-10, 1e-20), (1e-10, 0.5), (1e-5, 0.9), (1e-8, 3), (0.01, 1e-5), (0.01, 0.02), (0.1, 0.05), (0.5, 0.3), (0.5, 0.6), (0.5, 0.99), (0.5, 1.01),
             (0.5, 5), (0.9, 40), (0.5, 200), (1, 1e-9), (1, 1), (1, 2), (1 + 1e-9, 3), (3, 4), (2.5, 1), (2.5, 2.49), (2.5, 2.6), (2.5, 20), (7, 1e-3), (7, 30), (9.99, 11), (10, 9.9),
             (10, 60), (33.3, 20), (33.3, 33.4), (33.3, 90), (100, 1), (100, 99), (100, 101), (100, 250), (1e4, 9e3), (1e4, 9990), (1e4, 1.01e4), (1e4, 1.1e4), (1e6, 1.001e6), (1e6, 9.999e5)]:
    add("IncGamma", tails_gamma, a, x)


def series_beta(a, b, x):
    """I_x(a, b) by DLMF 8.17.8 with positive terms."""
    s = t = mpf(1)
    n = 0
    while t > s * mpf(10) ** -(mp.dps + 5):
        t *= (a + b + n) * x / (a + 1 + n)
        s += t
        n += 1
    return exp(a * log(x) + b * mp.log1p(-x) - (mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))) / a * s


def tails_beta(a, b, x):
    mp.dps = 300
    lp = lambda a, b, x: log(series_beta(a, b, x)) if x < 0.5 else log(1 - series_beta(b, a, 1 - x))
    lq = lambda a, b, x: log(1 - series_beta(a, b, x)) if x < 0.5 else log(series_beta(b, a, 1 - x))
    v = []
    for f in (lp, lq):
        v += [f(a, b, x), diff(lambda t: f(t, b, x), a), diff(lambda t: f(a, t, x), b), diff(lambda t: f(a, b, t), x)]
    mp.dps = 60
    return v


for a, b, x in [(1e-8, 1, 1e-10), (2e-4, 27, 1.1e-5), (2e-4, 0.5, 0.2), (30, 1e-3, 0.99), (1e-8, 2, 0.2), (1e-5, 30, 1e-8), (0.01, 0.01, 0.3), (0.3, 1e-6, 0.5), (0.5, 0.5, 1e-12), (0.5, 0.5, 0.5), (0.5, 0.5, 0.999),
                (1, 1, 0.25), (1, 3, 0.9), (2, 1, 0.1), (5, 2, 0.6), (2, 3, 0.5), (3, 1, 0.9), (2.5, 0.7, 0.4), (2.5, 0.7, 0.95), (3, 8, 0.2), (3, 8, 0.3), (3, 8, 0.95), (0.5, 20, 0.01), (0.5, 20, 0.3),
                (20, 0.5, 0.9), (20, 0.5, 0.999), (12, 30, 0.05), (12, 30, 0.285), (12, 30, 0.29), (12, 30, 0.7), (400, 0.5, 0.99), (400, 0.5, 0.9999), (1000, 1200, 0.4),
                (1000, 1200, 0.45454), (1000, 1200, 0.5), (5, 1e4, 1e-3), (5, 1e4, 1e-5), (1e4, 5, 0.999), (1e5, 1e5, 0.501), (3e4, 2.5, 0.9998)]:
    add("IncBeta", tails_beta, a, b, x)

print("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]")
