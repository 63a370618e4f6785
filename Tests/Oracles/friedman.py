"""Friedman's test by SciPy, Nemenyi's by scikit-posthocs and SciPy.

    pip install scipy scikit-posthocs
    python3 Tests/Oracles/friedman.py
"""

import numpy
import scikit_posthocs
from scipy import stats

from json_fixtures import write

SIZES = [(4, 3, 2), (6, 3, 2), (8, 4, 2), (10, 5, 2), (6, 3, 1), (8, 4, 1), (10, 3, 1), (12, 5, 1), (5, 7, 2),
         (15, 10, 2)]
RANGES = [(2, 0.5), (2, 2.77), (3, 1.0), (3, 3.31), (4, 5.0), (5, 0.2), (5, 6.5), (8, 4.0), (10, 4.47), (20, 7.0),
          (50, 5.0)]


def case(generator, blocks, treatments, decimals):
    effect = numpy.linspace(0, 0.15, treatments)
    values = numpy.round(generator.normal(0.6, 0.1, size=(blocks, treatments)) + effect, decimals)
    test = stats.friedmanchisquare(*values.T)
    f = (blocks - 1) * test.statistic / (blocks * (treatments - 1) - test.statistic)
    freedom = treatments - 1, (treatments - 1) * (blocks - 1)
    q = stats.studentized_range.isf(0.05, treatments, numpy.inf) / 2**0.5
    return {
        "values": values, "chiSquare": test.statistic, "pValue": test.pvalue,
        "imanDavenport": [f, stats.f.sf(f, *freedom)],
        "nemenyi": scikit_posthocs.posthoc_nemenyi_friedman(values).to_numpy()[0],
        "criticalDifference": q * (treatments * (treatments + 1) / 6 / blocks) ** 0.5,
    }


generator = numpy.random.default_rng(1937)
write("friedman", [case(generator, *size) for size in SIZES])
write("studentised-range", [
    {"count": count, "range": value, "upperTail": stats.studentized_range.sf(value, count, numpy.inf)}
    for count, value in RANGES])
