"""Levers in the form: where a file writes their shares, and how one is put to use or taken out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.network import Scenario
from simulator.planning.courses import courses
from simulator.planning.form_text import REMOVE, quantity, said_before
from simulator.planning.leaves import text_of
from simulator.reading import Node, drop, put, written


def as_record(text: str, scenario: Scenario, name: str) -> str:
    """The text with a lever that is written as a bare path written as a record."""
    if not bare(scenario, name):
        return text
    own = text_of(scenario).layers[-1].map["levers"].map[name].map["share"]
    return put(text, ("levers", name), {"share": _plain(own)})


def bare(scenario: Scenario, name: str) -> bool:
    """Whether the own file writes a lever as nothing but its share."""
    levers = text_of(scenario).layers[-1].map.get("levers")
    record = None if levers is None else levers.map.get(name)
    share = None if record is None else record.map.get("share")
    return record is not None and share is not None and (record.line, record.column) == (share.line, share.column)


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.map.items()}
    return written(node) if not isinstance(node.value, list) else [_plain(child) for child in node.list]


def share_trail(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Where the own file says, or would say, the share of a lever."""
    levers = text_of(scenario).layers[-1].map.get("levers")
    named = levers is not None and name in levers.map
    return ("levers", name) if bare(scenario, name) or not named else ("levers", name, "share")


def used(text: str, scenario: Scenario, name: str, on: bool) -> str:
    """A lever put to use, half of the way that it could go by the last year of sales, or taken out of use."""
    if on:
        course = courses(scenario)[name]
        end = scenario.years.end
        goal = (float(course.plan[course.at(end)]) + course.reach(end)) / 2
        points = {year: quantity(100 * round(share, 3), "%") for year, share in course.bent({end: goal}).items()}
        return put(text, share_trail(scenario, name), _few(points))
    text = drop(text, share_trail(scenario, name))
    if not said_before(scenario, ("levers", name, "share")):
        return text
    return put(text, ("levers", name, "share"), REMOVE)


def _few(points: Mapping[int, str]) -> dict[int, str]:
    """The first, a middle and the last point: as many as a reader wants to see."""
    years = sorted(points)
    return {year: points[year] for year in dict.fromkeys((years[0], years[len(years) // 2], years[-1]))}


__all__ = ["as_record", "bare", "share_trail", "used"]
