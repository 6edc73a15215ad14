"""What makers make where an engine of events tells part of it: makings, their background, and what cars ask over their lives."""

from __future__ import annotations

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.places import without_claims
from simulator.accounting.solve import Solved
from simulator.accounting.wanted import running
from simulator.equations.graph import Array, Index
from simulator.equations.passes import demand
from simulator.network import View


class Told:
    """Levels of makers, ``[maker, part, period]``: a period has one part, or its twelve months.

    Parameters
    ----------
    removed : removals asked for [kg], by period.
    monthly : by month. What no car causes runs evenly through its year; ``after`` has its first month alone.
    """

    def __init__(self, solved: Solved, happened: Happened, removed: Array, *, monthly: bool = False) -> None:
        n = solved.numbers
        self._solved, self._parts = solved, _YEAR if monthly else 1
        shape = (len(n.graph.makers), self._parts, len(n.years))
        self._whole, self._behind = np.zeros(shape), np.zeros(shape)
        for making in happened.makings:
            period, month = np.divmod(making.made, _YEAR)
            at = (month if monthly else 0) * len(n.years) + period
            units = np.bincount(at, making.units, self._parts * len(n.years)).reshape(shape[1:])
            (self._whole if making.whole else self._behind)[making.maker] += units
        self._lifelong = self._asked(happened, removed)
        self._kept = np.isin(n.graph.columns.use_source, list(happened.kept))

    def levels(self, view: View, shares: Array, weights: Array) -> Array:
        """What each maker makes under given shares: what is told, and the background of it up to the next that is told.

        Parameters
        ----------
        shares, weights : ``[option, period]`` and share x amount ``[use, period]``.
        """
        n, c = self._solved.numbers, self._solved.numbers.graph.columns
        whole, below = self._lifelong.copy(), np.zeros_like(self._lifelong)
        for units, final, uses in (
            (self._whole, whole, np.ones(len(c.use_maker), dtype=bool)),
            (self._behind, below, ~self._kept),
        ):
            told = np.flatnonzero(uses & np.asarray(units.any(axis=(1, 2)))[c.use_maker])
            taken = self._solved.burdens.amounts[view][told]
            np.add.at(final, c.use_source[told], taken[:, None] * units[c.use_maker[told]])
        ends = np.where(self._kept[:, None], 0.0, weights)
        total = demand(n.wiring, weights, whole) + demand(n.wiring, ends, below)
        made: Array = self._whole + self._behind
        made += shares[c.maker_option][:, None] * total[c.maker_purchase]
        return without_claims(n.graph, view, made)

    def _asked(self, happened: Happened, removed: Array) -> Array:
        """What cars ask for over their lives, overheads and removals, ``[purchase, part, period]``."""
        n = self._solved.numbers
        final = np.zeros((len(n.graph.purchases), self._parts, len(n.years)))
        for slot in happened.asked:
            by_part = happened.asked[slot].sum(axis=1)[:, None]
            np.add.at(final, slot.purchases, by_part if self._parts == 1 else _parted(happened.by_month[slot]))
        even = np.full((self._parts, len(n.years)), 1.0 / self._parts)
        even[:, -1] = np.arange(self._parts) == 0
        for item in self._solved.scenario.overheads:
            final[n.graph.demand["overhead", item]] += running(self._solved.scenario, n) * even
        purchase = n.graph.demand.get(("neutralisation",))
        if purchase is not None:
            final[purchase] += removed * even
        return final


_YEAR = 12
"""Months."""


def _parted(by_month: Array) -> Array:
    """``[row, month]`` with ``after`` last -> ``[row, part, period]``."""
    padded = np.pad(by_month, ((0, 0), (0, _YEAR - 1)))
    return padded.reshape(len(by_month), -1, _YEAR).transpose(0, 2, 1)


def by_month(levels: Array) -> Array:
    """``[row, part, period]`` -> ``[row, month]`` with ``after`` last."""
    flat: Array = levels.transpose(0, 2, 1).reshape(len(levels), -1)
    return flat[:, : 1 - _YEAR]


def months_in(solved: Solved) -> Index:
    """Period of each month of the tables; the last step is ``after``."""
    return np.append(np.arange(12 * (len(solved.numbers.years) - 1)) // 12, len(solved.numbers.years) - 1)


def evenly(solved: Solved) -> Array:
    """Part of its period that each month is."""
    return np.append(np.full(12 * (len(solved.numbers.years) - 1), 1.0 / 12.0), 1.0)
