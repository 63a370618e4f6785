#!/usr/bin/env python3
"""Asks how often a promised number of incidents a day is kept, on many simulated organisations and on real logs.

    experiments/audit/promises.py path/to/accesslab --worlds 100 [--jobs 1] [DATASET …]

Each organisation has a thousand users or more, and numbers of its own of departments, shares and users, by its seed; half
of them are of the block model, half of the role model. A study with one setting of ALS splits its days by time, and
operation.json says what was promised at the end of training and what came in the sealed test, of accesses of which none is
injected. A DATASET is the folder of an ingested log with times. What came is appended to results/incidents/promises.csv, and
worlds that stand there are not made again; script/figures makes the table of it. A world without incidents has a row with the
reason. Where the program fails in a world, worlds that have not begun are left out, and those that have are waited for and
kept: the same command goes on with what is missing."""

import argparse
import concurrent.futures
import csv
import json
import os
import pathlib
import random
import subprocess
import tempfile

RESULTS = pathlib.Path(__file__).resolve().parents[2] / "results" / "incidents" / "promises.csv"
COLUMNS = ["world", "users", "promised", "evidence", "days", "fixed", "adaptive", "least", "most",
           "adaptive_least", "adaptive_most", "program",
           "reason"]
EXPERIMENT = """version: 1
name: promises
question: Is a promised number of incidents a day kept?
datasets:
  - {dataset}
protocol:
  split: {{type: time, train: 0.6, validation: 0.2, test: 0.2}}
  population: new-pairs
injection:
  - {{scenario: uniform-pairs, per_day: 1, at_least: 20}}
seeds: {{root: {seed}, replicates: 1}}
algorithms:
  - {{id: als-implicit, space: {{rank: 16}}}}
search: {{sampler: grid, trials: 1}}
incidents: {{}}
metrics: [roc_auc, average_precision]
objective: {{metric: average_precision, scenario: uniform-pairs, selection: best}}
budgets: {{alerts_per_day: [5, 10, 25]}}
"""


def organisation(number):
    """The name of a simulated organisation, its users, and how an experiment names it."""
    draw = random.Random(number)
    kind = ["block-model", "role-model"][number % 2]
    users = draw.choice([1000, 1200, 1500, 2000])
    own = {"users": users, "days": 70, "seed": number}
    if kind == "block-model":
        own |= {"departments": draw.choice([6, 10, 16, 24]), "shares": draw.choice([300, 400, 600, 800])}
    settings = ", ".join(f"{name}: {value}" for name, value in own.items())
    return f"{kind}-{number}", users, f"simulate: {{organisation: {kind}, {settings}}}"


class Failure(Exception):
    """What the program said where it failed."""


def measured(program, name, users, dataset, seed):
    """The rows of a world: one for each promise, or one that says why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "promises.yaml")
        file.write_text(EXPERIMENT.format(dataset=dataset, seed=seed))
        done = subprocess.run(
            [program, "run", file, "--output", pathlib.Path(folder, "study"), "--jobs", "1"], capture_output=True, text=True,
            env={**os.environ, "ACCESSLAB_OPENINGS": str(pathlib.Path(folder, "openings"))})
        operation = pathlib.Path(folder, "study", "operation.json")
        if done.returncode != 0 or not operation.exists():
            raise Failure(f"{name}: the program ended with code {done.returncode}: {done.stderr.strip()}")
        said = json.loads(operation.read_text())
    reports = said["reports"] if isinstance(said, dict) and "reports" in said else said
    rows = []
    for report in reports:
        for point in report.get("incidents") or []:
            fixed, adaptive = point["fixed"], point["adaptive"]
            rows.append({
                "world": name, "users": users, "promised": point["alert_budget"],
                "evidence": round(point["evidence"], 4), "days": fixed["days"],
                "fixed": fixed["benign_alerts"], "adaptive": adaptive["benign_alerts"],
                "least": fixed["least_expected"], "most": fixed["most_expected"],
                "adaptive_least": adaptive["least_expected"], "adaptive_most": adaptive["most_expected"]})
    if rows:
        return rows
    reasons = [report["incidents_reason"] for report in reports if report.get("incidents_reason")]
    return [{"world": name, "users": users, "reason": "; ".join(reasons) or "operation.json has no incidents"}]


def order(line):
    return line["world"].rsplit("-", 1)[0], len(line["world"]), line["world"], float(line.get("promised") or 0)


def write(lines, path):
    partial = path.with_suffix(".partial")
    with partial.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    partial.replace(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("datasets", nargs="*", type=pathlib.Path)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--results", type=pathlib.Path, default=RESULTS, help="the table that is written")
    arguments = parser.parse_args()
    program = arguments.program.resolve()
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    worlds = [(*organisation(number), number) for number in range(1, arguments.worlds + 1)]
    worlds += [(folder.name, "", f"path: {folder.resolve()}", 1) for folder in arguments.datasets]
    results = arguments.results
    lines = list(csv.DictReader(results.open())) if results.exists() else []
    there = {line["world"] for line in lines}
    failure = None
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        runs = [pool.submit(measured, program, *world) for world in worlds if world[0] not in there]
        for run in concurrent.futures.as_completed(runs):
            if run.cancelled():
                continue
            try:
                lines += [line | {"program": version} for line in run.result()]
            except Exception as error:
                failure = failure or error
                for other in runs:
                    other.cancel()
                continue
            write(sorted(lines, key=order), results)
    if failure is not None:
        raise SystemExit(f"{failure}")
    without = [line for line in lines if line.get("reason")]
    if without:
        print(f"{len(without)} worlds have no incidents; {results} says why")


if __name__ == "__main__":
    main()
