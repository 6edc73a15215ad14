"""What the second life of parts spares: shown apart, in no book and for no target (ISO 14067: no offsets in a footprint)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.passed import carbon_intensities
from simulator.accounting.solve import Solved
from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.network import BUILD, View


def avoided(solved: Solved, view: View) -> dict[str, Array]:
    """New units that parts in second use spare x what these would cause in the year, by product [kg CO2e], ``[period]``.

    Counted when a car is scrapped at home, as expected; in the last period nothing is.
    """
    scenario, n = solved.scenario, solved.numbers
    out: dict[str, Array] = {}
    if not any(vehicle.second_life for vehicle in scenario.vehicles.values()):
        return out
    intensity = carbon_intensities(solved, view)
    same = (n.graph, solved.cohorts, scenario.vehicles)
    for product, purchase, units in _units.get(same, lambda: tuple(_spared(solved))):
        out[product] = out.get(product, np.zeros(len(n.years))) + units * intensity[purchase]
    return out


_units: Memory[tuple[tuple[str, int, Array], ...]] = Memory()


def _spared(solved: Solved) -> Iterator[tuple[str, int, Array]]:
    """Product, where it would be bought, and how many units are spared, ``[period]``: of each account and second life."""
    scenario, n, fleet = solved.scenario, solved.numbers, solved.cohorts
    for row, account in enumerate(fleet.accounts):
        vehicle = scenario.vehicles[account.vehicle]
        for exchange in (e for section in BUILD for e in vehicle.sections.get(section, ())):
            second = vehicle.second_life.get(exchange.product)
            purchase = n.graph.demand.get(("life", vehicle.name, account.market, exchange.product))
            if second is None or second.displaces == 0.0 or purchase is None:
                continue
            sales = fleet.spread.shape[2]
            content = fleet.sold[row, 0, :sales] * path(exchange.amount, n.years[:sales])
            spared = content @ fleet.spread[1, fleet.market_of[row]] * second.share * second.displaces
            spared[-1] = 0.0
            yield exchange.product, purchase, spared
