"""What the company and its cars ask of the network: final demand, before removals."""

from __future__ import annotations

import numpy as np

from simulator.equations.cohorts import Cohorts
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers
from simulator.network import Scenario


def demand_of_cars(n: Numbers, fleet: Cohorts) -> Array:
    """Final demand of cars and of what they need over life, ``[purchase, draw, period]``."""
    final = np.zeros((len(n.graph.purchases), fleet.sold.shape[1], len(n.years)))
    for row, account in enumerate(fleet.accounts):
        final[n.graph.demand["build", account.vehicle, account.market]] += fleet.sold[row]
    for slot in fleet.slots:
        alike = slot.alike
        asked = alike.adds(slot.per_sale) @ fleet.spread[slot.measure, alike.markets]
        for group in alike.apart:
            final[alike.purchases[group]] += asked[group]
    return final


_demands: Memory[Array] = Memory()


def final_demand(scenario: Scenario, n: Numbers, fleet: Cohorts) -> Array:
    """Final demand without removals, ``[purchase, 1, column]``: cars, what they need over life, overheads."""
    alone = fleet.sold.shape[1] == 1
    final = (
        _demands.get((n.graph, fleet), lambda: demand_of_cars(n, fleet)).copy() if alone else demand_of_cars(n, fleet)
    )
    for item in scenario.overheads:
        final[n.graph.demand["overhead", item]] += running(scenario, n)
    return final.reshape(len(final), 1, -1)


def running(scenario: Scenario, n: Numbers) -> Array:
    """1 in years in which the company sells cars (overheads run), else 0."""
    return ((n.years <= scenario.years.end) & (np.arange(len(n.years)) < len(n.years) - 1)).astype(float)
