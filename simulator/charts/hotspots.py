"""Hotspots: bars of what arises where, largest first, with the line of what they add up to."""

from __future__ import annotations

from simulator.charts.look import CYAN, INDIGO, ROSE, Row, Spec, Table, chart, data, records, size, spelled

_PROVEN, _UNPROVEN = "proven factors", "unverified, assumed or unsourced factors"
_SO_FAR = "adds up to"
_STEP = 24


def pareto(ranks: Table, by: str, total: float, about: str, view: str, *, per_car: bool) -> Spec:
    """Bars of one ranking.

    Parameters
    ----------
    ranks : ``name kg unproven cumulative``: what arises at each, the part of it that is unproven [kg CO2e], the share of all that
        it and those before it add up to [1]; largest first.
    total : of all, the ranks that are not drawn included [kg CO2e].
    about : what is looked at. ``per_car`` : whether it is one car, which is told in kg.
    """
    unit, kg = ("kg", 1.0) if per_car else size(float(max(ranks["kg"].tolist(), default=0.0)))
    rows = records(ranks, "name", "kg", "unproven", "cumulative")
    order = [name for name, *_ in rows]
    per = "per vehicle" if per_car else "in all"
    title = f"Hotspots by {by} [{unit} CO2e {per}]: {view} view"
    shown = rows[-1][-1] if rows else 0.0
    story = f"{about}: {spelled(total / kg)} {unit}; the {len(rows)} largest are {shown:.0%} of it"
    y: Spec = {"field": "name", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 300}}
    reach = 1.18 * max((row[1] for row in rows), default=1.0) / kg
    x: Spec = {
        "field": "value", "type": "quantitative", "stack": "zero", "title": f"{unit} CO2e {per}",
        "scale": {"domain": [0, reach], "nice": False},
    }  # fmt: skip
    bars: Spec = {
        "data": data(_parts(rows, kg)),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.7, "height": {"band": 0.72}},
        "encoding": {
            "y": y,
            "x": x,
            "fill": {
                "field": "part",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [_PROVEN, _UNPROVEN], "range": [INDIGO, CYAN]},
                "legend": {"orient": "bottom", "symbolType": "square"},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    line = _line(rows, y)
    body: Spec = {
        "layer": [bars, line, _words(rows, kg, y, {**x, "stack": None, "axis": None})],
        "resolve": {"scale": {"x": "independent"}},
        "height": {"step": _STEP},
    }
    return chart(title, story, f"{title}. {story}.", body)


def _parts(rows: list[tuple[str, float, float, float]], kg: float) -> list[Row]:
    out: list[Row] = []
    for name, value, unproven, _ in rows:
        out.append({"name": name, "part": _PROVEN, "value": (value - unproven) / kg, "order": 0})
        out.append({"name": name, "part": _UNPROVEN, "value": unproven / kg, "order": 1})
    return out


def _words(rows: list[tuple[str, float, float, float]], kg: float, y: Spec, x: Spec) -> Spec:
    """The figures at the ends of the bars, with a white rim where the line runs through."""
    mark: Spec = {"type": "text", "align": "left", "dx": 4, "fontSize": 11}
    encoding: Spec = {"y": y, "x": x, "text": {"field": "text"}}
    rim: Spec = {"mark": {**mark, "stroke": "white", "strokeWidth": 3.5}, "encoding": encoding}
    values = data({"name": name, "value": value / kg, "text": spelled(value / kg)} for name, value, *_ in rows)
    return {"data": values, "layer": [rim, {"mark": mark, "encoding": encoding}]}


def _line(rows: list[tuple[str, float, float, float]], y: Spec) -> Spec:
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
                "title": f"{_SO_FAR} (line)",
                "scale": {"domain": [0, 1], "nice": False},
                "axis": {"orient": "top", "format": "%", "titleColor": ROSE, "grid": False},
            },
        },
    }


__all__ = ["pareto"]
