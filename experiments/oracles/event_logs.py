#!/usr/bin/env python3
"""Compares what AccessLab reads from binary event logs with what PyPI `evtx` reads: `event_logs.py PROGRAM FOLDER`.

Every event 5140 and 5145 below the folder is compared in each field, file by file and in the order of the file. Prints
the first differences, and ends with 1 where there is any, with 2 where nothing could be compared. `pip install evtx`.
"""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import evtx

SHOWN = 20
FIELDS = {"computer": "Computer", "subject_domain": "SubjectDomainName", "subject_user": "SubjectUserName",
          "subject_sid": "SubjectUserSid", "logon_id": "SubjectLogonId", "ip": "IpAddress", "port": "IpPort",
          "share": "ShareName", "local_path": "ShareLocalPath", "relative_target": "RelativeTargetName",
          "access_mask": "AccessMask"}
AUDIT = {"failure": 1 << 52, "success": 1 << 53}


def text(value):
    if value is None:
        return ""
    if isinstance(value, dict):
        value = value.get("#text", "")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def outcome(keywords):
    """By the audit bits: of both, or neither, nothing is known."""
    bits = int(keywords, 16)
    told = [name for name, bit in AUDIT.items() if bits & bit]
    return told[0] if len(told) == 1 else "unknown"


def expected(file):
    """The share events of a log by PyPI `evtx`, in the columns of a dump."""
    rows, parser = [], evtx.PyEvtxParser(str(file), number_of_threads=1)
    for record in parser.records_json():
        event = json.loads(record["data"])["Event"]
        system, data = event["System"], event.get("EventData") or {}
        number = int(text(system["EventID"]))
        if number not in (5140, 5145):
            continue
        row = {name: text(data.get(field)) for name, field in FIELDS.items()}
        row["computer"] = text(system.get("Computer"))
        row["event_id"] = str(number)
        row["timestamp"] = text(system["TimeCreated"]["#attributes"]["SystemTime"])
        row["outcome"] = outcome(text(system.get("Keywords")))
        rows.append(row)
    return rows


def normal(name, value):
    """What is spelled in two ways, and means the same."""
    value = value.strip()
    if name == "timestamp":
        whole, _, fraction = value.rstrip("Z").partition(".")
        return f"{whole}.{fraction.ljust(6, '0')[:6]}"
    if name in ("logon_id", "access_mask") and value:
        return hex(int(value, 0))
    return "" if value == "-" else value


def read(program, folder):
    """The share events of each log by AccessLab."""
    with tempfile.TemporaryDirectory() as place:
        dump = pathlib.Path(place, "events.csv")
        done = subprocess.run(
            [program, "ingest", folder, "--include-5145", "--dump", dump, "--output", pathlib.Path(place, "dataset")],
            capture_output=True, text=True)
        if not dump.exists():
            sys.exit(f"{program} read nothing:\n{done.stderr}")
        files = {}
        with open(dump, newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                files.setdefault(pathlib.Path(row["source_file"]).name, []).append(row)
        return files


def main(program, folder):
    ours, differences, compared = read(program, folder), [], 0
    files = sorted(pathlib.Path(folder).rglob("*.evtx"))
    for file in files:
        theirs, found = expected(file), ours.get(file.name, [])
        if len(theirs) != len(found):
            differences.append(f"{file.name}: {len(found)} events, PyPI evtx has {len(theirs)}")
        for place, (one, other) in enumerate(zip(found, theirs)):
            compared += 1
            for name in other:
                mine, right = normal(name, one[name]), normal(name, other[name])
                if mine != right:
                    differences.append(f"{file.name}, share event {place + 1}, {name}: {mine!r}, PyPI evtx has {right!r}")
    for line in differences[:SHOWN]:
        print(line)
    print(f"{compared} share events of {len(files)} logs compared, {len(differences)} differences")
    return 2 if compared == 0 else 1 if differences else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
