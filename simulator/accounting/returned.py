"""What limited activities can make: what scrapped cars give back, and what the market supplies."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.accounting.happened import Happened
from simulator.equations.arrays import path
from simulator.equations.cohorts import MEASURES, Cohorts
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers, arising
from simulator.ledger import Account, Supplied
from simulator.network import BUILD, Returns, Scenario, Vehicle


def supply(scenario: Scenario, n: Numbers, back: dict[str, Array]) -> dict[str, Array]:
    """What limited activities can make [unit/yr], by column: returned in the year before, and from the market.

    Parameters
    ----------
    back : what scrapped cars give back in each period, by product, ``[draw, period]`` (:func:`scrapped`, :func:`lived`).
    """
    draws = len(n.columns) // len(n.years)
    out: dict[str, Array] = {}
    for name, returns in _limited(scenario, n).items():
        limit = np.zeros((draws, len(n.years)))
        for product, rate in returns.rates.items():
            limit[:, 1:] += (back[product] * path(rate, n.years))[:, :-1]
        if returns.market is not None:
            limit += path(returns.market, n.years)
        limit[:, -1] = np.inf  # the last period gathers many years: no yearly limit fits it
        out[name] = limit.reshape(-1)
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """What a limited activity can make of the new scrap that makers leave: units per unit made, ``[row, column]``."""

    makers: Index
    units: Array

    def of(self, made: Array) -> Array:
        """Units it can make [unit/yr], by column, where its makers make so much ``[row, column]``."""
        found: Array = (self.units * made).sum(axis=0)
        return np.maximum(found, 0.0)


def fresh(scenario: Scenario, n: Numbers) -> dict[str, Fresh]:
    """New scrap that limited activities can use in the year in which it arises, by activity; of one draw it is remembered."""
    if len(n.columns) > len(n.years):
        return _fresh(scenario, n)
    return _scrap.get((n.graph, n.values, scenario.activities), lambda: _fresh(scenario, n))


_scrap: Memory[dict[str, Fresh]] = Memory()


def _fresh(scenario: Scenario, n: Numbers) -> dict[str, Fresh]:
    out: dict[str, Fresh] = {}
    for name, returns in _limited(scenario, n).items():
        parts = [(*arising(n, product), n.read(rate)) for product, rate in returns.scrap.items()]
        if any(len(makers) for makers, _, _ in parts):
            makers, units = (
                np.concatenate(each) for each in zip(*((m, u * rate) for m, u, rate in parts), strict=True)
            )
            out[name] = Fresh(makers, units)
    return out


def supplied(scenario: Scenario, n: Numbers, back: dict[str, Array], levels: Array) -> dict[str, Supplied]:
    """What limited activities had and used (one draw), where makers made ``levels`` ``[maker, period]`` in the market view."""
    new, out = fresh(scenario, n), {}
    for name, returns in _limited(scenario, n).items():
        returned = np.zeros(len(n.years))
        for product, rate in returns.rates.items():
            returned[1:] += (back[product][0] * path(rate, n.years))[:-1]
        market = np.zeros(len(n.years)) if returns.market is None else path(returns.market, n.years)
        used = levels[makers_of(n, (name,))[name]].sum(axis=0)
        scrap = new[name].of(levels[new[name].makers]) if name in new else np.zeros(len(n.years))
        out[name] = Supplied(scenario.activities[name].makes, returned, scrap, market, used)
    return out


def scrapped(scenario: Scenario, n: Numbers, fleet: Cohorts) -> dict[str, Array]:
    """What cars scrapped at home hand back as expected, by product of their bill, ``[draw, period]`` [unit/yr]."""
    if len(n.columns) > len(n.years):
        return _scrapped(scenario, n, fleet)
    return _back.get((n.graph, fleet, scenario.activities, scenario.vehicles), lambda: _scrapped(scenario, n, fleet))


_back: Memory[dict[str, Array]] = Memory()


def _scrapped(scenario: Scenario, n: Numbers, fleet: Cohorts) -> dict[str, Array]:
    sales, gone = fleet.spread.shape[2], dict[str, Array]()
    out = _nothing(scenario, n)
    for vehicle, product, rows, amount in _bills(scenario, n, fleet.accounts, out):
        if vehicle.name not in gone:  # cars scrapped, by year of sale
            scrapped_ = fleet.spread[1, fleet.market_of[rows]]
            by_year = fleet.sold[rows, :, :sales].transpose(2, 1, 0) @ scrapped_.transpose(1, 0, 2)
            gone[vehicle.name] = by_year.swapaxes(0, 1)
        out[product] += amount[:sales] @ gone[vehicle.name] @ handed_back(vehicle, product, len(n.years))
    return out


def handed_back(vehicle: Vehicle, product: str, periods: int) -> Array:
    """When what is scrapped in a period is handed back, ``[scrapped, handed back]`` [1]: at once, or after a second life."""
    second = vehicle.second_life.get(product)
    return _handed(periods, *((0.0, 0, 0.0) if second is None else (second.share, second.after, second.keeps)))


@lru_cache(maxsize=64)
def _handed(periods: int, share: float, after: int, keeps: float) -> Array:
    out = np.eye(periods) * (1.0 - share)
    later = np.minimum(np.arange(periods) + after, periods - 1)
    np.add.at(out, (np.arange(periods), later), share * keeps)
    out.setflags(write=False)
    return out


def lived(scenario: Scenario, n: Numbers, accounts: tuple[Account, ...], happened: Happened) -> dict[str, Array]:
    """The same of the cars that were scrapped."""
    out = _nothing(scenario, n)
    last = np.minimum(np.arange(len(n.years)), len(scenario.years.sales) - 1)
    gone = happened.lives[MEASURES.index("scrapped")]
    for vehicle, product, rows, amount in _bills(scenario, n, accounts, out):
        out[product] += np.einsum("avp,v->p", gone[rows], amount[last]) @ handed_back(vehicle, product, len(n.years))
    return out


def makers_of(n: Numbers, activities: Collection[str]) -> dict[str, list[int]]:
    """Makers that run some activities, by activity."""
    known = _running(n)
    return {name: known.get(name, []) for name in activities}


_runners: Memory[dict[str, list[int]]] = Memory()


def _running(n: Numbers) -> dict[str, list[int]]:
    """Makers by the activity they run, as the graph names them first."""

    def find() -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, maker in enumerate(n.graph.makers):
            found.setdefault(maker.activity, []).append(number)
        return found

    return _runners.get((n.graph,), find)


def _limited(scenario: Scenario, n: Numbers) -> dict[str, Returns]:
    def find() -> dict[str, Returns]:
        named = (scenario.activities.get(name) for name in _running(n))
        return {activity.name: activity.returns for activity in named if activity is not None and activity.returns}

    return _returning.get((n.graph, scenario.activities), find)


_returning: Memory[dict[str, Returns]] = Memory()


def _nothing(scenario: Scenario, n: Numbers) -> dict[str, Array]:
    draws = len(n.columns) // len(n.years)
    products = {product for returns in _limited(scenario, n).values() for product in returns.rates}
    return {product: np.zeros((draws, len(n.years))) for product in sorted(products)}


def _bills(
    scenario: Scenario, n: Numbers, accounts: tuple[Account, ...], products: Collection[str]
) -> Iterator[tuple[Vehicle, str, Index, Array]]:
    """Each vehicle with a product of its bill, the rows of its accounts, and how much of it is in a car by year of sale."""
    rows_of: dict[str, list[int]] = {}
    for row, account in enumerate(accounts):
        rows_of.setdefault(account.vehicle, []).append(row)
    for name, rows in rows_of.items():
        bill = (e for section in BUILD for e in scenario.vehicles[name].sections.get(section, ()))
        for exchange in (e for e in bill if e.product in products):
            yield (
                scenario.vehicles[name],
                exchange.product,
                np.array(rows, dtype=np.intp),
                path(exchange.amount, n.years),
            )
