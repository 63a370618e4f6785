"""Swift literals for fixture files, in lines of at most 120 columns."""

import textwrap


def number(value):
    """A number as Swift reads it; infinities and NaN have names there."""
    text = repr(value.item() if hasattr(value, "item") else value)
    return {"inf": ".infinity", "-inf": "-.infinity", "nan": ".nan"}.get(text, text)


def array(values, indent=12):
    """An array literal that starts anywhere and whose further lines are indented; `indent` is that of its name."""
    texts = [number(value) for value in values]
    if indent + sum(len(text) + 2 for text in texts) < 90:
        return "[" + ", ".join(texts) + "]"
    inside = " " * (indent + 4)
    lines = textwrap.fill(", ".join(texts) + ",", 120, initial_indent=inside, subsequent_indent=inside)
    return "[\n" + lines + "\n" + " " * indent + "]"
