#!/usr/bin/env python3
"""How often does a test of two equal scorers over replicates of one log find a difference?

Replicates have the benign cases of the log in common and draw their own attacks. The errors of a scorer have a part of the
user, of the resource and of the access, and stay the same in all replicates, as those of a fitted model do; with `starts` a
part of them is drawn anew in each. Student's t over the replicates (with the correction of Nadeau and Bengio) is beside the
test of `accesslab compare`, computed anew here after its description, and both beside a scorer that is truly better.

    experiments/audit/shared_cases.py [--worlds 300]      writes results/audit/shared-cases.csv
"""

import argparse
import csv
import pathlib

import numpy
from scipy import stats

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "results/audit/shared-cases.csv"
LEVELS = (0.01, 0.05, 0.1)
RESAMPLES = 200


def world(random, replicates, users, per_user, resources, attacks, of_user, of_resource, starts, better):
    """For each replicate the areas of two scorers in all resamples, and as they are."""
    user = numpy.repeat(numpy.arange(users), per_user)
    resource = random.integers(resources, size=len(user))
    own = max(0.0, 1 - of_user - of_resource - starts) ** 0.5

    def errors(count, rows, columns):
        return own * random.standard_normal(count) + rows + columns

    parts = [(random.standard_normal(users) * of_user ** 0.5, random.standard_normal(resources) * of_resource ** 0.5)
             for _ in range(2)]
    fixed = [errors(len(user), rows[user], columns[resource]) for rows, columns in parts]

    def counts(number):
        return random.multinomial(number, numpy.full(number, 1 / number), size=RESAMPLES).astype(float)

    cells, cell = numpy.unique(numpy.stack([user, resource]), axis=1, return_inverse=True)
    by_user, by_resource, by_cell = counts(users), counts(resources), counts(cells.shape[1])
    rows, columns_drawn, cells_drawn = by_user[:, user], by_resource[:, resource], by_cell[:, cell.ravel()]
    areas = numpy.zeros((2, replicates))
    draws = numpy.zeros((3, 2, RESAMPLES))
    for replicate in range(replicates):
        of_attack = random.integers(resources, size=attacks)
        own_cells = counts(attacks)
        weights = [(numpy.ones((1, attacks)), rows), (by_resource[:, of_attack], columns_drawn), (own_cells, cells_drawn)]
        for scorer, (_, columns) in enumerate(parts):
            noise = random.standard_normal(len(user)) * starts ** 0.5
            benign = fixed[scorer] + noise
            shift = 1.5 + (better if scorer == 0 else 0)
            # An attack is by a user of its own.
            injected = shift + errors(attacks, random.standard_normal(attacks) * of_user ** 0.5, columns[of_attack])
            injected += random.standard_normal(attacks) * starts ** 0.5
            beats = (injected[:, None] > benign[None, :]).astype(float)
            areas[scorer, replicate] = beats.mean()
            for kind, (positive, negative) in enumerate(weights):
                drawn = ((positive @ beats) * negative).sum(1) / (positive.sum(1) * negative.sum(1))
                draws[kind, scorer] += drawn / replicates
    sizes = (users, resources, cells.shape[1])
    return areas, draws, sizes


def tests(areas, draws, sizes):
    """The p-values of both tests."""
    difference = areas[0] - areas[1]
    count, mean, variance = len(difference), difference.mean(), difference.var(ddof=1)
    plain = 2 * stats.t.sf(abs(mean) / (variance * (1 / count + 0.25)) ** 0.5, count - 1)
    by_user, by_resource, by_cell = [(draws[kind, 0] - draws[kind, 1]).var(ddof=1) * size / (size - 1)
                                     for kind, size in enumerate(sizes)]
    own = variance / count
    whole = max(own + by_user + by_resource - by_cell, own + by_user, by_resource)
    freedom = 1 / ((own / whole) ** 2 / (count - 1) + (1 - own / whole) ** 2 / (min(sizes[:2]) - 1))
    return plain, 2 * stats.t.sf(abs(mean) / whole ** 0.5, freedom)


SETTINGS = {
    "accesses alone": dict(users=60, per_user=5, resources=40, attacks=30, of_user=0.0, of_resource=0.0, starts=0.0),
    "users and resources": dict(users=60, per_user=5, resources=40, attacks=30, of_user=0.2, of_resource=0.2, starts=0.0),
    "few users": dict(users=15, per_user=20, resources=40, attacks=30, of_user=0.2, of_resource=0.1, starts=0.0),
    "many attacks": dict(users=40, per_user=5, resources=40, attacks=200, of_user=0.3, of_resource=0.1, starts=0.0),
    "starts": dict(users=60, per_user=5, resources=40, attacks=30, of_user=0.1, of_resource=0.1, starts=0.4),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--worlds", type=int, default=300)
    parser.add_argument("--setting", action="append", choices=list(SETTINGS), help="only these; the others stay as they are")
    options = parser.parse_args()
    chosen = options.setting or list(SETTINGS)
    lines = []
    if options.setting and OUTPUT.exists():
        with open(OUTPUT, newline="") as file:
            lines = [line for line in csv.DictReader(file) if line["setting"] not in chosen]
    for name in chosen:
        setting = SETTINGS[name]
        for replicates in (3, 10, 100):
            for better in (0.0, 0.5):
                number = options.worlds if replicates < 100 else max(1, options.worlds // 3)
                if better and replicates == 100:
                    continue
                found = []
                for index in range(number):
                    random = numpy.random.default_rng([SEED, replicates, int(better * 10), index])
                    found.append(tests(*world(random, replicates, better=better, **setting)))
                found = numpy.array(found)
                line = dict(setting=name, replicates=replicates, better=better, worlds=number)
                for test, values in zip(("t_over_replicates", "compare"), found.T):
                    line |= {f"{test}_{level}": f"{(values <= level).mean():.4f}" for level in LEVELS}
                lines.append(line)
                print(line, flush=True)
                with open(OUTPUT, "w", newline="") as file:
                    writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(lines)


SEED = 18

main()
