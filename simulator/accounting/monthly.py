"""The flow book by calendar month: what is emitted when, by branch and by place, where an engine of events tells the months."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.happened import Happened
from simulator.accounting.makings import LEFT, LEFT_OVER
from simulator.accounting.sheets import built, idle, life_lines
from simulator.accounting.solve import Solved
from simulator.accounting.told import Told, by_month, evenly, months_in
from simulator.accounting.unit_burdens import UnitBurdens
from simulator.equations.graph import Array
from simulator.equations.network import emitted
from simulator.equations.sums import sums
from simulator.ledger import Branch, Entries, Months
from simulator.network import View


def by_branch(solved: Solved, happened: Happened, burdens: UnitBurdens, i: Array) -> dict[Branch, Array]:
    """What cars and what was left over emit in each month, ``[month, flow]``; the last month is ``after``.

    Parameters
    ----------
    i : intensities of all nodes, ``[node, flow, period]``.
    """
    out: dict[Branch, Array] = {}
    period = months_in(solved)
    for branch, units, each in (*_made(happened, burdens, len(period)), *_lived(solved, happened, i)):
        kg = np.einsum("rm,rfm->mf", units, each[..., period])
        out[branch] = out[branch] + kg if branch in out else kg
    return out


def _made(happened: Happened, burdens: UnitBurdens, months: int) -> Iterator[tuple[Branch, Array, Array]]:
    for making in happened.makings:
        each = burdens.of(making)
        if not each.any():
            continue
        left = making.account == LEFT_OVER
        for mine, branch in ((~left, built), (left, idle)):
            if mine.any():
                units = np.bincount(making.made[mine], making.units[mine], months).astype(float)
                for number in np.flatnonzero(each.any(axis=(1, 2))).tolist():
                    yield branch(*making.labels[number]), units[None], each[number][None]


def _lived(solved: Solved, happened: Happened, i: Array) -> Iterator[tuple[Branch, Array, Array]]:
    for slot, units in happened.by_month.items():
        for line in life_lines(solved, slot):
            nodes, which = np.unique(line.nodes, return_inverse=True)
            together = np.zeros((len(nodes), units.shape[-1]))
            np.add.at(together, which, units[line.rows])
            yield line.branch, together, i[nodes]


def months(solved: Solved, view: View, told: Told, cars: dict[Branch, Array], overhead: Entries) -> Months:
    """Both cuts of the flow book by month; what no car causes runs evenly through its year.

    Parameters
    ----------
    told : by month. ``cars``: of :func:`by_branch`. ``overhead``: entries of what no car causes, removals included.
    """
    period, part, out = months_in(solved), evenly(solved), dict(cars)
    even = [row for row, account in enumerate(overhead.accounts) if account != LEFT]
    for number, branch in enumerate(overhead.branches):
        kg = overhead.emitted[even, number].sum(axis=0)[period] * part[:, None]
        out[branch] = out[branch] + kg[:, : out[branch].shape[1]] if branch in out else kg
    flows = len(solved.numbers.graph.flows)
    purpose = np.zeros((len(out), len(period), flows))
    for number, kg in enumerate(out.values()):
        purpose[number, :, : kg.shape[1]] = kg
    levels = by_month(told.levels(view, solved.shares, solved.weights[view]))
    c = solved.numbers.graph.columns
    kg = emitted(solved.numbers, view) * solved.burdens.gwp[c.emit_flow][:, None]
    sites = [maker.site or maker.place for maker in solved.numbers.graph.makers]
    where = tuple(dict.fromkeys(sites))
    owner = np.array([where.index(site) for site in sites], dtype=np.intp)[c.emit_maker]
    place = sums(owner, len(where))(kg[:, period] * levels[c.emit_maker])
    return Months(tuple(out), purpose, where, place)
