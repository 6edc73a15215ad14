"""What the circular footprint formula needs to know of a material, beside what the network says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from simulator.errors import LibraryError
from simulator.network import Origin
from simulator.reference import tables
from simulator.reference.figures import origin

_ITEMS = ("A", "recycled at end of life", "quality in", "quality out", "ends in the car")


@dataclass(frozen=True, slots=True)
class Recycling:
    """Parameters of a material [1].

    Parameters
    ----------
    a : how burdens and credits of recycling are shared; 1: all with the user of recycled material.
    r2 : part of the material in a car that is recycled at its end.
    q_in, q_out : quality of recycled against virgin material, going in and coming out.
    in_car : part of what the chain takes of it that ends in the car.
    origins : where the five figures stand.
    """

    a: float
    r2: float
    q_in: float
    q_out: float
    in_car: float
    origins: tuple[Origin, ...]


@cache
def recycling() -> Mapping[str, Recycling]:
    """Parameters by product; read once.

    Raises
    ------
    LibraryError
        where a material lacks one of them.
    """
    found: dict[str, dict[str, tables.Row]] = {}
    for row in tables.read("recycling"):
        found.setdefault(row.key, {})[row.item] = row
    return {product: _parameters(product, rows) for product, rows in found.items()}


def _parameters(product: str, rows: Mapping[str, tables.Row]) -> Recycling:
    if set(rows) != set(_ITEMS):
        raise LibraryError(f"recycling.csv: {product} has {', '.join(sorted(rows))}, not {', '.join(_ITEMS)}")
    a, r2, q_in, q_out, in_car = (rows[item].value for item in _ITEMS)
    return Recycling(a, r2, q_in, q_out, in_car, tuple(origin(rows[item]) for item in _ITEMS))


__all__ = ["Recycling", "recycling"]
