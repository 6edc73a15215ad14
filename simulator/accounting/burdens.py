"""Burdens of makers, gases and money alike, in each view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers, amounts, by_maker, emitted
from simulator.equations.prices import carbon_cost, levies, own_cost
from simulator.ledger import CARBON_COST, OWN_COST
from simulator.network import Scenario, View


@dataclass(frozen=True, slots=True, eq=False)
class Burdens:
    """What makers cause per unit, by view.

    Parameters
    ----------
    amounts : ``[use, column]``.
    makers : ``[maker, flow, column]``; money stands in the market view alone, so that no euro is counted twice.
    gwp : weight of each flow [kg CO2e/kg].
    """

    amounts: dict[View, Array]
    makers: dict[View, Array]
    gwp: Array


_burdens: Memory[Burdens] = Memory()


def burdens(scenario: Scenario, n: Numbers, views: tuple[View, ...]) -> Burdens:
    """The burdens of all makers; they do not depend on levers, so one draw's are remembered."""
    if len(n.columns) > len(n.years):
        return _worked_out(scenario, n, views)
    same = (n.graph, n.values, n.shares.base, scenario.policies, scenario.gwp, scenario.products)
    return _burdens.get(same, lambda: _worked_out(scenario, n, views), (views, scenario.years.base))


def _worked_out(scenario: Scenario, n: Numbers, views: tuple[View, ...]) -> Burdens:
    flows = n.graph.flows
    gwp = np.array([scenario.gwp.get(flow, 0.0) for flow in flows])
    used = {view: amounts(n, view) for view in views}
    makers = {view: by_maker(n, view, len(flows)) for view in views}
    if "market" in views:
        market = makers["market"]
        base = scenario.years.base - scenario.years.start
        own = own_cost(n.graph, n.values, used["market"], n.shares.base, base)
        market[:, flows.index(OWN_COST)] = own + levies(n.graph, scenario, n.columns)
        direct = np.einsum("mfc,f->mc", market, gwp)
        market[:, flows.index(CARBON_COST)] = carbon_cost(n.graph, scenario, direct, n.columns)
    return Burdens(used, makers, gwp)


def emitted_by(n: Numbers, view: View, made: Array) -> Array:
    """kg let out by each emission when makers make ``made`` ``[maker, column]``: ``[emit, column]``."""
    return emitted(n, view) * made[n.graph.columns.emit_maker]
