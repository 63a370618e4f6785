"""Writes the events that are loaded: `events.py FOLDER COUNT`.

Events 5140 of 20,000 users and 5,000 shares with Zipf popularity, in the columns of Sentinel's table SecurityEvent:
`events.csv`, the same as JSON lines, `events.jsonl`, and compressed, `events.csv.gz` and `events.csv.zst`; their number in
`events.json`.
"""
import gzip
import json
import pathlib
import shutil
import sys

import numpy as np
import polars as pl
import zstandard

USERS, SHARES = 20_000, 5_000


def zipf(random, kinds, count, exponent):
    weights = np.cumsum(np.arange(1, kinds + 1) ** -exponent)
    return np.minimum(np.searchsorted(weights / weights[-1], random.random(count)), kinds - 1)


def events(random, begin, count):
    user, share = zipf(random, USERS, count, 0.7), zipf(random, SHARES, count, 0.9)
    milliseconds = np.arange(begin, begin + count) * 260 + random.integers(0, 200, count)
    drawn = pl.DataFrame({
        "user": user, "share": share, "department": share % 40, "computer": random.integers(1, 40, count),
        "time": np.datetime64("2025-01-01T00:00:00", "ms") + milliseconds.astype("timedelta64[ms]"),
        "session": random.integers(1 << 20, 1 << 32, count), "port": random.integers(49152, 65535, count),
        "a": user // 4000, "b": user % 4000 // 250, "c": user % 250})
    return drawn.select(
        pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").alias("TimeCreated"), pl.lit(5140).alias("EventID"),
        pl.format("FS{}.corp.example", "computer").alias("Computer"),
        pl.format("S-1-5-21-3623811015-3361044348-30300820-{}", pl.col("user") + 1000).alias("SubjectUserSid"),
        pl.format("user{}", "user").alias("SubjectUserName"), pl.lit("CORP").alias("SubjectDomainName"),
        pl.format("0x{}", "session").alias("SubjectLogonId"), pl.lit("File").alias("ObjectType"),
        pl.format("10.{}.{}.{}", "a", "b", "c").alias("IpAddress"), pl.col("port").alias("IpPort"),
        pl.format("\\\\*\\dept{}-share{}", "department", "share").alias("ShareName"),
        pl.format("\\??\\D:\\Shares\\dept{}\\share{}", "department", "share").alias("ShareLocalPath"),
        pl.lit("0x1").alias("AccessMask"), pl.lit("%%4416").alias("AccessList"))


def wanted(name):
    """The folder and the number of events on the command line, and the file that will say their number. Ends the program
    where it does already."""
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    shape = folder / name
    if shape.exists() and json.loads(shape.read_text())["events"] == count:
        sys.exit()
    # What is cut short is not taken for what it replaces.
    shape.unlink(missing_ok=True)
    return folder, count, shape


if __name__ == "__main__":
    folder, count, shape = wanted("events.json")
    random = np.random.default_rng(5)
    table, lines = folder / "events.csv", folder / "events.jsonl"
    with open(table, "wb") as csv, open(lines, "wb") as jsonl:
        for begin in range(0, count, 1_000_000):
            part = events(random, begin, min(1_000_000, count - begin))
            part.write_csv(csv, include_header=begin == 0)
            part.write_ndjson(jsonl)
    for compressed in (gzip.open(f"{table}.gz", "wb", compresslevel=6), zstandard.open(f"{table}.zst", "wb")):
        with open(table, "rb") as csv, compressed:
            shutil.copyfileobj(csv, compressed, 1 << 20)
    shape.write_text(json.dumps({"events": count}))
