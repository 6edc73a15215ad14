"""Every figure that a scenario rests on, with who says so: one row each, from the scenario's files and from the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from simulator.network import Figure, Point, Scenario

_APART = ("document", "gwp")
"""Parts of a scenario that hold no figures."""
COLUMNS = ("figure", "unit", "from", "first value", "to", "last value", "path", "between", "uncertainty", "source", "status",
           "rating", "licence", "confidential", "file", "line", "note")  # fmt: skip


def assumptions(scenario: Scenario) -> dict[str, list[Any]]:
    """Columns of all figures, the scenario's own first.

    ``from`` and ``to`` are the years (or ages) of the first and last point, empty for a constant; ``path`` is all points;
    ``rating`` 1 is best, 5 worst; units are canonical, as figures are held inside.
    """
    found = sorted(figures(scenario), key=lambda one: (one.origin.packaged, one.origin.file, one.origin.line, one.name))
    rows = [_row(one) for one in found]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def figures(scenario: Scenario) -> list[Figure]:
    """Every figure of a scenario once, also where several recipes share it."""
    met: dict[int, object] = {}
    parts = (getattr(scenario, field.name) for field in fields(scenario) if field.name not in _APART)
    return [one for part in parts for one in _within(part, met)]


def _within(value: object, met: dict[int, object]) -> Iterator[Figure]:
    """Figures in a record and the records below it; ``met`` keeps what was seen, so that no address is used twice."""
    if isinstance(value, str | int | float | None) or id(value) in met:
        return
    met[id(value)] = value
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _within(one, met)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _within(one, met)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _within(getattr(value, field.name), met)


def _row(one: Figure) -> tuple[Any, ...]:
    first, last, origin = one.points[0], one.points[-1], one.origin
    when = (None, None) if one.constant else (first.x, last.x)
    path = "" if one.constant else "; ".join(f"{point.x:g}: {point.best!r}" for point in one.points)
    uncertain = "; ".join(filter(None, (_uncertainty(point, one.constant) for point in one.points)))
    return (
        one.name, one.unit, when[0], first.best, when[1], last.best, path, "" if one.constant else one.between, uncertain,
        origin.source, origin.status, origin.rating, origin.licence, "yes" if origin.confidential else "", origin.file,
        origin.line or None, origin.note,
    )  # fmt: skip


def _uncertainty(point: Point, constant: bool) -> str:
    """The law of a point and its parameters."""
    if point.spread is None:
        return ""
    said = ", ".join(f"{name} {value!r}" for name, value in point.spread.parameters.items())
    return ("" if constant else f"{point.x:g}: ") + f"{point.spread.kind} {said}"


__all__ = ["COLUMNS", "assumptions", "figures"]
