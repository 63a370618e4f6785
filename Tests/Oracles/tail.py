"""The rarity of scores: conformal p-values by NumPy, generalised Pareto tails by SciPy.

SciPy's fit starts from (0, 1) and stops early unless told otherwise; here a simplex goes on to the minimum, which a
second one from another start must find too.

    pip install scipy
    python3 Tests/Oracles/tail.py
"""

import functools

import numpy
from scipy.optimize import fmin
from scipy.stats import genpareto

from json_fixtures import write

PROBABILITIES = [0.02, 0.001, 1e-6]

exact = functools.partial(fmin, xtol=1e-11, ftol=1e-13, maxiter=10_000, maxfun=10_000, disp=False)


def conformal(generator, count, decimals):
    benign, scores = generator.normal(size=count).round(decimals), generator.normal(size=5).round(decimals)
    scores = [*scores, -numpy.inf, numpy.inf]
    return {"benign": benign, "scores": scores,
            "probabilities": [(1 + (benign >= score).sum()) / (count + 1) for score in scores]}


def pareto(generator, count, shape, scale, quantile):
    benign = genpareto.rvs(shape, loc=1, scale=scale, size=count, random_state=generator).round(5)
    threshold = numpy.quantile(benign, quantile)
    excesses = benign[benign > threshold] - threshold
    share = len(excesses) / count
    fitted, _, width = genpareto.fit(excesses, floc=0, optimizer=lambda f, start, args, disp: exact(f, start, args))
    again, _, _ = genpareto.fit(excesses, 0.3, floc=0, scale=2 * excesses.mean(),
                                optimizer=lambda f, start, args, disp: exact(f, start, args))
    assert abs(fitted - again) < 1e-6, (fitted, again)
    scores = threshold + width * numpy.array([0.1, 1.0, 2.5, 8.0])
    ranks = (numpy.arange(len(excesses)) + 0.5) / len(excesses)
    return {
        "benign": benign, "quantile": quantile, "threshold": threshold, "shareAbove": share, "shape": fitted,
        "scale": width, "scores": scores,
        "tailProbabilities": share * genpareto.sf(scores - threshold, fitted, scale=width),
        "probabilities": PROBABILITIES,
        "thresholds": threshold + genpareto.isf(numpy.array(PROBABILITIES) / share, fitted, scale=width),
        "model": (threshold + genpareto.ppf(ranks, fitted, scale=width))[[0, len(ranks) // 2, -1]],
    }


generator = numpy.random.default_rng(1975)
write("conformal", [conformal(generator, *size) for size in [
    (1, 1), (2, 0), (5, 0), (10, 0), (10, 1), (20, 0), (20, 1), (50, 1), (80, 0), (100, 2), (200, 1)]])
write("pareto-tail", [pareto(generator, *sizes) for sizes in [
    (800, 0.0, 1.0, 0.95), (700, 0.3, 1.0, 0.95), (700, -0.2, 2.0, 0.95), (400, 0.5, 0.01, 0.9), (350, 0.1, 50.0, 0.9),
    (400, -0.4, 1.0, 0.8), (300, 0.0, 5.0, 0.85), (120, 0.8, 1.0, 0.5), (60, 0.2, 3.0, 0.0), (80, -0.1, 1.0, 0.5),
    (200, 1.2, 1e-3, 0.7), (100, 0.05, 1.0, 0.6)]])
