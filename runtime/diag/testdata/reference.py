"""Writes reference.json: draws and their diagnostics by ArviZ.

Run: python3 reference.py, with arviz-stats 0.8.0, numpy 2.4.6, scipy 1.17.1.

Where ArviZ departs from the R package posterior, which hm follows, the value
is put together here from ArviZ's own parts:
  - R-hat of chains of odd length folds the draws around the median of all draws,
    not of those that splitting keeps;
  - MCSE of the sd uses the ESS of the squared deviations, not that of the mean;
  - ESS of a constant indicator is missing, not the number of draws;
  - the sum of autocorrelations may run to lag n - 4 of a half chain, where ArviZ
    goes on to n - 3. It matters only for chains that hardly move: elsewhere the
    script checks that both are the same.
"""

import json

import numpy as np
from scipy import stats
from arviz_stats.base.array import array_stats as az

rng = np.random.default_rng(20261122)


def ar(phi, chains, draws):
    """Stationary AR(1) with unit innovations."""
    x = np.empty((chains, draws))
    x[:, 0] = rng.normal(size=chains) / np.sqrt(1 - phi**2)
    for t in range(1, draws):
        x[:, t] = phi * x[:, t - 1] + rng.normal(size=chains)
    return x


cases = {
    "independent": rng.normal(3, 2, size=(4, 200)),
    "slow": ar(0.95, 4, 300),
    "very slow": ar(0.995, 4, 250),
    "antithetic": ar(-0.6, 4, 200),
    "odd length": ar(0.5, 3, 151),
    "one chain": ar(0.3, 1, 200),
    "shifted": rng.normal(size=(4, 150)) + np.array([[0], [0], [0], [1.0]]),
    "scaled": rng.normal(size=(4, 150)) * np.array([[1], [1], [1], [3.0]]),
    "cauchy": rng.standard_cauchy(size=(4, 200)),
    "counts": rng.poisson(2, size=(4, 150)).astype(float),
    "large offset": 1e6 + ar(0.7, 2, 200),
    "short": rng.normal(size=(2, 30)),
}
for k, v in cases.items():
    cases[k] = np.array([[float(f"{x:.7g}") for x in c] for c in v])


def ess(x):
    """ESS of the mean over the rows of x, with posterior's last lag."""
    m, n = x.shape
    if x.max() == x.min():
        return np.nan
    c = x - x.mean(axis=1, keepdims=True)
    acov = np.array([np.mean(np.sum(c[:, : n - t] * c[:, t:], axis=1)) / n for t in range(n)])
    within = acov[0] * n / (n - 1)
    total = acov[0] + (np.var(x.mean(axis=1), ddof=1) if m > 1 else 0)
    rho = 1 - (within - acov) / total
    rho[0] = 1
    pairs = rho[: n - n % 2].reshape(-1, 2)
    k = 0
    while 2 * k < n - 5 and pairs[k].sum() > 0:
        k += 1
    kept = np.minimum.accumulate(pairs[:k].sum(axis=1))
    last = pairs[k, 0] if pairs[k, 0] > 0 or pairs[k].sum() >= 0 else 0
    tau = max(-1 + 2 * kept.sum() + last, 1 / np.log10(m * n))
    if pairs[k].sum() <= 0:
        assert np.isclose(m * n / tau, az._ess(x), rtol=1e-10, atol=0)
    return m * n / tau


def rhat(x):
    halves = az._split_chains(x)
    folded = az._split_chains(np.abs(x - np.median(x)))
    return max(az._rhat(az._z_scale(halves)), az._rhat(az._z_scale(folded)))


def ess_quantile(x, p):
    i = x <= np.quantile(x, p)
    return ess(az._split_chains(i.astype(float)))


def ess_sd(x):
    return ess(az._split_chains((x - x.mean()) ** 2))


def mcse_mean(x):
    return x.std(ddof=1) / np.sqrt(ess(az._split_chains(x)))


def mcse_sd(x):
    c = (x - x.mean()) ** 2
    return np.sqrt((np.mean(c**2) - c.mean() ** 2) / ess_sd(x) / c.mean() / 4)


def mcse_quantile(x, p):
    e = ess_quantile(x, p)
    lo, hi = stats.beta.ppf([0.1586553, 0.8413447], e * p + 1, e * (1 - p) + 1)
    s = np.sort(x.ravel())
    i, j = max(np.floor(lo * s.size), 1), min(np.ceil(hi * s.size), s.size)
    return (s[int(j) - 1] - s[int(i) - 1]) / 2


out = []
for name, x in cases.items():
    ref = {
        "mean": x.mean(),
        "sd": x.std(ddof=1),
        "rhat": rhat(x),
        "ess_bulk": ess(az._z_scale(az._split_chains(x))),
        "ess_tail": np.min([ess_quantile(x, 0.05), ess_quantile(x, 0.95)]),
        "ess_mean": ess(az._split_chains(x)),
        "ess_sd": ess_sd(x),
        "ess_q25": ess_quantile(x, 0.25),
        "mcse_mean": mcse_mean(x),
        "mcse_sd": mcse_sd(x),
        "mcse_q10": mcse_quantile(x, 0.1),
        "q5": np.quantile(x, 0.05),
        "q50": np.quantile(x, 0.5),
        "q95": np.quantile(x, 0.95),
        "ebfmi": list(az._bfmi(x)),
    }
    if x.shape[1] % 2 == 0 and len(x) > 1:
        assert ref["rhat"] == az._rhat_rank(x), name
    ref = {k: v if isinstance(v, list) else (None if np.isnan(v) else float(v)) for k, v in ref.items()}
    out.append({"name": name, "chains": x.tolist(), "want": ref})
with open("reference.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in out) + "\n]\n")
