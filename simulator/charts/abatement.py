"""The abatement curve: bars as wide as what they cut and as high as what a tonne of it costs, cheapest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.charts.look import SERIES, WIDTH, Row, Spec, Table, chart, data, records, size, spelled
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE = parse_unit("t").factor
_GAPS = "* paler: something in it lacks a price"
_LISTED = 40
"""Most bars that have a line in the list."""
_WIDE = 0.012
"""Bars of at least this share of the width bear their number."""
_TALL, _FAR = 0.95, 3.0
"""Where some bars, a twentieth of what is cut, are so many times higher than all others, they are cut off and say so."""
_HEIGHT = 460


def abatement(
    bars: Table, book: str, view: str, about: Sequence[str], words: Words = ENGLISH, *, listed: bool = True
) -> Spec:
    """Bars of EUR/t over what they cut, with a list of their names.

    Parameters
    ----------
    bars : ``name group cut cost with_carbon gaps``: what is cut [kg CO2e], above 0; cost without and with carbon cost [EUR/kg];
        whether something in it lacks a price; cheapest first.
    about : lines of the subtitle: how cost is counted, and that bars interact.
    listed : whether the list stands beside the bars; on a page the pointer tells their names.
    """
    rows = records(bars, "name", "group", "cut", "cost", "with_carbon", "gaps")
    unit, kg = size(sum(row[2] for row in rows))
    low, high = _scale([(row[2], value * _TONNE) for row in rows for value in (row[3], row[4])])
    placed = list(_placed(rows, kg, low, high))
    groups = list(dict.fromkeys(row[1] for row in sorted(rows, key=lambda row: str(row[1]))))
    title = words("macc_title", book=words.term(book), view=words.term(view))
    total = sum(row[2] for row in rows) / kg
    ends = {"first": _told(rows[0], words), "last": _told(rows[-1], words)}
    story = words("macc_story", count=len(rows), total=words.figure(spelled(total)), unit=unit, **ends)
    x: Spec = {
        "field": "left",
        "type": "quantitative",
        "title": words("macc_across", unit=unit),
        "scale": {"domain": [0, total], "nice": False},
    }
    y: Spec = {
        "field": "height",
        "type": "quantitative",
        "title": words("plan_marginal_axis"),
        "scale": {"domain": [low, high], "nice": False},
    }
    boxes: Spec = {
        "data": data(placed),
        "mark": {"type": "rect", "strokeWidth": 0.7},
        "encoding": {
            "x": x,
            "x2": {"field": "right"},
            "y": y,
            "y2": {"datum": 0},
            "fill": {
                "field": "group",
                "type": "nominal",
                "title": None,
                "scale": {"domain": groups, "range": [SERIES[at % len(SERIES)] for at in range(len(groups))]},
                "legend": {"orient": "bottom", "columns": 8, "symbolType": "square"},
            },
            "fillOpacity": {"condition": {"test": "datum.gaps", "value": 0.35}, "value": 1.0},
            "stroke": {"value": "#444"},
        },
    }
    layers = [boxes, _carbon(placed, x, y), _numbers(placed, x, y, low, high), *(_list(placed) if listed else ())]
    whole = chart(title, story, f"{title}. {story}. {' '.join(about)}", {"layer": layers, "height": _HEIGHT})
    whole["title"]["subtitle"] = [story, *about]
    return whole


def _told(row: tuple[Any, ...], words: Words) -> str:
    return f"{words.figure(spelled(row[3] * _TONNE))} EUR/t ({row[0]})"


def _scale(heights: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Lowest and highest value shown [EUR/t]: a few far ones, small in what they cut, do not flatten all others."""
    total, seen, reach = sum(cut for cut, _ in heights), 0.0, 1.0
    for cut, value in sorted(heights, key=lambda one: abs(one[1])):
        if seen > _TALL * total and abs(value) > _FAR * reach:
            break
        seen, reach = seen + cut, max(reach, abs(value))
    values = [value for _, value in heights]
    return 1.1 * max(min(0.0, *values), -reach), 1.1 * min(max(0.1 * reach, *values), reach)


def _placed(rows: Sequence[tuple[Any, ...]], kg: float, low: float, high: float) -> list[Row]:
    placed: list[Row] = []
    left = 0.0
    for number, (name, group, cut, cost, with_carbon, gaps) in enumerate(rows, start=1):
        value = cost * _TONNE
        placed.append(
            {
                "number": number,
                "name": name,
                "group": group,
                "left": left,
                "right": left + cut / kg,
                "middle": left + cut / kg / 2,
                "cost": value,
                "height": min(max(value, low), high),
                "carbon": min(max(with_carbon * _TONNE, low), high),
                "gaps": bool(gaps),
                "line": f"{number}  {name}{'*' if gaps else ''}: {spelled(value)}{_beyond(value, low, high)}",
            }
        )
        left += cut / kg
    return placed


def _beyond(value: float, low: float, high: float) -> str:
    return " (beyond the scale)" if not low <= value <= high else ""


def _carbon(placed: Sequence[Row], x: Spec, y: Spec) -> Spec:
    """A line across each bar at its cost with carbon cost."""
    return {
        "data": data(placed),
        "mark": {"type": "rule", "stroke": "#000", "strokeWidth": 1.6, "strokeDash": [3, 2]},
        "encoding": {"x": x, "x2": {"field": "right"}, "y": {**y, "field": "carbon"}},
    }


def _numbers(placed: Sequence[Row], x: Spec, y: Spec, low: float, high: float) -> Spec:
    """Numbers over the bars that are wide enough for one."""
    gap, most = 0.02 * (high - low), placed[-1]["right"]
    rows = [
        {**row, "at": max(row["height"], row["carbon"], 0.0) + gap}
        for row in placed
        if row["right"] - row["left"] >= _WIDE * most
    ]
    return {
        "data": data(rows),
        "mark": {"type": "text", "fontSize": 9},
        "encoding": {"x": {**x, "field": "middle"}, "y": {**y, "field": "at"}, "text": {"field": "number"}},
    }


def _list(placed: Sequence[Row]) -> list[Spec]:
    """The bars by number, beside the picture, from left to right."""
    lines = ["EUR per t, without carbon cost", *(str(row["line"]) for row in placed[:_LISTED])]
    lines += [f"and {len(placed) - _LISTED} more: see the table"] if len(placed) > _LISTED else []
    lines += [_GAPS] if any(row["gaps"] for row in placed) else []
    step = min(15.0, _HEIGHT / len(lines))
    return [
        {
            "data": data([{"text": line}]),
            "mark": {"type": "text", "align": "left", "fontSize": 10},
            "encoding": {"x": {"value": WIDTH + 14}, "y": {"value": step * at}, "text": {"field": "text"}},
        }
        for at, line in enumerate(lines)
    ]


__all__ = ["abatement"]
