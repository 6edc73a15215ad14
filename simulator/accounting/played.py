"""Entries of what happened: makings booked when made and for the car that was sold, lives as they were lived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.makings import LEFT, LEFT_OVER
from simulator.accounting.monthly import by_branch
from simulator.accounting.sheets import Line, Sheet, built, idle, life_lines
from simulator.accounting.solve import Solved
from simulator.accounting.unit_burdens import UnitBurdens
from simulator.equations.graph import Array
from simulator.equations.lifelong import Slot
from simulator.ledger import Branch, Entries, Phase


class Played:
    """What a view books of what happened.

    Parameters
    ----------
    i : intensities of all nodes, ``[node, flow, period]``.
    """

    def __init__(self, solved: Solved, happened: Happened, i: Array, burdens: UnitBurdens) -> None:
        self._i = i
        self._solved, self._happened, self._burdens = solved, happened, burdens
        self._years = len(solved.numbers.years)
        self._shape = (len(solved.numbers.graph.flows), self._years)

    def build(self) -> Entries:
        """The making of cars that were sold."""
        lines = {label: _line(built(*label)) for m in self._happened.makings for label in m.labels}
        sheet = Sheet(self._solved.cohorts.accounts, lines.values(), self._shape, at_once=False)
        for making in self._happened.makings:
            mine = making.account != LEFT_OVER
            each = self._burdens.of(making)
            if not (mine.any() and each.any()):
                continue
            of = making.account[mine]
            rows = np.flatnonzero(np.bincount(of))
            account = np.searchsorted(rows, of)
            made, lag = making.made[mine] // 12, making.sold[mine] - making.made[mine] // 12
            for years in np.flatnonzero(np.bincount(lag)).tolist():  # made so many years before it was sold
                now = lag == years
                at = account[now] * self._years + made[now]
                units = np.bincount(at, making.units[mine][now], len(rows) * self._years)
                begun, until = int(made[now].min()), int(made[now].max()) + 1
                made_in = units.reshape(len(rows), 1, self._years)[..., begun:until]
                for number in np.flatnonzero(each.any(axis=(1, 2))).tolist():
                    line = replace(lines[making.labels[number]], rows=rows)
                    sheet.add_made(line, made_in * each[number, :, begun:until], begun, years)
        return sheet.closed()

    def left_over(self) -> Entries | None:
        """What was never sold, booked when it was made; None where nothing was left."""
        makings = [(m, m.account == LEFT_OVER) for m in self._happened.makings if (m.account == LEFT_OVER).any()]
        if not makings:
            return None
        lines = {label: _line(idle(*label)) for making, _ in makings for label in making.labels}
        sheet = Sheet((LEFT,), lines.values(), self._shape, at_once=True)
        for making, mine in makings:
            units = np.bincount(making.made[mine] // 12, making.units[mine], self._years)
            each = self._burdens.of(making)
            for number in np.flatnonzero(each.any(axis=(1, 2))).tolist():
                sheet.add(lines[making.labels[number]], (units * each[number])[None])
        return sheet.closed()

    def months(self) -> Mapping[Branch, Array]:
        """What cars emit by month, where months are told."""
        return by_branch(self._solved, self._happened, self._burdens, self._i) if self._happened.by_month else {}

    def life(self, _: Phase, slots: Sequence[Slot]) -> Entries:
        """Kinds of life demand that make one phase."""
        lines = (line for slot in slots for line in life_lines(self._solved, slot))
        sheet = Sheet(self._solved.cohorts.accounts, lines, self._shape, at_once=False)
        for slot in slots:
            self._lived(slot, sheet)
        return sheet.closed()

    def _lived(self, slot: Slot, sheet: Sheet) -> None:
        lived = self._happened.asked[slot]
        used = lived.sum(axis=1)
        for line in life_lines(self._solved, slot):
            here = slot.accounts[line.rows]
            attributed = np.matmul(self._i[line.nodes], lived[line.rows].transpose(0, 2, 1))
            sheet.add(replace(line, rows=here), self._i[line.nodes] * used[line.rows][:, None], attributed)


def _line(branch: Branch) -> Line:
    return Line(branch, slice(None), np.zeros(0, dtype=np.intp))
