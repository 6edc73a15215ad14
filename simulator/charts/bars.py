"""Lying bars whose parts stand beside one another: a car's life by stage, a figure by what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.charts.look import Spec, chart, data, scale
from simulator.words import ENGLISH, Words

_STEP = 26
_ROOM = 1.12
"""Room for the figures at the ends of the bars."""


def bars(
    rows: Sequence[tuple[str, str, float]],
    colours: Mapping[str, str],
    heading: tuple[str, str, str],
    axis: Mapping[str, str],
    ends: Mapping[str, str],
    ticks: Sequence[tuple[str, float, str]] = (),
    words: Words = ENGLISH,
) -> Spec:
    """Bars in the order of ``ends``.

    Parameters
    ----------
    rows : bar, part and value; the parts of a bar add up to it.
    colours : of the parts, in the order in which they stand.
    heading : title with unit, subtitle, and all in words.
    axis : what ``value`` and ``part`` are called.
    ends : what is written at the end of each bar.
    ticks : bar, value and name of what is marked on it.
    """
    shown = [name for name in colours if any(part == name for _, part, _ in rows)]
    totals = {bar: sum(value for name, _, value in rows if name == bar) for bar in ends}
    looks = {words.term(name): colours[name] for name in shown}
    place: Spec = {
        "y": {"field": "bar", "type": "nominal", "sort": list(ends), "title": None, "axis": {"labelLimit": 260}}
    }
    room: Spec = {"domain": [0, _ROOM * max(totals.values(), default=1.0) or 1.0], "nice": False}
    drawn: Spec = {
        "data": data(
            {"bar": bar, "part": words.term(part), "value": value, "order": shown.index(part)}
            for bar, part, value in rows
        ),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.7, "height": {"band": 0.72}},
        "encoding": {
            **place,
            "x": {"field": "value", "type": "quantitative", "stack": "zero", "title": axis["value"], "scale": room},
            "fill": {"field": "part", "type": "nominal", "scale": scale(list(looks), looks), "title": axis["part"]},
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    labels: Spec = {
        "data": data({"bar": bar, "value": totals[bar], "text": text} for bar, text in ends.items()),
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11},
        "encoding": {**place, "x": {"field": "value", "type": "quantitative"}, "text": {"field": "text"}},
    }
    layers = [drawn, labels, *([_marked(ticks, place)] if ticks else [])]
    return chart(*heading, {"layer": layers, "height": {"step": _STEP}})


def _marked(ticks: Sequence[tuple[str, float, str]], place: Spec) -> Spec:
    """Lines across the bars, with their names under the pointer."""
    return {
        "data": data({"bar": bar, "value": value, "name": name} for bar, value, name in ticks),
        "mark": {"type": "tick", "thickness": 2.5, "color": "#000000", "height": {"band": 0.95}},
        "encoding": {
            **place,
            "x": {"field": "value", "type": "quantitative"},
            "description": {"field": "name"},
            "tooltip": [{"field": "name", "title": " "}],
        },
    }


__all__ = ["bars"]
