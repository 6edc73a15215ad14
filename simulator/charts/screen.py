"""A picture for the screen: it follows the page's width and theme, tells its figures under the pointer, and fits a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.charts.look import INDIGO, WINE, Spec

_DARK: Mapping[str, str] = {
    "#000000": "#FFFFFF",
    "#666666": "#BBBBBB",
    "#888": "#AAAAAA",
    "#B00020": "#FF7B7B",
    "#0072B2": "#56B4E9",
    "#B35900": "#E69F00",
    "white": "#0E1117",
    "#DDEEDD": "#2B4A3B",
    INDIGO: "#6F5FD0",
    WINE: "#B03A74",
}
"""What is told apart on white, as it is told apart on the dark page."""


def screen(spec: Spec, *, dark: bool) -> Spec:
    """The same picture without its own title, size and background; ``dark``: for a dark page.

    The title and the story are for the page to say in text (:func:`said`).
    """
    body = {key: value for key, value in spec.items() if key not in ("title", "width", "config", "description")}
    shown: Spec = _with_legends(_recoloured(body) if dark else body)
    legend = {"orient": "bottom", "labelLimit": 300, "symbolSize": 110, "layout": {"bottom": _BELOW}}
    shown["config"] = {"mark": {"tooltip": True}, "view": {"stroke": None}, "axisX": {"grid": False}, "legend": legend}
    shown["autosize"] = {"type": "fit-x", "contains": "padding"}
    return shown


_BELOW: Spec = {"direction": "vertical", "anchor": "start", "margin": 4}
"""Legends stand below one another, so that a phone shows them whole."""


def _with_legends(value: Any) -> Any:
    """The same with every legend in as many columns as its names leave room for."""
    if isinstance(value, list):
        return [_with_legends(one) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {key: one if key == "data" else _with_legends(one) for key, one in value.items()}
    names = value["scale"].get("domain") if isinstance(value.get("scale"), dict) else None
    if isinstance(names, list) and value.get("type") == "nominal" and value.get("legend", {}) is not None:
        longest = max((len(str(name)) for name in names), default=0)
        changed["legend"] = {**value.get("legend", {}), "columns": 3 if longest <= 18 else 2 if longest <= 24 else 1}
    return changed


def said(spec: Spec) -> tuple[str, str, str]:
    """Title, story in a line, and the whole in words for those who do not see it."""
    title = spec["title"]
    return str(title["text"]), str(title["subtitle"]), str(spec["description"])


def _recoloured(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: one if key == "data" else _recoloured(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_recoloured(one) for one in value]
    return _DARK.get(value, value) if isinstance(value, str) else value


__all__ = ["said", "screen"]
