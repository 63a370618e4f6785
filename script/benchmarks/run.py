"""Times AccessLab beside other libraries, in turns, and writes what came out.

    run.py --workload PROGRAM [--accesslab PROGRAM] --data FOLDER --results FOLDER [--quick] [--spark] [--only NAME…]

Every measure is a piece of work that AccessLab and a peer do one after the other, in five rounds; a figure is the median
over the rounds, with the least and the largest. A ratio is AccessLab's median by the peer's: below one is faster. The
results are written to FOLDER, those of --only to FOLDER/only. What is faster must be as good: checks have rows of their own,
with no peer. The program fails, having written everything, where a bound is missed or work of AccessLab's failed.
"""
import argparse
import collections
import csv
import functools
import importlib.metadata
import itertools
import json
import math
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
import traceback

import floor

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    """What is measured with, and what has been measured so far."""

    rounds = 5

    def __init__(self, workload, data, quick=False, accesslab=None):
        self.workload, self.data, self.quick, self.accesslab = workload, data, quick, accesslab
        self.rows = []
        # Those that failed, too.
        self.runs = []
        # Sentences about measures that are missing.
        self.missing = []
        # Whether AccessLab did not do some of its work.
        self.broken = False
        # Sections of the report beside the table of ratios, as lines of Markdown.
        self.sections = []
        # The objective of each solver after every sweep, and the seconds that the sweeps took.
        self.curves = {}

    def ours(self, *words):
        result = self.run([self.workload, *map(str, words)])
        self.broken |= result is None
        return result

    def peer(self, *words):
        return self.run([sys.executable, "-W", "ignore", str(HERE / "peers.py"), *map(str, words)])

    def loader(self, *words):
        return self.run([sys.executable, "-W", "ignore", str(HERE / "loading.py"), *map(str, words)])

    def timed(self, command):
        """The seconds that a command of ours took; nothing where it failed."""
        print("  ", " ".join(pathlib.Path(word).name for word in command), flush=True)
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True)
        result = {"seconds": time.perf_counter() - start}
        run = {"command": [pathlib.Path(word).name for word in command], "load": os.getloadavg()[0]}
        self.runs.append({**run, "failed": done.returncode} if done.returncode else {**run, **result})
        if done.returncode:
            print(done.stderr[-500:], file=sys.stderr)
            self.broken = True
            return None
        return result

    def run(self, command):
        """What the program printed; nothing where it failed."""
        print("  ", " ".join(pathlib.Path(word).name for word in command), flush=True)
        done = subprocess.run(command, capture_output=True, text=True)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        words = [pathlib.Path(command[0]).name, *[os.path.relpath(word) if os.path.isabs(word) else word for word in command[1:]]]
        run = {"command": words, "load": os.getloadavg()[0]}
        if done.returncode or not lines:
            print(done.stderr[-500:], file=sys.stderr)
            self.runs.append({**run, "failed": done.returncode})
            return None
        result = json.loads(lines[-1])
        self.runs.append({**run, **result})
        return result

    def alternate(self, pieces):
        """Runs the pieces of work in turns; pieces is a list of (name, function of nothing that returns a result)."""
        found = {name: [] for name, _ in pieces}
        for _ in range(self.rounds):
            for name, piece in pieces:
                result = piece()
                if result is not None:
                    found[name].append(result)
        return found

    def compare(self, measure, subject, unit, found, value, must=None, late=()):
        """A row for each peer against the first piece. Those that are late have not arrived: their figures are bounds from
        below, of which a peer's makes a ratio that is one from above, and ours none."""
        ours, *peers = [(name, figures([value(result) for result in results], self.rounds)) for name, results in found.items()]
        for peer in peers:
            compared = ours[1]["runs"] and peer[1]["runs"] and ours[0] not in late
            self.add(measure, subject, unit, ours, peer, ours[1]["median"] / peer[1]["median"] if compared else None,
                     (must or {}).get(peer[0]), late)

    def check(self, measure, subject, unit, values, bound):
        """A row without a peer: figures that have a bound themselves. A value that is not there is not a number."""
        ours = figures(values, len(values))
        complete = ours["runs"] and not ours["failed"]
        self.add(measure, subject, unit, ("", ours), ("", NOTHING), ours["median"] if complete else None, bound)

    def add(self, measure, subject, unit, ours, peer, figure, bound, late=()):
        held = "" if bound is None else "held" if figure is not None and figure <= bound else "missed"
        self.broken |= ours[1]["failed"] > 0
        row = {
            "measure": measure, "subject": subject, "unit": unit,
            **{f"ours_{key}": value for key, value in ours[1].items()}, "peer": peer[0],
            **{f"theirs_{key}": value for key, value in peer[1].items()},
            "ratio": figure if peer[0] and figure is not None else "", "bound": "" if bound is None else bound,
            "verdict": held, "late": " ".join(whose for whose, (name, _) in (("ours", ours), ("theirs", peer)) if name in late)}
        self.rows.append(row)
        print(" | ".join(cells(row)), flush=True)


def figures(values, rounds):
    """The median of those that are numbers, and how many are not."""
    values = [value for value in values if math.isfinite(value)]
    if not values:
        return {**NOTHING, "failed": rounds}
    return {"median": statistics.median(values), "low": min(values), "high": max(values), "runs": len(values),
            "failed": rounds - len(values)}


NOTHING = {"median": "", "low": "", "high": "", "runs": 0, "failed": 0}


def cells(row):
    """A row of the table."""
    unit = " " + row["unit"] if row["unit"] else ""

    def figure(whose):
        words = []
        if row[whose + "_runs"]:
            late = "at least " if whose in row["late"].split() else ""
            words.append(f"{late}{row[whose + '_median']:.4g}"
                         + (f" [{row[whose + '_low']:.4g}, {row[whose + '_high']:.4g}]" if row[whose + "_runs"] > 1 else "")
                         + unit)
        if row[whose + "_failed"]:
            words.append(f"failed {row[whose + '_failed']} of {row[whose + '_failed'] + row[whose + '_runs']}")
        return ", ".join(words)

    ratio = "" if row["ratio"] == "" else f"{row['ratio']:.3f}"
    bound = "" if row["bound"] == "" else f"{row['bound']:.4g}{unit if not row['peer'] else ''} {row['verdict']}"
    return [row["measure"], row["subject"], figure("ours"), row["peer"], figure("theirs"), ratio, bound]


def excesses(result, exact, count):
    """By how many per cent each of so many objectives lies above others; not a number where either is missing."""
    above = [100 * (ours / theirs - 1) for ours, theirs in zip(*[(curve or {"losses": []})["losses"] for curve in (result, exact)])]
    return (above + [math.nan] * count)[:count]


def worst(values):
    """The greatest; not a number where one is not."""
    return max(values) if all(map(math.isfinite, values)) else math.nan


def middle_sweep(result):
    """The first sweep warms caches and is left out where there are others."""
    sweeps = result["sweep_seconds"]
    return statistics.median(sweeps[1:] or sweeps)


def laps(result):
    """The seconds of every sweep, with the preparation in the first: the peers' is there."""
    first, *others = result["sweep_seconds"]
    return [result.get("prepare_seconds", 0) + first, *others]


@functools.cache
def double(bench, size, rank, count=6):
    """Exact sweeps in double precision, which several measures are checked with."""
    return bench.ours("double", bench.data, size, "--rank", rank, "--sweeps", count)


def sweeps(bench):
    sweeps_of(bench, "M", (32, 64, 128), 4 if bench.quick else 6)


def large_sweeps(bench, rank=64, count=3):
    sweeps_of(bench, "L", (rank,), count)
    words = (bench.data, "L", "--rank", rank, "--sweeps", count, "--loss")
    above = excesses(bench.ours("als", *words), bench.peer("als", "implicit-cg", *words), count)
    bench.check(f"objective above implicit-cg's after {count} sweeps", f"L rank {rank}", "%", above[-1:], 0.5)


def sweeps_of(bench, size, ranks, count):
    for rank in ranks:
        def ours(solver="auto", rank=rank):
            return bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", solver)

        def peer(name, rank=rank):
            return bench.peer("als", name, bench.data, size, "--rank", rank, "--sweeps", count)

        found = bench.alternate([
            ("auto", ours), ("implicit-cg", lambda: peer("implicit-cg")), ("irspack-cg", lambda: peer("irspack-cg"))])
        bench.compare("sweep", f"{size} rank {rank}", "s", found, middle_sweep,
                      {"implicit-cg": 0.40 if size == "L" else 0.45, "irspack-cg": None if size == "L" else 0.80})
        bench.compare("peak memory", f"{size} rank {rank}", "MiB", found, lambda r: r["peak_memory_mib"],
                      {"implicit-cg": 0.9} if size == "L" else {})


def exact_sweeps(bench, size="M", count=3):
    for rank in (64,) if bench.quick else (64, 128):
        found = bench.alternate([
            ("cholesky", lambda: bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", "cholesky")),
            *[(f"{name}-cholesky", lambda name=name: bench.peer(
                "als", f"{name}-cholesky", bench.data, size, "--rank", rank, "--sweeps", count))
              for name in ("implicit", "irspack")]])
        bench.compare("exact sweep", f"{size} rank {rank}", "s", found, middle_sweep,
                      {"implicit-cholesky": 0.25, "irspack-cholesky": 0.75})
        exact = bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", "cholesky", "--loss")
        bench.check("objective of exact sweeps above that in double precision", f"{size} rank {rank}", "%",
                    [worst(excesses(exact, double(bench, size, rank), count))], 0.05)


def losses(bench, size="M", rank=64, count=10):
    """Time to within one per cent of what ten exact sweeps reach.

    The objective is computed in one run of each, as it takes longer than the sweeps; the times are those of other runs.
    """
    def ours(*words):
        return bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, *words)

    def peer(name, *words):
        return bench.peer("als", name, bench.data, size, "--rank", rank, "--sweeps", count, *words)

    pieces = [("auto", ours), *[(name, lambda *words, name=name: peer(name, *words)) for name in ("implicit-cg", "irspack-cg")]]
    exact = ours("--solver", "cholesky", "--loss")
    curves = {name: piece("--loss") for name, piece in pieces}
    target = 1.01 * exact["losses"][-1] if exact else math.nan
    needed = {name: next((n + 1 for n, loss in enumerate(curve["losses"]) if loss <= target), None)
              for name, curve in curves.items() if curve}
    found = bench.alternate(pieces)
    # Where one does not arrive, what it has spent is a bound from below. Without a curve or a target nothing is known.
    known = {name: results if exact and name in needed else [] for name, results in found.items()}
    spent = {name: [sum(laps(result)[:needed[name]]) for result in results] for name, results in known.items()}
    bench.compare("time to 1 % of the exact loss", f"{size} rank {rank}", "s", spent, float,
                  {"implicit-cg": 0.40, "irspack-cg": 0.65}, late=[name for name, count in needed.items() if not count])
    if not exact:
        bench.missing.append("the time to 1 % of the exact loss, as the exact sweeps failed")
        return
    bench.sections.append([
        f"Sweeps to within 1 % of the objective of {count} exact sweeps, {size} rank {rank}: "
        + ", ".join(f"{name} {sweeps or f'more than {count}'}" for name, sweeps in needed.items())
        + ". The times are those of the preparation and these sweeps."])
    bench.curves = {"exact": exact["losses"]}
    for name, results in known.items():
        if results:
            bench.curves[name] = curves[name]["losses"]
            bench.curves[name + " seconds"] = [statistics.median(step) for step in zip(*map(laps, results))]


def excess(bench, size="M", ranks=(32, 64, 128), count=6, bound=0.2, aim=0.05):
    """How far the default solver's objective lies above that of exact sweeps in double precision."""
    rows = []
    for rank in ranks:
        result = bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--loss")
        above = excesses(result, double(bench, size, rank, count), count)
        bench.check("objective above that in double precision, from the second sweep", f"{size} rank {rank}", "%",
                    [worst(above[1:])], bound)
        rows.append(f"| {rank} | " + " | ".join(f"{value:.3f} %" for value in above)
                    + f" | {'aim held' if worst(above[3:]) <= aim else ''} |")
    bench.sections.append([
        f"How far the default solver's objective lies above that of exact sweeps in double precision from the same start "
        f"on {size}, after each sweep, with the aim of {aim} % from the fourth on:", "",
        "| rank | " + " | ".join(str(n + 1) for n in range(count)) + " | |", "|---:|" + "---:|" * count + "---|", *rows])


def cores(bench, size="M"):
    for rank in (64, 128):
        def ours(jobs, rank=rank):
            return bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", 5, "--jobs", jobs)

        found = bench.alternate([("two cores", lambda: ours(2)), ("one core", lambda: ours(1))])
        bench.compare("sweep on two cores", f"{size} rank {rank}", "s", found, middle_sweep, {"one core": 1 / 1.7})
        # To the bit.
        both = [bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", 5, "--loss", "--jobs", jobs) for jobs in (2, 1)]
        both = [result["losses"] if result else [] for result in both]
        differ = sum(a != b for a, b in zip(*both)) if all(len(curve) == 5 for curve in both) else math.nan
        bench.check("objectives that differ on one core", f"{size} rank {rank}", "", [differ], 0)


def floors(bench):
    floors_of(bench, "M", (64, 128), 5)


def large_floors(bench):
    floors_of(bench, "L", (64,), 3)


def floors_of(bench, size, ranks, count):
    """How far sweeps are from what the machine can do, which a probe finds out in the same turns."""
    shape = json.loads((pathlib.Path(bench.data) / f"{size}.json").read_text())
    for rank in ranks:
        def ours(solver, rank=rank):
            return bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", solver)

        def least(rank=rank):
            probe = bench.ours("probe", rank, shape["users"], shape["resources"])
            return probe and floor.floors(bench.data, size, rank, probe)

        found = bench.alternate([("auto", lambda: ours("auto")), ("cholesky", lambda: ours("cholesky")), ("floor", least)])
        for solver, method in (("auto", "conjugate gradient"), ("cholesky", "exact")):
            times = {solver: [middle_sweep(result) for result in found[solver]],
                     "floor": [result[method] for result in found["floor"]]}
            bench.compare(f"sweep, {method}", f"{size} rank {rank}", "s", times, float, {"floor": 5})


def searches(bench):
    for size in ("S",) if bench.quick else ("S", "M"):
        found = bench.alternate([
            ("fast", lambda: bench.ours("sweep", bench.data, f"{size}-train")),
            ("exact", lambda: bench.ours("sweep", bench.data, f"{size}-train", "--exact")),
            ("optuna + implicit", lambda: bench.peer("sweep", "optuna", bench.data, f"{size}-train"))])
        peer = {"optuna + implicit": found["optuna + implicit"]}
        bounds = {"fast": {"S": 1 / 6, "M": 1 / 8}[size], "exact": 1 / 2.5}
        for mode, words in (("fast", ""), ("exact", ", exact")):
            bench.compare("search of 24 settings" + words, size, "s", {mode: found[mode], **peer}, lambda r: r["seconds"],
                          {"optuna + implicit": bounds[mode]})
            # Of the choice fitted by itself: no more than 0.002 lower than the peer's.
            lost = {name: [1 - result.get("refitted_auc", result["auc"]) for result in results]
                    for name, results in ((mode, found[mode]), *peer.items())}
            theirs = lost["optuna + implicit"]
            bench.compare("1 − AUC of the choice" + words, size, "", lost, float,
                          {"optuna + implicit": 1 + 0.002 / statistics.median(theirs)} if theirs else {})


def lanes(bench):
    """Sixteen settings at once, for each setting and sweep, beside one setting of the others."""
    for size in ("S", "M"):
        for rank in (10, 16):
            found = bench.alternate([
                ("lanes", lambda: bench.ours("lanes", bench.data, size, "--rank", rank, "--sweeps", 5)),
                *[(f"{name}-cg", lambda name=name: bench.peer(
                    "als", f"{name}-cg", bench.data, size, "--rank", rank, "--sweeps", 5))
                  for name in ("implicit", "irspack")]])
            bench.compare("sweep of one of sixteen settings", f"{size} rank {rank}", "s", found, middle_sweep,
                          {"implicit-cg": 1 / 10, "irspack-cg": 1 / 5} if size == "M" else {})
            result = bench.ours("lanes", bench.data, size, "--rank", rank, "--sweeps", 5, "--loss")
            # After the last sweep, for each setting.
            above = excesses({"losses": result["losses"][-1]}, {"losses": result["exact_losses"][-1]}, 16) if result else [math.nan]
            bench.check("objective of the worst of sixteen settings above its exact fit's", f"{size} rank {rank}", "%",
                        [worst(above)], 0.2)


def pairs(bench):
    for users, resources, rank in ((50_000, 20_000, 32), (50_000, 20_000, 128), (200_000, 100_000, 64)):
        found = bench.alternate([
            ("products", lambda: bench.ours("pairs", users, resources, rank, 4_000_000)),
            ("numpy", lambda: bench.peer("pairs", "numpy", users, resources, rank, 4_000_000))])
        bench.compare("4 million pairs", f"{users} × {resources} rank {rank}", "s", found,
                      lambda r: statistics.median(r["seconds"]), {"numpy": 0.25})
    for rank in (32, 64, 128):
        folder = pathlib.Path(bench.data) / "sample"
        shutil.rmtree(folder, ignore_errors=True)
        bench.ours("als", bench.data, "M", "--rank", rank, "--sweeps", 1, "--sample", folder)
        result = bench.peer("products", "numpy", folder, "--rank", rank)
        shutil.rmtree(folder, ignore_errors=True)
        bench.check("scores of pairs, difference from NumPy's in double precision", f"M rank {rank}", "",
                    [result["difference"] if result else math.nan], 1e-4)


def every_pair(bench, size="M", rank=64):
    """Of every user the 20 unseen resources with the greatest products, and with the least: the most anomalous."""
    for words, ours, theirs in (("least anomalous", ["--expected"], []), ("most anomalous", [], ["--least"])):
        found = bench.alternate([
            ("rank", lambda: bench.ours("every-pair", bench.data, size, "--rank", rank, *ours)),
            *[(name, lambda name=name: bench.peer("every-pair", name, bench.data, size, "--rank", rank, *theirs))
              for name in ("implicit", "numpy")]])
        # The first time of each program, as the peers do it once.
        bench.compare(f"every pair, {words}", f"{size} rank {rank}", "s", found, lambda r: r["seconds"][0])


def loading(bench):
    """The events that `events.py` wrote, counted by user and share."""
    kinds = {"csv": {"polars": 0.75, "pandas": 0.5}, "jsonl": {"duckdb": 0.8, "polars": 0.5},
             "csv.gz": {"polars": None, "duckdb": None, "pandas": None}, "csv.zst": {"polars": None, "duckdb": None}}
    for kind, bounds in kinds.items():
        file = pathlib.Path(bench.data) / f"events.{kind}"
        if not file.exists():
            bench.missing.append(f"loading of {kind}: {file.name} is not there")
            continue
        found = bench.alternate([
            ("load", lambda: bench.ours("load", file)),
            *[(peer, lambda peer=peer: bench.loader(peer, file)) for peer in bounds]])
        subject = f"{found['load'][0]['rows']:,} events, {kind}" if found["load"] else kind
        # The bounds are those of ten million events.
        bench.compare("count events by user and share", subject, "s", found, lambda r: r["seconds"],
                      {} if bench.quick else bounds)
        bench.compare("peak memory", subject, "MiB", found, lambda r: r["peak_memory_mib"])
        # No file is mapped: all memory counts.
        bench.check("peak memory", subject, "MiB", [worst([r["peak_memory_mib"] for r in found["load"]] or [math.nan])], 1024)
        for peer in bounds:
            counts = {(r["rows"], r["pairs"]) for name in ("load", peer) for r in found[name]}
            differ = len(counts) - 1 if found["load"] and found[peer] else math.nan
            bench.check(f"numbers of events or pairs that are not {peer}'s", subject, "", [differ], 0)


def event_logs(bench):
    """The folder of event logs that `event_logs.py` wrote: our accesses beside every record as JSON."""
    folder = pathlib.Path(bench.data) / "evtx"
    if not folder.exists():
        bench.missing.append(f"event logs: {folder.name} is not there")
        return
    found = bench.alternate([
        ("one worker", lambda: bench.ours("load", folder, "--jobs", 1)), ("evtx", lambda: bench.loader("evtx", folder))])
    subject = f"{found['one worker'][0]['rows']:,} events, EVTX" if found["one worker"] else "EVTX"
    bench.compare("processor time of reading event logs", subject, "s", found, lambda r: r["processor_seconds"], {"evtx": 1.5})
    differ = len({r["rows"] for results in found.values() for r in results}) - 1 if all(found.values()) else math.nan
    bench.check("numbers of events that are not evtx's", subject, "", [differ], 0)
    found = bench.alternate([
        ("two workers", lambda: bench.ours("load", folder)), ("one worker", lambda: bench.ours("load", folder, "--jobs", 1))])
    bench.compare("reading event logs", subject, "s", found, lambda r: r["seconds"], {"one worker": 1 / 1.8})


def scoring(bench):
    """The programs' whole way from a log to a dataset, and from the log to alerts."""
    file, folder = pathlib.Path(bench.data) / "events.csv", pathlib.Path(bench.data) / "scoring"
    if not file.exists() or not bench.accesslab:
        bench.missing.append(f"scoring: {'the program accesslab' if file.exists() else file.name} is not there")
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    dataset, bundle = folder / "dataset", folder / "bundle"

    def ingest():
        return bench.timed([bench.accesslab, "ingest", file, "--output", dataset, "--force"])

    if ingest() and bench.timed([bench.accesslab, "train", dataset, "--alerts", "pairs", "--output", bundle]):
        found = bench.alternate([
            ("score", lambda: bench.timed([bench.accesslab, "score", bundle, file, "--output", folder / "alerts.jsonl"])),
            ("ingest", ingest)])
        bench.compare("from a log to alerts, beside from a log to a dataset", "events.csv, pairs", "s", found,
                      lambda r: r["seconds"], {"ingest": 1.3})
    shutil.rmtree(folder, ignore_errors=True)


def opening(bench, pairs=20_000_000):
    """A dataset folder that lies in the system's cache."""
    folder = pathlib.Path(bench.data) / "opening"
    shutil.rmtree(folder, ignore_errors=True)
    bench.ours("open", folder, "--pairs", pairs)
    found = bench.alternate([("open", lambda: bench.ours("open", folder))])["open"]
    shutil.rmtree(folder, ignore_errors=True)
    seconds = [statistics.median(r["seconds"]) if r["accesses"] == pairs else math.nan for r in found]
    bench.check("opening a dataset folder", f"{pairs:,} pairs", "s", seconds + [math.nan] * (bench.rounds - len(seconds)), 1)


def spark(bench):
    for rank in (64, 128):
        found = bench.alternate([
            ("auto", lambda: bench.ours("als", bench.data, "M", "--rank", rank, "--sweeps", 5)),
            ("spark", lambda: bench.peer("als", "spark", bench.data, "M", "--rank", rank, "--sweeps", 3))])
        bench.compare("sweep", f"M rank {rank}", "s", found, middle_sweep, {"spark": {64: 1 / 12, 128: 1 / 25}[rank]})
    found = bench.alternate([
        ("cyberml", lambda: bench.ours("reference", bench.data, "S")),
        ("spark, non-negative", lambda: bench.peer("reference", "spark", bench.data, "S"))])
    bench.compare("reference fit", "S", "s", found, lambda r: statistics.median(r["seconds"]), {"spark, non-negative": 0.01})


def machine():
    """Processor, memory, instruction sets and versions, as lines of Markdown."""
    lines = open("/proc/cpuinfo").read().splitlines()
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    sets = [name for name in facts.get("flags", "").split() if name.startswith(("avx", "fma", "bmi", "amx"))]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    compiler = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    compiler = next((line for line in compiler.splitlines() if "Swift version" in line), "Swift")
    peers = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in PACKAGES
        if any(distribution.metadata["Name"] == name for distribution in importlib.metadata.distributions(name=name)))
    return [f"- {facts.get('model name', platform.machine())}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} "
            f"{platform.release()}", f"- instruction sets: {', '.join(sets)}", f"- {compiler}",
            f"- Python {platform.python_version()}, {peers}"]


PACKAGES = ("numpy", "scipy", "implicit", "irspack", "optuna", "polars", "pandas", "duckdb", "pyarrow", "pyspark")


def write(bench, folder, arguments):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "measures.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, bench.rows[0].keys() if bench.rows else ["measure"])
        writer.writeheader()
        writer.writerows(bench.rows)
    (folder / "runs.ndjson").write_text("".join(json.dumps(run) + "\n" for run in bench.runs))
    loads = [run["load"] for run in bench.runs]
    text = [
        "# Beside other libraries", "",
        f"Two threads each, but one for NumPy's products of pairs, for pandas, which reads tables with one, and for what is named one "
        f"core. Medians of {bench.rounds} alternated runs [least, largest]; where fewer succeeded, it is said how many failed. A ratio is "
        f"AccessLab's figure by the peer's: below one is better. Where no peer is named, the bound is one of AccessLab's figure. "
        f"{time.strftime('%Y-%m-%d')}:", "", *machine(),
        *([f"- load average {statistics.median(loads):.1f} in the median, {max(loads):.1f} at most"] if loads else []), "",
        "| measure | on | AccessLab | peer | its figure | ratio | bound |", "|---|---|---:|---|---:|---:|---:|"]
    text += [f"| {' | '.join(cells(row))} |" for row in bench.rows]
    held = [row["verdict"] for row in bench.rows if row["verdict"]]
    text += ["", f"Of {len(held)} bounds {held.count('missed')} are missed. "
             f"Of {len(bench.runs)} runs {sum('failed' in run for run in bench.runs)} failed."]
    failed = collections.Counter(" ".join(run["command"]) for run in bench.runs if "failed" in run)
    text += ["", "Failed:", "", *[f"- {count} × `{words}`" for words, count in failed.items()]] if failed else []
    text += ["", "Left out:", "", *[f"- {words}" for words in bench.missing]] if bench.missing else []
    for section in bench.sections:
        text += ["", *section]
    text += ["", f"Made by `{command(arguments)}`; every run is in `runs.ndjson`."]
    draw(bench, folder, text)
    (folder / "README.md").write_text("\n".join(text) + "\n")


def draw(bench, folder, text):
    try:
        import matplotlib
        matplotlib.use("svg")
        import matplotlib.pyplot as plot
    except ImportError:
        return
    timed = [row for row in bench.rows if row["unit"] == "s" and row["ratio"] != ""]
    if not timed:
        return
    labels = [f"{row['measure']}, {row['subject']}, {row['peer']}" for row in timed]
    plot.rcParams["svg.hashsalt"] = "accesslab"
    figure, axis = plot.subplots(figsize=(9, 0.6 + 0.28 * len(timed)))
    axis.barh(labels[::-1], [row["ratio"] for row in timed][::-1], color="#4477aa")
    for place, row in enumerate(timed[::-1]):
        if row["bound"] != "":
            axis.plot([row["bound"]] * 2, [place - 0.4, place + 0.4], color="#cc3311")
    axis.axvline(1, color="black", linewidth=0.5)
    axis.set_xscale("log")
    axis.set_xlabel("AccessLab's time by the peer's; red: the bound")
    figure.savefig(folder / "ratios.svg", bbox_inches="tight", metadata={"Date": None})
    text += ["", "![Ratios](ratios.svg)"]
    curves = bench.curves
    if curves:
        figure, axis = plot.subplots(figsize=(7, 4))
        least = min(curves["exact"])
        for name in ("auto", "implicit-cg", "irspack-cg"):
            if name in curves:
                spent = [sum(curves[name + " seconds"][:n + 1]) for n in range(len(curves[name]))]
                axis.plot(spent, [100 * (loss / least - 1) for loss in curves[name]], marker="o", label=name)
        axis.set_yscale("symlog", linthresh=0.1)
        axis.set_xlabel("seconds of preparation and sweeps")
        axis.set_ylabel("% above the least exact objective")
        axis.legend()
        figure.savefig(folder / "objective.svg", bbox_inches="tight", metadata={"Date": None})
        text += ["", "![Objective over time](objective.svg)"]


def command(arguments):
    words = ["--quick"] * arguments.quick + ["--spark"] * arguments.spark
    return " ".join(["script/benchmark", *words, *(["--only", *arguments.only] if arguments.only else [])])


# What is measured, by the functions' names and in this order; each takes the Bench.
QUICK = [sweeps, exact_sweeps, losses, excess, cores, floors, lanes, pairs, every_pair, loading, event_logs, scoring, opening, searches]
SLOW = [large_sweeps, large_floors]
ON_DEMAND = [spark]


def chosen(arguments):
    if arguments.only:
        return [measure for measure in QUICK + SLOW + ON_DEMAND if measure.__name__ in arguments.only]
    return QUICK + ([] if arguments.quick else SLOW) + (ON_DEMAND if arguments.spark else [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--workload", required=True)
    parser.add_argument("--accesslab")
    parser.add_argument("--data", required=True)
    parser.add_argument("--results", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[],
                        choices=[measure.__name__ for measure in QUICK + SLOW + ON_DEMAND])
    arguments = parser.parse_args()
    bench = Bench(arguments.workload, arguments.data, arguments.quick, arguments.accesslab)
    measures = chosen(arguments)
    if not arguments.only:
        bench.missing += [f"`{measure.__name__}`, which `{command(arguments)}` does not measure"
                          for measure in QUICK + SLOW + ON_DEMAND if measure not in measures]
    for measure in measures:
        start = time.monotonic()
        try:
            measure(bench)
        except Exception as error:  # the other measures are worth having
            traceback.print_exc()
            bench.missing.append(f"`{measure.__name__}` or a part of it, which failed: {error!r}")
            bench.broken = True
        print(f"{measure.__name__} took {time.monotonic() - start:.0f} s", flush=True)
    # Single measures do not take the place of all.
    write(bench, arguments.results / "only" if arguments.only else arguments.results, arguments)
    missed = [row for row in bench.rows if row["verdict"] == "missed"]
    for row in missed:
        print("missed:", " | ".join(cells(row)), file=sys.stderr)
    sys.exit(1 if missed or bench.broken else 0)
