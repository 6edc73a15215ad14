"""The drawing engine beside the main process: specifications as JSON lines in, pictures out; imports nothing of simulator.

The engine takes a second to start and holds its interpreter while it draws, so it starts while a scenario is read and projected,
and its work is done by two processes in a row: ``vector`` draws SVG files, ``pixels`` makes PNG files of them meanwhile. A line
is ``{"spec": ..., "stem": path}``, between the two ``{"stem": path, "fault": text}``; each answer is a line, empty when all went
well.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr  # writes an attribute, parses nothing

import vl_convert

VERSION = "6.4"
"""Of Vega-Lite; the engine carries several."""
SCALE = 1.6
"""Pixels a point in PNG files."""


def picture(spec: dict[str, Any]) -> str:
    """The picture as SVG text, with the specification's ``description`` as what a screen reader speaks."""
    text = str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION))
    words = str(spec.get("description", ""))
    return text.replace("<svg ", f'<svg role="img" aria-label={quoteattr(words)} ', 1) if words else text


def vector(spec: dict[str, Any], stem: Path) -> Path:
    """Write ``stem.svg`` and give its path."""
    path = stem.with_suffix(".svg")
    path.write_text(picture(spec), encoding="utf-8")
    return path


def pixels(stem: Path) -> Path:
    """Write ``stem.png`` from ``stem.svg`` and give its path."""
    path = stem.with_suffix(".png")
    path.write_bytes(raster(stem.with_suffix(".svg").read_text(encoding="utf-8")))
    return path


def raster(text: str) -> bytes:
    """An SVG picture as a PNG file."""
    return bytes(vl_convert.svg_to_png(text, scale=SCALE))


def _vector(asked: dict[str, Any]) -> str:
    fault = _tried(lambda: vector(asked["spec"], Path(asked["stem"])))
    return json.dumps({"stem": asked["stem"], "fault": fault})


def _pixels(asked: dict[str, Any]) -> str:
    fault: str = asked["fault"]
    return fault or _tried(lambda: pixels(Path(asked["stem"])))


def _tried(draw: Callable[[], Path]) -> str:
    """What went wrong, on one line; empty when all went well."""
    try:
        draw()
    except Exception as fault:  # noqa: BLE001 - the asking process tells it
        return f"{type(fault).__name__}: {fault}".replace("\n", " ")
    return ""


def _warm() -> None:
    blank = {"data": {"values": [{"x": 0}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    picture(blank)


def serve(part: str) -> None:
    """Start the engine, then do one part of what is asked until the input ends."""
    if part == "vector":
        _warm()
    answer = {"vector": _vector, "pixels": _pixels}[part]
    for line in sys.stdin:
        sys.stdout.write(answer(json.loads(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
