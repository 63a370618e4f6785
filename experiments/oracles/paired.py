"""Writes Tests/StatisticsTests/PairedFixtures.swift: paired tests by SciPy, Holm by statsmodels, intervals by R.

    pip install scipy statsmodels; apt-get install r-base-core
    python3 experiments/oracles/paired.py > Tests/StatisticsTests/PairedFixtures.swift
"""

import subprocess

import numpy
from scipy import stats
from statsmodels.stats.multitest import multipletests

from swift_literals import array


def wilcoxon(first, second, zeros):
    differences = numpy.round(first - second, 6)
    exact = numpy.count_nonzero(differences) <= 25
    method = stats.PermutationMethod(n_resamples=10**9) if exact else "approx"
    if exact and numpy.count_nonzero(differences) > 14:  # 2^n permutations at once
        assert len(set(abs(differences))) == len(differences)
        method = "exact"
    return float(stats.wilcoxon(differences, zero_method=zeros, method=method, correction=True).pvalue)


def hodges_lehmann(first, second):
    """R's exact interval; the differences are free of ties and zeros."""
    values = ",".join(map(repr, (first - second).tolist()))
    program = f"t <- wilcox.test(c({values}), conf.int = TRUE, conf.level = 0.9, exact = TRUE); " \
              "cat(format(c(t$estimate, t$conf.int), digits = 15))"
    answer = subprocess.run(["Rscript", "-e", program], text=True, capture_output=True, check=True)
    return [float(text) for text in answer.stdout.split()]


def main():
    generator = numpy.random.default_rng(1945)
    print("""\
// Written by experiments/oracles/paired.py with SciPy, statsmodels and R; not to be edited.

/// A paired sample with its tests.
struct PairedFixture: Sendable {
    let first: [Double]
    let second: [Double]
    /// The p-value with zeros dropped, and after Pratt.
    let wilcoxon: [Double]
    let t: [Double]
    /// Of ten folds with a ninth of the training set each.
    let corrected: [Double]
    let sign: Double
    /// Of the mean difference under all swaps; -1 for more than 14 pairs.
    let randomisation: Double
    /// The estimate with its 90 % interval; empty for ties and zeros, which R approximates.
    let hodgesLehmann: [Double]

    static let all = [""")
    for count, decimals in [(5, 1), (6, 1), (8, 1), (10, 1), (12, 1), (12, 1), (30, 1), (40, 1), (60, 1),
                            (6, 6), (9, 6), (14, 6), (20, 6), (25, 6), (35, 6)]:
        first = numpy.round(generator.normal(size=count), decimals) + 0.0
        second = numpy.round(first + generator.normal(-0.3, 0.6, size=count), decimals) + 0.0
        differences = numpy.round(first - second, 6)
        t = stats.ttest_rel(first, second)
        corrected = differences.mean() / ((1 / count + 1 / 9) * differences.var(ddof=1)) ** 0.5
        wins = int((differences > 0).sum())
        sign = stats.binomtest(wins, int(numpy.count_nonzero(differences))).pvalue
        swapped = stats.permutation_test((first, second), lambda a, b, axis: (a - b).mean(axis=axis), vectorized=True,
                                         permutation_type="samples", n_resamples=10**9).pvalue if count <= 14 else -1
        exact = decimals == 6 and count <= 25
        interval = hodges_lehmann(first, second) if exact else []
        print(f"""\
        PairedFixture(
            first: {array(first)},
            second: {array(second)},
            wilcoxon: {array([wilcoxon(first, second, "wilcox"), wilcoxon(first, second, "pratt")])},
            t: {array([float(t.statistic), float(t.pvalue)])},
            corrected: {array([float(corrected), float(2 * stats.t.sf(abs(corrected), count - 1))])},
            sign: {float(sign)!r}, randomisation: {float(swapped)!r},
            hodgesLehmann: {array(interval)}),""")
    print("""\
    ]
}

/// P-values with Holm's adjustment.
struct HolmFixture: Sendable {
    let pValues: [Double]
    let adjusted: [Double]

    static let all = [""")
    for count in [1, 2, 3, 3, 4, 5, 6, 8, 10, 12]:
        values = numpy.round(generator.uniform(size=count) ** 3, 3)
        print(f"""\
        HolmFixture(
            pValues: {array(values)},
            adjusted: {array(multipletests(values, method="holm")[1])}),""")
    print("    ]\n}")


main()
