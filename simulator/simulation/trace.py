"""What happened, as it happens: lots, the moves between them, what was made. Rows that only grow, and their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.equations.graph import Array, Index

BACKGROUND = -1
"""The lot of what is made on the spot."""


@dataclass(slots=True, eq=False)
class Trip:
    """Parts of lots on their way to one buyer: by an option of a choice, over a route (its maker; -1: none).

    Parameters
    ----------
    kg : to carry per unit. ``left``: day of departure.
    """

    choice: int
    option: int
    parts: list[tuple[int, float]]
    left: float
    kg: float = 0.0
    route: int = -1


class Trace:
    """Rows of a run.

    Parameters
    ----------
    lots : point (a gate, or gates + account of a yard) and units ordered of each lot.
    moves : a trip, the lot it brought units of, the units, the lot they went into, and the day they arrived.
    made : lot, units and day of what was finished.
    """

    def __init__(self) -> None:
        self.lots: list[tuple[int, float]] = []
        self.moves: list[tuple[Trip, int, float, int, float]] = []
        self.made: list[tuple[int, float, float]] = []

    def lot(self, point: int, units: float) -> int:
        """A new lot at a point."""
        self.lots.append((point, units))
        return len(self.lots) - 1


class Columns:
    """The rows of a trace as arrays; of what moved, a row for each lot of a trip."""

    def __init__(self, trace: Trace) -> None:
        point, ordered = _turned(trace.lots, 2)
        self.lot_point, self.lot_units = _ints(point), _floats(ordered)
        trips, source, units, target, arrived = _turned(trace.moves, 5)
        self.move_choice, self.move_option = _ints([t.choice for t in trips]), _ints([t.option for t in trips])
        self.move_route, self.move_left = _ints([t.route for t in trips]), _floats([t.left for t in trips])
        self.move_source, self.move_target = _ints(source), _ints(target)
        self.move_units, self.move_arrived = _floats(units), _floats(arrived)
        self.move_kg = _floats([t.kg for t in trips]) * self.move_units
        lot, made, day = _turned(trace.made, 3)
        self.made_lot, self.made_units, self.made_day = _ints(lot), _floats(made), _floats(day)


def _turned(rows: Sequence[tuple[Any, ...]], count: int) -> Iterable[tuple[Any, ...]]:
    return zip(*rows, strict=True) if rows else ((),) * count


def _ints(values: Sequence[int]) -> Index:
    return np.array(values, dtype=np.intp)


def _floats(values: Sequence[float]) -> Array:
    return np.array(values, dtype=float)
