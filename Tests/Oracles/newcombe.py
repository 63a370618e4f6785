"""Newcombe's method 5 for an area under the ROC curve, by root finding on its definition.

The variance is widened to DeLong's, over all pairs of a positive and a negative, where that is larger.

    pip install numpy scipy
    python3 Tests/Oracles/newcombe.py
"""

import numpy
from scipy.optimize import brentq
from scipy.stats import norm

from json_fixtures import write


def variance(area, positives, negatives):
    pairs = (positives + negatives - 2) / 2
    return area * (1 - area) * (1 + pairs * ((1 - area) / (2 - area) + area / (1 + area))) / (positives * negatives)


def case(generator, positives, negatives, separation, found, level, digits):
    """Of the positives a fraction is found, at the separation; the others score like negatives."""
    shift = numpy.where(generator.random(positives) < found, separation, 0)
    above = (generator.normal(size=positives) + shift).round(digits) + 0.0
    below = generator.normal(size=negatives).round(digits) + 0.0
    wins = (numpy.sign(above[:, None] - below) + 1) / 2
    area = wins.mean()
    delong = wins.mean(axis=1).var(ddof=1) / positives + wins.mean(axis=0).var(ddof=1) / negatives
    factor = max(1, delong / variance(area, positives, negatives)) if 0 < area < 1 else 1
    z = norm.ppf((1 + level) / 2)

    def excess(end):
        return abs(area - end) - z * (factor * variance(end, positives, negatives)) ** 0.5

    # At an area of 1 the excess is 0, which is not the end that is sought.
    within = numpy.clip(area, 1e-12, 1 - 1e-12)
    return {
        "above": above, "below": below, "level": level, "area": area, "isWidened": int(factor > 1),
        "interval": [brentq(excess, 0, within, xtol=1e-14) if area > 0 else 0,
                     brentq(excess, within, 1, xtol=1e-14) if area < 1 else 1],
    }


generator = numpy.random.default_rng(2006)
write("newcombe", [case(generator, *size) for size in [
    (10, 60, 1.5, 1, 0.95, 2), (20, 40, 2.5, 1, 0.95, 2), (15, 30, 0, 1, 0.9, 1), (20, 80, 6, 0.5, 0.95, 2),
    (30, 30, 6, 0.3, 0.99, 1), (5, 9, 9, 1, 0.95, 1), (8, 8, -9, 1, 0.95, 1), (2, 2, 1, 1, 0.9, 2),
    (12, 50, 1, 1, 0.8, 0)]])
