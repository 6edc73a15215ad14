"""Rows into figures: canonical units, money of one year, spreads, origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, cast

from simulator.errors import LibraryError
from simulator.network import Figure, Origin, Point, Spread, Status
from simulator.reference.tables import Row
from simulator.units import exchange, parse_unit

Key = TypeVar("Key")


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
    points = tuple(sorted((_point(row, wanted, rates) for row in rows), key=lambda point: point.x))
    return Figure(points, unit=parse_unit(wanted).canonical, name=name, origin=origin(rows[0]))


def _point(row: Row, wanted: str, rates: Mapping[str, float] | None) -> Point:
    unit = parse_unit(row.unit)
    if unit.dims != parse_unit(wanted).dims:
        raise LibraryError(f"{row.table}.csv:{row.line}: {row.key} {row.item} is in {row.unit}, not in {wanted}")
    factor = unit.factor * exchange(unit, "EUR2025", rates)
    best = row.value * factor
    low = best if row.low is None else row.low * factor
    high = best if row.high is None else row.high * factor
    spread = Spread("triangular", {"low": low, "high": high}) if low < high else None
    return Point(float(row.age or row.year), best, spread)


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


def grouped(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    """Rows of the same figure together, in file order."""
    groups: dict[Key, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups
