"""Frames -> CSV files, in tonnes, safe to open in a spreadsheet, with the schema that the data package names."""

from __future__ import annotations

import csv
from typing import Any

import pandas as pd

from simulator.outputs.folder import Room
from simulator.outputs.units import COLUMNS, header

Field = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t")


def write_table(room: Room, name: str, frame: pd.DataFrame) -> list[Field]:
    """Write ``annual/name.csv`` and give the fields of its schema.

    Numbers have twelve digits; text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    columns = [_column(str(label), frame[label].to_numpy().tolist()) for label in frame.columns]
    with room.path(f"annual/{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([header(str(label)) for label in frame.columns])
        writer.writerows(zip(*columns, strict=True))
    return [_field(str(label)) for label in frame.columns]


def safe(text: str) -> str:
    """The text on one line, with an apostrophe before what a spreadsheet would take for a formula."""
    line = " ".join(text.splitlines())
    return "'" + line if line.startswith(_FORMULA) else line


def _column(label: str, values: list[Any]) -> list[Any]:
    written = COLUMNS.get(label)
    if written is None:
        known = {value: safe(value) if isinstance(value, str) else value for value in set(values)}
        return [known[value] for value in values]
    factor = written.factor
    return [format(value * factor, ".12g") for value in values]


def _field(label: str) -> Field:
    """How the data package describes a column."""
    written = COLUMNS.get(label)
    if written is None:
        return {"name": label, "type": "string"}
    return {"name": header(label), "type": "number", "unit": written.unit, "description": written.means}


__all__ = ["Field", "safe", "write_table"]
