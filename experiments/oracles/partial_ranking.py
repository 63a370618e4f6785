"""Writes Tests/StatisticsTests/PartialRankingFixtures.swift: the beginnings of random rankings.

McClish's partial area is scikit-learn's; precision at k is the mean over random orders of equal scores, exactly, as the
probability that each place is a positive.

    pip install scikit-learn
    python3 experiments/oracles/partial_ranking.py > Tests/StatisticsTests/PartialRankingFixtures.swift
"""

import numpy
from sklearn.metrics import auc, roc_auc_score, roc_curve

from swift_literals import array

RATES = [0.01, 0.1, 0.25, 0.5, 1]
RANKS = [1, 3, 5, 10]


def raw(positive, scores, rate):
    alarms, hits, _ = roc_curve(positive, scores, drop_intermediate=False)
    inside = alarms <= rate
    return auc([*alarms[inside], rate], [*hits[inside], numpy.interp(rate, alarms, hits)])


def main():
    generator = numpy.random.default_rng(9)
    print(f"""\
// Written by experiments/oracles/partial_ranking.py with scikit-learn; not to be edited.

/// The beginning of a ranking.
struct PartialRankingFixture: Sendable {{
    /// The false-positive rates of the areas, and the numbers of ranks of `precisions`.
    static let rates = {array([float(rate) for rate in RATES])}
    static let ranks = {array(RANKS)}

    let scores: [Double]
    let positive: [Int]
    let areas: [Double]
    let standardised: [Double]
    let precisions: [Double]
    let rPrecision: Double

    static let all = [""")
    for decimals in [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]:
        count = int(generator.integers(20, 41))
        positive = generator.random(count) < 0.3
        positive[:2] = [True, False]
        scores = numpy.round(generator.normal(size=count) + positive, decimals) + 0.0
        chances = numpy.array([positive[scores == score].mean() for score in sorted(scores, reverse=True)])
        print(f"""\
        PartialRankingFixture(
            scores: {array(scores)},
            positive: {array(positive.astype(int))},
            areas: {array([float(raw(positive, scores, rate)) for rate in RATES])},
            standardised: {array([float(roc_auc_score(positive, scores, max_fpr=rate)) for rate in RATES[:-1]])},
            precisions: {array([float(chances[:k].mean()) for k in RANKS])},
            rPrecision: {float(chances[:positive.sum()].mean())!r}),""")
    print("    ]\n}")


main()
