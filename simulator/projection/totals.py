"""Yearly totals alone, fast: for sliders and for many draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from simulator.accounting.burdens import followed, total_kinds
from simulator.accounting.neutral import asked, counted
from simulator.accounting.solve import Solved, plain, solve
from simulator.accounting.wanted import running
from simulator.equations.draws import latin_hypercube
from simulator.equations.graph import Array
from simulator.equations.uncertain import uncertain
from simulator.ledger import OWN_COST, Book
from simulator.network import VIEWS, Scenario, View


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Yearly totals ``[draw, period]`` (the last period is ``after``).

    Parameters
    ----------
    gross : by view and book [kg CO2e], removals' own chain included.
    removed : [kg], the same in every book.
    cost : own and carbon cost by when it occurs [EUR]; empty without the market view.
    sold : cars sold [veh]; ``lifetime_km`` : what those cars will drive [km].
    """

    years: tuple[int, ...]
    gross: Mapping[tuple[View, Book], Array]
    removed: Array
    cost: Array | None
    sold: Array
    lifetime_km: Array

    def net(self, view: View, book: Book) -> Array:
        """Gross less removals [kg CO2e]."""
        return self.gross[view, book] - self.removed


def totals(
    scenario: Scenario, *, draws: int = 0, seed: int = 1, views: tuple[View, ...] = VIEWS, money: bool = True
) -> Totals:
    """Yearly totals of a scenario, equal to those of :func:`project`.

    Parameters
    ----------
    draws : 0 for best values; else so many Latin-hypercube draws of all uncertain figures, in chunks that bound memory.
    views : which views to solve; the headline view decides how much is removed and is always solved.
    money : whether costs are traced too (market view).
    """
    quantiles = latin_hypercube(uncertain(scenario), draws, seed) if draws else {}
    return totals_at(scenario, quantiles, views=views, money=money)


def totals_at(
    scenario: Scenario,
    quantiles: Mapping[str, Array],
    *,
    views: tuple[View, ...] = VIEWS,
    money: bool = True,
    told: Callable[[int], None] | None = None,
) -> Totals:
    """Yearly totals at given quantiles of uncertain figures, in chunks that bound memory.

    Parameters
    ----------
    quantiles : by name of a figure, each ``[draw]``; NaN, and a figure that is not named: its best value. Empty: one draw.
    views, money : as in :func:`totals`.
    told : called with the number of draws that are done.
    """
    headline = scenario.accounting.scope2
    wanted: tuple[View, ...] = (headline, *(view for view in views if view != headline))
    kinds = total_kinds(money=money)
    if not quantiles:
        return _totals(solve(scenario, views=wanted, kinds=kinds))
    draws, done = len(next(iter(quantiles.values()))), 0

    def chunk(first: int) -> Totals:
        nonlocal done
        some = {name: u[first : first + CHUNK] for name, u in quantiles.items()}
        found = _totals(solve(scenario, some, views=wanted, kinds=kinds))
        done += len(found.removed)
        if told is not None:
            told(done)
        return found

    with ThreadPoolExecutor(WORKERS) as pool:  # array arithmetic leaves the interpreter's lock; parts keep their order
        return _joined(list(pool.map(chunk, range(0, draws, CHUNK))))


CHUNK = 16
"""Draws solved at a time: what a pass works on then stays near the processor (64 at a time take twice as long)."""
WORKERS = 2


def _totals(solved: Solved) -> Totals:
    n = solved.numbers
    gross: dict[tuple[View, Book], Array] = {}
    removed, cost, units = np.zeros((solved.draws, len(n.years))), None, None
    for view in solved.weights:
        traced = followed(solved.burdens.kinds, view)
        intensity = plain(solved, view, solved.burdens.makers[view][:, traced])
        per_period = intensity.reshape(*intensity.shape[:2], solved.draws, len(n.years))
        found = summed(solved, per_period)
        chain = neutralisation(solved, per_period)
        gross[view, "product"] = found.by_sale[0]
        gross[view, "inventory"] = found.inventory[0] + found.overhead[0]
        gross[view, "flow"] = found.occurs[0] + found.overhead[0]
        if units is None:
            book = solved.scenario.accounting.neutralises
            units = np.stack([asked(book, g, c) for g, c in zip(gross[view, book], chain[0], strict=True)])
            removed = counted(solved, view).reshape(units.shape) * units
        for book in ("inventory", "flow"):
            gross[view, book] = gross[view, book] + chain[0] * units
        if view == "market" and OWN_COST in solved.burdens.kinds:
            cost = (found.occurs + found.overhead + chain * units)[1:].sum(axis=0)
    fleet = solved.cohorts
    driven = np.array([kernel.lifetime_km for kernel in fleet.kernels])[fleet.market_of, None] * fleet.scale
    years, sold = tuple(solved.scenario.years.tables), fleet.sold.sum(axis=0)
    return Totals(years, gross, removed, cost, sold, np.einsum("adp,ad->dp", fleet.sold, driven))


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sums over accounts, each ``[kind, draw, period]``: as it occurs, by sale, as the inventory dates it; overheads apart."""

    occurs: Array
    by_sale: Array
    inventory: Array
    overhead: Array


def summed(solved: Solved, i: Array) -> _Sums:
    """Sums over all accounts at intensities ``[purchase, kind, draw, period]``."""
    n, fleet = solved.numbers, solved.cohorts
    sales = fleet.spread.shape[2]
    purchases = [n.graph.demand["build", a.vehicle, a.market] for a in fleet.accounts]
    built = np.einsum("akdp,adp->kdp", i[purchases], fleet.sold)
    occurs, by_sale, inventory = built.copy(), built.copy(), built.copy()
    for slot in fleet.slots:
        sold = slot.alike.adds(slot.per_sale)
        spread = fleet.spread[slot.measure, slot.alike.markets]
        here = i[slot.alike.purchases]
        now = np.einsum("edp,ekdp->kdp", sold @ spread, here)
        per_car = here @ spread.transpose(0, 2, 1)[:, None]
        dated = np.zeros_like(now)
        dated[..., :sales] = np.einsum("edv,ekdv->kdv", sold, per_car)
        occurs += now
        by_sale += dated
        inventory += now if slot.own_part else dated
    overhead = np.zeros_like(built)
    for name in solved.scenario.overheads:
        overhead += i[n.graph.demand["overhead", name]] * running(solved.scenario, n)
    return _Sums(occurs, by_sale, inventory, overhead)


def neutralisation(solved: Solved, i: Array) -> Array:
    """What one kg of neutralisation causes, ``[kind, draw, period]``."""
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    return np.zeros(i.shape[1:]) if purchase is None else i[purchase]


def _joined(parts: list[Totals]) -> Totals:
    first = parts[0]
    cost = None if first.cost is None else np.concatenate([p.cost for p in parts if p.cost is not None])
    return Totals(
        first.years,
        {key: np.concatenate([p.gross[key] for p in parts]) for key in first.gross},
        np.concatenate([p.removed for p in parts]),
        cost,
        np.concatenate([p.sold for p in parts]),
        np.concatenate([p.lifetime_km for p in parts]),
    )
