"""Ranges: one bar a row from least to most, with a mark between."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import CYAN, WINE, Spec, chart, data

_STEP = 17


def ranges(rows: Sequence[tuple[str, float, float, float]], title: str, unit: str, about: str) -> Spec:
    """Horizontal bars in the order of their rows.

    Parameters
    ----------
    rows : name, least, marked, most.
    unit : title of the axis. ``about`` : the subtitle.
    """
    values = [dict(zip(("name", "least", "mark", "most"), row, strict=True)) for row in rows]
    order = [name for name, *_ in rows]
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "title": None,
        "axis": {"labelLimit": 300, "labelOverlap": False, "grid": True},
    }
    x: Spec = {"type": "quantitative", "title": unit, "axis": {"grid": True}}
    bars: Spec = {
        "mark": {"type": "bar", "height": {"band": 0.62}, "fill": CYAN, "stroke": "#4477AA", "strokeWidth": 0.6},
        "encoding": {"y": y, "x": {**x, "field": "least"}, "x2": {"field": "most"}},
    }
    marks: Spec = {
        "mark": {"type": "tick", "thickness": 3, "size": 13, "color": WINE},
        "encoding": {"y": y, "x": {**x, "field": "mark"}},
    }
    body = {"data": data(values), "layer": [bars, marks], "height": {"step": _STEP}}
    return chart(title, about, f"{title}. {about}.", body)


__all__ = ["ranges"]
