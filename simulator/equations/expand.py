"""From a scenario to its graph: every purchase that final demand can reach, and every activity that can fill it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from simulator.equations.building import Builder
from simulator.equations.cars import car, life, overhead, removals, sold_pairs
from simulator.equations.delivery import fill_from_sites
from simulator.equations.graph import Graph, columns
from simulator.equations.memory import Memory
from simulator.equations.order import order
from simulator.equations.recipes import pathways
from simulator.equations.standby import rests_on
from simulator.ledger import APART, MONEY, REMOVED
from simulator.network import Improve, Lever, Scenario

_graphs: Memory[Graph] = Memory()


def expand(scenario: Scenario) -> Graph:
    """The graph of a scenario.

    What depends on values alone (shares of levers, prices) is no part of it, so a graph is remembered and serves every
    scenario that shares the nouns it was built from.
    """
    same, alike = _key(scenario)
    return _graphs.get(same, lambda: _build(scenario), alike)


def _key(scenario: Scenario) -> tuple[tuple[object, ...], tuple[Any, ...]]:
    s = scenario
    same = (
        s.places,
        s.products,
        s.activities,
        s.mixes,
        s.sites,
        s.vehicles,
        s.overheads,
        s.routes,
        s.markets,
        s.sales,
        s.gwp,
    )
    levers = [(name, _structure(lever)) for name, lever in s.levers.items()]
    return same, (pathways(scenario), levers, rests_on(scenario))


def _structure(lever: Lever) -> Any:
    if isinstance(lever.action, Improve):
        action = lever.action
        return (
            action.input,
            action.of,
            [(name, figure.points, figure.between, figure.name) for name, figure in action.becomes.items()],
        )
    return lever.action


def _build(scenario: Scenario) -> Graph:
    build = Builder(scenario, fill_from_sites)
    for vehicle, market in sold_pairs(scenario):
        car(build, vehicle, market)
        exports = scenario.markets[market].exports
        for place in (market,) if exports is None else (market, exports.to):
            life(build, vehicle, place)
    for item in scenario.overheads.values():
        overhead(build, item)
    removals(build)
    build.follow()
    return _finish(build)


def _unmatched(build: Builder) -> Iterator[str]:
    """What is said of places without a residual mix."""
    for activity, places in build.unmatched.items():
        where = ", ".join(sorted(places))
        yield f"no residual mix is known in {where}: load without a contract takes {activity} there in the market view too"


def _finish(build: Builder) -> Graph:
    used = {emit.flow for emit in build.emits}
    gases = tuple(name for name in build.scenario.gwp if name in used and name not in (*APART, *MONEY))
    apart = tuple(name for name in APART if name in used or name == REMOVED)
    flows = (*gases, *apart, *MONEY)
    makers, uses, emits = tuple(build.makers), tuple(build.uses), tuple(e for e in build.emits if e.flow in flows)
    arrays = columns(makers, uses, emits, flows)
    return Graph(
        purchases=tuple(build.purchases),
        makers=makers,
        uses=uses,
        emits=emits,
        costs=tuple(build.costs),
        crossings=tuple(build.crossings),
        arises=tuple(build.arises),
        supplies=tuple(build.supplies.all),
        offsets=tuple(build.supplies.offsets),
        figures=tuple(build.figures),
        flows=flows,
        demand=build.demand,
        sold=build.sold,
        findings=(*build.findings, *_unmatched(build)),
        levels=order(len(build.purchases), arrays.use_source, np.asarray(arrays.use_target)),
        columns=arrays,
    )
