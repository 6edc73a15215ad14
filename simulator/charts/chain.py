"""The chain as blocks: each link stands right of its buyer, as high as what it causes with all behind it."""

from __future__ import annotations

from typing import Any

from simulator.charts.look import GREY, SERIES, Measure, Row, Spec, Table, chart, data, records, spelled
from simulator.words import ENGLISH, Words

_HEIGHT, _WIDTH = 620, 1080
_TALL = 0.017
"""Blocks of at least this share of the height bear their name."""
_LETTERS = 205.0
"""Letters that fit in the whole width."""


def chain(paths: Table, about: str, view: str, cut_off: float, measure: Measure, words: Words = ENGLISH) -> Spec:
    """Blocks of a tree of paths; dark edges tell what is let out at the link itself.

    Parameters
    ----------
    paths : ``at above name section own whole`` [kg CO2e], as a tree is read: the whole first, each after the one above it.
    about : what is looked at. ``cut_off`` : share of the total [1] below which nothing is opened.
    """
    rows = records(paths, "at", "above", "name", "section", "own", "whole")
    total = rows[0][-1] if rows else 0.0
    kg = measure.kg
    placed = _placed(rows, total)
    deepest = max((block["right"] for block in placed), default=1)
    sections = list(dict.fromkeys(block["section"] for block in placed if block["section"]))
    title = words("chain_title", unit=measure.full, view=words.term(view))
    whole = f"{words.figure(spelled(total / kg))} {measure.short}"
    story = words("chain_story", about=about, total=whole, share=words.figure(f"{100 * cut_off:.3g}"))
    for block in placed:
        block["text"] = _text(block, deepest, kg, words)
    colours = [SERIES[at % (len(SERIES) - 1)] for at in range(len(sections))]
    scale: Spec = {"domain": [*sections, ""], "range": [*colours, GREY]}
    x: Spec = {"field": "left", "type": "quantitative", "axis": None, "scale": {"domain": [0, deepest], "nice": False}}
    y: Spec = {
        "field": "low",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, 1], "reverse": True, "nice": False},
    }
    fill: Spec = {
        "field": "section", "type": "nominal", "title": None, "scale": scale,
        "legend": {"orient": "bottom", "columns": 6, "symbolType": "square", "values": sections},
    }  # fmt: skip
    blocks: Spec = {
        "data": data(placed),
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1.2, "fillOpacity": 0.28},
                "encoding": {"x": x, "x2": {"field": "right"}, "y": y, "y2": {"field": "high"}, "fill": fill},
            },
            {
                "mark": {"type": "rect", "stroke": None, "fillOpacity": 0.95},
                "encoding": {"x": x, "x2": {"field": "edge"}, "y": y, "y2": {"field": "own"}, "fill": fill},
            },
            {
                "transform": [{"filter": "datum.text != ''"}],
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 12,
                    "fontSize": 10,
                    "baseline": "middle",
                    "limit": {"expr": f"width / {deepest} - 16"},
                },
                "encoding": {"x": x, "y": {**y, "field": "middle"}, "text": {"field": "text"}},
            },
        ],
    }
    return chart(title, story, f"{title}. {story}.", {**blocks, "width": _WIDTH, "height": _HEIGHT})


def _placed(rows: list[tuple[Any, ...]], total: float) -> list[dict[str, Any]]:
    """Where each block stands: below its elder siblings, right of the one above it; what is let out at a link comes first."""
    out: dict[int, dict[str, Any]] = {}
    used: dict[int, float] = {}
    for at, above, name, section, own, whole in rows:
        low = used.get(above, 0.0)
        high = low + whole / total if total else low
        left = out[above]["right"] if above in out else 0
        used[above], used[at] = high, low + (own / total if total else 0.0)
        out[at] = {
            "name": name, "section": section, "left": left, "right": left + 1, "edge": left + 0.04, "low": low, "high": high,
            "own": used[at], "middle": (low + high) / 2, "kg": whole,
        }  # fmt: skip
    return list(out.values())


def _text(block: Row, deepest: int, kg: float, words: Words) -> str:
    if block["high"] - block["low"] < _TALL:
        return ""
    amount = f"{words.figure(spelled(block['kg'] / kg))} "
    room = int(_LETTERS / deepest) - len(amount) - 2
    long: str = block["name"].replace("/generic @", " @")
    name = long if len(long) <= room else long.split(" @ ", maxsplit=1)[0]
    return amount + (name if len(name) <= room else name[: max(room - 1, 1)] + "…")


__all__ = ["chain"]
