"""Outages: scheduled and random, of sites, activities, passages and routes."""

from __future__ import annotations

import simpy

from simulator.network import Disruption, Scenario
from simulator.simulation.chance import Chance
from simulator.simulation.clock import Clock
from simulator.simulation.switch import Steps, Switch

_BEFORE = 1e-6
"""Dates are firsts of months: what stops on one stops before that day's orders [day]."""


class Outages:
    """Switches of all that can stop or close, thrown by the scenario's disruptions.

    A random outage begins ``every`` after the last one ended, so availability is ``every / (every + for)`` in the mean. The first
    is counted from the first of January of the first year (or from ``from``), whenever the chain has begun to work.
    """

    def __init__(self, env: simpy.Environment, clock: Clock, chance: Chance, scenario: Scenario) -> None:
        self._env = env
        self._clock = clock
        self._chance = chance
        self.stops: dict[str, Switch] = {}
        self.closes: dict[str, Switch] = {}
        self.begun: list[tuple[float, str, str]] = []
        for disruption in scenario.disruptions.values():
            if disruption.stops or disruption.closes:
                switches = self.stops if disruption.stops else self.closes
                name = disruption.stops or disruption.closes or ""
                switch = switches.setdefault(name, Switch(env, name))
                env.process(
                    self._fixed(disruption, switch) if disruption.every is None else self._random(disruption, switch)
                )

    def of(self, *names: str) -> tuple[Switch, ...]:
        """Switches of a site and its activity, as far as something can stop them."""
        return tuple(self.stops[name] for name in dict.fromkeys(names) if name in self.stops)

    def _days(self, disruption: Disruption, which: str) -> float:
        figure = disruption.every if which == "every" else disruption.lasts
        year = float(self._clock.years.start + self._clock.period(self._env.now))
        return self._chance.days(figure, f"disruptions.{disruption.name}.{which}", year)

    def _fixed(self, disruption: Disruption, switch: Switch) -> Steps:
        begins = self._clock.day(disruption.start or 0.0) - _BEFORE
        ends = begins + self._days(disruption, "for")
        if ends <= self._env.now:
            return
        if begins > self._env.now:
            yield self._env.timeout(begins - self._env.now)
        yield from self._act(disruption, switch, ends - self._env.now)

    def _random(self, disruption: Disruption, switch: Switch) -> Steps:
        begins = 0.0 if disruption.start is None else self._clock.day(disruption.start)
        if begins > self._env.now:
            yield self._env.timeout(begins - self._env.now)
        while True:
            yield self._env.timeout(self._days(disruption, "every"))
            yield from self._act(disruption, switch, self._days(disruption, "for"))

    def _act(self, disruption: Disruption, switch: Switch, days: float) -> Steps:
        switch.off(disruption.name)
        self.begun.append((self._env.now, disruption.name, switch.name))
        yield self._env.timeout(days)
        switch.free(disruption.name)
