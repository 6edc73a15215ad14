"""Specifications -> SVG and PNG, by the drawing engine that ships as a wheel: no browser, no network."""

from __future__ import annotations

from pathlib import Path

from simulator.charts.engine import picture, write
from simulator.charts.look import Spec


def draw(spec: Spec, stem: Path) -> tuple[Path, Path]:
    """Write ``stem.svg`` and ``stem.png`` and give their paths; for many pictures see :class:`Press`."""
    return write(spec, stem)


def svg(spec: Spec) -> str:
    """The picture as SVG text, with its ``description`` as what a screen reader speaks."""
    return picture(spec)


__all__ = ["draw", "svg"]
