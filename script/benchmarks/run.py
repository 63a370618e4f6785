"""Times AccessLab beside other libraries, in turns, and writes what came out.

    run.py --workload PROGRAM --data FOLDER --results FOLDER [--rounds N] [--sizes M,L] [--spark] [--only NAME…]

Every measure is a piece of work that AccessLab and a peer do one after the other, so many rounds; a figure is the
median over the rounds, with the least and the largest. A ratio is AccessLab's median by the peer's: below one is faster.
"""
import argparse
import csv
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    def __init__(self, workload, data, rounds):
        self.workload, self.data, self.rounds = workload, data, rounds
        self.rows = []
        self.runs = []

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
        self.runs.append({"command": command[1:], "load": os.getloadavg()[0], **result})
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
                  + (f" (bound {bound})" if bound else ""), flush=True)


def middle_sweep(result):
    """The first sweep warms caches and is left out where there are others."""
    sweeps = result["sweep_seconds"]
    return statistics.median(sweeps[1:] or sweeps)


def sweeps(bench, size, ranks, count):
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


def exact_sweeps(bench, size, ranks, count):
    for rank in ranks:
        found = bench.alternate([
            ("cholesky", lambda: bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", "cholesky")),
            *[(f"{name}-cholesky", lambda name=name: bench.peer(
                "als", f"{name}-cholesky", bench.data, size, "--rank", rank, "--sweeps", count))
              for name in ("implicit", "irspack")]])
        bench.compare("exact sweep", f"{size} rank {rank}", "s", found, middle_sweep,
                      {"implicit-cholesky": 0.25, "irspack-cholesky": 0.75})


def losses(bench, size, rank, count=12):
    """Time to within one per cent of what ten exact sweeps reach, and how far the default solver is from them."""
    exact = bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", "cholesky", "--loss")
    if not exact:
        return None
    target = 1.01 * exact["losses"][9]

    def arrival(result):
        spent = 0.0
        for seconds, loss in zip(result["sweep_seconds"], result["losses"]):
            spent += seconds
            if loss <= target:
                return spent
        return None

    found = bench.alternate([
        ("auto", lambda: bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--loss")),
        ("implicit-cg", lambda: bench.peer("als", "implicit-cg", bench.data, size, "--rank", rank, "--sweeps", count, "--loss")),
        ("irspack-cg", lambda: bench.peer("als", "irspack-cg", bench.data, size, "--rank", rank, "--sweeps", count, "--loss"))])
    bench.compare("time to 1 % of the exact loss", f"{size} rank {rank}", "s", found, arrival,
                  {"implicit-cg": 0.40, "irspack-cg": 0.65})
    curves = {"exact": exact["losses"]}
    for name, results in found.items():
        if results:
            curves[name] = results[0]["losses"]
            times = [statistics.median(step) for step in zip(*[r["sweep_seconds"] for r in results])]
            curves[name + " seconds"] = times
    return curves


def excess(bench, size, ranks, count=6):
    rows = []
    for rank in ranks:
        curves = [bench.ours("als", bench.data, size, "--rank", rank, "--sweeps", count, "--solver", solver, "--loss")
                  for solver in ("auto", "cholesky")]
        if all(curves):
            rows.append((rank, [100 * (a / b - 1) for a, b in zip(*[c["losses"] for c in curves])]))
            print(f"excess loss {size} rank {rank}:", " ".join(f"{e:.3f} %" for e in rows[-1][1]), flush=True)
    return rows


def searches(bench, sizes):
    for size in sizes:
        found = bench.alternate([
            ("fast", lambda: bench.ours("sweep", bench.data, f"{size}-train")),
            ("optuna + implicit", lambda: bench.peer("sweep", "optuna", bench.data, f"{size}-train"))])
        exact = bench.alternate([("exact", lambda: bench.ours("sweep", bench.data, f"{size}-train", "--exact"))])
        bench.compare("search of 24 settings", size, "s", found, lambda r: r["seconds"],
                      {"optuna + implicit": {"S": 1 / 6, "M": 1 / 8}[size]})
        bench.compare("search of 24 settings, exact", size, "s",
                      {"exact": exact["exact"], "optuna + implicit": found["optuna + implicit"]}, lambda r: r["seconds"],
                      {"optuna + implicit": 1 / 2.5})
        chosen = {"fast": found["fast"], "optuna + implicit": found["optuna + implicit"]}
        bench.compare("AUC of the choice, refitted", size, "", chosen, lambda r: r.get("refitted_auc", r.get("auc")))


def pairs(bench):
    for users, resources, rank in ((50_000, 20_000, 32), (50_000, 20_000, 128), (200_000, 100_000, 64)):
        found = bench.alternate([
            ("products", lambda: bench.ours("pairs", users, resources, rank, 4_000_000)),
            ("numpy", lambda: bench.peer("pairs", "numpy", users, resources, rank, 4_000_000))])
        bench.compare("4 million pairs", f"{users} × {resources} rank {rank}", "s", found,
                      lambda r: statistics.median(r["seconds"]), {"numpy": 0.25})


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
        found = {"auto": bench.alternate([("auto", lambda: bench.ours("als", bench.data, "M", "--rank", rank, "--sweeps", 5))])["auto"],
                 "spark": [bench.peer("als", "spark", bench.data, "M", "--rank", rank, "--sweeps", 3)]}
        found["spark"] = [result for result in found["spark"] if result]
        bench.compare("sweep", f"M rank {rank}", "s", found, middle_sweep, {"spark": {64: 1 / 12, 128: 1 / 25}[rank]})
    found = {"cyberml": bench.alternate([("cyberml", lambda: bench.ours("reference", bench.data, "S"))])["cyberml"],
             "spark, non-negative": [bench.peer("reference", "spark", bench.data, "S")]}
    found["spark, non-negative"] = [result for result in found["spark, non-negative"] if result]
    bench.compare("reference fit", "S", "s", found, lambda r: statistics.median(r["seconds"]), {"spark, non-negative": 0.01})


def write(bench, folder, curves, excesses, arguments):
    folder.mkdir(parents=True, exist_ok=True)
    if not bench.rows:
        return
    with open(folder / "measures.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, bench.rows[0].keys())
        writer.writeheader()
        writer.writerows(bench.rows)
    (folder / "runs.ndjson").write_text("".join(json.dumps(run) + "\n" for run in bench.runs))
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    text = [
        "# Beside other libraries", "",
        f"{cpu}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}; two threads each; medians of alternated runs "
        "[least, largest]. A ratio is AccessLab's time by the peer's: below one is faster.", "",
        "| measure | on | AccessLab | peer | its figure | ratio | bound |", "|---|---|---:|---|---:|---:|---:|"]

    def figure(row, key):
        return f"{row[key]:.4g} [{row[key + '_low']:.4g}, {row[key + '_high']:.4g}] {row['unit']}"

    for row in bench.rows:
        bound = f"{row['bound']:.3g}" + (" ✓" if row["ratio"] <= row["bound"] else " missed") if row["bound"] != "" else ""
        text.append(f"| {row['measure']} | {row['subject']} | {figure(row, 'ours')} | {row['peer']} | {figure(row, 'theirs')} "
                    f"| {row['ratio']:.3f} | {bound} |")
    if excesses:
        text += ["", "How far the default solver's objective lies above that of exact sweeps from the same start, after each sweep:", "",
                 "| rank | " + " | ".join(str(n + 1) for n in range(len(excesses[0][1]))) + " |",
                 "|---:|" + "---:|" * len(excesses[0][1])]
        text += [f"| {rank} | " + " | ".join(f"{value:.3f} %" for value in row) + " |" for rank, row in excesses]
    text += ["", f"Made by `script/benchmark{' --quick' if arguments.quick else ''}`; every run is in `runs.ndjson`."]
    draw(bench, folder, curves, text)
    (folder / "README.md").write_text("\n".join(text) + "\n")


def draw(bench, folder, curves, text):
    try:
        import matplotlib
        matplotlib.use("svg")
        import matplotlib.pyplot as plot
    except ImportError:
        return
    timed = [row for row in bench.rows if row["unit"] == "s"]
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--workload", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--results", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--spark", action="store_true")
    arguments = parser.parse_args()
    bench = Bench(arguments.workload, arguments.data, 3 if arguments.quick else 5)
    sweeps(bench, "M", (32, 64, 128), 5)
    exact_sweeps(bench, "M", (64, 128), 3)
    curves = losses(bench, "M", 64)
    excesses = excess(bench, "M", (32, 64, 128))
    pairs(bench)
    loading(bench)
    searches(bench, ("S",) if arguments.quick else ("S", "M"))
    if not arguments.quick:
        sweeps(bench, "L", (64,), 3)
    if arguments.spark:
        spark(bench)
    write(bench, arguments.results, curves, excesses, arguments)
