"""Burdens of makers, gases and money alike, in each view."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from simulator.equations.graph import Array, Graph, Index
from simulator.equations.memory import Memory
from simulator.equations.network import Numbers, amounts, by_maker, emitted
from simulator.equations.prices import carbon_cost, levies, own_cost
from simulator.ledger import CARBON_COST, OWN_COST, REMOVED
from simulator.network import Levy, Scenario, View

GROSS = "gross"
"""All gases together [kg CO2e]."""


@dataclass(frozen=True, slots=True, eq=False)
class Burdens:
    """What makers cause per unit, by view.

    Parameters
    ----------
    kinds : names of what is traced: the flows of a ledger; for totals :data:`GROSS`, what is removed, and money.
    amounts : ``[use, column]``.
    makers : ``[maker, kind, column]``; money stands in the market view alone, so that no euro is counted twice.
    gwp : weight of each kind [kg CO2e per unit].
    bearing : makers that can bear a burden of their own at all.

    All gases together are added up once a view, when somebody asks.
    """

    kinds: tuple[str, ...]
    amounts: dict[View, Array]
    makers: dict[View, Array]
    gwp: Array
    bearing: Index
    _carbon: dict[View, Array] = field(default_factory=dict)

    def of(self, view: View, kind: str) -> Array:
        """One kind, ``[maker, column]``."""
        out: Array = self.makers[view][:, self.kinds.index(kind)]
        return out

    def carbon(self, view: View) -> Array:
        """All gases together, ``[maker, column]`` [kg CO2e/unit]."""
        if view not in self._carbon:
            found: Array = np.einsum("mkc,k->mc", self.makers[view], self.gwp)
            found.setflags(write=False)
            self._carbon[view] = found
        return self._carbon[view]


_burdens: Memory[Burdens] = Memory()


def burdens(scenario: Scenario, n: Numbers, views: tuple[View, ...], kinds: tuple[str, ...]) -> Burdens:
    """The burdens of all makers; they do not depend on levers, so one draw's are remembered.

    What they let out does not depend on policies either: burdens that differ by a price share it, and the location view whole.

    Parameters
    ----------
    kinds : see :class:`Burdens`.
    """
    if len(n.columns) > len(n.years):
        return _worked_out(scenario, n, views, kinds)
    same = (n.graph, n.values, n.shares.base, scenario.policies, scenario.gwp, scenario.products)
    return _burdens.get(same, lambda: _worked_out(scenario, n, views, kinds), (views, kinds, scenario.years.base))


_emissions: Memory[Burdens] = Memory()


def _worked_out(scenario: Scenario, n: Numbers, views: tuple[View, ...], kinds: tuple[str, ...]) -> Burdens:
    alone = len(n.columns) == len(n.years)
    if alone:
        same = (n.graph, n.values, scenario.gwp)
        out = _emissions.get(same, lambda: _shared(_let_out(scenario, n, views, kinds)), (views, kinds))
    else:
        out = _let_out(scenario, n, views, kinds)
    out = replace(out, bearing=_bearing(n, scenario))
    if "market" in views and OWN_COST in kinds:
        makers = out.makers["market"].copy() if alone else out.makers["market"]
        out = replace(out, makers={**out.makers, "market": makers})
        own = _own_cost(n, out.amounts["market"], scenario.years.base - scenario.years.start)
        out.of("market", OWN_COST)[:] = own + levies(n.graph, scenario, n.columns, n.read)
        out.of("market", CARBON_COST)[:] = carbon_cost(n.graph, scenario, out.carbon("market"), n.read)
    return out


def _let_out(scenario: Scenario, n: Numbers, views: tuple[View, ...], kinds: tuple[str, ...]) -> Burdens:
    """Burdens without money: no policy changes them."""
    weights = np.array([scenario.gwp.get(flow, 0.0) for flow in n.graph.flows])
    counts = np.stack([weights if kind == GROSS else _only(kind, n.graph.flows) for kind in kinds])
    used = {view: amounts(n, view) for view in views}
    makers = {view: by_maker(n, view, counts) for view in views}
    by_kind = np.array([1.0 if k == GROSS else scenario.gwp.get(k, 0.0) for k in kinds])
    return Burdens(kinds, used, makers, by_kind, np.arange(len(n.graph.makers)))


def _shared(one: Burdens) -> Burdens:
    """The same, from now on not to be changed."""
    for each in (*one.amounts.values(), *one.makers.values()):
        each.setflags(write=False)
    return one


_owns: Memory[Array] = Memory()


def _own_cost(n: Numbers, used: Array, base: int) -> Array:
    """What makers cost of their own; no policy changes it, so one draw's is remembered."""
    if len(n.columns) > len(n.years):
        return own_cost(n.graph, n.values, used, n.shares.base, base)
    same = (n.graph, n.values, n.shares.base)
    return _owns.get(same, lambda: own_cost(n.graph, n.values, used, n.shares.base, base), base)


_bearings: Memory[Index] = Memory()


def _bearing(n: Numbers, scenario: Scenario) -> Index:
    """Makers that emit, cost or cross a border; all, where a levy may fall on any."""
    levied = any(isinstance(policy.rule, Levy) for policy in scenario.policies.values())
    return _bearings.get((n.graph,), lambda: _find_bearing(n.graph, levied=levied), levied)


def _find_bearing(graph: Graph, *, levied: bool) -> Index:
    if levied:
        return np.arange(len(graph.makers))
    found = {item.maker for items in (graph.emits, graph.costs, graph.crossings) for item in items}
    return np.array(sorted(found), dtype=np.intp)


def _only(kind: str, flows: tuple[str, ...]) -> Array:
    return np.array([flow == kind for flow in flows], dtype=float)


def total_kinds(*, money: bool) -> tuple[str, ...]:
    """What yearly totals trace: what is removed last, for it is read where it is made and follows no wire."""
    return (GROSS, OWN_COST, CARBON_COST, REMOVED) if money else (GROSS, REMOVED)


def followed(kinds: tuple[str, ...], view: View) -> slice:
    """Which of :func:`total_kinds` are followed in a view: what is let out, and money in the market view alone."""
    return slice(0, len(kinds) - 1 if view == "market" else 1)


def emitted_by(n: Numbers, view: View, made: Array) -> Array:
    """kg let out by each emission when makers make ``made`` ``[maker, column]``: ``[emit, column]``."""
    return emitted(n, view) * made[n.graph.columns.emit_maker]
