"""A recount of all books of a scenario by the second opinions: dense networks year by year, single cars month by month.

Only what a ledger says about achieved shares and bought removals is taken over; both are checked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from simulator.ledger import REMOVED, Ledger
from simulator.network import CarbonPrice, Levy, Market, Scenario, View
from tests.lives import Life, life, sold
from tests.oracle import Key, Oracle, Who, value

Class = tuple[int, int]
"""Scope, and the category in scope 3."""
_KIND = {"energy": 3, "fuel": 3, "freight": 4, "waste": 5}


@dataclass(frozen=True, slots=True)
class Ask:
    """One final demand: units of a product by a buyer in a period, caused by the cars sold in a year (None: by no car)."""

    buy: tuple[str, ...]
    units: float
    period: int
    sale: int | None
    category: int
    section: str


@dataclass(slots=True)
class Recount:
    """Books of one view by period [kg CO2e], the last one ``after``."""

    flow: np.ndarray
    inventory: np.ndarray
    product: np.ndarray
    classes: list[dict[Class, float]]
    cost: np.ndarray
    oracles: list[Oracle] = field(default_factory=list)
    finals: list[dict[Key, float]] = field(default_factory=list)


def recount(scenario: Scenario, ledger: Ledger, view: View, *, classes: bool = False) -> Recount:
    """Recount one view from the nouns; ``classes`` tells scopes and categories apart too."""
    years = [*scenario.years.tables, scenario.years.tail]
    at = [Oracle(scenario, y, view, achieved(ledger, n)) for n, y in enumerate(years)]
    keys = demands(scenario, ledger, at)
    finals: list[dict[Key, float]] = [{} for _ in years]
    for ask, key in keys:
        finals[ask.period][key] = finals[ask.period].get(key, 0.0) + ask.units
    intensity = [dict(zip(o.order, o.intensities().tolist(), strict=True)) for o in at]
    out = Recount(*(np.zeros(len(years)) for _ in range(3)), [], np.zeros(len(years)), at, finals)
    for period, oracle in enumerate(at):
        x = oracle.levels(finals[period])
        out.flow[period] = float(oracle.direct() @ x)
        if classes:
            out.classes.append(_classes(oracle, [(a, k) for a, k in keys if a.period == period]))
        out.cost[period] = float(_costs(oracle) @ x)
    for ask, key in keys:
        kg = ask.units * intensity[ask.period][key]
        born = ask.period if ask.sale is None else ask.sale
        spare = ask.section == "upkeep" and ask.category in (1, 4)
        in_use = ask.section in ("use", "upkeep", "end of life") and not spare
        out.inventory[born if in_use else ask.period] += kg
        if ask.section != "overhead":
            out.product[born] += kg
    return out


def demands(scenario: Scenario, ledger: Ledger, at: list[Oracle]) -> list[tuple[Ask, Key]]:
    """Every final demand and the node that meets it, ``at`` the network of each period."""
    asks = [*_asks(scenario, at), *_removals(scenario, ledger, at)]
    return [(ask, _key(at[ask.period], ask.buy)) for ask in asks]


def achieved(ledger: Ledger, period: int) -> dict[tuple[str, str], float]:
    return {name: float(share[period]) for name, share in ledger.shares.items()}


def _key(oracle: Oracle, buy: tuple[str, ...]) -> Key:
    match buy:
        case ("car", vehicle, market):
            return oracle.car(vehicle, market)
        case ("overhead", name):
            return oracle.overhead(name)
        case (product, user, place):
            return oracle.buy(product, Who(user, "", place))
    raise ValueError(buy)


def _asks(scenario: Scenario, at: list[Oracle]) -> Iterator[Ask]:
    for sale in scenario.sales:
        for v, year in enumerate(scenario.years.sales):
            cars = sold(scenario, sale.sold_as, sale.market, year)
            shares = at[v].shares(sale.sold_as, Who(sale.sold_as, "", sale.market))
            for vehicle, share in shares.items():
                yield Ask(("car", vehicle, sale.market), cars * share, v, v, 0, "build")
                lasts = scenario.vehicles[vehicle].lasts
                of = _life(scenario.markets[sale.market], 1.0 if lasts is None else lasts.points[0].best)
                yield from _driven(scenario, at, of, vehicle, sale.market, v, cars * share)
    for name in scenario.overheads:
        for v in range(len(scenario.years.sales)):
            yield Ask(("overhead", name), 1.0, v, None, 1, "overhead")


_lives: dict[tuple[int, float], tuple[Market, Life]] = {}
"""Lives that have been followed before; with their markets, so that no other takes their number."""


def _life(market: Market, lasts: float) -> Life:
    if (id(market), lasts) not in _lives:
        _lives[id(market), lasts] = (market, life(market, lasts))
    return _lives[id(market), lasts][1]


def _driven(
    scenario: Scenario, at: list[Oracle], of: Life, vehicle: str, market: str, v: int, cars: float
) -> Iterator[Ask]:
    noun, year = scenario.vehicles[vehicle], scenario.years.start + v
    exports = scenario.markets[market].exports
    lifetime = value(noun.lifetime, year)
    scale = lifetime / of.km
    last = len(at) - 1
    for section, category in (("use", 11), ("upkeep", 11), ("end of life", 12)):
        for exchange in noun.sections.get(section, ()):  # type: ignore[call-overload]
            amount = value(exchange.amount, year) / (lifetime if section == "upkeep" else 1.0)
            for product, part in at[v].improved(exchange.product, Who(vehicle, "", market)):
                for lag, spent in of.years.items():
                    home, away = (spent.scrapped, spent.scrapped_abroad)
                    if section != "end of life":
                        home, away = spent.km * scale, spent.km_abroad * scale
                    period = min(v + lag, last)
                    places = ((market, home),) if exports is None else ((market, home), (exports.to, away))
                    for place, units in places:
                        if units:
                            buy = (product, vehicle, place)
                            yield Ask(
                                buy, cars * amount * part * units, period, v, exchange.category or category, section
                            )


def _removals(scenario: Scenario, ledger: Ledger, at: list[Oracle]) -> Iterator[Ask]:
    done: set[int] = set()
    for removal in ledger.removals:
        period = removal.year - scenario.years.start
        if period not in done:
            who = Who("neutralisation", "", "world")
            share = at[period].shares("neutralisation", who)[removal.activity]
            at[period].buy("neutralisation", who)
            each = at[period].nodes["run", removal.activity, "world", ""].emits[REMOVED]
            yield Ask(
                ("neutralisation", "neutralisation", "world"), removal.kg / share / each, period, None, 1, "overhead"
            )
        done.add(period)


# ---- scopes and categories by hand (identity I7) --------------------------------------------------------------------


def _classes(oracle: Oracle, asks: list[tuple[Ask, Key]]) -> dict[Class, float]:
    """``sum B x = sum_C B x + sum_C sum_notC A x I^ + sum_notC f I^``, told apart by what is bought.

    I^ are the intensities of the network from which the reporter's own activities are cut out.
    """
    order, a, direct = oracle.order, oracle.matrix(), oracle.direct()
    at = {key: n for n, key in enumerate(order)}
    own = np.array([oracle.nodes[key].controlled for key in order], dtype=bool)
    final = np.zeros(len(order))
    for ask, key in asks:
        final[at[key]] += ask.units
    x = np.linalg.solve(np.eye(len(order)) - a, final)
    rest = np.where(own[None, :], 0.0, a)
    cut = np.linalg.solve((np.eye(len(order)) - rest).T, np.where(own, 0.0, direct))
    out: dict[Class, float] = {(1, 0): float(direct[own] @ x[own])}

    def add(where: Class, kg: float) -> None:
        out[where] = out.get(where, 0.0) + kg

    for j in np.flatnonzero(own):
        for i in np.flatnonzero(~own & (a[:, j] != 0.0)):
            units = float(a[i, j] * x[j])
            for where, kg in _bought(oracle, order[i], i, a, direct, cut, own):
                add(where, units * kg)
    for ask, key in asks:
        i = at[key]
        if own[i]:
            continue
        if ask.section != "build":
            add((3, ask.category), ask.units * float(cut[i]))
            continue
        for k in np.flatnonzero(~own & (a[:, i] != 0.0)):
            hauled = order[k][1] == "haulage"
            add((3, _paid(oracle, order[k]) if hauled else 1), ask.units * float(a[k, i] * cut[k]))
    return {where: kg for where, kg in out.items() if kg}


def _paid(oracle: Oracle, key: Key) -> int:
    return 9 if oracle.scenario.routes[key[2]].paid_by == "buyer" else 4


def _bought(
    oracle: Oracle, key: Key, i: int, a: np.ndarray, direct: np.ndarray, cut: np.ndarray, own: np.ndarray
) -> Iterator[tuple[Class, float]]:
    """A unit bought by one of the reporter's activities: stacks of energy, its delivery, and the rest."""
    kind = oracle.scenario.products[key[1]].kind
    apart = 0.0
    for k in np.flatnonzero(~own & (a[:, i] != 0.0)):
        if kind == "energy" and oracle.order[k][0] == "run":
            apart += float(a[k, i] * direct[k])
            yield (2, 0), float(a[k, i] * direct[k])
        if oracle.order[k][0] == "product":
            apart += float(a[k, i] * cut[k])
            yield (3, 4), float(a[k, i] * cut[k])
    yield (3, _KIND.get(kind, 1)), float(cut[i]) - apart


# ---- money ----------------------------------------------------------------------------------------------------------


def _costs(oracle: Oracle) -> np.ndarray:
    """Own and carbon cost and levies of each node per unit [EUR], activities with ``cost`` alone."""
    direct = oracle.direct()
    return np.array([_cost(oracle, key, float(direct[n])) for n, key in enumerate(oracle.order)])


def _cost(oracle: Oracle, key: Key, direct: float) -> float:
    scenario, node, total = oracle.scenario, oracle.nodes[key], 0.0
    if key[0] == "run":
        activity = scenario.activities[key[1]]
        money = activity.recipes[0].money
        if money is not None:
            total += value(money.amount, oracle.year) / (
                1.0 if activity.yield_ is None else value(activity.yield_, oracle.year)
            )
        total += direct * tax(oracle, activity.makes, node.place, covered=activity.covered)
    for policy in scenario.policies.values():
        rule = policy.rule
        if not isinstance(rule, Levy) or key[:2] != ("product", rule.product) or rule.on != "buying":
            continue
        if scenario.places.inside(key[4], policy.place) and oracle.year >= rule.amount.first:
            total += value(rule.amount, oracle.year)
    return total


def tax(oracle: Oracle, product: str, place: str, *, covered: bool) -> float:
    total = 0.0
    for policy in oracle.scenario.policies.values():
        rule = policy.rule
        if not isinstance(rule, CarbonPrice) or not oracle.scenario.places.inside(place, policy.place):
            continue
        if covered if rule.covers is None else product in rule.covers:
            parts = [value(rule.price, oracle.year)]
            if rule.free is not None:
                parts.append(1.0 - value(rule.free, oracle.year))
            if rule.pass_through is not None:
                parts.append(value(rule.pass_through, oracle.year))
            total += float(np.prod(parts))
    return total
