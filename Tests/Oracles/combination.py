"""Tail probabilities of counts, and of several probabilities together, by SciPy; the truncated product by its definition.

    pip install scipy
    python3 Tests/Oracles/combination.py
"""

import itertools

import numpy
from scipy.special import gammaincc
from scipy.stats import binom, cauchy, combine_pvalues, gamma, nbinom, norm, poisson

from json_fixtures import write


def truncated_product(tails, most=0.05):
    """P(W <= w) by the distribution of the product of k uniform numbers below `most`, for k binomial."""
    product = sum(numpy.log(p) for p in tails if p <= most)
    if not any(p <= most for p in tails):
        return 1.0
    # Of k numbers below `most`, −log(number/most) is exponential, so that −log W is k log(1/most) plus a gamma variate.
    return sum(binom.pmf(k, len(tails), most) * gamma.sf(-product + k * numpy.log(most), k)
               for k in range(1, len(tails) + 1))


def counts(generator):
    cases = []
    for count, mean, shape in itertools.product([0, 1, 2, 7, 40], [0.02, 0.6, 5.0], [0.3, 2.0, 60.0, 2e5, float("inf")]):
        tail = poisson.sf(count - 1, mean) if shape == float("inf") else nbinom.sf(count - 1, shape, shape / (shape + mean))
        total = float(generator.gamma(count, 1.5)) if count else 0.5
        ks = numpy.arange(1, 3000)
        pmf = poisson.pmf(ks, mean) if shape == float("inf") else nbinom.pmf(ks, shape, shape / (shape + mean))
        cases.append({"count": count, "mean": mean, "shape": shape, "tail": tail, "sum": total,
                      "sumTail": float((pmf * gammaincc(ks, total)).sum())})
    return cases


def combinations(generator):
    cases = []
    for size, power in itertools.product([1, 2, 4, 7], [1, 3, 8]):
        tails = generator.uniform(size=size) ** power
        weights = combine_pvalues(tails, "stouffer")
        cases.append({
            "tails": tails,
            "fisher": combine_pvalues(tails, "fisher").pvalue,
            "stouffer": weights.pvalue,
            "smallest": combine_pvalues(tails, "tippett").pvalue,
            # tan((½ − p)π), without the difference of nearly equal numbers.
            "cauchy": cauchy.sf(numpy.mean(1 / numpy.tan(tails * numpy.pi))),
            "truncatedProduct": truncated_product(tails),
        })
    return cases


def correlated(generator):
    """Stouffer's sum over signals that go together: the variance of the sum of unit deviates is the sum of R."""
    cases = []
    for mixing in [0.0, 0.5, 0.9]:
        common = generator.normal(size=(120, 1))
        deviates = mixing * common + numpy.sqrt(1 - mixing**2) * generator.normal(size=(120, 3))
        evidence = (-norm.logsf(deviates) / numpy.log(10)).round(6)
        again = norm.isf(numpy.minimum(10.0**-evidence, 0.999))
        variance = numpy.corrcoef(again.T).sum()
        tails = numpy.array([0.01, 0.2, 0.004])
        cases.append({"benign": evidence, "tails": tails,
                      "combined": norm.sf(norm.isf(tails).sum() / numpy.sqrt(max(1, variance)))})
    return cases


generator = numpy.random.default_rng(20261130)
write("count-tails", counts(generator))
write("combinations", combinations(generator))
write("correlated-combinations", correlated(generator))
