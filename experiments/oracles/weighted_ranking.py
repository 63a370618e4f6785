"""Writes Tests/StatisticsTests/WeightedRankingFixtures.swift: weighted rankings, measured by scikit-learn.

    pip install scikit-learn
    python3 experiments/oracles/weighted_ranking.py > Tests/StatisticsTests/WeightedRankingFixtures.swift
"""

import numpy
from sklearn.metrics import average_precision_score, roc_auc_score

from swift_literals import array


def main():
    generator = numpy.random.default_rng(8)
    print("""\
// Written by experiments/oracles/weighted_ranking.py with scikit-learn; not to be edited.

/// A ranking whose cases weigh as much as their clusters.
struct WeightedRankingFixture: Sendable {
    let scores: [Double]
    let positive: [Int]
    let clusters: [Int32]
    let weights: [UInt32]
    let rocAUC: Double
    let averagePrecision: Double

    static let all = [""")
    for decimals in [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]:
        count = int(generator.integers(20, 41))
        clusters = generator.integers(0, 8, size=count)
        weights = generator.multinomial(8, [1 / 8] * 8)
        positive = generator.random(count) < 0.3
        each = weights[clusters]
        positive[numpy.argmax(each)] = True
        assert ((each > 0) & ~positive).any()
        scores = numpy.round(generator.normal(size=count) + positive, decimals) + 0.0
        print(f"""\
        WeightedRankingFixture(
            scores: {array(scores)},
            positive: {array(positive.astype(int))},
            clusters: {array(clusters)},
            weights: {array(weights)},
            rocAUC: {float(roc_auc_score(positive, scores, sample_weight=each))!r},
            averagePrecision: {float(average_precision_score(positive, scores, sample_weight=each))!r}),""")
    print("    ]\n}")


main()
