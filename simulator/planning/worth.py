"""What a limit is worth: prices of an optimum as euros a tonne, and in plain words with the unit that people count in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from simulator.network import Optimize, Scenario, Target
from simulator.optimization import Plan, Price
from simulator.optimization.question import OVERSPENT, PENALTY
from simulator.units import parse_unit

PROMISED = ("net", "residual", "reduction", "intensity", "contraction", "budget")
"""Kinds of rows that a target asks for."""
_EDGE = 1e-6
"""A price this near to its penalty has reached it [1]."""
_TONNE, _PERCENT = parse_unit("t").factor, parse_unit("%").factor


@dataclass(frozen=True, slots=True)
class Marginal:
    """What the last tonne costs that a target (or a limit on spending) calls for in a year.

    Parameters
    ----------
    target, held : as the scenario names it, and what is held: ``net``, ``residual``, ...
    price, discounted : [EUR/kg], in the money of its year and of the base year.
    within : whether one kilogram more could be had; where not, the price is a penalty and says nothing.
    missed : whether the plan misses it.
    """

    target: str
    held: str
    year: int
    price: float
    discounted: float
    within: bool
    missed: bool = False


def marginals(scenario: Scenario, asks: Optimize, plan: Plan, since: int) -> list[Marginal]:
    """Marginal abatement cost, by target and year.

    A budget is one limit over many years: a tonne is worth the same in each of them, discounted. Where emissions are minimised,
    the cost of a tonne is what the last euro of a limit on spending saves, turned round.

    Parameters
    ----------
    since : first year that can still be decided.
    """
    missed = {miss.name for miss in plan.missed}
    found = ((price, one) for price in plan.prices for one in _marginal(scenario, asks, price, since))
    return [replace(one, missed=price.name in missed) for price, one in found]


def _marginal(scenario: Scenario, asks: Optimize, price: Price, since: int) -> Iterator[Marginal]:
    within = price.discounted < _penalty(asks, price.kind) * (1.0 - _EDGE)
    if asks.minimize == "emissions":
        if price.kind == "spend" and within:
            cost = 1.0 / price.value
            yield Marginal("spend at most", "spend", price.year, cost, cost * _weight(scenario, price.year), within)
    elif price.kind in PROMISED:
        name = price.name.rsplit(", ", 1)[0]
        for year in _years(scenario.targets[name], price, since):
            value = price.discounted / _weight(scenario, year)
            yield Marginal(name, price.kind, year, value, price.discounted, within)


def _years(target: Target, price: Price, since: int) -> range:
    """Years in which a kilogram counts for a price: those of a budget that can still be decided."""
    if price.kind != "budget":
        return range(price.year, price.year + 1)
    return range(min(max(target.start or since, since), price.year), price.year + 1)


def _penalty(asks: Optimize, kind: str) -> float:
    """What a unit too much is fined with, in what is minimised: from there on a limit is out of reach."""
    fine = OVERSPENT if kind == "spend" else PENALTY if kind in PROMISED else float("inf")
    return fine if asks.minimize == "cost" else fine / PENALTY


def _weight(scenario: Scenario, year: int) -> float:
    return float((1.0 + scenario.accounting.discount_rate) ** -(year - scenario.years.base))


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that binds in a year, in plain words.

    Parameters
    ----------
    words : what would be looser.
    unit : one more of it, as ``% point`` or ``t``; ``worth``: what that saves.
    value, discounted : [``worth`` per ``unit``].
    """

    kind: str
    words: str
    year: int
    unit: str
    worth: str
    value: float
    discounted: float


def bounds(scenario: Scenario, asks: Optimize, plan: Plan) -> list[Bound]:
    """Limits that bind, targets left out (see :func:`marginals`)."""
    worth = "EUR" if asks.minimize == "cost" else "kg CO2e"
    return [_bound(scenario, price, worth) for price in plan.prices if price.kind not in PROMISED]


def _bound(scenario: Scenario, price: Price, worth: str) -> Bound:
    name = price.name.rsplit(", ", 1)[0]
    words, (unit, factor) = name, (price.unit, 1.0)
    if price.kind == "supply":
        activity = name.removeprefix("supply of ")
        words, (unit, factor) = f"{activity}: more supply", _counted(scenario, activity)
    elif price.kind == "ramp":
        words = f"{name.removeprefix('ramp of ')}: faster ramp"
    elif price.kind == "share":
        words = f"{name.removeprefix('share of ')}: higher share"
    elif price.kind == "giver":
        words = f"{name.removeprefix('what ').removesuffix(' can give')}: more to give way"
    elif price.kind == "spend":
        words = "more spending"
    if price.unit == "1":
        unit, factor = "% point", _PERCENT
    return Bound(price.kind, words, price.year, unit, worth, price.value * factor, price.discounted * factor)


def _counted(scenario: Scenario, activity: str) -> tuple[str, float]:
    """The unit that people count what an activity makes in, and the canonical units in one."""
    unit = scenario.products[scenario.activities[activity].makes].unit
    return ("t", _TONNE) if unit == "kg" else (unit, 1.0)


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit over all the years in which it binds: one more unit in each of them saves ``discounted`` [``worth``]."""

    kind: str
    words: str
    years: tuple[int, ...]
    unit: str
    worth: str
    discounted: float


def binding(found: Sequence[Bound]) -> list[Binding]:
    """Limits by what they are, those that are worth most first."""
    held: dict[tuple[str, str], list[Bound]] = {}
    for one in found:
        held.setdefault((one.kind, one.words), []).append(one)
    merged = [
        Binding(
            kind,
            words,
            tuple(sorted(one.year for one in some)),
            some[0].unit,
            some[0].worth,
            sum(o.discounted for o in some),
        )
        for (kind, words), some in held.items()
    ]
    return sorted(merged, key=lambda one: -one.discounted)


__all__ = ["PROMISED", "Binding", "Bound", "Marginal", "binding", "bounds", "marginals"]
