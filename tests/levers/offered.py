"""Every lever on offer, found and not listed: those of smart's scenario, and those that docs/levers.md names; in one year, in
worlds small enough for a second opinion by dense matrices."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from simulator.ledger import Ledger, gross
from simulator.network import Activity, Figure, Improve, Lever, Sales, Scenario, Shift, Years, constant
from simulator.projection import project
from simulator.reading import load, vary
from tests import shipped
from tests.docs.test_language import FENCED, FILES
from tests.docs.test_levers import BLOCK, LEVERS
from tests.docs.test_levers import POLICIES as LAWS

YEAR = 2040
"""Every lever may act by then, and prices and grids are no longer those of today."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Levers that are offered as one: by name in smart's scenario (``text`` is empty), or as a line of the page."""

    name: str
    text: str = ""

    @property
    def scenario(self) -> Scenario:
        """The scenario that offers it."""
        return smart() if not self.text else _written("levers", self.text)

    @property
    def levers(self) -> tuple[str, ...]:
        """Names of its levers."""
        return (self.name,) if not self.text else tuple(n for n in self.scenario.levers if n.startswith("one "))

    @property
    def removal(self) -> bool:
        """Whether it buys removals."""
        return "mix: neutralisation" in self.text if self.text else removes(smart(), smart().levers[self.name])


def smart() -> Scenario:
    return shipped.smart("base")


@cache
def page() -> Scenario:
    """What the lines of docs/levers.md stand on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "city.yaml").write_text(FILES["city.yaml"], encoding="utf-8")
        (folder / "sales.csv").write_text(next(text for kind, text in FENCED if kind == "csv"), encoding="utf-8")
        (folder / "base.yaml").write_text(f"language: 1\nextends: city.yaml\n{BLOCK}", encoding="utf-8")
        return load(folder / "base.yaml")


@cache
def _written(section: str, text: str) -> Scenario:
    lines = [each.strip() for each in text.split("` and `")]
    return vary(page(), {f"{section}.one {n}": line.strip("`") for n, line in enumerate(lines)})


ELSEWHERE = {
    "green power at furnaces": "turns power that only electric furnaces take, which another lever brings",
    "cells in Europe": "turns cells of cars built in Europe, which another lever brings",
    "green offices": "turns what overheads take, and one car has none",
    "warm offices": "turns what overheads take, and one car has none",
}
"""Levers of smart that do nothing alone in a world of one car, and why: they are tried in pairs and all at once."""
OFFERS = {
    **{f"smart, {name}": Offer(name) for name in smart().levers if name not in ELSEWHERE},
    **{f"page, {name}": Offer(name, text) for name, text in LEVERS.items()},
}
POLICIES = {
    **{f"smart, {name}": (name, "") for name in smart().policies},
    **{f"page, {name}": ("one 0", text) for name, text in LAWS.items()},
}


def ruled_by(policy: tuple[str, str]) -> Scenario:
    """The scenario that a policy stands in."""
    return _written("policies", policy[1]) if policy[1] else smart()


# ---- one car, one year -----------------------------------------------------------------------------------------------


def at(figure: Figure, year: float = YEAR) -> float:
    return float(np.interp(year, [p.x for p in figure.points], [p.best for p in figure.points]))


def limit(lever: Lever) -> float:
    """As far as it may go in the year."""
    return 1.0 if lever.at_most is None else at(lever.at_most)


def pulled(scenario: Scenario, shares: Mapping[str, float]) -> Scenario:
    """The scenario with some levers at given shares and all others on offer."""
    return replace(
        scenario,
        levers={
            name: replace(lever, share=constant(shares[name]) if name in shares else None)
            for name, lever in scenario.levers.items()
        },
    )


_small: dict[tuple[int, str, str], tuple[Scenario, Scenario]] = {}


def small(scenario: Scenario, sold_as: str, market: str) -> Scenario:
    """Cars of one name sold in one market in one year, in whose network they live for ever; levers on offer."""
    key = (id(scenario), sold_as, market)
    if key not in _small:
        sales = tuple(s for s in scenario.sales if (s.sold_as, s.market) == (sold_as, market))
        made = replace(
            pulled(scenario, {}),
            years=Years(YEAR, YEAR, YEAR, YEAR),
            sales=sales,
            markets={market: scenario.markets[market]},
            targets={},
            disruptions={},
            overheads={},
            activities={name: _supplied(one) for name, one in scenario.activities.items()},
        )
        _small[key] = (scenario, made)
    return _small[key][1]


def _supplied(one: Activity) -> Activity:
    """What lives on returned goods alone has plenty: in the first year nothing has come back yet."""
    if one.returns is None or one.returns.market is not None or not one.returns.rates:
        return one
    return replace(one, returns=replace(one.returns, market=constant(1e12)))


_at_rest: dict[tuple[int, tuple[tuple[str, float], ...]], tuple[Scenario, Ledger]] = {}


def without(offer: Offer, sold_as: str, market: str) -> tuple[Scenario, Ledger]:
    """The small world in which an offer is tried, with what must act for it to be bought at all; one for all that share it."""
    world, acting = small(offer.scenario, sold_as, market), beside(offer)
    key = (id(world), tuple(acting.items()))
    if key not in _at_rest:
        made = pulled(world, acting)
        _at_rest[key] = made, project(made)
    return _at_rest[key]


@cache
def alone(offer: Offer, sold_as: str, market: str, part: float = 1.0) -> tuple[Scenario, Ledger]:
    """The same with the offer at its limit, or the part of the way there."""
    before, ledger = without(offer, sold_as, market)
    shares = {name: _at_part(before, ledger, name, part) for name in offer.levers}
    made = pulled(before, {**beside(offer), **shares})
    return made, project(made)


def _at_part(before: Scenario, ledger: Ledger, name: str, part: float) -> float:
    """A share on the way from what mixes hold at least to the limit; a lever on several mixes begins at the fullest."""
    lever = before.levers[name]
    held = 0.0
    if isinstance(lever.action, Shift):
        held = max(
            (float(share[0]) for (mix, to), share in ledger.shares.items() if to == lever.action.to and name in mix),
            default=0.0,
        )
    return held + part * (max(limit(lever), held) - held)


def beside(offer: Offer) -> dict[str, float]:
    """Levers that aim at a removal whose own purchases the offer moves: without them nobody removes anything."""
    users = {mix.user for name in offer.levers for mix in _mixes(offer.scenario.levers[name])}
    return {
        name: 0.5 * limit(lever)
        for name, lever in offer.scenario.levers.items()
        if isinstance(lever.action, Shift) and lever.action.to in users and removes(offer.scenario, lever)
    }


def _mixes(lever: Lever) -> tuple:
    return lever.action.mixes if isinstance(lever.action, Shift) else ()


def removes(scenario: Scenario, lever: Lever) -> bool:
    """Whether a lever buys removals."""
    return any(mix.product == "neutralisation" for mix in _mixes(lever))


def worlds(offer: Offer) -> Iterator[tuple[str, str]]:
    """Names and markets with sales in the year; first those that the mixes of an offer name."""
    scenario = offer.scenario
    mixes = [mix for name in offer.levers for mix in _mixes(scenario.levers[name])]

    def named(sale: Sales) -> int:
        around = [*scenario.places.upward(sale.market)][:-1]
        return -sum((mix.product == sale.sold_as) + (mix.user in around) for mix in mixes)

    for sale in sorted(scenario.sales, key=named):
        if sale.cars is None or at(sale.cars) > 0.0:
            yield sale.sold_as, sale.market


@cache
def world(offer: Offer) -> tuple[str, str]:
    """The first name and market whose cars buy, anywhere up their chain, what the offer changes."""
    for sold_as, market in worlds(offer):
        before, ledger = without(offer, sold_as, market)
        if any(any(name in mix for mix, _ in ledger.shares) or _improves(before, name) for name in offer.levers):
            after = alone(offer, sold_as, market)[1]
            if any(
                (gross(after, "flow", view) != gross(ledger, "flow", view)).any() for view in ("market", "location")
            ):
                return sold_as, market
    raise AssertionError(f"{offer.name} is offered and moves nothing")


def _improves(scenario: Scenario, name: str) -> bool:
    return isinstance(scenario.levers[name].action, Improve)
