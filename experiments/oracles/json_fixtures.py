"""Writes fixture files of tests: one JSON object, a line for each case of a list.

JSON has no infinities and no NaN; they are the strings "inf", "-inf" and "nan".
"""

import json
import math
import pathlib

FOLDER = pathlib.Path(__file__).parents[2] / "Tests" / "StatisticsTests" / "Fixtures"


def plain(value):
    """Numbers and lists as JSON has them, of NumPy's as well."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def write(name, **members):
    """Writes Fixtures/<name>.json."""
    FOLDER.mkdir(exist_ok=True)
    texts = []
    for member, value in members.items():
        value = plain(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("    " + json.dumps(row, allow_nan=False) for row in value)
            texts.append(f'  "{member}": [\n{rows}\n  ]')
        else:
            texts.append(f'  "{member}": {json.dumps(value, allow_nan=False)}')
    text = "{\n" + ",\n".join(texts) + "\n}\n"
    assert len(text) < 100_000, f"{name} has {len(text)} bytes"
    (FOLDER / f"{name}.json").write_text(text)
