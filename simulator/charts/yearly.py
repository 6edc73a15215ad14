"""Lines over the years: what plans cost, what a tonne costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.charts.look import Row, Spec, Table, chart, data, records

YEARS: Spec = {
    "field": "year",
    "type": "quantitative",
    "title": None,
    "scale": {"zero": False, "nice": False},
    "axis": {"format": "d", "tickMinStep": 1},
}
"""The axis of calendar years."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a line looks: ``colour`` and ``dash``; with a ``shape`` each of its years bears a mark."""

    colour: str
    dash: tuple[int, ...] = (1, 0)
    shape: str = ""


def yearly(values: Table, looks: Mapping[str, Line], title: str, unit: str, about: Sequence[str]) -> Spec:
    """Lines over the years, in the order of ``looks``.

    Parameters
    ----------
    values : ``line year value`` [``unit``].
    about : lines of the subtitle.
    """
    rows: list[Row] = [
        {"line": line, "year": year, "value": value} for line, year, value in records(values, "line", "year", "value")
    ]
    names = [name for name in looks if any(row["line"] == name for row in rows)]
    look = {"field": "line", "type": "nominal", "title": None}
    encoding = {
        "x": YEARS,
        "y": {"field": "value", "type": "quantitative", "title": unit},
        "stroke": {**look, "scale": {"domain": names, "range": [looks[name].colour for name in names]}},
    }
    dashes = {**look, "scale": {"domain": names, "range": [[*looks[name].dash] for name in names]}}
    lines: Spec = {
        "data": data(rows),
        "mark": {"type": "line", "strokeWidth": 2.2},
        "encoding": {**encoding, "strokeDash": dashes},
    }
    marks: Spec = {
        "data": data([row for row in rows if looks[row["line"]].shape]),
        "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
        "encoding": {
            **encoding,
            "fill": encoding["stroke"],
            "shape": {**look, "scale": {"domain": names, "range": [looks[name].shape or "circle" for name in names]}},
        },
    }
    layers = [lines, marks] if marks["data"]["values"] else [lines]
    whole = chart(f"{title} [{unit}]", about[0], f"{title} [{unit}]. {' '.join(about)}", {"layer": layers})
    whole["title"]["subtitle"] = list(about)
    return whole


__all__ = ["YEARS", "Line", "yearly"]
