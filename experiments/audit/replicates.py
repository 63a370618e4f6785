#!/usr/bin/env python3
"""How often the interval of a mean over replicates holds the truth, where replicates share the benign accesses of an
organisation and differ in attacks and starts. Writes results/audit/replicates.csv; needs NumPy and SciPy.

    python3 experiments/audit/replicates.py > results/audit/replicates.csv

The interval is computed here anew, for the area under the ROC curve, as docs/method.md describes it: benign users are drawn
alike for all replicates, attacks by themselves, what replicates vary by beyond is added, and all is on the logit scale. The
truth is the area over all users, attacks and starts. Beside it stands Student's t over the replicates alone."""

import csv
import sys

import numpy as np
from scipy import stats

WORLDS, RESAMPLES = 400, 200
USERS, CASES = 60, 5


def world(random, attacks, replicates, start, separation):
    """The area in each replicate, and in each resample of it."""
    level = random.normal(0, 0.5 ** 0.5, USERS)
    benign = level[:, None] + random.normal(0, 0.5 ** 0.5, (USERS, CASES))
    users = random.multinomial(USERS, np.ones(USERS) / USERS, size=RESAMPLES).astype(float)
    values, draws = [], []
    for _ in range(replicates):
        scores = separation + start * random.normal() + random.normal(size=attacks)
        wins = (scores[:, None, None] > benign[None]).mean(2)
        drawn = random.multinomial(attacks, np.ones(attacks) / attacks, size=RESAMPLES).astype(float)
        values.append(wins.mean())
        draws.append(((drawn @ wins) * users).sum(1) / attacks / USERS)
    return np.array(values), np.array(draws)


def half_width(values, draws, units):
    count, of_mean = len(values), draws.mean(0).var(ddof=1)
    quantile = stats.t.ppf(0.975, units - 1) * np.sqrt(units / (units - 1))
    own = max(0, (draws.var(axis=1, ddof=1).mean() - of_mean) * count / (count - 1))
    excess = max(0, values.var(ddof=1) - own) / count
    return np.sqrt(quantile ** 2 * of_mean + stats.t.ppf(0.975, count - 1) ** 2 * excess)


def holds(mean, half, truth):
    distance = abs(np.log(truth / (1 - truth)) - np.log(mean / (1 - mean)))
    return distance <= half / (mean * (1 - mean))


def main():
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["area", "start", "attacks", "replicates", "worlds", "nested", "t_alone"])
    for separation, start in [(1.5, 0.15), (1.5, 0), (2.5, 0.15)]:
        truth = stats.norm.cdf(separation / np.sqrt(2 + start ** 2))
        for attacks in (20, 50):
            for replicates in (3, 10):
                random, nested, alone = np.random.default_rng(1), 0, 0
                for _ in range(WORLDS):
                    values, draws = world(random, attacks, replicates, start, separation)
                    mean = values.mean()
                    nested += holds(mean, half_width(values, draws, min(USERS, replicates * attacks)), truth)
                    half = stats.t.ppf(0.975, replicates - 1) * values.std(ddof=1) / replicates ** 0.5
                    alone += abs(mean - truth) <= half
                writer.writerow([f"{truth:.3f}", start, attacks, replicates, WORLDS, nested / WORLDS, alone / WORLDS])


main()
