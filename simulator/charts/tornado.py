"""The tornado: what a result becomes with one figure low and then high, the widest first."""

from __future__ import annotations

from simulator.charts.look import INDIGO, SAND, Row, Spec, Table, chart, data, records, size, spelled
from simulator.words import ENGLISH, Words

_STEP = 24
_LABELS = "width > 480 ? 280 : 130"
"""Room for names [pixels], as the picture is drawn: for a page, and for a phone."""


def tornado(swings: Table, best: float, year: int, book: str, view: str, words: Words = ENGLISH) -> Spec:
    """Bars from the line of best values to what each figure makes of it, low and high in two colours.

    Parameters
    ----------
    swings : ``name gross_low gross_high`` [kg CO2e], the widest first.
    best : gross of the book in the view in the year at best values [kg CO2e].
    """
    rows = records(swings, "name", "gross_low", "gross_high")
    unit, kg = size(max([best, *(abs(row[2]) for row in rows)]))
    order = [name for name, *_ in rows]
    title = words("tornado_title", unit=unit, year=year, book=words.term(book), view=words.term(view))
    story = words("tornado_story", best=words.figure(spelled(best / kg)), unit=unit)
    sides = {words("moved_low"): SAND, words("moved_high"): INDIGO}
    values: list[Row] = [
        {"name": name, "side": side, "value": value / kg, "best": best / kg}
        for name, low, high in rows
        for side, value in zip(sides, (low, high), strict=True)
    ]
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "title": None,
        "axis": {"labelLimit": {"expr": _LABELS}},
    }
    x: Spec = {"type": "quantitative", "title": f"{unit} CO2e", "scale": {"zero": False}}
    bars: Spec = {
        "mark": {"type": "bar", "height": {"band": 0.68}, "stroke": "white", "strokeWidth": 0.6},
        "encoding": {
            "y": y,
            "x": {**x, "field": "best", "stack": None},
            "x2": {"field": "value"},
            "fill": {"field": "side", "type": "nominal", "title": None,
                     "scale": {"domain": list(sides), "range": list(sides.values())}, "legend": {"orient": "bottom"}},
        },
    }  # fmt: skip
    middle: Spec = {
        "mark": {"type": "rule", "stroke": "#666666"},
        "encoding": {"x": {"datum": best / kg, "type": "quantitative"}},
    }
    body: Spec = {"data": data(values), "layer": [bars, middle], "height": {"step": _STEP}}
    return chart(title, story, f"{title}. {story}.", body)


__all__ = ["tornado"]
