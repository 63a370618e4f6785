"""The test of two scorers by all exchanges within rows and within columns, widened for both together, by scikit-learn.

    pip install scipy scikit-learn
    python3 Tests/Oracles/exchange_two_way.py
"""

import itertools

import numpy
from scipy.stats import rankdata
from sklearn.metrics import average_precision_score, roc_auc_score

from json_fixtures import write


def case(generator, cases, rows, columns, better):
    positive = numpy.arange(cases) < cases // 2
    row = numpy.where(positive, generator.integers(0, rows // 2, size=cases), generator.integers(rows // 2, rows, size=cases))
    column = generator.integers(0, columns, size=cases)
    cell = numpy.unique(row * 1000 + column, return_inverse=True)[1]
    errors = generator.normal(0, 0.7, size=(2, rows)), generator.normal(0, 1, size=(2, columns))
    scores = [(generator.normal(size=cases) + errors[0][scorer][row] + errors[1][scorer][column]
               + positive * (1 + better * (1 - scorer))).round(2) + 0.0 for scorer in (0, 1)]
    ranks = numpy.array([rankdata(score) for score in scores])

    def differences(exchanged):
        one, other = numpy.where(exchanged, ranks[::-1], ranks)
        return [measure(positive, one) - measure(positive, other)
                for measure in (roc_auc_score, average_precision_score)]

    def every(clusters):
        numbers = numpy.unique(clusters, return_inverse=True)[1]
        return numpy.array([differences(numpy.array(coins)[numbers])
                            for coins in itertools.product([False, True], repeat=numbers.max() + 1)])

    observed = numpy.array(differences(numpy.zeros(cases, bool)))
    by_row, by_column, by_cell = every(row), every(column), every(cell)
    variances = [(found**2).mean(axis=0) for found in (by_row, by_column, by_cell)]
    variance = numpy.maximum(variances[0] + variances[1] - variances[2], numpy.maximum(variances[0], variances[1]))

    def pvalues(factor):
        return numpy.maximum(*[
            (abs(found) * factor * (variance / own) ** 0.5 >= abs(observed) - 1e-12).mean(axis=0)
            for found, own in ((by_row, variances[0]), (by_column, variances[1]))])

    return {
        "first": scores[0], "second": scores[1], "positive": positive.astype(int), "rows": row, "columns": column,
        "differences": observed,
        # Variances of a sample of exchanges are a little off, and p-values of few exchanges go in steps.
        "least": pvalues(0.95), "most": pvalues(1.05),
    }


generator = numpy.random.default_rng(2011)
write("exchange-two-way", [case(generator, *size) for size in [
    (10, 6, 3, 0), (11, 8, 3, 1), (10, 6, 4, -0.5), (10, 8, 3, 1.5)]])
