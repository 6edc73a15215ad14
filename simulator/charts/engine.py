"""The drawing engine in a process of its own: specifications as JSON lines in, pictures out; imports nothing of simulator.

The engine takes a second to start and holds the interpreter meanwhile; beside the main process it starts while a scenario is
read and projected. Each line is ``{"spec": ..., "stem": path}``; each answer is a line, empty when all went well.
"""

import json
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr  # writes an attribute, parses nothing

import vl_convert

VERSION = "6.4"
"""Of Vega-Lite; the engine carries several."""
SCALE = 1.6
"""Pixels a point in PNG files."""


def serve() -> None:
    """Start the engine, then draw what is asked until the input ends."""
    blank = {"data": {"values": [{"x": 0}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    vl_convert.vegalite_to_svg(blank, vl_version=VERSION)
    for line in sys.stdin:
        sys.stdout.write(_answer(json.loads(line)) + "\n")
        sys.stdout.flush()


def picture(spec: dict[str, Any]) -> str:
    """The picture as SVG text, with the specification's ``description`` as what a screen reader speaks."""
    text = str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION))
    words = str(spec.get("description", ""))
    return text.replace("<svg ", f'<svg role="img" aria-label={quoteattr(words)} ', 1) if words else text


def write(spec: dict[str, Any], stem: Path) -> tuple[Path, Path]:
    """Write ``stem.svg`` and ``stem.png`` and give their paths."""
    text = picture(spec)
    vector, pixels = stem.with_suffix(".svg"), stem.with_suffix(".png")
    vector.write_text(text, encoding="utf-8")
    pixels.write_bytes(vl_convert.svg_to_png(text, scale=SCALE))
    return vector, pixels


def _answer(asked: dict[str, Any]) -> str:
    try:
        write(asked["spec"], Path(asked["stem"]))
    except Exception as fault:  # noqa: BLE001 - the asking process tells it
        return f"{type(fault).__name__}: {fault}".replace("\n", " ")
    return ""


if __name__ == "__main__":
    serve()
