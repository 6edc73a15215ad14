"""From one total to another, step by step (a waterfall): what makes it more, and what makes it less."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import GREY, INDIGO, ROSE, TEAL, Row, Spec, chart, data, spelled
from simulator.words import ENGLISH, Words

_STEP = 24


def waterfall(
    begin: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: tuple[str, float],
    heading: tuple[str, str, str],
    unit: str,
    words: Words = ENGLISH,
) -> Spec:
    """Lying bars: the first total, every step where the one before has led to, and the total that comes of them.

    Parameters
    ----------
    begin, end : name and value of both totals; the steps lead from one to the other.
    unit : of the values, at the axis.
    """
    rows = _placed(begin, steps, end, words)
    order = [str(row["name"]) for row in rows]
    reach = 1.14 * max((float(row["high"]) for row in rows), default=1.0) or 1.0
    y: Spec = {"field": "name", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 260}}
    x: Spec = {"type": "quantitative", "title": unit, "scale": {"domain": [0, reach], "nice": False}}
    kinds = {words("wf_total"): INDIGO, words("wf_less"): TEAL, words("wf_more"): ROSE}
    fill: Spec = {
        "field": "kind", "type": "nominal", "title": None, "scale": {"domain": list(kinds), "range": list(kinds.values())},
        "legend": {"symbolType": "square"},
    }  # fmt: skip
    bars: Spec = {
        "mark": {"type": "bar", "height": {"band": 0.66}},
        "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}, "fill": fill},
    }
    text: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11},
        "encoding": {"y": y, "x": {"field": "high", **x}, "text": {"field": "text"}},
    }
    rule: Spec = {
        "mark": {"type": "rule", "color": GREY, "strokeDash": [3, 3], "aria": False},
        "encoding": {"x": {"datum": begin[1], **x}},
    }
    return chart(*heading, {"data": data(rows), "layer": [rule, bars, text], "height": {"step": _STEP}})


def _placed(
    begin: tuple[str, float], steps: Sequence[tuple[str, float]], end: tuple[str, float], words: Words
) -> list[Row]:
    total = words("wf_total")
    rows: list[Row] = [_row(begin[0], 0.0, begin[1], total, words.figure(spelled(begin[1])))]
    at, digits = begin[1], _digits(max(begin[1], end[1]))
    for name, change in steps:
        kind = words("wf_less") if change < 0 else words("wf_more")
        sign = "−" if change < 0 else "+"
        rows.append(_row(name, at, at + change, kind, f"{sign}{words.figure(f'{abs(change):,.{digits}f}')}"))
        at += change
    return [*rows, _row(end[0], 0.0, end[1], total, words.figure(spelled(end[1])))]


def _digits(total: float) -> int:
    """Decimals of a change: one more than the totals bear."""
    return 3 if total < 10 else 2 if total < 100 else 1 if total < 1000 else 0


def _row(name: str, one: float, other: float, kind: str, text: str) -> Row:
    return {"name": name, "low": min(one, other), "high": max(one, other), "kind": kind, "text": text}


__all__ = ["waterfall"]
