"""What the columns of annual tables are counted in, and how kilograms become tonnes on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.units import parse_unit


@dataclass(frozen=True, slots=True)
class Written:
    """A column as it is written: ``unit``, the ``factor`` from the canonical unit, and what it ``means``."""

    unit: str
    factor: float
    means: str


def _in(unit: str, inside: str, means: str) -> Written:
    return Written(unit, parse_unit(inside).factor / parse_unit(unit).factor, means)


_CARBON = _in("t CO2e", "kg", "greenhouse gases")
COLUMNS: Mapping[str, Written] = {
    "gross": _in("t CO2e", "kg", "gross emissions of the book"),
    "removed": _in("t CO2e", "kg", "removals that count, delivered and retired in the year"),
    "net": _in("t CO2e", "kg", "gross less removed"),
    "base": _in("t CO2e", "kg", "gross of the base year"),
    "not_counted": _in("t CO2e", "kg", "removals whose permanence is too short to count"),
    "uptake": _in("t CO2", "kg", "biogenic carbon taken up; apart from gross"),
    "release": _in("t CO2", "kg", "biogenic carbon released; apart from gross"),
    "unproven": Written("1", 1.0, "share of gross that rests on unverified, assumed or unsourced factors"),
    "co2e": _CARBON,
    "end": _in("t CO2e", "kg", "greenhouse gases in the last year of sales"),
    "mass": _in("t", "kg", "mass of the flow"),
    "own": Written("EUR", 1.0, "own cost"),
    "carbon": Written("EUR", 1.0, "carbon cost"),
    "once": Written("EUR", 1.0, "one-off payments of levers"),
    "sold": Written("veh", 1.0, "cars sold in the year"),
    "on_road": Written("veh", 1.0, "cars on the road at year end"),
    "abroad": Written("veh", 1.0, "exported cars on the road at year end"),
    "scrapped": Written("veh", 1.0, "cars scrapped in the year"),
    "exported": Written("veh", 1.0, "cars exported in the year"),
    "km": Written("km", 1.0, "distance driven in the year"),
    "share": Written("1", 1.0, "share"),
    "covered": Written("1", 1.0, "1 where the line is covered, 0 where it is left out"),
    "screening": Written("1", 1.0, "most that a line left out is taken to add; an assumption"),
    "per_car": _in("kg CO2e/veh", "kg/veh", "life cycle of one car"),
    "per_km": _in("g CO2e/km", "kg/km", "life cycle of one car over its expected distance"),
}
"""Columns that carry numbers; all others are labels."""


def header(column: str) -> str:
    """Name of a column as it stands in the file, with its unit in brackets."""
    written = COLUMNS.get(column)
    return column if written is None else f"{column} [{written.unit}]"


__all__ = ["COLUMNS", "Written", "header"]
