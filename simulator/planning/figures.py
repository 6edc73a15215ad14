"""Every figure of the reference library and of a scenario as one table: what it is, who says so, what rests on it."""

from __future__ import annotations

import csv
import functools
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.equations.arrays import path
from simulator.network import Figure, Mix, Origin, Scenario
from simulator.network.origin import STATUSES, UNPROVEN, Status
from simulator.outputs import safe
from simulator.planning.resting import Borne, Resting
from simulator.planning.summary import MARK
from simulator.reference import Row, rows

SCENARIO = "scenario"
"""Table of figures that the scenario states itself."""
MARKETS, WARMING = "survival", "gwp"
_STATUS: Mapping[str, Status] = {status: status for status in STATUSES}
_RESIDUAL = ", residual mix"
_LIBRARY = "reference/"


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure: as the library or a scenario has it, and what it does here.

    Parameters
    ----------
    table : of the library, or :data:`SCENARIO`; ``name``: ``key`` and ``item``.
    quality : 1 (best) to 5.
    unproven : whether it is to be marked.
    used : whether the scenario uses it; ``share`` of the gross asked for that rests on it [1], None where that is not traced.
    users, count : who uses it, the first of them, and how many.
    """

    table: str
    key: str
    item: str
    place: str
    year: str
    pathway: str
    value: float
    unit: str
    low: float | None
    high: float | None
    source: str
    licence: str
    status: str
    quality: int
    unproven: bool
    note: str
    used: bool = False
    share: float | None = None
    users: tuple[str, ...] = ()
    count: int = 0

    @property
    def name(self) -> str:
        """What it is of."""
        return f"{self.key}: {self.item}" if self.item else self.key

    def holds(self, words: Sequence[str]) -> bool:
        """Whether all words (folded) stand somewhere in it."""
        text = " ".join((self.table, self.name, self.place, self.year, self.pathway, f"{self.value:g}", self.unit, self.source,
                         self.licence, self.status, self.note)).casefold()  # fmt: skip
        return all(word in text for word in words)


def entries(found: Resting, year: int) -> list[Entry]:
    """Every figure of the library, and those that the scenario states, the ones that bear most first.

    Parameters
    ----------
    year : of which values of the scenario's own paths are told.
    """
    known = _borne(found)
    scenario = found.scenario
    drawn = _drawn(scenario)
    listed = [_of_library(row, known.get(_key(row)), drawn, found.total) for row in _rows()]
    own = [_of_scenario(one, scenario, year, found.total) for one in found.borne if _stated(one)]
    return sorted([*own, *listed], key=lambda one: (-(one.share or 0.0), not one.used))


def chosen(known: Sequence[Entry], search: str, *, used: bool, **among: Collection[str]) -> list[Entry]:
    """Entries that hold all words of a search and whose fields are among those asked for.

    Parameters
    ----------
    among : ``table``, ``status``, ``place``, ``licence`` -> values; none: all.
    """
    words = search.casefold().split()
    wanted = {field: set(values) for field, values in among.items() if values}
    return [
        one
        for one in known
        if (one.used or not used)
        and all(getattr(one, field) in values for field, values in wanted.items())
        and one.holds(words)
    ]


FIELDS = ("table", "status", "place", "licence")
"""Fields that :func:`chosen` takes."""


def values(known: Sequence[Entry], field: str) -> list[str]:
    """Every value of a field, the most frequent first."""
    counted = Counter(str(getattr(one, field)) for one in known)
    return [value for value, _ in counted.most_common() if value]


def statuses(known: Sequence[Entry]) -> dict[str, int]:
    """How many there are of each status, the surest first."""
    counted = Counter(one.status for one in known)
    return {status: counted[status] for status in STATUSES if status in counted}


COLUMNS = ("figure", "place", "year", "value", "unit", "rests on it [%]", "status", "quality", "low", "high", "source", "licence",
           "pathway", "kind", "note")  # fmt: skip
"""Headers of :func:`columns`."""


def columns(known: Sequence[Entry]) -> dict[str, list[object]]:
    """Entries as columns, in the order of :data:`COLUMNS`; what is only assumed is marked in its status."""
    cells = [
        (one.name, one.place, one.year, one.value, one.unit, None if one.share is None else 100 * one.share,
         one.status + (f" {MARK}" if one.unproven else ""), one.quality, one.low, one.high, one.source, one.licence,
         one.pathway, one.table, one.note)
        for one in known
    ]  # fmt: skip
    return {header: [row[at] for row in cells] for at, header in enumerate(COLUMNS)}


def as_csv(known: Sequence[Entry]) -> str:
    """The same as a file; no cell of it becomes a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    table = columns(known)
    for row in zip(*table.values(), strict=True):
        writer.writerow(
            [safe(cell) if isinstance(cell, str) else "" if cell is None else f"{cell:.12g}" for cell in row]
        )
    return out.getvalue()


# ---- where they come from ----------------------------------------------------------------------------------------


@functools.cache
def _rows() -> tuple[Row, ...]:
    return tuple(rows())


def _name(row: Row) -> str:
    """A row as figures made of it are called."""
    residual = row.item.endswith(_RESIDUAL)
    pathway = f"/{row.pathway}" if row.pathway else ""
    return f"{row.key}.{row.item.removesuffix(_RESIDUAL)}@{row.place}{pathway}{'/residual' if residual else ''}"


def _line(row: Row) -> tuple[str, int]:
    return f"{_LIBRARY}{row.table}.csv", row.line


def _key(row: Row) -> tuple[str, str]:
    """Name and kind: rows of one name and kind are the points of one figure."""
    return _name(row), row.kind


@functools.cache
def _kinds() -> Mapping[tuple[str, str, int], tuple[str, str]]:
    """The key of the row that stands in a line of a table, by the name of figures made of it; else by the line alone."""
    named = {(_name(row), *_line(row)): _key(row) for row in _rows()}
    return {("", *_line(row)): _key(row) for row in reversed(_rows())} | named


def _borne(found: Resting) -> Mapping[tuple[str, str], list[Borne]]:
    """Figures of the library in the network by the keys of their rows."""
    known: dict[tuple[str, str], list[Borne]] = {}
    for one in found.borne:
        origin = one.figure.origin
        key = _kinds().get((one.figure.name, origin.file, origin.line)) or _kinds().get(("", origin.file, origin.line))
        if key is not None:
            known.setdefault(key, []).append(one)
    return known


def _stated(one: Borne) -> bool:
    """Whether the scenario itself says a figure; what only stands for a count of one has no origin."""
    return bool(one.figure.origin.file) and not one.figure.origin.packaged


def _of_library(row: Row, borne: list[Borne] | None, drawn: frozenset[tuple[str, int]], total: float) -> Entry:
    users = tuple(dict.fromkeys(user for one in borne or () for user in one.users))
    kg = None if borne is None else sum(one.kg for one in borne)
    share = None if kg is None or not total else kg / total
    status = _STATUS[row.status]
    return Entry(
        row.table, row.key, row.item, row.place, row.year, row.pathway, row.value, row.unit, row.low, row.high, row.source,
        row.licence, status, Origin(status=status, quality=row.quality).rating, status in UNPROVEN, row.note,
        borne is not None or _line(row) in drawn, share, users, sum(one.count for one in borne or ()),
    )  # fmt: skip


def _of_scenario(one: Borne, scenario: Scenario, year: int, total: float) -> Entry:
    figure, origin = one.figure, one.figure.origin
    point = _at(figure, year)
    law = figure.points[-1].spread
    low, high = (law.parameters.get("low"), law.parameters.get("high")) if law is not None else (None, None)
    return Entry(
        SCENARIO, figure.name, f"{Path(origin.file).name}:{origin.line}" if origin.line else "", "", "" if figure.constant
        else str(year), "", point, figure.unit, low, high, origin.source, origin.licence, origin.status, origin.rating,
        origin.unproven, origin.note, True, one.kg / total if total else None, one.users, one.count,
    )  # fmt: skip


def _at(figure: Figure, year: int) -> float:
    return float(path(figure, np.array([float(year)]))[0])


def _drawn(scenario: Scenario) -> frozenset[tuple[str, int]]:
    """Rows that a scenario draws on beside the figures of its network: mixes, survival, warming potentials, rules."""
    origins = {(one.file, one.line) for one in _origins(scenario)}
    curves = {market.survival.name for market in scenario.markets.values()}
    curves |= {market.exports.survival.name for market in scenario.markets.values() if market.exports is not None}
    by_name = (
        _line(row) for row in _rows()
        if (row.table == MARKETS and row.key in curves) or (row.table == WARMING and row.key == scenario.accounting.gwp)
    )  # fmt: skip
    return frozenset((*origins, *by_name))


def _origins(scenario: Scenario) -> Iterator[Origin]:
    bought = {product for activity in scenario.activities.values() for product in _bought(activity)}
    for mix in scenario.mixes:
        if mix.product in bought:
            yield from _of_mix(mix)
    for policy in scenario.policies.values():
        yield from (value.origin for value in _fields(policy.rule) if isinstance(value, Figure))


def _bought(activity: object) -> Iterator[str]:
    for recipe in getattr(activity, "recipes", ()):
        yield from (each.product for each in recipe.inputs)


def _of_mix(mix: Mix) -> Iterator[Origin]:
    yield from (share.origin for share in mix.shares.values() if share is not None)


def _fields(record: object) -> Iterator[object]:
    return (getattr(record, name) for name in getattr(record, "__slots__", ()))


__all__ = ["COLUMNS", "FIELDS", "SCENARIO", "Entry", "as_csv", "chosen", "columns", "entries", "statuses", "values"]
