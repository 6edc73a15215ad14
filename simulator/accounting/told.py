"""What makers make where an engine of events tells part of it: makings, their background, and what cars ask over their lives."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.solve import Solved, running
from simulator.equations.graph import Array, Index
from simulator.equations.lifelong import Slot
from simulator.equations.passes import demand
from simulator.network import View


class Told:
    """Levels of makers, ``[maker, step]``.

    Parameters
    ----------
    removed : removals asked for [kg], by period.
    monthly : steps are months of the tables and ``after``; else periods. What no car causes runs evenly through its year.
    """

    def __init__(self, solved: Solved, happened: Happened, removed: Array, *, monthly: bool = False) -> None:
        n = solved.numbers
        self._solved = solved
        self._period = months_in(solved) if monthly else np.arange(len(n.years))
        shape = (len(n.graph.makers), len(self._period))
        self._whole, self._behind = np.zeros(shape), np.zeros(shape)
        for making in happened.makings:
            when = making.made if monthly else making.made // 12
            units = np.bincount(when, making.units, len(self._period))
            (self._whole if making.whole else self._behind)[making.maker] += units
        asked = happened.by_month if monthly else {slot: units.sum(axis=1) for slot, units in happened.asked.items()}
        part = evenly(solved) if monthly else np.ones(len(self._period))
        self._lifelong = _lifelong(solved, asked, removed, self._period, part)
        self._kept = np.isin(n.graph.columns.use_source, list(happened.kept))

    def levels(self, view: View, shares: Array, weights: Array) -> Array:
        """What each maker makes under given shares: what is told, and the background of it up to the next that is told.

        Parameters
        ----------
        shares, weights : ``[option, column]`` and share x amount ``[use, column]``.
        """
        n, c = self._solved.numbers, self._solved.numbers.graph.columns
        taken, carried = self._solved.burdens.amounts[view][:, self._period], weights[:, self._period]
        whole, below = self._lifelong.copy(), np.zeros_like(self._lifelong)
        np.add.at(whole, c.use_source, taken * self._whole[c.use_maker])
        np.add.at(below, c.use_source[~self._kept], (taken * self._behind[c.use_maker])[~self._kept])
        ends = np.where(self._kept[:, None], 0.0, carried)
        out = self._whole + self._behind
        for part, wires in ((whole, carried), (below, ends)):
            total = demand(n.wiring, wires, part[:, None])[:, 0]
            out += shares[c.maker_option][:, self._period] * total[c.maker_purchase]
        return out


def months_in(solved: Solved) -> Index:
    """Period of each month of the tables; the last step is ``after``."""
    return np.append(np.arange(12 * (len(solved.numbers.years) - 1)) // 12, len(solved.numbers.years) - 1)


def evenly(solved: Solved) -> Array:
    """Part of its period that each month is."""
    return np.append(np.full(12 * (len(solved.numbers.years) - 1), 1.0 / 12.0), 1.0)


def _lifelong(solved: Solved, asked: Mapping[Slot, Array], removed: Array, period: Index, part: Array) -> Array:
    """What cars ask for over their lives, overheads and removals, ``[purchase, step]``."""
    n = solved.numbers
    final = np.zeros((len(n.graph.purchases), len(period)))
    for slot, units in asked.items():
        np.add.at(final, slot.purchases, units)
    for item in solved.scenario.overheads:
        final[n.graph.demand["overhead", item]] += running(solved.scenario, n)[period] * part
    purchase = n.graph.demand.get(("neutralisation",))
    if purchase is not None:
        final[purchase] += removed[period] * part
    return final
