"""The tables on disk: one row, one figure; nothing is interpreted here."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
KEYS = {
    "exchanges": ("activity", "item"),
    "grid": ("quantity", ""),
    "mixes": ("product", "activity"),
    "properties": ("product", "item"),
    "gwp": ("set", "flow"),
    "money": ("item", ""),
    "rules": ("item", ""),
    "recycling": ("product", "item"),
    "survival": ("name", "item"),
}
"""Tables of figures, each with the columns that name its figure."""


_TEXTS = ("place", "year", "unit", "source", "licence", "status", "note", "kind", "pathway", "age")
_NUMBERS = ("value", "low", "high", "quality")


class Row(NamedTuple):
    """One figure as authored, in its own unit.

    Parameters
    ----------
    table, key, item : where it stands and what it is of.
    place, year, pathway, age : where and when it holds; empty where it does not depend on them.
    value, low, high : in ``unit``; an empty bound is None.
    quality : 1 (best) to 5.
    kind : ``input``, ``emission``, ``money`` ... of a figure of an activity.
    line : in ``data/<table>.csv``, from 1.
    """

    table: str
    key: str
    item: str
    place: str
    year: str
    value: float
    unit: str
    low: float | None
    high: float | None
    source: str
    licence: str
    status: str
    quality: int
    note: str
    kind: str = ""
    pathway: str = ""
    age: str = ""
    line: int = 0


def read(table: str) -> list[Row]:
    """All figures of ``table``, in file order.

    Raises
    ------
    ValueError
        where a value is no number, or a row has more or fewer cells than the header.
    """
    key, item = KEYS[table]
    lines = _lines(table)
    _, header = next(lines)
    names = [key, item, *_TEXTS, *_NUMBERS]
    pick = itemgetter(*[header.index(name) if name in header else len(header) for name in names])
    return [_row(table, pick([*cells, ""]), line) for line, cells in lines if _whole(table, line, cells, header)]


def records(table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and columns of each row of ``table``, as text."""
    lines = _lines(table)
    _, header = next(lines)
    for line, cells in lines:
        yield line, dict(zip(header, cells, strict=True))


def _lines(table: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells, the header first."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        for cells in reader:
            yield reader.line_num, cells


def _whole(table: str, line: int, cells: Sequence[str], header: Sequence[str]) -> bool:
    if len(cells) != len(header):
        raise ValueError(f"{table}.csv:{line} has {len(cells)} cells, not {len(header)}")
    return True


def _row(table: str, cells: Sequence[str], line: int) -> Row:
    key, item, place, year, unit, source, licence, status, note, kind, pathway, age, value, low, high, quality = cells
    return Row(
        table, key, item, place, year, float(value), unit, float(low) if low else None, float(high) if high else None,
        source, licence, status, int(quality or 0), note, kind, pathway, age, line,
    )  # fmt: skip
