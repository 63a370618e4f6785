"""Writes Tests/StatisticsTests/DriftFixtures.swift: survival by statsmodels, smoothing by pandas, the rest by NumPy.

    pip install statsmodels pandas scipy
    python3 experiments/oracles/drift.py > Tests/StatisticsTests/DriftFixtures.swift
"""

import numpy
import pandas
import scipy.special
from statsmodels.duration.survfunc import SurvfuncRight

from swift_literals import array


def main():
    generator = numpy.random.default_rng(13)
    print("""\
// Written by experiments/oracles/drift.py with statsmodels, pandas and SciPy; not to be edited.

/// A sample with censoring, and what is said of its change and concentration.
struct DriftFixture: Sendable {
    let times: [Double]
    let observed: [Int]
    let survival: [Double]
    /// The mean absolute difference of all pairs, halved, over the mean.
    let gini: Double
    /// The exponentially weighted means from 5 on, with λ = 0.3.
    let smoothed: [Double]
    let expected: [Int]
    let actual: [Int]
    let stabilityIndex: Double

    static let all = [""")
    for count in [2, 5, 8, 10, 12, 12, 15, 20, 20, 25]:
        times = numpy.round(generator.exponential(5, size=count)) + 1.0
        observed = generator.random(count) < 0.7
        observed[0] = True
        fit = SurvfuncRight(times, observed)
        gini = abs(times[:, None] - times).mean() / 2 / times.mean()
        smoothed = pandas.Series([5.0, *times]).ewm(alpha=0.3, adjust=False).mean().to_numpy()[1:]
        expected, actual = generator.multinomial(60, [0.1] * 10), generator.multinomial(40, [0.1] * 10)
        e, a = (expected + 0.5) / (expected + 0.5).sum(), (actual + 0.5) / (actual + 0.5).sum()
        index = scipy.special.rel_entr(a, e).sum() + scipy.special.rel_entr(e, a).sum()
        events = [place for place, time in enumerate(fit.surv_times) if observed[times == time].any()]
        print(f"""\
        DriftFixture(
            times: {array(times)},
            observed: {array(observed.astype(int))},
            survival: {array(fit.surv_prob[events])},
            gini: {float(gini)!r},
            smoothed: {array(smoothed)},
            expected: {array(expected)}, actual: {array(actual)},
            stabilityIndex: {float(index)!r}),""")
    print("    ]\n}")


main()
