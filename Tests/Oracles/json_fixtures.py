"""Writes fixture files of tests: a JSON array with a line for each case.

JSON has no infinities and no NaN; they are the strings "inf", "-inf" and "nan".
"""

import json
import math
import pathlib

FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "StatisticsTests" / "Fixtures"


def plain(value):
    """What JSON can hold, of NumPy's numbers and arrays as well."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def write(name, cases):
    """Writes Tests/StatisticsTests/Fixtures/<name>.json."""
    FOLDER.mkdir(exist_ok=True)
    text = "[\n" + ",\n".join(json.dumps(plain(case), allow_nan=False) for case in cases) + "\n]\n"
    assert len(text) < 100_000, f"{name} has {len(text)} bytes"
    (FOLDER / f"{name}.json").write_text(text)
