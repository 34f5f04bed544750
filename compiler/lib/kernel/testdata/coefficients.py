"""Prints the polynomials of the kernels as Go constants.

Each is the minimax fit (Remez exchange) of a smooth function on [0, b] or
[-b, b], weighted so that what is levelled is the relative error of the whole
elementary function. Run: python3 coefficients.py
"""
from mpmath import mp, mpf, cos, erfc, exp, lu_solve, log, matrix, pi, sqrt, tanh

mp.dps = 60


def remez(f, weight, lo, hi, degree):
    """The polynomial p of the degree that levels weight*(f - p), and the level."""
    n = degree + 2
    nodes = [(lo + hi) / 2 - (hi - lo) / 2 * cos((2 * i + 1) * pi / (2 * n)) for i in range(n)]
    grid = [lo + (hi - lo) * (1 - cos(pi * mpf(i) / 1500)) / 2 for i in range(1501)]
    fs = [f(x) for x in grid]
    ws = [weight(x) for x in grid]
    for _ in range(30):
        a, b = matrix(n, n), matrix(n, 1)
        for i, x in enumerate(nodes):
            for j in range(degree + 1):
                a[i, j] = x ** j
            a[i, degree + 1] = (-1) ** i / weight(x)
            b[i] = f(x)
        c = lu_solve(a, b)
        p = [c[j] for j in range(degree + 1)]
        level = abs(c[degree + 1])
        err = [w * (y - horner(p, x)) for x, y, w in zip(grid, fs, ws)]
        nodes = extrema(grid, err, n)
        if max(map(abs, err)) < level * mpf("1.001"):
            break
    return p, max(map(abs, err))


def horner(p, x):
    s = mpf(0)
    for c in reversed(p):
        s = s * x + c
    return s


def extrema(grid, err, n):
    """The largest error of each run of one sign; n of them in a row."""
    runs = []
    for x, e in zip(grid, err):
        if e == 0:
            continue
        if runs and (runs[-1][1] > 0) == (e > 0):
            if abs(e) > abs(runs[-1][1]):
                runs[-1] = (x, e)
        else:
            runs.append((x, e))
    while len(runs) > n:
        runs.pop(0 if abs(runs[0][1]) < abs(runs[-1][1]) else -1)
    assert len(runs) == n, (len(runs), n)
    return [x for x, _ in runs]


def show(name, p, level):
    print(f"// {name}: error {mp.nstr(log(level) / log(2), 4)} bits")
    for i, c in enumerate(p):
        print(f"{name}{i} = {float(c)!r}")


def exp_tail(r):  # (e^r - 1 - r)/r^2
    return sum(r ** k / mp.factorial(k + 2) for k in range(40))


def atanh_tail(z):  # 2 atanh(s) = 2s + s z P(z), z = s^2
    return sum(2 * z ** k / (2 * k + 3) for k in range(120))


def tanh_tail(z):  # tanh x = x + x z R(z), z = x^2
    if z < mpf("1e-8"):
        return -mpf(1) / 3 + 2 * z / 15 - 17 * z * z / 315
    x = sqrt(z)
    return (tanh(x) - x) / (x * z)


def mills(t):  # exp(a^2/2) Phi(-a) (a+5) for t = (a-5)/(a+5)
    a = 5 * (1 + t) / (1 - t)
    return exp(a * a / 2) * erfc(a / sqrt(mpf(2))) / 2 * (a + 5)


if __name__ == "__main__":
    b = log(mpf(2)) / 2 * mpf("1.0001")
    show("exp", *remez(exp_tail, lambda r: abs(r) + mpf("1e-9"), -b, b, 9))
    s = 3 - 2 * sqrt(mpf(2))
    show("log", *remez(atanh_tail, lambda z: z / 2 + mpf("1e-9"), mpf(0), s * s * mpf("1.0001"), 6))
    show("soft", *remez(atanh_tail, lambda z: z / 2 + mpf("1e-9"), mpf(0), mpf(1) / 9, 9))
    show("tanh", *remez(tanh_tail, lambda z: z + mpf("1e-9"), mpf(0), mpf("0.625") ** 2, 10))
    show("phi", *remez(mills, lambda t: 1 / mills(t), mpf(-1), mpf(35) / 45, 23))
    l2 = log(mpf(2))
    hi = mpf(int(l2 * 2 ** 42)) / 2 ** 42
    print("ln2Hi =", float(hi).hex(), repr(float(hi)), "ln2Lo =", repr(float(l2 - hi)))
