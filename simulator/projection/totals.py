"""Yearly totals alone, fast: for sliders and for many draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.accounting.neutral import asked, counted
from simulator.accounting.solve import Solved, plain, running, solve
from simulator.equations.draws import latin_hypercube
from simulator.equations.expand import expand
from simulator.equations.graph import Array
from simulator.ledger import CARBON_COST, OWN_COST, Book
from simulator.network import VIEWS, Scenario, View


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Yearly totals ``[draw, period]`` (the last period is ``after``).

    Parameters
    ----------
    gross : by view and book [kg CO2e], removals' own chain included.
    removed : [kg], the same in every book.
    cost : own and carbon cost by when it occurs [EUR]; empty without the market view.
    """

    years: tuple[int, ...]
    gross: Mapping[tuple[View, Book], Array]
    removed: Array
    cost: Array | None

    def net(self, view: View, book: Book) -> Array:
        """Gross less removals [kg CO2e]."""
        return self.gross[view, book] - self.removed


def totals(scenario: Scenario, *, draws: int = 0, seed: int = 1, views: tuple[View, ...] = VIEWS) -> Totals:
    """Yearly totals of a scenario, equal to those of :func:`project`.

    Parameters
    ----------
    draws : 0 for best values; else so many Latin-hypercube draws of all uncertain figures, in chunks that bound memory.
    views : which views to solve; the headline view decides how much is removed and is always solved.
    """
    headline = scenario.accounting.scope2
    wanted: tuple[View, ...] = (headline, *(view for view in views if view != headline))
    if draws == 0:
        return _totals(solve(scenario, views=wanted))
    figures = [*expand(scenario).figures, *_beside(scenario)]
    quantiles = latin_hypercube(figures, draws, seed)
    if not quantiles:
        return _totals(solve(scenario, views=wanted))
    parts = []
    for first in range(0, draws, CHUNK):
        chunk = {name: u[first : first + CHUNK] for name, u in quantiles.items()}
        parts.append(_totals(solve(scenario, chunk, views=wanted)))
    return _joined(parts)


CHUNK = 32
"""Draws solved at a time: some 100 MB on a scenario of 4,000 exchanges."""


def _beside(scenario: Scenario) -> list:  # type: ignore[type-arg]
    """Uncertain figures that stand beside the network: sales, lifetimes, shares, amounts in use."""
    out = [sale.cars for sale in scenario.sales if sale.cars is not None]
    out += [lever.share for lever in scenario.levers.values() if lever.share is not None]
    out += [share for mix in scenario.mixes for share in mix.shares.values() if share is not None]
    for vehicle in scenario.vehicles.values():
        out.append(vehicle.lifetime)
        out += [exchange.amount for items in vehicle.sections.values() for exchange in items]
    return out


def _totals(solved: Solved) -> Totals:
    n = solved.numbers
    views: tuple[View, ...] = tuple(solved.weights)
    priced = "market" in views
    gross: dict[tuple[View, Book], Array] = {}
    removed, cost = np.zeros((solved.draws, len(n.years))), None
    units = None
    for view in views:
        makers = solved.burdens.makers[view]
        carbon = np.einsum("mfc,f->mc", makers, solved.burdens.gwp)
        kinds = [carbon]
        if view == "market":
            kinds += [makers[:, n.graph.flows.index(flow)] for flow in (OWN_COST, CARBON_COST)]
        intensity = plain(solved, view, np.stack(kinds, axis=1))
        per_period = intensity.reshape(*intensity.shape[:2], solved.draws, len(n.years))
        flow, sale, rest = _sums(solved, per_period)
        chain = _neutralisation(solved, per_period)
        gross[view, "product"] = sale["all"][0]
        gross[view, "inventory"] = sale["inventory"][0] + rest[0]
        gross[view, "flow"] = flow[0] + rest[0]
        if units is None:
            book = solved.scenario.accounting.neutralises
            units = np.stack([asked(g, c) for g, c in zip(gross[view, book], chain[0], strict=True)])
            removed = _removed(solved, view, units)
        for book in ("inventory", "flow"):
            gross[view, book] = gross[view, book] + chain[0] * units
        if view == "market" and priced:
            cost = (flow[1:] + rest[1:] + chain[1:] * units).sum(axis=0)
    return Totals(tuple(solved.scenario.years.tables), gross, removed, cost)


def _sums(solved: Solved, i: Array) -> tuple[Array, dict[str, Array], Array]:
    """Sums over accounts, each ``[kind, draw, period]``: as it occurs, by sale (all, and as the inventory dates), overheads."""
    n, fleet = solved.numbers, solved.cohorts
    sales = fleet.spread.shape[2]
    purchases = [n.graph.demand["build", a.vehicle, a.market] for a in fleet.accounts]
    built = np.einsum("akdp,adp->kdp", i[purchases], fleet.sold)
    flow, by_sale, inventory = built.copy(), built.copy(), built.copy()
    for slot in fleet.slots:
        each, which = np.unique(np.stack([slot.markets, slot.purchases]), axis=1, return_inverse=True)
        sold = np.zeros((each.shape[1], *slot.per_sale.shape[1:]))
        np.add.at(sold, which.reshape(-1), slot.per_sale)
        spread = fleet.spread[slot.measure, each[0]]
        occurs = np.einsum("edp,ekdp->kdp", sold @ spread, i[each[1]])
        per_car = np.einsum("evp,ekdp->ekdv", spread, i[each[1]], optimize=True)
        dated = np.zeros_like(occurs)
        dated[..., :sales] = np.einsum("edv,ekdv->kdv", sold, per_car)
        flow += occurs
        by_sale += dated
        own_parts = slot.section == "upkeep" and slot.category in (1, 4)
        inventory += occurs if own_parts else dated
    rest = np.zeros_like(built)
    for name in solved.scenario.overheads:
        rest += i[n.graph.demand["overhead", name]] * running(solved.scenario, n)
    return flow, {"all": by_sale, "inventory": inventory}, rest


def _neutralisation(solved: Solved, i: Array) -> Array:
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    return np.zeros(i.shape[1:]) if purchase is None else i[purchase]


def _removed(solved: Solved, view: View, units: Array) -> Array:
    return counted(solved, view).reshape(units.shape) * units


def _joined(parts: list[Totals]) -> Totals:
    first = parts[0]
    cost = None if first.cost is None else np.concatenate([p.cost for p in parts if p.cost is not None])
    return Totals(
        first.years,
        {key: np.concatenate([p.gross[key] for p in parts]) for key in first.gross},
        np.concatenate([p.removed for p in parts]),
        cost,
    )
