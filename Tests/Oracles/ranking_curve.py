"""Random rankings, measured by scikit-learn and SciPy.

    pip install scikit-learn scipy
    python3 Tests/Oracles/ranking_curve.py
"""

import numpy
import scipy.stats
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from json_fixtures import write

RATES = [0.01, 0.1, 0.25, 0.5]


def case(generator, decimals):
    """A ranking of 20 to 40 cases; few decimals make many ties."""
    count = int(generator.integers(20, 41))
    positive = generator.random(count) < generator.uniform(0.1, 0.6)
    positive[:2] = [True, False]
    scores = numpy.round(generator.normal(size=count) + generator.uniform(-0.5, 2) * positive, decimals) + 0.0
    area = roc_auc_score(positive, scores)
    pairs = positive.sum() * (~positive).sum()
    assert abs(area - scipy.stats.mannwhitneyu(scores[positive], scores[~positive]).statistic / pairs) < 1e-12
    alarms, hits, _ = roc_curve(positive, scores, drop_intermediate=False)
    return {
        "scores": scores, "positive": positive.astype(int), "rocAUC": area,
        "averagePrecision": average_precision_score(positive, scores), "falsePositiveRates": RATES,
        "truePositiveRates": [hits[alarms <= rate].max() for rate in RATES],
    }


generator = numpy.random.default_rng(20)
write("ranking", [case(generator, decimals) for decimals in [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]])
