"""One peer counts the events of each user and share: `loading.py LIBRARY FILE`; prints a line of JSON.

    polars, pandas or duckdb, of `events.csv`, which may be compressed, or `events.jsonl`
    evtx, of a folder of event logs: every record as JSON, with one thread
"""
import json
import os
import pathlib
import resource
import sys
import time

THREADS = 2
os.environ.setdefault("POLARS_MAX_THREADS", str(THREADS))

COLUMNS = ["SubjectUserName", "ShareName"]


def pandas(file):
    import pandas as pd

    return pd.read_csv(file, usecols=COLUMNS).groupby(COLUMNS, sort=False).size().to_numpy()


def polars(file):
    import polars as pl

    events = pl.scan_csv(file) if ".csv" in file else pl.scan_ndjson(file)
    counts = events.group_by(COLUMNS).agg(pl.len().alias("count")).collect(engine="streaming")
    for column in COLUMNS:
        counts[column].cast(pl.Categorical).to_physical().to_numpy()
    return counts["count"].to_numpy()


def duckdb(file):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    source = f"read_csv('{file}')" if ".csv" in file else f"read_json('{file}', format = 'newline_delimited')"
    return connection.execute(f"""
        with counts as (select SubjectUserName u, ShareName s, count(*) n from {source} group by all)
        select dense_rank() over (order by u) - 1 u, dense_rank() over (order by s) - 1 s, n from counts
        """).fetchnumpy()["n"]


def evtx(folder):
    import evtx
    import numpy as np

    # The text of each record; that nobody looks into it is to the library's good.
    return np.array([sum(1 for record in evtx.PyEvtxParser(str(file), number_of_threads=1).records_json())
                     for file in sorted(pathlib.Path(folder).iterdir())])


if __name__ == "__main__":
    start = time.perf_counter(), time.process_time()
    counts = {"pandas": pandas, "polars": polars, "duckdb": duckdb, "evtx": evtx}[sys.argv[1]](sys.argv[2])
    print(json.dumps({
        "seconds": time.perf_counter() - start[0], "processor_seconds": time.process_time() - start[1],
        "pairs": len(counts), "rows": int(counts.sum()),
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
