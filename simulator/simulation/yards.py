"""Yards: where a market's cars stand until their customers take them; they order at the plants by plan."""

from __future__ import annotations

from dataclasses import dataclass, field

import simpy

from simulator.simulation.goods import Parts, Stock
from simulator.simulation.purchasing import Purchasing
from simulator.simulation.trace import Move, Trace

_ROUNDING = 1e-9


@dataclass(slots=True, eq=False)
class Yard:
    """The yard of one account (a vehicle in a market).

    Parameters
    ----------
    point : of its lots; ``choice`` where it buys.
    orders : what customers ask for, and ``target`` up to what the yard orders, by month of the plan.
    due : ordered and not arrived yet.
    """

    env: simpy.Environment
    trace: Trace
    purchasing: Purchasing
    point: int
    choice: int
    orders: list[float]
    target: list[float]
    stock: Stock = field(default_factory=lambda: Stock(at_once=True))
    due: float = 0.0

    def open(self, month: int) -> None:
        """A month begins: the customers come, then the yard orders up to its plan."""
        asked = self.orders[month]
        if asked > 0.0:
            self.stock.ask(asked, self._sell, self.env.now)
        wish = self.target[month] - (self.stock.level + self.due - self.stock.owed)
        if wish > _ROUNDING * max(1.0, asked):
            self.due += wish
            self.purchasing.buy(self.choice, wish, self._take)

    def _take(self, moves: list[Move]) -> None:
        now = self.env.now
        for move in moves:
            lot = self.trace.lot(self.point, move.units)
            self.trace.moved(move, lot, now)
            self.due -= move.units
            self.stock.put(lot, move.units, now)

    def _sell(self, parts: Parts, since: float) -> None:
        now = self.env.now
        for lot, units in parts:
            self.trace.sold(lot, units, now, now - since)
