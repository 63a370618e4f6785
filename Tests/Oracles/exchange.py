"""The test of two scorers by all exchanges of their ranks within clusters, by scikit-learn and SciPy.

    pip install scipy scikit-learn
    python3 Tests/Oracles/exchange.py
"""

import itertools

import numpy
from scipy.stats import rankdata
from sklearn.metrics import average_precision_score, roc_auc_score

from json_fixtures import write


def case(generator, attacks, users, size, better, digits):
    cluster = numpy.repeat(numpy.arange(attacks + users), generator.integers(1, size + 1, size=attacks + users))
    positive = cluster < attacks
    effects = generator.normal(0, 0.5, size=(2, attacks + users))
    first, second = ((generator.normal(size=len(cluster)) + effect[cluster] + positive * shift).round(digits) + 0.0
                     for effect, shift in zip(effects, (1 + better, 1)))
    # The scale of a scorer is to make no difference.
    second = numpy.exp(second)
    ranks = rankdata(first), rankdata(second)

    def differences(exchanged):
        one, other = numpy.where(exchanged[cluster], ranks[::-1], ranks)
        return [measure(positive, one) - measure(positive, other)
                for measure in (roc_auc_score, average_precision_score)]

    observed = numpy.array(differences(numpy.zeros(attacks + users, bool)))
    exchanges = numpy.array(list(itertools.product([False, True], repeat=attacks + users)))
    all_differences = numpy.abs([differences(exchanged) for exchanged in exchanges])
    pvalues = (all_differences >= abs(observed) - 1e-12).mean(axis=0)
    return {
        "first": first, "second": second, "positive": positive.astype(int), "clusters": cluster,
        "differences": observed, "pValues": pvalues,
    }


generator = numpy.random.default_rng(1996)
write("exchange", [case(generator, *size) for size in [
    (3, 5, 1, 0, 1), (4, 5, 3, 0, 1), (4, 6, 4, 1.5, 2), (5, 5, 2, -1, 1), (5, 6, 3, 0.5, 0), (3, 8, 5, 0.2, 1),
    (6, 5, 4, -0.3, 3), (5, 7, 2, 0.8, 1)]])
