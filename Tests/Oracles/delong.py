"""Two scorers of the same cases, compared case by case.

The definition of DeLong, DeLong and Clarke-Pearson (1988) is followed literally, over all pairs of a positive and a
negative, not by ranks; pROC must give the same variances and the same test.

    pip install numpy scipy; apt-get install r-cran-proc
    python3 Tests/Oracles/delong.py
"""

import subprocess

import numpy
from scipy.stats import norm

from json_fixtures import write

PROC = """
suppressMessages(library(pROC))
cases <- read.csv(file("stdin"))
first <- roc(cases$positive, cases$first, direction = "<", quiet = TRUE)
second <- roc(cases$positive, cases$second, direction = "<", quiet = TRUE)
test <- roc.test(first, second, method = "delong", paired = TRUE, conf.level = 0.9)
cat(format(c(var(first), var(second), cov(first, second), test$statistic, test$p.value, test$conf.int),
           digits = 15))
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


def case(generator, decimals):
    count = int(generator.integers(15, 26))
    positive = generator.random(count) < 0.4
    positive[:4] = [True, True, False, False]
    shared = generator.normal(size=count) + positive
    first = numpy.round(shared + 0.7 * generator.normal(size=count), decimals) + 0.0
    second = numpy.round(shared + generator.normal(size=count), decimals) + 0.0
    one, two = components(first, positive), components(second, positive)
    variances, shared = [covariance(one, one), covariance(two, two)], covariance(one, two)
    deviation = (sum(variances) - 2 * shared) ** 0.5
    z = (one[2] - two[2]) / deviation
    difference = [one[2] - two[2] + sign * norm.ppf(0.95) * deviation for sign in (-1, 1)]
    p = 2 * norm.sf(abs(z))
    expected = [*variances, shared, z, p, *difference]
    assert numpy.allclose(proc(positive, first, second), expected, rtol=1e-9, atol=1e-12)
    return {
        "positive": positive.astype(int), "first": first, "second": second, "areas": [one[2], two[2]],
        "variances": variances, "covariance": shared,
        "difference": difference, "z": z, "pValue": p,
    }


generator = numpy.random.default_rng(1988)
write("delong", [case(generator, decimals) for decimals in [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]])
