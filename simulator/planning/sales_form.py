"""Sales that stand in the text itself, not in a table (CSV), as one sheet: name and market down, years across."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.errors import QuestionError
from simulator.network import Scenario
from simulator.planning.form_paths import Course, courses
from simulator.planning.form_text import Cell, quantity
from simulator.planning.forms import Edits
from simulator.reading import drop, put

KEYS = ("sold as", "market")
_UNIT = "veh/yr"


def sales(scenario: Scenario) -> dict[str, list[Cell]]:
    """Sales by row, ``sold as``, ``market`` and a column for each year that one of them names [veh/yr].

    Sales that follow a stock are left to the source.
    """
    found = _rows(scenario)
    years = _years(found)
    columns: dict[str, list[Cell]] = {
        KEYS[0]: [one.trail[1] for one in found],
        KEYS[1]: [one.trail[2] for one in found],
    }
    return columns | {_header(year): [one.points.get(year) for one in found] for year in years}


def resold(text: str, scenario: Scenario, edits: Edits) -> str:
    """The text with everything that was done to the sheet.

    Raises
    ------
    QuestionError
        where a new row lacks its name or market, or a row keeps no year.
    """
    found = _rows(scenario)
    for row, cells in edits.changed.items():
        if any(key in cells for key in KEYS):
            raise QuestionError("name and market of a row stay: take it out and add another one.")
        points = {year: value for year, value in {**found[row].points, **_points(cells)}.items() if value is not None}
        text = put(text, found[row].trail, _said(found[row].name, points))
    for cells in edits.added:
        names = tuple(str(cells.get(key) or "").strip() for key in KEYS)
        if not all(names):
            raise QuestionError("a new row needs the name that is sold, and a market.")
        points = {year: value for year, value in _points(cells).items() if value is not None}
        text = put(text, ("sales", *names), _said(names[0], points))
    for row in edits.removed:
        text = drop(text, found[row].trail)
    return text


def _rows(scenario: Scenario) -> list[Course]:
    return [one for one in courses(scenario, "sales").values() if len(one.trail) == 3 and one.unit == _UNIT]


def _years(found: list[Course]) -> list[str]:
    return sorted({year for one in found for year in one.points})


def _header(year: str) -> str:
    return f"{year} [{_UNIT}]"


def _points(cells: Mapping[str, Cell]) -> dict[str, float | None]:
    said = {key.partition(" ")[0]: value for key, value in cells.items() if key not in KEYS}
    return {year: None if value is None else float(value) for year, value in said.items()}


def _said(name: str, points: Mapping[str, float | None]) -> dict[str, str]:
    if not points:
        raise QuestionError(f"`{name}` needs at least one year with a value.")
    return {year: quantity(float(value), _UNIT) for year, value in sorted(points.items()) if value is not None}


__all__ = ["KEYS", "resold", "sales"]
