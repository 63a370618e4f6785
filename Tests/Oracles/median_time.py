"""The median time until an event that some never have: cumulative incidence by statsmodels with *never* as a competing
event, and the interval by order statistics from SciPy's binomial distribution.

SciPy's quantile_test must agree on the interval.

    pip install scipy statsmodels
    python3 Tests/Oracles/median_time.py
"""

import math

import numpy
from scipy.stats import binom, quantile_test
from statsmodels.duration.survfunc import CumIncidenceRight

from json_fixtures import write


def interval(times, level):
    """The k-th time and the k-th last for the largest k whose tail is small enough; none where there is no such k."""
    ordered, tail = sorted(times), (1 - level) / 2
    ranks = [k for k in range(1, len(times) // 2 + 1) if binom.cdf(k - 1, len(times), 0.5) <= tail]
    return [ordered[ranks[-1] - 1], ordered[len(times) - ranks[-1]]] if ranks else []


def median(times):
    """The first time by which half have the event, by the cumulative incidence of the event."""
    found = numpy.isfinite(times)
    if not found.any():
        return math.inf
    # Those that never have it leave by the competing event after all others.
    end = times[found].max() + 1
    fit = CumIncidenceRight(numpy.where(found, times, end), numpy.where(found, 1, 2))
    reached = fit.times[fit.cinc[0] >= 0.5 - 1e-12]
    return reached[0] if len(reached) else math.inf


def case(generator, count, level, share):
    times = numpy.round(generator.exponential(5, size=count), 1)
    times[generator.random(count) >= share] = math.inf
    middle = median(times)
    bounds = interval(times, level)
    if bounds:
        ranked = numpy.argsort(numpy.argsort(times, kind="stable"), kind="stable").astype(float)
        peer = quantile_test(ranked, p=0.5).confidence_interval(level)
        ordered = numpy.sort(times)
        assert bounds == [ordered[int(peer.low)], ordered[int(peer.high)]], (bounds, peer)
    return {"times": times, "level": level, "median": middle, "interval": bounds, "found": int(numpy.isfinite(times).sum())}


generator = numpy.random.default_rng(1958)
write("median-time", [case(generator, *size) for size in [
    (1, 0.95, 1), (3, 0.95, 1), (5, 0.95, 0.9), (6, 0.95, 1), (8, 0.9, 0.7), (10, 0.95, 0.6), (14, 0.95, 0.3),
    (12, 0.5, 0.6), (15, 0.95, 0.8), (20, 0.95, 0.7), (20, 0.99, 0.7), (25, 0.9, 0.3), (30, 0.95, 0.55),
    (40, 0.95, 0.7), (60, 0.95, 0.6), (80, 0.8, 0.9), (100, 0.95, 0.35), (101, 0.95, 0.52), (250, 0.95, 1)]])
