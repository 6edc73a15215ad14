"""Specifications -> files, by the drawing engine that ships as a wheel: no browser, no network."""

from __future__ import annotations

import functools
import threading
from pathlib import Path

import vl_convert

from simulator.charts.look import Spec

_VERSION = "6.4"
"""Of Vega-Lite; the engine carries several."""
_SCALE = 2.0


def draw(spec: Spec, stem: Path) -> tuple[Path, Path]:
    """Write ``stem.svg`` and ``stem.png`` (two pixels a point) and give their paths."""
    text = svg(spec)
    vector, pixels = stem.with_suffix(".svg"), stem.with_suffix(".png")
    vector.write_text(text, encoding="utf-8")
    pixels.write_bytes(vl_convert.svg_to_png(text, scale=_SCALE))
    return vector, pixels


def svg(spec: Spec) -> str:
    """The picture as SVG text, with its ``description`` as the title that a screen reader speaks."""
    return str(vl_convert.vegalite_to_svg(spec, vl_version=_VERSION))


@functools.cache
def warm() -> threading.Thread:
    """Start the engine beside other work: its first picture takes a second, each further one a few hundredths."""
    blank: Spec = {"data": {"values": []}, "mark": "point"}
    thread = threading.Thread(target=svg, args=(blank,), name="decarb-charts", daemon=True)
    thread.start()
    return thread


__all__ = ["draw", "svg", "warm"]
