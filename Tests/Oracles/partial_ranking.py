"""The beginnings of random rankings.

McClish's partial area is scikit-learn's; precision at k is the mean over random orders of equal scores, exactly, as the
probability that each place is a positive.

    pip install scikit-learn
    python3 Tests/Oracles/partial_ranking.py
"""

import numpy
from sklearn.metrics import auc, precision_score, roc_auc_score, roc_curve

from json_fixtures import write

RATES = [0.01, 0.1, 0.25, 0.5, 1.0]
RANKS = [1, 3, 5, 10]


def raw(positive, scores, rate):
    alarms, hits, _ = roc_curve(positive, scores, drop_intermediate=False)
    inside = alarms <= rate
    return auc([*alarms[inside], rate], [*hits[inside], numpy.interp(rate, alarms, hits)])


def case(generator, decimals):
    count = int(generator.integers(20, 41))
    positive = generator.random(count) < 0.3
    positive[:2] = [True, False]
    scores = numpy.round(generator.normal(size=count) + positive, decimals) + 0.0
    chances = numpy.array([positive[scores == score].mean() for score in sorted(scores, reverse=True)])
    return {
        "scores": scores, "positive": positive.astype(int), "rates": RATES, "ranks": RANKS,
        "areas": [raw(positive, scores, rate) for rate in RATES],
        "standardised": [roc_auc_score(positive, scores, max_fpr=rate) for rate in RATES[:-1]],
        "precisions": [chances[:k].mean() for k in RANKS],
        "rPrecision": chances[:positive.sum()].mean(),
    }


def prevalence_case(generator):
    """Precision among cases that weigh as much as the prevalence says."""
    count = int(generator.integers(30, 60))
    positive, alarm = generator.random(count) < 0.4, generator.random(count) < 0.5
    positive[:4], alarm[:4] = [True, True, False, False], [True, False, True, False]
    prevalence = float(10 ** generator.uniform(-5, -0.1))
    weights = numpy.where(positive, prevalence / positive.sum(), (1 - prevalence) / (~positive).sum())
    return {
        "truePositiveRate": alarm[positive].mean(), "falsePositiveRate": alarm[~positive].mean(),
        "prevalence": prevalence, "precision": precision_score(positive, alarm, sample_weight=weights),
    }


generator = numpy.random.default_rng(9)
write("partial-ranking", [case(generator, decimals) for decimals in [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]])
write("prevalence", [prevalence_case(generator) for _ in range(12)])
