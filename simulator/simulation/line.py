"""Lines: what a capacity lets through, one run after another."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import simpy

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.network import Figure
from simulator.simulation.clock import YEAR, Clock

_STILL = 1e-9


@dataclass(slots=True)
class Line:
    """A line that several gates of a site may share.

    Parameters
    ----------
    queue : whose turn it is.
    rate : units a day in each period.
    opens, ramp : day from which it runs; days until it runs in full.
    busy : days it has worked in each period.
    """

    name: str
    queue: simpy.Resource
    clock: Clock
    rate: Array
    opens: float = -math.inf
    ramp: float = 0.0
    busy: Array = field(init=False)
    _rates: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.busy = np.zeros(len(self.rate))
        self._rates = self.rate.tolist()

    def worked(self, begun: float, days: float, now: float) -> None:
        """It has worked some days between a moment and now, those before its opening not counted."""
        begun = max(begun, self.opens)
        days = min(days, now - begun)
        while now - begun > 0.0 and days > 0.0:
            until = min(now, (math.floor((begun + _STILL) / YEAR) + 1.0) * YEAR)
            part = days * (until - begun) / (now - begun)
            if begun >= 0.0:  # before the tables begin is nobody's year
                self.busy[self.clock.period(begun)] += part
            begun, days = until, days - part

    def days(self, units: float, now: float) -> float:
        """Days that units take from ``now``: ``units / rate``, longer before the opening and while the line ramps up.

        In a ramp of ``r`` days the line has made ``rate (t - opens)^2 / 2r``, so it needs the root of that.
        """
        full = units / self._rates[self.clock.period(now)]
        if now >= self.opens + self.ramp:
            return full
        since = max(now - self.opens, 0.0)
        wait = max(self.opens - now, 0.0)
        if self.ramp <= 0.0:
            return wait + full
        reached = math.sqrt(since**2 + 2.0 * self.ramp * full)
        if reached > self.ramp:  # full before it is done
            left = full - (self.ramp**2 - since**2) / (2.0 * self.ramp)
            reached = self.ramp + left
        return wait + reached - since


def daily(capacity: Figure, clock: Clock) -> Array:
    """Units a day that a capacity [unit/yr] lets through, by period."""
    years = [*clock.years.tables, clock.years.tail]
    return path(capacity, [float(year) for year in years]) / YEAR  # type: ignore[arg-type]
