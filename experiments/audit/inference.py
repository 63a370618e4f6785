#!/usr/bin/env python3
"""Asks the command line, many times over, what it knows the answer to: how often tests find a difference where there is
none, and how often intervals hold the truth.

    experiments/audit/inference.py path/to/accesslab tables --runs 200 [--setting NAME…]
    experiments/audit/inference.py path/to/accesslab worlds --runs 25
    experiments/audit/inference.py path/to/accesslab doctor
    experiments/audit/inference.py path/to/accesslab report

`tables` writes scored rows of two equal scorers, as CSV, and gives them to `accesslab evaluate`; of large samples of the
grid those of one scorer, which has intervals and no tests, and takes a fifth of the time. `worlds` runs
same-algorithm.yaml with one root seed after the other, and gives the studies to `accesslab compare`, with --cases and
without. Both append to results/audit/*.csv.gz and go on where an earlier call stopped: run 7 of a setting has the same
rows whenever it is made. `doctor` keeps what `accesslab doctor --long` says. `report` makes results/audit/README.md from
these files and from what `cheats/run` found.

    pip install numpy scipy
"""

import argparse
import concurrent.futures
import csv
import gzip
import io
import json
import math
import os
import pathlib
import shutil
import subprocess
import tempfile

import numpy
from scipy import special, stats

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = HERE.parents[1] / "results" / "audit"
LEVELS = [0.01, 0.05, 0.1]
BUDGET = 10

# Positives and negatives: clusters × cases of each. `within`: the fraction of the variance that the cases of a cluster
# share, half of it in each scorer by itself. `found`: the fraction of attacks that differ from benign cases at all.
SETTINGS = {
    "independent 10 + 500": dict(attacks=10, size=1, users=500, each=1, separation=1.5),
    "independent 20 + 500": dict(attacks=20, size=1, users=500, each=1, separation=1.5),
    "independent 20 + 1000, area 0.96": dict(attacks=20, size=1, users=1000, each=1, separation=2.51),
    "independent 20 + 500, half found": dict(attacks=20, size=1, users=500, each=1, separation=5.0, found=0.5),
    "independent 50 + 2500": dict(attacks=50, size=1, users=2500, each=1, separation=1.5),
    "independent 200 + 1000": dict(attacks=200, size=1, users=1000, each=1, separation=1.5),
    "clusters 5 × 4 + 30 × 10": dict(attacks=5, size=4, users=30, each=10, separation=1.5, within=0.3, days=7),
    "clusters 10 × 1 + 60 × 10": dict(attacks=10, size=1, users=60, each=10, separation=1.5, within=0.3, days=7),
    "clusters 10 × 5 + 60 × 10": dict(attacks=10, size=5, users=60, each=10, separation=1.5, within=0.3, days=7),
    "clusters 20 × 5 + 60 × 10": dict(attacks=20, size=5, users=60, each=10, separation=1.5, within=0.3, days=7),
    "clusters 20 × 5 + 60 × 20, area 0.96": dict(
        attacks=20, size=5, users=60, each=20, separation=2.51, within=0.3, days=7),
    "clusters 50 × 4 + 100 × 10": dict(attacks=50, size=4, users=100, each=10, separation=1.5, within=0.3, days=14),
}
# The grid: positives, times benign cases for each of them, times whether cases share users and attacks.
BENIGN_PER_POSITIVE = [10, 50, 250]
SHAPES = {10: (5, 2), 20: (5, 4), 50: (10, 5), 200: (50, 4)}  # attacks × accesses of each
GRID = {}


def add_grid():
    for clustered in (False, True):
        for positives, (attacks, size) in SHAPES.items():
            for ratio in BENIGN_PER_POSITIVE:
                benign = positives * ratio
                if clustered:
                    name = f"clusters {attacks} × {size} + {benign // 10} × 10"
                    settings = dict(attacks=attacks, size=size, users=benign // 10, each=10, separation=1.5,
                                    within=0.3, days=14 if positives == 200 else 7)
                else:
                    name = f"independent {positives} + {benign}"
                    settings = dict(attacks=positives, size=1, users=benign, each=1, separation=1.5)
                # A comparison takes five times as long as intervals alone.
                settings = {**settings, "alone": benign >= 1000}
                SETTINGS.setdefault(name, settings)
                GRID[name] = (clustered, positives, ratio)


add_grid()
METRICS = ["roc_auc", "average_precision", f"recall_at_budget@{BUDGET}", f"precision_at_budget@{BUDGET}",
           f"incident_recall_at_budget@{BUDGET}", "tpr_at_1_percent_fpr"]
TABLES = ["setting", "run", "kind", "metric", "value", "low", "high", "p_value", "corrected", "note", "world", "program"]
COVERAGE = ["setting", "grid", "clustered", "positives", "benign", "kind", "metric", "truth", "intervals", "without", "held",
            "width", "by", "verdict"]


def sample(generator, attacks, size, users, each, separation, within=0.0, found=1.0, days=0, alone=False):
    """Cases of two scorers that nothing tells apart: scores × cases, labels, clusters and days."""
    cluster = numpy.repeat(numpy.arange(attacks + users), [size] * attacks + [each] * users)
    positive = cluster < attacks
    own = generator.normal(size=(2, attacks + users)) * (within / 2) ** 0.5
    effect = generator.normal(size=attacks + users) * (within / 2) ** 0.5
    differs = generator.random(attacks + users) < found
    noise = generator.normal(size=len(cluster)) * ((1 - within) / 2) ** 0.5
    noise = noise + generator.normal(size=(2, len(cluster))) * ((1 - within) / 2) ** 0.5
    scores = noise + own[:, cluster] + effect[cluster] + separation * (positive & differs[cluster])
    day = generator.integers(0, max(1, days), size=attacks + users)[cluster]
    day = numpy.where(positive, day, generator.integers(0, max(1, days), size=len(cluster)))
    return scores, positive, cluster, day


def measured(score, positive, cluster, day, days):
    """The metrics by their definitions; scores have no ties."""
    order = numpy.argsort(-score)
    hit = positive[order]
    hits, alarms = numpy.cumsum(hit), numpy.cumsum(~hit)
    allowed = 0.01 * alarms[-1]
    values = {
        "roc_auc": 1 - (alarms * hit).sum() / (hits[-1] * alarms[-1]),
        "average_precision": (hit * hits / (hits + alarms)).sum() / hits[-1],
        "tpr_at_1_percent_fpr": hits[alarms <= allowed][-1] / hits[-1] if (alarms <= allowed).any() else 0.0,
    }
    if days:
        raised = numpy.zeros(len(score), bool)
        for place in range(days):
            of_day = order[day[order] == place]
            raised[of_day[:BUDGET]] = True
        true = (raised & positive).sum()
        values[f"recall_at_budget@{BUDGET}"] = true / positive.sum()
        values[f"precision_at_budget@{BUDGET}"] = true / raised.sum()
        values[f"incident_recall_at_budget@{BUDGET}"] = (
            len(set(cluster[raised & positive])) / len(set(cluster[positive])))
    return values


def truth(settings, repetitions=4_000):
    """The mean of each metric at this size of sample; the area in closed form."""
    generator = numpy.random.default_rng(5)
    sums = {}
    for _ in range(repetitions):
        scores, positive, cluster, day = sample(generator, **settings)
        for name, value in measured(scores[0], positive, cluster, day, settings.get("days", 0)).items():
            sums[name] = sums.get(name, 0) + value / repetitions
    found = settings.get("found", 1)
    sums["roc_auc"] = found * special.ndtr(settings["separation"] / 2**0.5) + (1 - found) / 2
    return sums


def rows(score, positive, cluster, day, settings):
    clustered = settings.get("days", 0) > 0
    lines = ["score,label" + (",user,incident,time" if clustered else "")]
    for value, label, number, date in zip(score.tolist(), positive.tolist(), cluster.tolist(), day.tolist()):
        line = f"{value!r},{int(label)}"
        if clustered:
            line += f",{'a' if label else 'u'}{number},{number if label else ''},2026-01-{date + 1:02}T12:00:00Z"
        lines.append(line)
    return "\n".join(lines) + "\n"


def answer(program, *arguments):
    found = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if found.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))}: {found.stderr.strip()}")
    return json.loads(found.stdout)


def existing(name):
    path = RESULTS / f"{name}.csv.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", newline="") as file:
        return list(csv.DictReader(file))


def written(columns, lines):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def write(name, columns, lines):
    (RESULTS / f"{name}.csv").write_bytes(written(columns, lines))


def save(name, columns, lines):
    RESULTS.mkdir(parents=True, exist_ok=True)
    # Without a time, so that the same rows are the same bytes.
    (RESULTS / f"{name}.csv.gz").write_bytes(gzip.compress(written(columns, lines), mtime=0))


def test_line(test):
    refused = test.get("refused")
    return dict(kind="test", metric=test["metric"], value=test.get("difference", ""),
                p_value="" if refused else test["p_value"], corrected=test.get("corrected_p_value", ""),
                note=f"refused: {refused}" if refused else test["test"])


def estimate_line(kind, metric, estimate):
    low, high = estimate.get("interval") or ("", "")
    return dict(kind=kind, metric=metric, value=estimate["value"], low=low, high=high,
                note=estimate.get("method") or estimate.get("reason"))


def table(program, name, run):
    """The lines of one run of a setting. Bootstraps have as many replicates as where nothing is said."""
    settings = SETTINGS[name]
    generator = numpy.random.default_rng([17, list(SETTINGS).index(name), run])
    scores, positive, cluster, day = sample(generator, **settings)
    if settings.get("alone"):
        scores = scores[:1]
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / f"{letter}.csv" for letter in "ab"[:len(scores)]]
        for file, score in zip(files, scores):
            file.write_text(rows(score, positive, cluster, day, settings))
        wanted = [metric.split("@")[0] for metric in METRICS if settings.get("days") or "@" not in metric]
        options = [option for metric in wanted for option in ("--metric", metric)]
        found = answer(program, "evaluate", *files, "--json", "--budget", BUDGET, "--seed", run, "--jobs", 1, *options)
    lines = []
    own = measured(scores[0], positive, cluster, day, settings.get("days", 0))
    for figure in found["files"][0]["figures"]:
        if figure["slice"] != "pooled":
            continue
        assert math.isclose(figure["value"], own[figure["metric"]], abs_tol=1e-9), (name, run, figure, own)
        lines.append(estimate_line("interval", figure["metric"], figure))
    for pair in found.get("comparisons", []):
        lines += [estimate_line("difference", item["metric"], item["difference"]) for item in pair["differences"]]
        lines += [test_line(test) for test in pair["tests"]]
    return [dict(setting=name, run=run, **{key: f"{value:.10g}" if isinstance(value, float) else value
                                           for key, value in line.items()}) for line in lines]


def version(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def tables(program, runs, chosen, jobs):
    own = version(program)
    for name in chosen or SETTINGS:
        lines = existing("tables")
        done = max([int(line["run"]) for line in lines if line["setting"] == name], default=-1) + 1
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for begin in range(done, runs, 50):
                for found in pool.map(lambda run: table(program, name, run), range(begin, min(begin + 50, runs))):
                    lines += [dict(line, program=own) for line in found]
                save("tables", TABLES, lines)
        print(f"{name}: {max(done, runs)} runs", flush=True)


def study(program, run):
    """The lines of one study of several worlds."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "study"
        subprocess.run([program, "run", HERE / "same-algorithm.yaml", "--root-seed", str(run + 1), "--jobs", "1",
                        "--output", path], check=True, capture_output=True,
                       env={**os.environ, "ACCESSLAB_OPENINGS": f"{folder}/openings.jsonl"})
        for world in answer(program, "compare", path, "--cases", "--json", "--jobs", 1)["worlds"]:
            for pair in world["evaluation"]["comparisons"]:
                lines += [dict(setting="cases", world=world["world"], **test_line(test)) for test in pair["tests"]]
        for metric in ["roc_auc", "average_precision"]:
            found = answer(program, "compare", path, "--json", "--metric", metric, "--slice", "pooled")
            for pair in found["pairs"]:
                lines.append(dict(setting="Wilcoxon over 8 worlds", kind="test", metric=metric,
                                  p_value=pair["wilcoxon"]["p_value"], corrected=pair["corrected_p_value"]))
                lines.append(dict(setting="Nemenyi over 8 worlds", kind="test", metric=metric,
                                  p_value=pair["nemenyi_p_value"], corrected=pair["nemenyi_p_value"]))
            for world in found["replicates"]:
                for pair in world["pairs"]:
                    test = pair.get("test")
                    lines.append(dict(setting="t over 3 replicates and common cases", kind="test", metric=metric,
                                      world=world["world"],
                                      p_value=test["p_value"] if test else "", corrected=pair.get("corrected_p_value", ""),
                                      note="" if test else f"refused: {pair.get('undefined')}"))
    return [dict(run=run, **line) for line in lines]


def worlds(program, runs, jobs):
    lines, own = existing("worlds"), version(program)
    done = max([int(line["run"]) for line in lines], default=-1) + 1
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for found in pool.map(lambda run: study(program, run), range(done, runs)):
            lines += [dict(line, program=own) for line in found]
            save("worlds", TABLES, lines)
            print(f"run {found[0]['run'] + 1} of {runs}", flush=True)


def band(count, level):
    """The largest fraction that 99 % of counts with the probability `level` stay below."""
    return stats.binom.ppf(0.99, count, level) / count if count else math.nan


def within(pairs, level):
    """Whether the fraction of p-values at or below a level is within its band, and the fraction. Tests of one world vary
    together: their band is that of the mean over worlds, by the spread of the worlds' own fractions."""
    values = numpy.array([value for _, value in pairs])
    fraction = (values <= level + 1e-12).mean()
    worlds = {}
    for world, value in pairs:
        worlds.setdefault(world, []).append(value <= level + 1e-12)
    if len(worlds) in (1, len(pairs)):
        return fraction <= band(len(values), level) + 1e-12, fraction
    own = numpy.array([numpy.mean(found) for found in worlds.values()])
    error = max(own.std(ddof=1) / len(own) ** 0.5, (level * (1 - level) / len(values)) ** 0.5)
    return fraction <= level + stats.norm.ppf(0.99) * error, fraction


def tests_table(lines, discrete=()):
    out = ["| setting | measure | tests | refused | p ≤ 0.01 | p ≤ 0.05 | p ≤ 0.1 | uniform? p of KS | |",
           "|---|---|---:|---:|---:|---:|---:|---:|---|"]
    groups = {}
    for line in lines:
        if line["kind"] == "test":
            groups.setdefault((line["setting"], line["metric"]), []).append(line)
    for (setting, metric), group in groups.items():
        values = numpy.array([float(line["p_value"]) for line in group if line["p_value"]])
        refused = len(group) - len(values)
        if not len(values):
            out.append(f"| {setting} | {metric} | 0 | {refused} | | | | | refused |")
            continue
        pairs = [((line["run"], line.get("world", "")) if line.get("world") else number, float(line["p_value"]))
                 for number, line in enumerate(group) if line["p_value"]]
        found = [within(pairs, level) for level in LEVELS]
        holds, fractions = all(good for good, _ in found), [fraction for _, fraction in found]
        uniform = "" if discrete and setting.startswith(discrete) else f"{stats.kstest(values, 'uniform').pvalue:.2f}"
        out.append(f"| {setting} | {metric} | {len(values)} | {refused} | "
                   + " | ".join(f"{100 * fraction:.1f} %" for fraction in fractions)
                   + f" | {uniform} | {'in its band' if holds else '**above its band**'} |")
    return "\n".join(out)


def truths(settings):
    """What metrics are in truth, from truth.csv; what it lacks is computed, which takes minutes for large samples."""
    known = {(line["setting"], line["metric"]): float(line["truth"]) for line in plain("truth")}
    for name in settings:
        if not any(setting == name for setting, _ in known):
            known.update({(name, metric): value for metric, value in truth(SETTINGS[name]).items()})
            write("truth", ["setting", "metric", "truth"],
                  [dict(setting=setting, metric=metric, truth=f"{value:.6f}")
                   for (setting, metric), value in known.items()])
    return known


def verdict(count, intervals):
    """What a fraction of intervals for 95 % that held the truth says of them. What may be chance has a question mark:
    fractions below 93 % that intervals which hold 93 %, and above 97 % that intervals which hold 95 %, have more often
    than once in a hundred times."""
    held = count / intervals
    if held < 0.93:
        return "below 93 %" + ("?" if stats.binom.cdf(count, intervals, 0.93) > 0.01 else "")
    if held > 0.97:
        return "conservative" + ("?" if stats.binom.sf(count - 1, intervals, 0.95) > 0.01 else "")
    return ""


def way(note):
    """By what an interval was made, in short."""
    if "t of the logit" in note:
        return "bootstrap, t of the logit"
    kind = note.split(",")[0]
    return "bootstrap, percentile" if kind == "cluster bootstrap" else "Newcombe" if kind.startswith("Newcombe") else kind


def coverage(lines):
    """How often the intervals of each setting and metric held the truth."""
    groups = {}
    for line in lines:
        if line["kind"] in ("interval", "difference"):
            groups.setdefault((line["setting"], line["kind"], line["metric"]), []).append(line)
    order = [*GRID, *[name for name in SETTINGS if name not in GRID]]
    known = truths([name for name in order if any(setting == name for setting, _, _ in groups)])
    found = []
    for (setting, kind, metric), group in sorted(groups.items(), key=lambda item: order.index(item[0][0])):
        expected = known[setting, metric] if kind == "interval" else 0.0
        given = [line for line in group if line["low"]]
        of = SETTINGS[setting]
        row = dict(setting=setting, kind=kind, metric=metric, clustered=int(of.get("days", 0) > 0),
                   positives=of["attacks"] * of["size"], benign=of["users"] * of["each"], grid=int(setting in GRID),
                   truth=f"{expected:.3f}", intervals=len(given), without=len(group) - len(given))
        if given:
            count = sum(float(line["low"]) <= expected <= float(line["high"]) for line in given)
            row["held"] = f"{count / len(given):.4f}"
            row["width"] = f"{numpy.mean([float(line['high']) - float(line['low']) for line in given]):.3f}"
            row["by"] = way(given[0]["note"])
            row["verdict"] = verdict(count, len(given))
        found.append(row)
    return found


def percent(row):
    """The fraction that held the truth, with its standard error."""
    held = float(row["held"])
    return f"{100 * held:.1f} ± {100 * (held * (1 - held) / row['intervals']) ** 0.5:.1f} %"


def strong(said):
    return f"**{said}**" if said == "below 93 %" else said


def grid_table(rows, clustered, kind="interval"):
    """Coverage by positives and prevalence, a column for each metric."""
    chosen = [row for row in rows if row["grid"] and row["clustered"] == clustered and row["kind"] == kind]
    metrics = [metric for metric in METRICS if any(row["metric"] == metric for row in chosen)]
    out = ["| cases | positives | prevalence | runs | " + " | ".join(metrics) + " |", "|---|---:|---:|---:" + "|---" * len(metrics) + "|"]
    for setting in dict.fromkeys(row["setting"] for row in chosen):
        own = {row["metric"]: row for row in chosen if row["setting"] == setting}
        one = next(iter(own.values()))
        cells = []
        for metric in metrics:
            row = own[metric]
            if not row["intervals"]:
                cells.append("no interval")
                continue
            said = f"{100 * float(row['held']):.1f} %"
            if row["without"]:
                said += f" of {row['intervals']}"
            cells.append(", ".join(filter(None, [said, strong(row["verdict"])])))
        prevalence = one["positives"] / (one["positives"] + one["benign"])
        out.append(f"| {setting.split(' ', 1)[1]} | {one['positives']} | {prevalence:.3f} | {one['intervals'] + one['without']} | "
                   + " | ".join(cells) + " |")
    return "\n".join(out)


def together(rows):
    """Coverage by prevalence, of all sizes of the grid together."""
    chosen = [row for row in rows if row["grid"] and row["kind"] == "interval" and row["intervals"]]
    metrics = [metric for metric in METRICS if any(row["metric"] == metric for row in chosen)]
    out = ["| cases | benign for each positive | " + " | ".join(metrics) + " |", "|---|---:" + "|---" * len(metrics) + "|"]
    for clustered in (0, 1):
        for ratio in BENIGN_PER_POSITIVE:
            cells = []
            for metric in metrics:
                own = [row for row in chosen if row["clustered"] == clustered and row["metric"] == metric
                       and row["benign"] == ratio * row["positives"]]
                intervals = sum(row["intervals"] for row in own)
                held = sum(round(float(row["held"]) * row["intervals"]) for row in own)
                said = [f"{100 * held / intervals:.1f} % of {intervals}", strong(verdict(held, intervals))] if own else []
                cells.append(", ".join(filter(None, said)))
            out.append(f"| {'clusters' if clustered else 'independent'} | {ratio} | " + " | ".join(cells) + " |")
    return "\n".join(out)


def coverage_table(rows):
    out = ["| setting | measure | truth | intervals | without | held | mean width | by | |",
           "|---|---|---:|---:|---:|---:|---:|---|---|"]
    for row in rows:
        name = row["metric"] if row["kind"] == "interval" else f"difference of {row['metric']}"
        begin = f"| {row['setting']} | {name} | {row['truth']} | {row['intervals']} | {row['without']} | "
        out.append(begin + (f"{percent(row)} | {row['width']} | {row['by']} | {strong(row['verdict'])} |"
                            if row["intervals"] else "| | | no interval |"))
    return "\n".join(out)


def below(rows):
    """The intervals that held the truth in less than 93 per cent, more surely than by chance, and those that may have."""
    def named(said):
        return [f"- {row['setting']}, {'difference of ' if row['kind'] == 'difference' else ''}{row['metric']}: "
                f"{percent(row)} of {row['intervals']} ({row['by']})"
                for row in rows if row.get("verdict") == said]
    certain, perhaps = named("below 93 %"), named("below 93 %?")
    text = "Below 93 %, more surely than by chance:\n\n" + "\n".join(certain) if certain else \
        "No interval held the truth in less than 93 % more surely than by chance."
    if perhaps:
        text += "\n\nBelow 93 % too, as intervals that hold 93 % are in more than one of a hundred such samples:\n\n"
        text += "\n".join(perhaps)
    return text


def plain(name):
    path = RESULTS / f"{name}.csv"
    if not path.exists():
        return []
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def honest_table():
    """What lints said of honest experiments."""
    lines = plain("honest")
    if not lines:
        return ""
    rows, totals = [], [0, 0, 0]
    impossible = [line for line in lines if line["verdict"] == "not made"]
    lines = [line for line in lines if line["verdict"] != "not made"]
    for kind in dict.fromkeys(line["kind"] for line in lines):
        own = [line for line in lines if line["kind"] == kind]
        runs = {line["seed"] for line in own}
        refused = {line["seed"] for line in own if line["refused"] == "1"}
        alarmed = {line["seed"] for line in own if line["verdict"] == "warning" and line["by_choice"] == "0"}
        def named(chosen):
            counts = {}
            for line in own:
                if line["lint"] and (line["by_choice"] == "1") == chosen:
                    counts[line["lint"]] = counts.get(line["lint"], 0) + 1
            return ", ".join(f"{lint} {count}" for lint, count in sorted(counts.items()))
        rows.append(f"| {kind} | {len(runs)} | {len(refused)} | {len(alarmed)} | {named(False)} | {named(True)} |")
        totals = [one + len(other) for one, other in zip(totals, (runs, refused, alarmed))]
    share = [f"{count} ({100 * count / totals[0]:.1f} %)" for count in totals[1:]]
    without = [f"{kind} {sum(line['kind'] == kind for line in impossible)}"
               for kind in dict.fromkeys(line["kind"] for line in impossible)]
    note = ("" if not without else "\n\nRoot seeds with which the log has not what the scenario asks for, so that the program "
            f"ends with a sentence and the next seed takes their place: {', '.join(without)}.")
    return f"""
## Honest experiments

`experiments/audit/cheats/run honest`: {totals[0]} runs of {len(rows)} kinds, each with root seeds from 1 on. Refused:
{share[0]}. With a warning that is not true by what the experiment's file chose: {share[1]}.{note}

| kind | runs | refused | false alarms | by | warnings that are true of the file |
|---|---:|---:|---:|---|---|
{chr(10).join(rows)}
"""


def cheats_table():
    """What lints said of cheats."""
    lines = plain("cheats")
    if not lines:
        return ""
    nothing = {"honest": "nothing: it is honest", "future-by-name": "nothing: names are pseudonyms",
               "list-before": "nothing: a date before the window cannot be checked"}
    rows = [f"| {line['name']} | "
            f"{line['expected'] or nothing.get(line['name'], 'nothing: cannot be caught')} | {line['found']} | "
            f"{'yes' if line['refused'] == '1' else 'no'} | {'yes' if line['as_expected'] == '1' else '**no**'} |"
            for line in lines]
    return f"""
## Cheats

`experiments/audit/cheats/run cheats`, one run of each; [experiments/audit/cheats](../../experiments/audit/cheats/README.md)
says what each does, and why some cannot be caught.

| cheat | to be caught by | found | refused | as expected |
|---|---|---|---|---|
{chr(10).join(rows)}
"""


def doctor(program):
    found = subprocess.run([program, "doctor", "--long", "--json"], capture_output=True, text=True)
    items = [item for item in json.loads(found.stdout) if "audit" in item]
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "doctor.json").write_text(json.dumps(items, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(items)} checks, {sum(not item['ok'] for item in items)} failed")


def doctor_table():
    """What `accesslab doctor --long` said."""
    path = RESULTS / "doctor.json"
    if not path.exists():
        return ""
    items = json.loads(path.read_text())
    rows = []
    for audit in dict.fromkeys(item["audit"] for item in items):
        verdicts = [item["check"]["verdict"] for item in items if item["audit"] == audit]
        rows.append(f"| {audit} | {len(verdicts)} | {verdicts.count('failure')} | {verdicts.count('unchecked')} |")
    failed = [f"- {item['name']}: {item['value']}" for item in items if not item["ok"]]
    return f"""
## `accesslab doctor --long`

`doctor.json` has every check with what was expected and found.

| audit | checks | failed | with nothing to check by |
|---|---:|---:|---:|
{chr(10).join(rows + ([''] + failed if failed else []))}
"""


def report():
    of_tables = existing("tables")
    # The test over replicates alone, of an earlier program, is made no more.
    of_worlds = [line for line in existing("worlds") if line["setting"] != "corrected t over 3 replicates"]
    counts = {}
    for line in of_tables:
        counts[line["setting"]] = max(counts.get(line["setting"], 0), int(line["run"]) + 1)
    studies = max([int(line["run"]) + 1 for line in of_worlds], default=0)
    programs = ", ".join(dict.fromkeys(line["program"] for line in of_tables))
    of_fits = ", ".join(dict.fromkeys(line["program"] for line in of_worlds if line.get("program")))
    if of_fits and any(not line.get("program") for line in of_worlds):
        of_fits += " and programs before it"
    of_size = {}
    for name, count in counts.items():
        of_size.setdefault(count, []).append(name)
    most = max(of_size, key=lambda count: len(of_size[count]))
    fewer = "; ".join(f"{count} of “{'”, “'.join(names)}”" for count, names in of_size.items() if count != most)
    missing = [name for name in SETTINGS if name not in counts]
    if missing:
        fewer += f"; none of “{'”, “'.join(missing)}”, which take seconds each"
    found = coverage(of_tables)
    write("coverage", COVERAGE, found)
    text = f"""# What the command line says where the answer is known

Made by `experiments/audit/inference.py report` from `tables.csv.gz` and `worlds.csv.gz`, which hold every run; the script
says how the runs are made. The values of all metrics were checked against definitions in Python in every run.

Runs of samples: {most} of each setting{f', but {fewer}' if fewer else ''}; by accesslab {programs}, with as many
bootstrap replicates as it makes where nothing is said, 2,000. Runs of fits: {studies} studies of eight simulated worlds each{f", by accesslab {of_fits}" if of_fits else ""}.

## Tests of two equal scorers

`accesslab evaluate` of two files: scorers whose errors have the same distribution. A band is the 99 % one-sided band of a
binomial count at the level: of many rows one in a hundred is above it by chance. Below ten clusters of a kind areas are not
tested, below twenty average precision is not. Of the grid of positives and prevalences, samples of a thousand benign cases and
more are not compared, but “independent 50 + 2500”.

{tests_table(of_tables)}

`accesslab compare` of three fits of ALS that differ in their start alone (`same-algorithm.yaml`): `cases` with `--cases`,
the others without. P-values of Wilcoxon's and Nemenyi's tests of eight worlds lie too far apart to be uniform. A small p of KS
beside fractions below their levels is that of a test that rejects too seldom. Three tests share a world: their band is that of
the mean of so many worlds, by the spread of the worlds' own fractions. What the test over replicates and their common cases
finds is measured outside of the program (`experiments/audit/shared_cases.py`; [docs/method.md](../../docs/method.md) has the
table).

{tests_table(of_worlds, ("Wilcoxon", "Nemenyi"))}

## Intervals for 95 %

How often intervals held the truth, of the first file: the mean of the metric at that size of sample, by 4,000 samples in
Python (`truth.csv`); of an area its closed form; of a difference 0. Above 97 % an interval is conservative: wider than it
would have to be. A question mark stands where intervals that hold 93 % (for “below”) or 95 % (for “conservative”) come out
like that in more than one of a hundred such samples. Where some runs have no interval, as where its bootstrap does not vary,
“of” says how many have one. `coverage.csv` has all of it in figures.

Cases of no known users or attacks, of positives and benign ones:

{grid_table(found, 0)}

Cases of users and attacks, *attacks × accesses of each + users × accesses of each*, which share 0.3 of the variance of their
scores; ten alerts a day for seven days, or fourteen for 200 positives:

{grid_table(found, 1)}

All sizes together:

{together(found)}

Average precision holds somewhat less often where attacks are rare; its intervals say so where fewer than 1 % of the cases are
injected.

{below(found)}

All of them, those of differences of two equal scorers, and other samples, with areas of 0.96, with half of the attacks like
benign cases, and with other numbers of cases for each attack:

{coverage_table(found)}
{honest_table()}{cheats_table()}{doctor_table()}"""
    (RESULTS / "README.md").write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program")
    parser.add_argument("part", choices=["tables", "worlds", "doctor", "report"])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--setting", action="append", choices=list(SETTINGS))
    parser.add_argument("--jobs", type=int, default=2, help="how many programs run at once")
    options = parser.parse_args()
    program = shutil.which(options.program) or options.program
    if options.part == "tables":
        tables(program, options.runs, options.setting, options.jobs)
    elif options.part == "worlds":
        worlds(program, options.runs, options.jobs)
    elif options.part == "doctor":
        doctor(program)
    else:
        report()


if __name__ == "__main__":
    main()
