"""Hotspots: bars of what arises where, largest first, with the line of what they add up to."""

from __future__ import annotations

from simulator.charts.look import CYAN, INDIGO, ROSE, Measure, Row, Spec, Table, chart, data, records, spelled
from simulator.words import ENGLISH, Words

_PROVEN, _UNPROVEN = "proven factors", "unverified, assumed or unsourced factors"
_STEP = 24


def pareto(
    ranks: Table, by: str, total: float, about: str, view: str, measure: Measure, words: Words = ENGLISH
) -> Spec:
    """Bars of one ranking.

    Parameters
    ----------
    ranks : ``name kg unproven cumulative``: what arises at each, the part of it that is unproven [kg CO2e], the share of all that
        it and those before it add up to [1]; largest first.
    total : of all, the ranks that are not drawn included [kg CO2e].
    about : what is looked at.
    """
    kg = measure.kg
    rows = records(ranks, "name", "kg", "unproven", "cumulative")
    order = [name for name, *_ in rows]
    title = words("hotspots_title", by=words.term(by), unit=measure.full, view=words.term(view))
    shown = words.percent(rows[-1][-1] if rows else 0.0)
    whole = f"{words.figure(spelled(total / kg))} {measure.short}"
    story = words("hotspots_story", about=about, total=whole, count=len(rows), share=shown)
    y: Spec = {"field": "name", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 300}}
    reach = 1.18 * max((row[1] for row in rows), default=1.0) / kg
    x: Spec = {
        "field": "value", "type": "quantitative", "stack": "zero", "title": measure.full,
        "scale": {"domain": [0, reach], "nice": False},
    }  # fmt: skip
    bars: Spec = {
        "data": data(_parts(rows, kg, words)),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.7, "height": {"band": 0.72}},
        "encoding": {
            "y": y,
            "x": x,
            "fill": {
                "field": "part",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [words.term(_PROVEN), words.term(_UNPROVEN)], "range": [INDIGO, CYAN]},
                "legend": {"orient": "bottom", "symbolType": "square"},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    line = _line(rows, y, words)
    body: Spec = {
        "layer": [bars, line, _figures(rows, kg, y, {**x, "stack": None, "axis": None}, words)],
        "resolve": {"scale": {"x": "independent"}},
        "height": {"step": _STEP},
    }
    return chart(title, story, f"{title}. {story}.", body)


def _parts(rows: list[tuple[str, float, float, float]], kg: float, words: Words) -> list[Row]:
    out: list[Row] = []
    for name, value, unproven, _ in rows:
        out.append({"name": name, "part": words.term(_PROVEN), "value": (value - unproven) / kg, "order": 0})
        out.append({"name": name, "part": words.term(_UNPROVEN), "value": unproven / kg, "order": 1})
    return out


def _figures(rows: list[tuple[str, float, float, float]], kg: float, y: Spec, x: Spec, words: Words) -> Spec:
    """The figures at the ends of the bars, with a white rim where the line runs through."""
    mark: Spec = {"type": "text", "align": "left", "dx": 4, "fontSize": 11}
    encoding: Spec = {"y": y, "x": x, "text": {"field": "text"}}
    rim: Spec = {"mark": {**mark, "stroke": "white", "strokeWidth": 3.5}, "encoding": encoding}
    values = data(
        {"name": name, "value": value / kg, "text": words.figure(spelled(value / kg))} for name, value, *_ in rows
    )
    return {"data": values, "layer": [rim, {"mark": mark, "encoding": encoding}]}


def _line(rows: list[tuple[str, float, float, float]], y: Spec, words: Words) -> Spec:
    """Shares so far, on an axis of their own above."""
    return {
        "data": data({"name": name, "share": so_far} for name, *_, so_far in rows),
        "mark": {
            "type": "line",
            "point": {"size": 26, "color": ROSE},
            "color": ROSE,
            "strokeWidth": 1.6,
            "orient": "vertical",
        },
        "encoding": {
            "y": y,
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": words("adds_up_to"),
                "scale": {"domain": [0, 1], "nice": False},
                "axis": {"orient": "top", "format": "%", "titleColor": ROSE, "grid": False},
            },
        },
    }


__all__ = ["pareto"]
