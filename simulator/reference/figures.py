"""Rows into figures: canonical units, money of one year, spreads, origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar, cast

from simulator.errors import LibraryError
from simulator.network import Figure, Origin, Point, Spread, Status
from simulator.reference.tables import Row
from simulator.units import Unit, exchange, parse_unit

Key = TypeVar("Key")
Noun = TypeVar("Noun")


def figure(rows: Sequence[Row], name: str, wanted: str, rates: Mapping[str, float] | None = None) -> Figure:
    """One figure out of its rows: a constant, or a path over their years (ages, for a survival curve).

    Parameters
    ----------
    rows : of one figure; not empty.
    name : dotted path of the figure.
    wanted : canonical unit it must have, as ``kWh/kg``.
    rates : EUR2025 per unit of each currency.

    Raises
    ------
    LibraryError
        where a row has a unit of another dimension.
    """
    target = parse_unit(wanted)
    points = sorted((_point(row, target, rates) for row in rows), key=attrgetter("x"))
    return Figure(tuple(points), unit=target.canonical, name=name, origin=origin(rows[0]))


def _point(row: Row, wanted: Unit, rates: Mapping[str, float] | None) -> Point:
    unit = parse_unit(row.unit)
    if unit.dims != wanted.dims:
        raise LibraryError(f"{row.table}.csv:{row.line}: {row.key} {row.item} is in {row.unit}, not in {wanted.text}")
    factor = unit.factor * exchange(unit, "EUR2025", rates)
    best, year = row.value * factor, float(row.age or row.year)
    if row.low is None and row.high is None:
        return Point(year, best)
    low = best if row.low is None else row.low * factor
    high = best if row.high is None else row.high * factor
    spread = Spread("triangular", {"low": low, "high": high}) if low < high else None
    return Point(year, best, spread)


def origin(row: Row) -> Origin:
    """Where a row stands and who says so."""
    return Origin(
        file=f"reference/{row.table}.csv",
        line=row.line,
        source=row.source,
        status=cast("Status", row.status),
        licence=row.licence,
        note=row.note,
        quality=row.quality,
    )


def grouped(pairs: Iterable[tuple[Key, Noun]]) -> dict[Key, list[Noun]]:
    """What has the same key together, in the order given."""
    groups: dict[Key, list[Noun]] = {}
    for key, noun in pairs:
        groups.setdefault(key, []).append(noun)
    return groups
