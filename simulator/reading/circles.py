"""Products that may be needed to make themselves: a first look, by names alone, before anybody lays out the network."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.equations.memory import Memory
from simulator.network import Improve, Lever, Scenario

_known: Memory[bool] = Memory()


def may_need_itself(scenario: Scenario) -> bool:
    """Whether the product of some activity with a site may come back to it through what it is made of.

    Every loop of the network is a loop of names here, since each of its wires leads from a product to one that it is made,
    moved or replaced with. The reverse does not hold: who buys where may part the two ends.
    """
    instead = _instead(scenario.levers)
    return _known.get((scenario.activities, scenario.routes), lambda: _any_returns(scenario, instead), instead)


def _instead(levers: Mapping[str, Lever]) -> tuple[tuple[str, frozenset[str]], ...]:
    """What improvements use in place of a product: all that this look asks of levers, wherever they stand."""
    better = (lever.action for lever in levers.values())
    return tuple((one.input, frozenset(one.becomes)) for one in better if isinstance(one, Improve))


def _any_returns(scenario: Scenario, instead: tuple[tuple[str, frozenset[str]], ...]) -> bool:
    draws = _draws(scenario, instead)
    return any(_returns(activity.makes, draws) for activity in scenario.activities.values() if activity.at is not None)


def _draws(scenario: Scenario, instead: tuple[tuple[str, frozenset[str]], ...]) -> Mapping[str, set[str]]:
    """What a product may take in, by product."""
    out: dict[str, set[str]] = {}
    moved = {leg.by for route in scenario.routes.values() for leg in route.legs}
    for activity in scenario.activities.values():
        taken = out.setdefault(activity.makes, set())
        for recipe in activity.recipes:
            taken.update([exchange.product for exchange in recipe.inputs])
        if activity.at is not None:
            taken |= moved
    for product, becomes in instead:
        out.setdefault(product, set()).update(becomes - {product})
    return out


def _returns(product: str, draws: Mapping[str, set[str]]) -> bool:
    """Whether a product is among what it takes in, at any distance."""
    seen: set[str] = set()
    waiting = list(draws.get(product, ()))
    while waiting:
        other = waiting.pop()
        if other == product:
            return True
        if other not in seen:
            seen.add(other)
            waiting.extend(draws.get(other, ()))
    return False
