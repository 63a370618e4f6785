"""Change and concentration: Gini's coefficient by NumPy, control charts by pandas, stability by SciPy.

    pip install pandas scipy
    python3 Tests/Oracles/drift.py
"""

import numpy
import pandas
import scipy.special

from json_fixtures import write


def gini(generator, count):
    """The mean absolute difference of all pairs, halved, over the mean."""
    amounts = numpy.floor(generator.exponential(5, size=count) ** 1.5)
    amounts[0] += 1
    return {"amounts": amounts, "gini": abs(amounts[:, None] - amounts).mean() / 2 / amounts.mean()}


def chart(generator, count, smoothing, width):
    """The limits by the variance of a weighted sum, term by term."""
    mean, deviation = 5.0, 2.0
    values = generator.normal(mean, deviation, size=count).round(2)
    values[count // 2:] += generator.choice([0, 0, 3, -4])
    means = pandas.Series([mean, *values]).ewm(alpha=smoothing, adjust=False).mean().to_numpy()[1:]
    shares = [smoothing * (1 - smoothing) ** numpy.arange(time + 1) for time in range(count)]
    halves = numpy.array([width * deviation * numpy.sqrt((share**2).sum()) for share in shares])
    return {
        "values": values, "mean": mean, "deviation": deviation, "smoothing": smoothing, "width": width, "means": means,
        "halfWidths": halves, "alarms": numpy.flatnonzero(abs(means - mean) > halves),
    }


def stability(generator, bins):
    expected, actual = generator.multinomial(60, [1 / bins] * bins), generator.multinomial(40, [1 / bins] * bins)
    e, a = (expected + 0.5) / (expected + 0.5).sum(), (actual + 0.5) / (actual + 0.5).sum()
    index = scipy.special.rel_entr(a, e).sum() + scipy.special.rel_entr(e, a).sum()
    return {"expected": expected, "actual": actual, "index": index}


generator = numpy.random.default_rng(13)
write("gini", [gini(generator, count) for count in [1, 2, 5, 8, 10, 12, 15, 20, 25, 40, 60]])
write("ewma", [chart(generator, *size) for size in [
    (1, 0.2, 3), (5, 0.3, 3), (8, 0.1, 2.7), (10, 1.0, 3), (12, 0.05, 2), (15, 0.5, 1), (20, 0.2, 3), (20, 0.4, 2.5),
    (25, 0.25, 2), (30, 0.2, 1.5), (40, 0.1, 2)]])
write("stability", [stability(generator, bins) for bins in [2, 3, 5, 8, 10, 10, 10, 15, 20, 20]])
