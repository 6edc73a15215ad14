"""Routes in days: how long each is planned to take, and what stands by for it."""

from __future__ import annotations

from simulator.equations.standby import Standby
from simulator.network import Leg, Scenario
from simulator.simulation.chance import best_days
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

    def legs(self, route: str) -> tuple[Leg, ...]:
        """Legs of a route, of one around a passage too."""
        return self.standby.routes[route].legs

    def planned(self, way: int, period: int, year: float) -> float:
        """Planned days of a way: those of the longest of its routes in use."""
        if not self._waits:
            return 0.0
        here: Way = self._ways[way]
        used = (name for name, share in zip(here.routes, here.shares, strict=True) if share[period] > 0.0)
        return max((sum(best_days(leg.time, year) for leg in self.legs(name)) for name in used), default=0.0)
