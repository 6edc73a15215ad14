"""What the second life of parts spares: shown apart, in no book and for no target (ISO 14067: no offsets in a footprint)."""

from __future__ import annotations

import numpy as np

from simulator.accounting.solve import Solved, plain
from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.network import BUILD, View


def avoided(solved: Solved, view: View) -> dict[str, Array]:
    """New units that parts in second use spare x what these would cause in the year, by product [kg CO2e], ``[period]``.

    Counted when a car is scrapped at home, as expected; in the last period nothing is.
    """
    scenario, n, fleet = solved.scenario, solved.numbers, solved.cohorts
    out: dict[str, Array] = {}
    if not any(vehicle.second_life for vehicle in scenario.vehicles.values()):
        return out
    intensity = plain(solved, view, solved.burdens.carbon(view)[:, None, :])[:, 0]
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
            out[exchange.product] = out.get(exchange.product, np.zeros(len(n.years))) + spared * intensity[purchase]
    return out
