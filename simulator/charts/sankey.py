"""Flows from layer to layer as ribbons (a Sankey diagram): what comes into a node goes out of it, and nothing is lost.

The layout is ours: the drawing engine knows areas and rectangles. Layers keep the order in which their nodes come first; those
of the first layer stand where most of what leaves them goes, so that ribbons cross little. A flow that leaves a layer out
passes it by in a lane.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.charts.look import GREY, Row, Spec, chart, data

_HEIGHT = 600
_GAP = 0.011
"""Room between nodes, as a share of the height."""
_WIDE = 0.028
"""Width of a node, as a share of the way between two layers."""
_BESIDE = 0.62
"""Room for the names of the last layer, likewise."""
_READ = 0.013
"""Nodes of at least this share of the height bear their name."""
_POINTS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Points of a ribbon's edge."""


@dataclass(frozen=True, slots=True)
class Way:
    """A flow through the layers: the node of each (empty: it passes by), what gives it its colour, and its value."""

    nodes: tuple[str, ...]
    tint: str
    value: float


@dataclass(frozen=True, slots=True)
class Link:
    """What flows from a node to one of the next layer; ``start``, ``end``: its upper edge at both, ``thick``: its height."""

    layer: int
    source: str
    target: str
    tint: str
    value: float
    start: float
    end: float
    thick: float


@dataclass(frozen=True, slots=True)
class Box:
    """A node where it stands: its layer, upper edge and height; ``lane``: it is only passed by."""

    layer: int
    name: str
    value: float
    low: float
    high: float
    lane: str


def sankey(
    ways: Sequence[Way],
    colours: Mapping[str, str],
    told: Mapping[str, tuple[str, str]],
    heading: tuple[str, str, str],
    titles: Sequence[str],
) -> Spec:
    """Ribbons between layers, left to right.

    Parameters
    ----------
    ways : values above 0; all have a node in the first and the last layer.
    colours : by tint. ``told`` : by node: its name, and its value ready to be shown.
    heading : title with unit, subtitle, and all in words. ``titles`` : of the layers.
    """
    boxes, links = laid(ways, len(titles))
    x: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [0, len(titles) - 1 + _BESIDE], "nice": False}}
    y: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.04, 1], "reverse": True, "nice": False}}
    tints = list(dict.fromkeys(way.tint for way in ways))
    tinted = {"domain": tints, "range": [colours.get(tint, GREY) for tint in tints]}
    fill: Spec = {"field": "tint", "type": "nominal", "scale": tinted, "legend": None}
    layers = [_ribbons(links, told, x, y, fill), *_nodes(boxes, told, len(titles), x, y, fill)]
    return chart(*heading, {"layer": [*layers, _heads(titles, x, y)], "height": _HEIGHT})


def laid(ways: Sequence[Way], layers: int) -> tuple[list[Box], list[Link]]:
    """Where nodes and ribbons stand, as shares of the height."""
    flows: dict[tuple[int, str, str, str], float] = {}
    sizes: list[dict[str, float]] = [{} for _ in range(layers)]
    for way in ways:
        names = [name or f"\0{way.tint}" for name in way.nodes]
        for layer, name in enumerate(names):
            sizes[layer][name] = sizes[layer].get(name, 0.0) + way.value
        for layer, (source, target) in enumerate(pairwise(names)):
            key = (layer, source, target, way.tint)
            flows[key] = flows.get(key, 0.0) + way.value
    total = sum(way.value for way in ways) or 1.0
    scale = (1.0 - _GAP * max((len(each) - 1 for each in sizes), default=0)) / total
    lows = [_stacked(each, list(each), scale) for each in sizes]
    if layers > 1:
        lows[0] = _stacked(sizes[0], _nearest(sizes[0], flows, lows[1]), scale)
    boxes = [
        Box(
            layer,
            name,
            value,
            lows[layer][name],
            lows[layer][name] + value * scale,
            name[1:] if name[0] == "\0" else "",
        )
        for layer, each in enumerate(sizes)
        for name, value in each.items()
    ]
    return boxes, _linked(flows, lows, scale)


def _stacked(sizes: Mapping[str, float], order: Sequence[str], scale: float) -> dict[str, float]:
    """Upper edges of the nodes of a layer, in the middle of the height."""
    used = sum(sizes.values()) * scale + _GAP * (len(order) - 1)
    low, out = (1.0 - used) / 2, {}
    for name in order:
        out[name] = low
        low += sizes[name] * scale + _GAP
    return out


def _nearest(
    sizes: Mapping[str, float], flows: Mapping[tuple[int, str, str, str], float], lows: Mapping[str, float]
) -> list[str]:
    """Nodes of the first layer by the mean place of where they go."""
    mean = dict.fromkeys(sizes, 0.0)
    for (layer, source, target, _), value in flows.items():
        if layer == 0:
            mean[source] += value * lows[target] / sizes[source]
    return sorted(sizes, key=lambda name: mean[name])


def _linked(
    flows: Mapping[tuple[int, str, str, str], float], lows: Sequence[Mapping[str, float]], scale: float
) -> list[Link]:
    """Ribbons side by side at both ends, in the order of where they come from and go."""
    ends = [dict(each) for each in lows]
    starts = [dict(each) for each in lows]
    entered = {}
    for key in sorted(flows, key=lambda key: (key[0], lows[key[0] + 1][key[2]], lows[key[0]][key[1]])):
        layer, _, target, _ = key
        entered[key] = ends[layer + 1][target]
        ends[layer + 1][target] += flows[key] * scale
    out = []
    for key in sorted(flows, key=lambda key: (key[0], lows[key[0]][key[1]], lows[key[0] + 1][key[2]])):
        layer, source, target, tint = key
        out.append(
            Link(layer, source, target, tint, flows[key], starts[layer][source], entered[key], flows[key] * scale)
        )
        starts[layer][source] += flows[key] * scale
    return out


def _ribbons(links: Sequence[Link], told: Mapping[str, tuple[str, str]], x: Spec, y: Spec, fill: Spec) -> Spec:
    """Areas whose edges leave and arrive level."""
    rows: list[Row] = []
    for number, link in enumerate(links):
        ends = " → ".join(told[name][0] for name in (link.source, link.target) if name in told)
        for part in _POINTS:
            low = link.start + (link.end - link.start) * part * part * (3 - 2 * part)
            at = link.layer + _WIDE + (1 - _WIDE) * part
            rows.append(
                {
                    "x": at,
                    "low": low,
                    "high": low + link.thick,
                    "tint": link.tint,
                    "link": number,
                    "ends": ends,
                    "value": link.value,
                }
            )
    return {
        "data": data(rows),
        "mark": {"type": "area", "interpolate": "monotone", "opacity": 0.42},
        "encoding": {
            "x": {"field": "x", **x},
            "y": {"field": "low", **y},
            "y2": {"field": "high"},
            "fill": fill,
            "detail": {"field": "link"},
            "tooltip": [{"field": "ends", "title": " "}, {"field": "value", "format": ",.3~r", "title": " "}],
        },
    }


def _nodes(
    boxes: Sequence[Box], told: Mapping[str, tuple[str, str]], layers: int, x: Spec, y: Spec, fill: Spec
) -> list[Spec]:
    """Boxes with their names beside them, in a rim that parts them from the ribbons; lanes look like what passes through them."""
    here = {"x": {"field": "left", **x}, "x2": {"field": "right"}, "y": {"field": "low", **y}, "y2": {"field": "high"}}
    lanes = [{**_edges(box), "tint": box.lane} for box in boxes if box.lane]
    shown = [{**_edges(box), "name": told[box.name][0], "value": told[box.name][1]} for box in boxes if not box.lane]
    names = [
        {"x": box.layer + 2 * _WIDE, "y": (box.low + box.high) / 2, "text": " ".join(told[box.name])}
        for box in boxes
        if not box.lane and box.high - box.low >= _READ
    ]
    mark: Spec = {
        "type": "text", "align": "left", "baseline": "middle", "fontSize": 11,
        "limit": {"expr": f"0.82 * width / {layers - 1 + _BESIDE:g}"},
    }  # fmt: skip
    at: Spec = {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "text": {"field": "text"}}
    tips = [{"field": "name", "title": " "}, {"field": "value", "title": " "}]
    return [
        {
            "data": data(lanes),
            "mark": {"type": "rect", "opacity": 0.42},
            "encoding": {**here, "fill": fill},
        },
        {
            "data": data(shown),
            "mark": {"type": "rect", "color": "#555"},
            "encoding": {**here, "tooltip": tips, "description": {"field": "name"}},
        },
        {
            "data": data(names),
            "layer": [
                {"mark": {**mark, "stroke": "white", "strokeWidth": 3, "strokeOpacity": 0.75}, "encoding": at},
                {"mark": mark, "encoding": at},
            ],
        },
    ]


def _edges(box: Box) -> Row:
    return {"left": box.layer, "right": box.layer + _WIDE, "low": box.low, "high": box.high}


def _heads(titles: Sequence[str], x: Spec, y: Spec) -> Spec:
    """What each layer is, above it."""
    return {
        "data": data({"x": layer, "y": -0.025, "text": text} for layer, text in enumerate(titles)),
        "mark": {
            "type": "text", "align": "left", "baseline": "middle", "fontSize": 12, "fontWeight": "bold",
            "limit": {"expr": f"0.95 * width / {len(titles) - 1 + _BESIDE:g}"},
        },
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "text": {"field": "text"}},
    }  # fmt: skip


__all__ = ["Box", "Link", "Way", "laid", "sankey"]
