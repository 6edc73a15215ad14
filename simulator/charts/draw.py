"""Specifications -> SVG and PNG, by the drawing engine that ships as a wheel: no browser, no network."""

from __future__ import annotations

from pathlib import Path

from simulator.charts.engine import picture, pixels, raster, vector
from simulator.charts.look import Spec


def draw(spec: Spec, stem: Path) -> tuple[Path, Path]:
    """Write ``stem.svg`` and ``stem.png`` and give their paths; for many pictures see :class:`Press`."""
    return vector(spec, stem), pixels(stem)


def svg(spec: Spec) -> str:
    """The picture as SVG text, with its ``description`` as what a screen reader speaks."""
    return picture(spec)


def png(spec: Spec) -> bytes:
    """The picture as a PNG file."""
    return raster(picture(spec))


__all__ = ["draw", "png", "svg"]
