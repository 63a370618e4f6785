"""Writes Tests/StatisticsTests/DeLongFixtures.swift: two scorers of the same cases, compared case by case.

The definition of DeLong, DeLong and Clarke-Pearson (1988) is followed literally, over all pairs of a positive and a
negative, not by ranks; pROC must give the same variances and the same test.

    pip install numpy scipy; apt-get install r-cran-proc
    python3 experiments/oracles/delong.py > Tests/StatisticsTests/DeLongFixtures.swift
"""

import subprocess

import numpy
from scipy.stats import norm

from swift_literals import array

PROC = """
suppressMessages(library(pROC))
cases <- read.csv(file("stdin"))
first <- roc(cases$positive, cases$first, direction = "<", quiet = TRUE)
second <- roc(cases$positive, cases$second, direction = "<", quiet = TRUE)
test <- roc.test(first, second, method = "delong", paired = TRUE)
cat(format(c(var(first), var(second), cov(first, second), test$statistic, test$p.value), digits = 15))
"""


def proc(positive, first, second):
    rows = "\n".join(f"{int(p)},{a},{b}" for p, a, b in zip(positive, first, second))
    answer = subprocess.run(["Rscript", "-e", PROC], input="positive,first,second\n" + rows + "\n", text=True,
                            capture_output=True, check=True)
    return [float(text) for text in answer.stdout.split()]


def components(scores, positive):
    wins = (scores[positive][:, None] > scores[~positive]) + 0.5 * (scores[positive][:, None] == scores[~positive])
    return wins.mean(axis=1), wins.mean(axis=0), wins.mean()


def covariance(first, second):
    return sum(numpy.cov(first[side], second[side])[0, 1] / len(first[side]) for side in (0, 1))


def main():
    generator = numpy.random.default_rng(1988)
    print("""\
// Written by experiments/oracles/delong.py with NumPy and SciPy; not to be edited.

/// Two scorers of the same cases, with the variances and the paired test of their areas.
struct DeLongFixture: Sendable {
    let positive: [Int]
    let first: [Double]
    let second: [Double]
    let areas: [Double]
    let variances: [Double]
    let covariance: Double
    /// The 90 % interval of the first area by the logit.
    let logit: [Double]
    let z: Double
    let pValue: Double

    static let all = [""")
    for decimals in [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]:
        count = int(generator.integers(15, 26))
        positive = generator.random(count) < 0.4
        positive[:4] = [True, True, False, False]
        shared = generator.normal(size=count) + positive
        first = numpy.round(shared + 0.7 * generator.normal(size=count), decimals) + 0.0
        second = numpy.round(shared + generator.normal(size=count), decimals) + 0.0
        one, two = components(first, positive), components(second, positive)
        variances, shared = [covariance(one, one), covariance(two, two)], covariance(one, two)
        half = norm.ppf(0.95) * variances[0] ** 0.5 / (one[2] * (1 - one[2]))
        logit = [1 / (1 + numpy.exp(-(numpy.log(one[2] / (1 - one[2])) + sign * half))) for sign in (-1, 1)]
        z = (one[2] - two[2]) / (sum(variances) - 2 * shared) ** 0.5
        pValue = 2 * norm.sf(abs(z))
        assert numpy.allclose(proc(positive, first, second), [*variances, shared, z, pValue], rtol=1e-9, atol=1e-12)
        print(f"""\
        DeLongFixture(
            positive: {array([int(label) for label in positive])},
            first: {array(first)},
            second: {array(second)},
            areas: {array([one[2], two[2]])},
            variances: {array(variances)}, covariance: {float(shared)!r},
            logit: {array(logit)}, z: {float(z)!r}, pValue: {float(pValue)!r}),""")
    print("    ]\n}")


main()
