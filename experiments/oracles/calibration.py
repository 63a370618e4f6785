"""Writes Tests/StatisticsTests/CalibrationFixtures.swift: calibrations by scikit-learn and statsmodels.

    pip install scikit-learn statsmodels
    python3 experiments/oracles/calibration.py > Tests/StatisticsTests/CalibrationFixtures.swift
"""

import numpy
import statsmodels.api
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

from swift_literals import array

PLACES = [-9.0, -0.83, -0.2, 0.0, 0.41, 1.05, 2.2, 9.0]


def main():
    generator = numpy.random.default_rng(12)
    print(f"""\
// Written by experiments/oracles/calibration.py with scikit-learn and statsmodels; not to be edited.

/// Scores with their calibrations, and the reliability of probabilities.
struct CalibrationFixture: Sendable {{
    /// The scores of `isotonic`.
    static let places = {array(PLACES)}

    let scores: [Double]
    let positive: [Int]
    let isotonic: [Double]
    /// Intercept and slope.
    let logistic: [Double]
    let probabilities: [Double]
    let brierScore: Double
    let binPositives: [Double]
    let binProbabilities: [Double]

    static let all = [""")
    for decimals in [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]:
        count = int(generator.integers(30, 50))
        positive = generator.random(count) < 0.4
        scores = numpy.round(generator.normal(size=count) + positive, decimals) + 0.0
        isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, positive).predict(PLACES)
        fit = statsmodels.api.Logit(positive, statsmodels.api.add_constant(scores)).fit(disp=0, tol=1e-12)
        probabilities = numpy.round(1 / (1 + numpy.exp(-2 * scores - generator.normal(size=count))), 3)
        probabilities = probabilities.clip(0.001, 0.999)
        # scikit-learn counts the edge of two bins to the lower one, AccessLab to the upper one.
        probabilities[numpy.round(probabilities * 1000) % 100 == 0] -= 0.001
        shares, means = calibration_curve(positive, probabilities, n_bins=10)
        print(f"""\
        CalibrationFixture(
            scores: {array(scores)},
            positive: {array(positive.astype(int))},
            isotonic: {array(isotonic)},
            logistic: {array(fit.params)},
            probabilities: {array(probabilities)},
            brierScore: {float(brier_score_loss(positive, probabilities))!r},
            binPositives: {array(shares)},
            binProbabilities: {array(means)}),""")
    print("    ]\n}")


main()
