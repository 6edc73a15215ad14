"""Yards: where a market's cars stand until their customers take them; they order at the plants by plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.equations.graph import Array, Index
from simulator.simulation.clock import MONTH
from simulator.simulation.plan import ordered
from simulator.simulation.purchasing import Purchasing
from simulator.simulation.trace import Columns, Trace, Trip

_ROUNDING = 1e-9


class Yards:
    """The yards of all accounts (a vehicle in a market each).

    What a yard orders depends on what was asked and ordered before, not on what has come: so it is known from the start. Who
    got which car is worked out at the end (:func:`sales`): customers are served in the order in which they came.

    Parameters
    ----------
    choices : where each buys. ``first``: point of the first yard's lots.
    asked : what customers ask for, and ``target`` up to what the yard orders, ``[account, month of the plan]``.
    arrived : cars that have come, by account [veh].
    brought : moves of the trace when the yards closed; what lands later is sold to nobody.
    """

    def __init__(
        self, trace: Trace, purchasing: Purchasing, choices: tuple[int, ...], first: int, asked: Array, target: Array
    ) -> None:
        self._trace, self._purchasing, self._first = trace, purchasing, first
        self.asked = asked
        orders = ordered(asked, target)
        wanted = orders > _ROUNDING * np.maximum(1.0, asked)
        takes = [partial(self._take, account) for account in range(len(choices))]
        self._orders = [
            [(choices[a], float(orders[a, month]), takes[a]) for a in np.flatnonzero(wanted[:, month])]
            for month in range(orders.shape[1])
        ]
        self.ordered = np.where(wanted, orders, 0.0)
        self.arrived = [0.0] * len(choices)
        self.brought: int | None = None

    def open(self, month: int) -> None:
        """A month of the plan begins: the yards order."""
        for choice, units, take in self._orders[month]:
            self._purchasing.buy(choice, units, take)

    def owed(self, month: int) -> Array:
        """Cars that customers who have come until a month of the plan still wait for, by account [veh]."""
        lack = self.asked[:, : month + 1].sum(axis=1) - np.array(self.arrived)
        return np.where(lack > _ROUNDING * np.maximum(1.0, self.asked.sum(axis=1)), lack, 0.0)

    def _take(self, account: int, trip: Trip, now: float) -> None:
        trace, point = self._trace, self._first + account
        for source, units in trip.parts:
            trace.moves.append((trip, source, units, trace.lot(point, units), now))
            if self.brought is None:
                self.arrived[account] += units

    def close(self) -> None:
        """Nobody buys any more."""
        self.brought = len(self._trace.moves)


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """What was sold: units of lots at yards, on which day, and how long after they were asked for [day], ``[sale]``."""

    account: Index
    lot: Index
    units: Array
    day: Array
    late: Array


def sales(yards: Yards, columns: Columns, first_point: int, first_month: int) -> Sales:
    """Match what came with who asked, each in its order."""
    mine = np.flatnonzero(columns.lot_point[columns.move_target[: yards.brought]] >= first_point)
    account = columns.lot_point[columns.move_target[mine]] - first_point
    months = (first_month + np.arange(yards.asked.shape[1])) * MONTH
    found = []
    for number, asked in enumerate(yards.asked):
        rows = mine[account == number]
        came, units = columns.move_arrived[rows], columns.move_units[rows]
        order = np.argsort(came, kind="stable")
        part, arrival, demand = _matched(np.cumsum(units[order]), np.cumsum(asked))
        day = np.maximum(came[order][arrival], months[demand])
        lot = columns.move_target[rows][order][arrival]
        found.append((np.full(len(part), number), lot, part, day, day - months[demand]))
    account, lot, part, day, late = (np.concatenate(column) for column in zip(*found, strict=True))
    return Sales(account, lot, part, day, late)


def _matched(came: Array, asked: Array) -> tuple[Array, Index, Index]:
    """Parts in which two running totals run side by side, with the position of each part in either."""
    none = np.zeros(0, dtype=np.intp)
    if not len(came) or not asked[-1]:
        return np.zeros(0), none, none
    end = min(float(came[-1]), float(asked[-1]))
    slack = _ROUNDING * end
    cuts = np.unique(np.concatenate([came, asked]))
    cuts = cuts[(cuts > slack) & (cuts < end - slack)]
    cuts = np.append(cuts[np.diff(cuts, prepend=0.0) > slack], end)
    parts = np.diff(cuts, prepend=0.0)
    middle = cuts - parts / 2.0
    arrival = np.minimum(np.searchsorted(came, middle), len(came) - 1)
    return parts, arrival, np.minimum(np.searchsorted(asked, middle), len(asked) - 1)
