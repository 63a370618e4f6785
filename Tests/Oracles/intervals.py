"""Intervals of proportions and rates by SciPy.

    pip install scipy
    python3 Tests/Oracles/intervals.py
"""

from scipy.stats import binomtest, chi2

from json_fixtures import write

PROPORTIONS = [(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (5, 10), (7, 25), (3, 400), (399, 400), (81, 263),
               (12, 100_000), (480_000, 1_000_000)]
RATES = [(0, 1), (1, 1), (2, 0.5), (3, 7), (5, 28), (10, 30), (25, 30), (100, 14), (1234, 365), (100_000, 30.5),
         (0, 90)]
LEVELS = [0.9, 0.95, 0.99, 0.999]


def proportion(hits, trials, level):
    return {
        "hits": hits, "trials": trials, "level": level,
        "wilson": list(binomtest(hits, trials).proportion_ci(level, method="wilson")),
    }


def rate(events, exposure, level):
    tail = (1 - level) / 2
    low = chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    high = chi2.isf(tail, 2 * events + 2) / 2
    return {"events": events, "exposure": exposure, "level": level, "interval": [low / exposure, high / exposure]}


write("proportions", [proportion(*counts, LEVELS[index % 4]) for index, counts in enumerate(PROPORTIONS)])
write("rates", [rate(*counts, LEVELS[index % 4]) for index, counts in enumerate(RATES)])
