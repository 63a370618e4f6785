"""The t test over replicates that have cases in common, from given resamples: variances by NumPy, t by SciPy.

    pip install numpy scipy
    python3 Tests/Oracles/shared_replicates.py
"""

import numpy
from scipy import stats

from json_fixtures import write


def case(generator, count, scales, units, ratio):
    values = numpy.round(generator.normal(0.02, 0.05, size=count), 6)
    draws = [numpy.round(generator.normal(0, scale, size=25), 6) for scale in scales]
    own = numpy.var(values, ddof=1) * (1 / count + ratio)
    by_user, by_resource, by_cell = [numpy.var(drawn, ddof=1) * number / (number - 1)
                                     for drawn, number in zip(draws, units)]
    whole = max(own + by_user + by_resource - by_cell, own + by_user, by_resource)
    rest = whole - own
    freedom = whole ** 2 / (own ** 2 / (count - 1) + rest ** 2 / (min(units[:2]) - 1))
    t = stats.t(freedom)
    statistic = values.mean() / whole ** 0.5
    half = t.isf(0.025) * whole ** 0.5
    return {"values": values, "users": draws[0], "resources": draws[1], "cells": draws[2], "units": list(units),
            "ratio": ratio, "statistic": statistic, "freedom": freedom, "p": 2 * t.sf(abs(statistic)),
            "interval": [values.mean() - half, values.mean() + half]}


random = numpy.random.default_rng(18)
write("shared-replicates", [
    case(random, count, scales, units, ratio)
    for count, scales, units, ratio in [
        (3, (0.02, 0.02, 0.01), (40, 30, 200), 0), (10, (0.03, 0.01, 0.02), (60, 12, 300), 0),
        (100, (0.02, 0.001, 0.03), (15, 80, 100), 0), (10, (0.001, 0.05, 0.001), (50, 20, 90), 0),
        (5, (0.01, 0.01, 0.005), (30, 30, 100), 0.25), (2, (0, 0, 0), (20, 20, 20), 0.125)]])
