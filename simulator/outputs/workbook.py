"""Tables -> one workbook (XLSX): numbers to sixteen digits, text that never becomes a formula or a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 100_000
"""Rows of a sheet; of a longer table the sheet says how many are left out."""
_MOST_SIGNS = 32_767
"""Signs that a cell can hold, by the file format."""
_WIDEST, _NARROWEST = 60, 9
"""Width of a column [signs]."""
_LOOKED_AT = 200
"""Rows whose text decides how wide a column is."""
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The file's own date, the same for all: what is made from the same scenario is the same file."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A sheet of a workbook.

    Parameters
    ----------
    name : at most 31 signs; no brackets, colons, stars, question marks or strokes.
    table : columns of one length by their headings, units in brackets.
    notes : lines that stand above the table.
    """

    name: str
    table: Mapping[str, Sequence[Any] | NDArray[Any]]
    notes: tuple[str, ...] = ()


def write_workbook(target: Path | IO[bytes], leaves: Sequence[Leaf], title: str, subject: str) -> None:
    """Write sheets into one file, in their order.

    The same sheets give the same bytes. What is not a number (nan, None) is an empty cell.

    Parameters
    ----------
    title, subject : stand among the file's properties.
    """
    from xlsxwriter import Workbook  # a tenth of a second, for those who want a workbook

    made = Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made.set_properties({"title": _fitting(title), "subject": _fitting(subject), "author": "decarb", "created": _MADE})
    try:
        for leaf in leaves:
            _fill(made, leaf)
    finally:
        made.close()


def _fill(made: Workbook, leaf: Leaf) -> None:
    sheet = made.add_worksheet(leaf.name)
    columns = [_plain(values) for values in leaf.table.values()]
    rows = max(map(len, columns), default=0)
    notes = leaf.notes if rows <= MOST_ROWS else (*leaf.notes, f"The first {MOST_ROWS:,} of {rows:,} rows.")
    for at, (name, values) in enumerate(zip(leaf.table, columns, strict=True)):
        sheet.set_column(at, at, _width(name, values))
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, _fitting(note))
    bold = made.add_format({"bold": True, "bottom": 1})
    for at, name in enumerate(leaf.table):
        sheet.write_string(len(notes), at, _fitting(name), bold)
    sheet.freeze_panes(len(notes) + 1, 0)
    for row, cells in enumerate(zip(*(values[:MOST_ROWS] for values in columns), strict=True), len(notes) + 1):
        _write(sheet, row, cells)


def _plain(values: Sequence[Any] | NDArray[Any]) -> list[Any]:
    """A column as Python's own values."""
    return list(values.tolist() if hasattr(values, "tolist") else values)


def _write(sheet: Worksheet, row: int, cells: Sequence[Any]) -> None:
    for at, value in enumerate(cells):
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, int | float):
            if isfinite(value):
                sheet.write_number(row, at, value)
            elif value in (float("inf"), float("-inf")):
                sheet.write_string(row, at, str(value))
        elif value is not None and value != "":
            sheet.write_string(row, at, _fitting(str(value)))


def _fitting(text: str) -> str:
    """What fits into a cell; a longer text ends in dots."""
    return text if len(text) <= _MOST_SIGNS else text[: _MOST_SIGNS - 1] + "…"


def _width(name: str, values: Sequence[Any]) -> int:
    longest = max((len(value) for value in values[:_LOOKED_AT] if isinstance(value, str)), default=0)
    return min(max(longest, len(name), _NARROWEST) + 1, _WIDEST)


__all__ = ["MOST_ROWS", "Leaf", "write_workbook"]
