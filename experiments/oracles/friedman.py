"""Writes Tests/StatisticsTests/FriedmanFixtures.swift: Friedman by SciPy, Nemenyi by scikit-posthocs and SciPy.

    pip install scipy scikit-posthocs
    python3 experiments/oracles/friedman.py > Tests/StatisticsTests/FriedmanFixtures.swift
"""

import numpy
import scikit_posthocs
from scipy import stats

from swift_literals import array


def main():
    generator = numpy.random.default_rng(1937)
    print("""\
// Written by experiments/oracles/friedman.py with SciPy and scikit-posthocs; not to be edited.

/// Values of treatments within blocks, with the tests of their ranks.
struct FriedmanFixture: Sendable {
    let values: [[Double]]
    let chiSquare: Double
    let pValue: Double
    let imanDavenport: [Double]
    /// The first row of p-values.
    let nemenyi: [Double]
    let criticalDifference: Double

    static let all = [""")
    for blocks, treatments, decimals in [(4, 3, 2), (6, 3, 2), (8, 4, 2), (10, 5, 2), (6, 3, 1), (8, 4, 1), (10, 3, 1),
                                         (12, 5, 1), (5, 7, 2), (15, 10, 2)]:
        effect = numpy.linspace(0, 0.15, treatments)
        values = numpy.round(generator.normal(0.6, 0.1, size=(blocks, treatments)) + effect, decimals)
        test = stats.friedmanchisquare(*values.T)
        f = (blocks - 1) * test.statistic / (blocks * (treatments - 1) - test.statistic)
        freedom = treatments - 1, (treatments - 1) * (blocks - 1)
        nemenyi = scikit_posthocs.posthoc_nemenyi_friedman(values).to_numpy()[0]
        q = stats.studentized_range.isf(0.05, treatments, numpy.inf) / 2**0.5
        rows = ",\n                ".join(array(row, indent=16) for row in values)
        print(f"""\
        FriedmanFixture(
            values: [
                {rows},
            ],
            chiSquare: {float(test.statistic)!r}, pValue: {float(test.pvalue)!r},
            imanDavenport: {array([float(f), float(stats.f.sf(f, *freedom))])},
            nemenyi: {array(nemenyi)},
            criticalDifference: {float(q * (treatments * (treatments + 1) / 6 / blocks) ** 0.5)!r}),""")
    print("""\
    ]
}

/// Upper tails of the studentised range.
struct StudentisedRangeFixture: Sendable {
    let count: Int
    let range: Double
    let upperTail: Double

    static let all = [""")
    for count, value in [(2, 0.5), (2, 2.77), (3, 1.0), (3, 3.31), (4, 5.0), (5, 0.2), (5, 6.5), (8, 4.0), (10, 4.47),
                         (20, 7.0), (50, 5.0)]:
        tail = float(stats.studentized_range.sf(value, count, numpy.inf))
        print(f"        StudentisedRangeFixture(count: {count}, range: {value}, upperTail: {tail!r}),")
    print("    ]\n}")


main()
