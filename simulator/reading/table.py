"""Tables: ``{$table: sales.csv}`` in place of a map of records or paths.

The columns say how rows are read. With years as columns, all columns before the first year are keys and each row is a
path. With a column ``value`` (or ``best``), all columns before it are keys and each row is a quantity (or an uncertain
value). Else the first column is the key and the others are fields of a record. A unit stands in brackets in the header,
``mass [kg]``; columns of reserved keys (``source``, ``status``, ``note``, ``between``) go with their row; an empty cell
says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.reading.faults import Faults
from simulator.reading.tree import SAID, UNCERTAIN, File, Node
from simulator.reading.yaml import scalar

MOST_ROWS = 50_000
_HEADER = re.compile(r"(.*?)\s*(?:\[([^\]]*)\])?\s*\Z", re.DOTALL)
_YEAR = re.compile(r"\d{4}\Z")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    unit: str
    key: bool


def expand(text: str, file: File, at: Node, faults: Faults) -> Node:
    """The map that a table stands for.

    Parameters
    ----------
    text, file : the table.
    at : the map with ``$table``; the result stands in its place and keeps what it says.
    """
    rows = list(_rows(text, file, faults))
    children = {key: child for key, child in at.map.items() if key in SAID}
    if not rows:
        faults.at("E-FILE-007", "the table is empty", file, 1, 1, expected="a header and rows")
        return Node(children, at.file, at.line, at.column, at.key_line, at.key_column, table=True)
    number, header = rows[0]
    columns = _columns(header, number, file, faults)
    for line, row in rows[1:]:
        if len(row) != len(columns):
            message = f"row {line} has {len(row)} columns, the header {len(columns)}"
            faults.at("E-FILE-007", message, file, line, row[-1].column, expected="as many columns as the header")
        else:
            _place(children, line, row, columns, file, faults)
    return Node(children, at.file, at.line, at.column, at.key_line, at.key_column, table=True)


def _rows(text: str, file: File, faults: Faults) -> Iterator[tuple[int, list[_Cell]]]:
    """Rows with text, by line number."""
    for number, line in enumerate(text.splitlines(), 1):
        if number > MOST_ROWS:
            faults.at("E-FILE-007", f"more than {MOST_ROWS} rows", file, number, 1)
            return
        cells = _cells(line)
        if cells is None:
            faults.at("E-FILE-007", f"row {number} has a quote that does not close", file, number, line.rfind('"') + 1,
                      hint="a cell stands on one line")  # fmt: skip
        elif any(cell.text for cell in cells):
            yield number, cells


def _cells(line: str) -> list[_Cell] | None:
    """Cells of a row with their columns; None where a quote stays open."""
    out, at = [], 0
    while at <= len(line):
        start = at
        if line[at : at + 1] == '"':
            text, at = _quoted(line, at + 1)
            if at < 0:
                return None
        else:
            end = line.find(",", at)
            at = len(line) if end < 0 else end
            text = line[start:at]
        out.append(_Cell(text.strip(), start + 1))
        at += 1
    return out


def _quoted(line: str, at: int) -> tuple[str, int]:
    """A quoted cell and where it ends; -1 where it does not."""
    text = ""
    while True:
        end = line.find('"', at)
        if end < 0:
            return text, -1
        text += line[at:end]
        if line[end + 1 : end + 2] != '"':
            comma = line.find(",", end)
            return text, len(line) if comma < 0 else comma
        text += '"'
        at = end + 2


def _columns(header: list[_Cell], line: int, file: File, faults: Faults) -> list[_Column]:
    """Names and units of the columns, and which are keys."""
    parts = [(match[1], match[2] or "") for cell in header if (match := _HEADER.match(cell.text))]
    names = [name for name, _ in parts]
    for position, name in enumerate(names):
        if not name or name in names[:position]:
            faults.at("E-FILE-007", f"column {position + 1} is {'named twice' if name else 'without a name'}: `{name}`",
                      file, line, header[position].column, expected="a name of its own")  # fmt: skip
    first = next((i for i, name in enumerate(names) if _YEAR.match(name) or name == "value" or name in UNCERTAIN), 1)
    if len(names) < 2 or first == 0:
        hint = "cells are separated by commas" if ";" in "".join(names) else ""
        faults.at(
            "E-FILE-007", "a table has a column of keys and at least one more", file, line, header[0].column, hint=hint
        )
    return [_Column(name, unit, position < max(first, 1)) for position, (name, unit) in enumerate(parts)]


def _place(
    children: dict[str, Node], line: int, row: list[_Cell], columns: list[_Column], file: File, faults: Faults
) -> None:
    """Put a row under its keys."""
    keys = [cell for cell, column in zip(row, columns, strict=True) if column.key]
    at = children
    for position, cell in enumerate(keys):
        if not cell.text:
            faults.at("E-FILE-007", f"row {line} has no key in column {position + 1}", file, line, cell.column)
            return
        last = position == len(keys) - 1
        known = at.get(cell.text)
        if known is None:
            known = at[cell.text] = Node({}, file, line, cell.column, line, cell.column)
        elif last:
            message = f"row {line} has the keys of row {known.key_line} again"
            faults.at("E-FILE-007", message, file, line, cell.column, hint="remove one of them")
            return
        if last:
            known.value = _row_value(line, row, columns, file)
        at = known.map


def _row_value(line: int, row: list[_Cell], columns: list[_Column], file: File) -> object:
    """What a row says: a map of its cells, or the one cell under ``value``."""
    cells: dict[str, Node] = {}
    for cell, column in zip(row, columns, strict=True):
        if not column.key and cell.text:
            cells[column.name] = _cell(cell, column, line, file)
    if "value" not in cells:
        return cells
    cells["best"] = cells.pop("value")
    return cells


def _cell(cell: _Cell, column: _Column, line: int, file: File) -> Node:
    """A cell; a bare number in a column with a unit becomes a quantity in it."""
    value = scalar(cell.text)
    if column.unit and isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{cell.text} {column.unit}"
    return Node(value, file, line, cell.column, line, cell.column)
