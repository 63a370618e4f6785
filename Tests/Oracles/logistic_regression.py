"""Fixtures of ridge-penalised logistic regression by scikit-learn.

Needs numpy and scikit-learn; writes Tests/StatisticsTests/Fixtures/logistic_regression.json.
"""

import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression

TARGET = pathlib.Path(__file__).parents[2] / "Tests/StatisticsTests/Fixtures/logistic_regression.json"


def case(seed):
    random = np.random.default_rng(seed)
    width, count = 1 + seed % 4, 30 + 15 * seed
    features = (random.standard_normal((count, width)) * 10.0 ** (seed % 3 - 1)).round(5)
    odds = features @ random.standard_normal(width) + random.standard_normal() * 0.5
    positive = random.random(count) < 1 / (1 + np.exp(-odds))
    ridge = [0.01, 1.0, 25.0][seed % 3]
    fit = LogisticRegression(C=1 / ridge, tol=1e-12, max_iter=100_000, solver="newton-cholesky").fit(features, positive)
    return {
        "features": features.ravel().tolist(), "positive": positive.tolist(), "ridge": ridge,
        "weights": fit.coef_[0].tolist(), "intercept": float(fit.intercept_[0]),
    }


TARGET.write_text(json.dumps([case(seed) for seed in range(12)]) + "\n")
