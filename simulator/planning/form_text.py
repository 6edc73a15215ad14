"""How the form writes: numbers with units, places taken out, what a parent says."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.network import Scenario
from simulator.planning.leaves import text_of
from simulator.reading import Node, drop, put

Cell = str | float | bool | None
"""What a table of the form holds; None: nothing said."""
REMOVE = "$remove"


def quantity(value: float, unit: str) -> str:
    """A number with its unit, as the language writes it."""
    shown = f"{value:.0f}" if math.isclose(value, round(value), abs_tol=1e-12) else f"{value:.12g}"
    return f"{shown} {countable(unit)}" if countable(unit) != "1" else shown


def countable(unit: str) -> str:
    """A unit of the table as the list of units knows it: what is counted in no unit is a plain number."""
    return unit.replace("/unit", "").replace("unit", "1")


def taken_out(text: str, scenario: Scenario, trail: Sequence[str]) -> str:
    """Without what the own file says of a place; where a parent says it too, it is marked as removed."""
    text = drop(text, trail)
    return put(text, trail, REMOVE) if said_before(scenario, trail) else text


def said_before(scenario: Scenario, trail: Sequence[str]) -> bool:
    """Whether a file that is extended, or a record that this one is like, says a place."""
    layers = text_of(scenario).layers[:-1]
    return any(_holds(layer, trail) for layer in layers)


def _holds(node: Node | None, trail: Sequence[str]) -> bool:
    for key in trail:
        node = None if node is None else node.map.get(key)
    return node is not None and node.value not in (REMOVE, "$removed")


__all__ = ["REMOVE", "Cell", "countable", "quantity", "said_before", "taken_out"]
