"""Metrics of ranked accesses by scikit-learn and brute force: budgets, incidents, times and accounts.

Where a tie is cut by a daily budget, every choice among its cases is enumerated.

    pip install scikit-learn
    python3 Tests/Oracles/evaluation_metrics.py
"""

import collections
import itertools
import json
import math
import pathlib

import numpy
from sklearn.metrics import average_precision_score, roc_auc_score

from json_fixtures import plain

FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "EvaluationTests" / "Fixtures"
HOUR = 3_600_000_000
DAY = 24 * HOUR
BUDGETS = [1, 3, 8]
NONE = "undefined"


def world(generator, cases, attacks, days, users, digits, policy):
    """Benign cases, and attacks of several steps by two scenarios."""
    first = int(generator.integers(0, 20_000))
    rows = []
    for _ in range(cases):
        rows.append({
            "score": round(float(generator.normal()), digits), "injected": 0, "scenario": -1, "incident": -1,
            "user": int(generator.integers(0, users)), "time": first * DAY + int(generator.integers(0, days * DAY)),
        })
    for incident in range(attacks):
        start = int(generator.integers(0, days * DAY))
        user, shift = int(generator.integers(0, users)), float(generator.uniform(-0.5, 2.5))
        for step in range(int(generator.integers(1, 5))):
            # Two steps of an attack may have the same time.
            time = min(days * DAY - 1, start + (step // 2) * int(generator.integers(HOUR, 12 * HOUR)))
            rows.append({
                "score": round(float(generator.normal(shift)), digits), "injected": 1, "scenario": incident % 2,
                "incident": incident, "user": user, "time": first * DAY + time,
            })
    for row in rows:
        if generator.random() < 0.04:
            row["score"] = None
    generator.shuffle(rows)
    return {"rows": rows, "days": [first, first + days], "users": users, "accesses": 5 * cases, "policy": policy}


def partial_area(positive, score, limit):
    """The area to the limit and McClish's scale of it, which is scikit-learn's."""
    scaled = float(roc_auc_score(positive, score, max_fpr=limit))
    return limit ** 2 / 2 + (2 * scaled - 1) * (limit - limit ** 2 / 2), scaled


def of_ranking(positive, score, days):
    """Metrics that need labels and scores alone."""
    negatives, positives = (positive == 0).sum(), positive.sum()
    found = {"roc_auc": roc_auc_score(positive, score), "average_precision": average_precision_score(positive, score)}
    levels = sorted(set(score), reverse=True)
    for text, limit in [("1", 0.01), ("0.1", 0.001)]:
        name = f"{text}_percent_fpr"
        raw, scaled = partial_area(positive, score, limit) if negatives * limit >= 1 - 1e-12 else (NONE, NONE)
        found[f"partial_auc_raw_to_{name}"], found[f"partial_auc_mcclish_to_{name}"] = raw, scaled
        allowed = [level for level in levels if (score[positive == 0] >= level).sum() <= limit * negatives + 1e-9]
        lowest = min(allowed, default=numpy.inf)
        resolved = negatives * limit >= 1 - 1e-12
        found[f"tpr_at_{name}"] = (score[positive == 1] >= lowest).mean() if resolved else NONE
        found[f"false_positives_per_day_at_{name}"] = (score[positive == 0] >= lowest).sum() / days
    for k in [10, 100]:
        hits = expected_hits(positive, score, k)
        found[f"precision_at_{k}"], found[f"recall_at_{k}"] = hits / k, hits / positives
    found["r_precision"] = expected_hits(positive, score, positives) / positives
    return found


def expected_hits(positive, score, k):
    """Positives among k cases: the tie at the cut gives its share of positives for each of its places."""
    if k >= len(score):
        return float(positive.sum())
    cut = sorted(score, reverse=True)[int(k) - 1]
    above, tied = score > cut, score == cut
    return positive[above].sum() + (k - above.sum()) * positive[tied].mean()


def daily_choices(rows, budget):
    """For each day the cases that surely alert, and all equally likely choices among those that may."""
    choices = []
    for day in sorted({row["time"] // DAY for row in rows}):
        scored = [row for row in rows if row["time"] // DAY == day and row["rank_score"] > -math.inf]
        scored.sort(key=lambda row: -row["rank_score"])
        if len(scored) <= budget:
            choices.append((scored, [()]))
            continue
        cut = scored[budget - 1]["rank_score"]
        sure = [row for row in scored if row["rank_score"] > cut]
        tied = [row for row in scored if row["rank_score"] == cut]
        assert math.comb(len(tied), budget - len(sure)) < 50_000
        choices.append((sure, list(itertools.combinations(tied, budget - len(sure)))))
    return choices


def shares(rows, budget):
    """The expected share of each case that alerts, by its number."""
    share = collections.Counter()
    for sure, options in daily_choices(rows, budget):
        for row in sure:
            share[row["number"]] += 1
        for option in options:
            for row in option:
                share[row["number"]] += 1 / len(options)
    return share


def first_alerts(rows, incident, budget):
    """The distribution of the time of an incident's first alert; None for no alert."""
    times = {row["number"]: row["time"] for row in rows if row["incident"] == incident}
    found = collections.Counter({None: 1.0})
    for sure, options in daily_choices(rows, budget):
        day = collections.Counter()
        for option in options:
            alerted = [times[row["number"]] for row in [*sure, *option] if row["number"] in times]
            day[min(alerted, default=None)] += 1 / len(options)
        combined = collections.Counter()
        for (before, p), (now, q) in itertools.product(found.items(), day.items()):
            combined[min((time for time in (before, now) if time is not None), default=None)] += p * q
        found = combined
    return found


def weighted_median(entries):
    """The first time by which half of all incidents are found, of (time, weight); None for a time that never comes."""
    total, found = sum(weight for _, weight in entries), 0.0
    for time, weight in sorted(entry for entry in entries if entry[0] is not None):
        found += weight
        if found >= total / 2 - 1e-9:
            return time
    return NONE


def of_budget(rows, item, budget):
    share = shares(rows, budget)
    days = item["days"][1] - item["days"][0]
    injected = [row for row in rows if row["injected"]]
    benign = [row for row in rows if not row["injected"]]
    hits, alarms = (sum(share[row["number"]] for row in some) for some in (injected, benign))
    found = {
        "precision_at_budget": hits / (hits + alarms), "recall_at_budget": hits / len(injected),
        "noise_rate": alarms / days / item["users"], "benign_alerts_per_day": alarms / days,
        "benign_alerts_per_million_events": alarms / item["accesses"] * 1e6,
    }
    tpr, fpr = hits / len(injected), alarms / len(benign)
    for exponent in [4, 5]:
        rare = 10.0 ** -exponent
        # Without a false positive nobody knows how rare they are.
        found[f"precision_at_prevalence_1e-{exponent}_at_budget"] = (
            tpr * rare / (tpr * rare + fpr * (1 - rare)) if alarms > 0 else NONE)

    accounts = collections.Counter()
    for row in rows:
        accounts[row["user"]] += share[row["number"]]
    amounts = numpy.array(sorted(accounts[user] for user in range(item["users"])))
    differences = numpy.abs(amounts[:, None] - amounts[None, :]).sum()
    found["alert_gini"] = differences / (2 * len(amounts) ** 2 * amounts.mean())
    found["alert_share_of_top_5_accounts"] = amounts[-5:].sum() / amounts.sum()
    found["repeat_alert_rate"] = numpy.maximum(amounts - 1, 0).sum() / amounts.sum()

    caught, hours, counts = 0.0, [], []
    incidents = sorted({row["incident"] for row in injected})
    for incident in incidents:
        members = [row["time"] for row in injected if row["incident"] == incident]
        for time, weight in first_alerts(rows, incident, budget).items():
            if time is None:
                hours.append((None, weight))
                counts.append((None, weight))
            else:
                caught += weight
                hours.append(((time - min(members)) / HOUR, weight))
                counts.append((sum(member <= time for member in members), weight))
    found["incident_recall_at_budget"] = caught / len(incidents)
    found["hours_to_detection"] = weighted_median(hours)
    found["rows_to_detection"] = weighted_median(counts)
    return {f"{name}@{budget}": value for name, value in found.items()}


def cumulative_recall(rows, positives):
    """The integral of recall over budgets, linear between whole ones, where ties are equally likely orders."""
    recalls = [0.0] + [sum(shares_by_level(rows, budget)) / positives for budget in range(1, 51)]
    return float(numpy.trapezoid(recalls) / 50)


def shares_by_level(rows, budget):
    for day in sorted({row["time"] // DAY for row in rows}):
        scored = [row for row in rows if row["time"] // DAY == day and row["rank_score"] > -math.inf]
        positive = numpy.array([row["injected"] for row in scored])
        yield expected_hits(positive, numpy.array([row["rank_score"] for row in scored]), budget) if scored else 0.0


def measured(item, keep):
    """All metrics of the cases that `keep` admits."""
    rows = [dict(row, number=number) for number, row in enumerate(item["rows"]) if keep(row)]
    found = {}
    for name, some in [("coverage", rows), ("benign_coverage", [row for row in rows if not row["injected"]]),
                       ("injected_coverage", [row for row in rows if row["injected"]])]:
        found[name] = sum(row["score"] is not None for row in some) / len(some)
    if item["policy"] == "drop":
        rows = [row for row in rows if row["score"] is not None]
    missing = math.inf if item["policy"] == "rank-first" else -math.inf
    for row in rows:
        row["rank_score"] = missing if row["score"] is None else row["score"]
    positive = numpy.array([row["injected"] for row in rows])
    score = numpy.array([row["rank_score"] for row in rows])
    score = numpy.clip(score, -1e9, 1e9)
    found |= of_ranking(positive, score, item["days"][1] - item["days"][0])
    found["cumulative_recall_to_50"] = cumulative_recall(rows, positive.sum())
    for budget in BUDGETS:
        found |= of_budget(rows, item, budget)
    return found


def case(generator, *size):
    item = world(generator, *size)
    expected = {"pooled": measured(item, lambda row: True)}
    for scenario in [0, 1]:
        expected[f"s{scenario}"] = measured(item, lambda row: row["scenario"] in (-1, scenario))
    expected["macro"] = {
        name: NONE if NONE in (first, expected["s1"][name]) else (first + expected["s1"][name]) / 2
        for name, first in expected["s0"].items()}
    rows = item.pop("rows")
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return item | {"columns": columns, "expected": expected}


def steps(generator, levels, negatives, positives):
    """A ranking by counts: the negatives and positives of each score, from the highest."""
    below = generator.multinomial(negatives, generator.dirichlet(numpy.linspace(0.05, 3, levels)))
    above = generator.multinomial(positives, generator.dirichlet(numpy.linspace(2, 0.3, levels)))
    positive = numpy.concatenate([[0] * n + [1] * p for n, p in zip(below, above)])
    score = numpy.concatenate([[float(levels - place)] * (n + p) for place, (n, p) in enumerate(zip(below, above))])
    return {"negatives": below, "positives": above, "expected": of_ranking(positive, score, 7)}


def write(name, cases):
    FOLDER.mkdir(exist_ok=True)
    text = "[\n" + ",\n".join(json.dumps(plain(case), allow_nan=False) for case in cases) + "\n]\n"
    assert len(text) < 250_000, f"{name} has {len(text)} bytes"
    (FOLDER / f"{name}.json").write_text(text)


generator = numpy.random.default_rng(2019)
write("worlds", [case(generator, *size) for size in [
    (120, 8, 3, 20, 2, "rank-last"), (150, 10, 4, 15, 1, "rank-last"), (110, 6, 2, 30, 3, "drop"),
    (130, 9, 5, 12, 1, "drop"), (200, 12, 6, 40, 2, "rank-first"), (140, 8, 3, 10, 1, "rank-first"),
    (160, 7, 4, 25, 2, "rank-last"), (105, 5, 2, 8, 1, "drop"), (180, 14, 7, 50, 2, "drop"),
    (125, 11, 3, 18, 1, "rank-last"), (220, 9, 8, 33, 2, "rank-last"), (115, 10, 5, 9, 1, "rank-first")]])
write("rankings", [steps(generator, *size) for size in [
    (20, 1000, 10), (40, 2000, 25), (60, 5000, 50), (15, 1500, 8), (80, 3000, 40), (100, 10_000, 100),
    (30, 1200, 15), (50, 4000, 12), (25, 2500, 30), (70, 8000, 60), (90, 20_000, 75), (10, 1001, 5)]])
