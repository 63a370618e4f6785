"""Writes Tests/StatisticsTests/RankingFixtures.swift: random rankings, measured by scikit-learn and SciPy.

    pip install scikit-learn scipy
    python3 experiments/oracles/ranking_curve.py > Tests/StatisticsTests/RankingFixtures.swift
"""

import numpy
import scipy.stats
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

RATES = [0.01, 0.1, 0.25, 0.5]


def fixture(generator, decimals):
    """A ranking of 20 to 40 cases; few decimals make many ties."""
    count = int(generator.integers(20, 41))
    positive = generator.random(count) < generator.uniform(0.1, 0.6)
    positive[:2] = [True, False]
    scores = numpy.round(generator.normal(size=count) + generator.uniform(-0.5, 2) * positive, decimals) + 0.0
    area = roc_auc_score(positive, scores)
    pairs = positive.sum() * (~positive).sum()
    assert abs(area - scipy.stats.mannwhitneyu(scores[positive], scores[~positive]).statistic / pairs) < 1e-12
    alarms, hits, _ = roc_curve(positive, scores, drop_intermediate=False)
    rates = [float(hits[alarms <= rate].max()) for rate in RATES]
    return scores, positive, float(area), float(average_precision_score(positive, scores)), rates


def wrapped(values, indent=12, width=120):
    """A Swift array literal, broken into lines."""
    lines, line = [], " " * indent
    for value in values:
        text = f"{value}, "
        if len(line + text.rstrip()) > width:
            lines.append(line.rstrip())
            line = " " * indent
        line += text
    return "\n".join(lines + [line.rstrip().rstrip(",")])


def main():
    generator = numpy.random.default_rng(20)
    print(f"""\
// Written by experiments/oracles/ranking_curve.py with scikit-learn; not to be edited.

/// A ranking with what scikit-learn says of it.
struct RankingFixture: Sendable {{
    /// The false-positive rates of `truePositiveRates`.
    static let falsePositiveRates = {RATES}

    let scores: [Double]
    let positive: [Int]
    let rocAUC: Double
    let averagePrecision: Double
    let truePositiveRates: [Double]

    static let all = [""")
    for decimals in [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]:
        scores, positive, area, precision, rates = fixture(generator, decimals)
        print("        RankingFixture(\n            scores: [")
        print(wrapped((float(score) for score in scores), indent=16))
        print("            ],\n            positive: [")
        print(wrapped((int(label) for label in positive), indent=16))
        print(f"            ],\n            rocAUC: {area!r}, averagePrecision: {precision!r},")
        print(f"            truePositiveRates: {rates}),")
    print("    ]\n}")


main()
