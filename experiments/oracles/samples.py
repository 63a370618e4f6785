"""Writes Tests/StatisticsTests/SampleFixtures.swift: samples with SciPy's t intervals and NumPy's quantiles.

    pip install scipy
    python3 experiments/oracles/samples.py > Tests/StatisticsTests/SampleFixtures.swift
"""

import numpy
import scipy.stats

LEVEL = 0.9
PROBABILITIES = [0, 0.05, 0.25, 0.5, 0.9, 1]


def main():
    generator = numpy.random.default_rng(7)
    print(f"""\
// Written by experiments/oracles/samples.py with SciPy and NumPy; not to be edited.

/// A sample with its t interval for the mean (SciPy) and its quantiles (NumPy).
struct SampleFixture: Sendable {{
    static let level = {LEVEL}
    static let probabilities = {[float(value) for value in PROBABILITIES]}

    let values: [Double]
    let mean: Double
    let low: Double
    let high: Double
    let standardError: Double
    let quantiles: [Double]

    static let all = [""")
    for count in [2, 3, 5, 8, 11, 12]:
        values = numpy.round(generator.normal(3, 10, size=count), 1)
        error = scipy.stats.sem(values)
        low, high = scipy.stats.t.interval(LEVEL, count - 1, loc=values.mean(), scale=error)
        print(f"""\
        SampleFixture(
            values: {values.tolist()},
            mean: {float(values.mean())!r}, low: {float(low)!r}, high: {float(high)!r},
            standardError: {float(error)!r},
            quantiles: [
                {", ".join(repr(float(value)) for value in numpy.quantile(values, PROBABILITIES))},
            ]),""")
    print("    ]\n}")


main()
