"""How every picture looks: one colour for a thing wherever it appears, sizes, and the size of its unit.

The colours are Paul Tol's muted scheme: nine hues and grey that stay apart under every common colour blindness. Colour is never
the only cue: layers are parted by white lines and stand in the order of the legend, lines differ in dash and mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.ledger import STAGES
from simulator.units import parse_unit

Spec = dict[str, Any]
Row = Mapping[str, Any]


class Table(Protocol):
    """Columns by name, each with ``tolist``: what the modules of ``analysis`` give, or the same as a frame."""

    def __getitem__(self, name: str, /) -> Any:
        """A column."""

    def __iter__(self) -> Iterator[Any]:
        """The names, in their order."""


@dataclass(frozen=True, slots=True)
class Measure:
    """In what a picture counts: ``short`` (``kg``), the same in full (``kg CO2e per vehicle``), and the kilograms in one."""

    short: str
    full: str
    kg: float


INDIGO, GREEN, TEAL, CYAN, WINE = "#332288", "#117733", "#44AA99", "#88CCEE", "#882255"
PURPLE, SAND, OLIVE, ROSE, GREY = "#AA4499", "#DDCC77", "#999933", "#CC6677", "#BBBBBB"
SERIES = (INDIGO, SAND, TEAL, ROSE, CYAN, WINE, GREEN, PURPLE, OLIVE, GREY)
"""For things without a colour of their own (vehicles, markets), in their order."""

STAGE: Mapping[str, str] = dict(
    zip(STAGES, (INDIGO, GREEN, TEAL, CYAN, WINE, PURPLE, SAND, OLIVE, ROSE, GREY), strict=True)
)
"""Colour of each life-cycle stage."""

CATEGORY: Mapping[tuple[int, int], str] = {
    (1, 0): WINE,
    (2, 0): TEAL,
    (3, 1): INDIGO,
    (3, 2): OLIVE,
    (3, 3): GREEN,
    (3, 4): PURPLE,
    (3, 9): CYAN,
    (3, 11): SAND,
    (3, 12): ROSE,
}
"""Colour of each line of the inventory; the small ones that are missing here are grey."""

WIDTH, HEIGHT = 720, 380
MOST_ROWS = 5000
"""A chart with more rows is a chart of the wrong table."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Name of the format; nothing is fetched from it."""
_CONFIG: Spec = {
    "background": "white",
    "font": "Liberation Sans, Arial, sans-serif",
    "title": {"anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "subtitleColor": "#444", "offset": 14},
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 12,
        "gridColor": "#e6e6e6",
        "domainColor": "#888",
        "tickColor": "#888",
    },
    "legend": {"labelFontSize": 11, "titleFontSize": 11, "symbolSize": 120, "labelLimit": 300},
    "view": {"stroke": None},
    "axisX": {"grid": False},
}


def size(peak_kg: float) -> tuple[str, float]:
    """The tonne that makes a peak readable, and the kilograms in one: ``t``, ``kt`` or ``Mt`` by the closed list of units."""
    for unit in ("Mt", "kt"):
        if abs(peak_kg) >= 2 * parse_unit(unit).factor:
            return unit, parse_unit(unit).factor
    return "t", parse_unit("t").factor


def chart(title: str, subtitle: str, alt: str, body: Spec) -> Spec:
    """A whole specification around ``body`` (marks and encodings): title with unit, book and view; ``alt`` for screen readers."""
    head: Spec = {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": subtitle},
        "description": alt,
        "width": WIDTH,
        "height": HEIGHT,
        "config": _CONFIG,
    }
    return {**head, **body}


def records(table: Table, *names: str) -> list[tuple[Any, ...]]:
    """The rows of some columns."""
    return list(zip(*(table[name].tolist() for name in names), strict=True))


def data(rows: Iterable[Row]) -> Spec:
    """Rows as inline data.

    Raises
    ------
    ValueError
        where there are more than :data:`MOST_ROWS`.
    """
    values = [dict(row) for row in rows]
    if len(values) > MOST_ROWS:
        raise ValueError(f"a chart takes at most {MOST_ROWS} rows, not {len(values)}: sum them up first")
    return {"values": values}


def scale(names: Sequence[str], colours: Mapping[str, str]) -> Spec:
    """A colour scale over the names that are there, each with its own colour."""
    return {"domain": list(names), "range": [colours[name] for name in names]}


def spelled(value: float) -> str:
    """A number to three digits, without exponent: ``1,230``, ``12.3``, ``0.12``; rounding noise below 1e-6 is ``0``."""
    if abs(value) < 1e-6:
        return "0"
    digits = next((digits for bound, digits in ((100, 0), (10, 1), (0.1, 2), (0.01, 3)) if abs(value) >= bound), 6)
    return f"{value:,.{digits}f}"


__all__ = [
    "CATEGORY",
    "CYAN",
    "GREEN",
    "GREY",
    "HEIGHT",
    "INDIGO",
    "MOST_ROWS",
    "OLIVE",
    "PURPLE",
    "ROSE",
    "SAND",
    "SCHEMA",
    "SERIES",
    "STAGE",
    "TEAL",
    "WIDTH",
    "WINE",
    "Measure",
    "Row",
    "Spec",
    "Table",
    "chart",
    "data",
    "records",
    "scale",
    "size",
    "spelled",
]
