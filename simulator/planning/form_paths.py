"""Values that run over the years, as tables of year and value: shares of levers, prices, limits, sales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.errors import QuestionError, UnitError
from simulator.network import Scenario
from simulator.planning.form_levers import share_trail
from simulator.planning.form_text import Cell, quantity
from simulator.planning.leaves import text_of
from simulator.reading import Node, leaves, put, written
from simulator.units import parse

_SECTIONS = ("levers", "policies", "sales", "activities", "sites", "accounting", "mixes")
_FIELDS = frozenset(("share", "price", "at least", "at most", "amount", "free", "capacity", "added", "cars", "stock"))
_POINT = 1900
BETWEEN = ("linear", "step", "s-curve")


@dataclass(frozen=True, slots=True)
class Course:
    """A value over the years.

    Parameters
    ----------
    trail : where the document says it.
    unit : of all its points; empty for plain numbers.
    points : year (or month) as the language writes it -> value in ``unit``, the centre where it is uncertain.
    between : how it runs between its points.
    uncertain : points that hold more than a centre; they keep it unless their value is changed.
    """

    trail: tuple[str, ...]
    unit: str
    points: Mapping[str, float]
    between: str
    uncertain: frozenset[str]

    @property
    def name(self) -> str:
        """How it is chosen: the names below its section."""
        return ".".join(self.trail[1:])


def courses(scenario: Scenario, section: str) -> dict[str, Course]:
    """Every value of a section that runs over calendar years, by its name; mixes and tables (CSV) are left to the source."""
    root = text_of(scenario).resolved
    held = root.map.get(section)
    if held is None or held.table:
        return {}
    found = (_course(trail, node) for trail, node in leaves(root) if trail[0] == section and _offered(trail))
    return {one.name: one for one in found if one is not None}


def _offered(trail: Sequence[str]) -> bool:
    return trail[0] == "sales" or (len(trail) > 2 and trail[-1] in _FIELDS)


def _course(trail: tuple[str, ...], node: Node) -> Course | None:
    """A value as a course; None where it is constant, runs over ages, or mixes units."""
    points = {key: child for key, child in node.named() if key[:4].isdigit() and int(key[:4]) >= _POINT}
    if not points or len(points) < len(list(node.named())):
        return None
    said = {key: _quantity(child) for key, child in points.items()}
    units = {one[1] for one in said.values() if one is not None}
    if len(units) != 1 or None in said.values():
        return None
    uncertain = frozenset(key for key, child in points.items() if "best" in child.map)
    values = {key: one[0] for key, one in said.items() if one is not None}
    return Course(trail, units.pop(), values, node.said.between or BETWEEN[0], uncertain)


def _quantity(node: Node) -> tuple[float, str] | None:
    """Value and unit as written."""
    best = node.map.get("best", node)
    if isinstance(best.value, dict | list):
        return None
    text = written(best)
    try:
        found = parse(text)
    except UnitError:
        return None
    return found.value, text.partition(" ")[2].strip()


def rows(course: Course) -> dict[str, list[Cell]]:
    """A course as columns ``year`` and ``value``."""
    return {"year": list(course.points), "value": list(course.points.values())}


def recoursed(text: str, scenario: Scenario, course: Course, points: Sequence[tuple[Cell, Cell]], between: str) -> str:
    """The text with another course of a value; points whose value stays keep how uncertain they are.

    Parameters
    ----------
    points : year (or month) and value, in any order; empty ones are left out.

    Raises
    ------
    QuestionError
        where no point is left, a year stands twice, or the text can only be changed in the source.
    """
    said = _points(scenario, course, points)
    if not said:
        raise QuestionError(f"`{course.name}` needs at least one year with a value.")
    value = dict(sorted(said.items())) | ({"between": between} if between != BETWEEN[0] else {})
    levers = course.trail[0] == "levers" and course.trail[-1] == "share"
    return put(text, share_trail(scenario, course.trail[1]) if levers else course.trail, value)


def _points(scenario: Scenario, course: Course, points: Sequence[tuple[Cell, Cell]]) -> dict[str, Any]:
    before = dict(leaves(text_of(scenario).resolved))[course.trail]
    said: dict[str, Any] = {}
    for year, value in points:
        if year is None or year == "" or value is None:
            continue
        key = _year(year)
        if key in said:
            raise QuestionError(f"`{course.name}` names {key} twice.")
        kept = key in course.points and course.points[key] == value
        said[key] = _whole(before.map[key]) if kept else quantity(float(value), course.unit or "1")
    return said


def _year(cell: Cell) -> str:
    """A year or month as the language writes it."""
    text = str(cell).strip().removesuffix(".0")
    if not (text[:4].isdecimal() and (len(text) == 4 or (len(text) == 7 and text[4] == "-" and text[5:].isdecimal()))):
        raise QuestionError(f"`{text}` is no year (2030) and no month (2030-04).")
    return text


def _whole(node: Node) -> Any:
    """A point as it is written, with what makes it uncertain."""
    return {key: _whole(child) for key, child in node.map.items()} if node.map else written(node)


def sections(scenario: Scenario) -> Iterator[str]:
    """Sections that hold courses."""
    return (section for section in _SECTIONS if courses(scenario, section))


__all__ = ["BETWEEN", "Course", "courses", "recoursed", "rows", "sections"]
