# The reference values of TestStepSizeReference, by the formulas of Hoffman and
# Gelman (2014), section 3.2.1, in 40 digits. Run: python3 dual_averaging.py
from mpmath import mp, mpf, exp, log, sqrt, nstr

mp.dps = 40
mu, gamma, kappa, t0, delta = log(10), mpf("0.05"), mpf("0.75"), 10, mpf("0.8")
h_bar, log_eps_bar = mpf(0), mpf(0)
for t, accept in enumerate(["0.95", "0.2", "1.0", "0", "0.8", "0.81"], start=1):
    h_bar = (1 - mpf(1) / (t + t0)) * h_bar + (delta - mpf(accept)) / (t + t0)
    log_eps = mu - sqrt(t) / gamma * h_bar
    w = mpf(t) ** -kappa
    log_eps_bar = w * log_eps + (1 - w) * log_eps_bar
    print("\t\t{%s, %s}," % (nstr(exp(log_eps), 17), nstr(exp(log_eps_bar), 17)))
