"""Which figures of a scenario are drawn: those of its network and those that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.equations.expand import expand
from simulator.network import Figure, Scenario


def uncertain(scenario: Scenario) -> list[Figure]:
    """All figures that have a spread and are read through draws."""
    return [figure for figure in (*expand(scenario).figures, *beside(scenario)) if figure.uncertain]


def beside(scenario: Scenario) -> Iterator[Figure]:
    """Figures that stand beside the network and are read through draws: sales, policies, shares, lifetimes, amounts in use."""
    yield from (sale.cars for sale in scenario.sales if sale.cars is not None)
    for rule in (policy.rule for policy in scenario.policies.values()):
        figures = (getattr(rule, name, None) for name in ("price", "amount", "free", "pass_through", "phase_in"))
        yield from (figure for figure in figures if figure is not None)
    yield from (lever.share for lever in scenario.levers.values() if lever.share is not None)
    yield from (share for mix in scenario.mixes for share in mix.shares.values() if share is not None)
    for vehicle in scenario.vehicles.values():
        yield vehicle.lifetime
        yield from (exchange.amount for items in vehicle.sections.values() for exchange in items)
