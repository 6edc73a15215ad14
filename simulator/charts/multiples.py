"""Small multiples: the share of each lever over the years, by two plans."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.charts.look import GREY, INDIGO, Row, Spec, Table, chart, data, records
from simulator.charts.yearly import YEARS

MOST = 40
"""Panels in one picture."""
_ACROSS, _WIDE, _HIGH = 5, 128, 62
_SIZES: Spec = {"labelFontSize": 9, "tickCount": 3, "labelFlush": True}


def multiples(shares: Table, about: Sequence[str]) -> Spec:
    """One panel a lever: its share as an area, its share before as dashes.

    Parameters
    ----------
    shares : ``lever year share share_before`` [1], at most :data:`MOST` levers, in the order of the panels.
    about : lines of the subtitle.
    """
    names = list(dict.fromkeys(shares["lever"].tolist()))
    if len(names) > MOST:
        raise ValueError(f"a picture takes at most {MOST} panels, not {len(names)}")
    rows: list[Row] = [
        {"lever": lever, "year": year, "now": 100.0 * share, "then": 100.0 * before}
        for lever, year, share, before in records(shares, "lever", "year", "share", "share_before")
    ]
    title = "What each lever holds [%]"
    panel = {
        "width": _WIDE,
        "height": _HIGH,
        "layer": [
            _drawn(
                "now",
                {"type": "area", "line": {"color": INDIGO, "strokeWidth": 1.8}, "color": INDIGO, "fillOpacity": 0.3},
            ),
            _drawn("then", {"type": "line", "strokeDash": [4, 2], "strokeWidth": 1.6, "color": "#B35900"}),
        ],
    }
    facet = {
        "field": "lever",
        "type": "nominal",
        "sort": names,
        "title": None,
        "header": {"labelFontSize": 10, "labelPadding": 3},
    }
    body = {"data": data(rows), "facet": facet, "columns": _ACROSS, "spacing": 14, "spec": panel}
    whole = chart(title, about[0], f"{title}. {' '.join(about)}", body)
    whole["title"]["subtitle"] = list(about)
    del whole["width"], whole["height"]  # each panel has its own
    return whole


def _drawn(field: str, mark: Spec) -> Spec:
    return {
        "mark": mark,
        "encoding": {
            "x": {**YEARS, "axis": {**YEARS["axis"], **_SIZES, "grid": False}},
            "y": {"field": field, "type": "quantitative", "title": None, "scale": {"domain": [0, 100]},
                  "axis": {**_SIZES, "gridColor": GREY, "gridOpacity": 0.4}},
        },
    }  # fmt: skip


__all__ = ["MOST", "multiples"]
