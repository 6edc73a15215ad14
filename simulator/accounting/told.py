"""What makers make where an engine of events tells part of it: makings, their background, and what cars ask over their lives."""

from __future__ import annotations

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.solve import Solved, running
from simulator.equations.graph import Array
from simulator.equations.passes import demand
from simulator.network import View


class Told:
    """Levels of makers, ``[maker, period]``.

    Parameters
    ----------
    removed : removals asked for [kg], by period.
    """

    def __init__(self, solved: Solved, happened: Happened, removed: Array) -> None:
        n = solved.numbers
        self._solved = solved
        shape = (len(n.graph.makers), len(n.years))
        self._whole, self._behind = np.zeros(shape), np.zeros(shape)
        for making in happened.makings:
            units = np.bincount(making.made // 12, making.units, len(n.years))
            (self._whole if making.whole else self._behind)[making.maker] += units
        self._lifelong = _lifelong(solved, happened, removed)
        self._kept = np.isin(n.graph.columns.use_source, list(happened.kept))

    def levels(self, view: View, shares: Array, weights: Array) -> Array:
        """What each maker makes under given shares: what is told, and the background of it up to the next that is told.

        Parameters
        ----------
        shares, weights : ``[option, column]`` and share x amount ``[use, column]``.
        """
        n, c = self._solved.numbers, self._solved.numbers.graph.columns
        taken = self._solved.burdens.amounts[view]
        whole, below = self._lifelong.copy(), np.zeros_like(self._lifelong)
        np.add.at(whole, c.use_source, taken * self._whole[c.use_maker])
        np.add.at(below, c.use_source[~self._kept], (taken * self._behind[c.use_maker])[~self._kept])
        ends = np.where(self._kept[:, None], 0.0, weights)
        out = self._whole + self._behind
        for part, carried in ((whole, weights), (below, ends)):
            out += shares[c.maker_option] * demand(n.wiring, carried, part[:, None])[:, 0][c.maker_purchase]
        return out


def _lifelong(solved: Solved, happened: Happened, removed: Array) -> Array:
    """What cars ask for over their lives, overheads and removals, ``[purchase, period]``."""
    n = solved.numbers
    final = np.zeros((len(n.graph.purchases), len(n.years)))
    for slot, asked in happened.asked.items():
        np.add.at(final, slot.purchases, asked.sum(axis=1))
    for item in solved.scenario.overheads:
        final[n.graph.demand["overhead", item]] += running(solved.scenario, n)
    purchase = n.graph.demand.get(("neutralisation",))
    if purchase is not None:
        final[purchase] += removed
    return final
