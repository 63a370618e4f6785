"""Calibrations by scikit-learn and statsmodels.

The expected calibration error is summed over NumPy's histogram of the probabilities.

    pip install scikit-learn statsmodels
    python3 Tests/Oracles/calibration.py
"""

import numpy
import statsmodels.api
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

from json_fixtures import write

PLACES = [-9.0, -0.83, -0.2, 0.0, 0.41, 1.05, 2.2, 9.0]


def case(generator, decimals):
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
    sizes = numpy.histogram(probabilities, 10, (0, 1))[0]
    error = (sizes[sizes > 0] / count * abs(shares - means)).sum()
    # Bayes' rule for the odds, from the prevalence of the sample to one in a thousand.
    fitted, stated = positive.mean(), 0.001
    chances = fit.predict(statsmodels.api.add_constant(PLACES, has_constant="add"))
    odds = chances / (1 - chances) * stated / (1 - stated) * (1 - fitted) / fitted
    return {
        "scores": scores, "positive": positive.astype(int), "places": PLACES, "isotonic": isotonic,
        "logistic": fit.params, "stated": stated, "shifted": odds / (1 + odds),
        "probabilities": probabilities,
        "brierScore": brier_score_loss(positive, probabilities), "binPositives": shares, "binProbabilities": means,
        "expectedCalibrationError": error,
    }


generator = numpy.random.default_rng(12)
write("calibration", [case(generator, decimals) for decimals in [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]])
