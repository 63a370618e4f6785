"""Samples with SciPy's t intervals and NumPy's quantiles.

    pip install scipy
    python3 Tests/Oracles/samples.py
"""

import numpy
import scipy.stats

from json_fixtures import write

LEVEL = 0.9
PROBABILITIES = [0.0, 0.05, 0.25, 0.5, 0.9, 1.0]


def case(generator, count):
    values = numpy.round(generator.normal(3, 10, size=count), 1)
    error = scipy.stats.sem(values)
    return {
        "values": values, "mean": values.mean(), "level": LEVEL,
        "interval": scipy.stats.t.interval(LEVEL, count - 1, loc=values.mean(), scale=error), "standardError": error,
        "probabilities": PROBABILITIES, "quantiles": numpy.quantile(values, PROBABILITIES),
    }


generator = numpy.random.default_rng(7)
write("samples", [case(generator, count) for count in [2, 3, 5, 8, 11, 12, 20, 25, 40, 60]])
