"""Which levers have a cost to speak of: whether what they turn to, and what they turn from, states a price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.equations.expand import expand
from simulator.network import Improve, Lever, Money, Recipe, Scenario, Shift


@dataclass(frozen=True, slots=True)
class Costed:
    """How far the cost of a lever is known.

    Parameters
    ----------
    missing : what lacks a price or premium, in words; empty where nothing does.
    unproven : whether a price that decides it is unverified, assumed or unsourced.
    """

    missing: tuple[str, ...] = ()
    unproven: bool = False


def costed(scenario: Scenario, lever: Lever) -> Costed:
    """How far the cost of a lever is known.

    A premium over what it replaces is enough. A price is only of use beside the price of what is replaced. What is made of other
    things (a variant of a car) costs what these cost, and an improvement costs what its inputs cost unless it is paid once.
    """
    if isinstance(lever.action, Improve):
        own = () if lever.once is not None else ("what the improvement itself costs",)
        return Costed(own, lever.once is not None and lever.once.origin.unproven)
    to = _stated(scenario, lever.action.to)
    missing = [] if to.priced else [lever.action.to]
    if not to.premium:
        missing += [giver for giver in _givers(scenario, lever, lever.action) if not _stated(scenario, giver).priced]
    return Costed(tuple(missing), to.unproven)


@dataclass(frozen=True, slots=True)
class _Stated:
    priced: bool
    premium: bool = False
    unproven: bool = False


def _stated(scenario: Scenario, option: str) -> _Stated:
    """What an option of a mix states: an activity, or a route by its legs; a car and a site cost what their parts cost."""
    if option in scenario.routes:
        legs = scenario.routes[option].legs
        carriers = [[a.name for a in scenario.activities.values() if leg.by in (a.makes, a.name)] for leg in legs]
        return _Stated(all(any(_stated(scenario, name).priced for name in names) for names in carriers))
    if option not in scenario.activities:
        return _Stated(priced=True)
    activity = scenario.activities[option]
    money = list(_money(activity.recipes))
    takes = any(recipe.emits or recipe.inputs for recipe in activity.recipes)
    nothing = activity.makes == "neutralisation" and not takes  # to remove nothing costs nothing
    return _Stated(
        bool(money) or nothing,
        any(one.kind == "premium" for one in money),
        any(one.amount.origin.unproven for one in money),
    )


def _money(recipes: tuple[Recipe, ...]) -> Iterator[Money]:
    return (recipe.money for recipe in recipes if recipe.money is not None)


def _givers(scenario: Scenario, lever: Lever, action: Shift) -> list[str]:
    """Options that give way to a lever, in any of the mixes that it reaches."""
    found: dict[str, None] = {}
    for supply in expand(scenario).supplies:
        if lever.name in supply.levers:
            actions = (scenario.levers[name].action for name in supply.levers)
            aimed = {one.to for one in actions if isinstance(one, Shift)}
            held = supply.mix.shares if action.givers is None else action.givers
            found |= dict.fromkeys(option for option in held if option in supply.mix.shares and option not in aimed)
    return list(found)


__all__ = ["Costed", "costed"]
