"""Final demand, split by what it is for: so that each book, payer and year of sale can be followed apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.accounting.solve import Solved
from simulator.accounting.wanted import running
from simulator.equations.graph import Array, Index
from simulator.equations.memory import Memory

BUILD, SPARE, OVERHEAD, LIFE, REMOVING = range(5)
"""Kinds of final demand: cars built, the maker's spare parts, overheads, what customers need over life, removals."""
KINDS = 5
"""Of them; then, once more, the cars built for each place whose cars a policy counts apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Final demand of a solved scenario.

    Parameters
    ----------
    at : purchases that final demand reaches directly, ``[seed]``; ``over``: those that cars draw on after their sale,
        ``[life seed]``; all others stay out of these arrays.
    occurs : by kind as it occurs, ``[seed, kind, period]``.
    life, spare : of the cars sold in each year, ``[year of sale, life seed, period]``.
    """

    at: Index
    over: Index
    occurs: Array
    life: Array
    spare: Array

    def with_removals(self, purchase: int, kg: Array) -> Seeds:
        """The same with removals asked for, ``[period]``: their size is known last."""
        occurs = self.occurs.copy()
        occurs[np.searchsorted(self.at, purchase), REMOVING] = kg
        return replace(self, occurs=occurs)


def seeds(solved: Solved, insides: Sequence[str] = ()) -> Seeds:
    """Split the final demand of a solved scenario (one draw); the same cars ask for the same.

    Parameters
    ----------
    insides : places whose cars are followed apart, as further kinds of demand.
    """
    n, fleet, of = solved.numbers, solved.cohorts, solved.scenario
    same = (n.graph, fleet, of.overheads, of.places, of.years)
    return _known.get(same, lambda: _worked_out(solved, insides), tuple(insides))


_known: Memory[Seeds] = Memory(4)


def _worked_out(solved: Solved, insides: Sequence[str]) -> Seeds:
    n, fleet = solved.numbers, solved.cohorts
    at = np.unique(np.fromiter(n.graph.demand.values(), dtype=np.intp))
    over = np.unique(np.concatenate([at[:0], *(slot.alike.purchases for slot in fleet.slots)]))
    sales, periods = fleet.spread.shape[2:]
    occurs = np.zeros((len(at), KINDS + len(insides), periods))
    life, spare = (np.zeros((sales, len(over), periods)) for _ in range(2))
    build = [n.graph.demand["build", account.vehicle, account.market] for account in fleet.accounts]
    np.add.at(occurs[:, BUILD], np.searchsorted(at, build), fleet.sold[:, 0])
    for kind, counts in enumerate(counted_inside(solved, insides), KINDS):
        np.add.at(occurs[:, kind], np.searchsorted(at, build), fleet.sold[:, 0] * counts[:, None])
    for slot in fleet.slots:
        alike = slot.alike
        each = alike.adds(slot.per_sale)[:, 0]
        into, rows = spare if slot.own_part else life, np.searchsorted(over, alike.purchases)
        by_period = each.T[:, :, None] * fleet.spread[slot.measure, alike.markets].transpose(1, 0, 2)
        for group in alike.apart:
            into[:, rows[group]] += by_period[:, group]
    for item in solved.scenario.overheads:
        occurs[np.searchsorted(at, n.graph.demand["overhead", item]), OVERHEAD] += running(solved.scenario, n)
    place = np.searchsorted(at, over)
    occurs[place, SPARE], occurs[place, LIFE] = spare.sum(axis=0), life.sum(axis=0)
    return Seeds(at, over, occurs, life, spare)


def counted_inside(solved: Solved, insides: Sequence[str]) -> Array:
    """1 for each account whose cars are sold inside a place, ``[place, account]``."""
    inside = solved.scenario.places.inside
    found = [[inside(account.market, place) for account in solved.cohorts.accounts] for place in insides]
    return np.array(found, dtype=float).reshape(len(insides), len(solved.cohorts.accounts))
