"""Times AccessLab beside other libraries, in turns, and writes what came out.

    run.py --workload PROGRAM --data FOLDER --results FOLDER [--quick] [--spark] [--only NAME…]

Every measure is a piece of work that AccessLab and a peer do one after the other, in five rounds; a figure is the median
over the rounds, with the least and the largest. A ratio is AccessLab's median by the peer's: below one is faster. The
results are written to FOLDER, those of --only to FOLDER/only.
"""
import argparse
import csv
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import floor

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    """What is measured with, and what has been measured so far."""

    rounds = 5

    def __init__(self, workload, data, quick=False):
        self.workload, self.data, self.quick = workload, data, quick
        self.rows = []
        self.runs = []
        # Sections of the report beside the table of ratios, as lines of Markdown.
        self.sections = []
        # The objective of each solver after every sweep, and the seconds that the sweeps took.
        self.curves = {}

    def ours(self, *words):
        return self.run([self.workload, *map(str, words)])

    def peer(self, *words):
        return self.run([sys.executable, "-W", "ignore", str(HERE / "peers.py"), *map(str, words)])

    def loader(self, *words):
        return self.run([sys.executable, "-W", "ignore", str(HERE / "loading.py"), *map(str, words)])

    def run(self, command):
        print("  ", " ".join(pathlib.Path(word).name for word in command), flush=True)
        done = subprocess.run(command, capture_output=True, text=True)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode or not lines:
            print(done.stderr[-500:], file=sys.stderr)
            return None
        result = json.loads(lines[-1])
        self.runs.append({"command": [os.path.relpath(word) if os.path.isabs(word) else word for word in command[1:]], "load": os.getloadavg()[0], **result})
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

    def compare(self, measure, subject, unit, found, value, must=None):
        """A row for each peer against the first piece."""
        values = {name: [value(result) for result in results] for name, results in found.items() if results}
        values = {name: [v for v in series if v is not None] for name, series in values.items()}
        ours, *peers = found
        if not values.get(ours):
            return
        for peer in peers:
            if not values.get(peer):
                continue
            a, b = values[ours], values[peer]
            bound = (must or {}).get(peer)
            self.rows.append({
                "measure": measure, "subject": subject, "unit": unit, "ours": statistics.median(a), "ours_low": min(a),
                "ours_high": max(a), "peer": peer, "theirs": statistics.median(b), "theirs_low": min(b),
                "theirs_high": max(b), "ratio": statistics.median(a) / statistics.median(b),
                "bound": bound if bound is not None else "", "rounds": min(len(a), len(b))})
            row = self.rows[-1]
            print(f"{measure} {subject}: {row['ours']:.4g} {unit}, {peer} {row['theirs']:.4g}, ratio {row['ratio']:.3f}"
                  + (f", {verdict(row)}" if bound else ""), flush=True)


def verdict(row):
    return f"{row['bound']:.3g} {'held' if row['ratio'] <= row['bound'] else 'missed'}" if row["bound"] != "" else ""


def middle_sweep(result):
    """The first sweep warms caches and is left out where there are others."""
    sweeps = result["sweep_seconds"]
    return statistics.median(sweeps[1:] or sweeps)


def sweeps(bench):
    sweeps_of(bench, "M", (32, 64, 128), 4 if bench.quick else 6)


def large_sweeps(bench):
    sweeps_of(bench, "L", (64,), 3)


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
    if not exact or not all(curves.values()):
        return
    target = 1.01 * exact["losses"][-1]
    needed = {name: next((n + 1 for n, loss in enumerate(curve["losses"]) if loss <= target), None)
              for name, curve in curves.items()}
    found = bench.alternate(pieces)
    # Where one does not arrive, what it has spent is a bound from below.
    spent = {name: [sum(result["sweep_seconds"][:needed[name]]) for result in results] for name, results in found.items()}
    bench.compare("time to 1 % of the exact loss", f"{size} rank {rank}", "s", spent, float,
                  {"implicit-cg": 0.40, "irspack-cg": 0.65})
    bench.sections.append([
        f"Sweeps to within 1 % of the objective of {count} exact sweeps, {size} rank {rank}: "
        + ", ".join(f"{name} {sweeps or f'more than {count}'}" for name, sweeps in needed.items()) + "."])
    bench.curves = {"exact": exact["losses"]}
    for name, results in found.items():
        bench.curves[name] = curves[name]["losses"]
        bench.curves[name + " seconds"] = [statistics.median(step) for step in zip(*[r["sweep_seconds"] for r in results])]


def excess(bench, size="M", ranks=(32, 64, 128), count=6, bound=0.2, aim=0.05):
    """How far the default solver's objective lies above that of exact sweeps in double precision."""
    rows = []
    for rank in ranks:
        common = (bench.data, size, "--rank", rank, "--sweeps", count)
        curves = [bench.ours("als", *common, "--loss"), bench.ours("double", *common)]
        if not all(curves):
            continue
        above = [100 * (a / b - 1) for a, b in zip(*[c["losses"] for c in curves])]
        verdict = "missed" if max(above[1:]) > bound else "aim held" if max(above[3:]) <= aim else "held"
        rows.append(f"| {rank} | " + " | ".join(f"{value:.3f} %" for value in above) + f" | {verdict} |")
        print(f"excess loss {size}:", rows[-1], flush=True)
    if rows:
        bench.sections.append([
            f"How far the default solver's objective lies above that of exact sweeps in double precision from the same start "
            f"on {size}, after each sweep; at most {bound} % from the second on, with the aim of {aim} % from the fourth on:", "",
            "| rank | " + " | ".join(str(n + 1) for n in range(count)) + " | |", "|---:|" + "---:|" * count + "---|", *rows])


def cores(bench, size="M"):
    for rank in (64, 128):
        def ours(jobs, rank=rank):
            return bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", 5, "--jobs", jobs)

        found = bench.alternate([("two cores", lambda: ours(2)), ("one core", lambda: ours(1))])
        bench.compare("sweep on two cores", f"{size} rank {rank}", "s", found, middle_sweep, {"one core": 1 / 1.7})


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


def pairs(bench):
    for users, resources, rank in ((50_000, 20_000, 32), (50_000, 20_000, 128), (200_000, 100_000, 64)):
        found = bench.alternate([
            ("products", lambda: bench.ours("pairs", users, resources, rank, 4_000_000)),
            ("numpy", lambda: bench.peer("pairs", "numpy", users, resources, rank, 4_000_000))])
        bench.compare("4 million pairs", f"{users} × {resources} rank {rank}", "s", found,
                      lambda r: statistics.median(r["seconds"]), {"numpy": 0.25})


def every_pair(bench, size="M", rank=64):
    """The first 20 unseen resources of every user."""
    found = bench.alternate([
        ("rank", lambda: bench.ours("every-pair", bench.data, size, "--rank", rank, "--expected")),
        ("rank, most anomalous", lambda: bench.ours("every-pair", bench.data, size, "--rank", rank)),
        *[(name, lambda name=name: bench.peer("every-pair", name, bench.data, size, "--rank", rank))
          for name in ("implicit", "numpy")]])
    peers = {name: found[name] for name in ("implicit", "numpy")}
    for piece, words in (("rank", "least anomalous"), ("rank, most anomalous", "most anomalous")):
        bench.compare(f"every pair, {words}", f"{size} rank {rank}", "s", {piece: found[piece], **peers},
                      lambda r: statistics.median(r["seconds"]))


def loading(bench):
    """The events that `events.py` wrote, counted by user and share."""
    for kind, bounds in (("csv", {"polars": 0.75, "pandas": 0.5}), ("jsonl", {"duckdb": 0.8, "polars": 0.5})):
        file = pathlib.Path(bench.data) / f"events.{kind}"
        if not file.exists():
            continue
        found = bench.alternate([
            ("load", lambda: bench.ours("load", file)),
            *[(peer, lambda peer=peer: bench.loader(peer, file)) for peer in bounds]])
        subject = f"{found['load'][0]['rows']:,} events, {kind}" if found["load"] else kind
        bench.compare("count events by user and share", subject, "s", found, lambda r: r["seconds"], bounds)
        bench.compare("peak memory", subject, "MiB", found, lambda r: r["peak_memory_mib"])


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
        f"Two threads each; medians of {bench.rounds} alternated runs [least, largest]. A ratio is AccessLab's figure by the "
        f"peer's: below one is better. {time.strftime('%Y-%m-%d')}:", "", *machine(),
        f"- load average {statistics.median(loads):.1f} in the median, {max(loads):.1f} at most", "",
        "| measure | on | AccessLab | peer | its figure | ratio | bound |", "|---|---|---:|---|---:|---:|---:|"]

    def figure(row, key):
        return f"{row[key]:.4g} [{row[key + '_low']:.4g}, {row[key + '_high']:.4g}] {row['unit']}"

    for row in bench.rows:
        text.append(f"| {row['measure']} | {row['subject']} | {figure(row, 'ours')} | {row['peer']} | {figure(row, 'theirs')} "
                    f"| {row['ratio']:.3f} | {verdict(row)} |")
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
    timed = [row for row in bench.rows if row["unit"] == "s"]
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
        axis.set_xlabel("seconds of sweeps")
        axis.set_ylabel("% above the least exact objective")
        axis.legend()
        figure.savefig(folder / "objective.svg", bbox_inches="tight", metadata={"Date": None})
        text += ["", "![Objective over time](objective.svg)"]


def command(arguments):
    words = ["--quick"] * arguments.quick + ["--spark"] * arguments.spark
    return " ".join(["script/benchmark", *words, *(["--only", *arguments.only] if arguments.only else [])])


# What is measured, by the functions' names and in this order; each takes the Bench.
QUICK = [sweeps, exact_sweeps, losses, excess, cores, floors, lanes, pairs, every_pair, loading, searches]
SLOW = [large_sweeps, large_floors]
ON_DEMAND = [spark]


def chosen(arguments):
    if arguments.only:
        return [measure for measure in QUICK + SLOW + ON_DEMAND if measure.__name__ in arguments.only]
    return QUICK + ([] if arguments.quick else SLOW) + (ON_DEMAND if arguments.spark else [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--workload", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--results", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[],
                        choices=[measure.__name__ for measure in QUICK + SLOW + ON_DEMAND])
    arguments = parser.parse_args()
    bench = Bench(arguments.workload, arguments.data, arguments.quick)
    for measure in chosen(arguments):
        start = time.monotonic()
        measure(bench)
        print(f"{measure.__name__} took {time.monotonic() - start:.0f} s", flush=True)
    # Single measures do not take the place of all.
    write(bench, arguments.results / "only" if arguments.only else arguments.results, arguments)
