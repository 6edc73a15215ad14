"""Routes in days: how long each is planned to take, and what stands by for it."""

from __future__ import annotations

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.equations.standby import Standby
from simulator.network import Leg, Scenario
from simulator.simulation.clock import YEAR
from simulator.simulation.kept import Kept, Way


class Routes:
    """The routes of all ways.

    Parameters
    ----------
    waits : whether transit takes time at all.
    """

    def __init__(self, scenario: Scenario, kept: Kept, *, waits: bool) -> None:
        self.standby = Standby(scenario)
        self._ways = kept.ways
        self._waits = waits
        self._years = np.array([*scenario.years.tables, scenario.years.tail], dtype=float)
        self._days: dict[str, Array] = {}

    def legs(self, route: str) -> tuple[Leg, ...]:
        """Legs of a route, of one around a passage too."""
        return self.standby.routes[route].legs

    def planned(self, way: int) -> Array:
        """Planned days of a way: those of the longest of its routes in use, ``[period]``."""
        here: Way = self._ways[way]
        longest = np.zeros(here.shares.shape[1])
        for name, share in zip(here.routes, here.shares, strict=True) if self._waits else ():
            longest = np.maximum(longest, np.where(share > 0.0, self._takes(name), 0.0))
        return longest

    def _takes(self, route: str) -> Array:
        if route not in self._days:
            times = (leg.time for leg in self.legs(route) if leg.time is not None)
            self._days[route] = sum((path(time, self._years) for time in times), np.zeros(len(self._years))) * YEAR
        return self._days[route]
