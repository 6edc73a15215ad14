"""A picture for the screen: it follows the page's width and theme, tells its figures under the pointer, and fits a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.charts.look import HEIGHT, INDIGO, WINE, Spec
from simulator.words import ENGLISH, Words

_DARK: Mapping[str, str] = {
    "#000000": "#FFFFFF",
    "#666666": "#BBBBBB",
    "#888": "#AAAAAA",
    "#555": "#CCCCCC",
    "#B00020": "#FF7B7B",
    "#0072B2": "#56B4E9",
    "#B35900": "#E69F00",
    "white": "#171614",
    "#DDEEDD": "#2B4A3B",
    INDIGO: "#6F5FD0",
    WINE: "#B03A74",
}
"""What is told apart on white, as it is told apart on the dark page."""
_SHORT = 20
"""Letters of a name of which a legend holds two beside each other."""
_WIDE = "width > 560 ? 5 : 2"
"""Columns of a legend of short names, as the picture is drawn: for a page, and for a phone."""


def screen(spec: Spec, *, dark: bool, words: Words = ENGLISH) -> Spec:
    """The same picture without its own title, size and background; ``dark``: for a dark page; ``words``: how it writes numbers.

    The title and the story are for the page to say in text (:func:`said`).
    """
    body = {key: value for key, value in spec.items() if key not in ("title", "width", "config", "description")}
    shown: Spec = _with_legends(_recoloured(body) if dark else body)
    legend = {"orient": "bottom", "labelLimit": 275, "symbolSize": 110, "layout": {"bottom": _BELOW}}
    ink = {"color": "#EEEEEE" if dark else "#222222"}
    plain: Spec = {"mark": {"tooltip": True}, "view": {"stroke": None}, "axisX": {"grid": False}}
    shown["config"] = {**plain, "text": ink, "legend": legend, "locale": {"number": words.locale()}}
    shown["height"] = _height(spec)
    shown["autosize"] = {"type": "fit-x", "contains": "padding"}
    return shown


_BELOW: Spec = {"direction": "vertical", "anchor": "start", "margin": 4}
"""Legends stand below one another, so that a phone shows them whole."""


def _with_legends(value: Any) -> Any:
    """The same with every legend in as many columns as a phone has room for, and areas as squares without a rim."""
    if isinstance(value, list):
        return [_with_legends(one) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: one if key == "data" else _with_legends(one) for key, one in value.items()}
    names = value["scale"].get("domain") if isinstance(value.get("scale"), dict) else None
    if isinstance(names, list) and value.get("type") == "nominal" and value.get("legend", True) is not None:
        longest = max((len(str(name)) for name in names), default=0)
        changed["legend"] = {**value.get("legend", {}), "columns": {"expr": _WIDE} if longest <= _SHORT else 1}
    if isinstance(changed.get("fill"), dict) and changed["fill"].get("legend") is not None:
        changed["fill"]["legend"] |= {"symbolType": "square", "symbolStrokeWidth": 0}
    return changed


def _height(spec: Spec) -> Any:
    """Height of the picture in pixels, also where it is told by the bar."""
    height = spec.get("height", HEIGHT)
    if not isinstance(height, dict):
        return height
    bars: list[str] = next(
        (y["sort"] for one in spec["layer"] if "sort" in (y := one.get("encoding", {}).get("y", {}))), []
    )
    return height["step"] * max(1, len(bars))


def said(spec: Spec) -> tuple[str, str, str]:
    """Title, story in a line, and the whole in words for those who do not see it."""
    title = spec["title"]
    story = title["subtitle"]
    told = ". ".join(story) if isinstance(story, list) else str(story)
    return str(title["text"]), told, str(spec["description"])


def _recoloured(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _own_colours(one) if key == "data" else _recoloured(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_recoloured(one) for one in value]
    return _DARK.get(value, value) if isinstance(value, str) else value


def _own_colours(value: Any) -> Any:
    """Data whose rows say their own ``colour`` (of a line without a legend); any other stays the very same."""
    rows = value.get("values", ())
    if not rows or "colour" not in rows[0]:
        return value
    return {**value, "values": [{**row, "colour": _DARK.get(row["colour"], row["colour"])} for row in rows]}


__all__ = ["said", "screen"]
