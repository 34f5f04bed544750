# Writes one JSON file a distribution beside itself: the log density and the
# logs of the distribution function and of its complement, with every partial
# derivative, to 30 digits, at ordinary and extreme arguments.
# Made with mpmath 1.3.0:  python3 reference.py [name ...]
#
# The formulas are the textbook ones, evaluated with so many digits that no
# care is needed; derivatives are central differences at a step far below what
# 30 digits can see. Sums over a mass give the distribution functions of the
# discrete distributions, and power series those of the continuous ones.
import json
import os
import sys
from mpmath import mp, mpf, log, exp, pi, inf, loggamma, sqrt, atan

DIGITS = 120
mp.dps = DIGITS
NINF = -inf


def diff(f, args, i):
    h = min([abs(a) for a in ([args[i]] if args[i] else args) if a] or [1]) * mpf(10) ** -32
    up, dn = list(args), list(args)
    up[i] += h
    dn[i] -= h
    d = (f(*up) - f(*dn)) / (2 * h)
    if abs(d * h) * mpf(10) ** 32 < mpf(10) ** -45 * max(1, abs(f(*args))):
        return mpf(0)  # what is left of an exact zero
    return d


def show(v):
    if v == inf:
        return "inf"
    if v == -inf:
        return "-inf"
    return mp.nstr(v, 30)


def log1m(p):
    """log(1-p), for p of any size, with all the digits that p has."""
    return mp.log1p(-p)


# Tails by power series of positive terms.


def gamma_p(a, x):
    if x == 0:
        return mpf(0)
    s = t = mpf(1)
    n = 0
    while t > s * mpf(10) ** -(mp.dps + 5):
        n += 1
        t *= x / (a + n)
        s += t
    return exp(a * log(x) - x - loggamma(a + 1)) * s


def beta_i(a, b, x):
    if x == 0:
        return mpf(0)
    s = t = mpf(1)
    n = 0
    while t > s * mpf(10) ** -(mp.dps + 5):
        t *= (a + b + n) * x / (a + 1 + n)
        s += t
        n += 1
    return exp(a * log(x) + b * log1m(x) - lbeta(a, b)) / a * s


def beta_tails(a, b, x):
    """I and 1-I, summing on the side where the series is quick."""
    if x < mpf(1) / 2:
        p = beta_i(a, b, x)
        return p, 1 - p
    q = beta_i(b, a, 1 - x)
    return 1 - q, q


def lbeta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def logs(p, q):
    return log(p), log(q)


def phi_tails(z):
    return logs(mp.erfc(-z / sqrt(2)) / 2, mp.erfc(z / sqrt(2)) / 2)


def discrete_tails(mass, top=None):
    """Tails by summing exp(mass(k, parameters)). Above, until terms vanish."""

    def lower(n, *p):
        return log(sum(exp(mass(mpf(k), *p)) for k in range(int(n) + 1)))

    def upper(n, *p):
        below = exp(lower(n, *p))
        if below < mpf(1) / 2:
            return log(1 - below)
        s, k, best = mpf(0), int(n) + 1, mpf(0)
        while top is None or k <= top(*p):
            t = exp(mass(mpf(k), *p))
            s += t
            best = max(best, t)
            if t < best and t < s * mpf(10) ** -75:
                break
            k += 1
        return log(s)

    return lower, upper


# The rows: name -> (argument names, which are integers, lpdf, lcdf, lccdf).


def normal_lpdf(y, mu, sigma):
    return -((y - mu) / sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2


def student_lpdf(y, nu, mu, sigma):
    z = (y - mu) / sigma
    return (loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - log(sigma)
            - (nu + 1) / 2 * log(1 + z * z / nu))


def student_tails(y, nu, mu, sigma):
    z = (y - mu) / sigma
    tail = beta_tails(nu / 2, mpf(1) / 2, nu / (nu + z * z))[0] / 2
    return logs(tail, 1 - tail) if z < 0 else logs(1 - tail, tail)


def cauchy_tails(y, mu, sigma):
    z = (y - mu) / sigma
    u = mp.atan2(1, abs(z)) / pi
    return logs(u, 1 - u) if z < 0 else logs(1 - u, u)


def laplace_tails(y, mu, sigma):
    z = (y - mu) / sigma
    u = exp(-abs(z)) / 2
    return logs(u, 1 - u) if z < 0 else logs(1 - u, u)


def logistic_tails(y, mu, sigma):
    z = (y - mu) / sigma
    return -mp.log1p(exp(-z)), -mp.log1p(exp(z))


def gamma_lpdf(y, a, b):
    return a * log(b) - loggamma(a) + (a - 1) * log(y) - b * y


def gamma_tails(y, a, b):
    p = gamma_p(a, b * y)
    return logs(p, 1 - p)


def weibull_lpdf(y, a, s):
    return log(a) - log(s) + (a - 1) * log(y / s) - (y / s) ** a


def weibull_tails(y, a, s):
    h = (y / s) ** a
    return log(-mp.expm1(-h)), -h


def binomial_lpmf(n, N, t):
    c = loggamma(N + 1) - loggamma(n + 1) - loggamma(N - n + 1)
    return c + (n * log(t) if n else 0) + ((N - n) * log(1 - t) if N > n else 0)


def binomial_logit_lpmf(n, N, a):
    return (loggamma(N + 1) - loggamma(n + 1) - loggamma(N - n + 1)
            - n * mp.log1p(exp(-a)) - (N - n) * mp.log1p(exp(a)))


def poisson_lpmf(n, l):
    return n * log(l) - l - loggamma(n + 1)


def negbin_lpmf(n, mu, phi):
    return (loggamma(n + phi) - loggamma(phi) - loggamma(n + 1)
            + n * log(mu / (mu + phi)) - phi * mp.log1p(mu / phi))


def split(tails):
    if tails is None:
        return None, None
    return (lambda *a: tails(*a)[0]), (lambda *a: tails(*a)[1])


def row(args, ints, lpdf, tails=None, points=(), cum=(), digits=DIGITS):
    lower, upper = tails if isinstance(tails, tuple) else split(tails)
    return dict(args=args, ints=ints, lpdf=lpdf, lcdf=lower, lccdf=upper, points=points, cum=cum, digits=digits)


bern = lambda y, t: log(t) if y == 1 else log(1 - t)

ROWS = {
    "normal": row("y mu sigma", 0, normal_lpdf, lambda y, mu, s: phi_tails((y - mu) / s),
                  [(0.3, 1.2, 0.7), (-3, 2, 5), (1e6, 0, 1), (1e-8, 0, 1), (1e-150, 2e-150, 1e-150), (1e100, 3e99, 2e99), (2, 2, 1e-8), (0, 0, 1e200), (-40, 3, 0.5)],
                  [(0.3, 1.2, 0.7), (1.2, 0.3, 0.7), (-20, 0, 1), (20, 0, 1), (-38.6, 0, 1), (-1000, 3, 2), (5000, 3, 2), (1e-9, 0, 1), (0, 1, 3), (8, 0, 1), (-8, 0, 1), (35, 0, 1)]),
    "std_normal": row("y", 0, lambda y: normal_lpdf(y, 0, 1), phi_tails,
                      [(0.3,), (-7,), (1e6,), (1e-9,)], [(0.3,), (-0.3,), (-12,), (12,), (-40,), (30,), (-1e5,), (1e-9,)]),
    "student_t": row("y nu mu sigma", 0, student_lpdf, student_tails,
                     [(0.3, 3, 1.2, 0.7), (-3, 0.5, 2, 5), (1e6, 4, 0, 1), (1e-6, 4, 0, 1), (5, 1e6, 0, 2), (1.5, 1e3, 0, 2), (0.7, 1e-3, 0, 1), (0.4, 1e10, 0.1, 1), (1e12, 30, 0, 3), (-2, 100, 1, 0.1)],
                     [(0.3, 3, 1.2, 0.7), (1.9, 3, 1.2, 0.7), (-3, 0.5, 2, 5), (8, 0.5, 2, 5), (-1e6, 4, 0, 1), (1e6, 4, 0, 1), (-30, 50, 0, 1), (0.01, 7, 0, 1), (-1.5, 1e3, 0, 1), (3, 1e4, 0, 1), (1e-6, 4, 0, 1), (-0.7, 0.01, 0, 1), (-1.5, 1e11, 0, 1), (3, 1e11, 0, 1), (-15, 1e12, 0, 1), (-30, 2e10, 0, 1)], 400),
    "cauchy": row("y mu sigma", 0, lambda y, mu, s: -log(pi * s) - log(1 + ((y - mu) / s) ** 2), cauchy_tails,
                  [(0.3, 1.2, 0.7), (-3, 2, 5), (1e9, 0, 1), (1e-9, 0, 1), (1e200, 0, 1), (3, 1, 1e-100)],
                  [(0.3, 1.2, 0.7), (1.2, 0.3, 0.7), (-1e12, 0, 1), (1e12, 0, 1), (-1e-9, 0, 1), (5, -3, 1e-5), (-1e200, 0, 1), (1e200, 0, 1)]),
    "double_exponential": row("y mu sigma", 0, lambda y, mu, s: -log(2 * s) - abs(y - mu) / s, laplace_tails,
                              [(0.3, 1.2, 0.7), (3, 2, 5), (1e9, 0, 1), (-1e-9, 0, 1)],
                              [(0.3, 1.2, 0.7), (1.2, 0.3, 0.7), (-800, 0, 1), (600, 0, 1), (1e-9, 0, 1), (-1e-9, 0, 1)]),
    "logistic": row("y mu sigma", 0, lambda y, mu, s: -(y - mu) / s - log(s) - 2 * mp.log1p(exp(-(y - mu) / s)), logistic_tails,
                    [(0.3, 1.2, 0.7), (3, 2, 5), (800, 0, 1), (-800, 0, 1), (1e-9, 0, 1), (4, 1, 30)],
                    [(0.3, 1.2, 0.7), (1.2, 0.3, 0.7), (-800, 0, 1), (600, 0, 1), (1e-9, 0, 1)]),
    "lognormal": row("y mu sigma", 0, lambda y, mu, s: normal_lpdf(log(y), mu, s) - log(y), lambda y, mu, s: phi_tails((log(y) - mu) / s),
                     [(0.3, 1.2, 0.7), (3, 2, 5), (1e-300, 0, 1), (1e300, 0, 3), (2, 0.7, 0.01), (1, 0.2, 1)],
                     [(0.3, 1.2, 0.7), (3, 0.2, 0.7), (1e-9, 0, 1), (1e9, 0, 1), (1e-300, 0, 1), (1.5, 0, 30)]),
    "exponential": row("y beta", 0, lambda y, b: log(b) - b * y, lambda y, b: (log(-mp.expm1(-b * y)), -b * y),
                       [(0.3, 1.2), (40, 7), (1e-300, 2), (5, 1e-300), (1e10, 1e-9)], [(0.3, 1.2), (40, 7), (1e-300, 2), (1e-9, 1e-3), (3, 200)]),
    "gamma": row("y alpha beta", 0, gamma_lpdf, gamma_tails,
                 [(0.3, 1.2, 0.7), (4, 2.5, 0.9), (1e-300, 0.1, 1), (500, 2, 1), (2e-5, 1e-4, 3), (10.2, 1000, 98), (1e6, 1e6, 1.0005), (3, 5e4, 16000), (1e5, 9.5, 1e-4)],
                 [(0.3, 1.2, 0.7), (4, 2.5, 0.9), (1e-10, 0.1, 1), (300, 2, 1), (2e-5, 1e-4, 3), (9.8, 1000, 98), (10.8, 1000, 98), (1.2, 100, 50), (3, 1, 2), (0.9, 0.5, 1), (1, 1e4, 9.9e3)], 400),
    "inv_gamma": row("y alpha beta", 0, lambda y, a, b: a * log(b) - loggamma(a) - (a + 1) * log(y) - b / y, lambda y, a, b: tuple(reversed(gamma_tails(1 / y, a, b))),
                     [(0.3, 1.2, 0.7), (4, 2.5, 0.9), (1e-3, 0.1, 1), (500, 2, 1), (1e10, 1e-4, 3), (0.0985, 1000, 98), (1e-6, 1e6, 1.0005)],
                     [(0.3, 1.2, 0.7), (4, 2.5, 0.9), (1e-2, 0.1, 1), (300, 2, 1), (1e10, 1e-4, 3), (0.1, 1000, 98), (0.6, 100, 50)]),
    "weibull": row("y alpha sigma", 0, weibull_lpdf, weibull_tails,
                   [(0.3, 1.2, 0.7), (4, 2.5, 0.9), (1e-9, 0.1, 1), (2, 50, 2.1), (2, 1, 3), (1e8, 0.05, 2), (2.0000001, 3, 2)],
                   [(0.3, 1.2, 0.7), (4, 2.5, 0.9), (1e-9, 0.1, 1), (2, 50, 2.1), (1e-20, 3, 2), (1e8, 0.05, 2), (1e-200, 3, 2)]),
    "beta": row("y alpha beta", 0, lambda y, a, b: (a - 1) * log(y) + (b - 1) * log(1 - y) - lbeta(a, b), lambda y, a, b: logs(*beta_tails(a, b, y)),
                [(0.3, 1.2, 0.7), (0.6, 2.5, 7), (1e-300, 0.1, 1), (0.999999, 2, 0.5), (0.2, 1e-4, 3), (0.48, 1e5, 1.1e5), (0.003, 30, 1e4), (0.5, 1, 1), (0.02, 8, 400)],
                [(0.3, 1.2, 0.7), (0.6, 2.5, 7), (1e-10, 0.1, 1), (0.999, 2, 0.5), (0.2, 1e-4, 3), (0.47, 1000, 1100), (0.5, 1000, 1100), (0.003, 30, 1e4), (0.5, 1, 1), (0.3, 0.5, 0.5), (0.9, 40, 2), (0.1, 3, 1e-3)]),
    "uniform": row("y alpha beta", 0, lambda y, a, b: -log(b - a), lambda y, a, b: logs((y - a) / (b - a), (b - y) / (b - a)),
                   [(0.3, -1.2, 0.7), (4, 2.5, 900), (1e-300, 0, 1e-299)], [(0.3, -1.2, 0.7), (4, 2.5, 900), (2.500001, 2.5, 900), (899.9999, 2.5, 900)]),
    "bernoulli": row("y theta", 1, bern, ((lambda y, t: log(1 - t)), (lambda y, t: log(t))),
                     [(0, 0.3), (1, 0.3), (0, 1e-300), (1, 1e-300), (1, 1 - 1e-12), (0, 1 - 1e-12)], [(0, 0.3), (0, 1e-12), (0, 1 - 1e-12)]),
    "bernoulli_logit": row("y alpha", 1, lambda y, a: -mp.log1p(exp(-a if y == 1 else a)), None,
                           [(0, 0.3), (1, 0.3), (0, -2.5), (1, -2.5), (1, 700), (0, 700), (1, -700), (0, -700), (1, 1e-12), (0, 40), (1, 40)]),
    "binomial": row("n N theta", 2, binomial_lpmf, discrete_tails(binomial_lpmf, lambda N, t: N),
                    [(3, 10, 0.35), (0, 10, 0.3), (10, 10, 0.3), (0, 0, 0.4), (7, 10, 1e-9), (7, 10, 1 - 1e-9), (500, 1000, 0.52), (480000, 1000000, 0.481), (3, 1e9, 1e-9), (20, 35, 0.6)],
                    [(3, 10, 0.3), (0, 10, 0.3), (9, 10, 0.3), (7, 10, 1e-9), (2, 10, 1 - 1e-9), (400, 1000, 0.52), (600, 1000, 0.52), (3, 2000, 1e-3)]),
    "binomial_logit": row("n N alpha", 2, binomial_logit_lpmf, None,
                          [(3, 10, 0.3), (0, 10, -1.3), (10, 10, 0.3), (0, 0, 0.4), (7, 10, -40), (7, 10, 40), (500, 1000, 0.02), (480000, 1000000, -0.08), (7, 10, 800), (7, 10, -800), (10, 10, 700)]),
    "poisson": row("n lambda", 1, poisson_lpmf, discrete_tails(poisson_lpmf),
                   [(3, 2.2), (0, 0.4), (0, 700), (12, 9.3), (5, 1e-200), (2, 800), (1000000, 1.001e6), (150, 151), (4e8, 4.0001e8)],
                   [(3, 2.2), (0, 0.4), (0, 700), (12, 9.3), (5, 1e-20), (2, 300), (150, 151), (150, 90), (150, 250), (1000, 1010)]),
    "poisson_log": row("n alpha", 1, lambda n, a: n * a - exp(a) - loggamma(n + 1), None,
                       [(3, 0.7), (0, -0.4), (0, 6), (12, 2.2), (5, -400), (2, 8), (1000000, 13.816), (150, 5.01), (15, -300), (0, -900), (11, 2.35)]),
    "neg_binomial_2": row("n mu phi", 1, negbin_lpmf, discrete_tails(negbin_lpmf),
                          [(3, 2.2, 1.3), (0, 0.4, 2), (0, 1e-9, 2), (12, 9.3, 1e8), (0, 9.3, 1e8), (1, 9.3, 1e8), (5, 1e-20, 0.1), (200, 30, 0.02), (150, 151, 40), (1e6, 1.001e6, 3.5), (1e6, 1.001e6, 5e5), (7, 1e-3, 1e4)],
                          [(3, 2.2, 1.3), (0, 0.4, 2), (12, 9.3, 1e4), (5, 1e-3, 0.1), (20, 3, 2), (150, 151, 40), (60, 151, 40), (12, 9.3, 1e8), (7, 9.3, 1e8), (0, 2, 1e10), (12, 9, 4), (3, 12, 2)]),
    "neg_binomial_2_log": row("n eta phi", 1, lambda n, e, phi: negbin_lpmf(n, exp(e), phi), None,
                              [(3, 0.8, 1.3), (0, -0.4, 2), (0, -20, 2), (12, 2.2, 1e8), (0, 2.2, 1e8), (5, -40, 0.1), (200, 3.4, 0.02), (150, 5, 40), (1000000, 13.8, 3.5), (4, -700, 2), (4, 700, 2)]),
}


def cases(r):
    n = len(r["args"].split())
    for form, points in (("lpdf", r["points"]), ("lcdf", r["cum"]), ("lccdf", r["cum"])):
        f = r[form]
        if f is None:
            continue
        for point in points:
            at = [mpf(float(x)) for x in point]
            mp.dps = DIGITS if form == "lpdf" else r["digits"]
            v = f(*at)
            if abs(v) < mpf(10) ** -20:  # the log of almost one: see its digits
                mp.dps = 800
                v = f(*at)
            d = ["nan" if i < r["ints"] else show(diff(f, at, i)) for i in range(n)]
            yield {"form": form, "at": [float(x) for x in point], "value": show(v), "d": d}
    mp.dps = DIGITS


def write(name):
    r = ROWS[name]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".json")
    with open(path, "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(c) for c in cases(r)) + "\n]\n")


# Multivariate rows: each argument is (dims, numbers), matrices column-major.


def matrix(x, k):
    return mp.matrix([[x[i + j * k] for j in range(k)] for i in range(k)])


def vectors(arg):
    """The vectors of an argument over which Stan vectorises."""
    dims, x = arg
    k = dims[-1]
    return [x[i * k:(i + 1) * k] for i in range(dims[0])] if len(dims) > 1 else [x]


def together(a, b):
    a, b = vectors(a), vectors(b)
    n = max(len(a), len(b))
    return zip(a * n if len(a) == 1 else a, b * n if len(b) == 1 else b)


def mvn(y, mu, sigma):
    k = y[0][-1]
    s = matrix(sigma[1], k)
    inv, logdet = s ** -1, log(mp.det(s))
    v = mpf(0)
    for a, b in together(y, mu):
        r = mp.matrix([p - q for p, q in zip(a, b)])
        v -= (k * log(2 * pi) + logdet + (r.T * inv * r)[0]) / 2
    return v


def mvn_cholesky(y, mu, l):
    k = y[0][-1]
    m = matrix(l[1], k)
    for i in range(k):
        for j in range(i + 1, k):
            m[i, j] = 0
    s = m * m.T
    return mvn(y, mu, (l[0], [s[i, j] for j in range(k) for i in range(k)]))


def lkj(l, eta):
    """Lewandowski, Kurowicka and Joe (2009), eq. 16 and section 3.1."""
    k, e = l[0][0], eta[1][0]
    v = mpf(0)
    for m in range(1, k):
        b = e + mpf(k - m - 1) / 2
        v -= (2 * e - 2 + k - m) * (k - m) * log(2) + (k - m) * lbeta(b, b)
    for i in range(1, k):
        v += (k - i - 1 + 2 * (e - 1)) * log(l[1][i + i * k])
    return v


def dirichlet(theta, alpha):
    v = mpf(0)
    for t, a in together(theta, alpha):
        v += loggamma(sum(a)) + sum((p - 1) * log(q) - loggamma(p) for p, q in zip(a, t))
    return v


def categorical(n, theta):
    return sum(log(theta[1][int(i) - 1]) for i in n[1])


def categorical_logit(n, beta):
    return sum(beta[1][int(i) - 1] - log(sum(exp(b) for b in beta[1])) for i in n[1])


S3 = [2, 0.3, -0.5, 0.3, 1.5, 0.2, -0.5, 0.2, 0.7]
L3 = [1.4, 0.2, -0.35, 0, 1.2, 0.225, 0, 0, 0.75]
SHARP = [1, 0.999, 0.999, 1]
ONE, TWO = [0.3, -1.2, 0.8], [0.3, -1.2, 0.8, 1.1, 0.4, -2]
MU, MU2 = [0.1, 0.2, -0.4], [0.1, 0.2, -0.4, 1, -1, 0.5]
C4 = [1, 0.5, -0.25, 0.125, 0, 0.875, 0.25, 0.5, 0, 0, 0.9375, -0.25, 0, 0, 0, 0.8125]

MULTI = {
    "multi_normal": (mvn, 0, [
        [([3], ONE), ([3], MU), ([3, 3], S3)], [([2, 3], TWO), ([3], MU), ([3, 3], S3)], [([3], ONE), ([2, 3], MU2), ([3, 3], S3)],
        [([2, 3], TWO), ([2, 3], MU2), ([3, 3], S3)], [([2], [0.5, 0.4]), ([2], [1, 1]), ([2, 2], SHARP)], [([1], [2.5]), ([1], [1]), ([1, 1], [1e-6])]]),
    "multi_normal_cholesky": (mvn_cholesky, 0, [
        [([3], ONE), ([3], MU), ([3, 3], L3)], [([2, 3], TWO), ([3], MU), ([3, 3], L3)], [([3], ONE), ([2, 3], MU2), ([3, 3], L3)],
        [([2, 3], TWO), ([2, 3], MU2), ([3, 3], L3)], [([2], [1e6, 1e-6]), ([2], [1, 1]), ([2, 2], [1e-3, 1e2, 0, 1e3])]]),
    "lkj_corr_cholesky": (lkj, 0, [
        [([4, 4], C4), ([], [1])], [([4, 4], C4), ([], [2.5])], [([4, 4], C4), ([], [0.01])], [([4, 4], C4), ([], [1e4])],
        [([2, 2], [1, 0.6, 0, 0.8]), ([], [0.7])], [([1, 1], [1]), ([], [3])], [([2, 2], [1, 1, 0, 1e-9]), ([], [2])]]),
    "dirichlet": (dirichlet, 0, [
        [([3], [0.2, 0.3, 0.5]), ([3], [1.5, 0.4, 7])], [([3], [0.2, 0.3, 0.5]), ([3], [1, 1, 1])], [([2, 3], [0.2, 0.3, 0.5, 0.1, 0.1, 0.8]), ([3], [1.5, 0.4, 7])],
        [([2, 3], [0.2, 0.3, 0.5, 0.1, 0.1, 0.8]), ([2, 3], [1.5, 0.4, 7, 2, 3, 0.01])], [([3], [0.2, 0.3, 0.5]), ([2, 3], [1.5, 0.4, 7, 2, 3, 0.01])],
        [([2], [1e-9, 1 - 1e-9]), ([2], [1e-3, 50])], [([1], [1]), ([1], [4])]]),
    "categorical": (categorical, 1, [
        [([], [2]), ([3], [0.2, 0.3, 0.5])], [([4], [2, 1, 3, 3]), ([3], [0.2, 0.3, 0.5])], [([2], [2, 2]), ([2], [1 - 1e-9, 1e-9])]]),
    "categorical_logit": (categorical_logit, 1, [
        [([], [2]), ([3], [0.2, -1.3, 0.5])], [([4], [2, 1, 3, 3]), ([3], [0.2, 0.3, 0.5])], [([], [2]), ([3], [700, -700, 1])], [([2], [1, 2]), ([2], [1000, 1000.5])]]),
}


def multi_cases(f, ints, points):
    for args in points:
        sizes = [len(x) for _, x in args]
        flat = [mpf(float(v)) for _, x in args for v in x]

        def whole(*v):
            out, at = [], 0
            for (dims, _), n in zip(args, sizes):
                out.append((dims, list(v[at:at + n])))
                at += n
            return f(*out)

        first = sum(sizes[:ints])
        d = ["nan"] * first + [show(diff(whole, flat, i)) for i in range(first, len(flat))]
        yield {"dims": [dims for dims, _ in args], "at": [float(v) for v in flat], "value": show(whole(*flat)), "d": d}


def write_multi(name):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".json")
    with open(path, "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(c) for c in multi_cases(*MULTI[name])) + "\n]\n")


for name in sys.argv[1:] or [*ROWS, *MULTI]:
    write(name) if name in ROWS else write_multi(name)
