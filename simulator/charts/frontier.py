"""The frontier: cost against what is asked, with plans marked on it; below it what the last tonne costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.charts.look import INDIGO, ROSE, WINE, Spec, Table, chart, data, records
from simulator.words import ENGLISH, Words

_WIDE, _HIGH, _LOW = 640, 300, 130


def frontier(
    steps: Table,
    marks: Mapping[str, tuple[float, float]],
    axes: tuple[str, str],
    title: str,
    about: Sequence[str],
    words: Words = ENGLISH,
) -> Spec:
    """A curve with a dot a plan, and below it the price; without any price the curve alone.

    Parameters
    ----------
    steps : ``x cost price met``: nan where there is no price; ``met`` is ``yes`` or ``no``.
    marks : plans to compare with, as places on the axes.
    axes : what ``x`` and ``cost`` count.
    about : lines of the subtitle.
    """
    rows = [
        dict(zip(("x", "cost", "price", "met"), row, strict=True))
        for row in records(steps, "x", "cost", "price", "met")
    ]
    x = _across(axes[0])
    panel: Spec = {"width": _WIDE, "height": _HIGH, "layer": [*_curve(rows, x, axes[1], words), *_marked(marks, x)]}
    priced = [row for row in rows if row["price"] == row["price"]]
    panels = [panel] + ([_prices(priced, x, words)] if priced else [])
    body = {"vconcat": panels, "spacing": 14, "resolve": {"scale": {"x": "shared"}}}
    whole = _whole(body, title, about)
    del whole["width"], whole["height"]  # each panel has its own
    return whole


def curve(
    steps: Table,
    marks: Mapping[str, tuple[float, float]],
    axes: tuple[str, str],
    title: str,
    about: Sequence[str],
    words: Words = ENGLISH,
) -> Spec:
    """The curve alone, for a page, which gives it its width; parameters as in :func:`frontier`."""
    rows = [
        dict(zip(("x", "cost", "price", "met"), row, strict=True))
        for row in records(steps, "x", "cost", "price", "met")
    ]
    x = _across(axes[0])
    return _whole({"layer": [*_curve(rows, x, axes[1], words), *_marked(marks, x)]}, title, about)


def last_tonne(steps: Table, axis: str, title: str, about: Sequence[str], words: Words = ENGLISH) -> Spec | None:
    """What the last tonne costs along the curve, for a page; None where no tonne has a price."""
    rows = [{"x": at, "price": price} for at, price in records(steps, "x", "price") if price == price]  # noqa: PLR0124 - nan
    if not rows:
        return None
    drawn = _prices(rows, _across(axis), words)
    return _whole({key: value for key, value in drawn.items() if key not in ("width", "height")}, title, about)


def _whole(body: Spec, title: str, about: Sequence[str]) -> Spec:
    whole = chart(title, about[0], f"{title}. {' '.join(about)}", body)
    whole["title"]["subtitle"] = list(about)
    return whole


def _across(axis: str) -> Spec:
    """What is asked: tonnes, or (without a title) years."""
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "title": axis,
        "scale": {"zero": False, "nice": False, "padding": 12},
    }
    return x | ({"axis": {"format": "d", "tickMinStep": 1}} if axis == "" else {})


def _curve(rows: Sequence[Mapping[str, object]], x: Spec, cost: str, words: Words) -> list[Spec]:
    said = {"yes": words("kept_yes"), "no": words("kept_no")}
    clean = [
        {**{key: value for key, value in row.items() if key != "price"}, "met": said[str(row["met"])]} for row in rows
    ]
    y: Spec = {"field": "cost", "type": "quantitative", "title": cost, "scale": {"zero": False}}
    met: Spec = {
        "field": "met", "type": "nominal", "title": words("frontier_met"),
        "scale": {"domain": list(said.values()), "range": [INDIGO, "white"]},
    }  # fmt: skip
    if all(row["met"] == "yes" for row in rows):
        met |= {"legend": None}
    line: Spec = {
        "data": data(clean),
        "mark": {"type": "line", "color": INDIGO, "strokeWidth": 2},
        "encoding": {"x": x, "y": y},
    }
    dots: Spec = {
        "data": data(clean),
        "mark": {"type": "point", "filled": True, "size": 34, "stroke": INDIGO, "strokeWidth": 1.2, "opacity": 1},
        "encoding": {"x": x, "y": y, "fill": met},
    }
    return [line, dots]


def _marked(marks: Mapping[str, tuple[float, float]], x: Spec) -> list[Spec]:
    if not marks:
        return []
    values = data({"x": at, "cost": cost, "name": name} for name, (at, cost) in marks.items())
    encoding: Spec = {"x": x, "y": {"field": "cost", "type": "quantitative"}}
    point: Spec = {"type": "point", "shape": "diamond", "filled": True, "size": 130, "color": WINE, "opacity": 1}
    return [
        {"data": values, "mark": point, "encoding": encoding},
        {
            "data": values,
            "mark": {"type": "text", "align": "right", "dx": -9, "dy": -9, "fontSize": 11, "color": WINE},
            "encoding": {**encoding, "text": {"field": "name"}},
        },
    ]


def _prices(rows: Sequence[Mapping[str, object]], x: Spec, words: Words) -> Spec:
    y: Spec = {"field": "price", "type": "quantitative", "title": words("frontier_price")}
    return {
        "width": _WIDE,
        "height": _LOW,
        "data": data(rows),
        "mark": {"type": "line", "interpolate": "step-before", "color": ROSE, "strokeWidth": 2},
        "encoding": {"x": x, "y": y},
    }


__all__ = ["curve", "frontier", "last_tonne"]
