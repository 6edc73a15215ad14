"""Final demand, split by what it is for: so that each book, payer and year of sale can be followed apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.accounting.solve import Solved, running
from simulator.equations.graph import Array

BUILD, SPARE, OVERHEAD, LIFE, REMOVING = range(5)
"""Kinds of final demand: cars built, the maker's spare parts, overheads, what customers need over life, removals."""
KINDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Final demand of a solved scenario.

    Parameters
    ----------
    occurs : by kind as it occurs, ``[purchase, kind, period]``; removals are filled in once their size is known.
    life, spare : of the cars sold in each year, ``[purchase, year of sale, period]``.
    """

    occurs: Array
    life: Array
    spare: Array


def seeds(solved: Solved) -> Seeds:
    """Split the final demand of a solved scenario (one draw)."""
    n, fleet = solved.numbers, solved.cohorts
    sales, count = fleet.spread.shape[2], len(n.graph.purchases)
    occurs = np.zeros((count, KINDS, len(n.years)))
    life, spare = (np.zeros((count, sales, len(n.years))) for _ in range(2))
    for row, account in enumerate(fleet.accounts):
        occurs[n.graph.demand["build", account.vehicle, account.market], BUILD] += fleet.sold[row, 0]
    for slot in fleet.slots:
        asked = slot.alike.adds(slot.per_sale)[:, 0, :, None] * fleet.spread[slot.measure, slot.alike.markets]
        np.add.at(spare if slot.own_part else life, slot.alike.purchases, asked)
    for item in solved.scenario.overheads:
        occurs[n.graph.demand["overhead", item], OVERHEAD] += running(solved.scenario, n)
    occurs[:, SPARE], occurs[:, LIFE] = spare.sum(axis=1), life.sum(axis=1)
    return Seeds(occurs, life, spare)
