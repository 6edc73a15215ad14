"""Commissioning: levers take effect when they were planned to, or later.

A lever's path says when it acts. It is decided its lead time before, but not before the scenario begins; from there on it takes
the lead time as drawn and whatever disruptions delay it by.
"""

from __future__ import annotations

from dataclasses import replace

from simulator.network import Disruption, Lever, Scenario
from simulator.simulation.chance import Chance, best_days
from simulator.simulation.clock import YEAR
from simulator.simulation.play import Play


def commissioned(scenario: Scenario, chance: Chance, play: Play) -> Scenario:
    """The scenario with each lever as late as it happens to be; the same scenario where none is."""
    late = {name: _late(lever, scenario, chance, play) for name, lever in scenario.levers.items()}
    if not any(late.values()):
        return scenario
    levers = {name: replace(lever, late=late[name]) if late[name] else lever for name, lever in scenario.levers.items()}
    return replace(scenario, levers=levers)


def _late(lever: Lever, scenario: Scenario, chance: Chance, play: Play) -> float:
    """How late a lever takes effect [yr]."""
    if lever.share is None:
        return 0.0
    first = lever.share.first
    delays = (d for d in scenario.disruptions.values() if lever.name in d.delays) if play.late else ()
    late = sum(_delay(disruption, chance, first) for disruption in delays)
    if play.waits and lever.lead_time is not None:
        planned = best_days(lever.lead_time, first) / YEAR
        taken = chance.days(lever.lead_time, f"levers.{lever.name}", first) / YEAR
        late += max(scenario.years.start + planned - first, 0.0) + taken - planned
    return max(late, 0.0)


def _delay(disruption: Disruption, chance: Chance, year: float) -> float:
    return chance.days(disruption.by, f"disruptions.{disruption.name}.by", year) / YEAR
