"""A map without a tile server: coarse outlines of countries, sites and markets as circles, routes as lines.

The outlines are those of Natural Earth (1:110 million, public domain), made coarser still and kept beside this module; they
follow its boundaries, which are de facto ones, and say nothing on whose they are.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.charts.look import GREY, INDIGO, ROSE, SERIES, Row, Spec, chart, data
from simulator.words import ENGLISH, Words

_OUTLINES = Path(__file__).with_name("outlines.json")
_HEIGHT = 430
_ROOM = 14.0
"""Room around what is shown [degrees]."""
_LEAST = 30.0
"""Least width of what is shown [degrees]."""
_LARGEST, _THICKEST = 1400.0, 7.0
"""Area of the largest circle [square pixels] and width of the busiest route [pixels]."""
_READ = "width > 560 ? 1 : 0"
"""On a phone names would hide each other; there they stand under the pointer and in the table."""
_LAND, _SHORE = "#DDEEDD", "#888"

_APART: Spec = {"scale": {"stroke": "independent", "fill": "independent"}}
"""Circles and lines have legends of their own."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle: what it is called, where it lies [degrees north, east], what kind it is, its value, and all in words."""

    name: str
    at: Point
    kind: str
    value: float
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points [degrees north, east]: what it is called, of which kind, its value, and all in words."""

    name: str
    points: tuple[Point, ...]
    kind: str
    value: float
    told: str


@functools.cache
def outlines() -> dict[str, Any]:
    """Outlines of the countries as TopoJSON."""
    found: dict[str, Any] = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return found


def atlas(
    spots: Sequence[Spot],
    lines: Sequence[Line],
    heading: tuple[str, str, str],
    kinds: Sequence[str],
    words: Words = ENGLISH,
) -> Spec:
    """Circles and lines on a map that shows just where they are.

    Parameters
    ----------
    heading : title with unit, subtitle, and all in words.
    kinds : of the circles; each kind is measured against its own largest.
    """
    seen = _projection([one.at for one in spots] + [point for line in lines for point in line.points])
    carriers = list(dict.fromkeys(line.kind for line in lines))
    ground: Spec = {
        "data": {"values": outlines(), "format": {"type": "topojson", "feature": "countries"}},
        "mark": {
            "type": "geoshape",
            "fill": _LAND,
            "stroke": _SHORE,
            "strokeWidth": 0.4,
            "clip": True,
            "tooltip": None,
            "aria": False,
        },
    }
    layers = [ground, _lines(lines, carriers, words), _circles(spots, kinds, words), _names(spots)]
    return chart(*heading, {"layer": layers, "projection": seen, "height": _HEIGHT, "resolve": _APART})


def _projection(points: Sequence[Point]) -> Spec:
    """Mercator's map of where the points lie, as wide as the picture."""
    north = [at[0] for at in points] or [0.0]
    east = [at[1] for at in points] or [0.0]
    wide = max(max(east) - min(east) + 2 * _ROOM, _LEAST)
    centre = [(min(east) + max(east)) / 2, (min(north) + max(north)) / 2]
    return {
        "type": "mercator",
        "scale": {"expr": f"width / {math.radians(wide):.6g}"},
        "center": centre,
        "translate": {"expr": "[width / 2, height / 2]"},
    }


def _lines(lines: Sequence[Line], carriers: Sequence[str], words: Words) -> Spec:
    most = max((line.value for line in lines), default=1.0) or 1.0
    rows: list[Row] = [
        {
            "line": number, "order": order, "north": north, "east": east, "kind": words.term(line.kind),
            "thick": _THICKEST * max(0.08, line.value / most), "told": line.told,
        }
        for number, line in enumerate(lines)
        for order, (north, east) in enumerate(line.points)
    ]  # fmt: skip
    colours = [SERIES[at % (len(SERIES) - 1)] for at in range(len(carriers))]
    return {
        "data": data(rows),
        "mark": {"type": "line", "opacity": 0.75, "strokeCap": "round", "clip": True, "interpolate": "cardinal"},
        "encoding": {
            "longitude": {"field": "east", "type": "quantitative"},
            "latitude": {"field": "north", "type": "quantitative"},
            "order": {"field": "order", "type": "quantitative"},
            "detail": {"field": "line"},
            "strokeWidth": {"field": "thick", "type": "quantitative", "scale": None},
            "stroke": {
                "field": "kind", "type": "nominal", "title": words("map_by"),
                "scale": {"domain": [words.term(one) for one in carriers], "range": colours},
                "legend": {"symbolType": "stroke", "symbolStrokeWidth": 3},
            },
            "tooltip": [{"field": "told", "title": " "}],
        },
    }  # fmt: skip


def _circles(spots: Sequence[Spot], kinds: Sequence[str], words: Words) -> Spec:
    most: Mapping[str, float] = {
        kind: max((one.value for one in spots if one.kind == kind), default=1.0) or 1.0 for kind in kinds
    }
    rows: list[Row] = [
        {
            "north": one.at[0], "east": one.at[1], "kind": words.term(one.kind),
            "size": _LARGEST * max(0.015, one.value / most[one.kind]), "told": one.told,
        }
        for one in sorted(spots, key=lambda spot: -spot.value / most[spot.kind])
    ]  # fmt: skip
    return {
        "data": data(rows),
        "mark": {"type": "circle", "opacity": 0.8, "stroke": "white", "strokeWidth": 1, "clip": True},
        "encoding": {
            "longitude": {"field": "east", "type": "quantitative"},
            "latitude": {"field": "north", "type": "quantitative"},
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "fill": {
                "field": "kind", "type": "nominal", "title": None,
                "scale": {"domain": [words.term(kind) for kind in kinds], "range": [ROSE, INDIGO, GREY][: len(kinds)]},
                "legend": {"symbolType": "circle"},
            },
            "tooltip": [{"field": "told", "title": " "}],
        },
    }  # fmt: skip


def _names(spots: Sequence[Spot]) -> Spec:
    rows: list[Row] = [{"north": one.at[0], "east": one.at[1], "name": one.name} for one in spots if one.value]
    mark: Spec = {"type": "text", "dy": -9, "fontSize": 10, "clip": True, "opacity": {"expr": _READ}}
    at: Spec = {
        "longitude": {"field": "east", "type": "quantitative"},
        "latitude": {"field": "north", "type": "quantitative"},
        "text": {"field": "name"},
    }
    return {
        "data": data(rows),
        "layer": [
            {"mark": {**mark, "stroke": "white", "strokeWidth": 3}, "encoding": at},
            {"mark": mark, "encoding": at},
        ],
    }


__all__ = ["Line", "Spot", "atlas", "outlines"]
