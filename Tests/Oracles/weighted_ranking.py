"""Weighted rankings, measured by scikit-learn.

    pip install scikit-learn
    python3 Tests/Oracles/weighted_ranking.py
"""

import numpy
from sklearn.metrics import average_precision_score, roc_auc_score

from json_fixtures import write


def case(generator, decimals):
    count = int(generator.integers(20, 41))
    clusters = generator.integers(0, 8, size=count)
    weights = generator.multinomial(8, [1 / 8] * 8)
    positive = generator.random(count) < 0.3
    each = weights[clusters]
    positive[numpy.argmax(each)] = True
    assert ((each > 0) & ~positive).any()
    scores = numpy.round(generator.normal(size=count) + positive, decimals) + 0.0
    return {
        "scores": scores, "positive": positive.astype(int), "clusters": clusters, "weights": weights,
        "rocAUC": roc_auc_score(positive, scores, sample_weight=each),
        "averagePrecision": average_precision_score(positive, scores, sample_weight=each),
    }


generator = numpy.random.default_rng(8)
write("weighted-ranking", [case(generator, decimals) for decimals in [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]])
