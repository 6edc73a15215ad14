"""The roadmap: when each lever is decided, begins, rises and stays, as a row of years whose depth is its share."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import INDIGO, Row, Spec, Table, chart, data, records
from simulator.words import ENGLISH, Words

_STEP = 19
_LABELS = "width > 480 ? 260 : 120"
"""Room for names [pixels], as the picture is drawn: for a page, and for a phone."""


def roadmap(shares: Table, decisions: Table, about: Sequence[str], words: Words = ENGLISH) -> Spec:
    """A row a lever, from the one that begins first to the one that begins last.

    Parameters
    ----------
    shares : ``lever year share`` [1], what a lever holds in the years in which it acts.
    decisions : ``lever start first end last``: from deciding to the first year, and the share that it reaches [1] in ``end``.
    about : lines of the subtitle.
    """
    order = decisions["lever"].tolist()
    title = words("roadmap_title")
    cells: list[Row] = [
        {"lever": lever, "year": year, "until": year + 1, "share": 100.0 * share}
        for lever, year, share in records(shares, "lever", "year", "share")
    ]
    leads: list[Row] = [
        {"lever": lever, "start": start, "first": first}
        for lever, start, first in records(decisions, "lever", "start", "first")
        if start < first
    ]
    ends: list[Row] = [
        {"lever": lever, "end": end + 1, "text": words.percent(share)}
        for lever, end, share in records(decisions, "lever", "end", "last")
    ]
    y: Spec = {
        "field": "lever",
        "type": "nominal",
        "sort": order,
        "title": None,
        "axis": {"labelLimit": {"expr": _LABELS}},
    }
    x: Spec = {"type": "quantitative", "title": None, "scale": {"zero": False, "nice": False},
               "axis": {"format": "d", "tickMinStep": 1, "grid": True}}  # fmt: skip
    fill: Spec = {
        "field": "share",
        "type": "quantitative",
        "title": words("roadmap_share"),
        "scale": {"domain": [0, 100], "range": ["#DAD6EE", INDIGO]},
        "legend": {"orient": "bottom"},
    }
    bars: Spec = {
        "data": data(cells),
        "mark": {"type": "bar", "height": {"band": 0.72}},
        "encoding": {"y": y, "x": {**x, "field": "year"}, "x2": {"field": "until"}, "fill": fill},
    }
    lines: Spec = {
        "data": data(leads),
        "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [3, 2], "stroke": "#B35900"},
        "encoding": {"y": y, "x": {**x, "field": "start"}, "x2": {"field": "first"}},
    }
    texts: Spec = {
        "data": data(ends),
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10},
        "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "text"}},
    }
    body: Spec = {"layer": [bars, lines, texts], "height": {"step": _STEP}}
    whole = chart(title, about[0], f"{title}. {' '.join(about)}", body)
    whole["title"]["subtitle"] = list(about)
    return whole


__all__ = ["roadmap"]
