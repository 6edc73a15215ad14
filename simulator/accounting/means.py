"""Means that policies limit: what a unit of a product causes up its chain, and what cars let out when they drive."""

from __future__ import annotations

import numpy as np

from simulator.accounting.passed import carbon_intensities
from simulator.accounting.solve import Solved
from simulator.equations.arrays import path
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import improved, improvers
from simulator.equations.memory import Memory
from simulator.equations.network import by_purchase
from simulator.network import Improve, Maximum, Scenario, View


def held(solved: Solved, rule: Maximum) -> Index:
    """Purchases that a limit counts: of the cars themselves, or of its product."""
    graph = solved.numbers.graph
    if rule.product is None:
        found = {graph.demand["build", account.vehicle, account.market] for account in solved.cohorts.accounts}
        return np.array(sorted(found), dtype=np.intp)
    product = rule.product
    return _bought.get((graph,), lambda: np.flatnonzero([p.product == product for p in graph.purchases]), product)


_bought: Memory[Index] = Memory(32)


def caused(solved: Solved, view: View, rule: Maximum) -> Array:
    """What a limit counts of one unit of each purchase [kg CO2e per unit, or per km], ``[purchase, period]``."""
    if rule.product is None:
        return driving(solved, view)
    return carbon_intensities(solved, view)


def driving(solved: Solved, view: View) -> Array:
    """What the fuels of cars emit where they burn [kg CO2e/km], at the purchases of the cars, ``[purchase, period]``."""
    n, out = solved.numbers, np.zeros((len(solved.numbers.graph.purchases), len(solved.numbers.years)))
    taken = _all_burning(solved.scenario, n.years)
    if any(taken.values()):  # electric cars burn nothing
        own = by_purchase(n, solved.shares, solved.burdens.carbon(view)[:, None, :])[:, 0]
        for vehicle, market in {(account.vehicle, account.market) for account in solved.cohorts.accounts}:
            for product, amount in taken[vehicle].items():
                purchase = n.graph.demand.get(("life", vehicle, market, product))
                if purchase is not None:
                    out[n.graph.demand["build", vehicle, market]] += amount * own[purchase]
    return out


_burnt: Memory[dict[str, dict[str, Array]]] = Memory()


def _all_burning(scenario: Scenario, years: Array) -> dict[str, dict[str, Array]]:
    """Fuels that each car takes, by vehicle; remembered with the levers that can change them."""
    improving = [lever for lever in scenario.levers.values() if isinstance(lever.action, Improve)]
    same = (scenario.vehicles, scenario.products, *improving)
    return _burnt.get(
        same, lambda: {name: burning(scenario, name, years) for name in scenario.vehicles}, years.tolist()
    )


def burning(scenario: Scenario, vehicle: str, years: Array) -> dict[str, Array]:
    """Fuels that a car takes, what levers improve counted [unit/km], by product, ``[year]``."""
    out: dict[str, Array] = {}
    improving = improvers(scenario)
    for exchange in scenario.vehicles[vehicle].sections.get("use", ()):
        amount, levers = path(exchange.amount, years)[None], improving.get((vehicle, exchange.product), ())
        for product, part in improved(levers, exchange, amount, years):
            if scenario.products[product].kind == "fuel":
                out[product] = out.get(product, 0.0) + part[0]
    return out


def inside(solved: Solved, place: str) -> Array:
    """Final demand of the cars sold inside a place, build alone, ``[purchase, 1, period]``."""
    same = (solved.numbers.graph, solved.cohorts, solved.scenario.places)
    return _sold.get(same, lambda: _inside(solved, place), place).copy()


_sold: Memory[Array] = Memory()


def _inside(solved: Solved, place: str) -> Array:
    n = solved.numbers
    final = np.zeros((len(n.graph.purchases), 1, len(n.years)))
    for row, account in enumerate(solved.cohorts.accounts):
        if solved.scenario.places.inside(account.market, place):
            final[n.graph.demand["build", account.vehicle, account.market]] += solved.cohorts.sold[row]
    return final
