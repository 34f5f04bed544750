"""Writes reference values of the elementary functions, one file a function.

A record is the argument, the value rounded to float64, and as a float32 what
rounding left, in ulp; little-endian. Run: python3 reference.py [COUNT [DIR]]
"""
import math
import random
import struct
import sys

from mpmath import mp, mpf

mp.dps = 50


def ordinary(rng):
    return rng.gauss(0, 3)


def wide(lo, hi):
    return lambda rng: rng.uniform(lo, hi)


def magnitudes(lo, hi, signed=True):
    """Random sign, exponent of two and mantissa."""
    return lambda rng: rng.choice([-1, 1] if signed else [1]) * math.ldexp(rng.uniform(1, 2), rng.randint(lo, hi))


def near(points, spread):
    return lambda rng: rng.choice(points) * (1 + rng.gauss(0, spread))


LN2 = math.log(2)
ANY = magnitudes(-1074, 1022)
HALVES = [(k + 0.5) * LN2 for k in range(-20, 20)]
EDGES = [s * v for s in (1, -1) for v in (
    5e-324, 2.2e-308, 2.2250738585072014e-308, 1e-300, 1e-20, 2**-54, 2**-53, 2**-52, 1e-8, 0.5, 0.625, 1.0, LN2, LN2 / 2,
    2.0, 20.0, 36.7, 37.0, 64.0, 700.0, 708.39, 709.0, 709.78, 709.782712893384, 710.0, 744.4, 745.13, 745.2, 746.0, 1e3,
    1e10, 1e300, 1.7976931348623157e308)]


def expit(x):
    return 1 / (1 + mp.exp(-x))


# name: function, domain, samplers
TABLE = {
    "exp": (mp.exp, lambda x: True, [ordinary, wide(-746, 710), wide(-1, 1), near(HALVES, 1e-12), magnitudes(-60, 9)]),
    "expm1": (mp.expm1, lambda x: True, [ordinary, wide(-40, 710), wide(-1, 1), near(HALVES, 1e-12), ANY]),
    "log": (mp.log, lambda x: x > 0, [wide(0, 10), near([1], 1e-3), near([1], 0.2), near([2**0.5, 0.5**0.5], 1e-14),
                                      magnitudes(-1074, 1022, False)]),
    "log1p": (mp.log1p, lambda x: x > -1, [wide(-1, 1), wide(-1, 20), near([2**0.5 - 1, 0.5**0.5 - 1], 1e-14), ANY,
                                           magnitudes(-60, 10)]),
    "log1p_exp": (lambda x: mp.log1p(mp.exp(x)), lambda x: True, [ordinary, wide(-746, 100), wide(-2, 2), near(HALVES, 1e-12),
                                                                 magnitudes(-60, 9)]),
    "inv_logit": (expit, lambda x: True, [ordinary, wide(-746, 40), wide(-2, 2), near(HALVES, 1e-12), magnitudes(-60, 9)]),
    "phi": (mp.ncdf, lambda x: abs(x) < 1e3, [ordinary, wide(-37.5, 9), wide(-1, 1), magnitudes(-60, 5)]),
    "normal_density": (mp.npdf, lambda x: abs(x) < 1e3, [ordinary, wide(-37.5, 37.5), wide(-1, 1), magnitudes(-60, 5)]),
    "tanh": (mp.tanh, lambda x: True, [ordinary, wide(-20, 20), wide(-1, 1), near([0.625], 1e-3), ANY]),
}


def record(f, x):
    exact = f(mpf(x))
    y = nearest(exact)
    if math.isinf(y) or exact == 0:
        return struct.pack("<ddf", x, y, 0)
    return struct.pack("<ddf", x, y, float((exact - mpf(y)) / mpf(math.ulp(y))))


def nearest(exact):
    """The nearest float64: through a fraction, since mpf rounds subnormals twice."""
    if exact == 0:
        return 0.0
    if abs(exact) >= mpf(2) ** 1024 - mpf(2) ** 970:
        return math.copysign(math.inf, exact)
    if abs(exact) >= mpf(2) ** -1021:
        return float(exact)
    return math.ldexp(float(mp.nint(exact * mpf(2) ** 1074)), -1074)


def main(count=2000, to="."):
    for name, (f, domain, samplers) in TABLE.items():
        rng = random.Random(name)
        xs = [x for x in EDGES if domain(x)]
        while len(xs) < count:
            x = samplers[len(xs) % len(samplers)](rng)
            if domain(x) and math.isfinite(x):
                xs.append(x)
        with open(f"{to}/{name}.bin", "wb") as out:
            out.writelines(record(f, x) for x in sorted(xs))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, *sys.argv[2:3])
