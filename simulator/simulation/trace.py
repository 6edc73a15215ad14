"""What happened, as it happens: lots, the moves between them, what was made. Rows that only grow, and their columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from simulator.equations.graph import Array, Index

BACKGROUND = -1
"""The lot of what is made on the spot."""


class Move(NamedTuple):
    """Units under way: from a lot, by an option of a choice, over a route (its maker; -1: none); ``left`` [day]."""

    source: int
    units: float
    choice: int
    option: int
    route: int = -1
    kg: float = 0.0
    left: float = 0.0


class Trace:
    """Rows of a run.

    Parameters
    ----------
    lots : point (a gate, or gates + account of a yard) and units ordered of each lot.
    moves : a move, the lot it went into, and the day it arrived.
    made : lot, units and day of what was finished.
    """

    def __init__(self) -> None:
        self.lots: list[tuple[int, float]] = []
        self.moves: list[tuple[Move, int, float]] = []
        self.made: list[tuple[int, float, float]] = []

    def lot(self, point: int, units: float) -> int:
        """A new lot at a point."""
        self.lots.append((point, units))
        return len(self.lots) - 1


class Columns:
    """The rows of a trace as arrays; ``move_*`` as in :class:`Move`, ``move_target`` and ``move_arrived`` beside."""

    def __init__(self, trace: Trace) -> None:
        point, ordered = _columns(trace.lots, 2)
        move, target, arrived = zip(*trace.moves, strict=True) if trace.moves else ((), (), ())
        source, units, choice, option, route, kg, left = _columns(list(move), 7)
        lot, made, day = _columns(trace.made, 3)
        self.lot_point, self.lot_units = _ints(point), ordered
        self.move_source, self.move_units = _ints(source), units
        self.move_choice, self.move_option, self.move_route = _ints(choice), _ints(option), _ints(route)
        self.move_kg, self.move_left = kg, left
        self.move_target, self.move_arrived = np.array(target, dtype=np.intp), np.array(arrived, dtype=float)
        self.made_lot, self.made_units, self.made_day = _ints(lot), made, day


def _columns(rows: Sequence[tuple[float, ...]], count: int) -> Array:
    flat = np.fromiter(chain.from_iterable(rows), dtype=float, count=count * len(rows))
    return flat.reshape(-1, count).T


def _ints(values: Array) -> Index:
    return values.astype(np.intp)
