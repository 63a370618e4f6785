"""Asks the command line, many times over, what it knows the answer to: how often tests find a difference where there is
none, and how often intervals hold the truth.

    experiments/audit/inference.py path/to/accesslab tables --runs 200 [--setting NAME…]
    experiments/audit/inference.py path/to/accesslab worlds --runs 25
    experiments/audit/inference.py path/to/accesslab doctor
    experiments/audit/inference.py path/to/accesslab report

`tables` writes scored rows of two equal scorers, as CSV, and gives them to `accesslab evaluate`. `worlds` runs
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
METRICS = ["roc_auc", "average_precision", f"recall_at_budget@{BUDGET}", f"precision_at_budget@{BUDGET}",
           f"incident_recall_at_budget@{BUDGET}", "tpr_at_1_percent_fpr"]
TABLES = ["setting", "run", "kind", "metric", "value", "low", "high", "p_value", "corrected", "note", "world"]


def sample(generator, attacks, size, users, each, separation, within=0.0, found=1.0, days=0):
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


def save(name, columns, lines):
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(lines)
    # Without a time, so that the same rows are the same bytes.
    (RESULTS / f"{name}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def test_line(test):
    refused = test.get("refused")
    return dict(kind="test", metric=test["metric"], value=test.get("difference", ""),
                p_value="" if refused else test["p_value"], corrected=test.get("corrected_p_value", ""),
                note=f"refused: {refused}" if refused else test["test"])


def table(program, name, run):
    """The lines of one run of a setting."""
    settings = SETTINGS[name]
    generator = numpy.random.default_rng([17, list(SETTINGS).index(name), run])
    scores, positive, cluster, day = sample(generator, **settings)
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / f"{letter}.csv" for letter in "ab"]
        for file, score in zip(files, scores):
            file.write_text(rows(score, positive, cluster, day, settings))
        wanted = [metric.split("@")[0] for metric in METRICS if settings.get("days") or "@" not in metric]
        options = [option for metric in wanted for option in ("--metric", metric)]
        found = answer(program, "evaluate", *files, "--json", "--budget", BUDGET, "--replicates", 1000,
                       "--seed", run, "--jobs", 1, *options)
    lines = []
    own = measured(scores[0], positive, cluster, day, settings.get("days", 0))
    for figure in found["files"][0]["figures"]:
        if figure["slice"] != "pooled":
            continue
        assert math.isclose(figure["value"], own[figure["metric"]], abs_tol=1e-9), (name, run, figure, own)
        low, high = figure.get("interval") or ("", "")
        lines.append(dict(kind="interval", metric=figure["metric"], value=figure["value"], low=low, high=high,
                          note=figure.get("method") or figure.get("reason")))
    for item in found["comparisons"][0]["differences"]:
        low, high = item["difference"].get("interval") or ("", "")
        lines.append(dict(kind="difference", metric=item["metric"], value=item["difference"]["value"], low=low,
                          high=high, note=item["difference"].get("method") or item["difference"].get("reason")))
    lines += [test_line(test) for test in found["comparisons"][0]["tests"]]
    return [dict(setting=name, run=run, **line) for line in lines]


def tables(program, runs, chosen, jobs):
    for name in chosen or SETTINGS:
        lines = existing("tables")
        done = max([int(line["run"]) for line in lines if line["setting"] == name], default=-1) + 1
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for found in pool.map(lambda run: table(program, name, run), range(done, runs)):
                lines += found
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
    lines = existing("worlds")
    done = max([int(line["run"]) for line in lines], default=-1) + 1
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for found in pool.map(lambda run: study(program, run), range(done, runs)):
            lines += found
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


def coverage_table(lines):
    out = ["| setting | measure | truth | intervals | without | held | mean width | by | |",
           "|---|---|---:|---:|---:|---:|---:|---|---|"]
    groups = {}
    for line in lines:
        if line["kind"] in ("interval", "difference"):
            groups.setdefault((line["setting"], line["kind"], line["metric"]), []).append(line)
    truths = {setting: truth(SETTINGS[setting]) for setting in {key[0] for key in groups}}
    for (setting, kind, metric), group in groups.items():
        expected = truths[setting][metric] if kind == "interval" else 0.0
        intervals = [(float(line["low"]), float(line["high"])) for line in group if line["low"]]
        if not intervals:
            out.append(f"| {setting} | {metric} | {expected:.3f} | 0 | {len(group)} | | | | no interval |")
            continue
        held = sum(low <= expected <= high for low, high in intervals) / len(intervals)
        width = sum(high - low for low, high in intervals) / len(intervals)
        error = (held * (1 - held) / len(intervals)) ** 0.5
        verdict = "conservative" if held > 0.97 else "**below 93 %**" if held < 0.93 else ""
        count = round(held * len(intervals))
        if verdict and stats.binomtest(count, len(intervals), 0.95).pvalue > 0.01:
            verdict = verdict.strip("*") + "?"
        notes = [line["note"] for line in group if line["low"]]
        method = notes[0].split(",")[0] if notes[0] else ""
        if "t of the logit" in notes[0]:
            method = "bootstrap, t of the logit"
        elif method == "cluster bootstrap":
            method = "bootstrap, percentile"
        elif method.startswith("Newcombe"):
            method = "Newcombe"
        name = metric if kind == "interval" else f"difference of {metric}"
        out.append(f"| {setting} | {name} | {expected:.3f} | {len(intervals)} | {len(group) - len(intervals)} | "
                   f"{100 * held:.1f} ± {100 * error:.1f} % | {width:.3f} | {method} | {verdict} |")
    return "\n".join(out)


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
    return f"""
## Honest experiments

`experiments/audit/cheats/run honest`: {totals[0]} runs of {len(rows)} kinds, each with root seeds from 1 on. Refused:
{share[0]}. With a warning that is not true by what the experiment's file chose: {share[1]}.

| kind | runs | refused | false alarms | by | warnings that are true of the file |
|---|---:|---:|---:|---|---|
{chr(10).join(rows)}
"""


def cheats_table():
    """What lints said of cheats."""
    lines = plain("cheats")
    if not lines:
        return ""
    rows = [f"| {line['name']} | {line['expected'] or 'nothing: cannot be caught'} | {line['found']} | "
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
    text = f"""# What the command line says where the answer is known

Made by `experiments/audit/inference.py report` from `tables.csv.gz` and `worlds.csv.gz`, which hold every run; the script
says how the runs are made. The values of all metrics were checked against definitions in Python in every run.

Runs: {', '.join(f'{count} of “{name}”' for name, count in counts.items())}; {studies} studies of eight simulated worlds.

The two-way widening was chosen among seven variants on 136 other worlds of the same kind. The intervals of the tables are of
the program before that widening and before average precision asked for 20 clusters, neither of which alters an interval.

## Tests of two equal scorers

`accesslab evaluate` of two files: scorers whose errors have the same distribution. A band is the 99 % one-sided band of a
binomial count at the level: of many rows one in a hundred is above it by chance. Average precision of fewer than 20
clusters of a kind is refused; p-values that an earlier program, whose limit was 10, gave in such settings are left out, and
the refusals are of the few runs that were made anew: they had all other figures to the last digit.

{tests_table(of_tables)}

`accesslab compare` of three fits of ALS that differ in their start alone (`same-algorithm.yaml`): `cases` with `--cases`,
the others without. Few studies are published here: the same comparison outside the program, in Python, of 136 worlds had
p ≤ 0.01, 0.05 and 0.1 in 0.2, 5.9 and 10.0 % for areas and in 0.5, 2.2 and 9.8 % for average precision, where the larger
p-value of users and resources without widening had 2.0, 7.4 and 13.2 %, and 0.5, 5.9 and 12.3 %. P-values of Wilcoxon's and Nemenyi's tests of eight worlds lie too far apart to be uniform. A small p of KS beside fractions
below their levels is that of a test that rejects too seldom. Three tests share a world: their band is that of the
mean of so many worlds, by the spread of the worlds' own fractions. What the test over replicates and their common cases finds
is measured outside of the program (`experiments/audit/shared_cases.py`; [docs/method.md](../../docs/method.md) has the table).

{tests_table(of_worlds, ("Wilcoxon", "Nemenyi"))}

## Intervals for 95 %

The truth is the mean at that size of sample, by 4,000 samples in Python; of an area its closed form; of a difference 0.
Held: of the first file, with the standard error of the count. Above 97 % an interval is conservative: wider than it
would have to be. A question mark stands where so few runs of an interval that holds 95 % come out like that more often than
once in a hundred times. Cases are *attacks × accesses + users × accesses*; the prevalence follows from them.

{coverage_table(of_tables)}
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


main()
