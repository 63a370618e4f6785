"""Paired tests by SciPy, Holm's adjustment and equivalence by statsmodels, Hodges and Lehmann's interval by R.

    pip install scipy statsmodels; apt-get install r-base-core
    python3 Tests/Oracles/paired.py
"""

import subprocess

import numpy
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_paired

from json_fixtures import write

SIZES = [(5, 1), (6, 1), (8, 1), (10, 1), (12, 1), (12, 1), (30, 1), (40, 1), (60, 1), (6, 6), (9, 6), (14, 6), (20, 6),
         (25, 6), (35, 6)]


def pair(generator, count, decimals):
    first = numpy.round(generator.normal(size=count), decimals) + 0.0
    second = numpy.round(first + generator.normal(-0.3, 0.6, size=count), decimals) + 0.0
    return first, second, numpy.round(first - second, 6)


def wilcoxon(differences, zeros):
    exact = numpy.count_nonzero(differences) <= 25
    method = stats.PermutationMethod(n_resamples=10**9) if exact else "approx"
    if exact and numpy.count_nonzero(differences) > 14:  # 2^n permutations at once
        assert len(set(abs(differences))) == len(differences)
        method = "exact"
    return stats.wilcoxon(differences, zero_method=zeros, method=method, correction=True)


def case(generator, count, decimals):
    first, second, differences = pair(generator, count, decimals)
    t = stats.ttest_rel(first, second)
    corrected = differences.mean() / ((1 / count + 1 / 9) * differences.var(ddof=1)) ** 0.5
    wins, losses = int((differences > 0).sum()), int((differences < 0).sum())
    dropped, pratt = wilcoxon(differences, "wilcox"), wilcoxon(differences, "pratt")
    return {
        "first": first, "second": second, "winsTiesLosses": [wins, count - wins - losses, losses],
        "statistics": [dropped.statistic, pratt.statistic], "wilcoxon": [dropped.pvalue, pratt.pvalue],
        "t": [t.statistic, t.pvalue], "corrected": [corrected, 2 * stats.t.sf(abs(corrected), count - 1)],
        "sign": stats.binomtest(wins, wins + losses).pvalue,
    }


def hodges_lehmann(generator, count, level):
    """R's exact interval; the differences are free of ties and zeros."""
    first, second, differences = pair(generator, count, 6)
    assert len(set(abs(differences)) - {0}) == count
    values = ",".join(map(repr, (first - second).tolist()))
    program = f"t <- wilcox.test(c({values}), conf.int = TRUE, conf.level = {level}, exact = TRUE); " \
              "cat(format(c(t$estimate, t$conf.int), digits = 15))"
    answer = subprocess.run(["Rscript", "-e", program], text=True, capture_output=True, check=True)
    estimate, *interval = [float(text) for text in answer.stdout.split()]
    return {"first": first, "second": second, "level": level, "estimate": estimate, "interval": interval}


def equivalence(generator, count, shift):
    """Two one-sided t tests at 5 % are what a 90 % interval of the mean decides."""
    first = generator.normal(0.8, 0.05, size=count).round(4)
    second = (first - generator.normal(shift, 0.01, size=count)).round(4)
    margin = 0.01
    verdict = "undecided"
    if ttost_paired(first, second, -margin, margin)[0] <= 0.05:
        verdict = "practically equivalent"
    elif stats.ttest_1samp(first - second, margin, alternative="greater").pvalue < 0.05:
        verdict = "larger"
    elif stats.ttest_1samp(first - second, -margin, alternative="less").pvalue < 0.05:
        verdict = "smaller"
    return {"first": first, "second": second, "margin": margin, "verdict": verdict}


def holm(generator, count):
    values = numpy.round(generator.uniform(size=count) ** 3, 3)
    return {"pValues": values, "adjusted": multipletests(values, method="holm")[1]}


generator = numpy.random.default_rng(1945)
write("paired", [case(generator, *size) for size in SIZES])
write("holm", [holm(generator, count) for count in [1, 2, 3, 3, 4, 5, 6, 8, 10, 12]])
write("hodges-lehmann", [hodges_lehmann(generator, count, level) for count, level in [
    (6, 0.9), (7, 0.95), (8, 0.8), (9, 0.95), (10, 0.99), (12, 0.95), (14, 0.9), (17, 0.95), (20, 0.99), (22, 0.95),
    (24, 0.5), (25, 0.95), (30, 0.95), (37, 0.9), (45, 0.99)]])
write("equivalence", [equivalence(generator, count, shift) for count, shift in [
    (6, 0.0), (6, 0.03), (8, -0.04), (8, 0.008), (10, 0.0), (10, 0.02), (12, -0.012), (12, 0.002), (15, 0.009),
    (20, -0.005), (20, 0.015), (30, -0.02)]])
