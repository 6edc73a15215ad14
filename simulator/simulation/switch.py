"""What can stop and start again: a site, an activity, a passage, a route."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

_STILL = 1e-9
Steps = Generator[simpy.Event, Any, None]


class Switch:
    """On unless some disruption holds it off; several may at once.

    Parameters
    ----------
    name : what it switches.
    on : whether nothing holds it off.
    """

    def __init__(self, env: simpy.Environment, name: str) -> None:
        self.name = name
        self._env = env
        self.on = True
        self._holding: dict[str, int] = {}
        self._off_since = 0.0
        self._lost = 0.0
        self._back = env.event()
        self.count = 0

    @property
    def by(self) -> tuple[str, ...]:
        """Disruptions that hold it off."""
        return tuple(self._holding)

    @property
    def lost(self) -> float:
        """Days off so far."""
        return self._lost + (0.0 if self.on else self._env.now - self._off_since)

    def off(self, disruption: str) -> None:
        """A disruption begins."""
        if self.on:
            self._off_since = self._env.now
            self.count += 1
            self.on = False
        self._holding[disruption] = self._holding.get(disruption, 0) + 1

    def free(self, disruption: str) -> None:
        """A disruption ends."""
        self._holding[disruption] -= 1
        if not self._holding[disruption]:
            del self._holding[disruption]
        if not self._holding:
            self.on = True
            self._lost += self._env.now - self._off_since
            back, self._back = self._back, self._env.event()
            back.succeed()

    def until_on(self) -> simpy.Event:
        """Happens when it is on again."""
        return self._back


def work(env: simpy.Environment, switches: tuple[Switch, ...], days: float) -> Steps:
    """Work of ``days``: it stands still while any of the switches is off, and goes on where it was left."""
    begun = _lost(switches)
    ends = env.now + days
    while True:
        off = stopped(switches)
        if off is not None:
            yield off.until_on()
            continue
        left = ends + _lost(switches) - begun - env.now
        if left <= _STILL:
            return
        yield env.timeout(left)


def stopped(switches: tuple[Switch, ...]) -> Switch | None:
    """The first of them that is off."""
    for switch in switches:
        if not switch.on:
            return switch
    return None


def _lost(switches: tuple[Switch, ...]) -> float:
    days = 0.0
    for switch in switches:
        days += switch.lost
    return days
