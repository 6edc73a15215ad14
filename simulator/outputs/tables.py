"""Tables -> CSV files, in tonnes, safe to open in a spreadsheet, with the schema that the data package names."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from simulator.outputs.folder import Room
from simulator.outputs.units import COLUMNS, header

if TYPE_CHECKING:
    import pandas as pd

Field = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t")


def write_table(room: Room, name: str, table: Mapping[str, NDArray[Any]], folder: str = "annual") -> list[Field]:
    """Write ``name.csv`` into a folder of the room (``.`` is the room itself) and give the fields of its schema.

    Numbers have twelve digits; one that is not known (nan) is left empty. Text that a spreadsheet would take for a formula gets a
    leading apostrophe.
    """
    columns = [_column(label, values.tolist()) for label, values in table.items()]
    lines = [",".join(_cell(header(label)) for label in table), *map(",".join, zip(*columns, strict=True))]
    room.path(f"{folder}/{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return [_field(label) for label in table]


def in_units(table: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """A table with its columns in the units that files are written in, headings as in the CSV files."""
    return {
        header(name): values * COLUMNS[name].factor if name in COLUMNS else values for name, values in table.items()
    }


def frame(table: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """The same for a page, with text that no spreadsheet takes for a formula."""
    import pandas as pd  # imported here: a run needs no frame

    found = pd.DataFrame(in_units(table))
    return found.map(lambda cell: safe(cell) if isinstance(cell, str) else cell)


def safe(text: str) -> str:
    """The text on one line, with an apostrophe before what a spreadsheet would take for a formula."""
    line = " ".join(text.splitlines())
    return "'" + line if line.startswith(_FORMULA) else line


def _cell(value: object) -> str:
    """A label as it stands in the file: in quotes where it holds a comma or quotes (RFC 4180)."""
    text = safe(value) if isinstance(value, str) else str(value)
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def _column(label: str, values: list[Any]) -> list[str]:
    """A column as text; each label is looked at once, which the CSV writer would do in every row."""
    written = COLUMNS.get(label)
    if written is None:
        known = {value: _cell(value) for value in set(values)}
        return [known[value] for value in values]
    factor = written.factor
    return ["" if isnan(value) else format(value * factor, ".12g") for value in values]


def _field(label: str) -> Field:
    """How the data package describes a column."""
    written = COLUMNS.get(label)
    if written is None:
        return {"name": label, "type": "string"}
    return {"name": header(label), "type": "number", "unit": written.unit, "description": written.means}


__all__ = ["Field", "frame", "in_units", "safe", "write_table"]
