"""What differs between two scenarios, record by record, and where it stands. The question behind ``decarb diff``.

Both are compared as they are resolved: what one says through ``extends``, ``like`` or a table and the other outright is no
difference, nor is order, formatting or another unit for the same quantity.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.errors import UnitError
from simulator.network import Figure, Origin, Scenario
from simulator.planning.leaves import Held, Leaf, said, text_of
from simulator.reading import Node, written
from simulator.units import parse, parse_unit

Kind = Literal["added", "removed", "changed", "source"]
_ABOUT = frozenset(("source", "status", "note", "confidential"))
"""What a plain quantity may carry beside its value: ``{best: 10 %, source: ..}``."""
_SAME = 1e-12
"""Relative difference below which two numbers are one, written in two units."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A value in one of the scenarios: as written, where, and who says so; ``held`` is its quantity, None where it is none."""

    value: str
    origin: Origin
    held: Held | None

    @property
    def place(self) -> str:
        """``file:line``, or ``--set``."""
        return f"{self.origin.file}:{self.origin.line}" if self.origin.line else self.origin.file


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A value that differs; ``kind`` is ``source`` where only who says it (source, status, confidentiality) does."""

    path: str
    kind: Kind
    before: Side | None
    after: Side | None


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """All that differs in a record: a key of a section, or a section without names (then ``name`` is empty)."""

    section: str
    name: str
    kind: Kind
    differences: tuple[Difference, ...]

    @property
    def path(self) -> str:
        """As ``--set`` names it."""
        return f"{self.section}.{self.name}" if self.name else self.section


def differences(one: Scenario, other: Scenario) -> tuple[Record, ...]:
    """What differs between two scenarios, in the order of the sections.

    Raises
    ------
    QuestionError
        where one of them was not loaded from text.
    """
    before, after = said(one), said(other)
    grouped: dict[tuple[str, str], list[Difference]] = {}
    for path in dict.fromkeys((*before, *after)):
        mine, theirs = before.get(path), after.get(path)
        found = _difference(path, _side(one, mine), _side(other, theirs), mine, theirs)
        if found is not None:
            leaf = theirs if mine is None else mine
            assert leaf is not None
            grouped.setdefault(leaf.record, []).append(found)
    records = [_record(one, other, section, name, tuple(found)) for (section, name), found in grouped.items()]
    order = {section: number for number, section in enumerate(_SECTIONS)}
    return tuple(sorted(records, key=lambda record: order.get(record.section, len(order))))


_SECTIONS = ("title", "about", "company", "years", "accounting", "events", "optimize", "sources", "products", "sites",
             "activities", "vehicles", "overheads", "markets", "routes", "mixes", "sales", "policies", "levers", "targets",
             "disruptions", "cut-offs")  # fmt: skip
"""Sections so that each comes after those it draws on."""


def record_node(scenario: Scenario, section: str, name: str) -> Node | None:
    """A record of the resolved document; None where it has none."""
    held = text_of(scenario).resolved.map.get(section)
    return held.map.get(name) if held is not None and name else held


def _record(one: Scenario, other: Scenario, section: str, name: str, found: tuple[Difference, ...]) -> Record:
    there = [record_node(scenario, section, name) is not None for scenario in (one, other)]
    kind: Kind = "changed" if all(there) else "added" if there[1] else "removed"
    if kind == "changed" and all(each.kind == "source" for each in found):
        kind = "source"
    return Record(section, name, kind, found)


def _side(scenario: Scenario, leaf: Leaf | None) -> Side | None:
    if leaf is None or leaf.node is None:
        return None
    held = leaf.held[0] if leaf.held else None
    origin = text_of(scenario).desk.reader.origin(leaf.node)
    return Side(written(leaf.node), origin, held)


def _difference(
    path: str, before: Side | None, after: Side | None, mine: Leaf | None, theirs: Leaf | None
) -> Difference | None:
    if before is None or after is None:
        return Difference(path, "added" if before is None else "removed", before, after)
    assert mine is not None
    assert theirs is not None
    if not _same_values(before, after, mine, theirs):
        return Difference(path, "changed", before, after)
    a, b = before.origin, after.origin
    alike = (a.source, a.status, a.confidential) == (b.source, b.status, b.confidential)
    return None if alike or before.held is None else Difference(path, "source", before, after)


def _same_values(before: Side, after: Side, mine: Leaf, theirs: Leaf) -> bool:
    if before.held is not None and after.held is not None:
        return _figures_alike(before.held.figure, after.held.figure)
    assert mine.node is not None
    assert theirs.node is not None
    return _alike(_meant(mine.node), _meant(theirs.node))


def _figures_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same in every year, spreads included."""
    if one.unit != other.unit or (one.between != other.between and len(one.points) > 1):
        return False
    return _alike([_point(point) for point in one.points], [_point(point) for point in other.points])


def _point(point: Any) -> tuple[Any, ...]:
    law = point.spread
    return point.x, point.best, law.kind if law else "", dict(law.parameters) if law else {}


def _meant(node: Node) -> Any:
    """A value without its form: quantities in canonical units, lists of names without order (one alone is its list)."""
    value = node.value
    if isinstance(value, dict):
        plain = value.keys() - _ABOUT == {"best"}
        return _meant(node.map["best"]) if plain else {key: _meant(child) for key, child in node.map.items()}
    if isinstance(value, list):
        items = [_meant(child) for child in value]
        texts = sorted(item for item in items if isinstance(item, str))
        return items if len(texts) < len(items) else texts[0] if len(texts) == 1 else texts
    if isinstance(value, bool) or value is None:
        return value
    try:
        if isinstance(value, str):
            quantity = parse(value)
            return quantity.value * quantity.unit.factor, quantity.unit.canonical
        unit = parse_unit(node.said.unit or "1")
        return value * unit.factor, unit.canonical
    except UnitError:
        return value


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=_SAME, abs_tol=0.0)
    return bool(one == other)


def listed(records: tuple[Record, ...]) -> Iterator[tuple[Record, Difference]]:
    """Every difference with its record."""
    return ((record, each) for record in records for each in record.differences)


__all__ = ["Difference", "Record", "Side", "differences", "listed", "record_node"]
